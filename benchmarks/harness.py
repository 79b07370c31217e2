"""Times contenders in turns within one process, so that what slows the machine slows them all.

Times are those of the processor: other processes on the machine do not count.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

ROUNDS = 15
SHORTEST_PASS_SECONDS = 0.02
WARM_UPS = 5


@frozen
class Contender:
    """A way to answer: `answer` is called with each of `inputs`, which are ready-made."""

    name: str
    answer: Callable[[Any], Any]
    inputs: Sequence[Any]


@frozen
class Timing:
    """Seconds per answer, one number for each round."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return statistics.median(self.seconds)


def race(contenders: Sequence[Contender], rounds: int = ROUNDS) -> list[Timing]:
    """Time every contender once per round, starting each round with another one."""
    repeats = [_repeats(contender) for contender in contenders]
    seconds: list[list[float]] = [[] for _ in contenders]
    for start in range(rounds):
        for step in range(len(contenders)):
            index = (start + step) % len(contenders)
            seconds[index].append(_one_pass(contenders[index], repeats[index]))
    return [
        Timing(contender.name, tuple(measured))
        for contender, measured in zip(contenders, seconds, strict=True)
    ]


def _repeats(contender: Contender) -> int:
    """Return how often to go through the inputs so that a pass is long enough to time.

    The quickest of a few passes tells: at first functions are still being generated, and a pass
    that is chosen by those would be too short to get warm again after another contender.
    """
    once = min(_one_pass(contender, 1) for _ in range(WARM_UPS)) * len(contender.inputs)
    return max(1, round(SHORTEST_PASS_SECONDS / once))


def _one_pass(contender: Contender, repeats: int) -> float:
    answer, inputs = contender.answer, contender.inputs
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        for _ in range(repeats):
            for facts in inputs:
                answer(facts)
        return (time.process_time() - start) / (repeats * len(inputs))
    finally:
        gc.enable()
