"""Each kind of entry has its sentence, with what matters of it and long texts cut short."""

from __future__ import annotations

from typing import Any

import pytest

from disposition.casefile.dossier.sentences import LONGEST, sentence, short, words
from disposition.casefile.log.effective import effective_events
from disposition.casefile.log.kinds import KINDS
from support.case_entries import ANN, LI, Entries, call, decision_document, toy

DECISION: dict[str, Any] = {"title": "Rework", "outcome": "rework", "status": "decided"}


def said(kind: str, **data: Any) -> str:
    return sentence(effective_events(Entries().add(kind, 20, **data).all)[-1], "USD")


SENTENCES: list[tuple[str, dict[str, Any], str]] = [
    (
        "inspection",
        {"lot": toy(), "inspector": "Chen"},
        (
            "Report R-2026-1187 by Chen: fail; 125 units inspected; "
            "found wrong: D12, D31, D40, shipping mark."
        ),
    ),
    (
        "inspection",
        {"lot": {"inspection": {"defects": [], "checks": []}}},
        "Report: result not stated; nothing found wrong.",
    ),
    (
        "inspection",
        {"lot": {"inspection": {"sample_size": 1}}, "reference": "R.pdf"},
        "Report R.pdf: result not stated; defects and checks not told.",
    ),
    (
        "reinspection",
        {
            "inspector": "Zhou",
            "inspection": {"report_result": "pass", "defects": [], "sample_size": 1},
            "findings": [
                {"finding": "D12", "resolved": True},
                {"finding": "D31", "resolved": False},
            ],
        },
        "Report by Zhou: pass; 1 of 2 findings put right; 1 unit inspected; nothing found wrong.",
    ),
    (
        "decision",
        {"approved_by": "Wu", "note": "as agreed", "decision": DECISION},
        "Rework [rework], approved by Wu. “as agreed”",
    ),
    (
        "decision",
        {"decision": {"title": "Hold", "outcome": "hold", "status": "no_rule"}},
        "Hold [hold]. Not decided yet.",
    ),
    (
        "contact",
        call(people=[LI, ANN | {"copied": True}], about="both", summary="long talk"),
        (
            "Call, opening, on the batch and the cause, with Li (supplier), copied: Ann (buyer). "
            "“long talk”"
        ),
    ),
    (
        "contact",
        call(purpose="answer", topic="cost", channel="email"),
        "E-mail, answer, on the batch, to the argument on cost, with Li (supplier), Ann (buyer).",
    ),
    (
        "reply",
        {
            "channel": "message",
            "sender": "Li",
            "parts": [{"part": "root_cause"}],
            "arguments": [{"topic": "approved_sample", "evidence": "third_party"}],
        },
        "Message from Li: gives root cause; argues approved sample (evidence: third party).",
    ),
    ("reply", {"summary": "we will see"}, "Reply: gives nothing of its own. “we will see”"),
    (
        "assessment",
        {"topic": "cost", "shows": "finding_mistaken", "by": "re_measurement", "text": "0.4"},
        "Argument on cost looked into (re-measurement): our finding is mistaken. “0.4”",
    ),
    (
        "correction",
        {"because": "size 39 was measured as 40", "inspection": {"defects": []}},
        "Report corrected: size 39 was measured as 40; nothing found wrong.",
    ),
    ("rest", {"case": "PO-1/rest", "units": 2700}, "The rest, 2,700 units, is case PO-1/rest."),
    (
        "other_goods",
        {"case": "PO-0", "because": "another delivery"},
        "Case PO-0 is of other goods: another delivery",
    ),
    ("draft", {"paper": "notice"}, "Notice shared as a draft."),
    (
        "document",
        {"paper": "rework_plan", "reference": "RP-1", "title": "Line 3"},
        "Rework plan on file: RP-1, “Line 3”.",
    ),
    (
        "agreement",
        {"scope": "rework", "consent": True, "units": 1, "ready_by": "2026-11-28"},
        "Agreed in writing on rework: 1 unit to be worked on, ready by 2026-11-28.",
    ),
    (
        "agreement",
        {
            "scope": "concession",
            "consent": False,
            "units": 0,
            "units_accepted": 3000,
            "units_rejected": 200,
            "compensation": "1250.50",
            "percent": "2.5",
            "ship_by": "2026-12-04",
        },
        (
            "Talked over, not agreed in writing: concession: 3,000 units taken as they are, "
            "200 units not taken, 1,250.50 USD to settle it, 2.5 % off the price, "
            "to ship by 2026-12-04."
        ),
    ),
    (
        "progress",
        {
            "way": "on_site_visit",
            "who": "Bo",
            "photos": 1,
            "note": "half done",
            "checkpoints": [
                {"finding": "D12", "result": "fail"},
                {"finding": "D31", "result": "pending"},
                {"finding": "D40", "result": "pass"},
            ],
        },
        "Visit on site by Bo: 1 photo, 1 passed, 1 failed, 1 pending. “half done”",
    ),
    ("progress", {"way": "message"}, "Message."),
    (
        "released",
        {"decision": DECISION | {"ships": "part"}, "note": "go"},
        "Released: a part of the lot. “go”",
    ),
    (
        "refused",
        {"decision": DECISION, "missing": [{"rule": "no-photo"}, {"rule": "no-pass"}]},
        "Release refused: 2 missing (no-photo, no-pass).",
    ),
    ("closed", {"because": "shipped"}, "Closed: shipped"),
    ("done", {"do": "file-it", "note": "by post"}, "Done: file it: by post"),
    ("done", {"do": "file-it"}, "Done: file it"),
    ("withdrawn", {"entry": 1, "because": "twice"}, "Entry 1 does not count: twice"),
]


@pytest.mark.parametrize(("kind", "data", "expected"), SENTENCES)
def test_a_sentence(kind: str, data: dict[str, Any], expected: str) -> None:
    if kind in ("decision", "released", "refused"):
        data = data | {"decision": decision_document("rework") | data["decision"]}
    assert said(kind, **data) == expected


def test_every_kind_has_its_sentence() -> None:
    assert {kind for kind, _, _ in SENTENCES} == set(KINDS)


def test_a_sentence_stays_on_its_line_and_in_its_order() -> None:
    text = said("closed", because="one\ntwo \u202eeerht")
    assert text == "Closed: one two  eerht"


@pytest.mark.parametrize("text", ["x " * 4000, "x" * 9000, "车" * 9000])
def test_a_long_text_is_cut(text: str) -> None:
    cut = short(text)
    assert len(cut) <= LONGEST + 2
    assert cut.endswith(" …")
    assert len(said("contact", **call(summary=text))) < 300


def test_a_text_of_the_longest_kind_is_not_cut() -> None:
    assert short("x" * LONGEST) == "x" * LONGEST
    assert (short(None), short(" \n ")) == ("", "")


def test_words() -> None:
    assert [words(code) for code in ("follow_up", "video_call", "email", None)] == [
        "follow-up",
        "video call",
        "e-mail",
        "",
    ]
