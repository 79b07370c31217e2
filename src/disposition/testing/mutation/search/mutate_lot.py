"""Lot documents like a given one: a few values changed, at and beside what the policy compares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from disposition.facts.document.lot_document import CATEGORIES, SEVERITIES
from disposition.language.declarations import ParameterSpec
from disposition.language.expression import Compare, Expression, Literal, walk
from disposition.language.rewrite.limits import later, numbers_beside
from disposition.language.types import FactSpec, Kind, Value
from disposition.policy.model import CheckedPolicy
from disposition.testing.loading.lot_documents import PathError
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.search.compared_values import Interest
from disposition.testing.mutation.search.mutate_lists import ListEdits, settled
from disposition.testing.mutation.search.value_generation import Drawing

Document = dict[str, Any]

_RESULTS = ("pass", "fail", "pending", "not_applicable")
_KINDS = ("final_random", "reinspection")
_DECIMALS = ("0", "1.0", "2.5", "4.0", "6.5", "10")
_FEW = (0, 1, 2, 3, 5, 10)
_SAMPLES = (0, 1, 50, 80, 125, 200, 500, 1000)
_ACCEPTED = (5, 7, 10, 14)
_MOST_EDITS = 3


class Varying:
    """Varies lot documents for one policy; the same seed gives the same documents."""

    def __init__(self, policy: CheckedPolicy, documents: Sequence[Document], seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  # no secret depends on it
        self._policy = policy
        self._focuses: dict[str, Interest] = {}
        self._whole = whole = Interest.of((*policy.conditions, *policy.carried), policy)
        self._paths = whole.single
        self._numbers = _numbers(policy)
        self._documents = documents
        self._drawing = Drawing(whole, documents, self._random)
        self._listing = ListEdits(whole, documents, self._drawing, self._random)

    @property
    def reads_case(self) -> bool:
        """Whether the policy reads lists of the section `case`."""
        return bool(self._whole.lists)

    def focus(self, mutant: Mutant) -> Interest | None:
        """Return what a mutant's mistake looks at."""
        if isinstance(mutant.before, ParameterSpec) and not self.reads_case:
            return None
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
        return settled(document) if self.reads_case else document

    def _edited(self, document: Document, seen: Document, focus: Interest | None) -> Document:
        # Nothing is drawn for a policy that reads no list of the case: what is found for it would
        # change, although nothing that it reads did.
        edited = self._edited_near(document, seen, focus) if self.reads_case else None
        if edited is not None:
            return edited
        return self._edited_freely(document, focus.single if focus else ())

    def _edited_near(
        self, document: Document, seen: Document, focus: Interest | None
    ) -> Document | None:
        """Return a document with an edit of the case, or of a value near what it is compared with.

        Most edits are to what the focus looks at; None leaves it to what is drawn freely.
        """
        is_focused = focus is not None and focus.facts and self._random.random() < 0.6
        interest = focus if focus is not None and is_focused else self._whole
        if self._random.random() < interest.share:
            return self._listing.edited(document, seen, interest)
        if not interest.single or self._random.random() < 0.5:
            return None
        path = self._random.choice(interest.single)
        held, type_ = _at(document, path), self._policy.catalogue[path].type
        value = self._drawing.value(path, type_, held, seen, interest)
        return _put(document, path, value)

    def _edited_freely(self, document: Document, focus: Sequence[str]) -> Document:
        chance = self._random.random()
        if chance < 0.5 and self._paths:
            path = self._random.choice(focus if focus and chance < 0.3 else self._paths)
            return _put(document, path, self._value(self._policy.catalogue[path], document))
        if chance < 0.6:
            return self._crossed(document)
        inspection = document.get("inspection") or {}
        key = self._random.choice(("defects", "defects", "checks", "segments"))
        listed = self._list(key, inspection)
        return {**document, "inspection": {**inspection, key: listed}}

    def _crossed(self, document: Document) -> Document:
        """Take one section over from the lot of another case."""
        other = self._random.choice(self._documents)
        key = self._random.choice(sorted({*document, *other}) or ["lot"])
        section, taken = document.get(key), other.get(key)
        if isinstance(section, dict) and isinstance(taken, dict):
            name = self._random.choice(sorted({*section, *taken}) or [""])
            return {**document, key: {**section, name: taken.get(name)}}
        return {**document, key: taken}

    # --- single values ---------------------------------------------------------------------------

    def _value(self, spec: FactSpec, document: Document) -> Any:
        pick = self._random.choice
        if self._random.random() < 0.2:
            return None
        match spec.type.kind:
            case Kind.BOOLEAN:
                return pick((True, False))
            case Kind.ENUM:
                return pick(spec.type.values)
            case Kind.INTEGER:
                if spec.path == "inspection.sample_size" and pick((True, False)):
                    return pick(_SAMPLES)
                return self._count(_at(document, spec.path))
            case Kind.DECIMAL:
                return pick((*_DECIMALS, *map(str, self._numbers)))
            case Kind.DATE:
                return self._day(document)
            case Kind.TEXT:
                return pick(_KINDS) if spec.path == "inspection.type" else "9.9"

    def _count(self, held: object) -> int:
        whole = [int(number) for number in self._numbers if number >= 0]
        near = [held - 1, held + 1, held * 2] if isinstance(held, int) else []
        return max(0, self._random.choice([*whole, *_FEW, *near]))

    def _day(self, document: Document) -> str | None:
        today = document.get("as_of")
        if not isinstance(today, str):
            return None
        day = later(date.fromisoformat(today), self._random.randint(-20, 20))
        return day.isoformat()

    # --- lists of the inspection -----------------------------------------------------------------

    def _list(self, key: str, inspection: Mapping[str, Any]) -> list[Any] | None:
        items = list(inspection.get(key) or ())
        chance = self._random.random()
        if chance < 0.08:
            return None
        if chance < 0.2:
            return []
        if chance < 0.35 and items:
            items.pop(self._random.randrange(len(items)))
            return items
        if chance < 0.65 and items:
            at = self._random.randrange(len(items))
            items[at] = self._item_edited(key, items[at], inspection)
            return items
        return [*items, self._item(key, inspection)]

    def _item_edited(self, key: str, item: Document, inspection: Mapping[str, Any]) -> Document:
        other = self._item(key, inspection)
        name = self._random.choice(sorted(other))
        return {**item, name: None if self._random.random() < 0.2 else other[name]}

    def _item(self, key: str, inspection: Mapping[str, Any]) -> Document:
        pick = self._random.choice
        if key == "checks":
            return {"name": "check", "category": pick(CATEGORIES), "result": pick(_RESULTS)}
        sample = inspection.get("sample_size")
        if key == "segments":
            size = sample if isinstance(sample, int) else 50
            return {"sku": pick("ABC"), "quantity": pick((90, 500, 1200)), "sample_size": size // 2}
        item = {
            "severity": pick(SEVERITIES),
            "category": pick(CATEGORIES),
            "units": self._units(sample if isinstance(sample, int) else 125),
            "reworkable": pick((True, True, False)),
        }
        segments = inspection.get("segments") or ()
        if segments and pick((True, False)):
            home = pick(segments)
            item |= {name: home[name] for name in ("sku", "batch") if home.get(name) is not None}
        return item

    def _units(self, sample: int) -> int:
        """Return a count near an acceptance number, a share of the sample beyond it, or few."""
        pick = self._random.choice
        if pick((True, False)):
            return pick((1, 1, 2, 3))
        share = int(abs(Decimal(pick(self._numbers or [0]))) * sample // 100)
        return min(
            sample, max(0, pick((0, *_ACCEPTED)) + pick((0, share, share)) + pick((0, 0, 1)))
        )


def _numbers(policy: CheckedPolicy) -> list[int | Decimal]:
    """Return the numbers that a policy compares with, and those beside them."""
    expressions: list[Expression] = [*policy.conditions, *policy.carried]
    expressions += [spec.expression for spec in policy.definitions.values()]
    values: list[Value] = [spec.value for spec in policy.parameters.values()]
    for expression in expressions:
        for node in walk(expression):
            if isinstance(node, Compare):
                values += [
                    side.value for side in (node.left, node.right) if isinstance(side, Literal)
                ]
    return numbers_beside(values)


def _put(document: Document, path: str, value: Any) -> Document:
    """Return a document with a value at a path; what lies beside the path is shared.

    Nothing here changes a document in place, so none is copied whole: that took most of the time.
    """
    key, _, below = path.partition(".")
    if not below:
        return {**document, key: value}
    part = document.get(key)
    if part is not None and not isinstance(part, dict):
        raise PathError(path, "leads through a value that has no parts")
    return {**document, key: _put(part or {}, below, value)}


def _at(document: Document, path: str) -> object:
    part: Any = document
    for step in path.split("."):
        part = part.get(step) if isinstance(part, dict) else None
    return part
