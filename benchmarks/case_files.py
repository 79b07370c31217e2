"""Times case files: `python -m benchmarks.case_files [CASES] [OPEN IN 100]`; needs `casefile`.

The cases are the stories of the examples, broken off after one of their chapters or told to the
end. Written are whole cases; told are the next steps of all that are open.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from types import ModuleType

from disposition.casefile import Cases
from disposition.casefile.log.entry import Entry, NewEntry

STORIES = Path(__file__).parent.parent / "examples" / "stories"
AS_OF = date(2026, 11, 25)

Whole = tuple[str, Sequence[NewEntry]]


def main(cases: int, open_in_100: int) -> None:
    """Write cases, tell what comes next in those that are open, verify all, and print the times."""
    told = list(_told())
    with TemporaryDirectory() as folder, Cases.open(Path(folder) / "cases.db") as store:
        begun = perf_counter()
        store.store.add_many(_many(told, cases, open_in_100))
        for policy in store.policies.by_role.values():
            text = store.policies.texts[policy.digest]
            store.store.keep_policy(policy.digest, policy.id, policy.version, text)
        _print(f"{cases:,} cases written", begun)
        for processes in (1, 2):
            begun = perf_counter()
            steps = list(store.next_steps(AS_OF, processes=processes))
            number = len({step.case for step in steps})
            _print(f"{len(steps):,} steps of {number:,} open cases, {processes} process(es)", begun)
        begun = perf_counter()
        faults = list(store.verify())
        _print(f"all verified, {len(faults)} faults", begun)


def _print(what: str, begun: float) -> None:
    print(f"{what}: {perf_counter() - begun:.1f} s")


def _told() -> Iterator[tuple[Entry, ...]]:
    """Yield the entries of each story after each of its chapters."""
    play = _script()
    for path in sorted(STORIES.glob("*.json")):
        story = play.read(path.stem)
        for _, _, case in play.played(play.begun(story), story):
            yield case.entries


def _script() -> ModuleType:
    spec = spec_from_file_location("play", STORIES / "play.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _many(told: list[tuple[Entry, ...]], cases: int, open_in_100: int) -> Iterator[Whole]:
    going_on = cycle([each for each in told if each[-1].kind != "closed"])
    ended = cycle([each for each in told if each[-1].kind == "closed"])
    for number in range(cases):
        entries = next(going_on if number % 100 < open_in_100 else ended)
        yield f"PO-{number:06}", [_new(entry) for entry in entries]


def _new(entry: Entry) -> NewEntry:
    return NewEntry(
        entry.kind, entry.on, entry.data, entry.by, entry.settles, entry.policies, entry.key
    )


if __name__ == "__main__":
    main(*(int(each) for each in (*sys.argv[1:], *("10000", "10")[len(sys.argv) - 1 :])))
