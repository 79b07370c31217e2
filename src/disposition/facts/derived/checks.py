"""Facts about what was checked beside the sample: markings, tests, documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from disposition.facts.derived.bounds import Bounds, every, exactly
from disposition.facts.derived.fact import BOOLEAN, TEXT, Derived, View, derived
from disposition.facts.derived.wording import joined
from disposition.facts.document.lot_document import CATEGORIES, Check
from disposition.language.types import FactType, Kind

_CHECKS = FactType(Kind.INTEGER, "checks")
_RESULT = "inspection.checks[].result"
_CATEGORY = "inspection.checks[].category"
_GOOD = ("pass", "not_applicable")
_COUNTED = {"failed": "fail", "pending": "pending", "passed": "pass"}


def _count(view: View, result: str, category: str | None = None) -> int | None:
    checks = view.lot.inspection.checks
    return None if checks is None else exactly(_bounds(checks, result, category))


def _bounds(checks: tuple[Check, ...], result: str, category: str | None) -> Bounds:
    least, most = 0, 0
    for check in checks:
        if check.result not in (None, result):
            continue
        if category is not None and check.category not in (None, category):
            continue
        most += 1
        if check.result is not None and (category is None or check.category is not None):
            least += 1
    return least, most


def _all_passed(view: View, category: str | None = None) -> bool | None:
    checks = view.lot.inspection.checks
    if checks is None:
        return None
    return every(_passed(check, category) for check in checks)


def _passed(check: Check, category: str | None) -> bool | None:
    """Whether a check stands in the way of "all passed"; a pending one is not known yet."""
    if category is not None and check.category not in (None, category):
        return True
    if check.result in (None, "pending"):
        return None
    if check.result in _GOOD:
        return True
    return None if category is not None and check.category is None else False


def _why_not_all(view: View) -> str:
    return f"still pending: {_names(view, 'pending')}"


def _open(category: str | None) -> Callable[[View, Check, str], bool]:
    def matters(_view: View, check: Check, _key: str) -> bool:
        return _passed(check, category) is None

    return matters


def _names(view: View, result: str) -> str | None:
    checks = view.lot.inspection.checks
    if checks is None:
        return None
    return joined([_name(check) for check in checks if check.result == result])


def _name(check: Check) -> str:
    return check.name or (f"a {check.category} check" if check.category else "a check")


def _concerns(result: str, category: str | None) -> Callable[[View, Check, str], bool]:
    def matters(_view: View, check: Check, _key: str) -> bool:
        return check.result in (None, result) and (
            category is None or check.category in (None, category)
        )

    return matters


def _facts() -> Iterator[Derived]:
    for name, result in _COUNTED.items():
        yield derived(
            f"checks.{name}",
            _CHECKS,
            f"Checks whose result is {result}",
            (_RESULT,),
            partial(_count, result=result),
        )
    yield derived(
        "checks.all_passed",
        BOOLEAN,
        "Whether every check passed or is not applicable; not known while one is pending",
        (_RESULT,),
        _all_passed,
        why=_why_not_all,
    )
    for category in CATEGORIES:
        yield derived(
            f"checks.{category}.all_passed",
            BOOLEAN,
            f"Whether every check of {category} passed or is not applicable",
            (_CATEGORY, _RESULT),
            partial(_all_passed, category=category),
            concerns=_open(category),
            why=_why_not_all,
        )
    for name in ("failed", "pending"):
        result = _COUNTED[name]
        yield derived(
            f"checks.{name}_list",
            TEXT,
            f"Names of the checks whose result is {result}, as it stands",
            ("inspection.checks[].name", _RESULT),
            partial(_names, result=result),
        )
        for category in CATEGORIES:
            yield derived(
                f"checks.{category}.{name}",
                _CHECKS,
                f"Checks of {category} whose result is {result}",
                (_CATEGORY, _RESULT),
                partial(_count, result=result, category=category),
                concerns=_concerns(result, category),
            )


FACTS = tuple(_facts())
