"""The source of a function in the making: its lines, what it uses, and the function at last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from keyword import iskeyword
from typing import Any

from disposition.language.evaluate.possible import NOTHING, Open, divide, share
from disposition.language.exact import EXACT

OPEN = object()
"""What a generated function returns where it meets something that is not known."""

NAMESPACE: Mapping[str, Any] = {
    "OPEN": OPEN,
    "Open": Open,
    "NOTHING": NOTHING,
    "Decimal": Decimal,
    "add": EXACT.add,
    "subtract": EXACT.subtract,
    "multiply": EXACT.multiply,
    "divide": divide,
    "share": share,
}
"""What the source of generated functions uses."""


class SourceLines:
    """Lines of Python, indented, with names for what they compute."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 1
        self._count = 0
        self._got: list[dict[str, str]] = [{}]  # by source, in each block around

    def _line(self, text: str) -> None:
        self._lines.append("    " * self._depth + text)

    @contextmanager
    def _block(self, head: str) -> Iterator[None]:
        self._line(head)
        self._depth += 1
        self._got.append({})
        yield
        self._got.pop()
        self._depth -= 1

    def _new(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def _named(self, source: str) -> str:
        """Write that a value is got once; return its name."""
        name = self._new()
        self._line(f"{name} = {source}")
        return name

    def _once(self, source: str) -> str:
        """Write that a value is got, unless it was on every way to here; return its name."""
        name = next((block[source] for block in self._got if source in block), "")
        if not name:
            name = self._got[-1][source] = self._named(source)
        return name


def attribute(source: str, path: str) -> str:
    """Return the source of what stands at a path of something, also below words of Python."""
    for name in path.split("."):
        source = f"getattr({source}, {name!r})" if iskeyword(name) else f"{source}.{name}"
    return source


def compiled(source: str, name: str, namespace: Mapping[str, Any]) -> Callable[..., Any]:
    """Return the function of a name that some source, written here, defines."""
    filled = {**NAMESPACE, **namespace}
    exec(compile(source, f"<{name}>", "exec"), filled)  # noqa: S102  # see the module's text
    function: Callable[..., Any] = filled[name]
    return function
