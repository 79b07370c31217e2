"""Writers are killed at random moments, and nothing that was acknowledged is lost or doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from disposition.casefile.store import CaseStore
from support.case_writers import new_entry, run_writers

KILLS = 100

SQL = Callable[..., list[tuple[Any, ...]]]
Place = tuple[str, str]
"""A case and the key of an entry in it."""


@define
class Told:
    """What writers told: what is committed, and what each was about to write when it was killed."""

    committed: dict[Place, tuple[int, str]] = field(factory=dict)
    unanswered: list[Place] = field(factory=list)
    failed: list[str] = field(factory=list)

    @classmethod
    def read(cls, folder: Path) -> Told:
        told = cls()
        for path in folder.glob("*.txt"):
            about = None
            for line in path.read_text(encoding="utf-8").splitlines():
                match line.split():
                    case ["about", case, key]:
                        about = (case, key)
                    case ["done", case, key, number, hash_]:
                        about = None
                        told.committed[case, key] = (int(number), hash_)
                    case _:
                        told.failed.append(line)
            if about is not None:
                told.unanswered.append(about)
        return told


@pytest.mark.slow
def test_what_was_acknowledged_is_there_once(where: str, tmp_path: Path, sql: SQL) -> None:
    folder = tmp_path / "told"
    folder.mkdir()
    run_writers("fire", where, folder, str(KILLS))
    told = Told.read(folder)

    assert told.failed == []
    # With fewer, this would not have tried what it is for.
    assert len(told.committed) > KILLS / 2
    assert len(told.unanswered) > KILLS / 2

    with CaseStore.open(where) as store:
        for case, key in told.unanswered:
            store.append(case, new_entry(key))
        assert list(store.verify()) == []
        entries = [entry for _, each in store.read() for entry in each if entry.number > 1]

    places = Counter((entry.case, entry.key) for entry in entries)
    assert places == Counter({*told.committed, *told.unanswered})
    assert all(entry.data == new_entry(entry.key).data for entry in entries)
    there = {(entry.case, entry.key): (entry.number, entry.hash) for entry in entries}
    assert there.items() >= told.committed.items()
    if "://" not in where:
        assert sql("PRAGMA integrity_check") == [("ok",)]
