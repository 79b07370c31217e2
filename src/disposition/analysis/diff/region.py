"""Which lots are like one that was found: conditions that are enough for what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from disposition.analysis.decided_lot import Seen
from disposition.analysis.prover import Prover
from disposition.analysis.solver import Impossible
from disposition.analysis.targets import Is, NotSo, Wanted
from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.expression import Comparison, Expression, Fact
from disposition.language.rewrite.normal_form import written_out
from disposition.language.text import expression_text
from disposition.policy.compare.changes import meaning_of
from disposition.policy.model import CheckedPolicy

STEPS = 2_000_000
"""z3's steps for each try to leave a condition out."""


@frozen
class Region:
    """Conditions of which a lot has each: all such lots are alike. Empty where none were found.

    `changed` are those that only one of the policies asks for, `others` the rest. Of a fact that
    means something else in the one than in the other, it is told which of them is meant.
    """

    changed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def region_of(prover: Prover, seen: Sequence[Seen], wanted: Wanted) -> Region:
    """Return conditions of a lot that are enough for what is so of it, none that can be spared.

    What is decided follows from whether comparisons over facts are true; those that it takes are
    found by leaving out one after the other.
    """
    whose = _Whose(seen)
    held = _comparisons(seen, whose)
    view = prover.open
    wish = NotSo(wanted).term(view.terms)
    terms = {text: literal.term(view.terms) for text, literal in held.items()}
    found = view.check(wish, labelled=terms, steps=STEPS)
    if not isinstance(found, Impossible):
        return Region()
    core = sorted(found.core, key=list(held).index)
    for text in sorted(core, key=lambda text: (_weight(held[text]), text)):
        left = {each: terms[each] for each in core if each != text}
        less = view.check(wish, labelled=left, steps=STEPS)
        if isinstance(less, Impossible):
            core = [each for each in core if each in less.core]
    common = frozenset.intersection(
        *(frozenset(_comparisons(seen, whose, at)) for at in range(len(seen)))
    )
    return Region(
        tuple(_joined((held[text] for text in core if text not in common), whose)),
        tuple(_joined((held[text] for text in core if text in common), whose)),
    )


class _Whose:
    """Tells of which policy a condition is, where a fact in it means different things in them."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self._policies = [each.by.checked for each in seen]
        self._told: dict[Fact, bool] = {}

    def of(self, literal: Is) -> str:
        """Return what is said of a condition: nothing, where it means the same in all policies."""
        facts = (node for node in tree.walk(literal.condition) if isinstance(node, Fact))
        return f" ({('before', 'after')[literal.at]})" if any(map(self._differs, facts)) else ""

    def _differs(self, fact: Fact) -> bool:
        if fact not in self._told:
            one, *others = (meaning_of(each, fact) for each in self._policies)
            self._told[fact] = any(each != one for each in others)
        return self._told[fact]


def _weight(literal: Is) -> int:
    """Return what is left out first: what is not known tells people least."""
    return 0 if literal.truths == (None,) else 1


def _comparisons(seen: Sequence[Seen], whose: _Whose, only: int | None = None) -> Mapping[str, Is]:
    """Return the comparisons that policies make, each with what it is of the lots that are seen.

    `only` is the place of the one policy that is asked.
    """
    held: dict[str, Is] = {}
    for at, each in enumerate(seen):
        policy = each.by.checked
        for condition in policy.conditions if only in (None, at) else ():
            for atom in _atoms(condition, policy):
                literal = Is(atom, (each.truth(atom),), at)
                held.setdefault(_shown(literal, whose), literal)
    return held


def _atoms(condition: Expression, policy: CheckedPolicy) -> Iterator[Expression]:
    """Yield the parts of a condition that are joined by `and`, `or`, `not`; names written out."""
    match condition:
        case tree.And(operands=operands) | tree.Or(operands=operands):
            for each in operands:
                yield from _atoms(each, policy)
        case tree.Not(operand=operand):
            yield from _atoms(operand, policy)
        case tree.Definition(name=name):
            yield from _atoms(policy.definitions[name].expression, policy)
        case tree.Compare(left=left, right=tree.Literal(value=bool())):
            yield from _atoms(left, policy)
        case _:
            yield written_out(condition, policy)


def _shown(literal: Is, whose: _Whose) -> str:
    [truth], atom = literal.truths, literal.condition
    if truth is None:
        return f"{expression_text(atom)} is not known{whose.of(literal)}"
    return f"{expression_text(atom if truth else _opposite(atom))}{whose.of(literal)}"


def _opposite(atom: Expression) -> Expression:
    if isinstance(atom, tree.Compare):
        return tree.Compare(atom.comparison.complement, atom.left, atom.right)
    return tree.Not(atom)


def _joined(literals: Iterable[Is], whose: _Whose) -> Iterator[str]:
    """Yield conditions in words, two limits of one value as one: `3 < a <= 5`."""
    limits: dict[str, dict[bool, str]] = {}
    texts: list[str] = []
    for literal in literals:
        [truth] = literal.truths
        atom = literal.condition if truth else _opposite(literal.condition)
        match atom if truth is not None and not whose.of(literal) else None:
            case tree.Compare(comparison=sign, left=left, right=tree.Literal()) if sign.is_ordering:
                is_lower = sign in (Comparison.MORE, Comparison.AT_LEAST)
                name = expression_text(left)
                if is_lower not in limits.setdefault(name, {}):
                    limits[name][is_lower] = expression_text(atom)
                    texts.append(name)
                    continue
        texts.append(_shown(literal, whose))
    told: set[str] = set()
    for text in texts:
        if text in limits:
            if text not in told:
                told.add(text)
                yield _between(text, limits[text])
        else:
            yield text


def _between(name: str, limits: Mapping[bool, str]) -> str:
    if len(limits) == 1:
        return next(iter(limits.values()))
    low, high = limits[True], limits[False]
    sign, _, least = low.removeprefix(f"{name} ").partition(" ")
    mirrored = Comparison(sign).mirrored.value
    return f"{least} {mirrored} {high}"
