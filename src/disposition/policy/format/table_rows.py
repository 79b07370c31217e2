"""A condition as one row of a decision table: the inverse of reading its cells.

Together the cells of a row can say more than one expression may, so a row is written as a row.
"""

from __future__ import annotations

from disposition.errors import DispositionError
from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.expression import Comparison, Expression
from disposition.language.faults import ExpressionError
from disposition.language.parse.parser import parse_expression
from disposition.language.text import expression_text
from disposition.policy.compact import readable_text
from disposition.policy.draft.cells import ANYTHING, parse_cell

_ALWAYS = "true"
_OPENING = {Comparison.AT_LEAST: "[", Comparison.MORE: "("}
_CLOSING = {Comparison.AT_MOST: "]", Comparison.LESS: ")"}


@frozen
class CellText:
    """What is said of a column: the expression at its top, and the cell below."""

    column: str
    text: str


@frozen
class Row:
    """The one row of a table, and the table's condition (`when`, empty if there is none)."""

    cells: tuple[CellText, ...]
    when: str = ""


def row_of(condition: Expression) -> Row:
    """Return the row that says what a condition does.

    What leads and cannot be a cell is the table's condition, as in the file that it came from.

    Raises:
        DispositionError: it was never written in a file, and cannot be.
    """
    parts = condition.operands if isinstance(condition, tree.And) else (condition,)
    cells = list(map(_cell, parts))
    when = ""
    if cells[0] is None:
        when, cells = readable_text(parts[0]), cells[1:]
    written = tuple(cell for cell in cells if cell is not None)
    if len(written) < len(cells):
        when, written = readable_text(condition), ()
    return Row(written or (CellText(_ALWAYS, ANYTHING),), when)


def _cell(part: Expression) -> CellText | None:
    """Return the cell that says a part of a condition, or None if there is none."""
    match part:
        case tree.Known(fact=fact):
            return _if_it_says(part, fact, "known")
        case tree.Not(operand=tree.Known(fact=fact)):
            return _if_it_says(part, fact, "unknown")
        case tree.Compare(comparison=comparison, left=left, right=right) if _is_bound(right):
            return _if_it_says(part, left, f"{comparison.value} {expression_text(right)}")
        case tree.Within(item=item, values=values):
            return _if_it_says(part, item, ", ".join(map(expression_text, values)))
        case tree.And(operands=(tree.Compare() as lower, tree.Compare() as upper)) if (
            lower.comparison in _OPENING and upper.comparison in _CLOSING
        ):
            opening, closing = _OPENING[lower.comparison], _CLOSING[upper.comparison]
            limits = f"{expression_text(lower.right)}..{expression_text(upper.right)}"
            return _if_it_says(part, lower.left, f"{opening}{limits}{closing}")
        case tree.Or(operands=operands):
            cells = [cell for cell in map(_cell, operands) if cell is not None]
            if len(cells) < len(operands) or len({each.column for each in cells}) != 1:
                return None
            return _if_so(part, cells[0].column, ", ".join(each.text for each in cells))
        case tree.Not(operand=operand):
            cell = _cell(operand)
            return None if cell is None else _if_so(part, cell.column, f"not({cell.text})")
        case _:
            return None


def _is_bound(right: Expression) -> bool:
    return isinstance(right, tree.Literal | tree.Parameter | tree.Definition | tree.Fact)


def _if_it_says(part: Expression, column: Expression, text: str) -> CellText | None:
    try:
        return _if_so(part, readable_text(column), text)
    except DispositionError:
        return None


def _if_so(part: Expression, column: str, text: str) -> CellText | None:
    """Return a cell if it is read as that part of a condition.

    It is not where the part was never a cell: a text with a comma in it is one value of a list in a
    condition, and two in a cell.
    """
    try:
        read = parse_cell(parse_expression(column), text)
    except (DispositionError, ExpressionError):
        return None
    is_same = read is not None and expression_text(read) == expression_text(part)
    return CellText(column, text) if is_same else None
