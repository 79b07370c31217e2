"""The text of an expression that is within the bounds of one, for policies written by the library.

The canonical text puts spaces around signs and writes `0 < x <= 5` as two comparisons, so it can be
longer than what somebody wrote, and nested deeper. The shortest text never is.
"""

from __future__ import annotations

from operator import eq

from disposition.errors import DispositionError
from disposition.language import expression as tree
from disposition.language.expression import Comparison, Expression, rebuilt
from disposition.language.faults import ExpressionError
from disposition.language.measure import is_chain
from disposition.language.parse.tokens import split
from disposition.language.text import expression_text

_BESIDE = " == 0"


def readable_text(expression: Expression) -> str:
    """Return a text that is read as the expression: the canonical one, or else the shortest.

    Raises:
        DispositionError: no text is; that of a policy's file is one.
    """
    canonical = expression_text(expression)
    if is_read_as(canonical, canonical):
        return canonical
    try:
        shortest = compact_text(expression)
    except ExpressionError:  # it holds a text that cannot be written out
        shortest = ""
    if not is_read_as(shortest, canonical):
        shown = canonical if len(canonical) <= 80 else f"{canonical[:80]}…"
        raise DispositionError(f"the expression `{shown}` cannot be written in a policy file")
    return shortest


def is_read_as(text: str, canonical: str) -> bool:
    """Whether a text is read as the expression of a canonical text."""
    # Who only loads or tells a policy does not wait for the parser.
    from disposition.language.parse.parser import parse_expression

    try:
        return expression_text(parse_expression(text)) == canonical
    except ExpressionError:
        return False


def compact_text(expression: Expression) -> str:
    """Return an expression with no character too many.

    >>> from disposition.language.parse.parser import parse_expression
    >>> compact_text(parse_expression("(0 < a and a <= 5) or b in ['x']"))
    "0<a<=5 or b in['x']"
    """
    text = ""
    for word in split(expression_text(_folded(expression))):
        joint = " " if _ends_word(text) and _begins_word(word.text) else ""
        text += joint + word.text
    return text


def _ends_word(text: str) -> bool:
    return text[-1:].isalnum() or text[-1:] == "_"


def _begins_word(text: str) -> bool:
    return text[0].isalnum() or text[0] == "_"


def _folded(expression: Expression) -> Expression:
    """Write comparisons that share their sides as one; a name stands for their text."""
    match expression:
        case tree.And(operands=operands) if is_chain(operands, eq):
            return tree.Name(_chain(operands))
        case tree.Compare() | tree.Arithmetic() | tree.Within():
            return rebuilt(expression, _side)
        case _:
            return rebuilt(expression, _folded)


def _side(expression: Expression) -> Expression:
    """Fold a side of a sign, which needs brackets if it is a comparison itself."""
    folded = _folded(expression)
    if isinstance(expression, tree.And) and isinstance(folded, tree.Name):
        return tree.Name(f"({folded.text})")
    return folded


def _chain(operands: tuple[Expression, ...]) -> str:
    """Return comparisons, each without its left side, which the one before ends with."""
    text = expression_text(_folded(operands[0]))
    for operand, before in zip(operands[1:], operands, strict=False):
        assert isinstance(before, tree.Compare)  # noqa: S101 - only the last can be anything else
        shared = expression_text(
            tree.Compare(Comparison.EQUAL, _side(before.right), tree.Literal(0))
        )
        text += expression_text(_folded(operand)).removeprefix(shared.removesuffix(_BESIDE))
    return text
