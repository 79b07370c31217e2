"""Which obligations of the decisions on a lot are in force, and whether each is proved.

An obligation does not vanish because another inspection follows. It ends when it is proved, when it
is decided anew on the same inspection without it, or when a later decision no longer has it. The
last does not end what comes before the release of goods that were to be put right: there the later
decision rests on a new inspection, and what the first one asked for has to be shown all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from disposition.casefile.lifecycle.corrections import decided_on_withdrawn, stricter
from disposition.casefile.lifecycle.findings import points_seen
from disposition.casefile.log.effective import Event
from disposition.casefile.log.entry_data import unreadable
from disposition.casefile.log.kinds import INSPECTIONS, Agreed, ProgressSeen
from disposition.documents.reading import reader_of
from disposition.explain.document.rationale import Obligation
from disposition.facts.catalogue import SHIPPED
from disposition.facts.document.case_events import Requirement
from disposition.facts.lot import Lot
from disposition.facts.source import LotSource
from disposition.frozen import frozen
from disposition.language.check.checker import check_condition
from disposition.language.check.scope import Scope
from disposition.language.expression import Expression
from disposition.language.faults import ExpressionError
from disposition.language.parse.parser import parse_expression
from disposition.policy.hoisting import unnamed_computation
from disposition.policy.model import CheckedPolicy
from disposition.semantics import truth

APPROVE = "approve"
"""The step that a decision settles by naming who approved it."""

NOW_CALLED = {"send-report": "share-report"}
"""Codes that steps had once, and have now: entries that settle the old one still count."""

MOST_READ = 256
"""Conditions that are kept read: the decisions of one policy have the same few."""

_NO_NAMES = CheckedPolicy("", "", "", (), "", {}, {}, (), ())
"""What a condition over facts alone is evaluated with."""


@frozen
class InForce:
    """An obligation of a decision that is in force.

    `proved` is None while that is not known, or while it is not known whether it applies at all.
    `settled` says that some entry since calls it done, which need not be a proof.
    """

    obligation: Obligation
    policy: str
    proved: bool | None
    settled: bool

    @property
    def keeps_goods(self) -> bool:
        """Whether the lot cannot be released yet because of it."""
        return bool(self.obligation.before) and self.proved is not True


def in_force(happened: Sequence[Event], lot: Lot) -> tuple[InForce, ...]:
    """Return the obligations in force of the decisions on a lot, the latest decision's first.

    `lot` holds the facts of the case as of the day up to which things happened.
    """
    source = LotSource(lot)
    return tuple(
        InForce(
            demand.obligation,
            demand.policy,
            proved(demand.obligation, happened[demand.since :], source),
            is_settled(demand.obligation.do, happened[demand.since :]),
        )
        for demand in _demanded(happened)
    )


def requirements(obligations: Iterable[InForce]) -> tuple[Requirement, ...]:
    """Return what comes before the release, as the lot document tells it."""
    return tuple(
        Requirement(each.obligation.do, each.obligation.rule, each.proved)
        for each in obligations
        if each.obligation.before
    )


# --- whether it was done -------------------------------------------------------------------------


def proved(obligation: Obligation, since: Sequence[Event], source: LotSource) -> bool | None:
    """Return whether an obligation is proved by the entries since, or by the facts of the case.

    Of the entries that may prove it the last one counts.
    """
    proofs = [*_proofs(obligation, since)]
    if proofs and not _denies(proofs[-1]):
        return True
    held = _holds(obligation.proved_when, source) if obligation.proved_when else False
    return None if held is False and obligation.applies != "yes" else held


def facts_of_proof(obligation: Obligation) -> tuple[str, ...]:
    """Return the facts that the condition reads which proves an obligation."""
    return _condition(obligation.proved_when)[1] if obligation.proved_when else ()


def is_settled(do: str, since: Iterable[Event]) -> bool:
    """Whether some entry says that a step was taken."""
    return any(_settles(each, do) for each in since)


def settled_by(each: Event) -> frozenset[str]:
    """Return the codes of the steps that an entry says were taken, as they are called now."""
    done = (each.data.do,) if each.kind == "done" else ()
    return frozenset(NOW_CALLED.get(do, do) for do in (*each.entry.settles, *done))


def _proofs(obligation: Obligation, since: Iterable[Event]) -> Iterator[Event]:
    """Yield what may prove an obligation, or shows that it is not done, withdrawn since or not."""
    for each in since:
        said = each if not points_seen(each) else each.withdrew or each
        if _settles(said, obligation.do) and said.kind in obligation.proved_by:
            yield said


def _settles(each: Event, do: str) -> bool:
    if each.kind == "decision":
        return do == APPROVE and bool(each.data.approved_by)
    return NOW_CALLED.get(do, do) in settled_by(each)


def _denies(each: Event) -> bool:
    """Whether an entry shows nothing: talk, a look that saw what is not, or at nothing at all."""
    match each.data:
        case Agreed(consent=consent):
            return not consent
        case ProgressSeen(way=way, photos=photos, checkpoints=points):
            saw_nothing = {
                "message": True,
                "photos": not photos and not any(point.photos for point in points),
                "checklist": not points,
            }
            is_wrong = any(point.result != "pass" for point in points)
            return is_wrong or saw_nothing.get(way or "", False)
    return False


def _holds(text: str, source: LotSource) -> bool | None:
    condition, paths = _condition(text)
    return None if condition is None else truth(condition, source.observe(paths), _NO_NAMES)


@lru_cache(MOST_READ)
def _condition(text: str) -> tuple[Expression | None, tuple[str, ...]]:
    """Read the condition of a decision document; a later version may know more facts than this."""
    try:
        scope = Scope(SHIPPED, {}, {})
        checked, problems = check_condition(parse_expression(text), scope)
    except ExpressionError:
        return None, ()
    if any(not each.is_warning for each in problems) or unnamed_computation(checked) is not None:
        return None, ()
    return checked, tuple(sorted(_NO_NAMES.facts_of(checked)))


# --- what is in force ----------------------------------------------------------------------------


@frozen
class _Demand:
    """An obligation, the policy it is of, and the place of the decision that first had it."""

    obligation: Obligation
    policy: str
    since: int


def _demanded(happened: Sequence[Event]) -> Iterator[_Demand]:
    newer: set[tuple[str, bool]] = set()
    is_decided_later = False
    for decisions in reversed(_by_inspection(happened)):
        final = [at for at in decisions if _is_decided(happened[at])][-1:]
        since = final[0] if final else decisions[-1]
        ships = bool(final) and _document(happened[since])["ships"] != "none"
        # One that could not be decided takes nothing back: what is unknown never ships.
        in_force = [at for at in decisions if at >= since]
        found: dict[tuple[str, str], _Demand] = {}
        for at in in_force:
            for each, policy in _obligations(happened[at]):
                first = _first_with(each.do, decisions, at, happened)
                found[each.do, each.rule] = _Demand(each, policy, first)
        for demand in found.values():
            obligation = demand.obligation
            is_carried = final and obligation.before and not ships
            # What a later one asks for as well, but not before the release, takes no hold's place.
            kept_by = {(obligation.do, True), (obligation.do, bool(obligation.before))}
            if kept_by.isdisjoint(newer) and (is_carried or not is_decided_later):
                yield demand
        newer |= {(each.obligation.do, bool(each.obligation.before)) for each in found.values()}
        is_decided_later = is_decided_later or bool(final)


def last_decided(happened: Sequence[Event]) -> list[int]:
    """Return the places of the decisions that stand, the last one on each inspection."""
    groups = _by_inspection(happened)
    decided = [[at for at in group if _is_decided(happened[at])] for group in groups]
    return [each[-1] for each in decided if each]


def _by_inspection(happened: Sequence[Event]) -> list[list[int]]:
    """Return the places of the decisions that stand, those on one inspection together."""
    groups: list[list[int]] = [[]]
    gone = decided_on_withdrawn(happened)
    for at, each in enumerate(happened):
        if each.kind in INSPECTIONS:
            groups.append([])
        elif each.kind == "decision" and each.entry.number not in gone:
            groups[-1].append(at)
    return [group for group in groups if group]


def _first_with(do: str, decisions: Sequence[int], at: int, happened: Sequence[Event]) -> int:
    """Return the place of the decision since which each one on the inspection has an obligation.

    What was proved before a corrected report held more against the lot was proved of less.
    """
    first, anew = at, stricter(happened)
    for earlier in reversed([each for each in decisions if each < at]):
        if not anew.isdisjoint(each.entry.number for each in happened[earlier:first]):
            break
        if all(told.get("do") != do for told in _document(happened[earlier])["obligations"]):
            break
        first = earlier
    return first


def _is_decided(each: Event) -> bool:
    return bool(_document(each)["status"] == "decided")


def _document(each: Event) -> Mapping[str, Any]:
    document: Mapping[str, Any] = each.entry.data["decision"]
    return document


def _obligations(each: Event) -> Iterator[tuple[Obligation, str]]:
    document = _document(each)
    for told in document["obligations"]:
        try:
            obligation = reader_of(Obligation)(told)
        except Exception as error:
            raise unreadable(each.kind, "an obligation of its decision is none") from error
        yield obligation, document["policy"]["id"]
