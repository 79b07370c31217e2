"""Decision tables: rows of cells, each row a rule whose condition is the conjunction of its cells.

A cell is `-` (anything), a comparison (`> 2.5`, `!= low`), a range (`[1..5]`, `(0..10]`), one or
more values (`new, probation`), or `known` / `unknown`. All rows that hold take effect: their order
means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from disposition.policy.diagnostics import Findings
from disposition.policy.draft import DraftExpression, DraftRule
from disposition.policy.draft_rules import EFFECT_KEYS, is_id, read_rule
from disposition.policy.expression import (
    And,
    Compare,
    Comparison,
    Expression,
    Known,
    Literal,
    Name,
    Not,
    Within,
)
from disposition.policy.fields import Fields, constant, parse_scalar
from disposition.policy.source import Mapping, Scalar, Sequence

TABLE_KEYS = ("columns", "rows", "when", "because", "source", "clause", "about")
ROW_KEYS = (*EFFECT_KEYS, "id", "if", "with", "because", "source", "clause")
ANYTHING = "-"
_COMPARISON = re.compile(r"(==|=|!=|<=|<|>=|>)\s*(.+)", re.DOTALL)
_RANGE = re.compile(r"([\[(])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])])", re.DOTALL)
_NAME = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")
_SIGNS = {"=": Comparison.EQUAL, **{each.value: each for each in Comparison}}


def read_table(key: Scalar, node: Mapping, findings: Findings) -> Iterator[DraftRule]:
    """Yield the rules of a table, named `table/row`."""
    fields = Fields(node, "a table", TABLE_KEYS, findings)
    fields.require("columns", "`columns: [supplier.track_record, defects.major.rate]`")
    fields.require("rows")
    columns = tuple(filter(None, (parse_scalar(c, findings) for c in fields.words("columns"))))
    guard = fields.expression("when")
    seen: set[str] = set()
    for number, item in enumerate(fields.listing("rows"), start=1):
        if not isinstance(item, Mapping):
            hint = "write `{if: [new, '> 2.5'], permit: [rework]}`"
            findings.error("S305", item.place, "a row is a group of keys", hint)
            continue
        row = Fields(item, "a row", ROW_KEYS, findings)
        rule = _row(f"{key.text}/{_row_id(row, number)}", row, columns, findings)
        if rule is None:
            continue
        if rule.id in seen:
            findings.error("S308", rule.place, f"there is a row `{rule.id}` already")
        seen.add(rule.id)
        yield evolve(
            rule,
            conditions=(*((guard,) if guard else ()), *rule.conditions),
            because=rule.because or fields.scalar("because"),
            source=rule.source or fields.text("source"),
            clause=rule.clause or fields.scalar("clause"),
        )


def _row_id(row: Fields, number: int) -> str:
    scalar = row.scalar("id")
    return scalar.text if scalar and is_id(scalar, "the name of a row", row.findings) else f"{number}"


def _row(
    id_: str, row: Fields, columns: tuple[DraftExpression, ...], findings: Findings
) -> DraftRule | None:
    cells_node = row.require("if", "one cell for each column")
    if cells_node is None:
        return None
    cells = cells_node.items if isinstance(cells_node, Sequence) else (cells_node,)
    if len(cells) != len(columns):
        message = f"the row has {len(cells)} cells and the table {len(columns)} columns"
        findings.error("S314", cells_node.place, message, "write `-` in a cell that may be anything")
        return None
    conditions = []
    for column, cell in zip(columns, cells, strict=True):
        if not isinstance(cell, Scalar):
            hint = "put quotes around a range: `'[1..5]'`"
            findings.error("S315", cell.place, "a cell is a single value", hint)
            return None
        if cell.text.strip() != ANYTHING:
            condition = _cell(column.expression, cell, findings)
            if condition is None:
                return None
            conditions.append(DraftExpression(cell, condition))
    return read_rule(id_, row.place, row, tuple(conditions))


def _cell(column: Expression, cell: Scalar, findings: Findings) -> Expression | None:
    """Return the condition that a cell puts on its column, with spans within the cell."""
    text = cell.text.strip()
    span = (0, len(cell.text))
    column = evolve(column, span=span)
    if text in ("known", "unknown"):
        if not isinstance(column, Name):
            findings.error("S315", cell.place, "only a fact can be known or unknown")
            return None
        known = Known(column, span=span)
        return known if text == "known" else Not(known, span=span)
    if found := _RANGE.fullmatch(text):
        opening, low, high, closing = found.groups()
        lower = _bound(low, cell, findings)
        upper = _bound(high, cell, findings)
        if lower is None or upper is None:
            return None
        above = Comparison.AT_LEAST if opening == "[" else Comparison.MORE
        below = Comparison.AT_MOST if closing == "]" else Comparison.LESS
        bounds = (
            Compare(above, column, lower, span=span),
            Compare(below, column, upper, span=span),
        )
        return And(bounds, span=span)
    if found := _COMPARISON.fullmatch(text):
        comparison = _SIGNS[found.group(1)]
        read = _bound if comparison.is_ordering else _value
        operand = read(found.group(2), cell, findings)
        return Compare(comparison, column, operand, span=span) if operand else None
    return _values(column, text, cell, findings)


def _values(column: Expression, text: str, cell: Scalar, findings: Findings) -> Expression | None:
    span = (0, len(cell.text))
    values = [_value(part, cell, findings) for part in text.split(",")]
    literals = tuple(value for value in values if value is not None)
    if len(literals) < len(values):
        return None
    if len(literals) == 1:
        return Compare(Comparison.EQUAL, column, literals[0], span=span)
    return Within(column, literals, span=span)


def _value(text: str, cell: Scalar, findings: Findings) -> Literal | None:
    """Return a written-out value; texts need no quotes in a cell."""
    word = text.strip()
    if not word:
        findings.error("S315", cell.place, f"the cell `{cell.text}` cannot be read", CELL_HINT)
        return None
    quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "'\""
    scalar = evolve(cell, text=word.strip("'\"") if quoted else word, plain=not quoted)
    value = constant(scalar, findings)
    return None if value is None else Literal(value, span=(0, len(cell.text)))


def _bound(text: str, cell: Scalar, findings: Findings) -> Literal | Name | None:
    """Return what a value is ordered against: a number, a date, a parameter or another fact."""
    value = _value(text, cell, findings)
    if value is not None and isinstance(value.value, str) and _NAME.fullmatch(value.value):
        return Name(value.value, span=value.span)
    return value


CELL_HINT = "a cell is `-`, `> 2.5`, `[1..5]` or values such as `new, poor`"
