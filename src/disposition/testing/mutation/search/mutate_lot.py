"""Lot documents like a given one: a few values changed, at and beside what the policy compares."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from disposition.policy.model import CheckedPolicy
from disposition.testing.loading.paths import put, value_at
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.search.compared_values import Interest
from disposition.testing.mutation.search.mutate_lists import ListEdits, settled
from disposition.testing.mutation.search.value_generation import Drawing

Document = dict[str, Any]

_MOST_EDITS = 3


class Varying:
    """Varies lot documents for one policy; the same seed gives the same documents."""

    def __init__(self, policy: CheckedPolicy, documents: Sequence[Document], seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  # no secret depends on it
        self._policy = policy
        self._focuses: dict[str, Interest] = {}
        self._whole = whole = Interest.of((*policy.conditions, *policy.carried), policy)
        self._documents = documents
        self._drawing = Drawing(whole, documents, self._random)
        self._listing = ListEdits(whole, documents, self._drawing, self._random)

    def focus(self, mutant: Mutant) -> Interest:
        """Return what a mutant's mistake looks at."""
        if mutant.id not in self._focuses:
            self._focuses[mutant.id] = Interest.of_mutant(mutant, self._policy)
        return self._focuses[mutant.id]

    def vary(self, document: Document, focus: Interest | None = None) -> Document:
        """Return a document with one to three changes, some of them to what a focus looks at.

        It may be impossible as a lot.
        """
        seen = document
        for _ in range(self._random.randint(1, _MOST_EDITS)):
            document = self._edited(document, seen, focus)
        return settled(document)

    def _edited(self, document: Document, seen: Document, focus: Interest | None) -> Document:
        """Return a document with an edit of a list, or of a value near what it is compared with."""
        is_focused = focus is not None and focus.facts and self._random.random() < 0.6
        interest = focus if focus is not None and is_focused else self._whole
        if self._random.random() < interest.share:
            return self._listing.edited(document, seen, interest)
        if not interest.single or self._random.random() < 0.15:
            return self._crossed(document)
        path = self._random.choice(interest.single)
        if self._random.random() < 0.15:
            return put(document, path, None)
        held, type_ = value_at(document, path), self._policy.catalogue[path].type
        return put(document, path, self._drawing.value(path, type_, held, seen, interest))

    def _crossed(self, document: Document) -> Document:
        """Take one section over from the lot of another case."""
        other = self._random.choice(self._documents)
        key = self._random.choice(sorted({*document, *other}) or ["lot"])
        section, taken = document.get(key), other.get(key)
        if isinstance(section, dict) and isinstance(taken, dict):
            name = self._random.choice(sorted({*section, *taken}) or [""])
            return {**document, key: {**section, name: taken.get(name)}}
        return {**document, key: taken}
