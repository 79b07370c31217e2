"""What looking into an argument showed last is what counts, topic by topic."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from disposition.facts import Lot, absent, observe, why_unknown

MISTAKEN, ON = "assessments.mistaken", "assessments.mistaken_on"
COST, TIME = ("cost", "finding_mistaken"), ("time", "finding_mistaken")


def lot(*assessments: tuple[str | None, str | None]) -> Lot:
    listed = [
        {"on": f"2026-11-{on}", "topic": topic, "shows": shows}
        for on, (topic, shows) in enumerate(assessments, start=20)
    ]
    return Lot.from_dict({"as_of": "2026-11-30", "case": {"assessments": listed}})


@pytest.mark.parametrize(
    ("assessments", "mistaken", "on"),
    [
        ([], False, None),
        ([COST], True, "2026-11-20"),
        ([COST, ("cost", "finding_stands")], False, None),
        ([COST, ("cost", "open_to_both")], False, None),
        ([("cost", "finding_stands"), COST], True, "2026-11-21"),
        ([COST, ("time", "finding_stands")], True, "2026-11-20"),
        ([COST, TIME, ("cost", "finding_stands")], True, "2026-11-21"),
        ([COST, TIME, ("time", "finding_stands")], True, "2026-11-20"),
        ([COST, ("cost", "finding_stands"), COST], True, "2026-11-22"),
    ],
)
def test_the_last_word_on_a_topic_counts(assessments: Any, mistaken: bool, on: str | None) -> None:
    found = observe(lot(*assessments), [MISTAKEN, ON])
    assert found[MISTAKEN] is mistaken
    assert str(found[ON]) == str(on)
    assert bool(why_unknown(lot(*assessments), ON)) == (on is None)


SHOWN = ("finding_mistaken", "finding_stands")


def test_it_is_known_exactly_when_what_is_absent_cannot_change_it() -> None:
    told = list(product(("cost", "time", None), (*SHOWN, None)))
    for listed in product(told, repeat=2):
        fills = product(*(
            product([topic] if topic else ["cost", "time"], [shows] if shows else SHOWN)
            for topic, shows in listed
        ))  # fmt: skip
        possible = {observe(lot(*each), [MISTAKEN])[MISTAKEN] for each in fills}
        found = observe(lot(*listed), [MISTAKEN])[MISTAKEN]
        assert found is None or possible == {found}, listed
        if found is None:
            assert len(possible) == 2, listed
            assert absent(lot(*listed), MISTAKEN), listed
