"""Mutants against cases: which case notices which mistake, and which mistakes none notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from disposition.frozen import frozen
from disposition.testing.cases import Case
from disposition.testing.mutation.bench import Bench, Trial
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.runner import mismatches

Progress = Callable[[int], None]
"""Told the number of mutants done."""


@frozen
class Killed:
    """A mutant that a case noticed."""

    mutant: Mutant
    case: Case


@frozen
class Fates:
    """What became of mutants: killed by a case each, or alive."""

    killed: tuple[Killed, ...]
    alive: tuple[Mutant, ...]


def fates(
    mutants: Sequence[Mutant], cases: Sequence[Case], bench: Bench, progress: Progress
) -> Fates:
    """Return which mutants the cases notice; `bench` holds the lots of the cases, in their order.

    Every case is expected to pass under the policy itself: a case whose decision a mutant cannot
    have changed is not asked.
    """
    killed, alive = [], []
    kills: Counter[int] = Counter()
    for done, mutant in enumerate(mutants, start=1):
        number = _killer(bench.trial(mutant), cases, kills)
        if number is None:
            alive.append(mutant)
        else:
            kills[number] += 1
            killed.append(Killed(mutant, cases[number]))
        progress(done)
    return Fates(tuple(killed), tuple(alive))


def _killer(trial: Trial, cases: Sequence[Case], kills: Counter[int]) -> int | None:
    """Return the first case that fails; those that noticed most so far are asked first."""
    for number in sorted(trial.numbers(), key=lambda each: -kills[each]):
        decision = trial.decision(number)
        if next(mismatches(cases[number].expected, decision), None) is not None:
            return number
    return None
