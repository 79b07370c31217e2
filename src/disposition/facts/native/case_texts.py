"""What happened in a case, in words, as notices and reasons show it, known or not.

They render a list and grow as more of it becomes known, so no rule should compare with one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from disposition.facts.document.case_events import Assessment, Finding, Requirement
from disposition.facts.native.arguments import story
from disposition.facts.native.bounds import Test, both, is_in, items
from disposition.facts.native.fact import Derived, View
from disposition.facts.native.inspection_texts import list_fact
from disposition.facts.native.wording import joined, place_of

_is_resolved = is_in("resolved", True)
_is_unproven: Test = both(
    is_in("severity", "critical", "major"),
    _is_resolved,
    lambda each: None if each.proof is None else each.proof <= 0,
)


def _not(key: str) -> Test:
    return is_in(key, False)


def _of_case(name: str, words: Callable[[Any], list[str]]) -> Callable[[View], str | None]:
    def told(view: View) -> str | None:
        listed = items(view, name)
        return None if listed is None else joined(words(listed))

    return told


def _inspectors(inspections: Any) -> list[str]:
    return list(dict.fromkeys(each.inspector for each in inspections if each.inspector))


def _assessed(each: Assessment) -> str:
    shows = (each.shows or "not stated").replace("_", " ")
    by = f" by {each.by.replace('_', ' ')}" if each.by else ""
    return f"{each.on or 'no day'} {(each.topic or 'not stated').replace('_', ' ')}{by}: {shows}"


def _required(requirement: Requirement) -> str:
    do = requirement.do or "without a code"
    return f"{do} ({requirement.rule})" if requirement.rule else do


def _findings(meant: Test) -> Callable[[View], str | None]:
    """Return the findings that are meant, or may be, in words."""

    def words(listed: Any) -> list[str]:
        times = Counter(each.code for each in listed)
        return [
            _finding(each, is_one=times[each.code] == 1)
            for each in listed
            if meant(each) is not False
        ]

    return _of_case("findings", words)


def _finding(finding: Finding, *, is_one: bool) -> str:
    """Return a finding in words; where others have its code, with what tells it from them."""
    code = finding.code or "without a code"
    about = [finding.severity]
    if not is_one:
        if finding.sku is not None or finding.batch is not None:
            about.append(place_of(finding.sku, finding.batch))
        about.append(finding.line)
    told = ", ".join(filter(None, about))
    return f"{code} ({told})" if told else code


# --- the facts -----------------------------------------------------------------------------------


def _facts() -> Iterator[Derived]:
    yield list_fact(
        "case.inspectors_list",
        "Who has inspected the lot so far",
        "case.inspections",
        "inspector",
        _of_case("inspections", _inspectors),
    )
    yield list_fact(
        "arguments.list",
        "The arguments in words: when, on what, with what evidence, and what changed",
        "case.arguments",
        "on topic evidence",
        _of_case("arguments", story),
    )
    yield list_fact(
        "assessments.list",
        "In words what looking into the arguments showed",
        "case.assessments",
        "on topic shows by",
        _of_case("assessments", lambda listed: list(map(_assessed, listed))),
    )
    yield list_fact(
        "obligations.unproved_list",
        "What decisions require before the release and nothing proves",
        "case.obligations",
        "do rule proved",
        _of_case(
            "obligations", lambda listed: [_required(each) for each in listed if not each.proved]
        ),
    )
    told = "code severity sku batch line"
    for name, about, meant, keys in (
        ("", "What was found wrong", lambda _: True, ""),
        (
            "unresolved_",
            "What was found wrong and not found put right",
            _not("resolved"),
            "resolved",
        ),
        (
            "unproven_",
            "What is critical or major and no photo shows put right",
            _is_unproven,
            "resolved proof",
        ),
        (
            "without_checkpoint_",
            "What the checklist of the rework has no point for",
            _not("checkpoint"),
            "checkpoint",
        ),
    ):
        yield list_fact(
            f"findings.{name}list", about, "case.findings", f"{told} {keys}", _findings(meant)
        )


FACTS = tuple(_facts())
