"""Guides and letters as pages and as documents: the same words, safe, and the same bytes again."""

from __future__ import annotations

import builtins
import html
import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from disposition.casefile import Case, CaseError, Draft
from disposition.casefile.letters.forms.blocks import LetterBlock as Block
from disposition.casefile.letters.forms.blocks import Run, blocks_of
from support.case_entries import day
from support.letter_cases import CASES, begun, defect, lot, moments
from support.shipped import POLICIES

BOLD, CODE = Run("b", bold=True), Run("c", code=True)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("# One\n", [Block("heading", (Run("One"),), 1)]),
        ("## T **b**", [Block("heading", (Run("T "), BOLD), 2)]),
        ("one\ntwo\n\nthree", [Block("paragraph", (Run(each),)) for each in ("one two", "three")]),
        ("- **b** `c`", [Block("item", (BOLD, Run(" "), CODE))]),
        ("- a\n  - b", [Block("item", (Run("a"),)), Block("item", (Run("b"),), 1)]),
        ("2. a", [Block("numbered", (Run("a"),))]),
        ("one\n- a", [Block("paragraph", (Run("one"),)), Block("item", (Run("a"),))]),
        ("> **b**\n>\n> - a", [*(Block(kind, (run,), quoted=True) for kind, run in
                               (("paragraph", BOLD), ("item", Run("a"))))]),
        ("> a\nb", [Block("paragraph", (Run("a"),), quoted=True), Block("paragraph", (Run("b"),))]),
        (r"\- 1\. \*a\* \`c\` \\ \&amp;", [Block("paragraph", (Run(r"- 1. *a* `c` \ &amp;"),))]),
        ("2*3 **b", [Block("paragraph", (Run("2*3 "), BOLD))]),
        ("`a**b`", [Block("paragraph", (Run("a**b", code=True),))]),
    ],
)  # fmt: skip
def test_our_markdown_is_read(text: str, blocks: list[Block]) -> None:
    assert list(blocks_of(text)) == blocks


@pytest.fixture(scope="module")
def drafts() -> dict[tuple[str, str, str], Draft]:
    made = {}
    for name in CASES:
        for language in ("en", "zh"):
            (before, guide_on), (after, letter_on) = moments(name, POLICIES, language)
            made[name, "guide", language] = before.call_guide(guide_on, language=language)
            made[name, "letter", language] = after.confirmation(letter_on, language=language)
    return made


def words_of(text: str) -> list[str]:
    return [each.text for each in blocks_of(text)]


def words_of_page(page: str) -> list[str]:
    body = page.partition("<main>")[2].partition("</main>")[0]
    lines = [re.sub("<[^>]*>", "", line) for line in body.splitlines()]
    return [html.unescape(line) for line in lines if line]


def test_each_form_says_the_same(drafts: dict[tuple[str, str, str], Draft]) -> None:
    for (_, kind, language), draft in drafts.items():
        said = words_of(draft)
        page = draft.html()
        assert words_of_page(page) == said
        assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}">' in page
        for tag in ("ul", "ol", "li", "aside", "p", "h2"):
            assert page.count(f"<{tag}>") + page.count(f"<{tag} ") == page.count(f"</{tag}>")
        if kind == "letter":
            document = Document(BytesIO(draft.docx()))
            assert [each.text for each in document.paragraphs] == said


def test_chinese_has_a_font_of_its_own(drafts: dict[tuple[str, str, str], Draft]) -> None:
    document = Document(BytesIO(drafts["safety", "guide", "zh"].docx()))
    used = {each.style.name for each in document.paragraphs}
    assert {"Heading 1", "Heading 2", "List Bullet", "List Bullet 2", "List Number"} <= used
    for name in used:
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert not [key for key in fonts.attrib if key.endswith("Theme")]
    told = document.styles["Normal"].element.rPr.find(qn("w:lang"))
    assert told.get(qn("w:eastAsia")) == "zh-CN"


def test_a_note_to_the_sender_is_marked_as_one(drafts: dict[tuple[str, str, str], Draft]) -> None:
    draft = drafts["labelling", "letter", "en"]
    assert '<aside class="note">\n<p><strong>Before you send it</strong>' in draft.html()
    shaded = [
        each.text
        for each in Document(BytesIO(draft.docx())).paragraphs
        if each._p.pPr.find(qn("w:shd")) is not None
    ]
    assert shaded[0] == "Before you send it (delete this part)"
    assert "Dear Li Wei," not in shaded
    assert '<aside class="said">' in drafts["labelling", "guide", "en"].html()


def test_equal_drafts_give_equal_bytes(drafts: dict[tuple[str, str, str], Draft]) -> None:
    draft = drafts["labelling", "letter", "zh"]
    again = Draft.of(str(draft), draft.subject, draft.language, draft.as_of)
    made = draft.docx()
    assert (again.docx(), again.html()) == (made, draft.html())
    with ZipFile(BytesIO(made)) as archive:
        assert {each.date_time[:3] for each in archive.infolist()} == {(1980, 1, 1)}
    about = Document(BytesIO(made)).core_properties
    assert (about.title, about.author) == ("PO-5120/1: 确认函", "")
    assert about.created.date() == draft.as_of


def hostile() -> Case:
    words = '<script>alert(1)</script> & "quoted" **bold** `code` \u202e]]> # not'
    wrong = defect("D1", "major", 11, words, "functional")
    document = lot(words, defects=[wrong], checks=[], supplier={})
    case = begun("PO-1", document, POLICIES)
    people = [{"name": words, "side": "supplier"}]
    call: dict[str, Any] = {"channel": "call", "purpose": "opening", "about": "batch"}
    return case.add("contact", {**call, "people": people, "summary": words}, on=day(19))


def test_words_of_users_stay_words() -> None:
    draft = hostile().confirmation(day(19))
    page = draft.html()
    assert "<script" not in page
    assert "\u202e" not in page
    for said in (words_of_page(page), [p.text for p in Document(BytesIO(draft.docx())).paragraphs]):
        assert any('<script>alert(1)</script> & "quoted" **bold** `code`' in each for each in said)


def test_without_python_docx_somebody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "docx":
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CaseError, match="need python-docx") as refused:
        Draft.of("a", "b", "en", day(19)).docx()
    assert refused.value.hint == 'pip install "lot-disposition[letters]"'
