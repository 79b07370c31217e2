"""What follows from the conditions of a policy in each row: the decision, as nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from disposition.engines.lowered import PartialConditions
from disposition.frozen import frozen
from disposition.language.expression import And, Definition, Expression, Not, Or
from disposition.language.lower.absorption import without_absorbed
from disposition.language.lower.build import (
    FALSE,
    all_of,
    any_of,
    choose,
    column,
    constant,
    equal,
    has_value,
    is_known,
    negation,
    where_known,
)
from disposition.language.lower.total import Fixed, LeafColumn, Node, is_nothing
from disposition.language.types import ANYTHING, FactType, Kind, Origin, Range
from disposition.policy.model import CheckedPolicy, Effect
from disposition.semantics import Status, obliges
from disposition.tables.names import RESERVED, UNREADABLE, RowOutputs
from disposition.tables.shared_columns import Levels, Output, TextAt, TextsWhere, levels_of

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

    The decision of a row is the number of an ending, in a column of its own, and so is whether the
    row cannot be read: `columns` has their nodes. Everything else is told by that number.
    """

    def __init__(
        self,
        policy: CheckedPolicy,
        truths: Sequence[Node],
        unreadable: Mapping[str, Node],
        wanted: RowOutputs,
    ) -> None:
        self._policy = policy
        self._truths = truths
        self._unreadable = unreadable if wanted.marks else {}
        self._wanted = wanted
        self._endings: list[_Ending | None] = []
        self._permitted: dict[str, Node] = {}
        self.columns: dict[LeafColumn, Node] = {}
        bad = any_of(*self._unreadable.values())
        self._is_unreadable = self._column(UNREADABLE, Kind.BOOLEAN, ANYTHING, bad)
        ending = self._ending()
        within = Range(0, len(self._endings) - 1)
        self._number = self._column("ending", Kind.INTEGER, within, ending)

    def _column(self, name: str, kind: Kind, within: Range, node: Node) -> Node:
        if isinstance(node, Fixed):
            return node
        told = column(f"{RESERVED}{name}", FactType(kind), within, Origin.GIVEN)
        self.columns[told] = node
        return told

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
        return constant(len(self._endings) - 1)

    def _ending(self) -> Node:
        fallback = self._policy.otherwise
        cases: list[tuple[Node, Node]] = []
        if self._unreadable:
            cases.append((self._is_unreadable, self._ends(None)))
        for each in self._policy.outcomes:
            permitted = self._any(self._rules(Effect.PERMIT, each.id))
            forbidden = self._any(self._rules(Effect.FORBID, each.id))
            broken = self._any(self._guards(each.id))
            self._permitted[each.id] = permitted
            # True where the outcome is eligible, without value where it is only possible.
            eligible = all_of(permitted, negation(forbidden))
            if eligible is FALSE:
                continue
            waits = self._ends(_Ending(fallback, Status.NEEDS_INFORMATION, each.id))
            cases.append((self._lacks(eligible), waits))
            if broken is not FALSE:
                withheld = self._ends(_Ending(fallback, Status.WITHHELD, each.id))
                cases.append((all_of(eligible, broken), withheld))
                cases.append((all_of(eligible, self._lacks(broken)), waits))
            decided = self._ends(_Ending(each.id, Status.DECIDED, each.id))
            cases.append((eligible, decided))
        found: Node = self._ends(_Ending(fallback, Status.NO_RULE, None))
        for condition, number in reversed(cases):
            found = choose(condition, number, found)
        return found

    def _lacks(self, node: Node) -> Node:
        return negation(has_value(node))

    def _any(self, positions: Iterable[int]) -> Node:
        """Return whether one of some conditions holds."""
        return without_absorbed(any_of(*(self._truths[each] for each in positions)))

    def _where(self, *, outcome: str = "", candidate: str = "", status: Status) -> Node:
        """Return in which rows a decision ends so."""
        return self._ends_in(
            lambda each: (
                each.status is status
                and (not outcome or each.outcome == outcome)
                and (not candidate or each.candidate == candidate)
            )
        )

    def _ends_in(self, fits: Callable[[_Ending], bool]) -> Node:
        return any_of(
            *(
                equal(self._number, constant(number))
                for number, each in enumerate(self._endings)
                if each is not None and fits(each)
            )
        )

    # --- outputs ---------------------------------------------------------------------------------

    def levels(self, blames: Sequence[Blame]) -> Levels:
        """Return the outputs, and where rows are marked what cannot be read, cut into levels.

        `blames` tells of each condition which facts keep it open.
        """
        wanted = self._wanted
        names = (*wanted.outputs, *([UNREADABLE] if wanted.marks else []))
        told = {f"{wanted.prefix}{name}": self._output(name, blames) for name in names}
        return levels_of(told, f"{RESERVED}level_", self.columns)

    def _output(self, name: str, blames: Sequence[Blame]) -> Output:
        """Return one of the `OUTPUTS`, or the columns that cannot be read."""
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
                return _listed((node, rule.id) for node, rule in pairs)
            case "missing":
                return self._missing(blames)
            case "obligations":
                return self._obligations(lambda node: node)
            case "possible_obligations":
                return self._obligations(self._lacks)
            case _:
                unreadable = self._unreadable.items()
                cases = ((node, name) for name, node in unreadable)
                # Lists are dear, and hardly any row has something in this one.
                return _listed(cases, self._is_unreadable)

    def _text(self, told: Callable[[_Ending], str | None], unreadable: str | None = None) -> Output:
        texts = [unreadable if each is None else told(each) for each in self._endings]
        return TextAt(self._number, tuple(texts))

    def _deciding_rules(self) -> Output:
        cases = []
        for position, rule in enumerate(self._policy.rules):
            if rule.effect is Effect.PERMIT:
                decided = any_of(
                    *(
                        self._where(outcome=outcome, status=Status.DECIDED)
                        for outcome in rule.outcomes
                    )
                )
                cases.append((all_of(self._truths[position], decided), rule.id))
        return _listed(cases)

    def _obligations(self, holds: Callable[[Node], Node]) -> Output:
        """Return the codes of the obligations of rules that hold, or may hold."""
        found: dict[str, list[Node]] = {}
        for position, rule in enumerate(self._policy.rules):
            if rule.effect is not Effect.REQUIRE:
                continue
            fits = self._ends_in(lambda each, rule=rule: obliges(rule, each.outcome))  # type: ignore[misc]
            node = all_of(holds(self._truths[position]), fits)
            for duty in rule.obligations:
                found.setdefault(duty.do, []).append(node)
        return _listed((any_of(*nodes), code) for code, nodes in found.items())

    def _missing(self, blames: Sequence[Blame]) -> Output:
        """Return the unknown facts that the looked-at outcome waits for, sorted."""
        found: dict[str, list[Node]] = {}
        for outcome in self._policy.outcomes:
            waits = self._where(candidate=outcome.id, status=Status.NEEDS_INFORMATION)
            if waits is FALSE:
                continue
            permitted = self._permitted[outcome.id]
            is_permitted = all_of(permitted, has_value(permitted))
            open_permits = all_of(waits, negation(is_permitted))
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
                    node = all_of(where, any_of(*nodes))
                    found.setdefault(path, []).append(node)
        return _listed((any_of(*found[path]), path) for path in sorted(found))


def truth_column(name: str) -> Node:
    """Return a column of truths, without value where that is null."""
    held = column(name, FactType(Kind.BOOLEAN), ANYTHING, Origin.GIVEN)
    return where_known(is_known(held), held)


def _listed(cases: Iterable[tuple[Node, str]], within: Node | None = None) -> Output:
    kept = ((node, text) for node, text in cases if node is not FALSE and not is_nothing(node))
    return TextsWhere(tuple(kept), within)


# --- the conditions themselves, and which facts keep them open ------------------------------------


class RowConditions(PartialConditions):
    """Lowers conditions to one node each, without value where it is open, and tells why it is."""

    def node(self, condition: Expression) -> Node:
        """Return in which rows a condition holds."""
        return self.truth(condition).surely

    def blame(self, condition: Expression) -> Mapping[str, Node]:
        """Return for each fact in which rows a condition is open and waits for it.

        Of an open `and` or `or` those are the facts of the branches that are open themselves.
        """
        is_open = negation(has_value(self.node(condition)))
        if is_open is FALSE:
            return {}
        found: dict[str, list[Node]] = {}
        for branch in self._branches(condition):
            if branch is condition:
                for path in sorted(self._policy.facts_of(condition)):
                    found.setdefault(path, []).append(negation(self._lowering.fact(path).known))
            else:
                for path, node in self.blame(branch).items():
                    found.setdefault(path, []).append(node)
        waits = {path: all_of(is_open, any_of(*nodes)) for path, nodes in found.items()}
        return {path: node for path, node in waits.items() if node is not FALSE}

    def _branches(self, condition: Expression) -> Iterator[Expression]:
        match condition:
            case Not(operand=operand):
                yield from self._branches(operand)
            case Definition(name=name):
                yield from self._branches(self._policy.definitions[name].expression)
            case And(operands=operands) | Or(operands=operands):
                yield from operands
            case _:
                yield condition
