"""Each segment judged on its own sample: the defects and checks that are, or may be, its own."""

from __future__ import annotations

from collections.abc import Mapping

from disposition.facts.attribution import (
    Matching,
    Segments,
    counts_units,
    covers_lot,
    name_of,
    names_a_segment,
)
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.lot_document import LotDocument, Segment
from disposition.facts.native import switching
from disposition.facts.native.bounds import (
    Bounds,
    every,
    exactly,
    more_than_none,
    opposite,
    smaller,
    some,
)
from disposition.facts.native.fact import View, shared, shared_each
from disposition.facts.native.samples import judgement as sampled
from disposition.facts.native.samples.plans import named_samples
from disposition.facts.native.samples.segment_checks import SegmentChecks, checked
from disposition.facts.native.samples.tally import Line, lines
from disposition.facts.native.wording import place_of
from disposition.frozen import frozen
from disposition.sampling import judge
from disposition.words import counted

HAZARDS = ("safety", "regulatory")
"""Categories of which one defect is enough, whatever the acceptance number."""


@frozen
class SegmentJudgement:
    """What a segment's own sample says of it.

    `conforming` is None when that cannot be said: something is absent, or the sample is smaller
    than the plan asks for a lot of the segment's size. `found` and `plan_sample_size` are units by
    severity, None where unknown. `why` gives the reason, the gravest first.
    """

    name: str
    sku: str | None
    batch: str | None
    quantity: int | None
    sample_size: int | None
    plan_sample_size: Mapping[str, int | None]
    found: Mapping[str, int | None]
    conforming: bool | None
    why: str


@frozen
class SegmentAssessment:
    """What is sure of a segment, before it is put into words.

    `good`: whether it conforms on its own sample, `bad`: whether it does not. Both are False for a
    sample that says neither; None when values that are absent would decide. `others`: whether the
    samples of all named plans, which are of the whole lot, accept it.
    `checks` says whether a check of it failed or is pending.
    """

    index: int
    segment: Segment
    own: _Share | None
    plans: tuple[sampled.Plans | None, ...]
    found: tuple[Bounds, ...]
    answers: tuple[frozenset[str], ...]
    others: bool | None
    checks: SegmentChecks
    good: bool | None
    bad: bool | None

    @property
    def conforming(self) -> bool | None:
        """Whether the segment conforms, when that can be said."""
        if self.good:
            return True
        return False if self.bad else None

    @property
    def undetermined(self) -> bool | None:
        """Whether the sample surely says neither; None when absent values would decide."""
        return every((opposite(self.good), opposite(self.bad)))

    @property
    def more_units(self) -> int | None:
        """How many more units the plans ask for before it can be judged; None if that is open.

        None are asked for where the sample judges already, or more of it would not help.
        """
        undetermined, size = self.undetermined, self.segment.sample_size
        if undetermined is None or size is None:
            return None
        if not undetermined or self.checks.pending or self.others is False:
            return 0
        needed = 0
        for plans, (found, _), answers in zip(self.plans, self.found, self.answers, strict=True):
            if sampled.OPEN not in answers:
                continue
            lacking = {sampled.to_draw(plan, ((found, size),)) for plan in plans or ()}
            if len(answers) > 1 or len(lacking) > 1:
                return None
            needed = max(needed, *(more or 0 for more in lacking), 0)
        return None if needed and self.others is None else needed

    @property
    def place(self) -> str:
        """The segment's name by itself, such as `RED/B7`."""
        segment = self.segment
        if segment.sku is None and segment.batch is None:
            return f"segment {self.index + 1}"
        return place_of(segment.sku, segment.batch)

    @property
    def name(self) -> str:
        """The segment's name with its size, such as `RED/B7 (1,600 units)`."""
        quantity = self.segment.quantity
        return self.place if quantity is None else f"{self.place} ({counted(quantity, 'unit')})"


def judge_segments(lot: LotDocument) -> tuple[SegmentJudgement, ...]:
    """Return the judgement of every segment of a lot, in the document's order."""
    return tuple(
        SegmentJudgement(
            name=assessed.name,
            sku=assessed.segment.sku,
            batch=assessed.segment.batch,
            quantity=assessed.segment.quantity,
            sample_size=assessed.segment.sample_size,
            plan_sample_size={
                severity: sampled.same_in_all(plans, "sample_size")
                for severity, plans in zip(SEVERITIES, assessed.plans, strict=True)
            },
            found=dict(zip(SEVERITIES, map(exactly, assessed.found), strict=True)),
            conforming=assessed.conforming,
            why=why(lot, assessed),
        )
        for assessed in segment_assessments(View(lot))
    )


@shared
def segment_assessments(view: View) -> tuple[SegmentAssessment, ...]:
    """Return how every segment stands; none does where no segments are told of."""
    segments = view.lot.inspection.segments
    if not segments:
        return ()
    shares = _attributed(view, segments)
    return tuple(
        [
            _assessment(view, index, segment, None if shares is None else shares[index])
            for index, segment in enumerate(segments)
        ]
    )


# --- whose defects -------------------------------------------------------------------------------


@frozen
class _Share:
    """What a segment has of the defect lines, surely or possibly.

    `found` are the units by severity, under the main plan; `hazard` tells whether a critical
    defect, or one of safety or regulation, is among them.
    """

    found: tuple[Bounds, ...]
    hazard: bool | None

    @classmethod
    def of(cls, line: Line) -> _Share:
        """Return what a line is to the segment that it belongs to."""
        defect = line.defect
        units = line.least if defect.severity else 0, line.most
        found = [
            units if defect.plan is None and defect.severity in (None, severity) else (0, 0)
            for severity in SEVERITIES
        ]
        present = more_than_none((line.least, line.most))
        return cls(tuple(found), every((_is_hazard(line), present)))

    def plus(self, other: _Share) -> _Share:
        """Return both together."""
        if self is _NO_SHARE or other is _NO_SHARE:
            return other if self is _NO_SHARE else self
        # Written out: segments and lines may be many, and this adds up all of them.
        found = [
            (low + least, None if high is None or most is None else high + most)
            for (low, high), (least, most) in zip(self.found, other.found, strict=True)
        ]
        return _Share(tuple(found), some((self.hazard, other.hazard)))


_UNKNOWN: tuple[Bounds, ...] = tuple((0, None) for _ in SEVERITIES)
_NO_SHARE = _Share(tuple((0, 0) for _ in SEVERITIES), hazard=False)


by_name = shared(lambda view: Segments(view.lot.inspection.segments or ()))
"""The segments of the lot by their names."""


def _attributed(view: View, segments: tuple[Segment, ...]) -> list[_Share] | None:
    """Return the share of each segment: its own lines, and those of which units may be its own."""
    known = lines(view)
    if known is None:
        return None
    own: dict[int, _Share] = {}
    possible = Matching(_NO_SHARE, _Share.plus)
    covered, named = covers_lot(view.lot), by_name(view)
    for line in known:
        place = named.only(line.defect)
        if place is not None and (covered or names_a_segment(line.defect)):
            share = _Share.of(_limited(view.lot, line, segments[place]))
            own[place] = own[place].plus(share) if place in own else share
        else:
            possible.add(name_of(line.defect), _Share.of(_may(line)))
    return [
        own.get(index, _NO_SHARE).plus(possible.may_be_of(name_of(segment)))
        for index, segment in enumerate(segments)
    ]


def _limited(lot: LotDocument, line: Line, segment: Segment) -> Line:
    """Return a line that is surely the segment's: absent units are at most the segment's sample."""
    defect = line.defect
    if defect.units is not None or defect.plan is not None:
        return line
    if not counts_units(lot.inspection.plan, defect.severity):
        return line
    return Line(defect, line.least, smaller(line.most, segment.sample_size))


def _may(line: Line) -> Line:
    """Return a line of which none, some or all units may be the segment's."""
    return Line(line.defect, 0, line.most)


def _is_hazard(line: Line) -> bool | None:
    severity, category = line.defect.severity, line.defect.category
    return some(
        (
            None if severity is None else severity == "critical",
            None if category is None else category in HAZARDS,
        )
    )


# --- what its sample says ------------------------------------------------------------------------


def _assessment(view: View, index: int, segment: Segment, own: _Share | None) -> SegmentAssessment:
    found = _UNKNOWN if own is None else own.found
    hazard = None if own is None else own.hazard
    plans, answers, good, bad = _judged(view, segment, found, hazard)
    others = _others_accept(view) if view.lot.inspection.plans else True
    checks = checked(view, segment)
    good, bad = every((good, checks.is_met())), some((bad, checks.failed))
    return SegmentAssessment(index, segment, own, plans, found, answers, others, checks, good, bad)


_Judged = tuple[
    tuple[sampled.Plans | None, ...], tuple[frozenset[str], ...], bool | None, bool | None
]


def _judged(
    view: View, segment: Segment, found: tuple[Bounds, ...], hazard: bool | None
) -> _Judged:
    """Return the plans, what the sample says under them, and both answers; once for all alike."""
    alike = _judged, segment.quantity, segment.sample_size, found, hazard
    if alike not in view.remembered:
        plans = _plans(view, segment.quantity)
        answers = tuple(
            [
                sampled.possible_judgements(may_be, units, segment.sample_size)
                for may_be, units in zip(plans, found, strict=True)
            ]
        )
        others = _others_accept(view) if view.lot.inspection.plans else True
        accepted = [sampled.says(may_be, sampled.ACCEPTED) for may_be in answers]
        rejected = [sampled.says(may_be, sampled.REJECTED) for may_be in answers]
        good = every((opposite(hazard), others, *accepted))
        view.remembered[alike] = plans, answers, good, some((hazard, *rejected))
    return view.remembered[alike]  # type: ignore[no-any-return] # what was put in above


@shared_each
def _plans(view: View, quantity: int | None) -> tuple[sampled.Plans | None, ...]:
    agreed, state = view.lot.inspection.plan, switching.state(view)
    return tuple(
        [sampled.possible_plans(agreed, severity, quantity, state) for severity in SEVERITIES]
    )


@shared
def _others_accept(view: View) -> bool | None:
    """Whether every named plan accepts the lot: no part of it conforms otherwise."""
    return every(
        sampled.says(sample.answers, sampled.ACCEPTED)
        for severity in SEVERITIES
        for sample in named_samples(view, severity)
    )


def why(lot: LotDocument, assessed: SegmentAssessment) -> str:
    """Return why a segment stands as it does, the gravest reason first."""
    if assessed.own is None:
        return "the defect list is not known"
    if assessed.own.hazard:
        return "a critical, safety or regulatory defect was found in it"
    if assessed.own.hazard is None:
        return "a defect that may be in it may be critical or one of safety or regulation"
    if assessed.checks.failed:
        return "a check of it failed"
    if assessed.good is not True and not assessed.bad and assessed.checks.is_met() is not True:
        return _of_checks(assessed.checks)
    if assessed.good is not True and assessed.others is not True and not assessed.bad:
        return f"another plan {'may not' if assessed.others is None else 'does not'} accept the lot"
    words = [_in_one_word(answers) for answers in assessed.answers]
    gravest = next(
        word for word in (sampled.REJECTED, sampled.OPEN, sampled.ACCEPTED) if word in words
    )
    return "; ".join(
        f"{severity}: {_note(lot, assessed, index)}"
        for index, severity in enumerate(SEVERITIES)
        if words[index] == gravest
    )


def _of_checks(checks: SegmentChecks) -> str:
    if checks.pending:
        return "a check of it is pending"
    return "what was checked of it is not known, or pending for the whole lot"


def _in_one_word(answers: frozenset[str]) -> str:
    return next(iter(answers)) if len(answers) == 1 else sampled.OPEN


def _note(lot: LotDocument, assessed: SegmentAssessment, severity: int) -> str:
    """Return what the sample says of one severity."""
    plans, found, size = (
        assessed.plans[severity],
        assessed.found[severity],
        assessed.segment.sample_size,
    )
    if plans == ():
        return f"there is no {lot.inspection.plan.type} plan here"
    if plans is None or size is None:
        return "the plan or the sample is not fully known"
    note = judge(plans[0], found=found[0], inspected=size)
    if exactly(found) is not None and len(assessed.answers[severity]) > 1:
        return "what each of its samples showed is not known"
    if exactly(found) is None and note.accepted:
        return "how many of the units found are its own is not known"
    return note.note
