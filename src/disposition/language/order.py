"""Whether the words of an expression follow one another as they can, said where they do not."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.language.expression import Span
from disposition.language.faults import ExpressionError
from disposition.language.tokens import Sort, Word

DEEPEST_NESTING = 40
_OPERANDS = frozenset({Sort.NAME, Sort.NUMBER, Sort.TEXT})
_PARTNERS = {")": "(", "]": "["}


def expect_order(words: Iterable[Word]) -> None:
    """Check that operators stand between operands and that brackets fit.

    Raises:
        ExpressionError: with what is missing or too much, and where.
    """
    checking = _Order(tuple(words))
    checking.check()


def too_deep(span: Span) -> ExpressionError:
    """Return the fault of an expression that would take too long a breath to read."""
    message = f"the expression is nested more than {DEEPEST_NESTING} levels deep"
    return ExpressionError("E103", span, message, "name parts of it under `define`")


class _Order:
    """Walks along the words, knowing whether an operand or an operator must come next."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        self._words = words
        self._open: list[Word] = []
        self._prefixes = 0

    def check(self) -> None:
        expects_operand = True
        position = 0
        while position < len(self._words):
            word = self._words[position]
            before = self._words[position - 1] if position else None
            if expects_operand:
                expects_operand = self._operand(word, before)
            elif word.text == "is":
                position += self._known(position)
            elif word.text == "not" and self._is_at(position + 1, "in"):
                expects_operand, position = True, position + 1
            else:
                expects_operand = self._operator(word, before)
            position += 1
        if expects_operand:
            raise _stops_early(self._words[-1].span if self._words else (0, 0))
        if self._open:
            bracket = self._open[-1]
            message = f"this `{bracket.text}` is never closed"
            raise ExpressionError("E104", bracket.span, message)

    def _operand(self, word: Word, before: Word | None) -> bool:
        """Take a word where an operand is expected; tell whether one still is."""
        if word.sort in _OPERANDS:
            self._prefixes = 0
            return False
        if word.sort is Sort.OPENING:
            self._nest(word)
            return True
        if word.text in ("not", "-"):
            self._prefixes += 1
            if self._prefixes > DEEPEST_NESTING:
                raise too_deep(word.span)
            return True
        if word.sort is Sort.CLOSING and self._ends_list(word, before):
            self._close(word)
            return False
        raise _missing_value(word, before)

    def _operator(self, word: Word, before: Word | None) -> bool:
        """Take a word where an operator is expected; tell whether an operand must follow."""
        if word.sort is Sort.CLOSING:
            self._close(word)
            return False
        if word.sort is Sort.COMMA and not self._open:
            raise _stray_comma(word)
        if word.sort in _OPERANDS or word.sort is Sort.OPENING or word.text == "not":
            raise _missing_operator(word, before)
        return True

    def _nest(self, word: Word) -> None:
        self._prefixes = 0
        self._open.append(word)
        if len(self._open) > DEEPEST_NESTING:
            raise too_deep(word.span)

    def _close(self, word: Word) -> None:
        if not self._open:
            message = f"this `{word.text}` closes nothing"
            raise ExpressionError("E104", word.span, message)
        opened = self._open.pop()
        if opened.text != _PARTNERS[word.text]:
            message = f"this `{word.text}` does not fit the `{opened.text}` before it"
            raise ExpressionError("E104", word.span, message)

    def _ends_list(self, word: Word, before: Word | None) -> bool:
        """Whether a list may end here without a value: after a comma, or if it has none at all."""
        if before is None or not self._open:
            return False
        return before.sort is Sort.COMMA or (before.text, word.text) == ("[", "]")

    def _is_at(self, position: int, text: str) -> bool:
        return position < len(self._words) and self._words[position].text == text

    def _known(self, position: int) -> int:
        """Check what stands after `is`; return how many words that are."""
        start = self._words[position].span[0]
        is_negated = self._is_at(position + 1, "not")
        at = position + (2 if is_negated else 1)
        if at >= len(self._words):
            raise _stops_early(self._words[-1].span)
        word = self._words[at]
        if not is_negated and word.text in ("known", "unknown"):
            return 1
        hint = "write `is known` or `is unknown`; compare values with `==`"
        if is_negated and word.text in ("known", "unknown"):
            hint = f"write `is {'unknown' if word.text == 'known' else 'known'}`"
        message = "`is` can only be followed by `known` or `unknown`"
        raise ExpressionError("E108", (start, word.span[1]), message, hint)


def _stops_early(last: Span) -> ExpressionError:
    return ExpressionError("E104", last, "the expression stops too early", "a value is missing")


def _missing_value(word: Word, before: Word | None) -> ExpressionError:
    if word.text == "+" and (before is None or before.text != "+"):
        return ExpressionError("E104", word.span, "`+` needs a value before it")
    if before is None:
        message = f"a value is missing before `{word.text}`"
    else:
        message = f"a value is missing between `{before.text}` and `{word.text}`"
    return ExpressionError("E104", word.span, message)


def _stray_comma(word: Word) -> ExpressionError:
    message = "a comma can only stand in a list"
    hint = "write `2.5` for two and a half, `1000` for a thousand, and `and` or `or` otherwise"
    return ExpressionError("E104", word.span, message, hint)


def _missing_operator(word: Word, before: Word | None) -> ExpressionError:
    if before is not None and before.sort is Sort.NAME:
        span = (before.span[0], word.span[1])
        if word.text == "(":
            message = f"`{before.text}(…)` is not part of the policy language"
            return ExpressionError("E111", span, message, "facts stand for themselves")
        if word.text == "[":
            message = f"`{before.text}[…]` is not part of the policy language"
            return ExpressionError("E111", span, message, "a fact is words with dots between them")
        if word.sort is Sort.TEXT and before.span[1] == word.span[0]:
            message = f"`{before.text}` cannot stand before a text"
            return ExpressionError("E111", span, message, "write the text in quotes alone")
    shown = word.text if len(word.text) <= 40 else f"{word.text[:40]}…"
    message = f"something is missing before `{shown}`"
    hint = "for example `and`, `or`, `==` or `>`"
    if before is not None and before.sort is word.sort is Sort.TEXT:
        hint = "put a comma between the values of a list"
    return ExpressionError("E104", word.span, message, hint)
