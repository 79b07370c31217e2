"""Processes that write to one store at once; a script, so that they are forked from little.

`fire WHERE FOLDER KILLS` keeps four writers running. Each writes entries of several kilobytes
to a few cases, and tells on its standard output, a file in the folder, what it is about to write
and what is committed. At random moments one of them is killed (SIGKILL), and another takes its
place. `open WHERE…` opens each store from several processes at the same moment. `fork WHERE` goes
on writing on both sides of a fork.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from disposition.casefile.log.entry import NewEntry
from disposition.casefile.store import CaseStore

CASES = ("PO-1", "PO-2", "PO-3")
WRITERS = 4
OPENERS = 6
LONGEST_PAUSE = 0.04  # seconds; a writer commits within a few thousandths
DAY = date(2026, 11, 22)


def opening(case: str) -> NewEntry:
    """Return the first entry of a case, the same from every writer."""
    return NewEntry("opened", DAY, {"case": case}, by="QA", key="opened")


def new_entry(key: str) -> NewEntry:
    """Return the entry that is written with a key: some kilobytes, the same each time."""
    lines = [hashlib.sha256(f"{key} {line}".encode()).hexdigest() for line in range(64)]
    return NewEntry("note", DAY, {"key": key, "lines": lines}, by="QA", key=key)


def write_on(store: CaseStore, name: str) -> None:
    """Write until killed, and say so."""
    picked = random.Random(name)  # noqa: S311 - which case is next is no secret
    begun: set[str] = set()
    for number in itertools.count():
        case, key = picked.choice(CASES), f"{name}-{number}"
        if case not in begun:
            store.create(case, opening(case))  # whoever comes first; to others it is a retry
            begun.add(case)
        say("about", case, key)
        entry = store.append(case, new_entry(key))
        say("done", case, key, entry.number, entry.hash)


def say(*words: object) -> None:
    """Write a line to standard output at once: what is written outlives the process."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def fire(where: str, folder: str, kills: str) -> None:
    """Kill that many writers, one after the other, and in the end those that are left."""
    chance = random.Random(kills)  # noqa: S311 - as above
    names = (f"w{number}" for number in itertools.count())

    def start(open_store: Callable[[], CaseStore]) -> tuple[int, Path]:
        name = next(names)
        output = Path(folder, f"{name}.txt")
        output.touch()
        return forked(lambda: write_on(open_store(), name), output), output

    def opened() -> CaseStore:
        return CaseStore.open(where)

    # The first ones make the tables. Later, most take over a store, since opening one takes time.
    writers = [start(opened) for _ in range(WRITERS)]
    with opened() as store:
        for case in CASES:
            store.create(case, opening(case))
        for number in range(int(kills)):
            time.sleep(chance.uniform(0, LONGEST_PAUSE))
            anybody = number % 4 == 0  # also one that has not come to writing
            ready = writers if anybody else []
            while not ready:
                ready = [writer for writer in writers if writer[1].stat().st_size]
                time.sleep(0.001)
            victim = chance.choice(ready)
            kill(victim[0])
            writers[writers.index(victim)] = start(opened if anybody else lambda: store)
    for process, _ in writers:
        kill(process)


def open_at_once(*places: str) -> None:
    """Open each store from several processes, let go at the same moment; fail if one fails."""
    for where in places:
        gate, opener = os.pipe()

        def wait_and_open(where: str = where, gate: int = gate, opener: int = opener) -> None:
            os.close(opener)
            os.read(gate, 1)  # returns when the last other end is closed
            with CaseStore.open(where) as store:
                store.create("PO-1", opening("PO-1"))

        children = [forked(wait_and_open) for _ in range(OPENERS)]
        time.sleep(0.02)
        os.close(opener)
        os.close(gate)
        failed = [child for child in children if os.waitpid(child, 0)[1]]
        if failed:
            sys.exit(f"{len(failed)} of {OPENERS} could not open {where}")


def write_across_fork(where: str) -> None:
    """Write before a fork, and on both sides of it at once."""
    with CaseStore.open(where) as store:
        store.create("PO-1", opening("PO-1"))

        def write(name: str) -> None:
            for number in range(20):
                store.append("PO-1", new_entry(f"{name}-{number}"))

        child = forked(lambda: write("child"))
        write("parent")
        sys.exit(os.waitpid(child, 0)[1])


def forked(work: Callable[[], None], output: Path | None = None) -> int:
    """Run something in a process of its own; it ends with 0 when that returns."""
    child = os.fork()
    if child:
        return child
    try:
        if output is not None:
            os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT, 0o600), 1)
        work()
    except BaseException as error:  # noqa: BLE001 - a child must not go on as its parent would
        say("failed", repr(error))
        os._exit(1)
    os._exit(0)


def kill(process: int) -> None:
    """Kill a process, and wait until it is gone."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def run_writers(command: str, *arguments: str | Path) -> None:
    """Run this script; it has to end well."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, __file__, command, *arguments], env=environment, check=True)


if __name__ == "__main__":
    commands = {"fire": fire, "open": open_at_once, "fork": write_across_fork}
    commands[sys.argv[1]](*sys.argv[2:])
