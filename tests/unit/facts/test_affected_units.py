"""Units and nonconformities are told apart: rates, what is severe, and what settles with money."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from disposition.errors import LotError
from disposition.facts import Lot, absent, observe, why_unknown
from disposition.facts.document.agreed_plans import SEVERITIES
from support.shipped import POLICY
from unit.facts.lots import ABSENT, defect, toy

PLAN, WORST = "inspection.plan", "inspection.nonconforming_units"
SIZE = 32
SERIOUS = [f"defects.serious.{name}" for name in ("at_least", "at_most", "found")]
RATES = ["defects.rate"] + [
    f"defects.{severity}.{name}" for severity in SEVERITIES for name in ("rate", "excess_rate")
]


def document(*lines: tuple[str | None, int | None], **changes: Any) -> dict[str, Any]:
    """Return a lot of which 32 units are inspected; up to 2 of a severity are accepted."""
    own = {name: {"sample_size": SIZE, "accept": 2} for name in SEVERITIES}
    named = {name.replace("__", "."): value for name, value in changes.items()}
    return toy(
        {
            "inspection.sample_size": SIZE,
            "inspection.segments": [],
            f"{PLAN}.aql": {},
            f"{PLAN}.custom": own,
            "inspection.defects": [
                defect(severity, units, category="cosmetic", reworkable=True)
                for severity, units in lines
            ],
        }
        | named
    )


def told(doc: dict[str, Any], paths: list[str]) -> list[Any]:
    return list(observe(Lot.from_dict(doc), paths).values())


def is_severe(doc: dict[str, Any]) -> bool | None:
    """Return whether the shipped policy calls the failure severe: a trial comes first then."""
    decision = POLICY.decide(Lot.from_dict(doc))
    trial = [each.applies for each in decision.obligations if each.do == "rework-trial-batch"]
    return {"yes": True, "maybe": None}[trial[0]] if trial else False


# --- how many units the lines are ---------------------------------------------------------------

TWO = (("major", 5), ("major", 4))


@pytest.mark.parametrize(
    ("lines", "changes", "units"),
    [
        ((), {}, [0, 0, 0]),
        ((("major", 5),), {}, [5, 5, 5]),
        (TWO, {}, [5, 9, None]),
        (TWO, {"inspection__plan__counting": "nonconforming_units"}, [5, 9, 9]),
        (TWO, {"inspection__plan__counting": "nonconformities"}, [1, 9, None]),
        ((("major", 20), ("major", 20)), {}, [20, 32, None]),
        ((("major", 40),), {"inspection__plan__counting": "nonconformities"}, [1, 32, None]),
        ((("critical", 5), ("major", 4)), {}, [5, 9, None]),
        # What the plan accepts, minor defects, other plans and lines of no unit count for nothing.
        ((("critical", 2), ("major", 4)), {}, [4, 4, 4]),
        ((("major", 2), ("minor", 9)), {}, [0, 0, 0]),
        ((("major", 3), ("major", 0)), {}, [3, 3, 3]),
        # Stated units settle it.
        (TWO, {"inspection__nonconforming_units": {"critical": 0, "major": 7}}, [5, 9, 7]),
        (TWO, {"inspection__nonconforming_units": {"major": 7}}, [5, 9, 7]),
        (
            (("critical", 5), ("major", 4)),
            {"inspection__nonconforming_units": {"critical": 5, "major": 1}},
            [5, 9, 6],
        ),
        # A unit with an accepted critical defect may have a major one as well.
        (
            (("critical", 2), *TWO),
            {"inspection__nonconforming_units": {"critical": 2, "major": 5}},
            [5, 9, None],
        ),
        # What is not known.
        ((("major", None),), {}, [None] * 3),
        ((("major", 5), (None, 1)), {}, [None] * 3),
        (TWO, {"inspection__sample_size": ABSENT}, [5, None, None]),
        ((("major", 5),), {"inspection__plan__custom": {}}, [None] * 3),
    ],
)
def test_the_units_that_lines_can_be(
    lines: Any, changes: dict[str, Any], units: list[int | None]
) -> None:
    assert told(document(*lines, **changes), SERIOUS) == units


def test_what_would_settle_it_is_asked_for() -> None:
    lot = Lot.from_dict(document(*TWO))
    counting = f"$.{PLAN}.counting"
    critical, major = f"$.{WORST}.critical", f"$.{WORST}.major"
    assert absent(lot, SERIOUS[2]) == (counting, major)
    counted = document(*TWO, inspection__plan__counting="nonconformities")
    assert absent(Lot.from_dict(counted), SERIOUS[2]) == (major,)
    for graver in (5, 2):  # as many as are rejected, and as are accepted
        with_both = Lot.from_dict(document(("critical", graver), *TWO))
        assert absent(with_both, SERIOUS[2]) == (counting, critical, major)
    only = Lot.from_dict(document(("critical", 5), ("critical", 4)))
    assert absent(only, SERIOUS[2]) == (counting, critical)
    assert absent(Lot.from_dict(document(("major", None))), SERIOUS[2]) == (
        "$.inspection.defects[0].units",
    )
    both = document(
        ("critical", 2),
        *TWO,
        inspection__plan__counting="nonconformities",
        inspection__nonconforming_units={"critical": 2, "major": 5},
    )
    assert "may have a major one as well" in why_unknown(Lot.from_dict(both), SERIOUS[2])


@pytest.mark.parametrize(
    ("stated", "places"),
    [
        ({"critical": 0, "major": 6, "minor": 2}, []),
        ({"major": 10}, ["major"]),
        ({"critical": 1}, ["critical"]),
        ({"critical": 0, "major": 4}, ["major"]),
        ({"critical": 0, "major": 5, "minor": 3}, ["minor"]),
        ({"major": 9, "minor": 30}, ["", "minor"]),
    ],
)
def test_stated_units_are_within_the_lines_and_the_sample(
    stated: dict[str, int], places: list[str]
) -> None:
    doc = document(*TWO, ("minor", 2), inspection__nonconforming_units=stated)
    try:
        Lot.from_dict(doc)
        found = []
    except LotError as error:
        found = [problem.where for problem in error.problems]
    assert found == [f"$.{WORST}.{place}".rstrip(".") for place in places]


def test_where_units_stand_once_stated_ones_are_the_sums() -> None:
    once = {"inspection__plan__counting": "nonconforming_units"}
    Lot.from_dict(
        document(*TWO, **once, inspection__nonconforming_units={"critical": 0, "major": 9})
    )
    with pytest.raises(LotError, match="8 units with critical or major defects, but"):
        Lot.from_dict(
            document(*TWO, **once, inspection__nonconforming_units={"critical": 0, "major": 8})
        )


# --- what is severe ------------------------------------------------------------------------------


def test_65_nonconformities_per_hundred_units_are_not_65_percent_of_the_units() -> None:
    """32 units at AQL 40 accept 21 nonconformities: more are no severe failure either."""
    limits = {"critical": "0", "major": "40", "minor": "40"}
    changes = {
        "inspection__plan__aql": limits,
        "inspection__plan__custom": {},
        "inspection__plan__level": "S-4",
    }
    for found in (21, 22, 31):
        doc = document(("major", found), **changes)
        assert is_severe(doc) is False
        assert told(doc, ["defects.major.rate", "defects.rate"]) == [None, None]
        assert "nonconformities" in why_unknown(Lot.from_dict(doc), "defects.major.rate")
    units = {"critical": 0, "major": 7}
    assert (
        is_severe(document(("major", 22), **changes, inspection__nonconforming_units=units))
        is False
    )


LINES = [0, 2, 3, 6, 7, 13, 32]


@pytest.mark.parametrize("counting", [ABSENT, "nonconforming_units", "nonconformities"], ids=str)
def test_severe_only_if_surely_so_and_open_only_if_it_depends(counting: object) -> None:
    """By hand: a fifth of 32 units, of the severities that the plan does not accept."""
    changes = {} if counting is ABSENT else {"inspection__plan__counting": counting}
    for critical, major in product(LINES, repeat=2):
        if counting == "nonconforming_units" and critical + major > SIZE:
            continue
        doc = document(("critical", critical), ("major", major), **changes)
        bad = [units for units in (critical, major) if units > 2]
        most = min(sum(bad), SIZE)
        least = {ABSENT: max(bad, default=0), "nonconformities": min(sum(bad), 1)}.get(
            counting, sum(bad)
        )
        expected = True if least * 5 >= SIZE else False if most * 5 < SIZE else None
        assert is_severe(doc) is expected, (critical, major)


def test_a_failure_is_never_severe_where_the_plan_of_each_severity_accepts() -> None:
    accepting = {name: {"sample_size": SIZE, "accept": 20} for name in SEVERITIES}
    for units in range(0, 21, 5):
        lines = [(severity, units) for severity in SEVERITIES]
        doc = document(*lines, inspection__plan__custom=accepting)
        assert told(doc, ["defects.all_accepted", SERIOUS[1]]) == [True, 0]


# --- rates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("aql", ["2.5", "10", "15", "65", "1000", None])
@pytest.mark.parametrize("counting", [ABSENT, "nonconforming_units", "nonconformities"], ids=str)
def test_a_rate_is_a_share_of_the_units_or_unknown(aql: str | None, counting: object) -> None:
    changes: dict[str, Any] = {"inspection__plan__custom": {}} if aql else {}
    changes["inspection__plan__aql"] = dict.fromkeys(SEVERITIES, aql) if aql else {}
    changes |= {} if counting is ABSENT else {"inspection__plan__counting": counting}
    above = aql is not None and float(aql) > 10
    once = counting == "nonconforming_units" or (counting is ABSENT and not above)
    if above and counting == "nonconforming_units":
        return  # refused: above 10 an AQL counts nonconformities
    for lines in (
        (),
        (("major", 3),),
        (("major", 20), ("major", 12)),
        (("minor", 20), ("minor", 30)),
    ):
        if counting == "nonconforming_units" and sum(units for _, units in lines) > SIZE:
            continue
        doc = document(*lines, **changes)
        for rate in told(doc, RATES):
            assert rate is None or 0 <= rate <= 100
        units = sum(units for severity, units in lines if severity == "major")
        known = once or not units
        expected = 100 * units / SIZE if known else None
        assert told(doc, ["defects.major.rate"]) == [expected]
        assert told(doc, ["defects.major.counts_units"]) == [once]


def test_without_its_aql_a_rate_asks_for_it() -> None:
    lot = Lot.from_dict(document(("major", 3), inspection__plan__custom={}))
    assert absent(lot, "defects.major.rate") == (f"$.{PLAN}.aql.major",)
    assert absent(lot, "defects.rate") == (f"$.{PLAN}.aql.major",)
    assert absent(lot, "defects.major.counts_units") == (f"$.{PLAN}.aql.major",)


def test_nonconformities_are_not_settled_with_money() -> None:
    """3 minor ones where 2 are accepted: 1 of 125 units too many is within 2 %."""
    own = {name: {"sample_size": 125, "accept": 2} for name in SEVERITIES}
    for counting, outcome in (("nonconforming_units", "concession"), ("nonconformities", "rework")):
        doc = document(
            ("minor", 3),
            inspection__plan__custom=own,
            inspection__plan__counting=counting,
            inspection__sample_size=125,
            inspection__checks=[],
        )
        assert POLICY.decide(Lot.from_dict(doc)).outcome == outcome


def test_a_notice_lists_nonconformities_as_often_as_they_were_found() -> None:
    for counting, words in (
        ("nonconforming_units", "3 units"),
        ("nonconformities", "found 3 times"),
    ):
        doc = document(("minor", 3), inspection__plan__counting=counting)
        assert words in told(doc, ["defects.list"])[0]
