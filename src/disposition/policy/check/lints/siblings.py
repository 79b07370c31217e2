"""Rules beside one another: those that say the same, and those that another one makes idle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from itertools import combinations, product

from attrs import frozen

from disposition.documents.diagnostics import Findings
from disposition.language.expression import Expression, Within, walk
from disposition.language.rewrite.normal_form import NormalForm, conjuncts
from disposition.policy.check.lints.conditions import owner_of
from disposition.policy.check.lints.implications import atom, implies
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule

MOST_PAIRS = 50_000
"""Single conditions that are compared with one another; beyond, only equal rules are found."""

PARTS_OF_ONE = 8
"""Parts of a condition up to which it counts as a single one."""


@frozen
class _Stated:
    """A rule with its condition in normal form."""

    rule: Rule
    when: Expression


def lint_siblings(
    policy: CheckedPolicy, draft: PolicyDraft, constant: Set[str], findings: Findings
) -> None:
    """Note rules that repeat one another (W710) and permissions that never count (W711)."""
    normal = NormalForm(policy)
    stated = [
        _Stated(rule, normal.of(rule.when))
        for rule in policy.rules
        if owner_of(rule) not in constant
    ]
    for narrow, wide in _repeating(stated):
        _note_repeating(narrow, wide, draft, findings)
    for permit, forbid, outcome in _blocked(stated):
        message = (
            f"the rule `{permit.id}` never makes `{outcome}` possible: whenever it holds, "
            f"`{forbid.id}` forbids it"
        )
        hint = "forbid overrides permit, whatever the order"
        findings.warning("W711", draft.rules[permit.id].place, message, hint)


# --- rules that repeat one another ---------------------------------------------------------------

Effects = tuple[Effect, tuple[str, ...], tuple[ObligationSpec, ...]]


def _repeating(stated: list[_Stated]) -> Iterator[tuple[_Stated, _Stated]]:
    """Yield pairs of rules with one effect, of which the first holds only where the second does."""
    alike: dict[Effects, list[_Stated]] = defaultdict(list)
    for each in stated:
        alike[each.rule.effect, each.rule.outcomes, each.rule.obligations].append(each)
    for group in alike.values():
        if _size(group) ** 2 > MOST_PAIRS:
            yield from _equal(group)
            continue
        for one, other in combinations(group, 2):
            if _is_near(one, other) and implies(one.when, other.when):
                yield one, other
            elif _is_near(one, other) and implies(other.when, one.when):
                yield other, one


def _size(group: list[_Stated]) -> int:
    return sum(_weight(part) for each in group for part in conjuncts(each.when))


def _weight(condition: Expression) -> int:
    """Return how many simple conditions one is worth to whoever compares it with others."""
    parts = sum(
        1 + (len(node.values) if isinstance(node, Within) else 0) for node in walk(condition)
    )
    return max(1, parts // PARTS_OF_ONE)


def _equal(group: list[_Stated]) -> Iterator[tuple[_Stated, _Stated]]:
    first: dict[Expression, _Stated] = {}
    for each in group:
        before = first.setdefault(each.when, each)
        if before is not each:
            yield each, before


def _is_near(one: _Stated, other: _Stated) -> bool:
    """Whether two rules are rows of one table, or differ in one bound at most."""
    table, slash, _ = one.rule.id.partition("/")
    if slash and other.rule.id.startswith(f"{table}/"):
        return True
    mine, yours = conjuncts(one.when), conjuncts(other.when)
    if len(mine) != len(yours):
        return False
    only = (
        [each for each in mine if each not in yours],
        [each for each in yours if each not in mine],
    )
    if not only[0] and not only[1]:
        return True
    if len(only[0]) != 1 or len(only[1]) != 1:
        return False
    first, second = atom(only[0][0]), atom(only[1][0])
    return first is not None and second is not None and first[0] == second[0]


def _note_repeating(narrow: _Stated, wide: _Stated, draft: PolicyDraft, findings: Findings) -> None:
    own = draft.place.file
    place, other = draft.rules[narrow.rule.id].place, draft.rules[wide.rule.id].place
    if narrow.when == wide.when:
        if place.file != own or (other.file == own and other.line > place.line):
            narrow, wide, place = wide, narrow, other
        message = f"the rule `{narrow.rule.id}` says the same as `{wide.rule.id}`"
        findings.warning("W710", place, message, "remove one of them, or look what differs")
        return
    place = place if place.file == own else other
    message = (
        f"the rule `{narrow.rule.id}` adds nothing: whenever it holds, `{wide.rule.id}` does, "
        "with the same effect"
    )
    findings.warning("W710", place, message, "every rule that holds counts, whatever the order")


# --- permissions that never count ----------------------------------------------------------------


def _blocked(stated: list[_Stated]) -> Iterator[tuple[Rule, Rule, str]]:
    """Yield the permissions of an outcome that another rule always forbids."""
    permits = [each for each in stated if each.rule.effect is Effect.PERMIT]
    forbids = [each for each in stated if each.rule.effect is Effect.FORBID]
    if _size(permits) * _size(forbids) > MOST_PAIRS:
        return
    for permit, forbid in product(permits, forbids):
        shared = [each for each in permit.rule.outcomes if each in forbid.rule.outcomes]
        if shared and implies(permit.when, forbid.when):
            for outcome in shared:
                yield permit.rule, forbid.rule, outcome
