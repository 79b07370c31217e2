"""Problems with a document, told beside their paths by the line and column of its text."""

from __future__ import annotations

from collections.abc import Sequence

from disposition.documents.places.in_json import places_in_json
from disposition.documents.places.paths import Positions
from disposition.errors import Problem
from disposition.frozen import evolve

_OF_KEYS = frozenset({"unknown-key", "repeated-key"})
"""Codes of what is wrong with a key; all else is wrong with what it holds."""


def placed(
    problems: Sequence[Problem], name: str, text: str, *, is_yaml: bool
) -> tuple[Problem, ...]:
    """Return problems with their places in a text; `name` is the file's.

    What concerns the whole document, or that it is none, is placed at the file.
    """
    paths = [each.where for each in problems if _is_within(each)]
    if not paths:
        found = Positions()
    elif is_yaml:
        from disposition.documents.places.in_yaml import places_in_yaml  # JSON needs no YAML

        found = places_in_yaml(name, text, paths)
    else:
        found = places_in_json(text, paths)

    def placed(problem: Problem) -> Problem:
        if not problem.where.startswith("$") or problem.place:
            return problem
        at = found.of(problem.where, is_key=problem.code in _OF_KEYS)
        return evolve(
            problem, place=f"{name}:{at[0]}:{at[1]}" if at and _is_within(problem) else name
        )

    return tuple(map(placed, problems))


def _is_within(problem: Problem) -> bool:
    return problem.where.startswith(("$.", "$["))
