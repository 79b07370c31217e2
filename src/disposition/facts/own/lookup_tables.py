"""Tables that a policy declares, in which definitions look values up by keys: their entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Mapping as Group
from disposition.documents.yaml.nodes import Node
from disposition.documents.yaml.nodes import Scalar as Written
from disposition.facts.own.declared import OwnTable
from disposition.language.fields import Fields, constant
from disposition.language.naming import KEYWORDS, is_word
from disposition.language.text import value_text
from disposition.language.types import FactType, Kind, TableRow, TableSpec, Value
from disposition.words import listed

TABLE_KEYS = ("keys", "rows", "units", "about")
MOST_ROWS = 1_000
MOST_COLUMNS = 20


def is_table(node: Node) -> bool:
    """Whether an entry declares a table."""
    return isinstance(node, Group) and any(key.text == "rows" for key, _ in node)


def read_table(key: Written, path: str, fields: Fields) -> OwnTable | None:
    """Return the table that an entry declares, noting what is wrong with it.

    Every row has the same columns, of which the keys tell it from the others.
    """
    findings, about = fields.findings, fields.text("about")
    fields.require("keys", "name the columns that tell a row from others: `keys: [law]`")
    keys = [each.text for each in fields.words_once("keys")]
    rows = [row for node in fields.listing("rows") if (row := _row(node, findings))]
    if not keys or not rows:
        if not findings.has_errors:
            empty = "keys" if rows else "rows"
            findings.error("S313", fields.key_place(empty), f"`{empty}` names nothing")
        return None
    if len(rows) > MOST_ROWS or len(rows[0][1]) > MOST_COLUMNS:
        message = f"a table has at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns"
        findings.error("S313", key.place, message)
        return None
    columns = tuple(rows[0][1])
    for name in keys:
        if name not in columns:
            message = f"the rows have no column `{name}`"
            findings.error("S319", fields.key_place("keys"), message)
            return None
    if not _fit(rows, columns, keys, findings):
        return None
    types = _types(rows, columns, dict(_units(fields)), key.place, findings)
    if types is None:
        return None
    told = [name for name in columns if name not in keys]
    spec = TableSpec(
        path,
        {name: types[name] for name in keys},
        {name: types[name] for name in told},
        tuple(
            TableRow(tuple(row[name] for name in keys), {name: row[name] for name in told})
            for _, row in rows
        ),
        about,
    )
    return OwnTable(path, about, spec, key.place)


Row = tuple[Place, dict[str, Value]]


def _row(node: Node, findings: Findings) -> Row | None:
    if not isinstance(node, Group):
        findings.error("S305", node.place, "a row is a group of keys: `{law: cisg, days: 3}`")
        return None
    values: dict[str, Value] = {}
    for key, written in node:
        if not is_word(key, "the name of a column", findings, KEYWORDS):
            return None
        value = constant(written, findings) if isinstance(written, Written) else None
        if value is None or (isinstance(written, Written) and written.is_null):
            message = f"`{key.text}` needs a single value"
            findings.error("S304", key.place, message)
            return None
        values[key.text] = value
    return node.place, values


def _fit(rows: list[Row], columns: tuple[str, ...], keys: list[str], findings: Findings) -> bool:
    """Note rows with other columns than the first, or with the keys of one before."""
    good, seen = True, set()
    for place, row in rows:
        if set(row) != set(columns):
            message = f"every row has the columns {listed(columns)}"
            findings.error("S319", place, message)
            return False
        found = tuple(row[name] for name in keys)
        if found in seen:
            shown = ", ".join(value_text(each) for each in found)
            findings.error("S319", place, f"another row has the same keys: {shown}")
            good = False
        seen.add(found)
    return good


def _units(fields: Fields) -> Iterator[tuple[str, str]]:
    group = fields.mapping("units")
    for key, node in group or ():
        if isinstance(node, Written):
            yield key.text, node.text


def _types(
    rows: list[Row],
    columns: tuple[str, ...],
    units: Mapping[str, str],
    place: Place,
    findings: Findings,
) -> dict[str, FactType] | None:
    """Return the type of each column: what all its values are."""
    types = {}
    for name in columns:
        values = [row[name] for _, row in rows]
        kinds = {_kind(value) for value in values}
        if kinds == {Kind.INTEGER, Kind.DECIMAL}:
            kinds = {Kind.DECIMAL}
        if len(kinds) > 1:
            message = f"the values of the column `{name}` are of different kinds"
            findings.error("S319", place, message, "put quotes around texts")
            return None
        (kind,) = kinds
        words = tuple(dict.fromkeys(str(each) for each in values)) if kind is Kind.ENUM else ()
        types[name] = FactType(kind, units.get(name, ""), words)
    return types


def _kind(value: Value) -> Kind:
    match value:
        case bool():
            return Kind.BOOLEAN
        case int():
            return Kind.INTEGER
        case Decimal():
            return Kind.DECIMAL
        case date():
            return Kind.DATE
        case _:
            return Kind.ENUM
