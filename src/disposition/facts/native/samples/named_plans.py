"""Facts about the plans beside the main one, each judged on its own sample."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.native.bounds import every
from disposition.facts.native.fact import BOOLEAN, TEXT, View, derived
from disposition.facts.native.samples import judgement as sampled
from disposition.facts.native.samples.plans import (
    FOUND,
    NAMED_LINES,
    Sample,
    concerns,
    named_reads,
    named_samples,
)
from disposition.facts.native.samples.undecided import why_open
from disposition.facts.native.wording import joined

_READS = ("lot.quantity", *FOUND, *named_reads(*SEVERITIES))


def _named(view: View) -> Iterator[tuple[str, Sample]]:
    """Yield the samples of the named plans, by severity."""
    for severity in SEVERITIES:
        for sample in named_samples(view, severity):
            yield severity, sample


def _all_accepted(view: View) -> bool | None:
    if view.lot.inspection.plans is None:
        return None
    return every(sampled.sure(sample.answers, sampled.ACCEPTED) for _, sample in _named(view))


def _rejected_list(view: View) -> str | None:
    if view.lot.inspection.plans is None:
        return None
    return joined(
        [
            f"{sample.name} ({severity})"
            for severity, sample in _named(view)
            if sampled.sure(sample.answers, sampled.REJECTED)
        ]
    )


def _why(view: View) -> str:
    for severity, sample in _named(view):
        if sampled.OPEN in sample.answers and (reason := why_open(view, sample)):
            return f"{severity}: {reason}"
    return ""


_fact = partial(derived, also=NAMED_LINES, concerns=concerns(everywhere=True, named_only=True))

FACTS = (
    _fact(
        "inspection.plans.all_accepted",
        BOOLEAN,
        "Whether every plan beside the main one accepts the lot, on every severity",
        _READS,
        _all_accepted,
        why=_why,
    ),
    _fact(
        "inspection.plans.rejected_list",
        TEXT,
        "Plans beside the main one that reject the lot, with the severities, as it stands",
        _READS,
        _rejected_list,
    ),
)
