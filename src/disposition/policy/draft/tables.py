"""Decision tables: rows of cells, each row a rule whose condition is the conjunction of its cells.

All rows that hold take effect: their order means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.documents.diagnostics import Findings
from disposition.documents.yaml import nodes
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.frozen import evolve
from disposition.language.declarations import DraftExpression
from disposition.language.expression import Expression
from disposition.language.faults import ExpressionError
from disposition.language.fields import Fields, note, parse_scalar
from disposition.language.naming import is_id
from disposition.policy.draft.cells import CELL_HINT, parse_cell
from disposition.policy.draft.draft import DraftRule
from disposition.policy.draft.rules import EFFECT_KEYS, read_rule

TABLE_KEYS = ("columns", "rows", "when", "because", "source", "clause", "about")
ROW_KEYS = (*EFFECT_KEYS, "id", "if", "with", "because", "source", "clause")

Columns = Sequence[DraftExpression | None]
"""The expressions at the top of a table; None for one that could not be read."""


def read_table(
    key: Scalar, node: Mapping, seen: set[str], findings: Findings
) -> Iterator[DraftRule]:
    """Yield the rules of a table, named `table/row`.

    A table named `table/row` is that row alone: so a row can be written out by itself. `seen` holds
    the names of the rows so far, of all tables.
    """
    fields = Fields(node, "a table", TABLE_KEYS, findings, key.place)
    columns = [parse_scalar(each, findings) for each in _columns(fields)]
    fields.text("about")  # a note to readers, which must be a text like any other
    has_guard = fields.node("when") is not None
    guard = fields.expression("when")
    because, source, clause = (
        fields.scalar("because"),
        fields.text("source"),
        fields.scalar("clause"),
    )
    if not columns:
        return
    for number, item in enumerate(_rows(fields), start=1):
        if not isinstance(item, Mapping):
            hint = "write `{if: [new, '> 2.5'], permit: [rework]}`"
            findings.error("S305", item.place, "a row is a group of keys", hint)
            continue
        row = Fields(item, "a row", ROW_KEYS, findings)
        rule = _row(_rule_id(key.text, row, number), row, columns)
        if rule is None or (has_guard and guard is None):
            continue
        if rule.id in seen:
            place = row.key_place("id") if "id" in row else row.key_place("if")
            findings.error("S308", place, f"there is a row `{rule.id}` already")
        seen.add(rule.id)
        yield evolve(
            rule,
            conditions=(*((guard,) if guard else ()), *rule.conditions),
            because=rule.because or because,
            source=rule.source or source,
            clause=rule.clause or clause,
        )


def _columns(fields: Fields) -> tuple[Scalar, ...]:
    fields.require("columns", "for example `columns: [supplier.track_record, defects.major.rate]`")
    columns = fields.words("columns")
    if not columns and fields.node("columns") is not None:
        fields.findings.error("S313", fields.key_place("columns"), "`columns` names nothing")
    return columns


def _rows(fields: Fields) -> tuple[Node, ...]:
    fields.require("rows", "each row begins with `- if:` and holds one cell for each column")
    rows = fields.listing("rows")
    if not rows and fields.node("rows") is not None:
        fields.findings.error("S313", fields.key_place("rows"), "`rows` holds nothing")
    return rows


def _rule_id(table: str, row: Fields, number: int) -> str:
    scalar = row.scalar("id")
    if "/" in table:
        if scalar is not None:
            message = f"the row of `{table}` has its name already"
            row.findings.error("S308", row.key_place("id"), message, "leave `id` out")
        return table
    if scalar is not None and is_id(scalar, "the name of a row", row.findings):
        return f"{table}/{scalar.text}"
    return f"{table}/{number}"


def _row(id_: str, row: Fields, columns: Columns) -> DraftRule | None:
    node = row.require("if", "one cell for each column")
    if node is None:
        return None
    cells = node.items if isinstance(node, nodes.Sequence) else (node,)
    if len(cells) != len(columns):
        found = f"{len(cells)} cell{'s' if len(cells) != 1 else ''}"
        message = f"the row has {found}, the table has {len(columns)} columns"
        hint = "write `-` for anything, and put quotes around several values: `'new, poor'`"
        row.findings.error("S314", node.place, message, hint)
        return None
    conditions = _conditions(columns, cells, row.findings)
    rule = read_rule(id_, row.key_place("if"), row, conditions or ())
    return None if conditions is None else rule


def _conditions(
    columns: Columns, cells: Sequence[Node], findings: Findings
) -> tuple[DraftExpression, ...] | None:
    """Return what the cells of a row say of their columns; None if one cannot be read."""
    conditions = []
    is_whole = True
    for column, cell in zip(columns, cells, strict=True):
        if not isinstance(cell, Scalar):
            hint = "put quotes around a range, and around several values: `'[1..5]'`"
            findings.error("S315", cell.place, "a cell is a single value", hint)
            is_whole = False
            continue
        try:
            expression = _read(column, cell)
        except ExpressionError as error:
            note(findings, cell, error)
            is_whole = False
            continue
        if expression is not None:
            conditions.append(DraftExpression(cell, expression, column))
    return tuple(conditions) if is_whole else None


def _read(column: DraftExpression | None, cell: Scalar) -> Expression | None:
    if cell.is_null:
        raise ExpressionError("S315", (0, 0), "the cell is empty", CELL_HINT)
    return parse_cell(column.expression, cell.text) if column else None
