"""What a change does to what is required: lots that keep their outcome and are asked for other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from disposition.analysis.prover import Prover
from disposition.analysis.targets import AllOf, AnyOf, Concludes, Is, NotSo, RuleIs, Wanted
from disposition.analysis.verdicts import NotSettled, Refuted, Witness
from disposition.frozen import frozen
from disposition.language.expression import Compare, Comparison, Expression, Fact, walk
from disposition.language.rewrite.normal_form import written_out
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule


class DutyChange(Enum):
    """What becomes of an obligation."""

    ADDED = "added"
    DROPPED = "dropped"
    OTHER = "other_day_or_values"


@frozen
class ChangedDuty:
    """An obligation that changes for some lots that keep their outcome: one of them, and why.

    `rules` are those that require it on that lot, before or after.
    """

    code: str
    change: DutyChange
    rules: tuple[str, ...]
    witness: Witness


@frozen
class _Required:
    """One rule that requires something, with days and values over facts alone."""

    rule: Rule
    when: Expression
    outcomes: tuple[str, ...]
    due: Expression | None
    values: tuple[tuple[str, Expression], ...]


def changed_duties(
    before: CheckedPolicy, after: CheckedPolicy, prover: Prover
) -> tuple[tuple[ChangedDuty, ...], tuple[tuple[str, str], ...]]:
    """Return the obligations that change on lots that keep their outcome, and those left open.

    The prover has two sights: of the version before, and of the one after.
    """
    said = [dict(_required(each)) for each in (before, after)]
    is_named_alike = before.own == after.own and before.parameters == after.parameters
    found: list[ChangedDuty] = []
    open_: list[tuple[str, str]] = []
    for code in dict.fromkeys((*said[0], *said[1])):
        old, new = (each.get(code, ()) for each in said)
        if is_named_alike and _signature(old) == _signature(new):
            continue
        for change, wanted in _ways(old, new, (before, after)):
            answer = prover.never(AllOf((_same_outcome(before, after), wanted)))
            if isinstance(answer, Refuted):
                found.append(_changed(code, change, answer.witness, (old, new), prover))
            elif isinstance(answer, NotSettled):
                open_.append((code, answer.reason))
    return tuple(found), tuple(open_)


def _required(policy: CheckedPolicy) -> Iterator[tuple[str, tuple[_Required, ...]]]:
    by: dict[str, list[_Required]] = {}
    for rule in policy.rules:
        if rule.effect is Effect.REQUIRE:
            for duty in rule.obligations:
                by.setdefault(duty.do, []).append(_one(rule, duty, policy))
    for code, each in by.items():
        yield code, tuple(each)


def _one(rule: Rule, duty: ObligationSpec, policy: CheckedPolicy) -> _Required:
    return _Required(
        rule,
        written_out(rule.when, policy),
        rule.outcomes or tuple(policy.outcomes_by_id),
        None if duty.due is None else written_out(duty.due, policy),
        tuple((each.name, written_out(each.expression, policy)) for each in duty.values),
    )


def _signature(said: Sequence[_Required]) -> list[object]:
    return [(e.when, e.rule.outcomes, e.due, e.values) for e in said]


def _same_outcome(before: CheckedPolicy, after: CheckedPolicy) -> Wanted:
    both = [each for each in before.outcomes_by_id if each in after.outcomes_by_id]
    return AnyOf(tuple(AllOf((Concludes((o,), 0), Concludes((o,), 1))) for o in both))


def _in_force(said: Sequence[_Required], at: int) -> Wanted:
    return AnyOf(
        tuple(AllOf((RuleIs(e.rule.id, (True,), at), Concludes(e.outcomes, at))) for e in said)
    )


def _ways(
    old: Sequence[_Required], new: Sequence[_Required], policies: Sequence[CheckedPolicy]
) -> Iterator[tuple[DutyChange, Wanted]]:
    """Yield each way in which an obligation can change, with what is so where it does."""
    was, is_ = _in_force(old, 0), _in_force(new, 1)
    if new:
        yield DutyChange.ADDED, AllOf((NotSo(was), is_))
    if old:
        yield DutyChange.DROPPED, AllOf((was, NotSo(is_)))
    if old and new:
        others = [
            AllOf(
                (
                    _in_force((one,), 0),
                    is_,
                    *(
                        AnyOf((NotSo(_in_force((other,), 1)), _apart(one, other, policies)))
                        for other in new
                    ),
                )
            )
            for one in old
        ]
        yield DutyChange.OTHER, AnyOf(tuple(others))


def _apart(one: _Required, other: _Required, policies: Sequence[CheckedPolicy]) -> Wanted:
    """Return that two rules require it by another day, or with other values."""
    ours, theirs = dict(one.values), dict(other.values)
    if (one.due is None) != (other.due is None) or ours.keys() != theirs.keys():
        return AllOf(())
    pairs = [(ours[name], theirs[name]) for name in ours]
    if one.due is not None and other.due is not None:
        pairs.append((one.due, other.due))
    parts = []
    for first, second in pairs:
        at = _known_to(first, second, policies)
        if first != second and at is not None:
            parts.append(Is(Compare(Comparison.DIFFERENT, first, second), (True,), at))
    return AnyOf(tuple(parts))


def _known_to(
    first: Expression, second: Expression, policies: Sequence[CheckedPolicy]
) -> int | None:
    """Return the sight whose policy knows the facts of both; None where none does."""
    paths = {node.path for each in (first, second) for node in walk(each) if isinstance(node, Fact)}
    for at, policy in enumerate(policies):
        if all(path in policy.catalogue or path in policy.hoisted for path in paths):
            return at
    return None


def _changed(
    code: str,
    change: DutyChange,
    witness: Witness,
    said: Sequence[Sequence[_Required]],
    prover: Prover,
) -> ChangedDuty:
    seen = prover.see(witness.documents)
    rules = [
        each.rule.id
        for at, required in enumerate(said)
        for each in required
        if _in_force((each,), at).holds(seen)
    ]
    return ChangedDuty(code, change, tuple(dict.fromkeys(rules)), witness)
