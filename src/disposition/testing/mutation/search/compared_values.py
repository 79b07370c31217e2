"""What conditions look at: values of the lot document, and what these are compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from attrs import fields, frozen

from disposition.facts.catalogue import Catalogue
from disposition.facts.document.lot_document import LotDocument
from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.expression import Expression, Literal, walk
from disposition.language.rewrite.limits import compared, numbers_beside
from disposition.language.rewrite.normal_form import written_out
from disposition.language.types import FactType, Kind
from disposition.policy.model import CheckedPolicy, Rule
from disposition.testing.mutation.columns import names_in
from disposition.testing.mutation.mutants.mutant import Mutant


def _declared(kind: type, above: str = "") -> Iterator[tuple[str, Mapping[str, FactType]]]:
    for each in fields(kind):
        path, declared = f"{above}{each.name}", each.metadata
        if "section" in declared:
            yield from _declared(declared["section"], f"{path}.")
        elif "items" in declared:
            keys = fields(declared["items"])
            yield (
                path,
                {key.name: key.metadata["scalar"].type for key in keys if "scalar" in key.metadata},
            )


LISTS: Mapping[str, Mapping[str, FactType]] = dict(_declared(LotDocument))
"""The lists of the lot document, each with the single values of its items and their types."""


@frozen(eq=False)
class Interest:
    """The facts that some conditions read, and the conditions with all names written out."""

    facts: tuple[str, ...]
    conditions: tuple[Expression, ...]
    catalogue: Catalogue

    @classmethod
    def of(cls, conditions: Iterable[Expression], policy: CheckedPolicy) -> Interest:
        """Return what conditions of a policy look at."""
        listed = tuple(conditions)
        facts = set[str]().union(*map(policy.facts_of, listed))
        written = tuple(written_out(each, policy) for each in listed)
        return cls(tuple(sorted(facts)), written, policy.catalogue)

    @classmethod
    def of_mutant(cls, mutant: Mutant, policy: CheckedPolicy) -> Interest:
        """Return what the changed entry looks at, before and after.

        A parameter looks at nothing itself: what the conditions that use it look at is meant.
        """
        found: list[Expression] = []
        for entry in (mutant.before, mutant.after):
            match entry:
                case Rule(when=condition) as rule:
                    found += [condition, *rule.carried]
                case DefinitionSpec(expression=condition):
                    found.append(condition)
                case ParameterSpec(name=name):
                    everything = (*policy.conditions, *policy.carried)
                    found += [each for each in everything if name in names_in(each, policy)]
                case None:
                    pass
        return cls.of(dict.fromkeys(found), policy)

    @cached_property
    def single(self) -> tuple[str, ...]:
        """The single values of a lot document that the facts depend on."""
        return tuple(given_paths(self.facts, self.catalogue))

    @cached_property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """The lists of the lot document that the facts depend on, each with its keys."""
        found: dict[str, set[str]] = defaultdict(set)
        for path in self._reads:
            name, _, key = path.partition("[].")
            keys = LISTS.get(name, {})
            if keys and (not key or key in keys):  # of a list that is counted, the first will do
                found[name].add(key or next(iter(keys)))
        return {name: tuple(sorted(keys)) for name, keys in sorted(found.items())}

    @cached_property
    def share(self) -> float:
        """How many of the values that the facts depend on are in lists."""
        listed = sum(map(len, self.lists.values()))
        return listed / max(1, len(self._reads))

    @cached_property
    def _reads(self) -> frozenset[str]:
        specs = [self.catalogue[path] for path in self.facts]
        return frozenset(
            path for spec in specs for path in ((spec.path,) if spec.given else spec.reads)
        )

    @cached_property
    def numbers(self) -> tuple[int | Decimal, ...]:
        """The numbers in the conditions, and those beside them."""
        written = [
            node.value
            for condition in self.conditions
            for node in walk(condition)
            if isinstance(node, Literal)
        ]
        return tuple(numbers_beside(written))

    @cached_property
    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """The texts that the conditions compare with, by the document values that these are of."""
        found: dict[str, set[str]] = defaultdict(set)
        for condition in self.conditions:
            for fact, values in compared(condition):
                if fact.type.kind is not Kind.TEXT:
                    continue
                spec = self.catalogue[fact.path]
                for path in (fact.path,) if spec.given else spec.reads:
                    found[path].update(each for each in values if isinstance(each, str))
        return {path: tuple(sorted(texts)) for path, texts in found.items()}


def given_paths(facts: Iterable[str], catalogue: Catalogue) -> list[str]:
    """Return the single values of a lot document that some facts depend on."""
    found: set[str] = set()
    for path in facts:
        spec = catalogue[path]
        found |= {path} if spec.given else set(spec.reads)
    return sorted(path for path in found if path in catalogue and "[]" not in path)
