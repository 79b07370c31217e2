"""Colours of outcomes in charts: by what they ship, weaker for each further one of the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from unicodedata import east_asian_width

from disposition.markup import text

_TONES = {"all": "#2f9e62", "part": "#c58a1c", "none": "#6b7fa8"}
_OTHER = "#8e2f6b"
"""Dark enough to be told from what ships nothing by those who do not see red or green."""
_STRENGTHS = (0.9, 0.62, 0.4, 0.75, 0.5, 0.3)
_FONT = 'font-family="system-ui, sans-serif" font-size="12" fill="currentColor"'


def colours(outcomes: Iterable[str], ships: Mapping[str, str]) -> Mapping[str, str]:
    """Return the SVG attributes of the colour of each outcome; others than outcomes have one too.

    Outcomes that ship the same have the same tone.

    >>> colours(["accept", "hold"], {"accept": "all", "hold": "none"})["hold"]
    'fill="#6b7fa8" fill-opacity="0.9"'
    """
    found: dict[str, str] = {}
    times: dict[str, int] = {}
    for outcome in outcomes:
        tone = _TONES.get(ships.get(outcome, ""), _OTHER)
        at = times[tone] = times.get(tone, -1) + 1
        strength = _STRENGTHS[at % len(_STRENGTHS)]
        found[outcome] = f'fill="{tone}" fill-opacity="{strength}"'
    return found


def label(x: float, y: float, words: str, anchor: str = "start", *, bold: bool = False) -> str:
    """Return a text of a chart, in the colour of the page around it."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {_FONT} text-anchor="{anchor}"{weight}>{text(words)}</text>'
    )


def fitting(words: str, width: float) -> str:
    """Return words that take at most so many pixels, cut where they are longer.

    >>> fitting("Acme Trading & Manufacturing Company", 140)
    'Acme Trading & Man…'
    """
    room = width - _WIDE if sum(map(_pixels, words)) > width else width
    at = 0
    while at < len(words) and (room := room - _pixels(words[at])) >= 0:
        at += 1
    return words if at == len(words) else f"{words[:at]}…"


_WIDE = 12.0


def _pixels(letter: str) -> float:
    """Return about how wide a letter is."""
    if east_asian_width(letter) in "WF":
        return _WIDE
    return 8.4 if letter.isupper() or letter in "mwMW@%&" else 6.4


def svg(title: str, width: float, height: float, lines: Iterable[str]) -> str:
    """Return a chart as one element that needs no style sheet and no script."""
    inside = "".join(lines)
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    named = f'role="img" aria-label="{text(title)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>{inside}</svg>'


def key(colour: Mapping[str, str], titles: Mapping[str, str], top: float) -> list[str]:
    """Return which colour is which outcome, three beside one another."""
    lines = []
    for place, name in enumerate(colour):
        x, y = 8 + 210 * (place % 3), top + 20 * (place // 3)
        lines.append(f'<rect x="{x}" y="{y:.1f}" width="12" height="12" {colour[name]}/>')
        lines.append(label(x + 18, y + 11, fitting(titles.get(name, name), 186)))
    return lines


def key_height(colour: Mapping[str, str]) -> int:
    """Return how high the key is."""
    return 20 * (1 + (len(colour) - 1) // 3)
