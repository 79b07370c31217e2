"""Native facts in a table: told by expressions where that is possible, by Python in other rows.

What an expression tells is limited to rows of its domain. For the others there is a column, which
Python fills once for each combination of the values that the fact reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from disposition.facts.document.currencies import MINOR_UNITS
from disposition.facts.document.rounds import EARLY_KINDS, FIRST_KINDS, REINSPECTION
from disposition.frozen import frozen
from disposition.language.expression import Comparison
from disposition.language.lower.build import (
    FALSE,
    TRUE,
    all_of,
    any_of,
    choose,
    column,
    compare,
    constant,
    equal,
    is_known,
    negation,
)
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import SORTS, LeafColumn, Node
from disposition.language.lower.values import (
    Lowered,
    LoweredText,
    Number,
    Truth,
    exactly,
    known_leaf,
    leaf,
    picked,
)
from disposition.language.types import ANYTHING, FactType, Origin, Value
from disposition.tables.nested.sampled import (
    IsGiven,
    SampledFact,
    SampledFacts,
    has_items,
    is_list_given,
)

HISTORY = "supplier.history"
SEGMENTS = "inspection.segments"
PLANS = "inspection.plans"
ALL_ACCEPTED = f"{PLANS}.all_accepted"
_OF_LISTS = {
    f"{PLANS}.rejected_list": PLANS,
    "supplier.inspection_state": HISTORY,
    "supplier.state_because": HISTORY,
    "inspection.state_sufficient": HISTORY,
}
"""Facts that are not known where a list is absent."""

AMOUNT = "contract.price_reduction.proposed_amount"
BESIDE = "computed: "
"""What the path of a column begins with that Python fills."""


@frozen(eq=False)
class ComputedFact:
    """A native fact in a table: the column that Python fills where `domain` does not hold."""

    path: str
    column: LeafColumn
    domain: Node


class ComputedFacts:
    """Tells native facts to a `Lowering`, and keeps which of them rest on columns; see `found`.

    `of_nothing` gives a fact of a document without anything.
    """

    def __init__(self, is_given: IsGiven, of_nothing: Callable[[str], Value | None]) -> None:
        self._is_given = is_given
        self._of_nothing = of_nothing
        self._sampled: SampledFacts | None = None
        self.found: dict[str, ComputedFact] = {}

    def lowered(self, lowering: Lowering, of: LeafColumn) -> Lowered | None:
        """Return what a fact can be; see `Lowering`."""
        beside = column(f"{BESIDE}{of.path}", of.type, of.within, Origin.NATIVE)
        if of.path == AMOUNT:
            # Whether it is known is told; only where its value is read, Python has to compute it.
            self.found[of.path] = ComputedFact(of.path, beside, FALSE)
            return leaf(beside, _is_payable(lowering))
        fact = self._fact(lowering, of)
        self.found[of.path] = ComputedFact(of.path, beside, fact.domain)
        return picked(fact.domain, fact.value, leaf(beside, is_known(beside)))

    def aside(self, path: str, type_: FactType) -> Lowered:
        """Return a fact that conditions read, told by Python in every row."""
        beside = column(f"aside: {path}", type_, ANYTHING, Origin.NATIVE)
        self.found[beside.path] = ComputedFact(path, beside, FALSE)
        return leaf(beside, is_known(beside))

    def _fact(self, lowering: Lowering, of: LeafColumn) -> SampledFact:
        if of.origin is Origin.COMPLETED:
            is_given = self._is_given(of.path)
            given = known_leaf(of) if is_given is None else leaf(of, constant(is_given))
            return SampledFact(given, negation(is_list_given(self._is_given, HISTORY)))
        if self._sampled is None:
            self._sampled = SampledFacts(lowering, self._is_given)
        found = self._sampled.of(of.path)
        if found is not None:
            return found
        kind = of_kind(lowering, of.path)
        if kind is not None:
            return kind
        if of.path == ALL_ACCEPTED:
            # All of no plans accept; without a list nobody knows which there are.
            of_none = exactly(TRUE, SORTS[of.type.kind])
            accepted = picked(is_list_given(self._is_given, PLANS), of_none, _unknown(of))
            return SampledFact(accepted, negation(has_items(self._is_given, PLANS)))
        if of.path in _OF_LISTS:
            return SampledFact(
                _unknown(of), negation(is_list_given(self._is_given, _OF_LISTS[of.path]))
            )
        sort = SORTS[of.type.kind]
        if of.path.startswith("segments."):
            # Of no segments it is what a document without anything says.
            value = self._of_nothing(of.path)
            if value is not None:
                return SampledFact(
                    exactly(constant(value), sort), negation(has_items(self._is_given, SEGMENTS))
                )
        return SampledFact(_unknown(of), FALSE)


def _is_payable(lowering: Lowering) -> Node:
    """Return whether it is known what price reduction to propose, as an amount that can be paid."""
    currency = lowering.fact("lot.currency")
    needed = ("lot.quantity", "lot.unit_price", "contract.price_reduction.proposed_percent")
    return all_of(
        *(lowering.fact(path).known for path in needed),
        currency.known,
        any_of(*(equal(currency.value, constant(code)) for code in MINOR_UNITS)),
    )


def _unknown(of: LeafColumn) -> Lowered:
    """Return that a fact is not known, since something is absent."""
    return leaf(column(of.path, of.type, of.within, Origin.GIVEN), FALSE)


# --- kind and round, told where the kind is one of the usual words --------------------------------


AGAIN, FINAL = "inspection.is_reinspection", "inspection.is_final"


def of_kind(lowering: Lowering, path: str) -> SampledFact | None:
    """Return a fact that kind and round tell, and in which rows they do; None for another one.

    A kind in any other spelling is told by Python. It mirrors functions of `facts.native.case`.
    """
    if path not in (AGAIN, FINAL):
        return None
    number, kind = lowering.fact("inspection.round"), lowering.fact("inspection.type")
    assert isinstance(number, Number)  # noqa: S101 - by its declaration
    assert isinstance(kind, LoweredText)  # noqa: S101 - as above
    is_usual = all_of(kind.known, _is_one_of(kind, (*FIRST_KINDS, REINSPECTION)))
    is_later = compare(Comparison.MORE, number.value, constant(1))
    is_told = any_of(negation(kind.known), is_usual)
    if path == AGAIN:
        says = all_of(is_usual, equal(kind.value, constant(REINSPECTION)))
        surely = choose(number.known, is_later, says)
        known = any_of(number.known, is_usual)
        is_told = any_of(number.known, is_told)
    else:
        later = all_of(number.known, is_later)
        surely = choose(kind.known, negation(_is_one_of(kind, EARLY_KINDS)), later)
        known = any_of(is_usual, later)
    surely = all_of(known, surely)
    return SampledFact(Truth(surely, any_of(surely, negation(known))), is_told)


def _is_one_of(kind: LoweredText, words: Iterable[str]) -> Node:
    return any_of(*(equal(kind.value, constant(each)) for each in words))
