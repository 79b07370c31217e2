"""The stories of the examples, chapter by chapter: what comes next, how it reads, when it ships."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from attrs import field, frozen

from disposition.casefile import Case, CasePolicies
from disposition.facts import observe
from support.engines import ENGINES_HERE
from support.shipped import POLICIES
from support.stories import NAMES, PLAY, whole

GOOD, NEW = "labelling-with-a-good-supplier", "safety-with-a-new-supplier"


@frozen
class After:
    """What holds after a chapter: the steps that are there, and those that are not any more."""

    stage: str
    there: set[str] = field(factory=set)
    gone: set[str] = field(factory=set)
    reading: str = "no_pushback"
    missing: set[str] | None = None


STORIES: Mapping[str, list[After]] = {
    GOOD: [
        After(
            "decided",
            {"call-first", "file-inspection-report"},
            {"notify-supplier", "stop-shipment"},
        ),
        After("talking", {"share-draft", "confirm-in-writing", "talk-about-cause"}, {"call-first"}),
        After("talking", {"notify-supplier", "file-notice"}, {"share-draft", "confirm-in-writing"}),
        After(
            "agreed",
            {"make-checklist", "document-rework", "reinspect"},
            {"notify-supplier", "talk-about-cause", "give-root-cause", "agree-rework-scope"},
        ),
        After("agreed", set(), {"make-checklist"}, missing={"not-inspected-again"}),
        After(
            "reinspected",
            {"complete-decision", "file-reinspection-report"},
            {"reinspect", "document-rework"},
            missing={"no-reinspection-report", "not-accepted"},
        ),
        After("released", {"file-outcome", "thank-supplier", "record-standing"}),
        After("closed"),
    ],
    NEW: [
        After("reported", {"stop-shipment", "call-first", "decide-lot"}),
        After(
            "talking",
            {"stop-shipment", "talk-about-cause"},
            {"contain", "decide-lot", "share-request-draft", "five-whys"},
        ),
        After("talking", {"stop-shipment", "answer-argument"}, {"escalate-step"}, "watch"),
        After("talking", {"answer-argument", "check-specification"}, {"escalate-step"}, "watch"),
        After("talking", {"answer-argument"}, {"escalate-step"}, "face_saving"),
        After("talking", set(), {"answer-argument", "escalate-step"}, "face_saving"),
        After(
            "talking",
            {"answer-argument", "re-measure", "propose-joint-inspection"},
            {"escalate-step"},
            "factual_dispute",
        ),
        After("talking", {"talk-about-cause", "stop-shipment"}, {"re-measure", "answer-argument"}),
        After("agreed", {"supervise-on-site", "make-checklist", "stop-shipment"}, {"five-whys"}),
        After("agreed", {"reinspect"}, {"make-checklist", "document-rework", "supervise-on-site"}),
        After(
            "reinspected",
            {"stop-shipment", "complete-other-inspector", "complete-proof"},
            missing={"inspected-by-the-same", "resolved-without-photo"},
        ),
        After("released", {"add-checkpoints", "verify-effectiveness"}, {"stop-shipment"}),
        After("closed"),
    ],
}


def test_each_story_is_told_here() -> None:
    assert sorted(STORIES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_story_goes_as_it_should(name: str) -> None:
    story = PLAY.read(name)
    chapters = list(PLAY.played(PLAY.begun(story, policies=POLICIES), story))
    for (chapter, on, case), after in zip(chapters, STORIES[name], strict=True):
        about = chapter["about"]
        codes = {step.do for step in case.next_steps(on)}
        assert observe(case.lot(on), ["case.stage"])["case.stage"] == after.stage, about
        assert after.there <= codes, about
        assert not after.gone & codes, about
        assert case.reading(on).outcome == after.reading, about
        if after.missing is not None:
            assert {each.rule for each in case.gate(on).missing} == after.missing, about


@pytest.mark.parametrize("name", NAMES)
def test_a_story_ends_proved_and_whole(name: str) -> None:
    case = whole(name, policies=POLICIES)
    assert case.is_closed
    assert case.faults() == ()
    assert case.replay().is_proved
    assert [each.finding for each in case.replay().decisions] == ["same"] * len(
        case.replay().decisions
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_is_dangerous_is_stopped_until_it_is_released(name: str) -> None:
    story = PLAY.read(name)
    for _, on, case in PLAY.played(PLAY.begun(story, policies=POLICIES), story):
        codes = {step.do for step in case.next_steps(on)}
        stage = observe(case.lot(on), ["case.stage"])["case.stage"]
        assert ("stop-shipment" in codes) == (name == NEW and stage not in ("released", "closed"))


def test_how_the_arguments_read_is_told_with_its_signs_and_its_confidence() -> None:
    story = PLAY.read(NEW)
    chapters = list(PLAY.played(PLAY.begun(story, policies=POLICIES), story))
    _, on, case = chapters[4]
    reading = case.reading(on)
    assert reading.confidence == "medium"
    assert [(str(each.on), each.topic, each.change) for each in reading.arguments] == [
        ("2026-10-15", "measurement", "the first"),
        ("2026-10-16", "specification", "a new topic, no stronger"),
        ("2026-10-19", "handling", "a new topic, weaker"),
    ]
    assert {each.rule for each in reading.signs} == {"topics-shift", "arguments-weaken"}
    assert "mind-do-not-escalate" in {each.do for each in reading.advice}
    assert "A hint, not a decision" in reading.says()
    json.dumps(reading.to_dict())


def test_the_script_tells_a_story(capsys: pytest.CaptureFixture[str]) -> None:
    PLAY.tell(NEW)
    told = capsys.readouterr().out
    assert "the arguments: The arguments shift and weaken as if to save face [face_saving]" in told
    assert "Not released: 2 missing." in told
    assert "Released on 2026-11-16" in told


def test_the_same_facts_give_the_same_steps_whatever_the_engine() -> None:
    on = date(2026, 10, 22)
    told: list[Any] = []
    for engine in ENGINES_HERE:
        case: Case = whole(NEW, policies=CasePolicies(POLICIES.by_role, engine))
        told.append([step.to_dict() for step in case.next_steps(on)])
    assert told[1:] == told[:-1]
