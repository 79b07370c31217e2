"""HTML for notebooks: well-formed, everything told, everything escaped, nothing that runs."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from attrs import evolve, field, frozen

from disposition.display.policy_html import MOST_OPEN, policy_html, policy_page
from disposition.display.policy_outline import Outline, ShownEntry, ShownSection, outline
from support.trial import CASES, decided, trial_policy

VOID = {"br"}
EVIL = "<script>alert(1)</script><b onclick='x'>&\"\u202e"


@frozen
class Read:
    """The text and the elements of a fragment."""

    text: str
    elements: tuple[str, ...]
    attributes: frozenset[str] = field(default=frozenset())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.elements: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data + " "


def _read(fragment: str) -> Read:
    reader = _Reader()
    reader.feed(fragment)
    reader.close()
    assert reader.open == []
    text = " ".join(reader.text.split())
    return Read(text, tuple(reader.elements), frozenset(reader.attributes))


@pytest.mark.parametrize("case", CASES)
def test_it_is_well_formed_and_nothing_runs(case: str) -> None:
    read = _read(decided(case)._repr_html_())
    assert not {"script", "iframe", "img", "link", "a", "form"} & set(read.elements)
    assert read.attributes <= {"class", "open"}


@pytest.mark.parametrize("case", CASES)
def test_it_tells_all_that_the_decision_says(case: str) -> None:
    decision = decided(case)
    text = _read(decision._repr_html_()).text
    said = [decision.title, decision.outcome, decision.policy.digest]
    said += [each.because for each in decision.reasons]
    said += [each.title for each in decision.ruled_out]
    said += [each.because for ruled in decision.ruled_out for each in ruled.forbidden_by]
    said += [each.what for each in decision.obligations]
    said += [str(each.due) for each in decision.obligations if each.due]
    said += [each.fact for each in decision.missing]
    said += [each.about for each in decision.questions]
    said += [each.place for each in decision.questions if each.place]
    said += [each.invariant for each in decision.withheld]
    assert [each for each in said if each not in text] == []


def test_facts_stand_beside_their_values() -> None:
    text = _read(decided("decided")._repr_html_()).text
    assert "defects.major.accept 7" in text
    assert "defects.major.found 9" in text


def test_texts_are_escaped() -> None:
    decision = evolve(decided("decided"), lot=EVIL, title=EVIL)
    read = _read(decision._repr_html_())
    assert "script" not in read.elements
    assert "\u202e" not in decision._repr_html_()
    assert EVIL.replace("\u202e", "").strip() in read.text


def test_what_is_ruled_out_can_be_folded() -> None:
    decision = decided("decided")
    assert _read(decision._repr_html_()).elements.count("details") == len(decision.ruled_out)


def test_a_policy_shows_its_rules_by_effect() -> None:
    policy = trial_policy()
    read = _read(policy_html(outline(policy.checked, policy.digest)))
    for rule in policy.checked.rules:
        assert rule.id in read.text
    order = [read.text.index(title) for title in ("What forbids", "What permits", "What requires")]
    assert order == sorted(order)
    assert policy.digest in read.text


def test_a_policy_shows_itself_in_notebooks() -> None:
    policy = trial_policy()
    assert policy._repr_html_() == policy_html(outline(policy.checked, policy.digest))


def test_long_sections_of_a_policy_are_folded_and_its_texts_escaped() -> None:
    entries = tuple(ShownEntry(f"{EVIL}{number}", EVIL) for number in range(MOST_OPEN + 1))
    sections = (ShownSection("few", entries[:1]), ShownSection("many", entries))
    page = policy_page(Outline(EVIL, "id", "1", "sha256:0", (), sections))
    assert page.count("<details open>") == 1
    assert page.count("<details>") == 1
    assert "<script" not in page
    assert "onclick='x'" not in page
