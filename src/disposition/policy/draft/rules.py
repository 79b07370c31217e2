"""Rules of a policy file, and decision tables, to drafts.

Each row of a table is a rule whose condition is the conjunction of its cells. All rows that hold
take effect: their order means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml import nodes
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.errors import suggest
from disposition.facts.document.case_events import PROVING
from disposition.frozen import evolve
from disposition.language.declarations import DraftExpression
from disposition.language.expression import Expression
from disposition.language.faults import ExpressionError
from disposition.language.fields import Fields, note, parse_scalar
from disposition.language.naming import KEYWORDS, is_id, is_word
from disposition.policy.draft.cells import CELL_HINT, parse_cell
from disposition.policy.draft.draft import DraftObligation, DraftRule
from disposition.policy.model import RELEASE, Effect
from disposition.words import listed

EFFECT_KEYS = tuple(effect.value for effect in Effect)
RULE_KEYS = (*EFFECT_KEYS, "with", "when", "because", "source", "clause", "about")
OBLIGATION_KEYS = ("do", "what", "by", "due", "values", "before", "proved_by", "proved_when")
MOST_VALUES = 20
LONGEST_VALUE_NAME = 60

NO_KINDS = "`proved_by` names nothing"


def read_rule(
    id_: str, place: Place, fields: Fields, conditions: tuple[DraftExpression, ...]
) -> DraftRule | None:
    """Read a rule's effect, texts and obligations; its conditions have been read already."""
    fields.text("about")  # a note to readers, which must be a text like any other
    effect = _effect(id_, place, fields)
    if effect is None:
        return None
    if effect is not Effect.REQUIRE and "with" in fields:
        message = f"`with` goes with `require`, not with `{effect.value}`"
        fields.findings.error("S312", fields.key_place("with"), message)
    if not fields.listing(effect.value):
        message = f"`{effect.value}` names nothing"
        fields.findings.error("S313", fields.key_place(effect.value), message)
        return None
    if effect is Effect.REQUIRE and "with" in fields and not fields.listing("with"):
        hint = "leave it out if the outcome does not matter"
        fields.findings.error("S313", fields.key_place("with"), "`with` names nothing", hint)
    return DraftRule(
        id_,
        place,
        effect,
        fields.words("with" if effect is Effect.REQUIRE else effect.value),
        conditions,
        fields.scalar("because"),
        fields.text("source"),
        fields.scalar("clause"),
        tuple(_obligations(fields)) if effect is Effect.REQUIRE else (),
    )


def _effect(id_: str, place: Place, fields: Fields) -> Effect | None:
    found = [key for key in EFFECT_KEYS if key in fields]
    if len(found) == 1:
        return Effect(found[0])
    if found:
        message = f"the rule `{id_}` has {' and '.join(f'`{key}`' for key in found)}"
        fields.findings.error("S311", place, message, "write a rule for each")
    else:
        message = f"the rule `{id_}` needs one of `permit`, `forbid` and `require`"
        fields.findings.error("S311", place, message)
    return None


def _obligations(fields: Fields) -> Iterator[DraftObligation]:
    for item in fields.listing("require"):
        obligation = _obligation(item, fields.findings)
        if obligation is not None:
            yield obligation


def _obligation(item: Node, findings: Findings) -> DraftObligation | None:
    if isinstance(item, Scalar) and not item.is_null:
        good = is_id(item, "what is required", findings)
        return DraftObligation(item.text, None, None, None) if good else None
    if not isinstance(item, Mapping):
        message = "an obligation is a word or a group of keys"
        findings.error("S305", item.place, message, "write `{do: reinspect, by: …}`")
        return None
    fields = Fields(item, "an obligation", OBLIGATION_KEYS, findings)
    do = fields.scalar("do", fields.require("do", "a short code such as `do: reinspect`"))
    what, by, due = fields.scalar("what"), fields.scalar("by"), fields.expression("due")
    before, proved_by = fields.choice("before", (RELEASE,)), _kinds(fields)
    proved_when = fields.expression("proved_when")
    values = tuple(_values(fields))
    if "before" in fields and not ("proved_by" in fields or "proved_when" in fields):
        message = "what comes before the release needs `proved_by` or `proved_when`"
        hint = "without a proof it would keep the goods for ever: `proved_by: document`"
        findings.error("S316", fields.key_place("before"), message, hint)
    if do is None or not is_id(do, "what is required", findings):
        return None
    return DraftObligation(do.text, what, by, due, before or "", proved_by, proved_when, values)


def _values(fields: Fields) -> Iterator[tuple[str, DraftExpression]]:
    """Yield the values that an obligation carries, with their names."""
    group, findings = fields.mapping("values"), fields.findings
    if group is None:
        return
    if not group.entries:
        hint = "write a name and an expression: `values: {units: lot.quantity}`"
        findings.error("S313", fields.key_place("values"), "`values` names nothing", hint)
    if len(group.entries) > MOST_VALUES:
        message = f"an obligation carries {MOST_VALUES} values at most"
        findings.error("S317", fields.key_place("values"), message)
        return
    inner = Fields(group, "`values`", [key.text for key, _ in group], findings)
    for key, _ in group:
        inner.require(key.text, f"an expression: `{key.text}: lot.quantity`")
        expression = inner.expression(key.text)
        if len(key.text) > LONGEST_VALUE_NAME:
            message = f"the name of a value is longer than {LONGEST_VALUE_NAME} characters"
            findings.error("S310", key.place, message)
        elif is_word(key, "the name of a value", findings, KEYWORDS) and expression is not None:
            yield key.text, expression


def _kinds(fields: Fields) -> tuple[str, ...]:
    """Return the kinds of entries that prove an obligation, in the order of their declaration."""
    named = fields.words("proved_by")
    if "proved_by" in fields and not fields.listing("proved_by"):
        hint = f"it can be {listed(PROVING)}"
        fields.findings.error("S313", fields.key_place("proved_by"), NO_KINDS, hint)
    for each in named:
        if each.text not in PROVING:
            hint = suggest(each.text, PROVING) or f"it can be {listed(PROVING)}"
            hint += "; a condition stands after `proved_when`" if " " in each.text else ""
            message = f"`{each.text}` is no kind of entry that proves something"
            fields.findings.error("S306", each.place, message, hint)
    return tuple(kind for kind in PROVING if any(each.text == kind for each in named))


# --- decision tables ------------------------------------------------------------------------------


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
