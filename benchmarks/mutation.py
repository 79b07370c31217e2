"""Times the mutants of the shipped policy on its cases: `python -m benchmarks.mutation`."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from disposition.testing import load_cases
from disposition.testing.mutation.analysis import fates
from disposition.testing.mutation.bench import Bench, observed, paths_of
from disposition.testing.mutation.mutants.policies import planted_in

CASES = Path(__file__).parent.parent / "rules" / "failed-inspection.cases.yaml"
MOST_CASES = 100
MOST_MUTANTS = 1000


def main() -> None:
    """Print how long mutants and cases take, and what that is for 1,000 mutants on 100 cases."""
    file = load_cases(CASES)
    cases = file.cases[:MOST_CASES]
    start = perf_counter()
    policy, every = planted_in(file.policy.checked)
    mutants, lots = every[:MOST_MUTANTS], [case.lot for case in cases]
    bench = Bench.of(policy, observed(policy, lots, paths_of(policy, mutants)))
    killed, _ = fates(mutants, cases, bench, lambda _: None)
    seconds = perf_counter() - start
    scaled = seconds * MOST_MUTANTS / len(mutants) * MOST_CASES / len(cases)
    print(f"{len(mutants)} mutants, {len(cases)} cases: {seconds:.2f} s")
    print(f"{len(killed)} noticed; 1,000 mutants on 100 cases: {scaled:.2f} s")


if __name__ == "__main__":
    main()
