"""Findings about a policy's text: what, where, how bad, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from disposition.errors import DispositionError
from disposition.frozen import field, frozen
from disposition.visible import in_place, visible


class Severity(Enum):
    """Whether a policy with this finding can be used."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Place:
    """A stretch of one line of a file; `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    length: int = 1
    text: str = ""

    def __str__(self) -> str:
        return visible(f"{self.file}:{self.line}:{self.column}")


@frozen
class Diagnostic:
    """One finding, with a stable code, its place, a message and a separate hint."""

    code: str
    severity: Severity
    place: Place
    message: str = field(converter=visible)
    hint: str = field(default="", converter=visible)

    def __str__(self) -> str:
        return render(self)


class PolicyError(DispositionError):
    """A policy that cannot be used; `diagnostics` holds every finding of the run."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        shown = [render(each) for each in self.diagnostics[:MOST_SHOWN]]
        if more := len(self.diagnostics) - len(shown):
            shown.append(f"… and {more:,} more")
        super().__init__("\n\n".join(shown))


WIDEST_EXCERPT = 160
MOST_SHOWN = 50
MOST_FOUND = 100


def render(diagnostic: Diagnostic) -> str:
    """Return a finding as people read it: heading, place, underlined text and hint."""
    place = diagnostic.place
    lines = [f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}"]
    gutter = " " * len(str(place.line))
    lines.append(f"{gutter}--> {place}")
    if place.text.strip():
        text, column = _excerpt(place)
        length = max(1, min(place.length, len(text) - column + 1))
        lines.append(f"{gutter} |")
        lines.append(f"{place.line} | {text}")
        lines.append(f"{gutter} | {' ' * (column - 1)}{'^' * length}")
    if diagnostic.hint:
        lines.append(f"{gutter} = hint: {diagnostic.hint}")
    return "\n".join(lines)


def _excerpt(place: Place) -> tuple[str, int]:
    """Return the line, cut around the place when it is very long, and the column within it."""
    text = in_place(place.text)
    if len(text) <= WIDEST_EXCERPT:
        return text, place.column
    start = max(0, place.column - 1 - WIDEST_EXCERPT // 2)
    return text[start : start + WIDEST_EXCERPT], place.column - start


class Findings:
    """Collects what is found while a policy is read, so that one run tells everything.

    The run ends with `most` errors: the first is enough for who only asks whether there are any.
    """

    def __init__(self, most: int = MOST_FOUND) -> None:
        self._found: dict[Diagnostic, None] = {}  # a set that keeps its order
        self._errors = 0
        self._most = most

    def error(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Note that the policy cannot be used.

        Raises:
            PolicyError: this is one error too many to go on.
        """
        self._found[Diagnostic(code, Severity.ERROR, place, message, hint)] = None
        self._errors += 1
        if self._errors == self._most:
            self.raise_errors()

    def warning(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Note something that is probably not meant."""
        self._found[Diagnostic(code, Severity.WARNING, place, message, hint)] = None

    def copied(self) -> Findings:
        """Return what was found so far, to go on from without adding to it."""
        found = Findings(self._most)
        found._found, found._errors = dict(self._found), self._errors
        return found

    @property
    def has_errors(self) -> bool:
        """Whether anything found so far makes the policy unusable."""
        return self._errors > 0

    @property
    def are_within_expressions(self) -> bool:
        """Whether all errors so far are within single expressions, the rest being well-formed."""
        return all(
            found.severity is Severity.WARNING or found.code.startswith("E")
            for found in self._found
        )

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return the findings by file, line and column, errors before warnings at one place."""
        return tuple(
            sorted(
                self._found,
                key=lambda d: (
                    d.place.file,
                    d.place.line,
                    d.place.column,
                    d.severity.value,
                    d.code,
                ),
            )
        )

    def raise_errors(self) -> None:
        """Raise what was found if any of it is an error.

        Raises:
            PolicyError: with the errors and the warnings found so far.
        """
        if self.has_errors:
            raise PolicyError(self.in_order())
