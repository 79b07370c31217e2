"""Facts about what looking into the supplier's arguments showed, and what came after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from disposition.facts.document.case_events import ARGUED, Argument, Assessment
from disposition.facts.native.arguments import is_evidenced, turns
from disposition.facts.native.fact import BOOLEAN, View, derived
from disposition.facts.native.items import both, is_in, items
from disposition.language.types import FactType, Kind

_ARGUMENTS = FactType(Kind.INTEGER, "arguments")
_TOPICS = FactType(Kind.INTEGER, "topics")
_TOPIC = FactType(Kind.ENUM, values=ARGUED)
_NO_EVIDENCE = "there is no evidence that nobody has looked into"
_BOTH = ("case.arguments[].topic", "case.arguments[].evidence")


# --- what was looked into ------------------------------------------------------------------------


def unassessed(arguments: Sequence[Argument], assessments: Sequence[Assessment]) -> list[str]:
    """Return the topics argued with evidence that nobody has looked into since it came.

    Each stands once, where it was argued last. What comes back with nothing new need not be looked
    into again.
    """
    argued = [
        turn.argument
        for turn in turns(arguments)
        if is_evidenced(turn.argument) and not turn.repeats
    ]
    topics = [each.topic or "" for each in _not_looked_into(argued, assessments)]
    return list(dict.fromkeys(reversed(topics)))[::-1]


def _not_looked_into(
    arguments: Sequence[Argument], assessments: Sequence[Assessment]
) -> list[Argument]:
    """Return the arguments on whose topic there is no assessment of that day or later."""
    looked_into: dict[str, date] = {}
    for assessment in assessments:  # in the order of their days
        looked_into[assessment.topic or ""] = assessment.on or date.min
    return [
        each
        for each in arguments
        if looked_into.get(each.topic or "", date.min) < (each.on or date.max)
    ]


def _known(view: View) -> tuple[tuple[Argument, ...], tuple[Assessment, ...]] | None:
    """Return arguments and assessments if what tells which were looked into is known."""
    arguments, assessments = items(view, "arguments"), items(view, "assessments")
    if arguments == ():
        return (), ()
    if arguments is None or assessments is None:
        return None
    keys = ("topic", "evidence", "on") if assessments else ("topic", "evidence")
    wanted = [getattr(each, key) for each in arguments for key in keys]
    wanted += [part for each in assessments for part in (each.on, each.topic)]
    return None if None in wanted else (arguments, assessments)


def _unassessed(view: View) -> list[str] | None:
    known = _known(view)
    return None if known is None else unassessed(*known)


def _how_many_unassessed(view: View) -> int | None:
    topics = _unassessed(view)
    return None if topics is None else len(topics)


def _unassessed_topic(view: View) -> str | None:
    topics = _unassessed(view)
    return topics[-1] if topics else None


def _specification_unchecked(view: View) -> bool | None:
    known = _known(view)
    if known is None:
        return None
    arguments, assessments = known
    argued = [
        turn.argument
        for turn in turns(arguments)
        if turn.argument.topic == "specification" and not turn.repeats
    ]
    return bool(_not_looked_into(argued, assessments))


_LOOKED_INTO = ("case.arguments[].on", *_BOTH, "case.assessments[].on", "case.assessments[].topic")


# --- what came after an independent finding -------------------------------------------------------


_confirms = both(is_in("shows", "finding_stands"), is_in("by", "joint_inspection", "third_party"))


def _repeated_since_confirmation(view: View) -> int | None:
    arguments, assessments = items(view, "arguments"), items(view, "assessments")
    if arguments == () or assessments == ():
        return 0
    if arguments is None or assessments is None:
        return None
    confirming = [each for each in assessments if _confirms(each) is not False]
    if not confirming:
        return 0
    wanted = [part for each in arguments for part in (each.on, each.topic, each.evidence)]
    wanted += [part for each in confirming for part in (each.on, each.shows, each.by)]
    if None in wanted:
        return None
    since = confirming[0].on
    return len([turn for turn in turns(arguments) if turn.repeats and turn.argument.on > since])


def _may_confirm(_view: View, item: object, _key: str) -> bool:
    return not isinstance(item, Assessment) or _confirms(item) is not False


FACTS = (
    derived(
        "arguments.unassessed",
        _TOPICS,
        "Topics argued with a document or more that nobody has looked into since it came",
        _LOOKED_INTO,
        _how_many_unassessed,
    ),
    derived(
        "arguments.unassessed_topic",
        _TOPIC,
        "Topic of those that was argued last",
        _LOOKED_INTO,
        _unassessed_topic,
        why=lambda view: _NO_EVIDENCE if _unassessed(view) == [] else "",
    ),
    derived(
        "arguments.specification_unchecked",
        BOOLEAN,
        "Whether the specification was argued about and nobody has looked into it since",
        _LOOKED_INTO,
        _specification_unchecked,
    ),
    derived(
        "arguments.repeated_since_confirmation",
        _ARGUMENTS,
        "Arguments that came back with nothing new after a joint inspection or a third party "
        "had found that our finding stands",
        (
            "case.arguments[].on",
            *_BOTH,
            *(f"case.assessments[].{key}" for key in ("on", "shows", "by")),
        ),
        _repeated_since_confirmation,
        concerns=_may_confirm,
    ),
)
