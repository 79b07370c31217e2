"""Whether other cases of the same lot hold something against it that this one does not tell of.

A lot is known by its number (`lot.id`), however it is spelled. Another case of it keeps the goods
until it is released, or is said to be of other goods, unless all that its reports hold against the
lot stands in a report of this case as well: then nothing is left behind in it. What was closed
without a release is not over. Of a lot that was released in part the rest counts, not the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.casefile.errors import NoCaseError
from disposition.casefile.lifecycle.corrections import is_milder
from disposition.casefile.lifecycle.findings import made_by
from disposition.casefile.log.canonical import spellings
from disposition.casefile.log.chain import faults, head_of, lot_number
from disposition.casefile.log.effective import Event, effective_events
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.kinds import INSPECTIONS, OtherGoods, RestOpened
from disposition.casefile.log.storage import Keeper
from disposition.documents.quoting import cut, shown
from disposition.explain.obstacles import Obstacle
from disposition.facts.document.lot_document import Inspection
from disposition.words import counted

ELSEWHERE = "lot-is-in-another-case"
"""What is missing, in place of a rule, where another case holds something against the lot."""

MOST_TOLD = 20
"""Cases of a lot that are told of one by one; the gate is closed, and looks at no more."""


def same_lot_obstacles(
    keeper: Keeper, entries: Sequence[Entry], mine: Sequence[Event]
) -> Iterator[Obstacle]:
    """Yield the cases of the same lot that hold what this one does not, and are not released.

    `entries` are all of this case, `mine` those that count.
    """
    if not mine or any(each.kind == "released" for each in mine):
        return
    yield from _of_no_rest(keeper, mine[0])
    if not (number := lot_number(entries[0].data)):
        return
    lot = shown(entries[0].data["lot"]["lot"]["id"])
    apart = _told_apart(mine) | {entries[0].case}
    others = [each for each in keeper.cases_of_lot(number) if each not in apart]
    found = 0
    for at, there in enumerate(keeper.entries_of(others)):
        if found == MOST_TOLD:
            yield _unlooked(lot, len(others) - at)
            return
        if what := _holds(others[at], there, entries[0].case, mine):
            found += 1
            yield _piece(f"case `{others[at]}` of {there[0].on}, of the same lot {lot}, {what}")


def _holds(case: str, there: Sequence[Entry], here: str, mine: Sequence[Event]) -> str:
    """Return what another case of the lot holds against it, in words; empty if nothing."""
    if any(faults(case, there, head_of(there))):
        return "was altered since it was written: have it put right first"
    if _is_over(there):  # of many cases of one number most are, so that no more is read of these
        return ""
    other = effective_events(there)
    if _names_rest(other, here) or _is_known(other, mine):
        return ""
    return (
        "is not released, and holds against the lot what no report here does: go on with it there,"
        " or tell in an entry `other_goods` why these goods are others"
    )


def _of_no_rest(keeper: Keeper, first: Event) -> Iterator[Obstacle]:
    """Yield that a case calls itself the rest of another one, which knows nothing of it."""
    whole = first.data.rest_of
    if whole is None:
        return
    try:
        other = effective_events(keeper.entries(whole))
    except NoCaseError:
        other = ()
    if not _names_rest(other, first.entry.case):
        because = f"case `{cut(whole)}`, whose rest this is said to be, does not say so"
        yield _piece(f"{because}: begin it with what was found, as a case of its own")


def _names_rest(other: Sequence[Event], case: str) -> bool:
    return any(
        isinstance(each.data, RestOpened) and case in spellings(each.data.case or "")
        for each in other
    )


def _told_apart(mine: Sequence[Event]) -> frozenset[str]:
    """Return the cases that are said to be of other goods, or are the rest of this lot."""
    return frozenset(
        spelled
        for each in mine
        if isinstance(each.data, OtherGoods | RestOpened)
        for spelled in spellings(each.data.case or "")
    )


def _is_over(there: Sequence[Entry]) -> bool:
    """Whether all of a lot was released, or a part and the rest is a case of its own.

    Neither is ever withdrawn.
    """
    released = [each for each in there if each.kind == "released"]
    has_rest = any(each.kind == "rest" for each in there)
    return any(each.data["decision"]["ships"] == "all" or has_rest for each in released)


def _is_known(other: Sequence[Event], mine: Sequence[Event]) -> bool:
    """Whether all that the reports of another case hold stands in a report of this one."""
    here = list(_reports(mine))
    return all(
        any(not is_milder(_adverse_part(report), one) for one in here) for report in _reports(other)
    )


def _reports(happened: Sequence[Event]) -> Iterator[Inspection]:
    """Yield what each inspection found, as it was reported first and as it was corrected."""
    for each in happened:
        gone = each.withdrew
        if each.kind in INSPECTIONS:
            yield made_by(each.data)
            if each.reported is not None:
                yield made_by(each.reported)
        elif gone is not None and gone.kind in INSPECTIONS:
            yield made_by(gone.data)


def _adverse_part(report: Inspection) -> Inspection:
    """Return of a report what it holds against the lot; how it was sampled is beside that."""
    return Inspection(
        report_result=report.report_result,
        defects=report.defects or (),
        checks=report.checks or (),
        nonconforming_units=report.nonconforming_units,
    )


def _piece(because: str) -> Obstacle:
    return Obstacle(ELSEWHERE, "forbid", because, is_sure=True, facts={})


def _unlooked(lot: str, many: int) -> Obstacle:
    return _piece(f"{counted(many, 'case')} more of the same lot {lot} were not looked at yet")
