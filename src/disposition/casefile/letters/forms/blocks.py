"""Our own Markdown to blocks of words: no more of it is read than our templates write.

These are headings, paragraphs, items of lists with a list below, numbered items, and all of that
but headings in a quotation; within a line, `**bold**`, `code` in backticks, and what a backslash
keeps as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from disposition.frozen import frozen

HEADING, PARAGRAPH, ITEM, NUMBERED = "heading", "paragraph", "item", "numbered"

_HEADING = re.compile(r"(#+) +(.*)")
_ITEM = re.compile(r"( *)(-|[0-9]+\.) +(.*)")
_INLINE = re.compile(r"\\([!-/:-@\[-`{-~])|(\*\*)|`([^`]*)`")
_INDENT = 2


@frozen
class Run:
    """Some words of a line, all of one look."""

    text: str
    bold: bool = False
    code: bool = False


@frozen
class LetterBlock:
    """A heading, a paragraph or an item; `level` is that of the heading, or of the list from 0."""

    kind: str
    runs: tuple[Run, ...]
    level: int = 0
    quoted: bool = False

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)

    @property
    def is_spoken(self) -> bool:
        """Whether it is something to say, and no note."""
        return self.quoted and self.text.startswith("“")


def blocks_of(text: str) -> tuple[LetterBlock, ...]:
    r"""Return the blocks of a text as our templates write it.

    >>> [(each.kind, each.text) for each in blocks_of("# One\n\ntwo\nthree\n- **four** \\*")]
    [('heading', 'One'), ('paragraph', 'two three'), ('item', 'four *')]
    """
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[LetterBlock]:
    lines: list[str] = []
    was_quoted = False
    for line in [*text.split("\n"), ""]:
        quoted = line.startswith(">")
        said = line.removeprefix(">").removeprefix(" ") if quoted else line
        heading, item = _HEADING.fullmatch(said), _ITEM.fullmatch(said)
        if lines and (quoted != was_quoted or not said.strip() or heading or item):
            yield LetterBlock(PARAGRAPH, tuple(_runs(" ".join(lines))), quoted=was_quoted)
            lines = []
        was_quoted = quoted
        if heading:
            yield LetterBlock(HEADING, tuple(_runs(heading[2])), len(heading[1]), quoted)
        elif item:
            kind = ITEM if item[2] == "-" else NUMBERED
            yield LetterBlock(kind, tuple(_runs(item[3])), len(item[1]) // _INDENT, quoted)
        elif said.strip():
            lines.append(said.strip())


def _runs(line: str) -> Iterator[Run]:
    """Yield the words of a line by their looks."""
    said, bold, at = "", False, 0
    for found in _INLINE.finditer(line):
        said += line[at : found.start()]
        at = found.end()
        if found[1] is not None:
            said += found[1]
            continue
        if said:
            yield Run(said, bold)
        said = ""
        if found[2] is not None:
            bold = not bold
        else:
            yield Run(found[3], bold, code=True)
    said += line[at:]
    if said:
        yield Run(said, bold)
