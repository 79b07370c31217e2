"""How time grows with the input: CPU seconds at doubling sizes, and the exponent fitted on them.

Run by itself: `python -m benchmarks.growth [words of a name…]`.
"""

from __future__ import annotations

import gc
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.growing import BELOW, CASES, LAYERS, LOTS, POLICIES, Growing
from benchmarks.report import Line
from disposition import DispositionError, Lot, Policy, load_policy, load_policy_text
from disposition.built import shipped_folder
from disposition.facts import CATALOGUE
from disposition.facts.source import LotSource
from disposition.policy.load.files import shipped_names

SIZES = (156, 312, 625, 1250, 2500, 5000)
FITTED_FROM = 625
"""Below it, what every document costs hides how the rest grows."""
LARGEST_EXPONENT = 1.1
ENOUGH_SECONDS = 5.0
"""A size that takes longer is the last one."""
CLEAR_SECONDS = 0.05
"""Below it at the largest size, an exponent says nothing."""


def run(_folder: Path) -> list[Line]:
    """Print the table; return its goal."""
    met = measure(())
    return [Line("exponents", "none above" if met else "some above", f"{LARGEST_EXPONENT}", met)]


def measure(words: tuple[str, ...]) -> bool:
    """Measure the inputs with one of some words in their names, or all."""
    print(f"\nCPU seconds by size, fitted from {FITTED_FROM:,}; goal: at most n^{LARGEST_EXPONENT}")
    print(f"  {'':40}", *(f"{size:>8,}" for size in SIZES), "exponent", "bytes", sep="  ")
    met = [_print(*each) for each in chosen(words)]
    return all(met)


Work = Callable[[str], None]


def chosen(words: tuple[str, ...] = ()) -> Iterator[tuple[str, Growing, Work]]:
    """Yield the inputs that have one of some words in their names, or all, with what is done."""
    shipped = [load_policy(shipped_folder() / f"{name}.yaml") for name in shipped_names()]
    kinds: Mapping[str, tuple[Mapping[str, Growing], Work]] = {
        "lot": (LOTS, partial(_decide, [load_policy()])),
        "case": (CASES, partial(_decide, shipped)),
        "facts": ({**LOTS, **CASES}, _observe),
        "policy": (POLICIES, _load),
        "layer": (LAYERS, _load_layers),
    }
    for kind, (inputs, work) in kinds.items():
        for name, grow in inputs.items():
            title = f"{kind}: {name}"
            if not words or any(word in title for word in words):
                yield title, grow, work


def _decide(policies: Sequence[Policy], text: str) -> None:
    try:
        lot = LotSource(Lot.from_json(text))
        for policy in policies:
            decision = policy.decide(lot, engine="compiled")
            decision.to_json()
            decision.explain()
    except DispositionError as error:
        str(error)


def _observe(text: str) -> None:
    try:
        lot = LotSource(Lot.from_json(text))
    except DispositionError:
        return
    lot.observe(CATALOGUE)
    for path in CATALOGUE:
        lot.why_unknown(path)


def _load(text: str) -> None:
    try:
        policy = load_policy_text(text)
        tuple(policy.warnings)  # they are looked for when they are asked for
        policy.decide(Lot(), engine="compiled").to_json()
    except DispositionError as error:
        str(error)


def _load_layers(text: str) -> None:
    base, layer = text.split(BELOW)
    with TemporaryDirectory() as folder:
        below, above = Path(folder, "base.yaml"), Path(folder, "above.yaml")
        below.write_text(base, encoding="utf-8")
        above.write_text(layer, encoding="utf-8")
        try:
            tuple(load_policy(above).warnings)
        except DispositionError as error:
            str(error)


def _print(name: str, grow: Growing, work: Work) -> bool:
    work(grow(SIZES[0]))  # so that nothing is loaded or made while it is timed
    seconds: dict[int, float] = {}
    print(f"  {name:40}", end="", flush=True)
    for size in SIZES:
        text = grow(size)
        seconds[size] = _timed(work, text)
        print(f"  {seconds[size]:8.3f}", end="", flush=True)
        if seconds[size] > ENOUGH_SECONDS:
            break
    exponent = _exponent(seconds)
    met = exponent <= LARGEST_EXPONENT or max(seconds.values()) < CLEAR_SECONDS
    missing = "  " + " " * 8
    print(missing * (len(SIZES) - len(seconds)), f"  {exponent:8.2f}  {len(text):,}", end="")
    print("" if met else "  MISSED", flush=True)
    return met


def _timed(work: Work, text: str) -> float:
    """Return the CPU seconds of the fastest of up to three rounds."""
    fastest = math.inf
    for _ in range(3):
        gc.collect()
        gc.disable()  # it looks at everything again whenever there is more by a quarter
        try:
            start = time.process_time()
            work(text)
            fastest = min(fastest, time.process_time() - start)
        finally:
            gc.enable()
        if fastest > ENOUGH_SECONDS / 10:
            break
    return fastest


def _exponent(seconds: Mapping[int, float]) -> float:
    """Return the slope of the logarithms, by least squares."""
    fitted = {size: each for size, each in seconds.items() if size >= FITTED_FROM}
    points = [
        (math.log(size), math.log(max(each, 1e-6)))
        for size, each in (fitted if len(fitted) > 1 else seconds).items()
    ]
    if len(points) < 2:
        return math.nan
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum(
        (x - mean_x) ** 2 for x, _ in points
    )


if __name__ == "__main__":
    sys.exit(0 if measure(tuple(sys.argv[1:])) else 1)
