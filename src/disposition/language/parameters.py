"""The parameters of a file: read from their section, and checked."""

from __future__ import annotations

from collections.abc import Container, Iterator, Set
from decimal import Decimal

from disposition.documents.diagnostics import Findings
from disposition.documents.types import ANYTHING, Range
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.errors import suggest
from disposition.frozen import evolve
from disposition.language.check.operations import type_of_value
from disposition.language.declarations import DraftParameter, ParameterSpec, Tightening
from disposition.language.fields import Fields, constant, entries
from disposition.language.naming import is_word
from disposition.language.text import value_text
from disposition.language.types import FactType, Kind, Value
from disposition.words import listed

PARAMETER_KEYS = ("value", "unit", "about", "tighter", "least", "most")


def read_parameters(fields: Fields) -> Iterator[DraftParameter]:
    """Yield the parameters; each is a value, or a group of keys with one."""
    for key, node in entries(fields, "parameters"):
        parameter = _parameter(key, node, fields)
        if parameter is not None and is_word(key, "the name of a parameter", fields.findings):
            yield parameter


def _parameter(key: Scalar, node: Node, section: Fields) -> DraftParameter | None:
    findings = section.findings
    if isinstance(node, Mapping):
        return _described(key, Fields(node, "a parameter", PARAMETER_KEYS, findings, key.place))
    scalar = section.scalar(key.text, node)
    if scalar is not None and scalar.is_null:
        message = f"nothing is written after `{key.text}:`"
        findings.error("S303", key.place, message, f"for example `{key.text}: 2.5`")
        return None
    value = constant(scalar, findings) if scalar else None
    if scalar is None or value is None:
        return None
    return DraftParameter(key.text, key.place, value, scalar.place)


def _described(key: Scalar, fields: Fields) -> DraftParameter | None:
    scalar = fields.scalar("value", fields.require("value", "for example `value: 2.5`"))
    tighter = fields.choice("tighter", [each.value for each in Tightening])
    unit = fields.scalar("unit")
    about = fields.text("about")
    value = constant(scalar, fields.findings) if scalar else None
    if scalar is None or value is None:
        return None
    return DraftParameter(
        key.text,
        key.place,
        value,
        scalar.place,
        unit=unit.text if unit else None,
        unit_place=unit.place if unit else None,
        about=about,
        tighter=Tightening(tighter) if tighter else None,
        within=_range(key.text, value, fields),
    )


def _range(name: str, value: Value, fields: Fields) -> Range:
    """Return the range that a parameter declares of itself."""
    found: dict[str, int | Decimal] = {}
    for bound in ("least", "most"):
        written = fields.scalar(bound)
        limit = constant(written, fields.findings) if written else None
        if written is None or limit is None:
            continue
        if not type_of_value(limit).kind.is_number or not type_of_value(value).kind.is_number:
            message = f"`{bound}` of the parameter `{name}` needs a number, and a value that is one"
            fields.findings.error("P405", written.place, message)
        elif isinstance(limit, int | Decimal):
            found[bound] = limit
    return Range(found.get("least"), found.get("most"))


def check_parameter(
    draft: DraftParameter, facts: Container[str], units: Set[str], findings: Findings
) -> ParameterSpec:
    """Return a parameter; its name is no fact's, and its unit one that some fact has."""
    type_ = type_of_value(draft.value)
    if draft.name in facts:
        message = f"`{draft.name}` is the name of a fact"
        findings.error("P404", draft.place, message, "choose another name")
    if draft.unit:
        _expect_unit(draft.unit, type_, draft, units, findings)
        type_ = FactType(type_.kind, draft.unit if draft.unit in units else "")
    if draft.tighter and not (type_.kind.is_number or type_.kind is Kind.DATE):
        message = f"`tighter` needs a number or a date, `{draft.name}` is neither"
        findings.error("P405", draft.place, message)
    _expect_within(draft, findings)
    return ParameterSpec(
        draft.name, draft.value, type_, draft.about, draft.tighter, draft.within, draft.place
    )


def _expect_within(draft: DraftParameter, findings: Findings) -> None:
    value, within = draft.value, draft.within
    if isinstance(value, int | Decimal) and not within.holds(value):
        is_below = within.least is not None and value < within.least
        side = f"below {within.least}" if is_below else f"above {within.most}"
        message = f"`{draft.name}` is never {side}, and `{value_text(value)}` is"
        findings.error("P405", draft.value_place, message)


def _expect_unit(
    unit: str, type_: FactType, draft: DraftParameter, units: Set[str], findings: Findings
) -> None:
    if not type_.kind.is_number:
        message = f"the parameter `{draft.name}` has a unit but is not a number"
        hint = "numbers are written without quotes"
        findings.error("P405", draft.unit_place or draft.place, message, hint)
    elif unit not in units:
        meant = "percent" if unit == "%" else ""
        hint = f"did you mean `{meant}`?" if meant else suggest(unit, units)
        hint = hint or f"units are {listed(sorted(units))}"
        message = f"the unit `{unit}` is not known"
        findings.error("P405", draft.unit_place or draft.place, message, hint)


def expect_tightening(below: DraftParameter, change: DraftParameter, findings: Findings) -> None:
    """Note a parameter that is another one than below, or looser."""
    hint = f"say so with `replaces: [{change.name}]`"
    for what, is_same in (
        ("what is stricter for", change.tighter in (None, below.tighter)),
        ("the unit of", change.unit in (None, below.unit)),
        ("the range of", change.within in (ANYTHING, below.within)),
    ):
        if not is_same:
            message = f"the layer changes {what} the parameter `{change.name}`"
            findings.error("L506", change.place, message, hint)
            return
    if change.value == below.value or _is_tighter(below, change.value):
        return
    values = f"from `{value_text(below.value)}` to `{value_text(change.value)}`"
    message = f"the parameter `{change.name}` goes {values}"
    if below.tighter is None:
        message += ", and nothing says which direction is stricter"
    else:
        message += f", which loosens it: {below.tighter.value} is stricter"
    findings.error("L504", change.value_place, message, hint)


def put_over(below: DraftParameter, change: DraftParameter) -> DraftParameter:
    """Return a changed parameter, with what is said of it below where it says nothing itself."""
    return evolve(
        change,
        unit=change.unit or below.unit,
        about=change.about or below.about,
        tighter=change.tighter or below.tighter,
        within=below.within if change.within == ANYTHING else change.within,
    )


def as_written(spec: ParameterSpec, where: DraftParameter) -> DraftParameter:
    """Return a checked parameter as if it had been written where another one was."""
    return DraftParameter(
        spec.name,
        where.place,
        spec.value,
        where.value_place,
        unit=spec.type.unit or None,
        about=spec.about,
        tighter=spec.tighter,
        within=spec.within,
    )


def _is_tighter(below: DraftParameter, value: Value) -> bool:
    was, now = type_of_value(below.value).kind, type_of_value(value).kind
    if was is not now and not (was.is_number and now.is_number):
        return False
    if below.tighter is Tightening.LOWER:
        return bool(value < below.value)  # type: ignore[operator]  # both are of a kind with order
    if below.tighter is Tightening.HIGHER:
        return bool(value > below.value)  # type: ignore[operator]  # both are of a kind with order
    return False
