"""Asks of every possible lot whether something can be so, and shows a lot on which it is.

What cannot be so of terms that leave facts more freedom than lots have cannot be so of any lot:
that is a proof. What can be so of them is only shown by a lot document that is read, decided and
found to show it; a lot that the solver makes up is mended until it does, or nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from disposition.analysis import solver as z
from disposition.analysis import verdicts
from disposition.analysis.decided_lot import Document, Looking, Seen
from disposition.analysis.emission.lists import OPEN, Lists, slots_needed, violated
from disposition.analysis.emission.node_terms import Variation
from disposition.analysis.lot_terms import LONG, ProverView, Sight
from disposition.analysis.search import candidates
from disposition.analysis.search.assumptions import TEMPLATES, completed
from disposition.analysis.search.shrink import Documents, shrunk
from disposition.analysis.solver import Impossible, Model, Term, Unsettled
from disposition.analysis.targets import Wanted
from disposition.documents.plain import plain_value
from disposition.errors import LotError
from disposition.runtime.forking import cached_property

MOST_CANDIDATES = 12
"""Lots that are tried and mended, for each way to begin, before nothing is claimed."""

FIRST_CANDIDATES = 4

FEW = (2, 6)
"""Items of a list in lots that are looked for: few, and then more."""

OF_FEW_ITEMS = "it is so of lots whose lists have at most {} items; of longer lists it is open"

NOTHING_FOUND = "it is not proved, and no lot document was found on which it is otherwise"

MOST_RELATIONS = 8
"""Times that it is told how sums over the items beside the slots are related."""

MOST_SLOTS = 90
"""Slots for a list up to which lists of any length are reasoned about."""


Beginning = tuple[Document, list[Term], int]
"""Lots that are looked at first: what they are like, in words and terms, and how many are tried."""


class Prover:
    """What is asked of some policies: one that looks at one lot, or several sights of few lots.

    >>> from disposition import load_policy_text
    >>> from disposition.analysis.targets import Concludes
    >>> policy = load_policy_text('''
    ... policy: toys
    ... version: 1.0.0
    ... outcomes: {accept: {ships: all}, rework: {ships: none}}
    ... otherwise: hold
    ... rules:
    ...   fine: {permit: accept, when: contract.paid > 100}
    ...   bad: {forbid: accept, when: contract.paid > 10}
    ... ''')
    >>> prover = Prover(Sight(policy))
    >>> type(prover.never(Concludes(("accept",)))).__name__
    'Proved'
    """

    def __init__(self, *sights: Sight, variation: Variation | None = None) -> None:
        self.sights = sights
        self.variation = variation
        self._by = cache(Looking)
        self.of_length = cache(self._of_length)
        self._counted: ProverView | None = None
        self._whole: ProverView | None = None
        self._slots: Mapping[str, int] = {}

    # --- ways to look at lists -------------------------------------------------------------------

    @cached_property
    def open(self) -> ProverView:
        """Lists of which anything may be told: what is impossible so is impossible."""
        return ProverView(self.sights, self.variation, OPEN)

    @property
    def few(self) -> ProverView:
        """Lists of few items: what is possible so may be shown."""
        return self.of_length(FEW[0])

    def _of_length(self, items: int) -> ProverView:
        """Return lists of so many items at most."""
        return ProverView(self.sights, self.variation, Lists(lambda _path: items))

    def any_length(self, wanted: Wanted) -> tuple[ProverView, Term]:
        """Return lists of any length, and what is wanted of lots with such lists.

        Each has a slot for every item that matters. Lists with too many of them stay open.
        """
        if self._counted is None:
            self._counted = ProverView(self.sights, self.variation, Lists(lambda _path: 1))
        needed = self._needed(self._counted, wanted)
        while self._whole is None or any(n > self._slots.get(p, 0) for p, n in needed.items()):
            self._slots = needed
            lists = Lists(partial(_bounded, needed), is_whole=False)
            self._whole = ProverView(self.sights, self.variation, lists)
            needed = self._needed(self._whole, wanted)  # as much as it needs itself, surely
        return self._whole, wanted.term(self._whole.terms)

    @staticmethod
    def _needed(view: ProverView, wanted: Wanted) -> dict[str, int]:
        """Return how many items matter for something and for what the solver is told of lots."""
        wanted.term(view.terms)
        view.settle()
        return slots_needed(fold for lot in view.lots for fold in lot.folds)

    # --- asking ----------------------------------------------------------------------------------

    def never(self, wanted: Wanted) -> verdicts.Answer:
        """Return whether something is never so, of no lot that there can be."""
        found = self.sought(wanted)
        return verdicts.Refuted(self.witness(wanted, found)) if isinstance(found, tuple) else found

    def sought(
        self, wanted: Wanted, like: Document | None = None
    ) -> Documents | verdicts.Proved | verdicts.NotSettled:
        """Return documents of which something is so, as they were found; or that there are none.

        What is found is as much as can be like another document, if one is given.
        """
        found = self.open.check(wanted.term(self.open.terms))
        if isinstance(found, Impossible):
            return verdicts.Proved()
        answer: Documents | verdicts.Proved | verdicts.NotSettled = verdicts.NotSettled(
            found.reason if isinstance(found, Unsettled) else ""
        )
        for items in (*FEW, *_as_many(like)):
            answer = self._shown(wanted, items, like)
            if not isinstance(answer, verdicts.NotSettled):
                return answer
            if not self._is_too_short(wanted, items):
                break
        if not any(lot.listed for lot in self.few.lots):
            return answer
        return verdicts.Proved() if self._is_never_of_any_length(wanted) else answer

    def is_impossible(self, wanted: Wanted) -> bool:
        """Return whether something is proved never to be so: by a cheap look, then a long one."""
        if isinstance(self.open.check(wanted.term(self.open.terms)), Impossible):
            return True
        few = self.few
        if not isinstance(few.check(wanted.term(few.terms)), Impossible):
            return False
        return self._is_never_of_any_length(wanted)

    def _is_never_of_any_length(self, wanted: Wanted) -> bool:
        """Return whether something is impossible of lists of any length."""
        view, term = self.any_length(wanted)
        found = view.check(term, steps=LONG)
        for _ in range(MOST_RELATIONS):
            if not isinstance(found, Model):
                break
            sums = [each for lot in view.lots for each in lot.rests]
            lemmas = list(violated(sums, found, view.is_never))
            if not lemmas:
                break
            for each in lemmas:
                view.solver.add(each)
            found = view.check(term, steps=LONG)
        return isinstance(found, Impossible)

    # --- showing ---------------------------------------------------------------------------------

    def see(self, documents: Sequence[Mapping[str, Any]]) -> list[Seen]:
        """Return what the policies see in the documents of the lots.

        Raises `LotError` for what is no lot.
        """
        return [self._by(sight.policy).at(documents[sight.lot]) for sight in self.sights]

    def shows(self, wanted: Wanted, documents: Sequence[Mapping[str, Any]]) -> bool:
        """Return whether something is so of given documents; not of what is no lot."""
        try:
            return wanted.holds(self.see(documents))
        except LotError:
            return False

    def witness(self, wanted: Wanted, documents: Documents) -> verdicts.Witness:
        """Return documents that show something, as small as they still do, with what is decided."""
        small = shrunk(documents, lambda tried: self.shows(wanted, tried))
        decided = [verdicts.decided_by_all(each.policy, small[each.lot]) for each in self.sights]
        return verdicts.Witness(small, tuple(decided))

    def _shown(
        self, wanted: Wanted, items: int, like: Document | None
    ) -> Documents | verdicts.Proved | verdicts.NotSettled:
        """Return documents of what a solver finds possible, mending what it makes up."""
        view = self.of_length(items)
        term = wanted.term(view.terms)
        found = view.check(term)
        if isinstance(found, Unsettled):
            return verdicts.NotSettled(found.reason)
        if isinstance(found, Impossible):
            if not any(lot.listed for lot in view.lots):
                return verdicts.Proved()
            return verdicts.NotSettled(OF_FEW_ITEMS.format(items))
        facts = _facts(view, found)
        nearby = () if like is None else _like(view, term, like)
        for template, begin, tries in (*nearby, *self._beginnings(view)):
            view.settle()
            with view.within():
                for each in begin:
                    view.solver.add(each)
                documents = self._mended(view, wanted, template, tries)
            if documents is not None:
                return documents
        return verdicts.NotSettled(NOTHING_FOUND, facts)

    def _is_too_short(self, wanted: Wanted, items: int) -> bool:
        """Return whether no plain lot shows something with so few items in its lists."""
        view = self.of_length(items)
        found = view.check(wanted.term(view.terms), *view.hinted())
        return any(lot.listed for lot in view.lots) and isinstance(found, Impossible)

    def _beginnings(self, view: ProverView) -> Iterator[Beginning]:
        """Yield what lots are looked for among: all, or those that are like a template."""
        lot = view.lots[0]
        natives = [each for each in lot.columns if each.origin.name == "NATIVE"]
        hinted = view.hinted()
        yield {}, hinted, FIRST_CANDIDATES if natives else MOST_CANDIDATES
        if natives:
            for template in TEMPLATES:
                yield template, [*hinted, *candidates.given_as(lot, template)], MOST_CANDIDATES
        yield {}, [], MOST_CANDIDATES

    def _mended(
        self, view: ProverView, wanted: Wanted, template: Document, tries: int
    ) -> Documents | None:
        """Return documents that show something; None where none is found."""
        term = wanted.term(view.terms)
        for _ in range(tries):
            model = view.check(term)
            if not isinstance(model, Model):
                return None
            try:
                documents = tuple(
                    completed(candidates.document_of(lot, model, template)) for lot in view.lots
                )
            except candidates.UnwritableError:
                view.solver.add(z.all_of(candidates.is_writable(lot) for lot in view.lots))
                continue
            try:
                seen = self.see(documents)
            except LotError as error:
                lemma = _refused(view, error, model)
            else:
                if wanted.holds(seen):
                    return documents
                lemma = self._computed(view, seen, model)
            if lemma is True:
                return None
            view.solver.add(lemma)
        return None

    def _computed(self, view: ProverView, seen: Sequence[Seen], model: Model) -> Term:
        """Return what facts that Python computes are, of lots with the values they rest on."""
        lemmas: list[Term] = []
        for lot_at, lot in enumerate(view.lots):
            at = next((s for s, sight in enumerate(self.sights) if sight.lot == lot_at), None)
            if at is None:
                continue
            catalogue = self.sights[at].policy.checked.catalogue
            for column, wish in candidates.wishes_of(lot, model).items():
                found = seen[at].fact(column.path)
                if found != wish:
                    reads = catalogue[column.path].reads
                    value = candidates.is_value(lot.columns[column], found, lot)
                    lemmas.append(z.implies(candidates.is_as(lot, model, reads), value))
        return z.all_of(lemmas)


def _as_many(like: Document | None) -> Iterator[int]:
    """Yield one item more than the longest list of a document has, if that is more than a few."""
    longest = max((len(each) for each in _lists(like)), default=0)
    if longest >= max(FEW):
        yield longest + 1


def _lists(part: Any) -> Iterator[list[Any]]:
    inner = part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ()
    if isinstance(part, list):
        yield part
    for each in inner:
        yield from _lists(each)


def _like(view: ProverView, term: Term, like: Document) -> Iterator[Beginning]:
    """Yield lots with as many values of a document as there can be of what is wanted."""
    lot, hinted = view.lots[0], view.hinted()
    kept = {str(at): each for at, each in enumerate(candidates.given_as(lot, like))}
    while True:
        found = view.check(term, *hinted, labelled=kept)
        if isinstance(found, Model):
            yield like, [*hinted, *kept.values()], FIRST_CANDIDATES
        if not isinstance(found, Impossible) or not found.core:
            return
        kept = {label: each for label, each in kept.items() if label not in found.core}


def _refused(view: ProverView, error: LotError, model: Model) -> Term:
    """Return that lots are not as one that was refused, at the places of what was refused."""
    parts = []
    for problem in error.problems:
        place = problem.where.removeprefix("$.")
        kind = re.sub(r"\[\d+\]", "[]", place)
        leaves = [
            held
            for lot in view.lots
            for item, held in candidates.of_items(lot.listed.values())
            if item.path == kind
        ]
        if leaves:
            parts.append(z.all_of(z.not_(held.known) for held in leaves))
        else:
            section = place.partition(".")[0]
            parts.append(
                z.any_of(z.not_(candidates.is_as(lot, model, (section,))) for lot in view.lots)
            )
    return z.all_of(parts)


def _facts(view: ProverView, model: Model) -> tuple[tuple[str, Any], ...]:
    """Return what a model wants of facts that Python computes."""
    return tuple(
        (column.path, plain_value(value))
        for lot in view.lots
        for column, value in candidates.wishes_of(lot, model).items()
        if value is not None
    )


def _bounded(needed: Mapping[str, int], path: str) -> int:
    slots = needed.get(path, 0)
    return slots if slots <= MOST_SLOTS else 0
