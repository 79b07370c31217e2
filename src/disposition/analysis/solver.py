"""The one door to z3: terms of three kinds (truths, whole numbers, numbers), and a solver for them.

A term is a Python constant where it is one (`True`, `3`, `Fraction(1, 2)`) and a z3 expression
elsewhere, so that what is settled never reaches the solver. Work is bounded by z3's own count of
steps and not by time, so that the same question has the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from disposition.errors import DispositionError
from disposition.frozen import frozen
from disposition.version import installing

try:
    import z3
except ImportError as error:
    raise DispositionError(f"proofs need the extra `proofs` ({installing('proofs')})") from error

Term = Any
"""A truth or a number: a Python constant, or a z3 expression."""

STEPS = 5_000_000
"""z3's steps for one question: some seconds."""


_CONTEXT = z3.main_ctx()


# --- making terms --------------------------------------------------------------------------------


def truth(name: str) -> Term:
    """Return a truth that can be either."""
    return z3.Bool(name)


def whole(name: str) -> Term:
    """Return a whole number that can be any."""
    return z3.Int(name)


def number(name: str) -> Term:
    """Return a number that can be any."""
    return z3.Real(name)


def all_of(terms: Iterable[Term]) -> Term:
    """Return whether all of some truths are so."""
    return _joined(terms, neutral=True)


def any_of(terms: Iterable[Term]) -> Term:
    """Return whether one of some truths is so."""
    return _joined(terms, neutral=False)


def _joined(terms: Iterable[Term], *, neutral: bool) -> Term:
    left: dict[int, Term] = {}
    for term in terms:
        if isinstance(term, bool):
            if term is not neutral:
                return term
        else:
            left[term.ast.value] = term  # z3 makes one tree of equal ones
    if len(left) < 2:
        return next(iter(left.values()), neutral)
    # All are truths of one context. z3.And and z3.Or look at each first, which takes most of their
    # time, and this is most of what is made.
    make = z3.Z3_mk_and if neutral else z3.Z3_mk_or
    parts = (z3.Ast * len(left))(*left)
    return z3.BoolRef(make(_CONTEXT.ref(), len(left), parts), _CONTEXT)


def not_(term: Term) -> Term:
    """Return the opposite of a truth."""
    if isinstance(term, bool):
        return not term
    context = _CONTEXT.ref()
    applied = z3.Z3_get_app_decl(context, term.ast)  # no truth is anything else: all are made here
    if z3.Z3_get_decl_kind(context, applied) == z3.Z3_OP_NOT:
        return term.arg(0)
    return z3.BoolRef(z3.Z3_mk_not(context, term.ast), _CONTEXT)


def implies(one: Term, other: Term) -> Term:
    """Return whether the second truth follows from the first."""
    return any_of((not_(one), other))


def either(condition: Term, then: Term, otherwise: Term) -> Term:
    """Return one of two terms of one kind, by a truth."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if _same(then, otherwise):
        return then
    if isinstance(then, bool) or isinstance(otherwise, bool) or z3.is_bool(then):
        return any_of((all_of((condition, then)), all_of((not_(condition), otherwise))))
    one, other = _alike(then, otherwise)
    return z3.If(condition, one, other)


def _same(one: Term, other: Term) -> bool:
    if _is_constant(one) or _is_constant(other):
        return (
            _is_constant(one) and _is_constant(other) and type(one) is type(other) and one == other
        )
    return bool(one.ast.value == other.ast.value)


def equal(one: Term, other: Term) -> Term:
    """Return whether two terms of one kind are equal."""
    if _is_constant(one) and _is_constant(other):
        return bool(one == other)
    if isinstance(one, bool) or isinstance(other, bool):
        term, constant = (other, one) if isinstance(one, bool) else (one, other)
        return term if constant else not_(term)
    if z3.is_bool(one):
        return one == other
    left, right = _alike(one, other)
    return left == right


def less(one: Term, other: Term, *, or_equal: bool = False) -> Term:
    """Return whether one number is below another, or as large."""
    if _is_constant(one) and _is_constant(other):
        return bool(one <= other if or_equal else one < other)
    left, right = _alike(one, other)
    return left <= right if or_equal else left < right


def plus(one: Term, other: Term) -> Term:
    """Return the sum of two numbers."""
    if _is_constant(one) and _is_constant(other):
        return one + other
    if _is_constant(one) and one == 0:
        return other
    if _is_constant(other) and other == 0:
        return one
    left, right = _alike(one, other)
    return left + right


def total(terms: Iterable[Term]) -> Term:
    """Return the sum of some numbers."""
    found: Term = 0
    for term in terms:
        found = plus(found, term)
    return found


def minus(one: Term) -> Term:
    """Return a number with its sign turned."""
    return -one


def times(one: Term, other: Term) -> Term:
    """Return the product of two numbers."""
    if _is_constant(one) and _is_constant(other):
        return one * other
    for constant, term in ((one, other), (other, one)):
        if _is_constant(constant) and constant in (0, 1):
            return term if constant else 0
    left, right = _alike(one, other)
    return left * right


def is_whole(term: Term) -> Term:
    """Return whether a number is a whole one."""
    if _is_constant(term):
        return Fraction(term).denominator == 1
    return z3.IsInt(term) if z3.is_real(term) else True


def truth_or_number(value: Any) -> Term:
    """Return a value that is written out as a constant: a day as its number."""
    if isinstance(value, bool | int):
        return value
    return Fraction(value.toordinal() if hasattr(value, "toordinal") else value)


def is_truth(term: Term) -> bool:
    """Whether a term is a truth, and no number."""
    return isinstance(term, bool) or (not _is_constant(term) and bool(z3.is_bool(term)))


def _is_constant(term: Term) -> bool:
    return isinstance(term, bool | int | Fraction)


def _alike(one: Term, other: Term) -> tuple[Any, Any]:
    """Return two numbers as z3 expressions of one sort."""
    is_real = any(
        isinstance(each, Fraction) and each.denominator != 1
        if _is_constant(each)
        else z3.is_real(each)
        for each in (one, other)
    )
    return _as_z3(one, is_real=is_real), _as_z3(other, is_real=is_real)


def _as_z3(term: Term, *, is_real: bool) -> Any:
    if not _is_constant(term):
        return z3.ToReal(term) if is_real and z3.is_int(term) else term
    if is_real:
        return z3.RealVal(Fraction(term))
    return z3.IntVal(int(term))


# --- asking --------------------------------------------------------------------------------------


class Model:
    """One way in which everything asserted is so."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def value(self, term: Term) -> bool | int | Fraction:
        """Return what a term is; what does not matter is false or 0."""
        if _is_constant(term):
            return term  # type: ignore[no-any-return] # one of the three
        found = self._model.eval(term, model_completion=True)
        if z3.is_bool(found):
            return bool(z3.is_true(found))
        if z3.is_int_value(found):
            return int(found.as_long())
        if z3.is_rational_value(found):
            return Fraction(found.numerator_as_long(), found.denominator_as_long())
        near = found.approx(20)  # the root of a number
        return Fraction(near.numerator_as_long(), near.denominator_as_long())


@frozen
class Impossible:
    """Nothing makes everything asserted so; `core` are the labels of what is enough for that."""

    core: frozenset[str]


@frozen
class Unsettled:
    """It was not found out, for a reason."""

    reason: str


Found = Model | Impossible | Unsettled


class Solver:
    """What is asserted, and whether all of it can be so."""

    def __init__(self) -> None:
        self._solver = z3.Solver()
        self._solver.set("random_seed", 0)
        self._solver.set("phase_selection", 0)  # what need not be so is not: unknown, not listed
        self._is_false = False

    def add(self, term: Term) -> None:
        """Assert a truth."""
        if term is False:
            self._is_false = True
        elif term is not True:
            self._solver.add(term)

    @property
    def steps_taken(self) -> int:
        """How many steps z3 has taken so far, for this solver and all others."""
        told = self._solver.statistics()
        return next((int(count) for name, count in told if name == "rlimit count"), 0)

    @contextmanager
    def within(self) -> Iterator[None]:
        """Forget at its end what is asserted within."""
        was_false = self._is_false
        self._solver.push()
        try:
            yield
        finally:
            self._solver.pop()
            self._is_false = was_false

    def check(
        self, *wanted: Term, labelled: Mapping[str, Term] | None = None, steps: int = STEPS
    ) -> Found:
        """Return how everything asserted, what is wanted and what is labelled can be so.

        The core of what is impossible has labels of what is labelled only.
        """
        if self._is_false:
            return Impossible(frozenset())
        with self.within():
            if any(term is False for term in wanted):
                return Impossible(frozenset())
            for term in wanted:
                self.add(term)
            names: dict[str, str] = {}
            assumed = []
            for at, (label, term) in enumerate((labelled or {}).items()):
                if term is False:
                    return Impossible(frozenset({label}))
                if term is True:
                    continue
                flag = z3.Bool(f"label!{at}")
                names[flag.decl().name()] = label
                self._solver.add(z3.Implies(flag, term))
                assumed.append(flag)
            self._solver.set("rlimit", steps)
            answer = self._solver.check(*assumed)
            if answer == z3.sat:
                return Model(self._solver.model())
            if answer == z3.unsat:
                core = self._solver.unsat_core() if assumed else []
                return Impossible(frozenset(names[each.decl().name()] for each in core))
            return Unsettled(_reason(self._solver.reason_unknown()))


def _reason(words: str) -> str:
    if "resource" in words or "cancel" in words or "limit" in words:
        return "the solver gave up after its number of steps"
    return f"the solver cannot tell ({words})"
