"""What is idle: conditions that are never true, or never false (W709), and rules beside others.

Rules are idle that say the same as another one, or that others always forbid (W710, W711).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from disposition.analysis.lints.every_lot import EveryLot
from disposition.analysis.targets import AllOf, AnyOf, Is, NotSo, RuleIs, Wanted
from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Scalar
from disposition.facts.catalogue import CATALOGUE
from disposition.frozen import evolve, frozen
from disposition.language import expression as tree
from disposition.language.check.scope import OUTCOME, SHIPS
from disposition.language.expression import Expression, rebuilt, walk
from disposition.language.rewrite.normal_form import NormalForm, conjuncts, written_out
from disposition.language.types import Kind
from disposition.policy.check.advice import owners
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.guards import with_outcome
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule, Ships
from disposition.words import in_a_row

COMPARISONS = ("W706", "W707", "W708")
"""What is told of single comparisons that are never so, or always."""

HINT = "look for a bound or an `and` that was meant otherwise"


def lint_conditions(
    policy: CheckedPolicy, constancy: Constancy, draft: PolicyDraft, findings: Findings
) -> None:
    """Note conditions that are never true or never false, of the draft's own file (W709).

    What is noted for a comparison in it already is not noted again.
    """
    noted = [each.place for each in findings.in_order() if each.code in COMPARISONS]
    for owner in owners(policy, draft):
        if owner.place.file != draft.place.file:
            continue
        word = constancy.of(owner.condition)
        if word and not any(
            _holds(written.scalar, each) for written, _ in owner.parts for each in noted
        ):
            findings.warning("W709", owner.place, f"the condition of {owner.name} {word}", HINT)


def _holds(scalar: Scalar, place: Place) -> bool:
    """Whether a place is in the lines of a text."""
    lines = scalar.source.content[scalar.start : scalar.end].count("\n")
    is_in_lines = scalar.line < place.line <= scalar.line + 1 + lines
    return place.file == scalar.source.name and is_in_lines


class Constancy:
    """Tells of conditions whether they are never true, or never false, and are meant to be either.

    Facts can be told by what they are, true or not known: `report_settled` is never false of any
    lot. What rests on such a fact alone is no mistake.
    """

    def __init__(self, every_lot: EveryLot) -> None:
        self._lots = every_lot
        self._normal = NormalForm(every_lot.policy)
        self._rules = {rule.when: rule.id for rule in every_lot.policy.rules}
        self.of = cache(self._word)
        self._one_sided: dict[str, bool] = {}

    def _word(self, condition: Expression) -> str:
        """Return what is wrong with a condition; nothing where it can be true and can be false."""
        if isinstance(self._normal.of(condition), tree.Literal):
            return ""
        versions = list(dict.fromkeys(self._decided(condition)))
        if all(self._is_never(each, wanted=True) for each in versions):
            return "can never be true"
        if all(self._is_never(each, wanted=False) for each in versions):
            return "can never be false"
        return ""

    def _decided(self, condition: Expression) -> Iterator[Expression]:
        """Yield a condition with each outcome, and each part that ships, put in for their names."""
        if not any(
            isinstance(e, tree.Fact) and e.path in (OUTCOME, SHIPS) for e in walk(condition)
        ):
            yield condition
            return
        for outcome in self._lots.policy.outcomes_by_id.values():
            for ships in Ships:
                yield with_outcome(condition, evolve(outcome, ships=ships))

    def _is_never(self, condition: Expression, *, wanted: bool) -> bool:
        if isinstance(condition, tree.Literal):
            return condition.value is not wanted
        if not self._lots.never(self._is(condition, wanted)):
            return False
        plain = written_out(condition, self._lots.policy)
        freed = self._freed(plain, wanted=wanted)
        return freed == plain or self._lots.never(Is(freed, (wanted,)))

    def _is(self, condition: Expression, truth: bool) -> Wanted:
        """Return that a condition has a truth; of the conditions of rules, terms are at hand."""
        rule = self._rules.get(condition)
        return Is(condition, (truth,)) if rule is None else RuleIs(rule, (truth,))

    def _freed(self, condition: Expression, *, wanted: bool) -> Expression:
        """Return a condition in which facts with one side only are as the wanted truth needs."""
        match condition:
            case tree.Not(operand=operand):
                return tree.Not(self._freed(operand, wanted=not wanted))
            case tree.And() | tree.Or():
                return rebuilt(condition, lambda each: self._freed(each, wanted=wanted))
            case tree.Fact() | tree.Compare() | tree.Within() if any(
                map(self._is_one_sided, walk(condition))
            ):
                return tree.Literal(wanted)
            case _:
                return condition

    def _is_one_sided(self, node: Expression) -> bool:
        """Whether it is a fact that is meant to be true, or else unknown; or false, or unknown.

        Of the policy's own facts, those are meant so that have no value on purpose.
        """
        if not isinstance(node, tree.Fact) or node.type.kind is not Kind.BOOLEAN:
            return False
        if node.path not in self._one_sided:
            is_meant = node.path in CATALOGUE or self._lots.can_lack(node.path)
            self._one_sided[node.path] = is_meant and any(
                self._lots.never(Is(node, (truth,))) for truth in (True, False)
            )
        return self._one_sided[node.path]


# --- rules beside one another --------------------------------------------------------------------


MOST_PAIRS = 50_000
"""Pairs of conditions of rules with one effect that are looked at; of more, only equal rules."""


@frozen
class _Stated:
    """A rule with its condition in normal form, and whether it is of the file looked at."""

    rule: Rule
    when: Expression
    is_own: bool


class SiblingLints:
    """Looks at the rules of one policy, those of the draft's own file beside all others."""

    def __init__(
        self, every_lot: EveryLot, constancy: Constancy, draft: PolicyDraft, findings: Findings
    ) -> None:
        self._lots = every_lot
        self._constancy = constancy
        self._draft = draft
        self._findings = findings
        normal, own = NormalForm(every_lot.policy), draft.place.file
        self._stated = [
            _Stated(rule, normal.of(rule.when), draft.rules[rule.id].place.file == own)
            for rule in every_lot.policy.rules
        ]

    def lint(self) -> None:
        """Note rules that repeat one another (W710) and permissions that never count (W711)."""
        for narrow, wide in self._repeating():
            self._note_repeating(narrow, wide)
        for permit, forbids, outcome in self._blocked():
            by = in_a_row([f"`{each}`" for each in forbids], "or")
            message = (
                f"the rule `{permit.id}` never makes `{outcome}` possible: whenever it holds, "
                f"{by} forbids it"
            )
            hint = "forbid overrides permit, whatever the order"
            self._findings.warning("W711", self._draft.rules[permit.id].place, message, hint)

    def _is_constant(self, stated: _Stated) -> bool:
        return bool(self._constancy.of(stated.rule.when))

    # --- rules that repeat one another -----------------------------------------------------------

    def _repeating(self) -> Iterator[tuple[_Stated, _Stated]]:
        """Yield rules with one effect, of which the first adds nothing to the second."""
        alike: dict[Effects, list[_Stated]] = defaultdict(list)
        for each in self._stated:
            alike[each.rule.effect, each.rule.outcomes, each.rule.obligations].append(each)
        for group in alike.values():
            if sum(len(conjuncts(each.when)) for each in group) ** 2 > MOST_PAIRS:
                yield from _equal(group)
            else:
                yield from self._repeating_in(group)

    def _repeating_in(self, group: list[_Stated]) -> Iterator[tuple[_Stated, _Stated]]:
        told = set[str]()
        for pair in combinations(group, 2):
            if not any(each.is_own for each in pair) or not _is_near(*pair, self._lots.policy):
                continue
            if any(map(self._is_constant, pair)):
                continue
            for narrow, wide in (pair, pair[::-1]):
                # One rule that it adds nothing to is enough to tell.
                if narrow.rule.id not in told and self._adds_nothing(narrow, wide):
                    told.add(narrow.rule.id)
                    yield narrow, wide
                    break

    def _adds_nothing(self, narrow: _Stated, wide: _Stated) -> bool:
        """Whether a rule holds, or may hold, only where another one does."""
        if narrow.when == wide.when:
            return True
        one, other = narrow.rule.id, wide.rule.id
        if self._lots.is_shown(one, other):
            return False
        alone = AllOf((RuleIs(one), RuleIs(other, (False, None))))
        perhaps = AllOf((RuleIs(one, (True, None)), RuleIs(other, (False,))))
        return self._lots.never(AnyOf((alone, perhaps)))

    def _note_repeating(self, narrow: _Stated, wide: _Stated) -> None:
        draft, findings, own = self._draft, self._findings, self._draft.place.file
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

    # --- permissions that never count ------------------------------------------------------------

    def _blocked(self) -> Iterator[tuple[Rule, tuple[str, ...], str]]:
        """Yield own permissions of an outcome that other rules always forbid, with these."""
        forbids: dict[str, list[_Stated]] = defaultdict(list)
        for each in self._stated:
            if each.rule.effect is Effect.FORBID:
                for outcome in each.rule.outcomes:
                    forbids[outcome].append(each)
        for each in self._stated:
            if each.rule.effect is not Effect.PERMIT or not each.is_own:
                continue
            for outcome in each.rule.outcomes:
                if not forbids[outcome] or self._is_constant(each):
                    continue
                for names in self._forbidden(each.rule, forbids[outcome]):
                    yield each.rule, names, outcome

    def _forbidden(self, permit: Rule, forbids: list[_Stated]) -> Iterator[tuple[str, ...]]:
        """Yield each rule that forbids whenever another permits, or else those that do together."""
        if self._lots.is_shown(permit.id, *(each.rule.id for each in forbids)):
            return
        held = RuleIs(permit.id)
        free: dict[str, Wanted] = {each.rule.id: NotSo(RuleIs(each.rule.id)) for each in forbids}
        if not self._lots.never(AllOf((held, *free.values()))):
            return
        single = [
            name
            for name, each in free.items()
            if not self._lots.is_shown(permit.id, name) and self._lots.never(AllOf((held, each)))
        ]
        for name in single:
            yield (name,)
        core = set[str]() if single else self._lots.core(held, free)
        if len(core) > 1:
            yield tuple(sorted(core))


Effects = tuple[Effect, tuple[str, ...], tuple[ObligationSpec, ...]]


def _equal(group: list[_Stated]) -> Iterator[tuple[_Stated, _Stated]]:
    first: dict[Expression, _Stated] = {}
    for each in group:
        before = first.setdefault(each.when, each)
        if before is not each and (before.is_own or each.is_own):
            yield each, before


def _is_near(one: _Stated, other: _Stated, policy: CheckedPolicy) -> bool:
    """Whether two rules are rows of one table, or differ in one condition at most.

    Where they do, both conditions are about the same facts. A rule with a condition more than
    another may be there for its reason.
    """
    table, slash, _ = one.rule.id.partition("/")
    if slash and other.rule.id.startswith(f"{table}/"):
        return True
    mine, yours = conjuncts(one.when), conjuncts(other.when)
    if len(mine) != len(yours):
        return False
    first = [each for each in mine if each not in yours]
    second = [each for each in yours if each not in mine]
    if not first and not second:
        return True
    if len(first) != 1 or len(second) != 1:
        return False
    return policy.facts_of(first[0]) == policy.facts_of(second[0])
