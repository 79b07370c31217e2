"""What is wrong with an expression, before its place in the file is known."""

from __future__ import annotations

from disposition.language.expression import Span


class ExpressionError(Exception):
    """A fault in the text of an expression, at a span of it; never leaves the package.

    `is_warning` tells a fault that does not keep the expression from being used.
    """

    def __init__(
        self, code: str, span: Span, message: str, hint: str = "", *, is_warning: bool = False
    ) -> None:
        super().__init__(message)
        self.code = code
        self.span = span
        self.message = message
        self.hint = hint
        self.is_warning = is_warning
