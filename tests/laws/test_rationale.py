"""Laws of what is said of a decision, for random policies and facts, and for random lots."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from disposition import Decision, Lot, load_policy
from disposition.decision import PolicyReference
from disposition.engines import make_engine
from disposition.explain.documents import decision_schema
from disposition.explain.reasoning import Prepared, Reasoning
from disposition.explain.relevance import basis_of
from disposition.facts import CATALOGUE as REAL_FACTS
from disposition.facts import observe
from disposition.facts.kinds import Kind, Value
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Combination, truth
from strategies import lots
from support.policies import CATALOGUE, facts_for, policies

ENGINES = ("compiled", "durable")
VALIDATOR = Draft202012Validator(decision_schema())
Facts = Mapping[str, Value | None]


@frozen
class Given:
    """Facts without a document."""

    facts: Facts

    def observe(self, paths: Iterable[str]) -> dict[str, Value | None]:
        return {path: self.facts.get(path) for path in paths}

    def absent(self, path: str) -> tuple[str, ...]:
        return (f"$.{path}",)

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
        Reasoning(
            Prepared(policy, combination, made, CATALOGUE), Given(facts), facts, truths, conclusion
        ),
    )


@given(policies(), st.data())
def test_what_a_condition_rests_on_suffices_for_its_truth(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    facts = data.draw(facts_for(policy))
    for condition in policy.conditions:
        held, paths = basis_of(condition, policy)(facts)
        assert held is truth(condition, facts, policy)
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
    text, other = (_decide(policy, facts, engine).to_json() for engine in ENGINES)
    assert text == other
    document = json.loads(text)
    VALIDATOR.validate(document)
    assert Decision.from_dict(document).to_json() == text


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
    text, other = (POLICY.decide(lot, engine=engine).to_json() for engine in ENGINES)
    assert text == other
    document = json.loads(text)
    VALIDATOR.validate(document)
    again = Decision.from_dict(document)
    assert again.to_json() == text
    assert again.explain(in_full=True) == POLICY.decide(lot).explain(in_full=True)


POLICY = load_policy()


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
