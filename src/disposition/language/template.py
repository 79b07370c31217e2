"""Texts with facts in them: `"{defects.major.found} major units found"`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Context, Decimal

from disposition.frozen import frozen
from disposition.language.types import Value

_MOST_PLACES = 4
_THOUSAND = 1000
_SMALLEST = Decimal("0.0001")
_FOUR_PLACES = Context(prec=60)
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class TemplateError(Exception):
    """A text whose braces do not fit; never leaves the package."""

    def __init__(self, start: int, end: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.message = message
        self.hint = hint


@frozen
class Hole:
    """A place in a text where a value goes: a fact's path, or a parameter's name."""

    name: str
    start: int
    end: int


@frozen
class Template:
    """A text and the facts and parameters whose values go into it."""

    text: str
    pieces: tuple[str | Hole, ...] = ()
    facts: tuple[str, ...] = ()

    def render(self, values: Mapping[str, Value | None]) -> str:
        """Return the text with the values in it; an unknown one reads `unknown`."""
        return "".join(
            piece if isinstance(piece, str) else show(values.get(piece.name))
            for piece in self.pieces
        )


def parse_template(text: str, is_fact: Callable[[str], bool]) -> Template:
    """Split a text at its holes; `is_fact` tells paths from parameters.

    Raises:
        TemplateError: a brace without its partner, or an empty hole.
    """
    pieces: list[str | Hole] = []
    position = 0
    for found in _PIECE.finditer(text):
        if found.start() > position:
            pieces.append(text[position : found.start()])
        position = found.end()
        if found.group() in ("{{", "}}"):
            pieces.append(found.group()[0])
        elif found.group(1) is None:
            brace = found.group()
            hint = f"for a brace itself write it twice: `{brace * 2}`"
            raise TemplateError(*found.span(), f"this `{brace}` has no partner", hint)
        elif not found.group(1).strip():
            hint = "write a fact or a parameter: `{defects.major.found}`"
            raise TemplateError(*found.span(), "nothing is named between the braces", hint)
        else:
            pieces.append(Hole(found.group(1).strip(), found.start(), found.end()))
    if position < len(text):
        pieces.append(text[position:])
    holes = [piece.name for piece in pieces if isinstance(piece, Hole)]
    return Template(text, tuple(pieces), tuple(dict.fromkeys(filter(is_fact, holes))))


def show(value: Value | None) -> str:
    """Return a value as people read it.

    Decimals are cut to four places for reading (decisions use all of them).

    >>> show(3200), show(Decimal("7.2000")), show(Decimal("5.55555555555556")), show(None)
    ('3,200', '7.2', '5.5556', 'unknown')
    """
    # Hundreds of values are shown of a lot: classes are asked for in turn, the commonest first.
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value) if -_THOUSAND < value < _THOUSAND else f"{value:,}"
    if isinstance(value, Decimal):
        return _show_decimal(value)
    return "unknown" if value is None else value.isoformat()


def _show_decimal(value: Decimal) -> str:
    text = f"{value:,f}"
    whole, _, places = text.partition(".")
    if len(places) > _MOST_PLACES:
        short = min(value, _FOUR_PLACES.quantize(value, _SMALLEST), key=lambda each: len(str(each)))
        whole, _, places = f"{short:,f}".partition(".")
    places = places.rstrip("0")
    return f"{whole}.{places}" if places else whole
