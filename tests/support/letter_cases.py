"""Cases that call guides and letters are written for, told in the language of their readers."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from disposition.casefile import Case, CasePolicies
from disposition.casefile.log.storage import Memory
from support.case_entries import day

_TEXTS: dict[str, tuple[str, str]] = {
    "frame": ("wooden picture frame", "木相框"),
    "charger": ("USB-C charger 30 W", "30W USB-C 充电器"),
    "train": ("stacking toy train", "木制叠叠小火车"),
    "label": ("barcode label of the previous order on the back", "背面贴的是上一单的条码标签"),
    "dent": ("small dent at a corner", "边角有小磕痕"),
    "mark": ("shipping mark", "箱唛"),
    "drop": ("carton drop test", "外箱跌落测试"),
    "lead": ("insulation of the mains lead pinched, copper visible", "电源线绝缘层被压，可见铜丝"),
    "loose": ("plug sits loose in the housing", "插头在外壳中松动"),
    "voltage": ("high voltage test", "耐压测试"),
    "wheel": ("wheel turns stiffly on its axle", "轮子在轴上转动不顺"),
    "paint": ("paint is thin at the edges", "边缘漆面偏薄"),
    "li": ("Li Wei", "李伟"),
    "hu": ("Hu Qiang", "胡强"),
    "ann": ("Ann Weber", "王安"),
    "chen": ("Chen Jun", "陈军"),
    "packing": ("packing stopped, finished cartons set aside", "包装已停，做好的箱子单独放着"),
    "note": ("Went through the photos together.", "一起看了照片。"),
    "bent": ("the lead was bent too far for the photo", "拍照时把线弯得太过了"),
    "drawing": ("the drawing shows no strain relief", "图纸上没有标护线套"),
    "store": ("the cartons were stacked high in the warehouse", "外箱在仓库里叠得太高"),
    "relabel": ("relabel on line 2, in two days", "二线重新贴标，两天"),
    "tested": ("20 leads tested, all in order", "测了20根线，都没有问题"),
}


def said(key: str, language: str) -> str:
    """Return a user's text in the language of the letter."""
    return _TEXTS[key][language == "zh"]


def lot(
    product: str,
    *,
    quantity: int = 3200,
    sample: int = 125,
    aql: str = "2.5",
    defects: list[dict[str, Any]],
    checks: list[dict[str, Any]],
    supplier: dict[str, Any],
    ship_by: str = "2026-12-08",
    notice_days: int | None = 7,
    photos: int = 22,
) -> dict[str, Any]:
    """Return a lot document of which everything is known that letters tell."""
    return {
        "lot": {
            "product": product,
            "quantity": quantity,
            "unit_price": "4.20",
            "currency": "USD",
            "regulated": False,
        },
        "inspection": {
            "id": "FRI-2026-1183",
            "date": "2026-11-18",
            "type": "final_random",
            "report_result": "fail",
            "report_complete": True,
            "sample_size": sample,
            "plan": {
                "standard": "iso2859-1",
                "level": "II",
                "state": "normal",
                "type": "single",
                "aql": {"critical": "0", "major": aql, "minor": "4.0"},
            },
            "defects": defects,
            "segments": [],
            "checks": checks,
            "evidence": {"photos": photos, "videos": 1},
        },
        "shipment": {
            "ship_by": ship_by,
            "urgency": "normal",
            "rework_days": 3,
            "reinspection_days": 1,
        },
        "supplier": supplier,
        "contract": {
            "rework": {"clause": "7.4", "allowed": True},
            "partial_shipment": {"clause": "7.5", "allowed": False},
            "price_reduction": {"clause": "8.2", "allowed": False},
            "termination": {"clause": "12.3", "allowed": True},
            "notice_days": notice_days,
            "cure_days": 10,
        },
    }


def defect(code: str, severity: str, units: int, description: str, category: str) -> dict[str, Any]:
    """Return a line of a defect list."""
    return {
        "code": code,
        "severity": severity,
        "category": category,
        "units": units,
        "reworkable": True,
        "description": description,
    }


def check(name: str, category: str, result: str) -> dict[str, Any]:
    """Return a check."""
    return {"name": name, "category": category, "result": result, "reworkable": True}


GOOD = {
    "id": "S-104",
    "relationship_months": 38,
    "lots_inspected": 24,
    "lots_rejected": 1,
    "consecutive_rejected": 0,
    "repeat_defects": 0,
    "iso9001": True,
}
NEW = {
    "id": "S-377",
    "relationship_months": 4,
    "lots_inspected": 1,
    "lots_rejected": 0,
    "consecutive_rejected": 0,
    "repeat_defects": 0,
    "iso9001": False,
}
MIXED = {**GOOD, "relationship_months": 14, "lots_inspected": 8, "iso9001": False}


class Quick(Memory):
    """Keeps a case, and acts as if it kept the policies' texts, which take longest to write."""

    def policy(self, digest: str) -> str | None:  # noqa: ARG002 - any of them
        return ""


def begun(
    case: str, document: dict[str, Any], policies: CasePolicies, language: str = "en"
) -> Case:
    """Return a case whose report of 18 November is all that there is."""
    return Case.begin(
        case,
        copy.deepcopy(document),
        on=day(18),
        inspector=said("chen", language),
        policies=policies,
        keeper=Quick(),
    )


def called(supplier: str, language: str, **more: Any) -> dict[str, Any]:
    """Return the data of a call, one to one."""
    people = [
        {"name": said(supplier, language), "side": "supplier"},
        {"name": said("ann", language), "side": "buyer"},
    ]
    data = {"channel": "call", "purpose": "opening", "about": "batch", "people": people}
    return {**data, "summary": said("note", language), "photos": 6, **more}


def texts(case: Case, on: date, language: str) -> tuple[str, str]:
    """Return the guide and the letter of a case."""
    return case.call_guide(on, language=language), case.confirmation(on, language=language)


# --- the cases -----------------------------------------------------------------------------------


def labelling(policies: CasePolicies, language: str) -> tuple[Case, Case]:
    """Return the case of a good supplier and wrong labels, before and after the first call."""
    document = lot(
        said("frame", language),
        defects=[
            defect("L1", "major", 11, said("label", language), "labelling"),
            defect("C4", "minor", 3, said("dent", language), "cosmetic"),
        ],
        checks=[
            check(said("mark", language), "labelling", "fail"),
            check(said("drop", language), "packaging", "pass"),
        ],
        supplier=GOOD,
    )
    before = begun("PO-5120/1", document, policies, language).decide(on=day(19))
    after = before.add("contact", called("li", language), on=day(19))
    stopped = {
        "part": "containment",
        "text": said("packing", language),
        "evidence": "photo",
    }
    parts = [{"part": "acknowledgement"}, stopped]
    reply = {"channel": "call", "sender": said("li", language), "parts": parts}
    return before, after.add("reply", reply, on=day(19))


def safety(policies: CasePolicies, language: str) -> tuple[Case, Case]:
    """Return the case of a new supplier and something dangerous, before and after the call."""
    document = lot(
        said("charger", language),
        quantity=5000,
        sample=200,
        aql="1.5",
        defects=[
            defect("S1", "critical", 3, said("lead", language), "safety"),
            defect("F2", "major", 6, said("loose", language), "functional"),
        ],
        checks=[check(said("voltage", language), "safety", "fail")],
        supplier=NEW,
        notice_days=14,
        photos=41,
    )
    before = begun("PO-6033", document, policies, language)
    after = before.decide(on=day(19)).add("contact", called("hu", language, photos=9), on=day(19))
    return before, after


def whole_batch(policies: CasePolicies, language: str) -> tuple[Case, Case]:
    """Return the case of a batch that has failed as a whole, before and after seniors spoke."""
    document = lot(
        said("train", language),
        defects=[
            defect("W1", "major", 58, said("wheel", language), "functional")
            | {"reworkable": False, "sortable": False},
            defect("P2", "minor", 4, said("paint", language), "cosmetic"),
        ],
        checks=[check(said("drop", language), "packaging", "pass")],
        supplier=MIXED,
        notice_days=None,
    )
    before = begun("PO-7002", document, policies, language).decide(on=day(19))
    people = [
        {"name": said("hu", language), "side": "supplier", "senior": True},
        {"name": said("ann", language), "side": "buyer", "senior": True},
    ]
    after = before.add("contact", called("hu", language, people=people), on=day(20))
    return before, after


def dispute(policies: CasePolicies, language: str) -> tuple[Case, Case]:
    """Return the case of an argument, once while topics shift, and once one came back stronger."""
    _, case = safety(policies, language)
    for at, (topic, claim, evidence) in enumerate(
        [
            ("measurement", "bent", "statement"),
            ("specification", "drawing", "statement"),
            ("handling", "store", "none"),
        ]
    ):
        raised = {"topic": topic, "claim": said(claim, language), "evidence": evidence}
        reply = {"channel": "email", "sender": said("hu", language), "arguments": [raised]}
        case = case.add("reply", reply, on=day(20 + 2 * at))
        if at < 2:
            answer = called("hu", language, purpose="answer", topic=topic)
            case = case.add("contact", answer, on=day(21 + 2 * at))
    raised = {"topic": "measurement", "claim": said("tested", language), "evidence": "document"}
    reply = {"channel": "email", "sender": said("hu", language), "arguments": [raised]}
    answer = called("hu", language, purpose="answer", topic="handling")
    later = case.add("contact", answer, on=day(25)).add("reply", reply, on=day(26))
    return case, later


def partner(policies: CasePolicies, language: str) -> tuple[Case, Case]:
    """Return the case of a partner of three years who says at once how to go on."""
    document = lot(
        said("frame", language),
        defects=[
            {
                **defect("L1", "major", 11, said("label", "en"), "labelling"),
                "description_local": said("label", "zh"),
            }
        ],
        checks=[],
        supplier={**GOOD, "country": "CN"},
    )
    before = begun("PO-5121", document, policies, language).decide(on=day(19))
    people = [
        {"name": said("li", language), "side": "supplier", "role": "production manager"},
        {"name": said("ann", language), "side": "buyer"},
    ]
    after = before.add("contact", called("li", language, people=people), on=day(19))
    plan = {"part": "rework_plan", "text": said("relabel", language), "ready_by": "2026-11-24"}
    return before, after.add("reply", {"channel": "call", "parts": [plan]}, on=day(19))


def ending(policies: CasePolicies, language: str) -> tuple[Case, Case]:
    """Return the case of an order that ends, before and after the owner was spoken to."""
    wrong = {**defect("S1", "critical", 3, said("lead", language), "safety"), "reworkable": False}
    document = lot(
        said("charger", language),
        defects=[wrong],
        checks=[],
        supplier={**MIXED, "consecutive_rejected": 2, "lots_rejected": 4},
    )
    before = begun("PO-6034", document, policies, language).decide(on=day(19))
    people = [
        {"name": said("hu", language), "side": "supplier", "role": "owner", "senior": True},
        {"name": said("ann", language), "side": "buyer", "senior": True},
    ]
    return before, before.add("contact", called("hu", language, people=people), on=day(19))


CASES = {
    "labelling": (labelling, day(19), day(19)),
    "safety": (safety, day(18), day(19)),
    "whole-batch": (whole_batch, day(19), day(20)),
    "dispute": (dispute, day(24), day(26)),
    "partner": (partner, day(19), day(19)),
    "ending": (ending, day(19), day(20)),
}
"""Each case with the days as of which its guide and its letter are written."""


def moments(
    name: str, policies: CasePolicies, language: str
) -> tuple[tuple[Case, date], tuple[Case, date]]:
    """Return a case when a call is to be held, and when one is to be confirmed, with the days."""
    make, guide_on, letter_on = CASES[name]
    before, after = make(policies, language)
    return (before, guide_on), (after, letter_on)
