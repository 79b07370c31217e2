"""Examples in docstrings become blocks of code; they would be quotations of quotations."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

EXAMPLE = re.compile(
    r"^(?P<indent> *)>>> .*\n(?:(?P=indent)\S.*\n|(?P=indent) +\S.*\n)*", re.MULTILINE
)


class ExamplesAsCode(Extension):
    """Fences the doctests of every docstring that is read."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Change the docstring of an object, if it has one."""
        if obj.docstring:
            obj.docstring.value = fenced(obj.docstring.value)


def fenced(text: str) -> str:
    """Return a docstring whose doctests stand in fences."""
    made = EXAMPLE.sub(
        lambda found: f"{found['indent']}```pycon\n{found[0]}{found['indent']}```\n", f"{text}\n"
    )
    return made.rstrip("\n")
