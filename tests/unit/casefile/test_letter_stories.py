"""What guides and letters say of parts, of the rest of a lot, of later rounds, of quiet weeks."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from disposition.casefile import Case
from support.checkout import ROOT
from support.lots_in_part import LOT, PROOFS
from support.shipped import POLICIES

PEOPLE = [{"name": "李伟", "side": "supplier"}, {"name": "王安", "side": "buyer"}]
CALL = {"channel": "call", "purpose": "opening", "about": "batch", "people": PEOPLE}
PARTS = {"scope": "partial_shipment", "consent": True, "units": 2700, "units_accepted": 500}


def day(number: int, month: int = 11) -> date:
    return date(2026, month, number)


def example(name: str, **inspection: Any) -> dict[str, Any]:
    path = ROOT / "examples" / "lots" / f"{name}.json"
    lot: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    lot["inspection"] |= inspection
    return lot


def begun(lot: dict[str, Any], on: date, name: str = "PO-8") -> Case:
    case = Case.begin(name, lot, on=on, inspector="陈军", policies=POLICIES)
    return case.decide(on=on)


@cache
def released() -> Case:
    case = begun(LOT, day(2)).add("contact", CALL, on=day(3)).add("agreement", PARTS, on=day(4))
    return case.add("document", {"paper": "other"}, on=day(4), settles=PROOFS).release(on=day(4))[0]


@cache
def sorted_lot() -> Case:
    case = begun(example("lighting-chandeliers"), day(2, 6))
    return case.add("contact", CALL, on=day(3, 6))


@cache
def rest() -> Case:
    return released().open_rest("PO-8-R", on=day(5))[1].decide(on=day(5))


@cache
def rest_talked_of() -> Case:
    return rest().add("contact", CALL, on=day(6))


@cache
def quiet() -> Case:
    case = begun(example("picture-frames"), day(18)).add("contact", CALL, on=day(19))
    for on, topic in ((20, "measurement"), (23, "specification"), (24, "handling")):
        case = case.add("reply", {"arguments": [{"topic": topic}]}, on=day(on))
        case = case.add("contact", CALL | {"purpose": "answer"}, on=day(on))
    return case


@cache
def late() -> Case:
    case = begun(example("picture-frames"), day(18))
    return case.add("contact", CALL, on=day(30))


@cache
def second_round() -> Case:
    lot = copy.deepcopy(LOT)
    lot["shipment"] |= {"ship_by": "2026-12-20"}
    lot["inspection"]["segments"] = []
    case = begun(lot, day(2))
    for on in (10, 17):
        agreed = {"scope": "rework", "consent": True}
        found = lot["inspection"] | {"date": f"2026-11-{on}", "type": "reinspection"}
        again = {"inspector": f"Wu {on}", "inspection": found}
        case = case.add("agreement", agreed, on=day(on - 3)).add("reinspection", again, on=day(on))
        case = case.decide(on=day(on))
    return case


@cache
def second_round_talked_of() -> Case:
    return second_round().add("contact", CALL, on=day(18))


@cache
def on_hold() -> Case:
    return begun(example("picture-frames", defects=[], checks=[]), day(18))


@cache
def mistaken() -> Case:
    case = begun(example("picture-frames", checks=[]), day(18)).add("contact", CALL, on=day(19))
    case = case.add("reply", {"arguments": [{"topic": "measurement"}]}, on=day(20))
    looked = {"topic": "measurement", "shows": "finding_mistaken", "by": "re_measurement"}
    return case.add("assessment", looked, on=day(23))


@cache
def decided_anew() -> Case:
    """All of it on one day, as it happens."""
    right = {"because": "read anew", "inspection": {"report_result": "pass", "defects": []}}
    case = mistaken().add("contact", CALL | {"purpose": "answer"}, on=day(23))
    return case.add("correction", right, on=day(23)).decide(on=day(23))


@cache
def passed() -> Case:
    lot = copy.deepcopy(LOT)
    lot["inspection"]["segments"] = []
    case = begun(lot, day(2)).add("contact", CALL, on=day(3))
    found = {"report_result": "pass", "sample_size": 125, "defects": [], "checks": []}
    right = [{"finding": "D12", "resolved": True, "photos": 2}]
    again = {"inspector": "Wu", "inspection": found, "findings": right}
    agreed = {"scope": "rework", "consent": True}
    case = case.add("agreement", agreed, on=day(4)).add("reinspection", again, on=day(5))
    return case.decide(on=day(5))


@pytest.mark.parametrize(
    ("make", "on", "english", "chinese"),
    [
        (
            released,
            day(4),
            "a part was released: RED, 500 units. The rest, 2,700 units, stays for now",
            "先放行了一部分：RED，500件。其余2,700件先不出，另外商量。",
        ),
        (
            sorted_lot,
            day(3, 6),
            "the good ones, 470 units: ship first",
            "合格的，470件：我们书面放行后先出货",
        ),
        (
            sorted_lot,
            day(3, 6),
            "those that cannot be put right, 12 units: stay for now; made anew",
            "没法返工的，12件：先不出，重新生产",
        ),
        (sorted_lot, day(3, 6), "All 500 units inspected on 2 June", "500件全检，报告"),
        (
            rest_talked_of,
            day(6),
            "This is about the 2,700 units that did not ship with the part of PO-8",
            "这里谈的是 PO-8 先出一部分之后留下的2,700件。",
        ),
        (rest_talked_of, day(6), "inspected on 2 November 2026 by 陈军", "11月2日由陈军验货"),
        (
            second_round_talked_of,
            day(18),
            "The lot has been inspected again twice after it was put right",
            "这批货返工之后已经复检了2次",
        ),
        (
            late,
            day(30),
            "26 November 2026, the last day to ship in the order, has passed. Please tell me",
            "订单的最晚出货日2026年11月26日已经过了。您看现在哪天能出",
        ),
        (
            decided_anew,
            day(23),
            "It is corrected, and the decision is taken by the corrected report.",
            "报告我们已经更正，下面的决定是按更正后的报告作出的。",
        ),
        (decided_anew, day(23), "What was found, by the corrected report", "（更正后的报告）"),
        (decided_anew, day(23), "the lot ships as it is", "按现状出货"),
    ],
    ids=lambda each: str(each)[:24] if isinstance(each, str) else "",
)
def test_what_a_letter_says(make: Callable[[], Case], on: date, english: str, chinese: str) -> None:
    assert english in make().confirmation(on)
    assert chinese in make().confirmation(on, language="zh")


@pytest.mark.parametrize(
    ("make", "on", "english", "chinese"),
    [
        (released, day(4), "The lot was released", "这批货已于"),
        (quiet, day(24), "please say which one suits you", "您看哪天方便"),
        (quiet, day(24), "How exactly it is done", "具体怎么做"),
        (quiet, day(24), "please tell me early", "麻烦早点告诉我"),
        (late, day(30), "please tell me early", "麻烦早点告诉我"),
        (decided_anew, day(23), "rests until it is taken anew", "先放一放"),
        (passed, day(5), "written notice", "书面通知"),
    ],
    ids=lambda each: str(each)[:24] if isinstance(each, str) else "",
)
def test_what_a_letter_does_not_say(
    make: Callable[[], Case], on: date, english: str, chinese: str
) -> None:
    assert english not in make().confirmation(on)
    assert chinese not in make().confirmation(on, language="zh")


@pytest.mark.parametrize(
    ("make", "on", "english", "chinese"),
    [
        (
            rest,
            day(5),
            "It is about what is left of PO-8",
            "是关于PO-8留下的那部分货",
        ),
        (rest, day(5), "The rest of PO-8: 2,700 units", "PO-8先出一部分之后留下的"),
        (second_round, day(17), "What was done in the last round", "上一轮返工是怎么做的"),
        (on_hold, day(19), "Nobody has to call yet", "暂时不用打电话"),
        (mistaken, day(23), "you were right about the measurement", "测量方法这一点您说得对"),
        (mistaken, day(23), "only of what stands by the corrected", "只写更正后的报告里仍然成立"),
        (decided_anew, day(23), "Our report was not correct", "之前是我们的报告有误"),
        (passed, day(5), "please load nothing before it", "收到之前请先别装柜"),
    ],
    ids=lambda each: str(each)[:24] if isinstance(each, str) else "",
)
def test_what_a_guide_says(make: Callable[[], Case], on: date, english: str, chinese: str) -> None:
    assert english in make().call_guide(on)
    assert chinese in make().call_guide(on, language="zh")


@pytest.mark.parametrize(
    ("make", "on", "english", "chinese"),
    [
        (mistaken, day(23), "You know the goods best", "货是你们厂做的"),
        (mistaken, day(23), "Show method, instrument", "量具"),
        (mistaken, day(23), "Read it out slowly", "慢慢念"),
        (passed, day(5), "goes out in time", "都按时发出"),
        (passed, day(5), "How far along is it", "现在做到哪一步"),
        (passed, day(5), "a call on the cause only", "只谈原因的一次通话"),
    ],
    ids=lambda each: str(each)[:24] if isinstance(each, str) else "",
)
def test_what_a_guide_does_not_say(
    make: Callable[[], Case], on: date, english: str, chinese: str
) -> None:
    assert english not in make().call_guide(on)
    assert chinese not in make().call_guide(on, language="zh")


def test_no_section_of_a_guide_is_empty() -> None:
    for make, on in ((on_hold, day(19)), (second_round, day(18)), (released, day(4))):
        for language in ("en", "zh"):
            lines = [line for line in make().call_guide(on, language=language).splitlines() if line]
            heads = [line.startswith("## ") for line in lines]
            assert not any(a and b for a, b in zip(heads, [*heads[1:], True], strict=True))
