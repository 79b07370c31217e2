"""Measures how far cases show what a policy does: goals met, missing, exempt and impossible.

Each goal stands somewhere in the policy's file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml import nodes
from disposition.documents.yaml.nodes import Node, Scalar, at_key
from disposition.documents.yaml.source import read_yaml
from disposition.errors import DispositionError
from disposition.facts.source import LotSource
from disposition.frozen import field, frozen
from disposition.language.expression import Known, Literal
from disposition.language.rewrite.normal_form import NormalForm
from disposition.policy.model import CheckedPolicy
from disposition.runtime.forking import cached_property
from disposition.semantics import Valuation
from disposition.testing.cases import Case, CaseFile, Exemption
from disposition.testing.coverage.goals import (
    NO_EFFECT,
    Aim,
    Goal,
    GoalResult,
    GoalStatus,
    Owner,
    Section,
    conditions_in,
    expressions_of,
    goals_of,
)
from disposition.testing.coverage.observation import Observation

if TYPE_CHECKING:
    # It needs the extra `proofs`.
    from disposition.testing.coverage.feasibility import Feasibility
    from disposition.testing.coverage.offers import OfferedCase


@frozen
class Block:
    """The lines of an owner in its file, and its condition if that is a single text."""

    owner: Owner
    first: int
    last: int
    condition: Scalar | None


class Places:
    """Finds where goals stand; without a file to look into, at their owners."""

    def __init__(self, policy: CheckedPolicy, file: str | None) -> None:
        self._parameters = policy.parameters
        self._owners: dict[Owner, Place | None] = {
            **{Owner(Section.RULE, each.id): each.place for each in policy.rules},
            **{Owner(Section.DEFINITION, n): each.place for n, each in policy.definitions.items()},
            **{Owner(Section.INVARIANT, each.id): each.place for each in policy.invariants},
        }
        self.blocks = {block.owner: block for block in blocks_of(file)} if file else {}

    def of(self, goal: Goal) -> Place | None:
        """Return the place that a goal is about: its condition, or else its owner.

        Of a goal that is there for a parameter, it is that of the parameter.
        """
        if goal.parameter:
            return self._parameters[goal.parameter].place
        block = self.blocks.get(goal.owner)
        if goal.condition is not None and block is not None and block.condition is not None:
            start, end = goal.condition.span
            if end > start:
                return block.condition.within(start, end)
        return self._owners.get(goal.owner)


def blocks_of(file: str) -> Iterator[Block]:
    """Yield what a policy file says of each rule, table row, definition and invariant."""
    root = read_yaml(file, Path(file).read_text(encoding="utf-8-sig"), Findings())
    for key, node in _entries(root, "rules"):
        yield _block(Section.RULE, key.text, key, node, "when")
    for key, node in _entries(root, "define"):
        yield _block(Section.DEFINITION, key.text, key, node, "is")
    for key, node in _entries(root, "invariants"):
        yield _block(Section.INVARIANT, key.text, key, node, "always")
    for key, table in _entries(root, "tables"):
        rows = at_key(table, "rows")
        items = rows.items if isinstance(rows, nodes.Sequence) else (rows,)
        for number, row in enumerate(items, start=1):
            name = at_key(row, "id")
            row_id = name.text if isinstance(name, Scalar) else str(number)
            owner = Owner(Section.RULE, f"{key.text}/{row_id}")
            if row is not None:
                yield Block(owner, row.place.line, _last_line(row), None)


def _entries(root: Node | None, key: str) -> Iterator[tuple[Scalar, Node]]:
    group = at_key(root, key)
    return iter(group if isinstance(group, nodes.Mapping) else ())


def _block(section: Section, name: str, key: Scalar, node: Node, condition: str) -> Block:
    scalar = node if isinstance(node, Scalar) else at_key(node, condition)
    return Block(
        Owner(section, name),
        key.place.line,
        _last_line(node),
        scalar if isinstance(scalar, Scalar) else None,
    )


def _last_line(node: Node) -> int:
    if isinstance(node, Scalar):
        text = node.source.content[node.start : node.end].rstrip()
        return node.line + 1 + text.count("\n")
    below = [value for _, value in node] if isinstance(node, nodes.Mapping) else list(node.items)
    return max([node.place.line, *map(_last_line, below)])


@frozen
class Coverage:
    """How far some cases show what a policy does.

    `inherited` counts the rules that stand in other files, and are not looked at. `needless` are
    the exemptions from goals that were met, or that nothing can meet anyway. `unproved` counts the
    goals not met of which the prover, which is not here, could tell whether any lot meets them.
    `offered` looks for cases that would show some of what is missing.
    """

    policy: CheckedPolicy
    file: str | None
    cases: int
    findings: tuple[GoalResult, ...]
    inherited: int
    needless: tuple[Exemption, ...]
    unproved: int = 0
    offered: Callable[[], Sequence[OfferedCase]] = field(default=tuple, eq=False, repr=False)

    def count(self, status: GoalStatus) -> int:
        """Return how many goals stand so."""
        return sum(each.status is status for each in self.findings)

    @property
    def met(self) -> int:
        """How many goals the cases meet."""
        return self.count(GoalStatus.MET)

    @property
    def wanted(self) -> int:
        """How many goals cases can be asked to meet: all but the impossible and the exempt."""
        return self.met + self.count(GoalStatus.MISSING)

    @property
    def missing(self) -> tuple[GoalResult, ...]:
        """The goals that no case meets."""
        return tuple(each for each in self.findings if each.status is GoalStatus.MISSING)

    @property
    def percent(self) -> str:
        """The share of the wanted goals that are met, in percent; cut, so that 100 means all."""
        tenths = 1000 * self.met // self.wanted if self.wanted else 1000
        return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"


def measure_file(file: CaseFile) -> Coverage:
    """Return how far the cases of one file show what their policy does.

    >>> from disposition.built import shipped_folder
    >>> from disposition.testing import load_cases
    >>> measure_file(load_cases(shipped_folder() / "failed-inspection.cases.yaml")).percent
    '100'
    """
    policy = file.policy.checked
    seen = observed(policy, file.cases)
    return measure(policy, seen, file.exemptions, file.policy_file, file.base)


def observed(policy: CheckedPolicy, cases: Iterable[Case]) -> Iterator[Valuation]:
    """Yield the facts of each case that a policy reads."""
    return (LotSource(case.lot, policy.catalogue).observe(policy.facts_seen) for case in cases)


def measure(
    policy: CheckedPolicy,
    cases: Iterable[Valuation],
    exemptions: Iterable[Exemption] = (),
    file: str | None = None,
    base: Mapping[str, Any] | None = None,
) -> Coverage:
    """Return how far the decisions on some facts show what a policy does.

    With `file`, only the rules, definitions and invariants are looked at that stand in it. Cases
    that are offered differ from `base`.
    """
    seen = Observation(policy)
    seen.look_at(list(cases))
    places = Places(policy, file)
    reasons = {(each.owner, each.what): each for each in exemptions}
    judge = _Judge(policy, seen, reasons)
    wanted = goals_of(policy, file)
    judge.look_at(wanted)
    findings = tuple(judge.finding(goal, places.of(goal)) for goal in wanted)
    asked = {each.goal.owner for each in findings}
    inherited = sum(Owner(Section.RULE, rule.id) not in asked for rule in policy.rules)
    needless = tuple(each for key, each in reasons.items() if key not in judge.used)
    missing = [each.goal for each in findings if each.status is GoalStatus.MISSING]

    @cache
    def offered() -> Sequence[OfferedCase]:
        return judge.offered(missing, base or {})

    return Coverage(
        policy, file, seen.cases, findings, inherited, needless, judge.unproved, offered
    )


class _Judge:
    """Says of each goal how it stands, and why a goal that was not met need not be."""

    def __init__(
        self,
        policy: CheckedPolicy,
        seen: Observation,
        exemptions: Mapping[tuple[str, str], Exemption],
    ) -> None:
        self._policy = policy
        self._seen = seen
        self._exemptions = exemptions
        self._expressions = expressions_of(policy)
        self._normal = NormalForm(policy)
        self.used: set[tuple[str, str]] = set()
        self.unproved = 0

    def finding(self, goal: Goal, place: Place | None) -> GoalResult:
        """Return how a goal stands."""
        if self._is_met(goal):
            return GoalResult(goal, GoalStatus.MET, place)
        proof, doubt = self._proof(goal)
        key = (goal.owner.name, goal.what)
        if proof and not (proof == NO_EFFECT and key in self._exemptions):
            return GoalResult(goal, GoalStatus.IMPOSSIBLE, place, proof)
        if key in self._exemptions:
            self.used.add(key)
            return GoalResult(goal, GoalStatus.EXEMPT, place, self._exemptions[key].reason)
        why = f" (it reads `{goal.parameter}`)" if goal.parameter else ""
        open_ = f"; whether any lot can show it is open: {doubt}" if doubt else ""
        return GoalResult(goal, GoalStatus.MISSING, place, f"{self._lack(goal)}{why}{open_}")

    def _is_met(self, goal: Goal) -> bool:
        if goal.written is None:
            return (goal.owner, goal.aim) in self._seen.met
        decided = self._seen.deciding[goal.written]
        return any((root, not is_true, not whole) in decided for root, is_true, whole in decided)

    # --- what cannot be met ----------------------------------------------------------------------

    def look_at(self, every: Iterable[Goal]) -> None:
        """Look at those goals of which the prover will be asked, all at once."""
        asked = [e for e in every if not self._is_met(e) and not self._plain_proof(e)]
        if asked and self.feasibility is None:
            self.unproved = len(asked)
        elif asked and self.feasibility is not None:
            self.feasibility.look_at((e, self._expressions.get(e.owner)) for e in asked)

    def _proof(self, goal: Goal) -> tuple[str, str]:
        """Return why nothing can meet a goal, and why that is open; empty where neither is so."""
        plain = self._plain_proof(goal)
        if plain or self.feasibility is None:
            return plain, ""
        return self.feasibility.of(goal, self._expressions.get(goal.owner))

    def _plain_proof(self, goal: Goal) -> str:
        """Return why nothing can meet a goal if that is plain from how its condition is written."""
        expression = self._expressions.get(goal.owner)
        if expression is None:
            return ""
        stated = self._normal.of(expression)
        match goal.aim:
            case Aim.TRUE | Aim.DECISIVE if stated == Literal(False):
                return "it can never be true"
            case Aim.FALSE if stated == Literal(True):
                return "it can never be false"
            case Aim.UNKNOWN if all(isinstance(e, Known) for e in conditions_in(expression)):
                return "it can never be unknown"
            case _:
                return ""

    @cached_property
    def feasibility(self) -> Feasibility | None:
        """What proves that no lot meets a goal; None where that is not installed."""
        try:
            from disposition.testing.coverage.feasibility import Feasibility
        except DispositionError:
            return None
        return Feasibility(self._policy, self._seen)

    def offered(self, missing: Iterable[Goal], base: Mapping[str, Any]) -> Sequence[OfferedCase]:
        """Return cases that would show some of what is missing; none without the prover."""
        lacking = [(each, self._expressions.get(each.owner)) for each in missing]
        if not lacking or self.feasibility is None:
            return ()
        from disposition.testing.coverage.offers import offered

        return tuple(offered(self.feasibility, self._seen, lacking, self._is_met, base))

    # --- what is missing -------------------------------------------------------------------------

    def _lack(self, goal: Goal) -> str:
        if goal.written is None:
            return _LACKS[goal.aim]
        shown = {is_true for _, is_true, _ in self._seen.deciding[goal.written]}
        if len(shown) == 2:
            return "no rule where it alone decides, both when it is true and when it is false"
        halves = " or ".join(str(each).lower() for each in (True, False) if each not in shown)
        return f"no case where it alone decides when it is {halves}"


_LACKS = {
    Aim.TRUE: "no case where it is true",
    Aim.FALSE: "no case where it is false",
    Aim.UNKNOWN: "no case where it is unknown",
    Aim.DECISIVE: "no case that would be decided otherwise without it",
    Aim.TESTED: "no case where a decision could have broken it",
}
