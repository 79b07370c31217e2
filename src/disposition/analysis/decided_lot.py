"""What a policy makes of one lot that is given: its facts, which rules hold, what follows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import define

from disposition.decide import Policy
from disposition.engines import make_engine
from disposition.facts import Lot
from disposition.facts.source import LotSource
from disposition.language.expression import Expression
from disposition.language.types import Value
from disposition.runtime.forking import cached_property
from disposition.semantics import Combination, Conclusion, Status, Truth, Truths, truth

Document = Mapping[str, Any]
"""A lot document as plain data."""


class Looking:
    """One policy, made ready to look at many lots."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.checked = policy.checked
        self.engine = make_engine("compiled", policy.checked)
        self.combination = Combination.of(policy.checked)
        self.positions = {rule.id: at for at, rule in enumerate(policy.checked.rules)}
        self.facts_of = cache(lambda at: policy.checked.facts_of(policy.checked.conditions[at]))

    def at(self, document: Document) -> Seen:
        """Return what the policy sees in a document.

        Raises `LotError` for what is no lot, or holds other values than the policy declares.
        """
        source = LotSource(Lot.from_dict(document), self.checked.catalogue)
        return Seen(self, document, source)


@define(slots=False, eq=False)
class Seen:
    """One lot document as one policy sees it."""

    by: Looking
    document: Document
    source: LotSource

    @cached_property
    def truths(self) -> Truths:
        """Which conditions are true and which are unknown."""
        return self.by.engine.truths(self.source.observe(self.by.checked.facts))

    @cached_property
    def conclusion(self) -> Conclusion:
        """What follows."""
        return self.by.combination.conclude(self.truths)

    @property
    def is_decided(self) -> bool:
        """Whether an outcome is decided on."""
        return self.conclusion.status is Status.DECIDED

    def fact(self, path: str) -> Value | None:
        """Return a fact; None where it is unknown."""
        return self.source.value(path)

    def truth(self, condition: Expression) -> Truth:
        """Return whether a condition is true; None where that is unknown."""
        checked = self.by.checked
        return truth(condition, self.source.observe(checked.facts_of(condition)), checked)

    def rule(self, name: str) -> Truth:
        """Return whether a rule holds; None where that is unknown.

        Of a lot of which nothing else was asked, no facts of other rules are looked up.
        """
        at = self.by.positions[name]
        if "truths" not in vars(self):
            checked = self.by.checked
            return truth(checked.conditions[at], self.source.observe(self.by.facts_of(at)), checked)
        if self.truths.true >> at & 1:
            return True
        return None if self.truths.unknown >> at & 1 else False

    def without(self, rules: tuple[str, ...]) -> Conclusion:
        """Return what would follow if some rules never held."""
        left_out = sum(1 << self.by.positions[name] for name in rules)
        truths = Truths(self.truths.true & ~left_out, self.truths.unknown & ~left_out)
        return self.by.combination.conclude(truths)
