"""What follows from the conditions of a policy in each row: the decision, as nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from disposition.frozen import frozen
from disposition.policy.model import CheckedPolicy, Effect
from disposition.semantics import Status, obliges
from disposition.tables.names import UNREADABLE
from disposition.tables.relation import Node, Relations

Blame = Mapping[str, Node]
"""By the path of each fact that can keep a condition open: in which rows it does."""


@frozen(eq=False)
class _Ending:
    """One way in which a decision can end."""

    outcome: str
    status: Status
    candidate: str | None


class Outcomes:
    """Makes the outputs of a policy from whether its conditions are true in each row.

    The decision of a row is the number of an ending; everything else is told by that number.
    """

    def __init__(
        self,
        policy: CheckedPolicy,
        relations: Relations,
        truths: Sequence[Node],
        unreadable: Mapping[str, Node],
    ) -> None:
        self._policy = policy
        self._relations = relations
        self._truths = truths
        self._unreadable = unreadable
        self._endings: list[_Ending | None] = []
        self._permitted: dict[str, Node] = {}
        self._number = self._ending()

    def _rules(self, effect: Effect, outcome: str) -> list[int]:
        rules = enumerate(self._policy.rules)
        return [at for at, rule in rules if rule.effect is effect and outcome in rule.outcomes]

    def _guards(self, outcome: str) -> list[int]:
        first = len(self._policy.rules)
        guards = enumerate(self._policy.guards, start=first)
        return [at for at, guard in guards if guard.outcome == outcome]

    def _ends(self, ending: _Ending | None) -> Node:
        """Return the number of an ending; that of a row that cannot be read is no ending."""
        self._endings.append(ending)
        return self._relations.constant(len(self._endings) - 1)

    def _ending(self) -> Node:
        relations, fallback = self._relations, self._policy.otherwise
        cases: list[tuple[Node, Node]] = []
        if self._unreadable:
            cases.append((relations.any(self._unreadable.values()), self._ends(None)))
        for each in self._policy.outcomes:
            permitted = relations.any(self._told(self._rules(Effect.PERMIT, each.id)))
            forbidden = relations.any(self._told(self._rules(Effect.FORBID, each.id)))
            broken = relations.any(self._told(self._guards(each.id)))
            self._permitted[each.id] = permitted
            # True where the outcome is eligible, without value where it is only possible.
            eligible = relations.all([permitted, relations.opposite(forbidden)])
            if eligible is relations.false:
                continue
            waits = self._ends(_Ending(fallback, Status.NEEDS_INFORMATION, each.id))
            cases.append((self._lacks(eligible), waits))
            if broken is not relations.false:
                withheld = self._ends(_Ending(fallback, Status.WITHHELD, each.id))
                cases.append((relations.all([eligible, broken]), withheld))
                cases.append((relations.all([eligible, self._lacks(broken)]), waits))
            decided = self._ends(_Ending(each.id, Status.DECIDED, each.id))
            cases.append((eligible, decided))
        return relations.choice(cases, self._ends(_Ending(fallback, Status.NO_RULE, None)))

    def _lacks(self, node: Node) -> Node:
        return self._relations.opposite(self._relations.has_value(node))

    def _told(self, positions: Iterable[int]) -> list[Node]:
        return [self._truths[each] for each in positions]

    def _where(self, *, outcome: str = "", candidate: str = "", status: Status) -> Node:
        """Return in which rows a decision ends so."""
        numbers = tuple(
            number
            for number, each in enumerate(self._endings)
            if each is not None
            and each.status is status
            and (not outcome or each.outcome == outcome)
            and (not candidate or each.candidate == candidate)
        )
        return self._relations.among(self._number, numbers) if numbers else self._relations.false

    # --- outputs ---------------------------------------------------------------------------------

    def output(self, name: str, blames: Sequence[Blame]) -> Node:
        """Return one of the `OUTPUTS`, or the columns that cannot be read.

        `blames` tells of each condition which facts keep it open.
        """
        match name:
            case "outcome":
                return self._text(lambda each: each.outcome)
            case "status":
                return self._text(lambda each: each.status.value, UNREADABLE)
            case "ships":
                by_id = self._policy.outcomes_by_id
                return self._text(lambda each: by_id[each.outcome].ships.value)
            case "considered":
                return self._text(lambda each: each.candidate)
            case "rules":
                return self._deciding_rules()
            case "true_rules":
                pairs = zip(self._truths, self._policy.rules, strict=False)  # guards come after
                return self._relations.listed((node, rule.id) for node, rule in pairs)
            case "missing":
                return self._missing(blames)
            case "obligations":
                return self._obligations(lambda node: node)
            case "possible_obligations":
                return self._obligations(self._lacks)
            case _:
                unreadable = self._unreadable.items()
                return self._relations.listed((node, column) for column, node in unreadable)

    def _text(self, told: Callable[[_Ending], str | None], unreadable: str | None = None) -> Node:
        texts = [unreadable if each is None else told(each) for each in self._endings]
        return self._relations.told(self._number, tuple(texts))

    def _deciding_rules(self) -> Node:
        relations = self._relations
        cases = []
        for position, rule in enumerate(self._policy.rules):
            if rule.effect is Effect.PERMIT:
                decided = relations.any(
                    self._where(outcome=outcome, status=Status.DECIDED) for outcome in rule.outcomes
                )
                cases.append((relations.all([self._truths[position], decided]), rule.id))
        return relations.listed(cases)

    def _obligations(self, holds: Callable[[Node], Node]) -> Node:
        """Return the codes of the obligations of rules that hold, or may hold."""
        relations = self._relations
        found: dict[str, list[Node]] = {}
        for position, rule in enumerate(self._policy.rules):
            if rule.effect is not Effect.REQUIRE:
                continue
            numbers = tuple(
                number
                for number, each in enumerate(self._endings)
                if each is not None and obliges(rule, each.outcome)
            )
            if not numbers:
                continue
            fits = relations.among(self._number, numbers)
            node = relations.all([holds(self._truths[position]), fits])
            for duty in rule.obligations:
                found.setdefault(duty.do, []).append(node)
        return relations.listed((relations.any(nodes), code) for code, nodes in found.items())

    def _missing(self, blames: Sequence[Blame]) -> Node:
        """Return the unknown facts that the looked-at outcome waits for, sorted."""
        relations = self._relations
        found: dict[str, list[Node]] = {}
        for outcome in self._policy.outcomes:
            waits = self._where(candidate=outcome.id, status=Status.NEEDS_INFORMATION)
            if waits is relations.false:
                continue
            permitted = self._permitted[outcome.id]
            is_permitted = relations.all([permitted, relations.has_value(permitted)])
            open_permits = relations.all([waits, relations.opposite(is_permitted)])
            groups = (
                (open_permits, self._rules(Effect.PERMIT, outcome.id)),
                (waits, [*self._rules(Effect.FORBID, outcome.id), *self._guards(outcome.id)]),
            )
            for where, positions in groups:
                by_path: dict[str, list[Node]] = {}
                for position in positions:
                    for path, node in blames[position].items():
                        by_path.setdefault(path, []).append(node)
                for path, nodes in by_path.items():
                    node = relations.all([where, relations.any(nodes)])
                    found.setdefault(path, []).append(node)
        return relations.listed((relations.any(found[path]), path) for path in sorted(found))
