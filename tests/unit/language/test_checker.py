"""What conditionals, lists, functions and lookups are of, and what does not go together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from disposition.language.check.checker import check_value
from disposition.language.check.scope import Scope
from disposition.language.declarations import ParameterSpec
from disposition.language.expression import Aggregate, Expression, Item, Listing, Literal, walk
from disposition.language.faults import ExpressionError
from disposition.language.measure import Measure, Measures
from disposition.language.parse.parser import parse_expression
from disposition.language.text import expression_text
from disposition.language.types import FactSpec, FactType, Kind, ListSpec, TableRow, TableSpec

BOOLEAN, TEXT, DATE = FactType(Kind.BOOLEAN), FactType(Kind.TEXT), FactType(Kind.DATE)
WHOLE, NUMBER = FactType(Kind.INTEGER), FactType(Kind.DECIMAL)
UNITS, DAYS = FactType(Kind.INTEGER, "units"), FactType(Kind.INTEGER, "days")
PERCENT = FactType(Kind.DECIMAL, "percent")
SEVERITY = FactType(Kind.ENUM, values=("critical", "major", "minor"))


def words(*values: str) -> FactType:
    return FactType(Kind.ENUM, values=values)


def facts(prefix: str, **types: FactType) -> dict[str, FactSpec]:
    return {
        name.replace("__", "."): FactSpec(prefix + name.replace("__", "."), type_, "", given=True)
        for name, type_ in types.items()
    }


BOXES = ListSpec("pallets[].boxes", "", facts("pallets[].boxes[].", units=UNITS, ok=BOOLEAN))
PALLETS = ListSpec(
    "pallets",
    "",
    facts("pallets[].", weight=NUMBER, packed=DATE, of__sku=TEXT),
    {"boxes": BOXES},
)
DEFECTS = ListSpec(
    "inspection.defects",
    "",
    facts("inspection.defects[].", units=UNITS, severity=SEVERITY, sku=TEXT, fixable=BOOLEAN),
)
PERIODS = TableSpec(
    "periods",
    {"law": words("de", "fr"), "value": NUMBER},
    {"days": DAYS, "name": TEXT},
    (TableRow(("de", 1), {"days": 8, "name": "acht"}),),
)
SCOPE = Scope(
    facts(
        "",
        lot__units=UNITS,
        lot__sku=TEXT,
        lot__law=words("de", "fr"),
        lot__rate=PERCENT,
        lot__days=DAYS,
        lot__ok=BOOLEAN,
        as_of=DATE,
    ),
    {
        "limit": ParameterSpec("limit", Decimal("2.5"), NUMBER),
        "worst": ParameterSpec("worst", "critical", TEXT),
        "bad": ParameterSpec("bad", "awful", TEXT),
    },
    {},
    broken={"twice", "wrong"},
    lists={"inspection.defects": DEFECTS, "pallets": PALLETS},
    tables={"periods": PERIODS},
)


def checked(text: str) -> tuple[Expression, FactType | None, list[ExpressionError]]:
    return check_value(parse_expression(text), SCOPE)


def of(values: str) -> str:
    return f"({values} for d in inspection.defects)"


TYPES = [
    ("count" + of("d"), WHOLE),
    ("sum" + of("d.units"), UNITS),
    ("sum" + of("1"), WHOLE),
    ("sum" + of("d.units / 2"), FactType(Kind.DECIMAL, "units")),
    ("sum(p.weight for p in pallets)", NUMBER),
    ("any" + of("d.fixable"), BOOLEAN),
    ("all" + of("d.units > 2"), BOOLEAN),
    ("max" + of("d.units"), UNITS),
    ("min(p.packed for p in pallets)", DATE),
    ("first" + of("d.severity"), SEVERITY),
    ("last(d.sku for d in inspection.defects if d.severity == 'major')", TEXT),
    ("count(d for d in inspection.defects if d.sku == lot.sku)", WHOLE),
    ("first(d.severity for d in inspection.defects else 'major')", SEVERITY),
    (
        "first(d.units for d in inspection.defects if d.fixable else 2.5)",
        FactType(Kind.DECIMAL, "units"),
    ),
    ("last('a' for d in inspection.defects else 'b')", words("a", "b")),
    ("min(p.packed for p in pallets else '2026-12-01')", DATE),
    ("count(d for d in inspection.defects if d.sku is known and d.severity == worst)", WHOLE),
    ("sum(p.weight for p in pallets if p.of.sku == lot.sku)", NUMBER),
    ("sum(b.units for p in pallets for b in p.boxes if b.ok)", UNITS),
    ("count(b for p in pallets if p.weight > limit for b in p.boxes)", WHOLE),
    ("max(b.units for p in pallets for b in p.boxes)", UNITS),
    ("all(any(b.ok for b in p.boxes) for p in pallets)", BOOLEAN),
    ("any(any(d.sku == p.of.sku for p in pallets) for d in inspection.defects)", BOOLEAN),
    ("lot.units if lot.ok else 0", UNITS),
    ("lot.units if lot.ok else lot.units / 2", FactType(Kind.DECIMAL, "units")),
    ("lot.ok if lot.ok else lot.units > 3", BOOLEAN),
    ("'a' if lot.ok else 'b' if lot.units > 2 else 'a'", words("a", "b")),
    ("lot.law if lot.ok else 'fr'", words("de", "fr")),
    ("worst if lot.ok else 'major'", words("critical", "major")),
    ("lot.sku if lot.ok else 'fr'", TEXT),
    ("as_of if lot.ok else '2026-12-01'", DATE),
    ("unknown if lot.ok else lot.units", UNITS),
    ("'a' if lot.ok else unknown", words("a")),
    ("(unknown if lot.ok else lot.days) + 1", DAYS),
    ("('a' if lot.ok else 'b') == 'a'", BOOLEAN),
    ("('critical' if lot.ok else 'minor') == worst", BOOLEAN),
    ("('de' if lot.ok else 'fr') == lot.law", BOOLEAN),
    ("('de' if lot.ok else 'fr') in ['de']", BOOLEAN),
    ("max(lot.units, 3, 2.5)", FactType(Kind.DECIMAL, "units")),
    ("min(as_of, '2026-12-01')", DATE),
    ("percent(lot.units, sum(d.units for d in inspection.defects))", PERCENT),
    ("lookup(periods.days, lot.law, 3)", DAYS),
    ("lookup(periods.name, 'de', lot.units)", TEXT),
]


@pytest.mark.parametrize(("text", "type_"), TYPES)
def test_it_is_of_a_type(text: str, type_: FactType | None) -> None:
    expression, found, problems = checked(text)
    assert (found, problems) == (type_, [])
    assert parse_expression(expression_text(expression)) == parse_expression(text)


FAULTS = [
    ("unknown", "T212", "unknown"),
    ("unknown + 1", "T212", "unknown"),
    ("unknown == lot.sku", "T212", "unknown"),
    ("lot.ok and unknown", "T212", "unknown"),
    ("unknown if lot.ok else unknown", "T212", "unknown if lot.ok else unknown"),
    ("count(lot for lot in pallets)", "T213", "count(lot for lot in pallets)"),
    ("count(as_of for as_of in pallets)", "T213", "count(as_of for as_of in pallets)"),
    ("count(limit for limit in pallets)", "T213", "count(limit for limit in pallets)"),
    ("count(pallets for pallets in pallets)", "T213", "count(pallets for pallets in pallets)"),
    ("all(any(d.ok for d in d.boxes) for d in pallets)", "T213", "any(d.ok for d in d.boxes)"),
    ("count(d for d in inspection.defect)", "T214", "inspection.defect"),
    ("count(d for d in lot.units)", "T214", "lot.units"),
    ("count(b for p in pallets for b in p.box)", "T214", "p.box"),
    ("count(d for d in p.boxes)", "T214", "p.boxes"),
    ("sum" + of("d.unit"), "T215", "d.unit"),
    ("sum" + of("d"), "T215", "d"),
    ("any(p.boxes for p in pallets)", "T215", "p.boxes"),
    ("any(p.boxes is known for p in pallets)", "T215", "p.boxes"),
    ("pallets is known", "T215", "pallets"),
    ("count(d for d in pallets) > inspection.defects", "T215", "inspection.defects"),
    ("d.units + " + "sum" + of("d.units"), "T202", "d.units"),
    ("sum" + of("d.units") + " + d.units", "T202", "d.units"),
    ("sum" + of("d.severity"), "T209", "d.severity"),
    ("sum" + of("d.fixable"), "T209", "d.fixable"),
    ("max" + of("d.severity"), "T207", "d.severity"),
    ("any" + of("d.units"), "T201", "d.units"),
    ("all" + of("d.sku"), "T201", "d.sku"),
    ("count(d for d in inspection.defects if d.units)", "T201", "d.units"),
    ("count(d for d in inspection.defects if d.severity == 'majr')", "T206", "'majr'"),
    ("count(d for d in inspection.defects if d.severity == bad)", "T206", "bad"),
    ("first" + of("d.severity") + " == 'majr'", "T206", "'majr'"),
    ("first(d.severity for d in inspection.defects else 'majr')", "T206", "'majr'"),
    ("first(d.sku for d in inspection.defects else d.sku)", "T202", "d.sku"),
    ("first(d.sku for d in inspection.defects else unknown)", "T212", "unknown"),
    ("1 if lot.units else 2", "T201", "lot.units"),
    ("1 if lot.ok else 'a'", "T204", "1 if lot.ok else 'a'"),
    ("lot.units if lot.ok else lot.sku", "T204", "lot.units if lot.ok else lot.sku"),
    ("lot.units if lot.ok else lot.days", "T208", "lot.units if lot.ok else lot.days"),
    ("lot.law if lot.ok else 'it'", "T206", "'it'"),
    ("('a' if lot.ok else 'b') == 'c'", "T206", "'c'"),
    ("as_of if lot.ok else 'soon'", "T205", "'soon'"),
    ("max(lot.units, lot.days)", "T208", "max(lot.units, lot.days)"),
    ("max(lot.units, 'a')", "T204", "max(lot.units, 'a')"),
    ("max(lot.law, 'de')", "T207", "lot.law"),
    ("percent(lot.units, lot.days)", "T208", "percent(lot.units, lot.days)"),
    ("percent(lot.sku, lot.sku)", "T209", "lot.sku"),
    ("percent(lot.units, 5) > lot.days", "T208", "percent(lot.units, 5) > lot.days"),
    ("lookup(period.days, 'de', 3)", "T216", "lookup(period.days, 'de', 3)"),
    ("lookup(periods.day, 'de', 3)", "T216", "lookup(periods.day, 'de', 3)"),
    ("lookup(periods.days, 'de')", "T216", "lookup(periods.days, 'de')"),
    ("lookup(periods.days, 'it', 3)", "T206", "'it'"),
    ("lookup(periods.days, lot.law, lot.sku)", "T204", "lot.sku"),
]


@pytest.mark.parametrize(("text", "code", "at"), FAULTS)
def test_it_is_told(text: str, code: str, at: str) -> None:
    _, _, problems = checked(text)
    assert [(each.code, text[slice(*each.span)]) for each in problems] == [(code, at)]


@pytest.mark.parametrize(
    "text", ["count(d for d in wrong)", "lookup(twice.days, 'de')", "sum(d.units for d in wrong)"]
)
def test_what_is_declared_wrongly_is_not_told_again(text: str) -> None:
    assert checked(text)[2] == []


HINTS = [
    ("count(d for d in inspection.defect)", "did you mean `inspection.defects`?"),
    ("count(b for p in pallets for b in p.bixes)", "did you mean `p.boxes`?"),
    ("count(d for d in else_where)", "lists are `inspection.defects`, `pallets`"),
    ("sum(d.unit for d in inspection.defects)", "did you mean `d.units`?"),
    ("any(p.boxes for p in pallets)", "write `count(each for each in p.boxes)` or the like"),
    ("lookup(periods.day, 'de', 3)", "did you mean `days`?"),
    ("lookup(periods.days, 'de')", "write `lookup(periods.days, law, value)`"),
]


@pytest.mark.parametrize(("text", "hint"), HINTS)
def test_what_was_meant_is_guessed(text: str, hint: str) -> None:
    assert [each.hint for each in checked(text)[2]] == [hint]


def test_names_become_places_of_the_document() -> None:
    expression, _, _ = checked("sum(b.units for p in pallets if p.of.sku == 'x' for b in p.boxes)")
    found = list(walk(expression))
    assert [(each.variable, each.key, each.path) for each in found if isinstance(each, Item)] == [
        ("b", "units", "pallets[].boxes[].units"),
        ("p", "of.sku", "pallets[].of.sku"),
    ]
    assert [each.source for each in found if isinstance(each, Aggregate)] == [
        Listing("pallets"),
        Listing("pallets[].boxes", "p"),
    ]


def test_texts_become_what_they_stand_beside() -> None:
    expression, _, _ = checked("as_of if lot.ok else '2026-12-01' if lot.units > 3 else as_of")
    assert [each.value for each in walk(expression) if isinstance(each, Literal)] == [
        3,
        date(2026, 12, 1),
    ]
    expression, type_, _ = checked("'a' if lot.ok else 'b'")
    assert [each.type for each in walk(expression) if isinstance(each, Literal)] == [type_, type_]


MEASURES = [
    ("lot.units", (1, 1)),
    ("sum(d.units for d in inspection.defects if d.fixable)", (3, 2)),
    ("1 if lot.ok else max(lot.units, 3)", (6, 3)),
    ("lookup(periods.days, lot.law, 3)", (3, 2)),
    ("lot.ok == lot.ok", (6, 2)),
    ("any(d.fixable for d in inspection.defects) == lot.ok", (8, 3)),
    ("(lot.ok if lot.units > 2 else true) == lot.ok", (16, 4)),
    ("count(d for d in inspection.defects) == lot.units", (3, 2)),
]


@pytest.mark.parametrize(("text", "measure"), MEASURES)
def test_it_is_as_large_as_what_it_asks(text: str, measure: tuple[int, int]) -> None:
    assert Measures().of(checked(text)[0]) == Measure(*measure)
