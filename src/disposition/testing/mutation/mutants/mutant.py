"""A mutant: a policy with one small mistake in it, told by a place, a line and a diff."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from difflib import unified_diff

from disposition.documents.diagnostics import Place
from disposition.facts.fact_definition import FactDefinition
from disposition.frozen import field, frozen
from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.expression import And, Expression, Or
from disposition.language.text import expression_text, value_text
from disposition.policy.model import CheckedPolicy, ObligationSpec, Rule

Entry = Rule | DefinitionSpec | ParameterSpec | FactDefinition
"""The part of a policy that a mistake is made in."""


@frozen(eq=False)
class Mutant:
    """A policy with one mistake, and what was changed.

    `id` depends on the changed words and the name of their entry only, so that edits elsewhere in
    the policy leave it as it is. `before` and `after` are the entry; `after` is None if it is gone.
    """

    id: str
    about: str
    before: Entry
    after: Entry | None
    policy: CheckedPolicy = field(repr=False)

    @property
    def place(self) -> Place | None:
        """Where the changed entry begins in its file."""
        return self.before.place

    @property
    def entry(self) -> str:
        """What was changed, as `rule conforming`."""
        return _named(self.before)

    @property
    def diff(self) -> str:
        """The change as a unified diff of the entry's canonical text."""
        name = f"{self.place} {self.entry}" if self.place else self.entry
        before = list(_lines(self.before))
        after = list(_lines(self.after)) if self.after is not None else []
        lines = unified_diff(before, after, name, f"mutant {self.id}", n=1, lineterm="")
        return "\n".join(lines)


def mutant_id(entry: Entry, change: str) -> str:
    """Return the id of a change: the entry's name and eight digits of what was changed.

    >>> from disposition.language.types import FactType, Kind
    >>> mutant_id(ParameterSpec("limit", 2, FactType(Kind.INTEGER)), "2 -> 3")
    'limit:ec227a91'
    """
    text = f"{_named(entry)}: {change}"
    return f"{name_of(entry)}:{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _named(entry: Entry) -> str:
    """Return what an entry is and its name."""
    kinds = {Rule: "rule", DefinitionSpec: "definition", ParameterSpec: "parameter"}
    return f"{kinds.get(type(entry), 'fact')} {name_of(entry)}"


def name_of(entry: Entry) -> str:
    """Return the name of an entry: the path of a fact, the id of a rule."""
    match entry:
        case Rule(id=id_):
            return id_
        case FactDefinition(spec=spec):
            return spec.path
        case _:
            return entry.name


def _lines(entry: Entry) -> Iterator[str]:
    yield f"{name_of(entry)}:"
    match entry:
        case ParameterSpec(value=value):
            yield f"  value: {value_text(value)}"
        case DefinitionSpec(expression=expression) | FactDefinition(expression=expression):
            yield from _condition("is", expression)
        case Rule(effect=effect, outcomes=outcomes, obligations=obligations):
            listed = ", ".join(outcomes)
            if obligations:
                yield f"  {effect.value}: [{', '.join(map(_duty, obligations))}]"
                if outcomes:
                    yield f"  with: [{listed}]"
            else:
                yield f"  {effect.value}: [{listed}]"
            yield from _condition("when", entry.when)


def _duty(spec: ObligationSpec) -> str:
    values = [f"{each.name}: {expression_text(each.expression)}" for each in spec.values]
    return f"{{do: {spec.do}, values: {{{', '.join(values)}}}}}" if values else spec.do


def _condition(key: str, expression: Expression) -> Iterator[str]:
    """Yield a condition, the parts of its outermost connective on lines of their own."""
    if not isinstance(expression, And | Or):
        yield f"  {key}: {expression_text(expression)}"
        return
    word = "and" if isinstance(expression, And) else "or"
    yield f"  {key}: >-"
    for number, operand in enumerate(expression.operands):
        text = expression_text(operand)
        if isinstance(expression, And) and isinstance(operand, Or):
            text = f"({text})"
        yield f"    {word + ' ' if number else ''}{text}"
