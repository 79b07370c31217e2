"""Facts about what decisions require before the release, and whether it is proved."""

from __future__ import annotations

from disposition.facts.derived.fact import TEXT, View, derived
from disposition.facts.derived.listed import how_many, is_in, items, neither, of
from disposition.facts.derived.wording import joined
from disposition.facts.document.case_events import Requirement
from disposition.language.types import FactType, Kind

_is_open = neither(is_in("proved", True))


def _words(requirement: Requirement) -> str:
    do = requirement.do or "without a code"
    return f"{do} ({requirement.rule})" if requirement.rule else do


def _unproved(view: View) -> str | None:
    listed = items(view, "obligations")
    if listed is None:
        return None
    return joined([_words(each) for each in listed if _is_open(each) is not False])


FACTS = (
    how_many(
        "obligations.unproved",
        FactType(Kind.INTEGER, "obligations"),
        "What decisions require before the release and nothing proves",
        of("obligations", "proved"),
        _is_open,
    ),
    derived(
        "obligations.unproved_list",
        TEXT,
        "What decisions require before the release and nothing proves",
        tuple(f"case.obligations[].{key}" for key in ("do", "rule", "proved")),
        _unproved,
    ),
)
