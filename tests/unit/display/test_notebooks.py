"""What notebooks show: every thing of use has a display, and it survives their style sheets."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from disposition import Lot, load_policy
from disposition.casefile import Case
from disposition.sampling import characteristic, single_plan
from support.checkout import ROOT

LOT = json.loads((ROOT / "examples" / "lots" / "toy-wheels.json").read_text(encoding="utf-8"))
DAY = date(2026, 11, 23)
CHROMIUM = shutil.which("chromium")
THEMES = Path(sys.prefix) / "share" / "jupyter" / "nbconvert" / "templates" / "lab" / "static"
VSCODE = "th, td { padding: 5px 10px; text-align: right } body { color: #ccc; background: #1f1f1f }"


@cache
def shown() -> dict[str, Any]:
    """Return one of each thing that notebooks show."""
    lot, policy = Lot.from_dict(LOT), load_policy()
    case = Case.begin("PO-1", LOT, on=DAY, by="Li").decide(on=DAY, by="Wang")
    plan = single_plan(lot_size=1200, level="II", aql="2.5")
    return {
        "decision": policy.decide(lot),
        "decisions": policy.decide_many([lot, lot]),
        "policy": policy,
        "lot": lot,
        "case": case,
        "steps": case.next_steps(DAY),
        "step": case.next_steps(DAY)[0],
        "gate": case.gate(DAY),
        "plan": plan,
        "characteristic": characteristic(plan),
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("decisions", "2 decisions"),
        ("lot", "Wooden stacking train"),
        ("case", "Report R-2026-1187"),
        ("steps", "call first"),
        ("step", "call first"),
        ("gate", "Not released"),
        ("plan", "code letter J"),
        ("characteristic", "probability of acceptance"),
    ],
)
def test_what_is_shown_says_what_it_is(name: str, said: str) -> None:
    assert said in shown()[name]._repr_html_()


def test_charts_in_notebooks_have_the_colours_of_the_page() -> None:
    chart = shown()["characteristic"]._repr_html_()
    assert 'fill="white"' not in chart
    assert "currentColor" in chart


def test_texts_are_escaped() -> None:
    lot = Lot.from_dict({"lot": {"product": "<script>x</script>"}, "custom": {"<b>": ["<i>"]}})
    fragment = lot._repr_html_()
    assert "<script" not in fragment
    assert "<i>" not in fragment
    assert "<b>&lt;b&gt;" in fragment


def test_a_lot_is_written_as_code_that_makes_it() -> None:
    lot = Lot.from_dict(LOT)
    assert eval(repr(lot), {"Lot": Lot}) == lot  # noqa: S307 - our own text
    assert "None" not in repr(lot)


def test_an_explanation_shows_as_it_is_printed() -> None:
    words = shown()["decision"].explain()
    assert repr(words) == words.rstrip("\n")
    assert type(words.upper()) is str


# --- in a browser --------------------------------------------------------------------------------

ASKS = """\
<script>
const said = [];
for (const table of document.querySelectorAll(".dsp table")) {
  const style = getComputedStyle(table);
  for (const cell of table.querySelectorAll("td, th")) {
    const at = getComputedStyle(cell);
    said.push([style.tableLayout, at.textAlign, at.verticalAlign, at.backgroundColor,
      at.color === getComputedStyle(table.closest(".dsp").parentElement).color].join(" "));
  }
}
const narrow = [...document.querySelectorAll(".dsp")].filter(
  each => each.scrollWidth > each.clientWidth + 1).length;
document.body.innerHTML = `<pre>${JSON.stringify({cells: [...new Set(said)], narrow})}</pre>`;
</script>
"""


@pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="Chromium is not installed"
)
@pytest.mark.parametrize("theme", ["light", "dark", "vscode"])
def test_tables_look_as_they_should_in_each_theme(theme: str, tmp_path: Path) -> None:
    sheets = [VSCODE]
    if theme != "vscode":
        sheets = [
            (THEMES / name).read_text(encoding="utf-8")
            for name in ("index.css", f"theme-{theme}.css")
        ]
    body = "".join(
        f'<div class="jp-RenderedHTMLCommon jp-RenderedHTML">{each._repr_html_()}</div>'
        for each in shown().values()
    )
    page = tmp_path / "page.html"
    styles = "".join(f"<style>{sheet}</style>" for sheet in sheets)
    page.write_text(f"<!DOCTYPE html>{styles}<body>{body}{ASKS}", encoding="utf-8")
    told = json.loads(_rendered(page, tmp_path))
    assert told["cells"] == ["auto left top rgba(0, 0, 0, 0) true"]
    assert told["narrow"] == 0


def _rendered(page: Path, folder: Path) -> str:
    """Return what the script of a page leaves of it."""
    assert CHROMIUM is not None, "CI installs Chromium: see the Makefile"
    flags = "headless no-sandbox disable-gpu no-first-run disable-sync disable-quic"
    command = [CHROMIUM, *(f"--{flag}" for flag in flags.split())]
    command += ["--disable-background-networking", "--disable-component-update"]
    command += [f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return html.unescape(ran.stdout.partition("<pre>")[2].partition("</pre>")[0])


@pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="Chromium is not installed"
)
def test_a_page_on_paper_is_light_and_hides_nothing(tmp_path: Path) -> None:
    asks = """<script>
const at = (each) => getComputedStyle(each);
const hidden = [...document.querySelectorAll("details li")].filter(
  each => each.getBoundingClientRect().height === 0).length;
const told = {scheme: at(document.documentElement).colorScheme, hidden,
  breaks: at(document.querySelectorAll(".dsp")[1]).breakBefore};
document.body.innerHTML = `<pre>${JSON.stringify(told)}</pre>`;
</script>"""
    made = shown()["decisions"].html().replace("@media print", "@media screen")
    page = tmp_path / "page.html"
    page.write_text(made.replace("</body>", f"{asks}</body>"), encoding="utf-8")
    told = json.loads(_rendered(page, tmp_path))
    assert told == {"scheme": "light", "hidden": 0, "breaks": "page"}
