"""The texts of a policy and the values of a lot, each made ready once and put together often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter

from disposition.language.template import Hole, Template, show
from disposition.language.types import Value

Values = Mapping[str, Value | None]

Wording = Callable[[Values], str]
"""Returns a text with the values of its facts in it, which stand under the facts' paths."""


class Beside(dict[str, Value | None]):
    """A few values, and beside them those of facts."""

    __slots__ = ("_facts",)

    def __init__(self, facts: Values, few: Values) -> None:
        super().__init__(few)
        self._facts = facts

    def __missing__(self, path: str) -> Value | None:
        return self._facts[path]


def wording_of(template: Template, parameters: Mapping[str, Value]) -> Wording:
    """Return a text of a policy with its parameters in it, which only waits for its facts.

    >>> from disposition.language.template import parse_template
    >>> found = parse_template("{n} of {limit} %", lambda name: name == "n")
    >>> wording_of(found, {"limit": 5})({"n": 3})
    '3 of 5 %'
    """
    text, paths = "", []
    for piece in template.pieces:
        if isinstance(piece, Hole) and piece.name not in parameters:
            text += "%s"
            paths.append(piece.name)
        else:
            said = show(parameters[piece.name]) if isinstance(piece, Hole) else piece
            text += said.replace("%", "%%")
    if not paths:
        constant = text % ()
        return lambda _: constant
    if len(paths) == 1:
        (path,) = paths
        return lambda values: text % show(values[path])
    of_lot = itemgetter(*paths)
    return lambda values: text % tuple(map(show, of_lot(values)))
