"""Documents with many items: work that is done once, and sums that agree with slow definitions."""

from __future__ import annotations

import difflib
import operator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition import Decision, Lot, LotError, load_policy, sampling
from disposition.casefile import EntryError
from disposition.casefile.log.entry_data import read_data
from disposition.documents.reporting import MOST_PROBLEMS
from disposition.errors import MOST_SUGGESTIONS, DecisionError
from disposition.facts import CATALOGUE, observe
from disposition.facts.attribution import Matching, Name, Segments
from disposition.facts.document.case_events import ARGUED, EVIDENCE, Argument
from disposition.facts.document.lot_document import Defect, Segment
from disposition.facts.native.arguments import rank, turns

MANY = 3 * MOST_PROBLEMS


class Counter:
    """Calls a function, and counts how often."""

    def __init__(self, function: Any) -> None:
        self.function = function
        self.calls = 0

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.calls += 1
        return self.function(*given, **named)


# --- suggestions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "hint"),
    [
        ({f"lots{at}": 1 for at in range(MANY)}, "did you mean `lot`?"),
        (
            {"inspection": {"defects": [{f"severtyx{at}": 1} for at in range(MANY)]}},
            "did you mean `severity`?",
        ),
        (
            {"inspection": {"defects": [{"severity": "majr"}] * MANY}},
            "did you mean `major`?",
        ),
        (
            {
                "inspection": {
                    "plans": [{"name": f"plan {at}", "sample_size": 3} for at in range(MANY)],
                    "defects": [{"plan": f"plam {at}"} for at in range(MANY)],
                }
            },
            "did you mean `plan 0`?",
        ),
        (
            {
                "inspection": {
                    "segments": [{"sku": f"Red {at}"} for at in range(MANY)],
                    "defects": [{"sku": f"rad {at}"} for at in range(MANY)],
                }
            },
            "did you mean `Red 0`?",
        ),
    ],
    ids=["keys", "keys of items", "words", "plans", "segments"],
)
def test_no_more_suggestions_are_looked_for_than_are_shown(
    document: dict[str, Any], hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter(difflib.get_close_matches)
    monkeypatch.setattr(difflib, "get_close_matches", counter)
    with pytest.raises(LotError) as refused:
        Lot.from_dict(document)
    shown = refused.value.problems
    assert len(shown) == MOST_PROBLEMS + 1
    assert shown[0].hint == hint
    assert shown[MOST_PROBLEMS - 1].hint
    assert f"{MANY - MOST_PROBLEMS:,} more" in shown[-1].message
    assert counter.calls <= MOST_SUGGESTIONS + 1  # one by the fast way, which gives up at once


def test_a_decision_document_and_an_entry_with_many_problems_are_refused_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counter = Counter(difflib.get_close_matches)
    monkeypatch.setattr(difflib, "get_close_matches", counter)
    keys = {f"outcome{at}": 1 for at in range(MANY)}
    with pytest.raises(DecisionError) as refused:
        Decision.from_dict(keys)
    assert refused.value.problems[0].hint == "did you mean `outcome`?"
    assert len(refused.value.problems) == MOST_PROBLEMS + 1
    lots = {f"reasn{at}": 1 for at in range(MANY)}
    with pytest.raises(EntryError) as refused_entry:
        read_data("closed", lots, date(2026, 11, 20))
    assert len(refused_entry.value.problems) == MOST_PROBLEMS + 1
    assert counter.calls <= 2 * MOST_SUGGESTIONS


def test_suggestions_are_not_used_up_by_what_was_read_before() -> None:
    for _ in range(2 * MOST_SUGGESTIONS):
        with pytest.raises(LotError) as refused:
            Lot.from_dict({"lott": 1})
        assert refused.value.problems[0].hint == "did you mean `lot`?"


# --- a history is gone through once --------------------------------------------------------------


def test_a_history_is_gone_through_once_for_all_facts_and_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counter = Counter(sampling.follow)
    monkeypatch.setattr(sampling, "follow", counter)
    history = [{"accepted": at % 9 != 0} for at in range(50)]
    document = {
        "inspection": {"plan": {"standard": "iso2859-1"}},
        "supplier": {"history": history},
    }
    lot = Lot.from_dict(document)
    decision = load_policy().decide(lot, engine="compiled")
    assert decision.questions
    observe(lot, CATALOGUE)
    assert counter.calls == len(history)


def test_a_history_that_cannot_be_is_refused_each_time() -> None:
    document = {"supplier": {"history": [{"correction": "new tools"}]}}
    messages = []
    for _ in range(2):
        with pytest.raises(LotError) as refused:
            Lot.from_dict(document)
        messages.append(str(refused.value))
    assert messages[0] == messages[1]
    assert "nothing to resume" in messages[0]


# --- which segment a line belongs to -------------------------------------------------------------

_WORDS = st.sampled_from([None, "a", "b", "c"])
_NAMES = st.lists(st.tuples(_WORDS, _WORDS), max_size=7)


def _fit(one: Name, other: Name) -> bool:
    return all(
        None in {mine, yours} or mine == yours for mine, yours in zip(one, other, strict=True)
    )


@given(_NAMES, _NAMES)
def test_segments_are_found_by_name_as_by_looking_at_each(
    listed: list[Name], sought: list[Name]
) -> None:
    segments = [Segment(sku=sku, batch=batch) for sku, batch in listed]
    found = Segments(segments)
    for sku, batch in sought:
        defect = Defect(sku=sku, batch=batch)
        places = [at for at, name in enumerate(listed) if _fit(name, (sku, batch))]
        assert found.how_many(defect) == len(places)
        assert found.only(defect) == (places[0] if len(places) == 1 else None)


@given(_NAMES, _NAMES)
def test_totals_by_name_are_those_of_all_that_fit(added: list[Name], sought: list[Name]) -> None:
    totals = Matching(0, operator.add)
    for power, name in enumerate(added):
        totals.add(name, 2**power)
    for name in sought:
        fit = [2**power for power, other in enumerate(added) if _fit(name, other)]
        assert totals.may_be_of(name) == sum(fit)


# --- how arguments follow one another ------------------------------------------------------------


@given(
    st.lists(
        st.builds(
            Argument,
            topic=st.sampled_from([None, *ARGUED[:3]]),
            evidence=st.sampled_from([None, *EVIDENCE]),
        ),
        max_size=8,
    )
)
def test_an_argument_stands_to_all_before_it(arguments: list[Argument]) -> None:
    for at, turn in enumerate(turns(arguments)):
        earlier = [rank(each) for each in arguments[:at] if each.topic == turn.argument.topic]
        assert turn.argument is arguments[at]
        assert turn.last is (arguments[at - 1] if at else None)
        assert turn.deepens == (bool(earlier) and rank(turn.argument) > max(earlier))
        assert turn.repeats == (bool(earlier) and rank(turn.argument) <= max(earlier))
