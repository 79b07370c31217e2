"""What all our HTML is made of: one style sheet that touches nothing else, escaped texts, tables.

Colours are those of the page around it, mixed with grey, so that it fits light and dark notebooks;
what a colour says is also said in words. The class stands thrice in each selector: notebooks have
style sheets of their own for tables (cells to the right, columns of one width), which win over one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from disposition.visible import one_line

_LINE = "1px solid rgba(128,128,128,.35)"

_SHEET = f"""\
<style>
@@ {{ --dsp-tone: #6b7fa8; border: {_LINE}; border-left: 6px solid var(--dsp-tone);
  border-radius: 6px; padding: 12px 18px 10px; max-width: 62em; color: inherit;
  font: 14px/1.45 system-ui, sans-serif; }}
@@.dsp-all {{ --dsp-tone: #2f9e62; }}
@@.dsp-part {{ --dsp-tone: #c58a1c; }}
@@.dsp-open {{ --dsp-tone: #b0569b; border-left-style: double; }}
@@ h3 {{ font-size: 1.45em; font-weight: 600; line-height: 1.2; margin: 0 0 .15em;
  color: inherit; }}
@@ h4 {{ font-size: 1em; font-weight: 600; margin: 1.1em 0 .35em; padding-bottom: .15em;
  border-bottom: {_LINE}; color: inherit; }}
@@ p {{ margin: 0; }}
@@ ul {{ margin: 0; padding-left: 1.25em; }}
@@ li {{ margin: .3em 0; }}
@@ code {{ font: .88em ui-monospace, monospace; background: none; padding: 0; color: inherit; }}
@@ h3 code {{ font-size: .62em; font-weight: normal; opacity: .7; margin-left: .3em; }}
@@ small {{ display: block; font-size: .85em; opacity: .72; }}
@@ .dsp-facts {{ display: flex; flex-wrap: wrap; gap: 4px; margin: 3px 0; }}
@@ .dsp-facts span {{ background: rgba(128,128,128,.14); border-radius: 4px; padding: 1px 7px; }}
@@ table {{ border-collapse: collapse; width: 100%; margin: 0; font-size: 1em;
  table-layout: auto; border: none; color: inherit; }}
@@ tr {{ background: none; }}
@@ th, @@ td {{ text-align: left; vertical-align: top; padding: 5px 10px 5px 0;
  border: none; border-bottom: {_LINE}; background: none; color: inherit; white-space: normal;
  line-height: 1.45; max-width: none; overflow-wrap: break-word; }}
@@ th {{ font-weight: 600; font-size: .85em; opacity: .72; white-space: nowrap; }}
@@ td:first-child {{ padding-right: 8px; }}
@@ tbody tr:last-child td {{ border-bottom: none; }}
@@ details {{ border-bottom: {_LINE}; padding: 4px 0; }}
@@ details:last-of-type {{ border-bottom: none; }}
@@ summary {{ cursor: pointer; }}
@@ summary code {{ opacity: .7; }}
@@ summary small {{ display: inline; margin-left: .6em; }}
@@ footer {{ font-size: .75em; opacity: .6; margin-top: 1.2em; overflow-wrap: anywhere; }}
@@ svg {{ max-width: 100%; height: auto; margin-top: .6em; }}
</style>"""

STYLE = _SHEET.replace("@@", ".dsp.dsp.dsp")
"""The style sheet, as an element."""


def text(value: str) -> str:
    """Return a text as HTML holds it: on one line, without what would turn the reading order."""
    return escape(one_line(value))


def code(value: str) -> str:
    """Return a text as something that is written so."""
    return f"<code>{text(value)}</code>"


def small(value: str) -> str:
    """Return a text that stands below another; nothing without one."""
    return f"<small>{text(value)}</small>" if value else ""


def fragment(body: str, tone: str = "") -> str:
    """Return HTML with its style sheet; a tone colours its edge: `all`, `part` or `open`."""
    return STYLE + box(body, tone)


def box(body: str, tone: str = "", name: str = "") -> str:
    """Return HTML as `fragment` does, for a page that has the style sheet; `name` is an anchor."""
    anchor = f' id="{name}"' if name else ""
    return f'<div class="dsp{f" dsp-{tone}" if tone else ""}"{anchor}>{body}</div>'


def page(title: str, body: str, *, is_one: bool = False) -> str:
    """Return a page of its own: no scripts, light and dark, what is folded open in print.

    On paper each box begins a sheet, unless they are parts of what `is_one`.
    """
    kind = ' class="dsp-one"' if is_one else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{text(title)}</title>\n<style>{_PAGE}</style>\n{STYLE}\n</head>\n"
        f"<body{kind}>\n{body}\n</body>\n</html>\n"
    )


_SHADE = "rgba(128,128,128,.6),transparent"
_SCROLLS = (
    "overflow-x:auto;background:"
    # What scrolls with the content covers the shade where nothing is left on that side.
    "linear-gradient(to right,Canvas 60%,transparent) left/2.5em 100% no-repeat local,"
    "linear-gradient(to left,Canvas 60%,transparent) right/2.5em 100% no-repeat local,"
    f"linear-gradient(to right,{_SHADE}) left/1em 100% no-repeat scroll,"
    f"linear-gradient(to left,{_SHADE}) right/1em 100% no-repeat scroll"
)
_PAGE = (
    "body{margin:2rem auto;max-width:66em;padding:0 1rem}"
    ".dsp+.dsp{margin-top:1.5rem}"
    "@media screen and (max-width:40em){"
    f".dsp table{{display:block;{_SCROLLS}}}.dsp.dsp.dsp th{{white-space:normal}}"
    # A chart that fitted a telephone would have texts of six pixels.
    f".dsp .dsp-chart{{{_SCROLLS}}}.dsp .dsp-chart svg{{display:block;min-width:560px}}"
    '.dsp .dsp-chart::before{content:"\\2194\\a0 the chart scrolls sideways";font-size:.85em}}'
    # Paper is light, whatever the screen is, and each box begins a page.
    "@page{margin:15mm}"
    "@media print{:root{color-scheme:light}body{margin:0;max-width:none;padding:0}"
    "details::details-content{content-visibility:visible;display:block}"
    ".dsp+.dsp{break-before:page;margin:0}"
    ".dsp-one .dsp+.dsp{break-before:auto;margin-top:2rem}"
    ".dsp-one .dsp:last-child{break-inside:avoid}"
    ".dsp-facts span{print-color-adjust:exact}"
    "tr,li,.dsp-chart{break-inside:avoid}h3,h4,summary{break-after:avoid}"
    # A chart that is higher than a page shrinks to it.
    ".dsp-chart svg{max-height:240mm}}"
)


def chart(picture: str) -> str:
    """Return an SVG in its frame: on small screens of a page it scrolls, and stays legible."""
    return f'<div class="dsp-chart">{picture}</div>'


def breakable(words: str) -> str:
    """Return words escaped, of which very long ones can be broken where a line ends.

    >>> breakable("Mug"), breakable("A" * 60).count("<wbr>")
    ('Mug', 2)
    """
    return " ".join(
        "<wbr>".join(
            text(word[at : at + _LONGEST_WORD]) for at in range(0, len(word), _LONGEST_WORD)
        )
        for word in words.split(" ")
    )


_LONGEST_WORD = 24


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of cells that are HTML; nothing without rows."""
    head = "".join(f"<th>{text(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    body = _PERCENT.sub("&nbsp;%", body)
    if not body:
        return ""
    top = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f"<table>{top}<tbody>{body}</tbody></table>"


_PERCENT = re.compile(r"(?<=[0-9]) %")
"""Where a number and its sign would part at the end of a line."""

MOST_ROWS = 50
"""Rows that are shown of a list of a document; how many more there are is said."""


def document_html(title: str, document: Mapping[str, Any], tone: str = "") -> str:
    """Return plain data as HTML: its sections, values beside their keys, lists as tables."""
    plain = {key: value for key, value in document.items() if not isinstance(value, Mapping)}
    body = _values(plain) + "".join(
        f"<h4>{text(key)}</h4>{_section(value)}"
        for key, value in document.items()
        if isinstance(value, Mapping)
    )
    return fragment(f"<h3>{text(title)}</h3>{body}", tone)


def _section(section: Mapping[str, Any]) -> str:
    lists = {key: value for key, value in section.items() if _is_list(value)}
    values = {key: value for key, value in section.items() if key not in lists}
    return _values(values) + "".join(
        f"<details open><summary>{text(key)} <small>{len(items)}</small></summary>"
        f"{_items(items)}</details>"
        for key, items in lists.items()
    )


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _values(values: Mapping[str, Any]) -> str:
    rows = ((f"<b>{text(key)}</b>", text(words)) for key, words in _flat("", values))
    return table((), rows)


def _flat(above: str, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{above}{key}.", value)
        else:
            yield f"{above}{key}", _words(value)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or "none"
    return f"{value:,}" if isinstance(value, int) else f"{value}"


def _items(items: list[Mapping[str, Any]]) -> str:
    shown = [dict(_flat("", each)) for each in items[:MOST_ROWS]]
    columns = list(dict.fromkeys(key for each in shown for key in each))
    rows = ([text(each.get(column, "")) for column in columns] for each in shown)
    return table(columns, rows) + and_more(len(items) - len(shown))


def and_more(number: int) -> str:
    """Return that a list goes on; nothing where it does not."""
    return f"<p>and {number:,} more</p>" if number > 0 else ""
