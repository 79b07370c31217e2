"""Laws of facts: what is learnt never changes what was known, and much more is not claimed."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from disposition.documents.reading import reader_of
from disposition.documents.reporting import report
from disposition.errors import LotError
from disposition.facts import (
    CATALOGUE,
    Kind,
    Lot,
    absent,
    judge_segments,
    lot_schema,
    observe,
)
from disposition.facts.consistency.contradictions import contradictions
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.lot_document import CATEGORIES
from disposition.facts.native.samples.judgement import ACCEPTED, OPEN, REJECTED, in_a_word
from disposition.facts.source import LotSource
from disposition.sampling import AQLS, STANDARDS, STATES, judge, sampling_plan
from strategies import (
    ABOUT_CASES,
    Document,
    is_valid,
    junk,
    lot_documents,
    lots,
    partial_lot_documents,
    places,
    with_absences,
    without,
)

# A list in words tells what stands in the document, and grows as more of it becomes known.
LOT_FACTS = [path for path in CATALOGUE if path.partition(".")[0] not in ABOUT_CASES]
PATHS = [path for path in LOT_FACTS if not path.endswith("list")]
CLASSES = {
    Kind.BOOLEAN: bool,
    Kind.INTEGER: int,
    Kind.DECIMAL: Decimal,
    Kind.ENUM: str,
    Kind.TEXT: str,
    Kind.DATE: date,
}


@st.composite
def documents_and_less(draw: st.DrawFn) -> tuple[Document, Document]:
    """Draw a complete document, and the same one with something absent."""
    doc = draw(lot_documents())
    return doc, draw(with_absences(doc))


@given(documents_and_less(), st.data())
def test_what_is_known_stays_so_when_more_becomes_known(
    pair: tuple[Document, Document], data: st.DataObject
) -> None:
    ever_less = *pair, data.draw(with_absences(pair[1]))
    for fuller, poorer in pairwise(observe(Lot.from_dict(doc), PATHS) for doc in ever_less):
        known = {path: value for path, value in poorer.items() if value is not None}
        if poorer["inspection.state_sufficient"] is None:
            # Where no history tells of a state in force, none is taken to be.
            del known["inspection.state_settled"]
        assert known == {path: fuller[path] for path in known}


@given(documents_and_less())
def test_what_is_named_as_absent_is_enough(pair: tuple[Document, Document]) -> None:
    """Filling in exactly the places that `absent` names makes the fact known, as it truly is.

    What the complete document does without, such as the samples one by one, stays out.
    """
    doc, less = pair
    full, lot = observe(Lot.from_dict(doc), PATHS), Lot.from_dict(less)
    waiting: dict[tuple[str, ...], list[str]] = {}
    for path, value in observe(lot, PATHS).items():
        if value is None and full[path] is not None:
            waiting.setdefault(absent(lot, path), []).append(path)
    for places_named, paths in waiting.items():
        filled = copy.deepcopy(less)
        for place in places_named:
            with suppress(KeyError):
                _fill_in(filled, doc, place)
        assume(is_valid(filled))
        assert observe(Lot.from_dict(filled), paths) == {path: full[path] for path in paths}


def _fill_in(part: Any, source: Any, place: str) -> None:
    *path, key = place.removeprefix("$.").replace("[", ".[").split(".")
    for step in path:
        index: str | int = int(step[1:-1]) if step.startswith("[") else step
        source = source[index]
        part = part[index]
    part[key] = source[key]


@given(lots())
def test_an_unknown_fact_has_its_reason(lot: Lot) -> None:
    source = LotSource(lot)  # `why_unknown` and `absent` look at a lot anew for each fact
    for path, value in source.observe(CATALOGUE).items():
        assert (value is None) == bool(source.why_unknown(path)), path
        assert value is None or source.absent(path).places == ()


# What the reference page names as unknown for longer than need be. Facts over several severities
# are put together from one fact for each: a line that is critical, major or minor, and too much for
# any of them, is not seen to reject the lot in any case. The excess of several samples or plans is
# not compared where one of them is open. And units without a severity are 0 once all is known:
# until then the fact is unknown on purpose. What is serious waits for each severity as well, and so
# does what sorting finds: each severity, accepted, rejected or unsafe, is not tried in its turn.
# Whether a severity can be corrected asks what the plan rejects, and what it accepts: where it may
# be one of several, some do not reject and the others accept the rest, and each alone stays open.
LATER = {
    *(f"sorting.{name}" for name in ("finds_all", "finds_something", "helps", "clears")),
    "inspection.next_sample",
    "inspection.plans.all_accepted",
    *(path for path in CATALOGUE if path.startswith("defects.serious.")),
    "defects.unclassified.found",
    "defects.any_rejected",
    "defects.all_accepted",
    "defects.correctable",
    *(f"defects.{severity}.correctable" for severity in ("major", "minor")),
    *(f"defects.{severity}.excess_rate" for severity in SEVERITIES),
    *(path for path in CATALOGUE if path.startswith("segments.")),
    "inspection.state_settled",  # without a word on the state none is taken to be too lax
}
CHOICES = {
    "severity": SEVERITIES,
    "category": CATEGORIES,
    "result": ("pass", "fail", "pending", "not_applicable"),
    "reworkable": (True, False),
    "state": STATES,
    "standard": tuple(STANDARDS),
    "regulated": (True, False),
}


@given(lot_documents(), st.data())
def test_most_facts_are_known_as_soon_as_one_absent_word_cannot_change_them(
    doc: Document, data: st.DataObject
) -> None:
    """With one word absent, a fact is known exactly when every word there gives the same.

    For a plan's level and type, for numbers, for several values at once and for documents that tell
    the samples one by one, or the units by severity, only the one direction holds, which the laws
    above are about: nothing is known too early.
    """
    place = data.draw(st.sampled_from([p for p in places(doc) if p[-1] in CHOICES]))
    # What each sample showed, and on how many units, would tell the severity of a line. That is not
    # worked out.
    doc["inspection"].pop("stages", None)
    doc["inspection"].pop("nonconforming_units", None)
    less = without(doc, [place])
    assume(is_valid(less))
    filled = []
    for value in CHOICES[str(place[-1])]:
        other = copy.deepcopy(less)
        part: Any = other
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = value
        if is_valid(other):
            filled.append(observe(Lot.from_dict(other), PATHS))
    for path, value in observe(Lot.from_dict(less), PATHS).items():
        values = {facts[path] for facts in filled}
        if path not in LATER and path != ".".join(map(str, place)):
            assert value == (values.pop() if len(values) == 1 else None), path


_RECORD = "supplier.track_record"


def test_the_track_record_is_known_as_soon_as_it_can_be() -> None:
    months, inspected, rejected = (5, 6, 24), (0, 4, 5, 10, 30), (0, 1, 2, 7)
    few = (0, 1, 2)
    records: dict[tuple[int, ...], object] = {}
    for values in product(months, inspected, rejected, few, few):
        if values[3] <= values[2] <= values[1]:
            records[values] = _track_record(values)
    for absent_one, values in product(range(5), records):
        others = {
            name
            for other, name in records.items()
            if other[:absent_one] == values[:absent_one]
            and other[absent_one + 1 :] == values[absent_one + 1 :]
        }
        less = [None if index == absent_one else value for index, value in enumerate(values)]
        known = _track_record(less)
        # The numbers tried are not all there are: they can only show that it is not yet known.
        assert known is None or others == {known}
        if known is None and len(others) == 1:
            assert absent_one in (1, 2), (less, others)


def _track_record(values: Any) -> object:
    names = (
        "relationship_months",
        "lots_inspected",
        "lots_rejected",
        "consecutive_rejected",
        "repeat_defects",
    )
    given = dict(zip(names, values, strict=True))
    told = {name: value for name, value in given.items() if value is not None}
    return observe(Lot.from_dict({"supplier": told}), [_RECORD])[_RECORD]


@given(lots())
def test_facts_have_their_types_and_no_fact_is_out_of_its_range(lot: Lot) -> None:
    """What proofs and lints say of limits out of range rests on this."""
    for path, value in observe(lot, CATALOGUE).items():
        spec = CATALOGUE[path]
        assert value is None or type(value) is CLASSES[spec.type.kind], path
        if spec.type.kind is Kind.ENUM:
            assert value is None or value in spec.type.values
        if value is not None and spec.type.kind.is_number:
            assert spec.least is None or value >= spec.least, path  # type: ignore[operator]
            assert spec.type.unit != "percent" or value <= 100, path  # type: ignore[operator]


@given(lots())
def test_only_what_is_asked_for_is_returned_and_the_same_alone(lot: Lot) -> None:
    together = observe(lot, CATALOGUE)
    assert {path: observe(lot, [path])[path] for path in CATALOGUE} == together


@given(lots())
def test_segments_and_their_facts_agree(lot: Lot) -> None:
    segments = judge_segments(lot)
    facts = observe(lot, ["segments.conforming.quantity", "segments.conforming.any"])
    conforming = [segment for segment in segments if segment.conforming]
    assert all(segment.why for segment in segments)
    if conforming:
        assert facts["segments.conforming.any"] is True
    if facts["segments.conforming.quantity"] is not None:
        quantity = sum(segment.quantity or 0 for segment in conforming)
        assert facts["segments.conforming.quantity"] == quantity


@given(
    st.sampled_from(["single", "double", "multiple"]),
    st.sampled_from([5, 1200, 35_000]),
    st.sampled_from(AQLS[6:19]),
    st.sampled_from(STATES),
    st.tuples(st.integers(0, 60), st.integers(0, 600)),
)
def test_the_answer_in_a_word_is_that_of_the_judgement(
    plan_type: str, lot_size: int, aql: Decimal, state: str, counts: tuple[int, int]
) -> None:
    plan = sampling_plan(
        plan_type, lot_size=lot_size, level="II", aql=aql, state=state, standard="z1.4"
    )
    found, inspected = counts[0], min(counts[1], lot_size)
    words = {True: ACCEPTED, False: REJECTED, None: OPEN}
    judged = judge(plan, found=found, inspected=inspected)
    assert in_a_word(plan, found, inspected) == words[judged.accepted]


# --- documents -----------------------------------------------------------------------------------


@given(partial_lot_documents())
def test_documents_survive_the_round_trip(doc: Document) -> None:
    lot = Lot.from_dict(doc)
    assert Lot.from_dict(lot.to_dict()) == lot
    assert Lot.from_json(json.dumps(lot.to_dict())) == lot
    assert Lot.from_json(json.dumps(doc).encode()) == lot
    assert hash(Lot.from_dict(lot.to_dict())) == hash(lot)


@given(lot_documents())
def test_a_complete_document_comes_back_as_it_was(doc: Document) -> None:
    assert Lot.from_dict(doc).to_dict() == doc


@given(lot_documents(), junk(), st.data())
def test_both_ways_of_reading_take_the_same_documents(
    doc: Document, value: object, data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from(list(places(doc))))
    part: Any = doc
    for step in place[:-1]:
        part = part[step]
    part[place[-1] if data.draw(st.booleans()) else "another"] = value
    careful, problems = report(Lot, doc)
    try:
        fast = reader_of(Lot)(doc)
    except Exception:  # noqa: BLE001 - however it fails, it must be where the other finds a problem
        assert problems
    else:
        assert not problems
        assert fast == careful


@given(junk())
def test_anything_gives_a_lot_or_a_lot_error(value: Any) -> None:
    try:
        lot = Lot.from_dict(value)
    except LotError:
        return
    assert lot == Lot()


@given(st.text(max_size=40) | st.binary(max_size=40) | junk().map(repr))
def test_any_text_gives_a_lot_or_a_lot_error(text: str | bytes) -> None:
    with suppress(LotError):
        assert isinstance(Lot.from_json(text), Lot)


@given(lot_documents(), st.integers(1, 400))
def test_every_beginning_of_a_document_is_cut_off(doc: Document, length: int) -> None:
    text = json.dumps(doc)
    with pytest.raises(LotError, match="not JSON"):
        Lot.from_json(text[: min(length, len(text) - 1)])


@given(lots())
def test_a_lot_that_was_read_contradicts_nothing(lot: Lot) -> None:
    assert list(contradictions(lot)) == []


@given(partial_lot_documents())
def test_the_schema_takes_what_is_taken(doc: Document) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator(lot_schema()).validate(doc)
