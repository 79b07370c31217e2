"""What a decision tells of the parts of a lot: units, outcome, and what ships."""

from __future__ import annotations

from typing import Any

import pytest

from disposition import Decision, Facts, Lot, LotPart, load_policy_text

PLAN = {
    "standard": "iso2859-1",
    "level": "II",
    "state": "normal",
    "type": "single",
    "aql": {"critical": "0", "major": "2.5", "minor": "4"},
}
POLICY = load_policy_text("""
policy: parts
version: 1.0.0
outcomes:
  accept: {ships: all}
  partial_acceptance: {ships: part, parts: [sorting, segments]}
  rework: {ships: none, parts: segments}
  scrap: {ships: none, parts: segments}
otherwise: hold
rules:
  good: {permit: accept, when: defects.all_accepted and not defects.not_reworkable.present}
  good-part:
    permit: partial_acceptance
    when: >-
      contract.partial_shipment.allowed and (segments.conforming.any
      or sorting.complete and 0 < sorting.conforming < lot.quantity)
  usual: {permit: rework, when: defects.any_rejected and defects.all_reworkable}
  last: {permit: scrap, when: defects.not_reworkable.present}
  again: {require: [look-again, look-again, {do: tell, what: it}], with: rework, when: true}
""")


def lot(
    quantity: int | None = 3400, *, partial: bool = True, sample: int = 250, **inspection: Any
) -> Lot:
    given = {
        "sample_size": sample,
        "plan": PLAN,
        "defects": [defect(20, sku="RED")],
        "segments": [segment("RED"), segment("BLUE")],
        "checks": [],
        **inspection,
    }
    document: dict[str, Any] = {
        "lot": {} if quantity is None else {"quantity": quantity},
        "inspection": {key: each for key, each in given.items() if each is not None},
        "contract": {"partial_shipment": {"allowed": partial}},
    }
    return Lot.from_dict(document)


def defect(units: int, *, reworkable: bool = True, **others: Any) -> dict[str, Any]:
    line = {"severity": "major", "category": "functional", "units": units}
    return {**line, "reworkable": reworkable, **others}


def segment(sku: str, quantity: int = 1600, sample: int = 125) -> dict[str, Any]:
    return {"sku": sku, "quantity": quantity, "sample_size": sample}


def told(parts: tuple[LotPart, ...]) -> list[tuple[str, int | None, str, str, int | None]]:
    return [(each.name, each.units, each.outcome, each.ships, each.more_units) for each in parts]


SEGMENTS = [
    ("RED", 1600, "rework", "none", None),
    ("BLUE", 1600, "accept", "all", None),
    ("the rest", 200, "hold", "none", 32),
]
COUNTED = {"sample": 500, "segments": []}
TOLD = [
    ("segments, and what none names", lot(), SEGMENTS),
    (
        "nothing ships where the lot does not",
        lot(partial=False),
        [(name, units, outcome, "none", more) for name, units, outcome, _, more in SEGMENTS],
    ),
    (
        "a sample that is too small",
        lot(3200, segments=[segment("RED"), segment("BLUE", 1300), segment("GREEN", 300, 0)]),
        [
            *(("RED", 1600, "rework", "none", None), ("BLUE", 1300, "accept", "all", None)),
            ("GREEN", 300, "hold", "none", 50),
        ],
    ),
    (
        "a segment without a quantity is part of the rest",
        lot(segments=[segment("RED"), segment("BLUE"), {"sku": "GREEN", "sample_size": 0}]),
        SEGMENTS,
    ),
    (
        "units of nobody knows which segment stand in each that they may be of",
        lot(3200, defects=[defect(20, sku="RED"), defect(3, reworkable=False)], partial=False),
        [("RED", 1600, "scrap", "none", None), ("BLUE", 1600, "scrap", "none", None)],
    ),
    (
        "the lot's quantity is not known",
        lot(None),
        [("the lot", None, "hold", "none", None)],
    ),
    (
        "what was counted in every unit",
        lot(500, defects=[defect(20), defect(10, reworkable=False)], **COUNTED),
        [
            ("good", 470, "accept", "all", None),
            ("to rework", 20, "rework", "none", None),
            ("to replace", 10, "scrap", "none", None),
        ],
    ),
    (
        "units counted once by their worst defect",
        lot(
            500,
            defects=[defect(20), defect(10, reworkable=False)],
            nonconforming_units={"critical": 0, "major": 25, "minor": 0},
            **COUNTED,
        ),
        [
            ("good", 475, "accept", "all", None),
            ("to rework", 15, "rework", "none", None),
            ("to replace", 10, "scrap", "none", None),
        ],
    ),
    (
        "what sorting found, as far as it is told",
        lot(500, segments=[], sorting={"sorted": 500, "conforming": 470, "reworkable": 20}),
        [
            ("good", 470, "accept", "all", None),
            ("to rework", 20, "rework", "none", None),
            ("found bad or good, not told which", 10, "hold", "none", None),
        ],
    ),
    (
        "sorting that is not finished divides nothing",
        lot(500, segments=[], sorting={"sorted": 400, "conforming": 370, "reworkable": 30}),
        [("the lot", 500, "rework", "none", None)],
    ),
    (
        "what sorting cannot find is still spoken of by the sample",
        lot(
            500,
            sample=50,
            segments=[],
            defects=[defect(20), defect(1, reworkable=False, sortable=False)],
            sorting={"sorted": 500, "conforming": 480, "reworkable": 20, "not_reworkable": 0},
        ),
        [("good", 480, "scrap", "none", None), ("to rework", 20, "rework", "none", None)],
    ),
    (
        "danger of which nobody knows where it ends leaves the lot whole",
        lot(
            partial=False,
            defects=[defect(20, sku="RED"), defect(1, sku="RED", category="safety")],
        ),
        [("the lot", 3400, "rework", "none", None)],
    ),
    (
        "danger that is confined keeps its own part back",
        lot(
            3200,
            defects=[
                defect(20, sku="RED"),
                defect(1, sku="RED", category="safety", confined=True),
            ],
        ),
        [("RED", 1600, "rework", "none", None), ("BLUE", 1600, "accept", "all", None)],
    ),
    (
        "an outcome that divides nothing",
        lot(defects=[defect(20, sku="RED"), defect(9)]),
        [("the lot", 3400, "hold", "none", None)],
    ),
    (
        "nothing to divide by",
        lot(segments=[]),
        [("the lot", 3400, "rework", "none", None)],
    ),
    (
        "a lot whose sample is too small",
        lot(segments=[], defects=[], sample=20),
        [("the lot", 3400, "hold", "none", 180)],
    ),
]


@pytest.mark.parametrize(("case", "parts"), [each[1:] for each in TOLD], ids=[t[0] for t in TOLD])
def test_the_parts(case: Lot, parts: list[tuple[str, int, str, str, int]]) -> None:
    decision = POLICY.decide(case)
    assert told(decision.parts) == parts
    assert told(POLICY.decide(case, engine="reference").parts) == parts
    assert Decision.from_dict(decision.to_dict()).parts == decision.parts


def test_what_is_to_be_done_with_a_part_stands_once() -> None:
    red = POLICY.decide(lot()).parts[0]
    assert (red.by, red.sku, red.do) == ("segment", "RED", ("look-again", "tell"))


def test_facts_without_a_document_are_one_part() -> None:
    decision = POLICY.decide(Facts({"lot.quantity": 7, "defects.not_reworkable.present": True}))
    assert [each.units for each in decision.parts] == [7]


def test_a_document_from_before_there_were_parts_is_read() -> None:
    document = POLICY.decide(lot()).to_dict()
    del document["parts"]
    assert Decision.from_dict(document).parts == ()


def test_parts_are_told_in_words_and_shown() -> None:
    decision = POLICY.decide(lot())
    words = decision.explain()
    assert "  - RED, 1,600 units: stays; as a lot of its own: Rework [rework]\n" in words
    assert "to do: look again, tell" in words
    assert "32 more of its units to inspect" in words
    assert "<td><b>BLUE</b></td><td>1,600</td><td>ships: Accept [accept]" in decision._repr_html_()
    assert "Parts" not in POLICY.decide(lot(segments=[])).explain()
