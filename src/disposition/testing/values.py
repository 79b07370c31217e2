"""The values of obligations that a case expects, held to those that a decision tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from disposition.explain.document.rationale import Obligation
from disposition.explain.document.values import plain
from disposition.explain.report import shown
from disposition.language.types import FactType, Value
from disposition.policy.model import CheckedPolicy

Types = Mapping[str, Mapping[str, Sequence[FactType]]]
"""The types that a value can have, by the code of its obligation and its name."""

Carried = Mapping[str, Sequence[Mapping[str, Value | None]]]
"""The values of obligations by codes; several rules may require the same with other values."""

Wanted = Mapping[str, Mapping[str, Value | None]]
"""The values that are expected, by the codes of their obligations; None is unknown."""


def types_of(policy: CheckedPolicy) -> Types:
    """Return the types of the values that obligations of a policy carry."""
    found: dict[str, dict[str, list[FactType]]] = {}
    for rule in policy.rules:
        for spec in rule.obligations:
            of_code = found.setdefault(spec.do, {})
            for each in spec.values:
                of_code.setdefault(each.name, []).append(each.type)
    return found


def carried_by(obligations: Sequence[Obligation]) -> Carried:
    """Return the values that obligations of a decision carry, whether they apply or may."""
    found: dict[str, list[Mapping[str, Value | None]]] = defaultdict(list)
    for each in obligations:
        if each.values:
            found[each.do].append({name: held.value for name, held in each.values.items()})
    return found


def differing(wanted: Wanted, carried: Carried) -> Iterator[tuple[str, str, str]]:
    """Yield each value that no obligation of its code carries: its name, it, and what is carried.

    One obligation has to carry all that is expected of a code: the one that comes nearest is told.
    """
    for code, values in wanted.items():
        lacking = [_lacking(values, each) for each in carried.get(code, ({},))]
        for name in min(lacking, key=len):
            found = [shown(plain(each[name])) for each in carried.get(code, ()) if name in each]
            yield (
                f"values {code}.{name}",
                shown(plain(values[name])),
                " or ".join(dict.fromkeys(found)) or "nothing",
            )


def _lacking(values: Mapping[str, Value | None], held: Mapping[str, Value | None]) -> list[str]:
    return [
        name
        for name, value in values.items()
        if name not in held or not _is_same(value, held[name])
    ]


def _is_same(wanted: Value | None, held: Value | None) -> bool:
    """Whether a value is the expected one; dates and decimals may be expected as documents do."""
    if isinstance(wanted, bool) or isinstance(held, bool):
        return wanted is held
    return wanted == held or (isinstance(wanted, str) and wanted == plain(held))


def listed(carried: Carried) -> Mapping[str, str]:
    """Return the values of obligations as texts, by codes and names: what makes decisions alike."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, each in carried.items():
        for values in each:
            for name, value in values.items():
                found[f"{code}.{name}"].append(shown(plain(value)))
    return {key: " or ".join(sorted(values)) for key, values in sorted(found.items())}
