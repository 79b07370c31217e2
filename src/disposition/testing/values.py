"""The values of obligations that a case expects: read, and held to those that a decision tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Scalar
from disposition.errors import suggest
from disposition.explain.document.rationale import Obligation
from disposition.explain.document.values import plain
from disposition.explain.report import shown
from disposition.language.check.operations import a_type
from disposition.language.fields import Fields, constant
from disposition.language.types import FactType, Kind, Value
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


# --- as a case says it ----------------------------------------------------------------------------


def read_values(fields: Fields, types: Types) -> Wanted:
    """Return the values that a case expects, noting what no obligation of the policy carries."""
    group, findings = fields.mapping("values"), fields.findings
    wanted: dict[str, dict[str, Value | None]] = {}
    for code, node in group or ():
        if code.text not in types:
            message = f"the policy has no obligation `{code.text}`"
            findings.error("C703", code.place, message, suggest(code.text, types))
            continue
        inner = fields.mapping(code.text, node)
        for name, value in inner or ():
            of_name = types[code.text].get(name.text)
            if of_name is None:
                message = f"the obligation `{code.text}` carries no value `{name.text}`"
                findings.error("C703", name.place, message, suggest(name.text, types[code.text]))
                continue
            scalar = fields.scalar(name.text, value)
            if scalar is not None:
                held = _read(scalar, name.text, of_name, findings)
                wanted.setdefault(code.text, {})[name.text] = held
    return wanted


def _read(scalar: Scalar, name: str, types: Sequence[FactType], findings: Findings) -> Value | None:
    """Return a value that one of some types can have; a text needs no quotes where it is one."""
    if scalar.is_null:
        return None
    if any(each.kind is Kind.TEXT or scalar.text in each.values for each in types):
        return scalar.text
    held = constant(scalar, findings)
    if held is None or any(_fits(held, each.kind) for each in types):
        return held
    message = f"`{name}` is {a_type(types[0])}, not `{scalar.text}`"
    hint = "numbers and dates are written without quotes" if scalar.style else ""
    findings.error("C712", scalar.place, message, hint)
    return None


def _fits(held: Value, kind: Kind) -> bool:
    match held:
        case bool():
            return kind is Kind.BOOLEAN
        case int() | Decimal():
            return kind.is_number
        case date():
            return kind is Kind.DATE
        case str():
            return False


# --- against a decision ---------------------------------------------------------------------------


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
