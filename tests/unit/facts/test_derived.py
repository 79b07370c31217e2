"""Derived facts, each for lots whose value can be worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest

from disposition.facts import CATALOGUE, Lot, observe
from unit.facts.lots import ABSENT, defect, toy

DEFECTS = "inspection.defects"
CHECKS = "inspection.checks"
SAMPLE = "inspection.sample_size"


def fact(path: str, changes: dict[str, Any] | None = None) -> object:
    return observe(Lot.from_dict(toy(changes)), [path])[path]


TOY_FACTS = {
    "lot.quantity": 3200,
    "lot.unit_price": Decimal("4.20"),
    "inspection.date": date(2026, 11, 18),
    "inspection.plan.aql.major": Decimal("2.5"),
    "contract.rework.clause": "7.4",
    "contract.replacement.clause": None,
    "defects.major.found": 9,
    "defects.major.present": True,
    "defects.major.plan_sample_size": 125,
    "defects.major.accept": 7,
    "defects.major.reject": 8,
    "defects.major.accepted": False,
    "defects.major.rejected": True,
    "defects.major.rate": Decimal("7.2"),
    "defects.major.excess": 2,
    "defects.major.excess_rate": Decimal("1.6"),
    "defects.critical.found": 0,
    "defects.critical.accept": 0,
    "defects.critical.accepted": True,
    "defects.minor.excess": 0,
    "defects.functional.found": 9,
    "defects.major.functional.found": 9,
    "defects.minor.functional.present": False,
    "defects.safety.found": 0,
    "defects.found": 9,
    "defects.rate": Decimal("7.2"),
    "defects.unclassified.found": 0,
    "defects.any_rejected": True,
    "defects.all_accepted": False,
    "defects.all_reworkable": True,
    "defects.not_reworkable.found": 0,
    "defects.only_minor": False,
    "defects.sellable": False,
    "defects.list": "D12 wheel comes off (major, functional, 9 units, RED/B7)",
    "checks.failed": 1,
    "checks.passed": 0,
    "checks.all_passed": False,
    "checks.labelling.failed": 1,
    "checks.failed_list": "shipping mark",
    "checks.pending_list": "none",
    "segments.count": 1,
    "segments.conforming.any": False,
    "segments.nonconforming.list": "RED/B7 (1,600 units)",
    "shipment.days_left": 9,
    "shipment.slack_days": 3,
    "shipment.rework_fits": True,
    "inspection.is_reinspection": False,
    "inspection.sample_sufficient": True,
    "inspection.age_days": 4,
    "inspection.documented": True,
    "supplier.rejection_rate": Decimal("5.55555555555556"),
    "supplier.track_record": "good",
    "lot.value": Decimal("13440.00"),
    "contract.price_reduction.max_amount": Decimal("1344.00"),
    "contract.notice_due": date(2026, 12, 2),
    "contract.notice_days_left": 10,
    "contract.cure_due": date(2026, 12, 7),
}


@pytest.mark.parametrize(("path", "value"), TOY_FACTS.items())
def test_the_toy_lot(path: str, value: object) -> None:
    assert fact(path) == value


TWO_UNDESCRIBED = (
    "a defect (severity not stated, units not stated); a defect (severity not stated, 1 unit)"
)
UNKNOWN_SEVERITY = [defect("major", 3), defect(None, 2)]
CRITICAL_AND_UNKNOWN = [defect("critical", 1), defect(None, 1)]


@pytest.mark.parametrize(
    ("path", "defects", "value"),
    [
        ("defects.critical.found", CRITICAL_AND_UNKNOWN, None),
        ("defects.critical.present", CRITICAL_AND_UNKNOWN, True),
        ("defects.critical.rejected", CRITICAL_AND_UNKNOWN, True),
        ("defects.critical.excess", CRITICAL_AND_UNKNOWN, None),
        ("defects.found", CRITICAL_AND_UNKNOWN, 2),
        ("defects.unclassified.found", CRITICAL_AND_UNKNOWN, None),
        ("defects.major.found", UNKNOWN_SEVERITY, None),
        ("defects.major.accepted", UNKNOWN_SEVERITY, True),
        ("defects.major.excess", UNKNOWN_SEVERITY, 0),
        ("defects.major.excess_rate", UNKNOWN_SEVERITY, 0),
        ("defects.critical.present", UNKNOWN_SEVERITY, None),
        ("defects.critical.accepted", UNKNOWN_SEVERITY, None),
        ("defects.only_minor", UNKNOWN_SEVERITY, False),
        ("defects.major.accepted", [defect("major", 7), defect(None, 1)], None),
        ("defects.major.accepted", [defect("major", 8), defect(None, 1)], False),
        ("defects.major.found", [defect("major")], None),
        ("defects.major.present", [defect("major")], True),
        ("defects.critical.accepted", [defect("critical")], False),
        ("defects.major.accepted", [defect("major")], None),
        ("defects.major.present", [defect("major", 0)], False),
        ("defects.all_reworkable", [defect("major", 0, reworkable=False)], True),
        ("defects.all_reworkable", [defect("major", 1)], None),
        ("defects.all_reworkable", [defect("major", reworkable=False)], False),
        ("defects.not_reworkable.found", [defect("major", 2, reworkable=False)], 2),
        ("defects.not_reworkable.found", [defect("major", 2)], None),
        ("defects.sellable", [defect("minor", 2, category="cosmetic")], True),
        ("defects.sellable", [defect("minor", 2, category="functional")], False),
        ("defects.sellable", [defect("major", 2)], False),
        ("defects.sellable", [defect("minor", 2)], None),
        ("defects.sellable", [], True),
        ("defects.safety.present", [defect("minor", 2)], None),
        ("defects.major.safety.present", [defect("minor", 2)], False),
        ("danger.confined", [defect("critical", 1, confined=True)], None),
        ("danger.confined", [defect("critical", 1, confined=True, batch="B7")], True),
        ("danger.confined", [defect("critical", 1, batch="B7")], False),
        ("defects.list", [], "none"),
        ("defects.list", [defect(), defect(units=1)],
         TWO_UNDESCRIBED),
        ("defects.list",
         [defect("major", 1, limit="at most 9 mm", measured="13 mm", requirement="EN 71-3")],
         "a defect (major, 1 unit, required: at most 9 mm, measured: 13 mm, by: EN 71-3)"),
        ("defects.without_photo_list",
         [defect("minor", 1, photos=0), defect("major", 1, photos=2),
          defect("major", 0, photos=0), defect()],
         "a defect (minor, 1 unit)"),
    ],
)  # fmt: skip
def test_defect_lists(path: str, defects: list[dict[str, Any]], value: object) -> None:
    assert fact(path, {DEFECTS: defects, "inspection.segments": ABSENT}) == value


RED, BLUE = ({"sku": sku, "quantity": size, "sample_size": sample} for sku, size, sample in
             (("RED", 500, 50), ("BLUE", 2700, 125)))  # fmt: skip


@pytest.mark.parametrize(
    ("segments", "checks", "value"),
    [
        ([RED, BLUE], [], "BLUE (2,700 units) by a sample of 125"),
        ([RED, BLUE], [{"result": "fail"}], "the whole lot"),
        ([RED, BLUE], [{"result": "fail", "sku": "RED"}], "the whole lot"),
        ([RED, BLUE], [{"result": "fail", "sku": "BLUE"}], "BLUE (2,700 units) by a sample of 125"),
        ([RED, BLUE | {"quantity": 2000}], [],
         "BLUE (2,000 units) by a sample of 125, what is in no segment"),
        ([], [], "the whole lot"),
        (ABSENT, [], "the whole lot"),
    ],
)  # fmt: skip
def test_only_the_parts_concerned_are_inspected_again(
    segments: list[dict[str, Any]], checks: list[dict[str, Any]], value: str
) -> None:
    lines = [defect("major", 9, sku="BLUE" if segments else None, category="functional")]
    changes = {DEFECTS: lines, "inspection.segments": segments, CHECKS: checks}
    changes |= {"lot.quantity": 3200, "inspection.sample_size": 175}
    assert fact("segments.concerned.sample_list", changes) == value
    assert fact("segments.concerned.list", changes) == value.replace(" by a sample of 125", "")


@pytest.mark.parametrize(
    ("segments", "of_check", "value"),
    [
        ([{}, {"sku": "RED", "batch": "B8"}], {"sku": "RED", "batch": "B8"}, None),
        ([{"sku": "RED", "batch": "B7"}, {"sku": "RED"}], {"sku": "RED", "batch": "B8"}, None),
        ([{"sku": "RED"}, {"sku": "BLUE"}], {"sku": "RED"}, 1),
        ([{}, {}], {}, 2),
    ],
)
def test_a_check_of_a_part_is_not_of_a_segment_that_may_be_another(
    segments: list[dict[str, Any]], of_check: dict[str, str], value: int | None
) -> None:
    checks = [{"result": "fail", "category": "functional", **of_check}]
    parts = [{"quantity": 1600, "sample_size": 125, **each} for each in segments]
    changes = {DEFECTS: [], "inspection.segments": parts, CHECKS: checks, "lot.quantity": 3200}
    changes["inspection.sample_size"] = 250
    assert fact("segments.nonconforming.count", changes) == value


def test_costs_are_listed_as_far_as_they_are_told() -> None:
    assert fact("costs.list", {"costs": {"air_freight": "1200.50", "rework": "0"}}) == (
        "rework 0; air freight 1,200.50"
    )
    assert fact("costs.list", {"costs": {}}) is None


@pytest.mark.parametrize(
    ("market", "area"),
    [
        ("US", "us"),
        ("usa", "us"),
        ("EU", "eea"),
        ("de", "eea"),
        ("DE", "eea"),
        ("NO", "eea"),
        ("GB", "gb"),
        ("uk", "gb"),
        ("CH", "elsewhere"),
        (None, None),
    ],
)
def test_a_market_has_its_law_on_dangerous_products(market: str | None, area: str | None) -> None:
    assert fact("lot.sold_in", {"lot.market": market} if market else {}) == area


@pytest.mark.parametrize(
    "path",
    [
        *("defects.found", "defects.critical.present", "defects.major.accepted"),
        *("defects.all_reworkable", "defects.not_reworkable.present", "defects.list"),
        *("defects.only_minor", "defects.sellable", "defects.unclassified.found"),
    ],
)
def test_an_absent_defect_list_is_unknown(path: str) -> None:
    assert fact(path, {DEFECTS: ABSENT}) is None


ONE_INSPECTED = {SAMPLE: 1, DEFECTS: [defect("major")], "inspection.segments": []}


@pytest.mark.parametrize(
    ("path", "changes", "value"),
    [
        # A sample that is too small accepts nothing, and still rejects what is too much.
        ("defects.minor.accepted", {SAMPLE: 80}, None),
        ("defects.minor.rejected", {SAMPLE: 80}, None),
        ("defects.major.rejected", {SAMPLE: 80}, True),
        ("defects.major.accepted", {SAMPLE: 80}, False),
        ("defects.major.rejected", {SAMPLE: ABSENT}, True),
        ("defects.minor.accepted", {SAMPLE: ABSENT}, None),
        ("inspection.sample_sufficient", {SAMPLE: 80}, False),
        ("inspection.sample_sufficient", {SAMPLE: 126}, True),
        # The standard matters to reduced inspection only, the state to every plan.
        ("defects.major.accept", {"inspection.plan.standard": ABSENT}, 7),
        ("defects.major.accept", {"inspection.plan.state": ABSENT}, None),
        ("defects.major.rejected", {"inspection.plan.state": ABSENT}, True),
        ("defects.critical.accepted", {"inspection.plan.state": ABSENT}, True),
        ("defects.major.accept", {"inspection.plan.type": ABSENT}, None),
        ("defects.major.accept", {"inspection.plan.type": "double"}, 9),
        ("defects.major.accept", {"inspection.plan.type": "multiple"}, None),
        ("defects.major.accept", {"lot.quantity": ABSENT}, None),
        ("defects.all_accepted", {"inspection.plan.aql": {"major": "10"}}, None),
        ("inspection.sample_sufficient", {"inspection.plan.aql": {"major": "10"}}, None),
        ("defects.any_rejected", {"inspection.plan.aql": {"major": "2.5"}}, True),
        # One unit inspected: a line without units can only mean that one.
    ],
)
def test_plans_and_samples(path: str, changes: dict[str, Any], value: object) -> None:
    assert fact(path, changes) == value


OWN = {"inspection.plan.aql": {"critical": "0", "minor": "4.0"}}
PLAN = "inspection.plan"


def own_plan(*numbers: int | None) -> dict[str, Any]:
    """Return changes that give major defects a plan of their own."""
    plan = dict(zip(("sample_size", "accept", "reject"), numbers, strict=False))
    return OWN | {"inspection.plan.custom": {"major": plan}}


@pytest.mark.parametrize(
    ("path", "changes", "value"),
    [
        ("defects.major.plan_sample_size", own_plan(32, 0), 32),
        ("defects.major.reject", own_plan(32, 0), 1),
        ("defects.major.reject", own_plan(32, 0, 3), 3),
        ("defects.major.rejected", own_plan(32, 0), True),
        ("defects.major.accepted", own_plan(125, 9), True),
        ("defects.major.accepted", own_plan(125, 8, 10), None),
        ("defects.major.accepted", own_plan(125, 8, 10) | {f"{PLAN}.state": "reduced"}, True),
        ("defects.major.accepted", own_plan(126, 9), None),
        ("defects.major.plan_sample_size", own_plan(32, 0) | {"lot.quantity": ABSENT}, None),
        ("defects.major.plan_sample_size", own_plan(5000, 0), 3200),
        ("defects.major.accept", own_plan(32), None),
        ("defects.major.accept", own_plan(), None),
        ("defects.minor.accept", own_plan(32, 0), 10),
        ("defects.major.rejected", own_plan(32, 0) | {f"{PLAN}.level": ABSENT}, True),
        ("defects.major.rejected", own_plan(32, 0) | {f"{PLAN}.type": "double"}, True),
        ("segments.nonconforming.count", own_plan(32, 0), 1),
        ("inspection.sample_sufficient", own_plan(126, 0), False),
    ],
)
def test_the_contracts_own_plan(path: str, changes: dict[str, Any], value: object) -> None:
    assert fact(path, changes) == value


def test_units_that_are_not_stated_are_not_told_by_a_sample_of_one() -> None:
    assert fact("defects.found", ONE_INSPECTED) is None
    assert fact("defects.major.present", ONE_INSPECTED) is True


def test_nonconformities_may_be_more_than_the_units_inspected() -> None:
    changes = {f"{PLAN}.counting": "nonconformities", DEFECTS: [defect("minor", 126)]}
    changes |= {"inspection.segments": []}
    assert fact("defects.minor.found", changes) == 126
    assert fact("defects.minor.rate", changes) is None


def test_z14_reduced_accepts_between_its_numbers() -> None:
    changes = {"inspection.plan.standard": "z1.4", "inspection.plan.state": "reduced", SAMPLE: 50}
    changes |= {DEFECTS: [defect("major", 4)], "inspection.segments": []}
    facts = observe(
        Lot.from_dict(toy(changes)), [f"defects.major.{end}" for end in ("accept", "reject")]
    )
    assert list(facts.values()) == [3, 6]
    assert fact("defects.major.accepted", changes) is True


def check(
    outcome: str | None, category: str | None = None, name: str | None = None
) -> dict[str, Any]:
    line = {"result": outcome, "category": category, "name": name}
    return {key: value for key, value in line.items() if value is not None}


SENT = {"name": "lead", "result": "pending", "owner": "SGS", "due": "2026-11-21"}


@pytest.mark.parametrize(
    ("path", "checks", "value"),
    [
        ("checks.all_passed", [], True),
        ("checks.all_passed", [check("pass"), check("not_applicable")], True),
        ("checks.all_passed", [check("pass"), check(None)], None),
        ("checks.all_passed", [check("pending"), check("pass")], None),
        ("checks.all_passed", [check("pending"), check("fail")], False),
        ("checks.safety.all_passed", [check("pending", "other"), check("pass", "safety")], True),
        ("checks.safety.all_passed", [check("pending", "safety")], None),
        ("checks.safety.all_passed", [check("fail")], None),
        ("checks.safety.all_passed", [check("fail"), check("fail", "safety")], False),
        ("checks.safety.all_passed", [check("pass")], True),
        ("checks.failed", [check("fail"), check("fail"), check("pass")], 2),
        ("checks.failed", [check("fail"), check(None)], None),
        ("checks.pending", [check("pending"), check("fail")], 1),
        ("checks.safety.failed", [check("fail", "safety"), check("fail", "other")], 1),
        ("checks.safety.failed", [check("fail")], None),
        ("checks.safety.failed", [check("pass"), check(None, "other")], 0),
        ("checks.failed_list", [check("fail", name="a"), check("fail", "safety"), check("fail")],
         "a; a safety check; a check"),
        ("checks.pending_list", [check("pending", name="lab report")], "lab report"),
        ("checks.failed_list", [check("fail", name="lead") | {"measured": "132 mg/kg"}],
         "lead (measured: 132 mg/kg)"),
        ("checks.awaited_list", [SENT, check("pending", name="approval"), check("pass")],
         "lead (SGS, expected on 2026-11-21); approval (nobody named, no day named)"),
        ("checks.awaited", [check("pending"), SENT | {"result": "fail"}, check("fail")], 2),
        ("checks.awaited", [SENT | {"result": "fail", "owner": None}, check("pass")], 1),
        ("checks.awaited", [check(None)], None),
        ("checks.of_lot.awaited", [SENT, SENT | {"sku": "RED"}, SENT | {"batch": "B7"}], 1),
        ("checks.of_lot.awaited", [SENT | {"result": "fail", "sortable": True}], 0),
        ("checks.of_lot.awaited", [SENT | {"result": "fail", "sortable": False}], 1),
        ("checks.of_lot.awaited", [SENT | {"sortable": True}], 1),
        ("checks.awaited_list", [SENT | {"result": "fail", "due": None}, check("fail")],
         "lead (failed, SGS, no day named)"),
        ("checks.of_lot.awaited_list",
         [SENT | {"sku": "RED"}, SENT | {"batch": "B7"}, SENT | {"name": "b", "result": "fail"},
          SENT | {"result": "fail", "sortable": True}],
         "b (failed, SGS, expected on 2026-11-21)"),
        ("checks.of_part.awaited_list",
         [SENT | {"sku": "RED"}, SENT | {"name": "b", "batch": "B7"}, SENT | {"name": "c"}],
         "lead (SGS, expected on 2026-11-21); b (SGS, expected on 2026-11-21)"),
        ("checks.unassigned_list", [SENT, SENT | {"due": None}, SENT | {"owner": None}],
         "lead (SGS, no day named); lead (nobody named, expected on 2026-11-21)"),
        ("checks.late_list",
         [SENT, SENT | {"name": "b", "due": "2026-11-22"}, SENT | {"result": "pass"}],
         "lead (SGS, expected on 2026-11-21)"),
        ("checks.late_list", [SENT | {"result": "fail"}],
         "lead (failed, SGS, expected on 2026-11-21)"),
    ],
)  # fmt: skip
def test_checks(path: str, checks: list[dict[str, Any]], value: object) -> None:
    assert fact(path, {CHECKS: checks}) == value


@pytest.mark.parametrize(
    ("path", "changes", "value"),
    [
        ("shipment.days_left", {"as_of": "2026-12-05"}, -4),
        ("shipment.rework_fits", {"as_of": "2026-11-25"}, True),
        ("shipment.rework_fits", {"as_of": "2026-11-26"}, False),
        ("shipment.rework_fits", {"shipment.reinspection_days": ABSENT}, None),
        ("shipment.rework_fits", {"shipment.rework_days": 10, "shipment.reinspection_days": ABSENT},
         False),
        ("shipment.rework_fits", {"shipment.ship_by": ABSENT}, None),
        ("inspection.is_reinspection", {"inspection.type": "reinspection"}, True),
        ("inspection.is_reinspection", {"inspection.type": "RE-INSPECTION "}, True),
        ("inspection.is_reinspection", {"inspection.type": "re_inspection"}, True),
        ("inspection.is_reinspection", {"inspection.type": "Pre-inspection"}, False),
        ("inspection.is_reinspection", {"inspection.type": "Final Random Inspection"}, False),
        ("inspection.is_reinspection", {"inspection.type": "2nd RE-INSPECTION"}, None),
        ("inspection.is_reinspection", {"inspection.type": "reinspections"}, None),
        ("inspection.is_reinspection", {"inspection.type": "no reinspection"}, None),
        ("inspection.is_reinspection", {"inspection.type": "inspection"}, None),
        ("inspection.is_reinspection", {"inspection.type": "reinspection", "inspection.round": 3},
         True),
        ("inspection.is_reinspection", {"inspection.type": "visit", "inspection.round": 2}, True),
        ("inspection.is_reinspection", {"inspection.type": "visit", "inspection.round": 1}, False),
        ("inspection.is_reinspection", {"inspection.round": 2}, True),
        ("inspection.is_reinspection", {"inspection.type": ABSENT, "inspection.round": 2}, True),
        ("inspection.is_reinspection", {"inspection.type": ABSENT}, None),
        ("inspection.documented", {"inspection.evidence": {"photos": 0, "videos": 0}}, False),
        ("inspection.documented", {"inspection.evidence": {"photos": 0}}, None),
        ("inspection.documented", {"inspection.evidence": {"videos": 2}}, True),
        ("lot.value", {"lot.unit_price": ABSENT}, None),
        ("contract.price_reduction.max_amount",
         {"contract.price_reduction.max_percent": "0.001"}, Decimal("0.13")),
        ("supplier.rejection_rate",
         {"supplier.lots_inspected": 0, "supplier.lots_rejected": 0}, None),
    ],
)  # fmt: skip
def test_time_and_money(path: str, changes: dict[str, Any], value: object) -> None:
    assert fact(path, changes) == value


HISTORY = (
    *("relationship_months", "lots_inspected", "lots_rejected"),
    *("consecutive_rejected", "repeat_defects"),
)


@pytest.mark.parametrize(
    ("history", "record"),
    [
        ((26, 18, 1, 0, 0), "good"),
        ((24, 10, 1, 0, 0), "good"),
        ((24, 10, 2, 0, 0), "mixed"),
        ((23, 10, 1, 0, 0), "mixed"),
        ((24, 9, 0, 0, 0), "mixed"),
        ((24, 10, 1, 1, 0), "mixed"),
        ((24, 10, 1, 0, 1), "mixed"),
        ((24, 10, 3, 0, 0), "poor"),
        ((24, 5, 1, 0, 0), "mixed"),
        ((24, 5, 2, 0, 0), "poor"),
        ((24, 4, 4, 1, 0), "new"),
        ((5, 10, 0, 0, 0), "new"),
        ((5, 10, 2, 2, 0), "poor"),
        ((5, 10, 0, 0, 2), "poor"),
        ((None, 10, 3, 0, 0), "poor"),
        ((None, 10, 1, 0, 0), None),
        ((5, None, None, None, 0), None),
        ((5, 4, None, None, 0), None),
        ((5, 1, None, None, 0), "new"),
        ((5, None, 1, None, 0), "new"),
        ((24, 10, 1, None, 0), None),
        ((24, 10, 2, 1, None), None),
    ],
)
def test_track_records(history: tuple[int | None, ...], record: str | None) -> None:
    supplier = dict(zip(HISTORY, history, strict=True))
    assert fact("supplier.track_record", {"supplier": supplier}) == record


def test_a_stage_that_is_not_told_in_full_keeps_the_excess_open() -> None:
    """Which sample rejects is not known from all of them together."""
    found = [(11, 0), (5, 1), (3, 2), (2, 0)]
    stages = [{"sample_size": size, "found": {"major": units}} for size, units in found]
    changes = {
        "lot.quantity": 51,
        "inspection.sample_size": 21,
        "inspection.plan.type": "double",
        "inspection.plan.state": "tightened",
        "inspection.segments": [],
        "inspection.defects": [{"severity": "major", "units": 3}],
        "inspection.stages": stages,
    }
    assert fact("defects.major.excess", changes) == 3
    changes["inspection.stages"] = [{"found": {"major": 0}}, *stages[1:]]
    assert fact("defects.major.excess", changes) is None


def test_derived_facts_stand_with_those_of_the_same_path() -> None:
    derived = [path.rpartition(".")[0] for path, spec in CATALOGUE.items() if not spec.given]
    groups = [group for group, _ in groupby(derived)]
    assert len(groups) == len(set(groups))


@pytest.mark.parametrize(
    ("check", "is_sorted", "expected"),
    [
        ({}, False, False),
        ({"sku": "RED"}, False, True),
        ({"batch": "B7"}, False, True),
        ({"sku": "RED"}, True, False),
        ({"sortable": True}, False, True),
        ({"sortable": False}, False, False),
        ({"reworkable": None}, False, None),
        ({"reworkable": None, "category": "packaging"}, False, True),
        ({"category": "quantity"}, False, True),
    ],
)
def test_a_check_of_a_part_says_nothing_of_the_lot(
    check: dict[str, Any], is_sorted: bool, expected: bool | None
) -> None:
    failed = {"name": "x", "category": "functional", "result": "fail", "reworkable": False} | check
    changes: dict[str, Any] = {CHECKS: [failed]}
    if is_sorted:
        counts = {"sorted": 3200, "conforming": 3100, "reworkable": 100, "not_reworkable": 0}
        changes["inspection.sorting"] = counts
    assert fact("checks.of_lot.correctable", changes) is expected
