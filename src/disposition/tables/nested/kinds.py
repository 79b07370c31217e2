"""What the kind of an inspection says and its round, where the kind is one of the usual words.

A kind in any other spelling is told by Python. Each function mirrors that of `facts.native.case`.
"""

from __future__ import annotations

from collections.abc import Iterable

from disposition.facts.document.rounds import EARLY_KINDS, FIRST_KINDS, REINSPECTION
from disposition.language.expression import Comparison
from disposition.language.lower.build import (
    all_of,
    any_of,
    choose,
    compare,
    constant,
    equal,
    negation,
)
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import Node
from disposition.language.lower.values import LoweredText, Number, Truth
from disposition.tables.nested.sampled import SampledFact

AGAIN, FINAL = "inspection.is_reinspection", "inspection.is_final"


def of_kind(lowering: Lowering, path: str) -> SampledFact | None:
    """Return a fact that kind and round tell, and in which rows they do; None for another one."""
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
