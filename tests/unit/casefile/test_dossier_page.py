"""The page of a dossier: whole, safe, with a section for what there is and none for what is not."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest
from attrs import evolve, field, mutable

from disposition.casefile import rendering
from disposition.casefile.case import Case
from disposition.casefile.errors import CaseError
from support import dossier_cases
from support.case_entries import day
from support.dossier_cases import CHINESE, HOSTILE, LONG_TEXT, LONG_WORD, QUOTES, SCRIPT

END = date(2026, 12, 2)
VOID = {"meta", "col", "br", "hr", "img", "input", "link"}
ALWAYS = ["summary", "findings", "timeline"]
FOOT = ["signatures", "record"]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    """The cases by their names, each made once."""
    policies = dossier_cases.small_policies(tmp_path_factory.mktemp("policies"))
    return cache(lambda name: getattr(dossier_cases, name)(policies))


@mutable
class Page(HTMLParser):
    """A page that was parsed: its sections with their texts, and what does not fit together."""

    tags: list[str] = field(factory=list)
    opened: list[str] = field(factory=list)
    odd: list[str] = field(factory=list)
    ids: list[str] = field(factory=list)
    texts: dict[str, list[str]] = field(factory=dict)
    attributes: list[tuple[str, str, str]] = field(factory=list)

    def __attrs_pre_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in given.items()]
        if tag == "section":
            self.ids.append(given["id"])
        if tag not in VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened.pop() != tag:
            self.odd.append(f"</{tag}> in line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        where = self.ids[-1] if "section" in self.opened else "head"
        self.texts.setdefault(where, []).append(data)

    def text(self, section: str) -> str:
        """Return what a section says, on one line."""
        return " ".join(" ".join(self.texts.get(section, [])).split())


def parsed(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page


def shown(case: Case, on: date, **how: bool) -> Page:
    return parsed(case.dossier(on).html(**how))


# --- it is whole, and needs nothing else ---------------------------------------------------------


@pytest.mark.parametrize("name", ["begun", "talked", "agreed", "released", "hostile"])
def test_the_page_is_well_formed(story: Callable[[str], Case], name: str) -> None:
    page = shown(story(name), END)
    assert (page.odd, page.opened) == ([], [])
    assert len(page.ids) == len(set(page.ids))


def test_the_check_of_form_finds_what_is_wrong() -> None:
    assert parsed("<p><b>x</p>").odd == ["</p> in line 1"]
    assert parsed("<p>").opened == ["p"]


@pytest.mark.parametrize("name", ["released", "hostile"])
def test_the_page_needs_nothing_else(story: Callable[[str], Case], name: str) -> None:
    page = shown(story(name), END)
    assert {"script", "link", "img", "iframe", "object", "form", "base"} & set(page.tags) == set()
    links = [value for _, attribute, value in page.attributes if attribute in ("href", "src")]
    assert links == [f"#{each}" for each in page.ids]
    assert {
        name for _, name, _ in page.attributes if name.startswith("on") or name == "style"
    } == set()
    assert re.findall(r"url\(|@import", "".join(page.texts["head"])) == []


def test_only_its_own_style_applies(story: Callable[[str], Case]) -> None:
    text = story("hostile").dossier(END).html()
    (style,) = re.findall("<style>(.*?)</style>", text, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        html.unescape(text).count(
            f"content=\"default-src 'none'; style-src 'sha256-{digest}'; "
            "base-uri 'none'; form-action 'none'\""
        )
        == 1
    )


# --- what there is, and nothing else -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "on", "sections"),
    [
        ("begun", day(1), ["summary", "papers", "steps", "release", *FOOT]),
        ("begun", day(18), [*ALWAYS, "photos", "papers", "steps", "release", *FOOT]),
        (
            "talked",
            day(22),
            [
                *("summary", "findings", "decision", "timeline", "correspondence", "reading"),
                *("photos", "papers", "steps", "release", *FOOT),
            ],
        ),
        (
            "agreed",
            day(27),
            [
                *("summary", "findings", "decision", "timeline", "correspondence", "reading"),
                *("agreement", "rework", "photos", "papers", "steps", "release", *FOOT),
            ],
        ),
        (
            "released",
            END,
            [
                *("summary", "findings", "decision", "timeline", "correspondence", "reading"),
                *("agreement", "rework", "reinspection", "photos", "papers", "release", *FOOT),
            ],
        ),
    ],
)
def test_each_section_is_there_when_it_has_something_to_say(
    story: Callable[[str], Case], name: str, on: date, sections: list[str]
) -> None:
    page = shown(story(name), on)
    assert page.ids == sections
    assert all(page.text(each) for each in sections)


@pytest.mark.parametrize("name", ["begun", "talked", "agreed", "released"])
@pytest.mark.parametrize("on", [day(1), day(19), END])
def test_no_table_is_empty(story: Callable[[str], Case], name: str, on: date) -> None:
    text = story(name).dossier(on).html()
    assert re.findall(r"<tbody>\s*</tbody>|<ul>\s*</ul>", text) == []


def test_the_head_of_the_page(story: Callable[[str], Case]) -> None:
    head = shown(story("agreed"), day(27)).text("head")
    for part in (
        "Case PO-4711/2",
        "Wooden stacking train",
        "✗ May not be released: 2 things are missing.",
        "As of 2026-11-27",
        "Stage agreed",
        "Quantity 3,200 units",
        "Supplier S-0931",
        "Decision Rework and inspect again, 2026-11-18",
    ):
        assert says(head, part)
    assert "✓ Released on 2026-11-30" in shown(story("released"), END).text("head")
    assert "✓ May be released" in shown(story("released"), day(28)).text("head")
    assert "Decision none taken yet" in shown(story("begun"), END).text("head")


@pytest.mark.parametrize(
    ("section", "parts"),
    [
        (
            "summary",
            [
                (
                    "Order 3,200 units at 4.20 USD each, 13,440.00 USD in all; category "
                    "toys; covered by safety law; to ship by 2026-12-04, urgency high."
                ),
                (
                    "Inspection Report R-2026-1187 of 2026-11-18 by Chen; its own result:"
                    " fail; 125 units inspected; ISO 2859-1"
                ),
                "Re-inspection Report R-2026-1201 of 2026-11-28 by Zhou; its own result: pass",
                "Decision Rework and inspect again, 2026-11-18; Accept and ship, 2026-11-28.",
                "Findings 4 findings: 2 major, 2 minor; 4 put right, 0 open.",
                (
                    "Agreement Rework, in writing, of 2026-11-23; ready by 2026-11-27; "
                    "250.00 USD to settle it."
                ),
                "Papers 1 on file; 1 missing at this stage.",
                "Closed 2026-12-02: shipped",
                "Inspection of 2026-11-18 major 2.5 9 of 125 7 ✗ rejects",
            ],
        ),
        (
            "findings",
            [
                (
                    "D12 1.defects.1 wheel turns hard, axle glued in RED/B7 major functional 9 of"
                    " 125 entry 1, 2026-11-18 up to 7 major in all AQL 2.5 ✓ put right entry "
                    "15; 2 photos show it; on the checklist"
                ),
                "shipping mark 1.checks.3 a check that failed major labelling failed check",
                "Checks passed: small parts, EN 71-1; heavy metals, EN 71-3; carton drop.",
                "Remarks of the inspector: stiff wheels come from assembly line 3 only",
            ],
        ),
        (
            "decision",
            [
                (
                    "Entry 2, 2026-11-18; written by Ann; approved by Dr. Weiss; decided;"
                    " ships nothing; the lot was inspected again since"
                ),
                "every defect found can be corrected: D12",
                "rule correctable; source: ISO 9001:2015, 8.7.1 a); contract clause 7.4",
                (
                    "Accept and ship 9 major defective units; 7 are allowed rule beyond; "
                    "source: ISO 2859-1:1999, 7.2"
                ),
                "notify supplier written notice that lists D12",
                "quality manager 2026-12-02",
                "Policy failed-inspection 0.1.0, sha256:",
            ],
        ),
        (
            "timeline",
            [
                (
                    "3 2026-11-19 We spoke or wrote to the supplier Ann Call, opening, on"
                    " the batch, with Li (supplier), Ann (buyer), copied: Wu (supplier). "
                    "“nine of 125 wheels turn hard” settles: notify supplier"
                ),
                "Withdrawn on 2026-11-20 by entry 5: entered twice",
                (
                    "17 2026-11-29 A step was taken that nothing else tells of Ann Done: "
                    "file everything: by post"
                ),
            ],
        ),
        (
            "correspondence",
            [
                (
                    "To the supplier, call 2026-11-19, entry 3 Purpose: opening, on the "
                    "batch; 14 photos shown or sent With: Li (supplier); Ann (buyer) "
                    "Copied: Wu (supplier, owner, senior) nine of 125 wheels turn hard"
                ),
                "From the supplier, e-mail 2026-11-20, entry 6 From: Li the axle glue",
                "root cause kind of cause: process too hot photo –",
                "timeline – none 2026-11-27",
                "handling ○ not answered yet dropped on the way none a new topic, weaker",
                "answers the argument on measurement",
                "8 2026-11-21 measurement re-measurement our finding stands gauge 7, 0.4 Nm",
            ],
        ),
        (
            "reading",
            [
                (
                    "The arguments move from topic to topic, with medium confidence: two "
                    "arguments on two topics."
                ),
                "answer each argument with the data of the report",
                "A hint for the buyer’s own people, and no decision.",
            ],
        ),
        (
            "agreement",
            [
                "Rework, agreed in writing 2026-11-23, entry 11",
                (
                    "To be worked on 1,600 units Taken as they are 1,500 units Not taken "
                    "100 units Amount that settles it 250.00 USD Price reduction 2.5 % "
                    "Ready by 2026-11-27 New last day to ship 2026-12-04 Reference A-1 "
                    "What exactly new axles in all red trains"
                ),
            ],
        ),
        (
            "rework",
            [
                (
                    "12 2026-11-25 visit on site 8 photos Bo half done✗ D12: fail (3 "
                    "photos)○ D40: pending"
                ),
                "D12 1.defects.1 major ✓ pass 2 2026-11-26, entry 13",
                "D31 1.defects.2 minor ○ no point for it – –",
            ],
        ),
        (
            "reinspection",
            [
                "✓ Pass 2026-11-28, entry 15 Inspector Zhou had not inspected this lot before",
                (
                    "Workmanship ✓ pass Packaging ✓ pass Labelling ○ not checked Approved"
                    " sample ✓ the goods match it Remarks all axles new"
                ),
                "shipping mark ✓ put right 2 seen",
                "D77 – minor cosmetic 1",
                "Checks: ✓ shipping mark (pass).",
            ],
        ),
        (
            "photos",
            [
                "1 2026-11-18 inspection R-1187.pdf – 14and 1 video",
                "15 2026-11-28 re-inspection R-1201.pdf D12: 2; D31: 2; D40: 2; shipping mark: 2",
                "In all 59and 2 videos",
            ],
        ),
        (
            "papers",
            [
                "9 2026-11-22 rework plan ○ draft RP-1 Rework of line 3",
                "10 2026-11-23 rework plan ✓ final RP-1 Rework of line 3signed by both",
                "the report of the first inspection",
                "inspector 2026-11-20overdue by 12 days",
            ],
        ),
        (
            "release",
            [
                (
                    "✗ Refused 2026-11-26, entry 14 Asked for by Ann. The release policy "
                    "says: Refuse. asked by sales"
                ),
                "the re-inspection is reported as unknownnot known: reinspection.result",
                (
                    "✓ Released 2026-11-30, entry 18 Asked for by Ann. The release policy"
                    " says: Release the whole lot."
                ),
            ],
        ),
        ("signatures", ["For Name Date Signature Quality manager Order manager Supplier"]),
        (
            "record",
            [
                "The case has 19 entries.",
                "✓ The chain of entries was checked, and is whole.",
                "capa capa 0.1.0 sha256:",
                "dossier format 1.",
            ],
        ),
    ],
)
def test_what_the_sections_say(
    story: Callable[[str], Case], section: str, parts: list[str]
) -> None:
    text = shown(story("released"), END).text(section)
    assert [part for part in parts if not says(text, part)] == []


def says(text: str, part: str) -> bool:
    """Whether a text holds a part, wherever elements and lines begin and end."""
    return "".join(part.split()) in "".join(text.split())


def test_open_steps_and_the_gate(story: Callable[[str], Case]) -> None:
    page = shown(story("agreed"), day(27))
    steps = page.text("steps")
    assert "file inspection report" in steps
    assert "overdue by 7 days" in steps
    assert "answer with data answer each argument with the data of the report" in steps
    gate = page.text("release")
    assert says(gate, "As of 2026-11-27 What is missing Rule the re-inspection is reported as")
    gate = shown(story("released"), day(28)).text("release")
    assert "✓ Nothing is missing: Release the whole lot; ships the whole lot." in gate
    assert "As of" not in shown(story("released"), day(30)).text("release")


def test_a_withdrawn_entry_is_struck_through_and_its_reason_is_not(
    story: Callable[[str], Case],
) -> None:
    text = story("talked").dossier(END).html()
    (row,) = re.findall(r'<tr class="withdrawn">(.*?)</tr>', text, flags=re.DOTALL)
    struck = "".join(re.findall("<del>(.*?)</del>", row))
    assert struck.startswith("42026-11-19We spoke or wrote to the supplier")
    assert "entered twice" in row
    assert "entered twice" not in struck


def test_a_page_for_the_supplier_leaves_out_what_is_not_for_them(
    story: Callable[[str], Case],
) -> None:
    page = shown(story("agreed"), day(27), internal=False)
    assert {"reading", "steps"} & set(page.ids) == set()
    assert "weaker" not in page.text("correspondence")
    assert "Open steps" not in page.text("summary") + page.text("head")
    assert "dropped on the way" in page.text("correspondence")


def test_a_record_that_was_changed_says_so_at_the_top(story: Callable[[str], Case]) -> None:
    dossier = story("talked").dossier(END)
    broken = evolve(dossier, record=evolve(dossier.record, faults=("entry 3 is <changed>",)))
    page = parsed(broken.html())
    assert "✗ The record is not as it was written." in page.text("head")
    assert "✗ The chain of entries is not whole entry 3 is <changed>" in page.text("record")
    assert "is whole." not in page.text("record")
    assert "not as it was written" not in shown(story("talked"), END).text("head")


# --- what users write ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def worst(story: Callable[[str], Case]) -> str:
    return story("hostile").dossier(day(27)).html()


def test_nothing_that_users_write_is_markup(worst: str) -> None:
    assert "<script" not in worst
    assert "</td></table>" not in worst
    assert "<b>'" not in worst
    assert html.escape(SCRIPT, quote=True) in worst.replace("&#34;", "&quot;").replace(
        "&#39;", "&#x27;"
    )


def test_what_users_write_is_shown_as_they_wrote_it(worst: str) -> None:
    page = parsed(worst)
    everything = " ".join(page.text(each) for each in ("head", *page.ids))
    for text in (SCRIPT, QUOTES, CHINESE, LONG_WORD, " ".join(LONG_TEXT.split())):
        assert text in everything
    assert "PO<b>'\"/车 9" in page.text("head")


def test_nothing_turns_the_reading_order(worst: str) -> None:
    turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
    assert [letter for letter in turning if letter in worst] == []
    assert "safe  txet desrever" in worst


def test_a_long_text_does_not_stand_in_a_narrow_column(worst: str) -> None:
    columns = re.sub(r'<table class="pairs">.*?</table>', "", worst, flags=re.DOTALL)
    cells = re.findall(r"<td([^>]*)>(.*?)</td>", columns, flags=re.DOTALL)
    assert max(len(text) for how, text in cells if "colspan" not in how) < 3_000
    assert max(len(text) for how, text in cells if "colspan" in how) > 9_000


def test_everything_of_a_large_case_is_there(worst: str) -> None:
    page = parsed(worst)
    numbers = re.findall(
        r'<td class="n">(?:<del>)?(\d+)',
        worst[worst.index('id="timeline"') : worst.index('id="correspondence"')],
    )
    assert sorted(map(int, numbers)) == list(range(1, 301))
    assert page.text("findings").count("not found put right") == 61  # and the failed check


@pytest.mark.parametrize("text", HOSTILE)
def test_a_case_id_cannot_leave_the_margins_of_the_print(
    story: Callable[[str], Case], text: str
) -> None:
    dossier = evolve(story("begun").dossier(day(18)), case=f'";}} {text}')
    page = dossier.html()
    (style,) = re.findall("<style>(.*?)</style>", page, flags=re.DOTALL)
    (said,) = re.findall(r'@top-left \{ content: "([^"]*)"; \}', style)
    assert re.fullmatch(r"(\\[0-9a-f]{6}|[A-Za-z0-9])*", said)
    unescaped = re.sub(r"\\([0-9a-f]{6})", lambda code: chr(int(code[1], 16)), said)
    assert unescaped.startswith('Case ";} ')
    assert len(unescaped) <= 61
    assert parsed(page).odd == []


# --- in a notebook, and without the library that it needs ----------------------------------------


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(story: Callable[[str], Case]) -> None:
    dossier = story("hostile").dossier(day(27))
    frame = dossier._repr_html_()
    outside = parsed(frame)
    assert (outside.tags, outside.odd) == (["iframe"], [])
    given = {name: value for _, name, value in outside.attributes}
    assert given["sandbox"] == ""
    inside = parsed(given["srcdoc"])
    assert (inside.odd, inside.opened) == ([], [])
    assert "nav" not in inside.tags  # a link would lead the frame away from the page
    assert inside.ids == parsed(dossier.html()).ids


def test_without_jinja_it_says_what_to_install(
    story: Callable[[str], Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    rendering._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(CaseError, match="casefile"):
        story("begun").dossier(day(18)).html()
