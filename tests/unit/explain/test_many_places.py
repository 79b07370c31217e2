"""Many open places: asked about by kind, counted where left out, and tried within bounds."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from disposition import Decision, Lot, load_policy_text
from disposition.explain import what_if
from disposition.explain.document.document import decision_schema
from disposition.explain.what_if.questions import MOST_EFFORT, MOST_QUESTIONS
from disposition.facts.observation import MOST_OF_A_KIND, Few, absent, why_unknown
from support.shipped import POLICY

FEW, MANY = MOST_OF_A_KIND, MOST_OF_A_KIND + 1
SEVERITY = "$.inspection.defects[{}].severity"
PLAN = {
    "standard": "iso2859-1",
    "level": "II",
    "state": "normal",
    "type": "single",
    "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
}


def _lot(**inspection: Any) -> Lot:
    found = {"sample_size": 125, "plan": PLAN, "defects": [], "checks": [], **inspection}
    return Lot.from_dict({"lot": {"quantity": 3200}, "inspection": found})


def _decide(lot: Lot) -> Decision:
    return POLICY.decide(lot, engine="compiled")


def _unclassified(number: int) -> Lot:
    return _lot(defects=[{"code": f"C{at}", "units": 1} for at in range(number)])


def test_a_few_places_of_a_kind_are_all_asked_about() -> None:
    document = _decide(_unclassified(FEW)).to_dict()
    places = [each["place"] for each in document["questions"]]
    assert [SEVERITY.format(at) in places for at in range(FEW)] == [True] * FEW
    assert "others" not in str(document)


def test_of_a_kind_with_many_places_the_first_is_asked_about_and_the_rest_counted() -> None:
    decision = _decide(_unclassified(MANY))
    (asked,) = [each for each in decision.questions if "severity" in (each.place or "")]
    assert (asked.place, asked.about) == (SEVERITY.format(0), "How bad the defect is: C0")
    assert asked.others == MANY - 1
    assert asked.would_decide
    told = next(each for each in decision.missing if each.fact == "defects.critical.present")
    assert (told.absent, told.others) == ((SEVERITY.format(0),), MANY - 1)


def test_one_question_of_a_kind_waits_for_the_facts_of_all_its_places() -> None:
    checks = [{"name": f"c{at}", "category": "safety"} for at in range(MANY - 1)]
    decision = _decide(_lot(checks=[*checks, {"name": "last", "category": "regulatory"}]))
    (asked,) = [each for each in decision.questions if "checks" in (each.place or "")]
    assert set(asked.facts) >= {"checks.safety.all_passed", "checks.regulatory.all_passed"}


def test_what_is_left_out_is_said_in_the_document_in_words_and_in_html() -> None:
    decision = _decide(_unclassified(1200))
    document = decision.to_dict()
    assert 1199 in [each.get("others") for each in document["questions"]]
    Draft202012Validator(decision_schema()).validate(document)
    assert Decision.from_dict(document).to_dict() == document
    assert "goes to $.inspection.defects[0].severity, and 1,199 more places like it" in " ".join(
        decision.explain().split()
    )
    assert "and 1,199 more places like it" in decision._repr_html_()
    assert "more places like it" in decision.explain(in_full=True)


def test_questions_beyond_the_most_are_counted() -> None:
    open_everywhere = [{} for _ in range(FEW)]
    plans = [{"name": f"p{at}"} for at in range(FEW)]
    decision = _decide(_lot(defects=open_everywhere, checks=open_everywhere, plans=plans))
    document = decision.to_dict()
    assert len(document["questions"]) == MOST_QUESTIONS
    assert document["not_asked"] == decision.rationale.not_asked > 0
    Draft202012Validator(decision_schema()).validate(document)
    assert Decision.from_dict(document).to_dict() == document
    said = f"and {decision.rationale.not_asked:,} more questions"
    assert said in decision.explain()
    assert said in decision._repr_html_()


@pytest.mark.parametrize("number", [-1, 0, True, "3", None])
def test_a_count_of_what_was_left_out_is_a_whole_number(number: object) -> None:
    document = _decide(_unclassified(MANY)).to_dict()
    document["questions"][0]["others"] = number
    with pytest.raises(ValueError, match="expected a whole number from 1"):
        Decision.from_dict(document)
    assert not Draft202012Validator(decision_schema()).is_valid(document)


def test_a_large_document_is_tried_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = 0
    put = what_if.questions.put

    def counting(*given: Any) -> Lot | None:
        nonlocal tries
        tries += 1
        return put(*given)

    monkeypatch.setattr(what_if.questions, "put", counting)
    for number in (MANY, 20 * MANY, 400 * MANY):
        tries = 0
        questions = _decide(_unclassified(number)).questions
        assert tries * number * 4 <= MOST_EFFORT
        assert questions
    assert any(not each.would_decide for each in questions)


JOINED = """
policy: joined
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
facts:
  custom.l: {list: {a: {type: integer}, b: {type: integer}, done: {type: boolean}}}
  custom.pairs: {is: count(y for x in custom.l for y in custom.l if x.a + y.a == x.b + y.b + 1)}
  custom.twice: {is: 2 * custom.pairs}
  custom.done: {is: all(x.done for x in custom.l)}
rules:
  many: {permit: accept, when: custom.twice > 6, because: x, source: s}
  done: {permit: accept, when: custom.done, because: x, source: s}
"""


@pytest.mark.parametrize(
    ("items", "most", "tried"),
    [
        ([{"a": 1}] * 20, 400_000, {"b": 18, "done": 2}),
        ([{"a": 1}] * 20, 4_000, {"b": 10, "done": 2}),
        ([{"a": 1}] * 70, 4_000, {"b": 1, "done": 2}),
        ([{}] * 20, 4_000, {"a": 10, "done": 2}),
    ],
    ids=["few pairs", "many", "more than may be", "nothing left for another"],
)
def test_pairs_of_items_are_counted_where_a_list_is_joined_with_itself(
    items: list[Any], most: int, tried: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: dict[str, int] = {}

    def refusing(_lot: Lot, path: str, _answer: object) -> None:
        key = path.rpartition(".")[2]
        tries[key] = tries.get(key, 0) + 1

    monkeypatch.setattr(what_if.questions, "put", refusing)
    monkeypatch.setattr(what_if.questions, "MOST_STEPS", most)
    decision = load_policy_text(JOINED).decide(Lot.from_dict({"custom": {"l": items}}))
    assert {f"$.custom.l[0].{key}" for key in tried} <= {each.place for each in decision.questions}
    assert tries == tried


def test_every_absent_place_can_still_be_named() -> None:
    lot = _unclassified(MANY)
    places = absent(lot, "defects.critical.present")
    assert [SEVERITY.format(at) in places for at in range(MANY)] == [True] * MANY
    words = why_unknown(lot, "defects.critical.present")
    assert words == f"not stated: `{SEVERITY.format(0)}`, and {MANY - 1} more places like these"


def test_few_counts_each_kind_by_itself() -> None:
    kinds = {"$.a": (), "$.b[].c": range(FEW), "$.d[].e": range(5, 5 + MANY)}
    few = Few.of(kinds)
    assert few.places == ("$.a", *(f"$.b[{at}].c" for at in range(FEW)), "$.d[5].e")
    assert few.others == MANY - 1
