"""Pages on telephones and on paper: legible, light, and with margins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import disposition
from disposition import load_policy_text
from disposition.markup import page, table
from disposition.testing.coverage.report import STYLE as COVERAGE

TEMPLATES = Path(disposition.__file__).parent / "casefile" / "templates"
SHEETS = {
    "page": page("", ""),
    "coverage": COVERAGE,
    "dossier": (TEMPLATES / "dossier" / "style.css").read_text(encoding="utf-8"),
    "letter": (TEMPLATES / "letters" / "page.css").read_text(encoding="utf-8"),
}
SMALLEST = 10
"""Pixels of a letter that can still be read."""


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_paper_is_light_and_has_margins(sheet: str) -> None:
    asked = re.findall(r"@media ([^{]*prefers-color-scheme: ?dark)", sheet)
    assert all(each.startswith("screen and ") for each in asked)
    on_paper = sheet.partition("@media print")[2]
    assert re.search(r":root ?{\s*color-scheme: ?light;?", on_paper)
    assert re.search(r"@page ?{[^}]*margin: ?\d\dmm", sheet)


def test_colours_that_tell_something_are_printed() -> None:
    kept = re.search(r"([^}]*){ print-color-adjust: exact", COVERAGE.partition("@media print")[2])
    assert kept
    assert {".bar *", ".legend *", ".line", ".line *"} <= set(kept[1].strip().split(", "))


def test_charts_can_be_read_on_a_telephone_and_fit_a_sheet() -> None:
    policy = load_policy_text("""
policy: small
version: 1.0.0
outcomes: {accept: {title: Accept, ships: all}}
otherwise: hold
rules: {few: {permit: accept, when: lot.quantity <= 5}}
""")
    made = policy.map(("lot.quantity", [4, 6]), ("lot.unit_price", [1, 2]), given={}).html()
    assert made.count("<svg") == made.count('<div class="dsp-chart"><svg') == 1
    (least,) = re.findall(r"\.dsp-chart svg{[^}]*min-width:(\d+)px", made)
    (drawn,) = re.findall(r'viewBox="0 0 (\d+) ', made)
    sizes = set(map(int, re.findall(r'font-size="(\d+)"', made)))
    assert min(sizes) * int(least) / int(drawn) >= SMALLEST
    # Of a page of A4, 297 mm high, with margins and room for a heading.
    (most,) = re.findall(r"\.dsp-chart svg{max-height:(\d+)mm}", made.partition("@media print")[2])
    assert int(most) < 297 - 2 * 15 - 20


def test_a_number_stays_with_its_sign() -> None:
    assert "<td>31.7&nbsp;%</td><td>in % of</td>" in table(("a", "b"), [("31.7 %", "in % of")])


def test_parts_of_one_document_share_a_sheet() -> None:
    """A review took six sheets for two; decisions about several lots begin one each."""
    on_paper = page("", "", is_one=True).partition("@media print")[2]
    assert ".dsp+.dsp{break-before:page" in on_paper
    assert ".dsp-one .dsp+.dsp{break-before:auto" in on_paper
    assert '<body class="dsp-one">' in on_paper
    assert "<body>" in page("", "")
