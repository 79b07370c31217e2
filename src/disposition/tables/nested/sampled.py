"""What samples say under single plans, as nodes: facts that Python computes of one lot at a time.

They are told where the main plan is a single one of the tables, no other plan and no history is
there, and each defect line has a severity and units. `domain` tells in which rows that is so; all
other rows are decided by documents. Each function mirrors the one of `facts.native.samples` that
has its name, and a law compares them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.shipped import lists
from disposition.frozen import fields, frozen
from disposition.language.expression import Comparison
from disposition.language.lower.build import (
    FALSE,
    TRUE,
    ZERO,
    add,
    all_of,
    any_of,
    choose,
    column,
    compare,
    constant,
    default,
    equal,
    every,
    fold,
    is_known,
    is_listed,
    item,
    larger,
    negation,
    negative,
    percent,
    smaller,
    some,
    variable,
)
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import SORTS, Folding, LeafColumn, LeafItem, Node
from disposition.language.lower.values import Lowered, LoweredText, Number, Truth
from disposition.language.types import ANYTHING, FactType, Kind, Origin, Range
from disposition.runtime.forking import cached_property
from disposition.sampling.names import HIGHEST_PERCENT_AQL

DEFECTS = "inspection.defects"
SERIOUS = ("critical", "major")
_LINES = variable(DEFECTS, 1)
_WHOLE, _FLAG = FactType(Kind.INTEGER), FactType(Kind.BOOLEAN)


def at_least(left: Node, right: Node) -> Node:
    """Return whether a number is at least another."""
    return compare(Comparison.AT_LEAST, left, right)


def less(left: Node, right: Node) -> Node:
    """Return whether a number is less than another."""
    return compare(Comparison.LESS, left, right)


@frozen(eq=False)
class SampledFact:
    """A fact that samples tell, and in which rows it is told."""

    value: Lowered
    domain: Node


@frozen(eq=False)
class _Plan:
    """The plans of one severity: columns of the row of `plan_rows`, and the lot's own numbers."""

    is_some: Node
    is_none: Node
    low_size: Node
    high_size: Node
    low_accept: Node
    high_accept: Node
    low_reject: Node
    high_reject: Node

    @property
    def is_one(self) -> Node:
        """Whether all plans that may be agreed ask for the same."""
        return all_of(
            equal(self.low_size, self.high_size),
            equal(self.low_accept, self.high_accept),
            equal(self.low_reject, self.high_reject),
        )


def plan_column(severity: str, name: str) -> LeafColumn:
    """Return the column of a number of the plan rows of a severity; always known."""
    is_flag = name in ("is_some", "is_none")
    within = ANYTHING if is_flag else Range(0, 10**12)
    return column(f"{severity} plan: {name}", _FLAG if is_flag else _WHOLE, within, Origin.NATIVE)


IsGiven = Callable[[str], bool | None]
"""Whether something is known in all rows, in none, or in some."""


def is_list_given(told: IsGiven, path: str) -> Node:
    """Return whether a list is told of."""
    known = told(path)
    return is_listed(path) if known is None else constant(known)


def has_items(told: IsGiven, path: str) -> Node:
    """Return whether a list holds anything."""
    return FALSE if told(path) is False else some(variable(path, 1), TRUE)


class SampledFacts:
    """The facts that samples tell, by their paths; `told` is that of the `Lowering`."""

    def __init__(self, lowering: Lowering, told: IsGiven) -> None:
        self._lowering = lowering
        self._told = told
        of_severity = {
            "accept": self._accept,
            "rejected": self._rejected,
            "accepted": self._accepted,
            "counts_units": self._counts_units,
            "excess_rate": self._excess_rate,
        }
        self.paths: dict[str, Callable[[], SampledFact]] = {
            f"defects.{severity}.{name}": partial(make, severity)
            for severity in SEVERITIES
            for name, make in of_severity.items()
        }
        self.paths |= {
            "defects.serious.at_least": self._serious_least,
            "defects.serious.at_most": self._serious_most,
            "defects.serious.found": self._serious_found,
            "inspection.next_sample": self._next_sample,
            "contract.price_reduction.proposed_percent": self._proposed_percent,
        }

    def of(self, path: str) -> SampledFact | None:
        """Return a fact; None for one that is not told here."""
        make = self.paths.get(path)
        return None if make is None else make()

    # --- what is read ----------------------------------------------------------------------------

    def _number(self, path: str) -> Number:
        found = self._lowering.fact(path)
        assert isinstance(found, Number)  # noqa: S101 - by its declaration
        return found

    def _text(self, path: str) -> LoweredText:
        found = self._lowering.fact(path)
        assert isinstance(found, LoweredText)  # noqa: S101 - by its declaration
        return found

    def _item(self, key: str) -> Node:
        path, spec = f"{DEFECTS}[].{key}", lists()[DEFECTS].items[key]
        if self._told(path) is False:
            return default(SORTS[spec.type.kind])
        return item(_LINES, key, path, spec.type, spec.within)

    def _item_known(self, key: str) -> Node:
        told, node = self._told(f"{DEFECTS}[].{key}"), self._item(key)
        if told is None and isinstance(node, LeafItem):
            return is_known(node)
        return constant(told is True)

    @cached_property
    def _units(self) -> Node:
        return self._item("units")

    @cached_property
    def _counts(self) -> Node:
        """Whether a line has units."""
        return compare(Comparison.DIFFERENT, self._units, ZERO)

    def _of(self, severity: str) -> Node:
        """Whether a line has units with defects of a severity."""
        wanted = equal(self._item("severity"), constant(severity))
        return all_of(self._counts, wanted)

    def _found(self, severity: str) -> Node:
        return fold(Folding.SUM, _LINES, self._of(severity), self._units)

    def _plan(self, severity: str) -> _Plan:
        found = {each.name: plan_column(severity, each.name) for each in fields(_Plan)}
        quantity = self._number("lot.quantity").value
        limited = {name: smaller(found[name], quantity) for name in ("low_size", "high_size")}
        return _Plan(**{**found, **limited})

    @cached_property
    def _inspected(self) -> Number:
        return self._number("inspection.sample_size")

    # --- where facts are told --------------------------------------------------------------------

    @cached_property
    def _of_tables(self) -> Node:
        """Whether the plan is a single one of the tables, by no history and no other plan."""
        type_ = self._text("inspection.plan.type")
        own = (
            self._lowering.fact(f"inspection.plan.custom.{severity}.{key}").known
            for severity in SEVERITIES
            for key in ("sample_size", "accept", "reject")
        )
        return all_of(
            any_of(negation(type_.known), equal(type_.value, constant("single"))),
            *(negation(each) for each in own),
            # None of them says what an absent list does; a history of no lot has a state.
            negation(has_items(self._told, "inspection.plans")),
            negation(has_items(self._told, "inspection.stages")),
            negation(is_list_given(self._told, "supplier.history")),
        )

    @cached_property
    def _of_lines(self) -> Node:
        """Whether each line that has units is of the main plan, with severity and units."""
        plain = all_of(
            self._item_known("units"),
            self._item_known("severity"),
            negation(self._item_known("plan")),
        )
        return every(_LINES, plain)

    @cached_property
    def _has_lines(self) -> Node:
        """Whether it is known which lines there are."""
        return is_list_given(self._told, DEFECTS)

    @property
    def _judged(self) -> Node:
        return all_of(self._of_tables, self._of_lines)

    # --- what a sample says ----------------------------------------------------------------------

    def _is_rejected(self, severity: str) -> Node:
        plan = self._plan(severity)
        return all_of(plan.is_some, at_least(self._found(severity), plan.high_reject))

    def _is_accepted(self, severity: str) -> Node:
        plan = self._plan(severity)
        return all_of(
            plan.is_some,
            self._has_lines,
            less(self._found(severity), plan.low_reject),
            self._inspected.known,
            at_least(self._inspected.value, plan.high_size),
        )

    def _acceptance(self, severity: str) -> tuple[Node, Node, Node]:
        """Return whether it is surely said, surely not said, and whether both can be told."""
        plan, inspected = self._plan(severity), self._inspected
        sure = self._is_accepted(severity)
        too_few = all_of(inspected.known, less(inspected.value, plan.low_size))
        never = any_of(plan.is_none, self._is_rejected(severity), all_of(plan.is_some, too_few))
        is_told = any_of(
            negation(plan.is_some), negation(self._has_lines), sure, never, plan.is_one
        )
        return sure, never, is_told

    def _accept(self, severity: str) -> SampledFact:
        plan = self._plan(severity)
        known = all_of(plan.is_some, equal(plan.low_accept, plan.high_accept))
        lacks = all_of(plan.is_none, self._text("inspection.plan.state").known)
        return SampledFact(_of_value(known, plan.low_accept, lacks), self._of_tables)

    def _rejected(self, severity: str) -> SampledFact:
        surely, never = self._is_rejected(severity), self._is_accepted(severity)
        return SampledFact(Truth(surely, negation(never)), self._judged)

    def _accepted(self, severity: str) -> SampledFact:
        surely, never = self._is_accepted(severity), self._is_rejected(severity)
        return SampledFact(Truth(surely, negation(never)), self._judged)

    def _units_count(self, severity: str) -> Truth:
        counting = self._text("inspection.plan.counting")
        aql = self._number(f"inspection.plan.aql.{severity}")
        stated = equal(counting.value, constant("nonconforming_units"))
        is_percent = compare(Comparison.AT_MOST, aql.value, constant(HIGHEST_PERCENT_AQL))
        surely = choose(counting.known, stated, all_of(aql.known, is_percent))
        possibly = choose(counting.known, stated, any_of(negation(aql.known), is_percent))
        return Truth(surely, possibly)

    def _counts_units(self, severity: str) -> SampledFact:
        return SampledFact(self._units_count(severity), self._of_tables)

    def _excess_rate(self, severity: str) -> SampledFact:
        plan, inspected, found = self._plan(severity), self._inspected, self._found(severity)
        least = larger(ZERO, add(found, negative(plan.high_accept)))
        most = larger(ZERO, add(found, negative(plan.low_accept)))
        least, most = smaller(least, inspected.value), smaller(most, inspected.value)
        known = all_of(
            plan.is_some,
            self._has_lines,
            inspected.known,
            less(ZERO, inspected.value),
            any_of(equal(most, ZERO), self._units_count(severity).surely),
            equal(least, most),
        )
        return SampledFact(_of_value(known, percent(least, inspected.value)), self._judged)

    # --- serious defects -------------------------------------------------------------------------

    def _has(self, severity: str) -> Node:
        return some(_LINES, self._of(severity))

    def _counted(self, severity: str) -> Node:
        """Whether there are lines of a severity that its plan does not accept."""
        _, never, _ = self._acceptance(severity)
        return all_of(self._has(severity), never)

    @cached_property
    def _serious(self) -> tuple[Node, Node, Node, Node, Node]:
        """Return whether it is told, is known; the largest line, all lines, and the most."""
        told, known = [self._judged], [self._has_lines]
        largest: Node = ZERO
        together: Node = ZERO
        for severity in SERIOUS:
            sure, never, is_told = self._acceptance(severity)
            has, counted = self._has(severity), self._counted(severity)
            told.append(any_of(negation(has), is_told))
            known.append(any_of(negation(has), sure, never))
            once = self._units_count(severity)
            known.append(any_of(negation(counted), once.known))
            most = fold(Folding.MAX, _LINES, self._of(severity), self._units)
            of_line = choose(once.surely, most, constant(1))
            largest = larger(largest, choose(counted, of_line, ZERO))
            together = add(together, choose(counted, self._found(severity), ZERO))
        limited = smaller(together, self._inspected.value)
        most = choose(equal(largest, together), together, limited)
        return all_of(*told), all_of(*known), largest, together, most

    def _serious_least(self) -> SampledFact:
        told, known, largest, _, _ = self._serious
        return SampledFact(_of_value(known, largest), told)

    @cached_property
    def _most_known(self) -> Node:
        _, known, largest, together, _ = self._serious
        return all_of(known, any_of(equal(largest, together), self._inspected.known))

    def _serious_most(self) -> SampledFact:
        told, _, _, _, most = self._serious
        return SampledFact(_of_value(self._most_known, most), told)

    def _serious_found(self) -> SampledFact:
        told, known, largest, _, most = self._serious
        counting = self._text("inspection.plan.counting")
        once = all_of(counting.known, equal(counting.value, constant("nonconforming_units")))
        by_lines = any_of(all_of(self._most_known, equal(largest, most)), once)
        units_of = "inspection.nonconforming_units"
        worst = {severity: self._number(f"{units_of}.{severity}") for severity in SERIOUS}
        critical, major = (self._counted(severity) for severity in SERIOUS)
        is_hidden = all_of(
            major,
            negation(critical),
            self._has("critical"),
            any_of(negation(worst["critical"].known), less(ZERO, worst["critical"].value)),
        )
        stated: list[Node] = []
        units: Node = ZERO
        for severity, counted in zip(SERIOUS, (critical, major), strict=True):
            stated.append(any_of(negation(counted), worst[severity].known))
            units = add(units, choose(counted, worst[severity].value, ZERO))
        told_so = choose(by_lines, self._most_known, all_of(known, negation(is_hidden), *stated))
        return SampledFact(_of_value(told_so, choose(by_lines, most, units)), told)

    # --- what follows ----------------------------------------------------------------------------

    def _next_sample(self) -> SampledFact:
        inspected, told, drawn = self._inspected, [self._judged], []
        lacking: Node = ZERO
        for severity in SEVERITIES:
            plan, rejected = self._plan(severity), self._is_rejected(severity)
            may_reject = at_least(self._found(severity), plan.low_reject)
            is_set = all_of(plan.is_some, self._has_lines, inspected.known)
            accepted = self._is_accepted(severity)
            told.append(any_of(negation(is_set), rejected, accepted, plan.is_one))
            drawn.append(all_of(is_set, negation(may_reject)))
            lacking = larger(lacking, add(plan.low_size, negative(inspected.value)))
        rejects = any_of(*map(self._is_rejected, SEVERITIES))
        known = any_of(rejects, all_of(*drawn))
        return SampledFact(_of_value(known, choose(rejects, ZERO, lacking)), all_of(*told))

    def _proposed_percent(self) -> SampledFact:
        clause = "contract.price_reduction"
        agreed = self._number(f"{clause}.agreed_percent")
        ceiling = self._number(f"{clause}.max_percent")
        lost = self._number("lot.value_lost_percent")
        size = self._inspected
        found: Node = fold(Folding.SUM, _LINES, self._counts, self._units)
        is_once = [
            any_of(negation(self._has(severity)), self._units_count(severity).surely)
            for severity in SEVERITIES
        ]
        has_rate = all_of(self._has_lines, size.known, less(ZERO, size.value), *is_once)
        rate = percent(smaller(found, size.value), size.value)
        value = choose(lost.known, lost.value, rate)
        has_lost = any_of(lost.known, has_rate)
        is_zero = all_of(ceiling.known, equal(ceiling.value, ZERO))
        limited = choose(ceiling.known, smaller(value, ceiling.value), value)
        known = any_of(agreed.known, has_lost, is_zero)
        told = choose(agreed.known, agreed.value, choose(has_lost, limited, ZERO))
        is_told = any_of(agreed.known, lost.known, self._judged)
        return SampledFact(_of_value(known, told), is_told)


def _of_value(known: Node, value: Node, lacks: Node = FALSE) -> Number:
    """Return a fact that is a number from 0, by whether it is known."""
    return Number(known, value, TRUE, choose(known, value, ZERO), known, value, known, lacks)
