"""The text of an expression to its tree: read word by word, never run.

What stands between words (`a b`, an open bracket) and what cannot be said (`x in y`) is told where
it is met. The grammar is on the page of the policy language.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from disposition.language import expression as tree
from disposition.language.expression import Comparison, Expression, Operator, Span
from disposition.language.faults import ExpressionError
from disposition.language.literals import read_number
from disposition.language.measure import DEEPEST_NESTING, expect_bounded, too_deep
from disposition.language.parse.calls import CALLED, ForClause, aggregate_of, call_of, wrong_call
from disposition.language.parse.misplaced import (
    CLAUSE_HINT,
    CLOSING,
    missing_value,
    no_function,
    no_list,
    nothing_after_is,
    stops_early,
    unexpected,
)
from disposition.language.parse.tokens import Sort, Word, split

LONGEST_TEXT = 4000

_COMPARISONS = {each.value: each for each in Comparison}
_SUMS = {each.value: each for each in (Operator.ADD, Operator.SUBTRACT)}
_PRODUCTS = {each.value: each for each in (Operator.MULTIPLY, Operator.DIVIDE)}
_NOT_VARIABLES = ("true", "false", "known", "unknown")
_WORDS = {"true": True, "false": False}
_LINES = str.maketrans("\n\r\t", "   ")
_END = Word(Sort.END, "", (0, 0))


def parse_expression(text: str) -> Expression:
    """Parse the text of a condition or value.

    Raises:
        ExpressionError: with a code, the span within `text`, a message and a hint.
    """
    if not text.strip():
        raise ExpressionError("E101", (0, 0), "an expression is missing here")
    if len(text) > LONGEST_TEXT:
        message = f"the expression is longer than {LONGEST_TEXT:,} characters"
        raise ExpressionError("E102", (0, 40), message, "name parts of it under `define`")
    expression = _Parser(text).whole()
    expect_bounded(expression)
    return expression


class _Parser:
    """Reads the words of one expression; each method reads what binds tighter than the one above.

    How deep it goes is bounded by what stands open: brackets, and words before a value.
    """

    def __init__(self, text: str) -> None:
        self._words = (*split(text), _END)
        self._at = 0
        self._word = self._words[0]
        self._open: list[Word] = []
        self._waiting = 0

    def whole(self) -> Expression:
        expression = self._expression()
        if self._word is not _END:
            raise self._unexpected()
        return expression

    def _next(self) -> Word:
        """Take a word."""
        taken = self._word
        self._at += 1
        self._word = self._words[self._at]
        return taken

    def _is(self, text: str) -> bool:
        return self._word.text == text

    def _since(self, start: int) -> Span:
        """Return the span from a place to the word that was taken last."""
        return (start, self._words[self._at - 1].span[1])

    def _unexpected(self) -> ExpressionError:
        return unexpected(self._word, self._words[self._at - 1], self._open)

    def _expression(self) -> Expression:
        start = self._word.span[0]
        then = self._disjunction()
        if self._word.text != "if":
            return then
        taken = self._next()
        condition = self._disjunction()
        if not self._is("else"):
            if self._word is not _END and self._word.sort is not Sort.CLOSING:
                raise self._unexpected()
            message = "an `else` is missing after this `if`"
            hint = "write `a if c else b`, or `c and …` for a condition"
            raise ExpressionError("E113", taken.span, message, hint)
        self._wait()
        otherwise = self._expression()
        self._waiting -= 1
        return tree.Conditional(condition, then, otherwise, span=self._since(start))

    def _wait(self) -> None:
        """Take a word that waits for what comes after it."""
        word = self._next()
        self._waiting += 1
        if self._waiting > DEEPEST_NESTING:
            raise too_deep(word.span)

    def _disjunction(self) -> Expression:
        return self._joined("or", tree.Or, self._conjunction)

    def _conjunction(self) -> Expression:
        return self._joined("and", tree.And, self._negation)

    def _joined(
        self, word: str, kind: type[tree.And | tree.Or], operand: Callable[[], Expression]
    ) -> Expression:
        start = self._word.span[0]
        first = operand()
        if self._word.text != word:
            return first
        operands = [first]
        while self._word.text == word:
            self._next()
            operands.append(operand())
        return kind(tuple(operands), span=self._since(start))

    def _negation(self) -> Expression:
        if self._word.text != "not":
            return self._comparison()
        start = self._word.span[0]
        self._wait()
        operand = self._negation()
        self._waiting -= 1
        return tree.Not(operand, span=self._since(start))

    def _comparison(self) -> Expression:
        first = start = self._word.span[0]
        left = self._sum()
        pairs: list[Expression] = []
        while True:
            word = self._word
            if word.sort is Sort.COMPARISON:
                comparison = _COMPARISONS[self._next().text]
                begun = self._word.span[0]
                right = self._sum()
                pairs.append(tree.Compare(comparison, left, right, span=self._since(start)))
            elif word.text == "is":
                self._next()
                begun = self._word.span[0]
                pairs.append(self._known(left, word, start))
                right = _named_value(self._words[self._at - 1])
            elif word.text == "in" or self._is_not_in():
                pairs.append(self._within(left, start))
                break
            else:
                break
            left, start = right, begun
        if self._word.sort is Sort.COMPARISON or self._word.text in ("in", "is"):
            raise no_list(self._words[self._at - 1].span)
        if not pairs:
            return left
        return pairs[0] if len(pairs) == 1 else tree.And(tuple(pairs), span=self._since(first))

    def _is_not_in(self) -> bool:
        return self._word.text == "not" and self._words[self._at + 1].text == "in"

    def _known(self, left: Expression, asked: Word, start: int) -> Expression:
        """Read what stands after `is`."""
        is_negated = self._word.text == "not"
        if is_negated:
            self._next()
        word = self._word
        if word is _END:
            raise stops_early(self._words[self._at - 1].span)
        if is_negated or word.text not in ("known", "unknown"):
            raise nothing_after_is(asked, word, is_negated=is_negated)
        self._next()
        if not isinstance(left, tree.Name):
            message = "only a fact can be known or unknown"
            raise ExpressionError("E108", left.span, message)
        span = self._since(start)
        known = tree.Known(left, span=span)
        return known if word.text == "known" else tree.Not(known, span=span)

    def _within(self, left: Expression, start: int) -> Expression:
        is_negated = self._next().text == "not"
        if is_negated:
            self._next()
        begun = self._word.span[0]
        values: tuple[Expression, ...] = ()
        is_list = False
        if self._word.sort is Sort.OPENING:
            values, is_list = self._bracket()
        else:
            self._sum()
        if not is_list or not values or self._word.sort is Sort.ARITHMETIC:
            hint = "write `x in ['a', 'b']`"
            message = "`in` needs a list of values"
            raise ExpressionError("E109", self._since(begun), message, hint)
        span = self._since(start)
        within = tree.Within(left, tuple(map(_listed, values)), span=span)
        return tree.Not(within, span=span) if is_negated else within

    def _sum(self) -> Expression:
        start = self._word.span[0]
        left = self._product()
        while self._word.text in _SUMS and self._word.sort is Sort.ARITHMETIC:
            operator = _SUMS[self._next().text]
            left = tree.Arithmetic(operator, left, self._product(), span=self._since(start))
        return left

    def _product(self) -> Expression:
        start = self._word.span[0]
        left = self._signed()
        while self._word.text in _PRODUCTS and self._word.sort is Sort.ARITHMETIC:
            operator = _PRODUCTS[self._next().text]
            begun = self._word.span[0]
            right = self._signed()
            if operator is Operator.DIVIDE:
                _expect_divisor(right, self._since(begun))
            left = tree.Arithmetic(operator, left, right, span=self._since(start))
        return left

    def _signed(self) -> Expression:
        if self._word.text != "-":
            return self._value()
        start = self._word.span[0]
        self._wait()
        operand = self._signed()
        self._waiting -= 1
        span = self._since(start)
        value = operand.value if isinstance(operand, tree.Literal) else None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            # `-value` would round a decimal to the thread's precision.
            return tree.Literal(
                value.copy_negate() if isinstance(value, Decimal) else -value, span=span
            )
        message = "a minus sign stands before numbers only"
        raise ExpressionError("E107", span, message, "write `0 - x`")

    def _value(self) -> Expression:
        word = self._word
        match word.sort:
            case Sort.NAME:
                self._next()
                if self._is("("):
                    return self._call(word)
                return _named_value(word)
            case Sort.NUMBER:
                self._next()
                return tree.Literal(read_number(word.text, word.span), span=word.span)
            case Sort.TEXT:
                self._next()
                return tree.Literal(word.text[1:-1].translate(_LINES), span=word.span)
            case Sort.OPENING:
                values, is_list = self._bracket()
                if is_list:
                    raise no_list(self._since(word.span[0]))
                return values[0]
            case _:
                raise missing_value(word, self._words[self._at - 1] if self._at else None)

    # --- brackets --------------------------------------------------------------------------------

    def _bracket(self) -> tuple[tuple[Expression, ...], bool]:
        """Read what stands in brackets, and whether it is a list."""
        opened = self._enter()
        if opened.text == "[" and self._is("]"):
            self._leave()
            return (), True
        values = [self._expression()]
        is_list = opened.text == "[" or self._is(",")
        self._more(values)
        self._leave()
        return tuple(values), is_list

    def _enter(self) -> Word:
        word = self._next()
        self._open.append(word)
        if len(self._open) > DEEPEST_NESTING:
            raise too_deep(word.span)
        return word

    def _more(self, values: list[Expression]) -> None:
        """Read the other values of a list, and the comma that may stand after the last."""
        while self._is(","):
            self._next()
            if self._word.sort is not Sort.CLOSING:
                values.append(self._expression())

    def _leave(self) -> None:
        if self._word.text != CLOSING[self._open[-1].text]:
            raise self._unexpected()
        self._open.pop()
        self._next()

    # --- calls -----------------------------------------------------------------------------------

    def _call(self, name: Word) -> Expression:
        if name.text not in CALLED:
            raise no_function(name, self._word)
        self._enter()
        if self._word.sort is Sort.CLOSING:
            raise wrong_call(name.text, self._since(name.span[0]))
        values = [self._expression()]
        clauses: list[ForClause] = []
        while self._is("for"):
            clauses.append(self._clause())
        otherwise = None
        if not clauses:
            self._more(values)
        elif self._is("else"):
            self._next()
            otherwise = self._expression()
        self._leave()
        span = self._since(name.span[0])
        if clauses:
            return aggregate_of(name.text, values[0], clauses, otherwise, span)
        return call_of(name.text, values, span)

    def _clause(self) -> ForClause:
        """Read `for v in list`, and the condition that may follow."""
        self._next()
        variable = self._named("a variable")
        if "." in variable.text or variable.text in _NOT_VARIABLES:
            message = f"`{variable.text}` cannot be a variable"
            raise ExpressionError("E113", variable.span, message, "choose a short word: `d`")
        if not self._is("in"):
            message = "`in` and a list are missing after the variable"
            raise ExpressionError("E113", variable.span, message, CLAUSE_HINT)
        self._next()
        source = self._named("a list")
        where = None
        if self._is("if"):
            self._next()
            where = self._disjunction()
        return ForClause(variable.text, tree.Name(source.text, source.span), where)

    def _named(self, what: str) -> Word:
        if self._word.sort is not Sort.NAME:
            message = f"the name of {what} is missing after `{self._words[self._at - 1].text}`"
            span = self._words[self._at - 1].span
            raise ExpressionError("E113", span, message, CLAUSE_HINT)
        return self._next()


def _named_value(word: Word) -> Expression:
    if word.text in _WORDS:
        return tree.Literal(_WORDS[word.text], span=word.span)
    return tree.Unknown(word.span) if word.text == "unknown" else tree.Name(word.text, word.span)


def _expect_divisor(right: Expression, span: Span) -> None:
    if not isinstance(right, tree.Literal):
        hint = "turn `a / b > 2` into `a > 2 * b`"
        message = "division is by a written-out number only"
        raise ExpressionError("E110", span, message, hint)
    if right.value == 0:
        raise ExpressionError("E110", span, "division by zero")


def _listed(value: Expression) -> tree.Literal:
    if isinstance(value, tree.Literal):
        return value
    hint = ""
    if isinstance(value, tree.Name) and "." not in value.text:
        hint = f"a text needs quotes: `'{value.text}'`"
    message = "a list after `in` holds written-out values only"
    raise ExpressionError("E109", value.span, message, hint)
