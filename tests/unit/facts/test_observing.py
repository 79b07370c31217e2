"""Asking for facts, and for what stands between a lot and an unknown one."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import pytest
from attrs import fields

from disposition.errors import DispositionError
from disposition.facts import CATALOGUE, Kind, Lot, absent, observe, why_unknown
from disposition.facts.document import lot_document
from disposition.facts.document.case_events import Happened
from disposition.facts.document.past_lots import PastInspection
from disposition.facts.missing_inputs import open_kinds
from disposition.facts.native.fact import View
from disposition.facts.observation import read
from unit.facts.lots import ABSENT, defect, toy

TOO_FEW = (
    "found 0 in 80 units where the plan asks for 125: "
    "too few units to accept, too few found to reject"
)
LINES = "$.inspection.defects"


@pytest.mark.parametrize(
    ("path", "changes", "places"),
    [
        ("contract.replacement.clause", {}, ["$.contract.replacement.clause"]),
        ("shipment.slack_days", {"shipment.rework_days": ABSENT}, ["$.shipment.rework_days"]),
        ("shipment.slack_days", {}, []),
        ("defects.critical.found", {"inspection.defects": ABSENT}, [LINES]),
        (
            "defects.critical.found",
            {"inspection.defects": [defect("critical"), defect("major"), defect(None, 1)]},
            [f"{LINES}[0].units", f"{LINES}[2].severity"],
        ),
        ("defects.critical.present", {"inspection.defects": [defect()]}, [f"{LINES}[0].severity"]),
        (
            "defects.safety.found",
            {"inspection.defects": [defect(None, 2), defect(None, 0), defect(category="other")]},
            [f"{LINES}[0].category"],
        ),
        (
            "defects.not_reworkable.found",
            {"inspection.defects": [defect(reworkable=True), defect(units=2)]},
            [f"{LINES}[1].reworkable"],
        ),
        (
            "checks.safety.failed",
            {"inspection.checks": [{"result": "pass"}, {"result": "fail"}, {"category": "other"}]},
            ["$.inspection.checks[1].category"],
        ),
        (
            "defects.major.accept",
            {"inspection.plan": {"level": "II", "type": "single"}},
            [
                "$.inspection.plan.standard",
                "$.inspection.plan.state",
                "$.inspection.plan.aql.major",
            ],
        ),
        ("defects.minor.accepted", {"inspection.sample_size": 80}, []),
        (
            "defects.major.rejected",
            {"inspection.plan": {"custom": {"major": {"reject": 1}}}},
            [
                "$.inspection.plan.custom.major.sample_size",
                "$.inspection.plan.custom.major.accept",
            ],
        ),
        (
            "defects.any_rejected",
            {
                "inspection.defects": [],
                "inspection.plan": {
                    "custom": {name: {"accept": 0} for name in ("critical", "major")},
                    "type": "single",
                    "standard": "iso2859-1",
                    "state": "normal",
                },
            },
            [
                "$.inspection.plan.level",
                "$.inspection.plan.aql.minor",
                "$.inspection.plan.custom.critical.sample_size",
                "$.inspection.plan.custom.major.sample_size",
            ],
        ),
    ],
)
def test_what_is_absent(path: str, changes: dict[str, Any], places: list[str]) -> None:
    if "inspection.defects" in changes:
        changes = changes | {"inspection.segments": ABSENT}
    assert list(absent(Lot.from_dict(toy(changes)), path)) == places


@pytest.mark.parametrize(
    ("path", "changes", "reason"),
    [
        ("lot.quantity", {}, ""),
        ("shipment.days_left", {"as_of": ABSENT}, "not stated: `$.as_of`"),
        (
            "defects.minor.accepted",
            {"inspection.sample_size": 80},
            TOO_FEW,
        ),
        (
            "defects.major.accept",
            {"inspection.plan.type": "multiple"},
            "there is no multiple plan of iso2859-1 here",
        ),
        (
            "supplier.rejection_rate",
            {"supplier": {"lots_inspected": 0, "lots_rejected": 0}},
            "no lot was inspected before",
        ),
        (
            "defects.rate",
            {"inspection.sample_size": 0, "inspection.defects": [], "inspection.segments": []},
            "no unit was inspected",
        ),
    ],
)
def test_why_a_fact_is_unknown(path: str, changes: dict[str, Any], reason: str) -> None:
    assert why_unknown(Lot.from_dict(toy(changes)), path) == reason


@pytest.mark.parametrize("ask", [absent, why_unknown, lambda lot, path: observe(lot, [path])])
def test_an_unknown_path_is_an_error_with_a_suggestion(ask: Any) -> None:
    with pytest.raises(DispositionError, match=r"did you mean `defects\.major\.found`"):
        ask(Lot(), "defects.major.fuond")


def test_nothing_is_known_of_an_empty_document_but_what_absence_means() -> None:
    known = {path: value for path, value in observe(Lot(), CATALOGUE).items() if value is not None}
    assert known == {
        "arguments.demands_rest": False,
        "inspection.report_settled": True,
        "inspection.state_settled": True,
        "shipment.sorting_in_time": False,
        "shipment.part_is_wanted": False,
        "lot.short_by": 0,
        "lot.over_by": 0,
        "shipment.replacement_in_time": False,
        "costs.replacement_is_cheaper": False,
        "supplier.unable_to_rework": False,
        "supplier.unsafe_before": 0,
        "contract.price_reduction.agreed": False,
        "contract.future_credit.agreed": False,
        "contract.unit_credit.agreed": False,
        "agreement.conceded": False,
        "assessments.reading_open": False,
        "assessments.reading_settled": True,
        **{
            f"segments.{way}.{what}": 0
            for way in ("conforming", "nonconforming")
            for what in ("count", "quantity")
        },
        "segments.undetermined.count": 0,
        "segments.conforming.any": False,
        "segments.conforming.all": False,
        "segments.conforming.percent": 0,
        "segments.more_units": 0,
        "segments.more_list": "none",
        "segments.conforming.list": "none",
        "segments.nonconforming.list": "none",
        "segments.undetermined.list": "none",
    }


def test_the_catalogue_is_grouped_by_section() -> None:
    sections = [path.partition(".")[0] for path in CATALOGUE]
    assert list(dict.fromkeys(sections)) == [
        *("lot", "inspection", "defects", "checks", "segments", "shipment", "costs", "supplier"),
        *(
            "contract",
            "case",
            "obligations",
            "talks",
            "replies",
            "arguments",
            "assessments",
            "papers",
        ),
        *("agreement", "progress", "findings", "reinspection", "calendar"),
        *("buyer", "as_of", "danger", "sorting"),
    ]
    assert sections == sorted(sections, key=list(dict.fromkeys(sections)).index)


def test_every_fact_is_described() -> None:
    for path, spec in CATALOGUE.items():
        assert spec.path == path
        assert spec.about
        assert "\n" not in spec.about
        assert spec.reads or spec.given, path  # a given one reads where the history completes it
        assert not spec.type.kind.is_number or spec.type.unit, path
        assert (spec.type.kind is Kind.ENUM) == bool(spec.type.values), path


def test_what_derived_facts_read_stands_in_the_document() -> None:
    items = {
        "inspection.defects": lot_document.Defect,
        "inspection.segments": lot_document.Segment,
        "inspection.checks": lot_document.Check,
        "inspection.plans": lot_document.NamedPlan,
        "inspection.stages": lot_document.SampleDrawn,
        "supplier.history": PastInspection,
        **{f"case.{each.name}": each.metadata["items"] for each in fields(Happened)},
    }

    for spec in CATALOGUE.values():
        for path in spec.reads:
            listed, is_list, key = path.partition("[].")
            if is_list:
                attrgetter(key)(items[listed]())
            else:
                assert path in items or CATALOGUE[path].given, path


def test_a_word_that_stands_in_for_an_answer_is_asked_for_where_a_fact_reads_it() -> None:
    check = {"name": "ink", "category": "safety", "result": "pass"}
    for of_check, report in (("pass", "pass"), ("pending", "pass"), ("pass", "pending")):
        inspection = {
            "report_result": report,
            "checks": [{**check, "result": of_check}, {"name": "hi-pot"}],
            "defects": [{"code": "D1", "plan": "pending"}],
        }
        view = View(Lot.from_dict({"inspection": {**inspection, "plans": [{"name": "pending"}]}}))
        for path, fact in CATALOGUE.derived.items():
            if read(view, path) is None:
                open_ = fact.open(view, read)
                assert dict(open_kinds(view, path)) == dict(open_), path
