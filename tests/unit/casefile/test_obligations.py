"""Obligations in force: what keeps the goods, what proves it, and when it ends."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from disposition.casefile.lifecycle.obligations import InForce, in_force
from disposition.casefile.lifecycle.projection import lot_of
from disposition.casefile.log.effective import effective_events
from disposition.facts import observe
from disposition.facts.lot import Lot
from support.case_entries import Entries, call, day, decision_document, toy

HELD = {"before": "release", "proved_by": ["document"]}
EVERY_UNIT = {
    "before": "release",
    "proved_when": "case.reinspections > 0 and inspection.sample_size >= lot.quantity",
}


def duty(do: str, **more: Any) -> dict[str, Any]:
    """Return an obligation as a decision document holds it."""
    plain = {"what": "", "by": "", "due": None, "applies": "yes", "waits_for": [], "because": ""}
    return {"do": do, **plain, "rule": f"rule-{do}", "source": "", "clause": None, **more}


def decision(outcome: str, *duties: dict[str, Any], status: str = "decided") -> dict[str, Any]:
    """Return a decision document with what it requires."""
    return decision_document(outcome, obligations=list(duties), status=status)


def again(entries: Entries, on: int, sample: int = 125) -> Entries:
    """Write a re-inspection that finds nothing."""
    found = {"sample_size": sample, "defects": [], "checks": []}
    return entries.add("reinspection", on, inspector="Wu", inspection=found)


def held(entries: Entries, on: int = 30) -> dict[str, InForce]:
    """Return the obligations in force on a day, by their codes."""
    happened = effective_events(entries.all, day(on))
    return {each.obligation.do: each for each in in_force(happened, lot_of(happened, day(on)))}


def keeping(entries: Entries, on: int = 30) -> set[str]:
    """Return the codes of what keeps the goods on a day."""
    return {do for do, each in held(entries, on).items() if each.keeps_goods}


def settle(entries: Entries, kind: str, do: str, on: int, **data: Any) -> Entries:
    """Write an entry that names a code under `settles`."""
    from attrs import evolve

    entries.add(kind, on, **data)
    entries.all = (*entries.all[:-1], evolve(entries.all[-1], settles=(do,)))
    return entries


# --- what proves it ------------------------------------------------------------------------------

SEEN = {"before": "release", "proved_by": ["progress", "document"]}
LOOKS = [
    ({"way": "photos", "photos": 1}, True),
    ({"way": "photos", "checkpoints": [{"finding": "a", "result": "pass", "photos": 1}]}, True),
    ({"way": "on_site_visit"}, True),
    ({"way": "photos"}, False),
    ({"way": "photos", "checkpoints": [{"finding": "a", "result": "pass"}]}, False),
    ({"way": "checklist"}, False),
    ({"way": "checklist", "checkpoints": [{"finding": "label", "result": "pass"}]}, True),
    ({"way": "message"}, False),
    ({"way": "checklist", "checkpoints": [{"finding": "label", "result": "fail"}]}, False),
    ({"way": "on_site_visit", "checkpoints": [{"finding": "a", "result": "pending"}]}, False),
]


@pytest.mark.parametrize(("look", "proves"), LOOKS)
def test_a_look_proves_nothing_that_it_did_not_see_put_right(
    look: dict[str, Any], proves: bool
) -> None:
    decided = decision("concession", duty("correct", **SEEN))
    entries = Entries().add("decision", 19, decision=decided)
    settle(entries, "progress", "correct", 20, **look)
    assert keeping(entries) == (set() if proves else {"correct"})
    # The last one counts: a paper after it proves, and it takes back what a paper before it proved.
    settle(entries, "document", "correct", 21, paper="other")
    assert keeping(entries) == set()
    settle(entries, "progress", "correct", 22, **look)
    assert keeping(entries) == (set() if proves else {"correct"})


def test_what_was_only_talked_over_is_no_agreement_that_proves() -> None:
    asked = duty("explain", before="release", proved_by=["agreement"])
    case = Entries().add("decision", 19, decision=decision("accept", asked))
    settle(case, "agreement", "explain", 20, scope="concession", consent=False)
    assert keeping(case) == {"explain"}
    settle(case, "agreement", "explain", 20, scope="concession", consent=True)
    assert keeping(case) == set()


def test_a_proof_of_before_more_was_found_is_one_of_less() -> None:
    held = decision("accept", duty("explain", **HELD))
    found = copy.deepcopy(toy()["inspection"]["defects"])
    case = Entries().add("decision", 19, decision=held)
    settle(case, "document", "explain", 20, paper="other")
    told_more = {"because": "counted again", "inspection": {"evidence": {"photos": 9}}}
    case.add("correction", 21, **told_more).add("decision", 21, decision=held)
    assert keeping(case) == set()
    found[0]["units"] += 1
    case.add("correction", 22, because="one more", inspection={"defects": found})
    case.add("decision", 22, decision=held)
    assert keeping(case) == {"explain"}
    settle(case, "document", "explain", 22, paper="other")
    assert keeping(case) == set()


def test_an_entry_of_a_kind_that_settles_the_code_proves_it() -> None:
    case = Entries().add("decision", 19, decision=decision("accept", duty("explain", **HELD)))
    assert keeping(case) == {"explain"}
    settle(case, "document", "explain", 20, paper="other")
    assert keeping(case) == set()
    assert keeping(case, 19) == {"explain"}, "it was not proved the day before"


@pytest.mark.parametrize(
    ("kind", "do", "data"),
    [
        ("document", "something-else", {"paper": "other"}),
        ("progress", "explain", {"way": "message"}),
        ("contact", "explain", call()),
    ],
)
def test_nothing_else_proves_it(kind: str, do: str, data: dict[str, Any]) -> None:
    case = Entries().add("decision", 19, decision=decision("accept", duty("explain", **HELD)))
    settle(case, kind, do, 20, **data)
    assert keeping(case) == {"explain"}


def test_saying_so_proves_it_only_where_the_policy_takes_a_word_for_it() -> None:
    for kinds, kept in ((["document"], {"explain"}), (["done", "document"], set())):
        asked = duty("explain", before="release", proved_by=kinds)
        case = Entries().add("decision", 19, decision=decision("accept", asked))
        assert keeping(case.add("done", 20, do="explain")) == kept


def test_what_was_written_before_it_was_required_proves_nothing() -> None:
    case = settle(Entries(), "document", "explain", 19, paper="other")
    case.add("decision", 19, decision=decision("accept", duty("explain", **HELD)))
    assert keeping(case) == {"explain"}


@pytest.mark.parametrize("kind", ["document", "done"])
@pytest.mark.parametrize(
    ("do", "settled"), [("send-report", True), ("share-report", True), ("share-draft", False)]
)
def test_what_settles_a_step_by_the_name_it_once_had_counts(
    kind: str, do: str, settled: bool
) -> None:
    asked = decision("rework", duty("share-report"), duty("send-report"))
    case = Entries().add("decision", 19, decision=asked)
    if kind == "done":
        case.add("done", 20, do=do)
    else:
        settle(case, "document", do, 20, paper="inspection_report")
    assert {each.settled for each in held(case).values()} == {settled}


def test_a_withdrawn_proof_is_none() -> None:
    case = Entries().add("decision", 19, decision=decision("accept", duty("explain", **HELD)))
    settle(case, "document", "explain", 20, paper="other")
    assert keeping(case.add("withdrawn", 21, entry=3, because="another lot")) == {"explain"}


def test_a_condition_is_looked_at_on_the_day() -> None:
    asked = duty("agree", before="release", proved_when="agreement.in_force and agreement.consent")
    case = Entries().add("decision", 19, decision=decision("accept", asked))
    case.add("agreement", 20, scope="concession", consent=True)
    assert keeping(case) == set()
    case.add("agreement", 21, scope="concession", consent=False)
    assert keeping(case) == {"agree"}, "it was taken back"


def test_what_is_not_known_keeps_the_goods() -> None:
    asked = duty("agree", before="release", proved_when="agreement.compensation > 0")
    case = Entries().add("decision", 19, decision=decision("accept", asked))
    case.add("agreement", 20, scope="concession", consent=True)
    assert held(case)["agree"].proved is None
    assert keeping(case) == {"agree"}


def test_what_may_apply_keeps_the_goods_until_it_is_proved() -> None:
    asked = duty("explain", applies="maybe", waits_for=["lot.regulated"], **HELD)
    case = Entries().add("decision", 19, decision=decision("accept", asked))
    assert held(case)["explain"].proved is None
    settle(case, "document", "explain", 20, paper="other")
    assert keeping(case) == set()


UNREADABLE = ["no.such_fact", "1 <", "lot.quantity", "\x00", "x" * 5000, "max(1, lot.quantity) > 0"]


@pytest.mark.parametrize("condition", UNREADABLE)
def test_a_condition_that_cannot_be_read_here_proves_nothing(condition: str) -> None:
    asked = duty("explain", before="release", proved_when=condition)
    case = Entries().add("decision", 19, decision=decision("accept", asked))
    assert held(case)["explain"].proved is None


def test_decisions_from_before_there_were_proofs_hold_nothing_back() -> None:
    case = Entries().add("decision", 19, decision=decision("accept", duty("explain")))
    assert keeping(case) == set()
    assert held(case)["explain"].settled is False


# --- when it ends --------------------------------------------------------------------------------


def test_another_inspection_does_not_end_it() -> None:
    case = Entries().add("decision", 19, decision=decision("rework", duty("every", **EVERY_UNIT)))
    assert keeping(again(case, 21)) == {"every"}


def test_what_was_put_right_has_to_be_proved_even_if_the_later_decision_does_not_ask() -> None:
    case = Entries().add("decision", 19, decision=decision("rework", duty("every", **EVERY_UNIT)))
    again(case, 21).add("decision", 22, decision=decision("accept"))
    assert keeping(case) == {"every"}
    again(case, 23, sample=3200).add("decision", 24, decision=decision("accept"))
    assert keeping(case) == set()


def test_what_a_later_decision_asks_for_without_holding_the_goods_ends_no_hold() -> None:
    case = Entries().add("decision", 19, decision=decision("rework", duty("explain", **HELD)))
    again(case, 26).add("decision", 27, decision=decision("accept", duty("explain")))
    assert keeping(case) == {"explain"}
    settle(case, "document", "explain", 28, paper="other")
    assert keeping(case) == set()


def test_what_a_shipment_required_ends_with_a_later_decision_without_it() -> None:
    case = Entries().add("decision", 19, decision=decision("concession", duty("pay", **HELD)))
    assert keeping(again(case, 21)) == {"pay"}, "nothing was decided since"
    case.add("decision", 22, decision=decision("hold", status="needs_information"))
    assert keeping(case) == {"pay"}, "what could not be decided takes nothing back"
    case.add("decision", 23, decision=decision("accept"))
    assert keeping(case) == set()


def test_deciding_anew_on_the_same_inspection_ends_what_is_not_required_any_more() -> None:
    case = Entries().add("decision", 19, decision=decision("rework", duty("every", **EVERY_UNIT)))
    case.add("decision", 20, decision=decision("hold", status="needs_information"))
    assert keeping(case) == {"every"}, "what could not be decided takes nothing back"
    case.add("decision", 21, decision=decision("replacement", duty("explain", **HELD)))
    assert keeping(case) == {"explain"}


def test_a_decision_taken_again_keeps_the_proofs_of_what_it_requires_still() -> None:
    asked = decision("accept", duty("explain", **HELD))
    case = Entries().add("decision", 19, decision=asked)
    settle(case, "document", "explain", 20, paper="other").add("decision", 21, decision=asked)
    assert keeping(case) == set()
    case.add("decision", 22, decision=decision("accept")).add("decision", 23, decision=asked)
    assert keeping(case) == {"explain"}, "it was not required for a while, and is required anew"


def test_a_second_round_asks_for_its_own_proof() -> None:
    asked = decision("rework", duty("correct", before="release", proved_by=["progress"]))
    case = Entries().add("decision", 19, decision=asked)
    settle(case, "progress", "correct", 20, way="on_site_visit")
    again(case, 21).add("decision", 22, decision=asked)
    assert keeping(case) == {"correct"}


def test_what_holds_nothing_back_stays_until_a_later_decision() -> None:
    case = Entries().add("decision", 19, decision=decision("rework", duty("thank")))
    assert set(held(again(case, 21))) == {"thank"}
    assert held(case.add("done", 22, do="thank"))["thank"].settled
    case.add("decision", 23, decision=decision("accept"))
    assert set(held(case)) == set()


# --- the facts -----------------------------------------------------------------------------------


def test_the_lot_document_of_a_case_tells_them() -> None:
    asked = decision("accept", duty("explain", **HELD), duty("thank"))
    case = Entries().add("decision", 19, decision=asked)
    happened = effective_events(case.all, day(20))
    lot = lot_of(happened, day(20))
    assert lot.to_dict()["case"]["obligations"] == [
        {"do": "explain", "rule": "rule-explain", "proved": False}
    ]
    assert observe(lot, ("obligations.unproved", "obligations.unproved_list")) == {
        "obligations.unproved": 1,
        "obligations.unproved_list": "explain (rule-explain)",
    }


@pytest.mark.parametrize(
    ("listed", "count"),
    [
        (None, None),
        ([], 0),
        ([{"proved": True}], 0),
        ([{"proved": False}, {"proved": True}], 1),
        ([{"proved": False}, {"do": "x"}], None),
    ],
)
def test_how_many_are_not_proved(listed: Any, count: int | None) -> None:
    lot = Lot.from_dict({"case": {"obligations": listed}})
    assert observe(lot, ("obligations.unproved",)) == {"obligations.unproved": count}
