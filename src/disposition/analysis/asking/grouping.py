"""Answers to a question in groups: all of a group that were tried make the same of every rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from disposition.analysis.asking.subjects import OpenQuestion, State, Trying, kind_of
from disposition.explain.document.rationale import ANY_VALUE
from disposition.explain.what_if import answers
from disposition.explain.what_if.prospects import ANYTHING_ELSE, between, shown_number
from disposition.explain.what_if.questions import near_numbers
from disposition.frozen import evolve, field, frozen
from disposition.language.template import show
from disposition.language.types import Kind, Value
from disposition.semantics import exact

MOST_GROUPS = 8
"""Groups of one question; where there would be more, its answers are one group."""

_NAMED = re.compile("`([^`]+)`")

NONE_LISTED, SOME_LISTED = "none", "1 or more"


@frozen
class AnswerRange:
    """Some answers to a question: single values, a range of numbers or days, or all other texts.

    A range reaches from `low` to `high`, which `above` and `below` leave out; None: there is no
    end. `sample` is one of the answers; None where none was tried: lists that have some lines,
    texts that have to be those of something else in the document.
    """

    says: str
    sample: Any
    words: tuple[Any, ...] | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    above: bool = False
    below: bool = False
    but: tuple[str, ...] = ()
    are_lines: bool = False

    @property
    def is_single(self) -> bool:
        """Whether there is only one such answer."""
        return self.words is not None and len(self.words) == 1

    def takes(self, value: Any) -> bool:
        """Tell whether an answer is one of these.

        >>> AnswerRange("4 or more", 4, low=Fraction(4)).takes(3)
        False
        """
        if self.are_lines:
            return bool(value)
        if self.words is not None:
            return value in self.words
        if isinstance(value, str):
            return value not in self.but
        number = Fraction(exact(value))
        return not (
            (self.low is not None and (number < self.low or (self.above and number == self.low)))
            or (
                self.high is not None
                and (number > self.high or (self.below and number == self.high))
            )
        )


def ranges_of(
    deciding: Trying, state: State, question: OpenQuestion, *, are_all: bool = False
) -> tuple[AnswerRange, ...]:
    """Return the answers that a question can have, in groups of which each answer is in one.

    Words that contradict what is known are left out, unless it `are_all`.
    """
    tried: dict[Any, State | None] = {}

    def after(value: Any) -> State | None:
        if value not in tried:
            tried[value] = deciding.answered(state, question.place, value)
        return tried[value]

    if question.scalar is None:
        some = AnswerRange(SOME_LISTED, None, are_lines=True)
        is_refused = after(()) is None
        return (some,) if is_refused else (AnswerRange(NONE_LISTED, (), words=((),)), some)
    type_ = question.scalar.type
    match type_.kind:
        case Kind.BOOLEAN:
            return _of_words([True, False], after, are_all=are_all)
        case Kind.ENUM:
            words = [each for each in type_.values if each != question.stands]
            return _of_words(words, after, are_all=are_all)
        case Kind.TEXT:
            return _of_texts(_texts(deciding, question), after)
        case _:
            return _of_numbers(deciding, state, question, after)


def _alike(state: State | None) -> Hashable:
    """Return what is the same of answers of one group."""
    return (
        None if state is None else (state.end, state.reasoning.truths, state.reasoning.waits_for())
    )


def _of_words(
    words: Sequence[Any], after: Callable[[Any], State | None], *, are_all: bool = False
) -> tuple[AnswerRange, ...]:
    groups: dict[Hashable, list[Any]] = {}
    refused = []
    for word in words:
        state = after(word)
        if state is None:
            refused.append(word)
        else:
            groups.setdefault(_alike(state), []).append(word)
    if are_all and refused and groups:
        next(iter(groups.values())).extend(refused)
    if len(groups) > MOST_GROUPS:
        ends: dict[Hashable, list[Any]] = {}
        for alike in groups.values():
            ends.setdefault(_end(after(alike[0])), []).extend(alike)
        groups = ends
    return tuple(
        AnswerRange(
            ANY_VALUE if len(groups) == 1 and len(each) > 1 else " or ".join(map(show, each)),
            each[0],
            words=tuple(each),
        )
        for each in groups.values()
    )


def _end(state: State | None) -> Hashable:
    return None if state is None else state.end


def _texts(deciding: Trying, question: OpenQuestion) -> list[str]:
    limits = deciding.prepared.limits.get(kind_of(question.place), None) or ()
    named = (each for each in limits if isinstance(each, str))
    return list(dict.fromkeys([*_NAMED.findall(question.about), *sorted(named)]))


def _of_texts(texts: list[str], after: Callable[[Any], State | None]) -> tuple[AnswerRange, ...]:
    told = _of_words(texts, after) if texts else ()
    if len(told) == 1:
        told = (evolve(told[0], says=" or ".join(f"`{each}`" for each in told[0].words or ())),)
    other = "something else" if "something else" not in texts else "".join(texts) + "?"
    label = ANYTHING_ELSE if texts else ANY_VALUE
    sample = None if after(other) is None else other
    return (*told, AnswerRange(label, sample, but=tuple(texts)))


# --- numbers and days ----------------------------------------------------------------------------


def _of_numbers(
    deciding: Trying, state: State, question: OpenQuestion, after: Callable[[Any], State | None]
) -> tuple[AnswerRange, ...]:
    if question.scalar is None:
        raise AssertionError("a list has no numbers")
    scale = answers.AnswerScale.of(question.scalar)
    kind = question.scalar.type.kind
    if scale.listed:
        return tuple(_of_listed(scale, after))

    def conclude(value: object) -> answers.Consequence | None:
        found = after(value)
        return None if found is None else answers.Consequence(found.reasoning.truths, found.end)

    source, path = state.reasoning.source, kind_of(question.place)
    near = [*near_numbers(deciding.prepared, source, path, question.scalar.type)]
    first = answers.spread_over(scale.first_tries(near), answers.MOST_TRIES)
    tried = [
        (position, found)
        for position, found in answers.tried_on(scale, first, conclude, answers.MOST_TRIES)
        if found is not None
    ]
    for alike in (lambda found: (found.truths, found.end), lambda found: found.end):
        runs = [
            [position for position, _ in run]
            for _, run in groupby(tried, key=lambda each: alike(each[1]))
        ]
        if len(runs) <= MOST_GROUPS:
            break
    else:
        runs = [[position for position, _ in tried]]
    return tuple(_ranges(scale, kind, runs, set(near), after))


def _of_listed(
    scale: answers.AnswerScale, after: Callable[[Any], State | None]
) -> Iterator[AnswerRange]:
    """Yield neighbouring numbers of which the same is made, of those that there can be."""
    found = [(value, after(value)) for value in scale.listed]
    kept = [(value, _alike(state)) for value, state in found if state is not None]
    for _, group in groupby(kept, key=lambda each: each[1]):
        words = [value for value, _ in group]
        start = "" if words[0] == kept[0][0] else shown_number(words[0])
        end = "" if words[-1] == kept[-1][0] else shown_number(words[-1])
        says = show(words[0]) if len(words) == 1 else between(scale.kind, start, end)
        yield AnswerRange(says, words[0], words=tuple(words))


def _ranges(
    scale: answers.AnswerScale,
    kind: Kind,
    runs: Sequence[Sequence[int]],
    near: Iterable[Fraction],
    after: Callable[[Any], State | None],
) -> Iterator[AnswerRange]:
    """Yield ranges that leave no number out: each reaches to where the next begins."""
    low: Fraction | None = None
    above = False
    for at, run in enumerate(runs):
        high, below = None, False
        if at + 1 < len(runs):
            last, following = run[-1], runs[at + 1][0]
            high, below = _border(scale, last, following, set(near), after)
        least = Fraction(exact(scale.value(scale.low))) if low is None else low
        is_least = high == least and not above and not below
        says = _range_text(kind, least if is_least else low, high, above=above, below=below)
        yield AnswerRange(says, scale.value(run[0]), None, low, high, above, below)
        low, above = high, not below


def _border(
    scale: answers.AnswerScale,
    last: int,
    following: int,
    near: set[Fraction],
    after: Callable[[Any], State | None],
) -> tuple[Fraction, bool]:
    """Return where a range ends, and whether that number is none of it.

    Between two hundredths stand numbers as well: one is tried, unless a limit says it.
    """
    here, there = Fraction(exact(scale.value(last))), Fraction(exact(scale.value(following)))
    if scale.kind is not Kind.DECIMAL:
        return there - 1, False
    if here in near:
        return here, False
    if there in near or following != last + 1:
        return there, True
    between_them = scale.value(last) + Decimal("0.001")  # type: ignore[operator] # a decimal
    is_there = _alike(after(between_them)) == _alike(after(scale.value(following)))
    return (here, False) if is_there else (there, True)


def _range_text(
    kind: Kind, low: Fraction | None, high: Fraction | None, *, above: bool, below: bool
) -> str:
    """Return a range in words."""
    if kind is not Kind.DECIMAL and low is not None:
        low, above = low + 1 if above else low, False
    if low is not None and low == high and not above and not below:
        return _number(kind, low)
    start, end = ("" if each is None else _number(kind, each) for each in (low, high))
    return between(kind, start, end, above=above and bool(start), below=below)


def _number(kind: Kind, number: Fraction) -> str:
    value: Value
    if kind is Kind.DECIMAL:
        value = Decimal(number.numerator) / Decimal(number.denominator)
    else:
        value = date.fromordinal(int(number)) if kind is Kind.DATE else int(number)
    return shown_number(value)


def joined(ranges: Sequence[AnswerRange], kind: Kind | None, *, are_all: bool) -> str:
    """Return some neighbouring ranges in words; `are_all`: there are no others."""
    first, last = ranges[0], ranges[-1]
    if len(ranges) == 1:
        return first.says
    if are_all:
        return ANY_VALUE
    is_number = kind is not None and (kind.is_number or kind is Kind.DATE)
    if kind is None or not is_number or first.words is not None:
        return " or ".join(each.says for each in ranges)
    return _range_text(kind, first.low, last.high, above=first.above, below=last.below)


# --- what is known after some answers ------------------------------------------------------------


@frozen(eq=False)
class KnownSoFar:
    """Subjects that agree in what is known, but for the answers that may be any of some ranges.

    `ground` knows what all of them know; `sample` is one of them, with an answer of each range.
    """

    ground: State
    sample: State
    spans: Mapping[str, AnswerRange] = field(factory=dict)
    answered: Mapping[str, AnswerRange] = field(factory=dict)

    @classmethod
    def of(cls, state: State) -> KnownSoFar:
        """Return what is known of one subject."""
        return cls(state, state)

    @property
    def is_single(self) -> bool:
        """Whether this is one subject, of which all that is known is known exactly."""
        return not self.spans

    def after(self, deciding: Trying, question: OpenQuestion, told: AnswerRange) -> KnownSoFar:
        """Return what is known after one of some answers."""
        place, spans = question.place, dict(self.spans)
        answered = {**self.answered, place: told}
        if told.sample is None:
            spans[place] = told
            return KnownSoFar(self.ground, self.sample, spans, answered)
        sample = deciding.answered(self.sample, place, told.sample)
        if sample is None:
            raise AssertionError("groups have answers that were tried")
        if not told.is_single:
            spans[place] = told
            return KnownSoFar(self.ground, sample, spans, answered)
        if self.is_single:
            return KnownSoFar(sample, sample, spans, answered)
        ground = deciding.answered(self.ground, place, told.sample)
        if ground is None:
            spans[place] = told
            ground = self.ground
        return KnownSoFar(ground, sample, spans, answered)
