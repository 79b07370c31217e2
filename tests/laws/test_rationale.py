"""Laws of what is said of a decision, for random policies and facts, and for random lots."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from attrs import frozen
from hypothesis import given, reject
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from disposition import Decision, Lot
from disposition.decision import PolicyReference
from disposition.documents.scalars import RefusalError
from disposition.engines import make_engine
from disposition.errors import LotError
from disposition.explain.document.document import decision_schema
from disposition.explain.document.rationale import Question
from disposition.explain.inference import Prepared
from disposition.explain.reasoning import Reasoning
from disposition.explain.relevance import FEW, Basis
from disposition.facts import CATALOGUE as REAL_FACTS
from disposition.facts import observe
from disposition.facts.missing_inputs import OpenPlace, place_at, put
from disposition.facts.observation import Few, Kinds
from disposition.language.types import Kind, Value
from disposition.policy.model import CheckedPolicy
from disposition.sampling import AQLS
from disposition.semantics import Combination, truth
from strategies import lot_documents, lots
from support.engines import TWO_ENGINES
from support.policies import CATALOGUE, facts_for, policies
from support.shipped import POLICY

VALIDATOR = Draft202012Validator(decision_schema())
Facts = Mapping[str, Value | None]


@frozen
class Given:
    """Facts without a document."""

    values: Facts
    lot: None = None

    def value(self, path: str) -> Value | None:
        return self.values.get(path)

    def absent(self, path: str) -> Few:
        return Few((f"$.{path}",))

    def open_kinds(self, path: str) -> Kinds:  # noqa: ARG002 - the same for every path
        return {}

    def why_unknown(self, path: str) -> str:
        return f"nobody said {path}"


def _decide(policy: CheckedPolicy, facts: Facts, engine: str) -> Decision:
    made = make_engine(engine, policy)
    combination = Combination.of(policy)
    truths = made.truths(facts)
    conclusion = combination.conclude(truths)
    ships = {each.id: each.ships.value for each in policy.outcomes}
    return Decision(
        conclusion.outcome,
        "A title",
        conclusion.status.value,
        ships.get(conclusion.outcome, "none"),
        conclusion.candidate,
        None,
        None,
        PolicyReference("drawn", "1", "sha256:0"),
        Reasoning(Prepared(policy, combination, made), Given(facts), facts, truths, conclusion),
    )


@given(policies(), st.data())
def test_what_a_condition_rests_on_suffices_for_its_truth(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    facts = data.draw(facts_for(policy))
    for condition in policy.conditions:
        held = truth(condition, facts, policy)
        basis = Basis(condition, policy)
        paths, *_, written = [[*basis[held](facts, facts).items()] for _ in range(FEW + 1)]
        assert written == paths
        paths = [path for path, _ in paths]
        if held is not None:
            only = {path: facts[path] if path in paths else None for path in facts}
            assert truth(condition, only, policy) is held
        else:
            assert any(facts[path] is None for path in paths)


@given(policies(), st.data())
def test_engines_give_the_same_document_and_it_comes_back(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    facts = data.draw(facts_for(policy))
    text, other = (_decide(policy, facts, engine).to_json() for engine in TWO_ENGINES)
    assert text == other
    document = json.loads(text)
    VALIDATOR.validate(document)
    assert Decision.from_dict(document).to_json() == text


@given(policies(), st.data())
def test_what_moves_outcomes_alone_concludes_the_same(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    facts = data.draw(facts_for(policy))
    made, combination = make_engine("reference", policy), Combination.of(policy)
    deciding = Prepared(policy, combination, made).deciding
    assert deciding.combination.conclude(deciding.engine.truths(facts)) == combination.conclude(
        made.truths(facts)
    )


@given(policies(), st.data())
def test_an_undecided_lot_names_what_is_missing(policy: CheckedPolicy, data: st.DataObject) -> None:
    facts = data.draw(facts_for(policy))
    decision = _decide(policy, facts, "compiled")
    missing = [each.fact for each in decision.missing]
    assert bool(missing) == (decision.status == "needs_information")
    assert all(facts[path] is None for path in missing)


@given(policies(), st.data())
def test_each_value_of_a_range_decides_what_the_range_says(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    facts = data.draw(facts_for(policy))
    decision = _decide(policy, facts, "compiled")
    for missing in decision.missing:
        if not missing.would_decide:
            continue
        kind = CATALOGUE[missing.fact].type.kind
        assumed = data.draw(facts_for(policy).map(lambda drawn: drawn.get(missing.fact)))  # noqa: B023 - drawn at once
        if assumed is None or _is_negative(assumed):
            continue
        (said,) = [each for each in missing.would_decide if _covers(each.value, assumed, kind)] or [
            each for each in missing.would_decide if "anything else" in each.value
        ]
        then = _decide(policy, {**facts, missing.fact: assumed}, "compiled")
        assert (said.outcome, said.status) == (then.outcome, then.status)


_NUMBERS = [
    *(("lot", "quantity"), ("inspection", "sample_size"), ("inspection", "date")),
    *(("shipment", key) for key in ("ship_by", "rework_days", "reinspection_days")),
    *(("supplier", key) for key in ("lots_inspected", "lots_rejected", "consecutive_rejected")),
    *(("contract", "notice_days"), ("as_of",)),
]


@st.composite
def _lacking_little(draw: st.DrawFn) -> Lot:
    """Draw a lot that lacks one or two numbers, so that answers to them decide something."""
    document = draw(lot_documents())
    lines = len(document["inspection"]["defects"])
    units = [("inspection", "defects", index, "units") for index in range(lines)]
    places = st.lists(st.sampled_from([*_NUMBERS, *units]), min_size=1, max_size=2, unique=True)
    for *above, key in draw(places):
        part = document
        for step in above:
            part = part[step]
        part[key] = None
    try:
        return Lot.from_dict(document)
    except LotError:  # units that nobody counted are at least one, which can be too many
        reject()


@given(st.one_of(_lacking_little(), lots()), st.data())
def test_each_answer_decides_what_its_question_says(lot: Lot, data: st.DataObject) -> None:
    for question in POLICY.decide(lot, engine="compiled").questions:
        if question.place is None or not question.would_decide:
            continue
        place = place_at(lot, question.place)
        answer = data.draw(_answers(place, question, lot))
        said = [each for each in question.would_decide if _answered(each.value, answer, place)]
        told = put(lot, place.path, answer)
        if told is None:
            continue
        then = POLICY.decide(Lot.from_dict(told.to_dict()), engine="compiled")
        assert [(each.outcome, each.status) for each in said] in (
            [],  # not among those that were tried
            [(then.outcome, then.status)],
        )
        if place.scalar is not None and place.scalar.type.kind in (Kind.ENUM, Kind.BOOLEAN):
            assert len(said) == 1


def _answers(place: OpenPlace, question: Question, lot: Lot) -> st.SearchStrategy[Any]:
    """Draw an answer: any word, and numbers and days within and beside the ranges told."""
    if place.scalar is None:
        return st.just(())
    match place.scalar.type.kind:
        case Kind.BOOLEAN:
            return st.booleans()
        case Kind.ENUM:
            words = [each for each in place.scalar.type.values if each != place.stands]
            return st.sampled_from(words)
        case Kind.TEXT:
            labels = " or ".join(each.value for each in question.would_decide)
            return st.sampled_from([each.strip("`") for each in labels.split(" or ")])
        case kind if place.scalar.type.unit == "aql":
            return st.sampled_from((Decimal(0), *AQLS))
        case kind:
            words = [word for each in question.would_decide for word in each.value.split()]
            ends = [_read(word, kind) for word in words if word[-1].isdigit()]
            return st.one_of(
                _beside(kind, ends), _beside(kind, list(_own(lot, kind))), _anywhere(kind)
            ).filter(lambda value: _is_read(place, value))


def _beside(kind: Kind, ends: list[Value]) -> st.SearchStrategy[Value]:
    steps = st.sampled_from([-20, -3, -2, -1, 0, 1, 2, 3, 20])
    if not ends:
        return st.nothing()
    pairs = st.tuples(st.sampled_from(ends), steps)
    if kind is Kind.DATE:
        return pairs.map(lambda pair: pair[0] + timedelta(pair[1]))
    return pairs.map(lambda pair: (int if kind is Kind.INTEGER else Decimal)(pair[0] + pair[1]))


def _anywhere(kind: Kind) -> st.SearchStrategy[Value]:
    if kind is Kind.DATE:
        return st.dates(date(2025, 1, 1), date(2028, 1, 1))
    if kind is Kind.INTEGER:
        return st.one_of(st.integers(0, 200), st.integers(0, 10**7))
    return st.decimals(0, 100, places=2)


def _own(lot: Lot, kind: Kind) -> Iterator[Value]:
    given_ones = [path for path, spec in REAL_FACTS.items() if spec.given]
    for value in observe(lot, given_ones).values():
        if isinstance(value, bool) or not isinstance(value, int | Decimal | date):
            continue
        if isinstance(value, date) == (kind is Kind.DATE):
            yield value


def _is_read(place: OpenPlace, value: Any) -> bool:
    plain = value.isoformat() if isinstance(value, date) else value
    try:
        return place.scalar is not None and place.scalar.read(plain) == value
    except RefusalError:
        return False


def _answered(label: str, answer: Any, place: OpenPlace) -> bool:
    """Read a label as a person does."""
    if place.scalar is None:
        return label == "an empty list" and answer == ()
    kind = place.scalar.type.kind
    return _covers(label, answer, kind)


def _is_negative(value: Value) -> bool:
    return isinstance(value, int | Decimal) and value < 0


def _covers(label: str, value: Value, kind: Kind) -> bool:
    """Read a label as a person does; `anything else` is what no other label covers."""
    if label == "any value":
        return True
    if kind in (Kind.TEXT, Kind.ENUM, Kind.BOOLEAN):
        shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        return (f"`{shown}`" if kind is Kind.TEXT else shown) in label.split(" or ")
    number = _number(value)
    match [_number(_read(word, kind)) if word[-1].isdigit() else word for word in label.split()]:
        case [low, "or", "more" | "later"]:
            return number >= low
        case [high, "or", "less" | "earlier"]:
            return number <= high
        case ["more", "than", low]:
            return number > low
        case ["less", "than", high]:
            return number < high
        case [low, "to", high]:
            return low <= number <= high
        case ["more" | "at", start, low, "and", "less" | "at", end, high]:
            above = number > low if start == "than" else number >= low
            return above and (number < high if end == "than" else number <= high)
        case [only]:
            return number == only
        case words:
            raise AssertionError(words)


def _read(text: str, kind: Kind) -> Value:
    if kind is Kind.DATE:
        return date.fromisoformat(text)
    return Decimal(text.replace(",", ""))


def _number(value: Value) -> Any:
    return value.toordinal() if isinstance(value, date) else value


@given(lots())
def test_a_decision_on_a_lot_is_the_same_by_both_engines_and_comes_back(lot: Lot) -> None:
    decision, other = (POLICY.decide(lot, engine=engine) for engine in TWO_ENGINES)
    text = decision.to_json()
    assert other.to_json() == text
    document = json.loads(text)
    VALIDATOR.validate(document)
    again = Decision.from_dict(document)
    assert again.to_json() == text
    assert again.explain(in_full=True) == other.explain(in_full=True)


@given(lots())
def test_only_days_can_be_below_zero(lot: Lot) -> None:
    numbers = {
        path: value
        for path, value in observe(lot, REAL_FACTS).items()
        if isinstance(value, int | Decimal) and REAL_FACTS[path].type.kind.is_number
    }
    below = {path for path, value in numbers.items() if value < 0}
    assert all(REAL_FACTS[path].type.unit == "days" for path in below)
    assert not any(REAL_FACTS[path].given for path in below)
