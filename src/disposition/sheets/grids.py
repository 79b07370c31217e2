"""The sheets of a policy or cases file: what can be edited as cells, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from disposition.documents.yaml import nodes
from disposition.documents.yaml.nodes import Node, Scalar, at_key
from disposition.frozen import frozen

NUMBER = "#"
"""The first column: which row of the file it is; empty for a new one."""

PARAMETERS = "Parameters"
_EFFECTS = ("permit", "forbid", "require")
_ROW_KEYS = ("with", "because", "source", "clause")
_PARAMETER_KEYS = ("value", "unit", "tighter", "about")
_ENDS = {"{": "}", "[": "]"}


@frozen
class SheetCell:
    """A cell as the file has it: its text, and the node it comes from; none where it is absent.

    One that `is_fixed` holds more than a cell can, such as obligations with their texts.
    """

    text: str
    node: Node | None = None
    is_fixed: bool = False


@frozen
class SheetRow:
    """A row of a sheet, and the node that it comes from."""

    node: Node
    cells: tuple[SheetCell, ...]


@frozen
class SheetColumn:
    """The title of a column, the key of its cells within a row, and words to choose from.

    A key that is a number is the place of the cell in the row's list.
    """

    title: str
    key: str | int
    note: str = ""
    words: tuple[str, ...] = ()


@frozen
class Grid:
    """A sheet: its name, columns and rows; in some no row can be added or left out."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    is_open: bool = True


Notes = Mapping[str, tuple[str, tuple[str, ...]]]
"""By a column's title its unit or type in words, and the words that it can hold."""


def grids_of(root: Node, notes: Notes, outcomes: Sequence[str] = ()) -> Iterator[Grid]:
    """Yield the sheets of a file: its limits, then its tables, in the order of the file."""
    if not isinstance(root, nodes.Mapping):
        return
    parameters, tables = at_key(root, "parameters"), at_key(root, "tables")
    if isinstance(parameters, nodes.Mapping) and parameters.entries:
        yield _parameters(parameters)
    for key, table in tables if isinstance(tables, nodes.Mapping) else ():
        if isinstance(table, nodes.Mapping):
            yield from _table(key.text, table, notes, tuple(outcomes))


def _parameters(section: nodes.Mapping) -> Grid:
    columns = [SheetColumn("name", "name")]
    columns += [SheetColumn(key, key) for key in _PARAMETER_KEYS]
    rows = []
    for name, value in section:
        said = value.by_key if isinstance(value, nodes.Mapping) else {"value": value}
        cells = [SheetCell(name.text, name, is_fixed=True)]
        cells += [_cell(said.get(key)) for key in _PARAMETER_KEYS]
        rows.append(SheetRow(value, tuple(cells)))
    return Grid(PARAMETERS, tuple(columns), tuple(rows), is_open=False)


def _table(
    name: str, table: nodes.Mapping, notes: Notes, outcomes: tuple[str, ...]
) -> Iterator[Grid]:
    titles, rows = at_key(table, "columns"), at_key(table, "rows")
    if not isinstance(titles, nodes.Sequence) or not isinstance(rows, nodes.Sequence):
        return
    heads = [
        SheetColumn(each.text, place, *notes.get(each.text, ()))
        for place, each in enumerate(titles.items)
        if isinstance(each, Scalar)
    ]
    if all(isinstance(row, nodes.Sequence) for row in rows.items):
        yield Grid(name, tuple(heads), tuple(map(_case, rows.items)))
    elif all(isinstance(row, nodes.Mapping) for row in rows.items):
        effects = [SheetColumn(key, key, words=outcomes) for key in _EFFECTS]
        others = [SheetColumn(key, key) for key in _ROW_KEYS]
        columns = (SheetColumn("id", "id"), *heads, *effects, *others)
        yield Grid(name, columns, tuple(_rule(row, columns) for row in rows.items))


def _case(row: Node) -> SheetRow:
    items = row.items if isinstance(row, nodes.Sequence) else ()
    return SheetRow(row, tuple(map(_cell, items)))


def _rule(row: Node, columns: Sequence[SheetColumn]) -> SheetRow:
    conditions = at_key(row, "if")
    items = conditions.items if isinstance(conditions, nodes.Sequence) else (conditions,)
    cells = []
    for key in (column.key for column in columns):
        if isinstance(key, str):
            cells.append(_cell(at_key(row, key)))
        else:
            cells.append(_cell(items[key] if key < len(items) else None))
    return SheetRow(row, tuple(cells))


def _cell(node: Node | None) -> SheetCell:
    if node is None:
        return SheetCell("")
    if isinstance(node, Scalar):
        return SheetCell(node.text, node, is_fixed=node.is_block)
    if isinstance(node, nodes.Sequence) and all(isinstance(each, Scalar) for each in node.items):
        words = ", ".join(each.text for each in node.items if isinstance(each, Scalar))
        return SheetCell(words, node, is_fixed=not is_flow(node))
    return SheetCell(_summary(node), node, is_fixed=True)


def _summary(node: Node) -> str:
    """Return what a cell shows of what it cannot hold: the codes of what is required."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, nodes.Sequence):
        return ", ".join(map(_summary, node.items))
    said = node.by_key
    return _summary(said["do"]) if "do" in said else ", ".join(said)


def is_flow(node: Node) -> bool:
    """Whether a group or a list stands in braces or brackets."""
    place = node.place
    return not isinstance(node, Scalar) and place.text[place.column - 1 : place.column] in _ENDS


def span(node: Node, content: str) -> tuple[int, int]:
    """Return where a node begins and ends in its text."""
    if isinstance(node, Scalar):
        return node.start, node.end
    if is_flow(node):
        start = offset(content, node.place.line, node.place.column)
        return start, _end_of_flow(content, start)
    ends = [span(each, content)[1] for each in _below(node)]
    return offset(content, node.place.line, node.place.column), max(ends)


def _below(node: Node) -> Iterator[Node]:
    if isinstance(node, nodes.Sequence):
        yield from node.items
    elif isinstance(node, nodes.Mapping):
        for key, value in node:
            yield key
            yield value


def offset(content: str, line: int, column: int) -> int:
    """Return the offset of a line and column, both counted from 1."""
    at = 0
    for _ in range(line - 1):
        at = content.index("\n", at) + 1
    return at + column - 1


def _end_of_flow(content: str, start: int) -> int:
    """Return where what begins with a brace or bracket ends."""
    waiting, at = [_ENDS[content[start]]], start + 1
    while waiting:
        letter = content[at]
        if letter in "'\"" and content[at - 1] in " ,:[{\n":
            at = _end_of_quotes(content, at)
            continue
        if letter in _ENDS:
            waiting.append(_ENDS[letter])
        elif letter == waiting[-1]:
            waiting.pop()
        at += 1
    return at


def _end_of_quotes(content: str, start: int) -> int:
    quote, at = content[start], start + 1
    while content[at] != quote or (quote == "'" and content[at + 1 : at + 2] == "'"):
        at += 2 if content[at] == quote or (quote == '"' and content[at] == "\\") else 1
    return at + 1
