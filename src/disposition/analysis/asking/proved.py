"""Which outcomes remain possible, proved with a solver given the whole policy and its definitions.

What is known stays, what is not can be anything: what is impossible even so is impossible. Lists
that are not told of are left open, as in proofs about every lot; facts that Python computes are
free while they are unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from disposition.analysis import solver as z
from disposition.analysis.asking.grouping import AnswerRange, KnownSoFar
from disposition.analysis.asking.subjects import (
    AskableKinds,
    LotSubject,
    State,
    is_askable,
    kind_of,
)
from disposition.analysis.emission.unknowns import KnownTerm
from disposition.analysis.lot_terms import ProverView, Sight
from disposition.analysis.search.candidates import ListedPart, is_value, listed_in, slots_for
from disposition.analysis.solver import Impossible, Model, Term
from disposition.decide import Policy
from disposition.documents.places.data import steps_to
from disposition.explain.inference import Prepared
from disposition.language.lower.total import Fold, Folding, LeafColumn, free_variables
from disposition.language.types import Origin
from disposition.semantics import Status, exact

STEPS = 400_000
"""z3's steps for one question here: many are asked of one lot."""


class ProvedEnds:
    """Asks a solver about regions of one subject; `checks` counts how often."""

    def __init__(self, prepared: Prepared, root: State, turned: frozenset[str]) -> None:
        policy = Policy(prepared.policy)
        self._prepared = prepared
        self._root = root
        document: Mapping[str, Any] = {}
        self._placeholders: tuple[str, ...] = ()
        if isinstance(root.subject, LotSubject):
            document = root.subject.lot.to_dict()
            self._placeholders = root.subject.placeholders(prepared)
        lists = slots_for(document, least=0)
        self._view = ProverView((Sight(policy),), None, lists, are_flat=root.subject.lot is None)
        self._lot = self._view.lots[0]
        concluded = self._view.terms[0].concluded
        self._ends = {each.id: concluded.outcome(each.id) for each in policy.checked.outcomes}
        otherwise = [concluded.status(each) for each in (Status.NO_RULE, Status.WITHHELD)]
        fallback = policy.checked.otherwise
        self._ends[fallback] = z.any_of([*otherwise, self._ends.get(fallback, False)])
        self._waits = concluded.status(Status.NEEDS_INFORMATION)
        self._waiting = {each.id: concluded.waiting[each.id] for each in policy.checked.outcomes}
        self._kinds = AskableKinds(prepared.policy).of(prepared.policy.facts)
        self.checks = 0
        self._loosened = self._loose_columns(turned)
        self._in_lists = [*listed_in(self._lot.listed, document, self._lot)]
        for column, held in self._lot.columns.items():
            if not self._is_loose(column):
                value = root.fact(column.path)
                if value is not None or not self._may_become_known(column):
                    self._view.solver.add(is_value(held, value, self._lot))
        for part in self._in_lists:
            if self._is_firm(part):
                self._view.solver.add(part.term)

    # --- asking ----------------------------------------------------------------------------------

    def reads(self, place: str) -> bool:
        """Whether rules read what is told at a place, and not only facts that Python computes."""
        path = place.removeprefix("$.")
        return self._term_at(place) is not None or path in self._lot.listed

    def ends(self, region: KnownSoFar, among: Sequence[str]) -> tuple[str, ...] | None:
        """Return which of some outcomes can follow of a region; None if that is not settled."""
        return self._possible(region, {each: self._ends[each] for each in among})

    def waits(self, region: KnownSoFar) -> tuple[str, ...] | None:
        """Return the outcomes that can still be waited for; None if that is not settled."""
        return self._possible(region, self._waiting)

    def _possible(self, region: KnownSoFar, terms: Mapping[str, Term]) -> tuple[str, ...] | None:
        """Return the names of the terms that can be so."""
        left, found, view = dict(terms), set[str](), self._view
        view.settle()
        with view.within():
            for term in self._known(region):
                view.solver.add(term)
            while left:
                self.checks += 1
                model = view.check(z.any_of(left.values()), steps=STEPS)
                if isinstance(model, Impossible):
                    if not found and not isinstance(view.check(steps=STEPS), Model):
                        return None  # what is known is more than proofs imagine
                    return tuple(each for each in terms if each in found)
                if not isinstance(model, Model):
                    return None
                met = {each for each, term in left.items() if model.value(term)}
                found |= met
                left = {each: term for each, term in left.items() if each not in met}
        return tuple(terms)

    def is_decided(self, region: KnownSoFar) -> bool:
        """Whether all of a region are decided as they stand, whichever of its answers was given."""
        view = self._view
        view.settle()
        self.checks += 1
        with view.within():
            for term in (*self._known(region), *self._nothing_else(region)):
                view.solver.add(term)
            is_surely = isinstance(view.check(self._waits, steps=STEPS), Impossible)
            return is_surely and isinstance(view.check(steps=STEPS), Model)

    # --- what is known ---------------------------------------------------------------------------

    def _loose_columns(self, turned: frozenset[str]) -> set[LeafColumn]:
        """Return the facts that Python computes and what is told can turn."""
        catalogue = self._prepared.policy.catalogue
        kinds = [kind_of(each) for each in self._placeholders]
        return {
            column
            for column in self._lot.columns
            if column.origin is Origin.NATIVE
            and (
                column.path in turned
                or any(catalogue.changed_by(kind, (column.path,)) for kind in kinds)
            )
        }

    def _may_become_known(self, column: LeafColumn) -> bool:
        """Whether a value that is not known can be asked for, or be computed of what is."""
        is_read = self._root.subject.lot is None or column.origin is not Origin.GIVEN
        return is_read or is_askable(column.path, self._kinds)

    def _is_loose(self, column: LeafColumn) -> bool:
        return column in self._loosened or f"$.{column.path}" in self._placeholders

    def _known(self, region: KnownSoFar) -> Iterator[Term]:
        """Yield what is known of a region beyond what is of its root."""
        lot, root = self._lot, self._root
        for column, held in lot.columns.items():
            if self._is_loose(column) or root.fact(column.path) is None:
                value = None if column in self._loosened else region.ground.fact(column.path)
                place = self._place(column.path)
                is_placeholder = place in self._placeholders and place not in region.answered
                if value is not None and place not in region.spans and not is_placeholder:
                    yield is_value(held, value, lot)
        for place, told in region.answered.items():
            yield from self._answer_terms(place, told)

    def _place(self, path: str) -> str:
        return path if self._root.subject.lot is None else f"$.{path}"

    def _answer_terms(self, place: str, told: AnswerRange) -> Iterator[Term]:
        """Yield that the answer at a place is one of a range; nothing where no rule reads it."""
        if told.are_lines or told.words == ((),):
            yield from self._listed(place.removeprefix("$."), is_empty=not told.are_lines)
            return
        held = self._term_at(place)
        if held is None:
            return
        if told.words is not None:
            yield z.any_of(is_value(held, each, self._lot) for each in told.words)
            return
        yield held.known
        for each in told.but:
            yield z.not_(z.equal(held.value, self._lot.words.number(each)))
        if told.low is not None:
            yield z.less(_plain(told.low), held.value, or_equal=not told.above)
        if told.high is not None:
            yield z.less(held.value, _plain(told.high), or_equal=not told.below)

    def _listed(self, path: str, *, is_empty: bool) -> Iterator[Term]:
        listed = self._lot.listed.get(path)
        if listed is not None:
            yield listed.is_told
        if is_empty:
            for fold in self._lot.folds:
                if fold.variable.path == path and not free_variables(fold):
                    yield z.equal(self._lot.term(fold), self._of_none(fold))

    def _of_none(self, fold: Fold) -> Term:
        """Return what is told of a list without items."""
        if fold.kind is Folding.ANY:
            return False
        return 0 if fold.kind is Folding.SUM else self._lot.term(fold.otherwise)

    def _term_at(self, place: str) -> KnownTerm | None:
        """Return the value at a place; None where the policy reads it by Python only."""
        path = place.removeprefix("$.")
        if "[" not in path:
            found = (held for each, held in self._lot.columns.items() if each.path == path)
            return next(found, None)
        slot = None
        kind = ""
        for step in steps_to(path):
            if isinstance(step, str):
                kind = f"{kind}.{step}" if kind else step
                continue
            listed = (self._lot.listed if slot is None else slot.lists).get(kind)
            if listed is None or step >= len(listed.slots):
                return None
            slot = listed.slots[step]
            kind = f"{kind}[]"
        if slot is None or kind not in slot.values:
            return None
        return slot.values[kind][1]

    def _is_firm(self, part: ListedPart) -> bool:
        """Whether what a document tells of its lists stays when more is told."""
        if part.item is None:
            return part.is_known
        is_told = part.is_known and part.place not in self._placeholders
        return is_told or not is_askable(part.item.path, self._kinds)

    # --- nothing else is known -------------------------------------------------------------------

    def _nothing_else(self, region: KnownSoFar) -> Iterator[Term]:
        """Yield that nothing is known but what is known of a region."""
        lot, catalogue = self._lot, self._prepared.policy.catalogue
        kinds = [kind_of(place) for place in region.spans]
        for column, held in lot.columns.items():
            if self._place(column.path) in region.answered:
                continue
            if column.origin is Origin.NATIVE and lot_reads(catalogue, kinds, column.path):
                continue
            yield is_value(held, region.ground.fact(column.path), lot)
        yield from (each.term for each in self._in_lists if each.place not in region.answered)


def lot_reads(catalogue: Any, kinds: Sequence[str], path: str) -> bool:
    """Whether a fact that Python computes can change with a value of some kinds of places."""
    if path not in catalogue:
        return True
    return any(catalogue.changed_by(kind, (path,)) for kind in kinds)


def _plain(number: Any) -> Term:
    return int(number) if number.denominator == 1 else exact(number)
