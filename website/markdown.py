"""Changes links and words of a page, and leaves its code as it is."""

from __future__ import annotations

import re
from collections.abc import Callable

BLOCK = re.compile(r"(^([ \t]*)(```+|~~~+).*?^\2\3[ \t]*$)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"(?P<before>(?<!\\)\]\(<?)(?P<path>[^)\s>#]*)(?P<rest>[^)]*\))")


def outside_blocks(text: str, change: Callable[[str], str]) -> str:
    """Return a page after a change of what stands outside its blocks of code."""
    made, end = [], 0
    for block in BLOCK.finditer(text):
        made += [change(text[end : block.start()]), block[0]]
        end = block.end()
    return "".join([*made, change(text[end:])])


def with_links(text: str, target: Callable[[str], str]) -> str:
    """Return a page whose relative links lead where `target` says that their path leads.

    >>> with_links("[a](b.py#x), [c](https://d.e), `[a](b)`", lambda path: path + ".md")
    '[a](b.py.md#x), [c](https://d.e), `[a](b)`'
    """

    def changed(link: re.Match[str]) -> str:
        path = link["path"]
        if not path or re.match(r"[a-z][a-z0-9+.-]*:", path):
            return link[0]
        return f"{link['before']}{target(path)}{link['rest']}"

    def outside_code(part: str) -> str:
        made, end = [], 0
        for code in CODE.finditer(part):
            # The words of a link can be code; only a whole link within code is none.
            made += [part[end : code.start()], code[0].replace("](", "]\0(")]
            end = code.end()
        return LINK.sub(changed, "".join([*made, part[end:]])).replace("]\0(", "](")

    return outside_blocks(text, outside_code)
