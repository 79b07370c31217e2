"""A decision as a picture (SVG, light and dark), such as that of the README.

python examples/picture.py examples/lots/furniture-chairs.json examples/decision.svg
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

from disposition import Lot, load_policy

WIDTH, LEFT, LINE = 860, 34, 20
LETTER = 7.4
"""How wide a letter of 14 px is taken to be; most fonts of systems have less."""

SHIPS = {"all": "ships the whole lot", "part": "ships a part of the lot", "none": "ships nothing"}
TONES = {"all": "#2f9e62", "part": "#c58a1c", "none": "#6b7fa8"}
MOST_TASKS = 5

STYLE = """\
text { font: 14px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
.title { font-size: 22px; font-weight: 600 }
.head { font-weight: 600 }
.soft { font-size: 12px; fill: #59636e }
.card { fill: #ffffff; stroke: #d1d9e0 }
.rule { stroke: #d1d9e0 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .soft { fill: #9198a1 }
  .card { fill: #0d1117; stroke: #3d444d }
  .rule { stroke: #3d444d }
}
"""


class Drawing:
    """Texts from the top to the bottom of a card."""

    def __init__(self) -> None:
        self.y = 46
        self.parts: list[str] = []

    def text(self, words: str, x: int = LEFT, kind: str = "", width: int = WIDTH - 2 * LEFT) -> int:
        """Write words from a place on, in as many lines as they need; return how many."""
        lines = wrap(words, int(width / LETTER))
        for number, line in enumerate(lines):
            name = f' class="{kind}"' if kind else ""
            y = self.y + number * LINE
            self.parts.append(f'<text x="{x}" y="{y}"{name}>{escape(line)}</text>')
        return max(1, len(lines))

    def line(self, words: str, kind: str = "") -> None:
        """Write words over the whole width, and go below them."""
        self.y += self.text(words, kind=kind) * LINE

    def head(self, words: str) -> None:
        """Begin a section."""
        self.y += 14
        self.line(words, "head")
        y = self.y - LINE + 7
        self.parts.append(f'<path class="rule" d="M {LEFT} {y} H {WIDTH - LEFT}" fill="none"/>')
        self.y += 6

    def row(self, cells: list[tuple[int, int, str, str]]) -> None:
        """Write cells side by side: where, how wide, what, and how."""
        self.y += LINE * max(self.text(words, x, kind, width) for x, width, words, kind in cells)


def picture(decision: dict[str, Any]) -> str:
    """Return the picture of a decision document."""
    drawing = Drawing()
    drawing.line(decision["title"], "title")
    drawing.y += 4
    said = [decision["status"].replace("_", " "), SHIPS[decision["ships"]]]
    drawing.line(f"{' · '.join(said)} · lot {decision['lot']} · as of {decision['as_of']}", "soft")
    drawing.head("Why")
    for reason in decision["reasons"]:
        drawing.line(sentence(reason["because"]))
        drawing.line(cited(reason), "soft")
    drawing.head("Parts")
    for part in decision["parts"]:
        units = f"{part['units']:,} units" if part["units"] is not None else ""
        drawing.row([
            (LEFT, 110, part["name"], "head"),
            (LEFT + 110, 90, units, ""),
            (LEFT + 200, 130, part["outcome"].replace("_", " "), "head"),
            (LEFT + 330, WIDTH - 2 * LEFT - 330, sentence(part["because"]), ""),
        ])  # fmt: skip
    drawing.head("What must happen")
    for each in tasks(decision):
        day = f"by {each['due']}" if each["due"] else ""
        drawing.row([
            (LEFT, 300, f"☐  {each['do'].replace('-', ' ')}", ""),
            (LEFT + 330, 300, each["by"], ""),
            (LEFT + 640, 150, day, ""),
        ])  # fmt: skip
    if more := len(decision["obligations"]) - MOST_TASKS:
        drawing.line(f"and {more} more", "soft")
    drawing.head("Why not")
    for other in decision["ruled_out"]:
        drawing.row([
            (LEFT, 300, other["title"], "head"),
            (LEFT + 330, WIDTH - 2 * LEFT - 330, against(other), ""),
        ])  # fmt: skip
    return "".join(framed(drawing, TONES[decision["ships"]]))


def framed(drawing: Drawing, tone: str) -> Iterator[str]:
    """Yield the picture: a card with an edge in a colour."""
    height = drawing.y + 6
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n'
    yield f"<style>\n{STYLE}</style>\n"
    yield f'<rect class="card" x="1" y="1" width="{WIDTH - 2}" height="{height - 2}" rx="8"/>\n'
    yield f'<rect x="1" y="1" width="8" height="{height - 2}" rx="4" fill="{tone}"/>\n'
    yield "\n".join(drawing.parts)
    yield "\n</svg>\n"


def sentence(words: str) -> str:
    """Return words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def cited(reason: dict[str, Any]) -> str:
    """Return where a reason comes from."""
    clause = f"; contract clause {reason['clause']}" if reason["clause"] else ""
    return f"rule {reason['rule']}; source: {reason['source']}{clause}"


def tasks(decision: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the first things to do, those with a day before the others."""
    first = sorted(decision["obligations"], key=lambda each: (not each["due"], each["due"] or ""))
    return first[:MOST_TASKS]


def against(other: dict[str, Any]) -> str:
    """Return the first thing that is said against another outcome."""
    for reason in other["forbidden_by"]:
        return f"Forbidden: {reason['because']}"
    return "Not permitted by any rule"


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    lot = Lot.from_json(source.read_text(encoding="utf-8"))
    target.write_text(picture(load_policy().decide(lot).to_dict()), encoding="utf-8")
    print(f"drew {target}")
