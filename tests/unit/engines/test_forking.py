"""A process that forks while another of its threads makes something that all share."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
import time
from inspect import isclass
from threading import Event, Thread

import pytest

from disposition import Lot, load_policy
from disposition.runtime.forking import making
from support.checkout import ROOT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

LOT = ROOT / "examples/lots/toy-wheels.json"

# Every child is to finish its own decision, however far the first one of its parent had come: its
# imports, its engine, its texts. A child that hangs is ended by its alarm.
CHILDREN = """
import os, signal, sys, threading, time

def decide(name):
    from disposition import Lot, load_policy
    with open(name, "rb") as file:
        lot = Lot.from_json(file.read())
    return load_policy().decide(lot, engine=sys.argv[2]).to_dict()["outcome"]

import disposition
first = threading.Thread(target=decide, args=(sys.argv[1],))
first.start()
time.sleep(float(sys.argv[3]))
children = 0
while first.is_alive():
    child = os.fork()
    if not child:
        signal.alarm(60)
        os._exit(decide(sys.argv[1]) != "rework")
    _, status = os.waitpid(child, 0)
    assert status == 0, status
    children += 1
print(children)
"""


SLOW = pytest.mark.slow


@pytest.mark.parametrize("delay", [0, *(pytest.param(n / 10, marks=SLOW) for n in range(1, 5))])
def test_children_decide_whenever_they_are_forked(delay: float) -> None:
    command = [sys.executable, "-W", "ignore", "-c", CHILDREN, str(LOT), "auto", str(delay)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(ran.stdout) > 0 or delay


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_fork_waits_for_what_is_being_made() -> None:
    held, done = Event(), []

    def make() -> None:
        with making:
            held.set()
            time.sleep(0.05)
            done.append(True)

    thread = Thread(target=make)
    thread.start()
    held.wait()
    child = os.fork()
    if not child:
        signal.alarm(60)
        with making:
            os._exit(not done)
    _, status = os.waitpid(child, 0)
    thread.join()
    assert status == 0


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_children_use_the_engine_of_their_parent_while_its_threads_do() -> None:
    policy, lot = load_policy(), Lot.from_json(LOT.read_bytes())
    expected = policy.decide(lot).outcome
    stop = Event()

    def work() -> None:
        while not stop.is_set():
            assert policy.decide(lot).outcome == expected

    threads = [Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    try:
        for _ in range(20):
            child = os.fork()
            if not child:
                signal.alarm(60)
                os._exit(any(policy.decide(lot).outcome != expected for _ in range(10)))
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        for each in threads:
            each.join()


def test_nothing_that_decides_is_made_under_a_lock_of_its_own() -> None:
    """Before Python 3.12 a lock of `functools.cached_property` would stay locked in a child."""
    load_policy().decide(Lot.from_json(LOT.read_bytes())).explain()
    modules = [each for name, each in sys.modules.items() if name.startswith("disposition")]
    classes = {each for module in modules for each in vars(module).values() if isclass(each)}
    ours = {each for each in classes if each.__module__.startswith("disposition")}
    assert len(ours) > 100
    for each in ours:
        assert not any(isinstance(made, functools.cached_property) for made in vars(each).values())
