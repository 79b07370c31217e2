"""What would have to change for a lot to come to an outcome, or the proof that nothing would do.

What was found wrong with the goods stays as it is: only time, consent, clauses, more samples,
sorting and the policy's own facts can change, and, where that is not enough, what nobody has told
yet. Of larger samples, those of sampling plans and the whole lot are thought of. The fewest changes
are looked for, and every answer is a lot document that is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from disposition.analysis import solver as z
from disposition.analysis.decided_lot import Looking, Seen
from disposition.analysis.emission.unknowns import KnownTerm
from disposition.analysis.lot_terms import ProverView, Sight
from disposition.analysis.search import candidates
from disposition.analysis.solver import Impossible, Model, Term
from disposition.analysis.targets import Concludes
from disposition.analysis.verdicts import NotSettled
from disposition.arguments import text_of
from disposition.decide import Policy
from disposition.documents.places.data import put_into, value_at
from disposition.documents.plain import plain_value
from disposition.documents.types import Changeable
from disposition.errors import DispositionError, LotError, suggest
from disposition.facts import Lot
from disposition.facts.catalogue import CATALOGUE
from disposition.frozen import frozen
from disposition.language.lower.total import LeafColumn
from disposition.language.types import Origin
from disposition.policy.model import CheckedPolicy, Effect
from disposition.words import listed

MOST_CHANGES = 6
MOST_TRIES = 20
SAMPLE = "inspection.sample_size"
SIZES = (8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
"""Larger samples that are thought of, beside the whole lot: those of sampling plans."""


@frozen
class LotChange:
    """One value of a lot document that would have to be another; None: absent."""

    path: str
    before: Any
    after: Any


@frozen
class HowTo:
    """The fewest changes that were found to lead to an outcome, and the lot document with them."""

    outcome: str
    changes: tuple[LotChange, ...]
    document: Mapping[str, Any]


@frozen
class NoWay:
    """No change of what can be changed leads to an outcome.

    `rules` are those in the way: that forbid it, or permit one that comes before. Without any,
    `unmet` are the rules that permit it, none of which can be made to hold.
    """

    outcome: str
    rules: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()


def how_to(policy: Policy, lot: Lot, outcome: str) -> HowTo | NoWay | NotSettled:
    """Return what would have to change for a lot to come to an outcome.

    Raises `DispositionError` for an outcome that the policy does not have, and without the extra
    `proofs`.
    """
    outcome = text_of("outcome", outcome, "the id of an outcome")
    if outcome not in policy.checked.outcomes_by_id:
        known = policy.checked.outcomes_by_id
        hint = suggest(outcome, known) or f"there are {listed(known)}"
        raise DispositionError(f"the policy has no outcome `{outcome}` ({hint})")
    found: HowTo | NoWay | NotSettled = NotSettled("")
    for may_tell in (False, True):
        search = _Search(policy, lot, outcome, may_tell=may_tell)
        if may_tell and not search.is_wider:
            break
        found = search.found()
        if isinstance(found, HowTo):
            return found
    return found


def how_to_under(policy: CheckedPolicy, lot: Lot, outcome: str) -> HowTo | NoWay | NotSettled:
    """Return the same under the content of a policy, for a decision that knows no more of it."""
    return how_to(Policy(policy), lot, outcome)


class _Search:
    """Looks for changes of one lot; `may_tell`: what nobody has told yet can be told, too."""

    def __init__(self, policy: Policy, lot: Lot, outcome: str, *, may_tell: bool) -> None:
        self._policy = policy
        self._outcome = outcome
        self._document = lot.to_dict()
        self._looking = Looking(policy)
        self._seen = self._looking.at(self._document)
        self._view = ProverView(
            (Sight(policy),), None, candidates.slots_for(self._document, least=1)
        )
        self._lot = self._view.lots[0]
        self._term = Concludes((outcome,)).term(self._view.terms)
        self._touch()
        self._may_tell = may_tell
        self._same = {column: self._is_same(column) for column in self._free()}
        self._pin()
        self._require_samples()
        self._tries = MOST_TRIES

    def _way_of(self, path: str) -> Changeable | None:
        """Return how somebody can change a value; None where nobody can."""
        spec = self._policy.checked.catalogue.get(path)
        return None if spec is None else spec.changeable

    # --- what stays ------------------------------------------------------------------------------

    def _touch(self) -> None:
        """Have the values looked at that can be changed and that only Python looks at."""
        natives = [c.path for c in self._lot.columns if c.origin is Origin.NATIVE]
        for path, spec in CATALOGUE.items():
            if spec.given and spec.changeable and CATALOGUE.changed_by(path, natives):
                self._view.terms[0].known_term(path)

    def _free(self) -> Iterator[LeafColumn]:
        for column in self._lot.columns:
            if column.origin is Origin.GIVEN:
                is_absent = self._seen.fact(column.path) is None
                way = self._way_of(column.path)
                can_change = way is not None and (way is not Changeable.TOLD or is_absent)
                if can_change or (self._may_tell and is_absent):
                    yield column

    @property
    def is_wider(self) -> bool:
        """Whether there is anything to tell that cannot be changed."""
        return any(self._way_of(each.path) is None for each in self._same)

    def _is_same(self, column: LeafColumn) -> Term:
        return candidates.is_value(
            self._lot.columns[column], self._seen.fact(column.path), self._lot
        )

    def _pin(self) -> None:
        lot, solver = self._lot, self._view.solver
        for column, held in lot.columns.items():
            if column in self._same:
                solver.add(self._changes_well(column, held))
            elif column.origin is not Origin.NATIVE:
                solver.add(self._is_same(column))
            else:
                read = [same for each, same in self._same.items() if _may_change(column, each.path)]
                solver.add(z.implies(z.all_of(read), self._is_same(column)))
        for part in candidates.listed_in(lot.listed, self._document, lot):
            solver.add(part.term)

    def _require_samples(self) -> None:
        """Tell what facts that Python computes are of each larger sample that is thought of."""
        column = next((each for each in self._same if each.path == SAMPLE), None)
        if column is None:
            return
        held, quantity = self._lot.columns[column], self._seen.fact("lot.quantity")
        before = self._seen.fact(SAMPLE)
        least = before if isinstance(before, int) else 0
        sizes = [each for each in SIZES if each > least]
        if isinstance(quantity, int):
            sizes = sorted({*(each for each in sizes if each < quantity), quantity} - {least})
        natives = [
            each
            for each in self._lot.columns
            if each.origin is Origin.NATIVE and _may_change(each, SAMPLE)
        ]
        choices = [self._same[column]]
        for size in sizes:
            document = deepcopy(self._document)
            put_into(document, SAMPLE, size)
            try:
                seen = self._looking.at(document)
            except LotError:
                continue
            is_so = candidates.is_value(held, size, self._lot)
            choices.append(is_so)
            for native in natives:
                others = [
                    same
                    for each, same in self._same.items()
                    if each.path != SAMPLE and _may_change(native, each.path)
                ]
                value = candidates.is_value(
                    self._lot.columns[native], seen.fact(native.path), self._lot
                )
                self._view.solver.add(z.implies(z.all_of((is_so, *others)), value))
        self._view.solver.add(z.any_of(choices))

    def _changes_well(self, column: LeafColumn, held: KnownTerm) -> Term:
        """Return that a value stays known, and changes in the way in which it can."""
        before = self._seen.fact(column.path)
        if before is None:
            return True
        if self._way_of(column.path) is not Changeable.MORE:
            return held.known
        now = z.truth_or_number(before)
        if isinstance(now, bool):
            return z.all_of((held.known, z.any_of((held.value, not now))))
        return z.all_of((held.known, z.less(now, held.value, or_equal=True)))

    # --- looking ---------------------------------------------------------------------------------

    def found(self) -> HowTo | NoWay | NotSettled:
        """Return the fewest changes."""
        first = self._view.check(self._term)
        if isinstance(first, Impossible):
            return self._no_way()
        changed = [z.either(same, 0, 1) for same in self._same.values()]
        for most in range(MOST_CHANGES + 1):
            few = z.less(z.total(changed), most, or_equal=True)
            document = self._tried(few)
            if document is not None:
                return self._smallest(document)
        return NotSettled(f"no {MOST_CHANGES} changes were found that lead there")

    def _tried(self, few: Term) -> dict[str, Any] | None:
        view = self._view
        while self._tries:
            self._tries -= 1
            model = view.check(self._term, few)
            if not isinstance(model, Model):
                self._tries += 1
                return None
            try:
                document = self._with_changes(model)
                seen = self._looking.at(document)
            except candidates.UnwritableError:
                return None
            except LotError:
                view.solver.add(z.not_(self._as_in_model(model, self._same)))
                continue
            if seen.conclusion.outcome == self._outcome:
                return document
            view.solver.add(self._computed(model, seen))
        return None

    def _with_changes(self, model: Model) -> dict[str, Any]:
        document = deepcopy(self._document)
        for column, same in self._same.items():
            if not model.value(same):
                candidates.drop(document, column.path)
                held = self._lot.columns[column]
                if model.value(held.known):
                    put_into(
                        document,
                        column.path,
                        plain_value(candidates.value_of(column.type, held, self._lot, model)),
                    )
        return document

    def _as_in_model(self, model: Model, columns: Iterable[LeafColumn]) -> Term:
        return z.all_of(candidates.holds_as(self._lot.columns[each], model) for each in columns)

    def _computed(self, model: Model, seen: Seen) -> Term:
        """Return what facts that Python computes are with the changes of a model."""
        lemmas: list[Term] = []
        for column, wish in candidates.wishes_of(self._lot, model).items():
            found = seen.fact(column.path)
            if found != wish:
                read = [each for each in self._same if _may_change(column, each.path)]
                value = candidates.is_value(self._lot.columns[column], found, self._lot)
                lemmas.append(z.implies(self._as_in_model(model, read), value))
        return z.all_of(lemmas) if lemmas else z.not_(self._as_in_model(model, self._same))

    # --- as little as is enough ------------------------------------------------------------------

    def _leads_there(self, document: dict[str, Any]) -> bool:
        try:
            return self._looking.at(document).conclusion.outcome == self._outcome
        except LotError:
            return False

    def _smallest(self, document: dict[str, Any]) -> HowTo:
        """Return changes with those left out that are not needed, each as small as is enough."""
        for column in self._same:
            before, after = value_at(self._document, column.path), value_at(document, column.path)
            if before == after:
                continue
            for value in _between(before, after):
                tried = deepcopy(document)
                candidates.drop(tried, column.path)
                if value is not None:
                    put_into(tried, column.path, value)
                if self._leads_there(tried):
                    document = tried
                    break
        changes = tuple(
            LotChange(each.path, value_at(self._document, each.path), value_at(document, each.path))
            for each in self._same
            if value_at(self._document, each.path) != value_at(document, each.path)
        )
        return HowTo(self._outcome, changes, document)

    def _no_way(self) -> NoWay:
        """Return the rules that keep the outcome from following, as few as are enough."""
        terms, policy = self._view.terms[0], self._policy.checked
        if self._outcome not in policy.outcomes_by_id:
            return NoWay(self._outcome)
        labelled = terms.in_the_way(self._outcome)
        core = self._view.core(terms.permitted(self._outcome), labelled)
        if core is None:
            return NoWay(self._outcome)
        permits = (
            rule.id
            for rule in policy.rules
            if rule.effect is Effect.PERMIT and self._outcome in rule.outcomes
        )
        return NoWay(self._outcome, tuple(sorted(core)), () if core else tuple(permits))


def _may_change(native: LeafColumn, by: str) -> bool:
    """Whether a fact that Python computes may change with a value of the document."""
    return native.path not in CATALOGUE or bool(CATALOGUE.changed_by(by, (native.path,)))


def _between(before: Any, after: Any) -> Iterator[Any]:
    """Yield values from what is to what would do, the nearest to what is first."""
    yield before
    if isinstance(after, bool):
        return
    if isinstance(after, int):
        start = before if isinstance(before, int) else 0
        steps = [0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 80, 125, 200, 500, 1000, 3000]
        sign = 1 if after >= start else -1
        yield from (start + sign * each for each in steps if each < abs(after - start))
    elif isinstance(after, str) and isinstance(before, str):
        try:
            first, last = date.fromisoformat(before), date.fromisoformat(after)
        except ValueError:
            return
        days = abs((last - first).days)
        sign = 1 if last >= first else -1
        for each in range(1, min(days, 400)):
            yield (first + timedelta(sign * each)).isoformat()
