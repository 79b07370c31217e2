"""Decisions that are interrupted wherever they are, as by Ctrl-C or a time limit by signal."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from disposition import semantics
from disposition.engines import make_engine
from disposition.language.types import Value
from disposition.policy.model import CheckedPolicy
from support.checkout import ROOT
from support.engines import policy_of

# Without durable_rules they cannot be imported; `test_making` says where it must be there.
native = pytest.importorskip("disposition.engines.native", exc_type=ImportError)
DurableEngine = pytest.importorskip("disposition.engines.durable").DurableEngine

CONDITIONS = ["count.a > 3", "count.a > 4 and flag.a", "rate.a < 2.5", "count.b == 1 or flag.b"]
FACTS: list[dict[str, Value | None]] = [
    {"count.a": 5, "count.b": 1, "rate.a": Decimal(1), "flag.a": True, "flag.b": False},
    {"count.a": 1, "count.b": 0, "rate.a": Decimal(9), "flag.a": True, "flag.b": False},
    {"count.a": 5, "count.b": None, "rate.a": Decimal(1), "flag.a": None, "flag.b": False},
]


class StopError(Exception):
    """What a signal handler raises."""


@pytest.fixture(scope="module")
def policy() -> CheckedPolicy:
    return policy_of(*CONDITIONS)


@contextmanager
def stopped_at(step: int, *codes: CodeType) -> Iterator[None]:
    """Raise before the given step of the interpreter in some functions, counted over all calls."""
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if not left:
            raise StopError

    if sys.version_info >= (3, 12):
        monitoring, tool = sys.monitoring, sys.monitoring.DEBUGGER_ID
        steps = monitoring.events.INSTRUCTION
        monitoring.use_tool_id(tool, "stopped_at")
        monitoring.register_callback(tool, steps, lambda _code, _offset: count())
        for code in codes:
            monitoring.set_local_events(tool, code, steps)
        try:
            yield
        finally:
            for code in codes:
                monitoring.set_local_events(tool, code, 0)
            monitoring.register_callback(tool, steps, None)
            monitoring.free_tool_id(tool)
        return

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code not in codes:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "opcode":
            count()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


def memories(engine: Any) -> list[int]:
    rulesets = [
        ruleset
        for stage in engine._stages
        for question in (*stage._if_known[:1], *stage._if_unknown[:2])
        for ruleset, _ in question._rulesets
    ]
    assert not any(each.lock.locked() for ruleset in rulesets for each in ruleset._memories)
    return [len(ruleset._memories) for ruleset in rulesets]


@pytest.mark.parametrize("facts", FACTS)
def test_every_step_of_a_call_can_be_the_last(
    policy: CheckedPolicy, facts: dict[str, Value | None]
) -> None:
    """Interrupted at each step, and again while that is cleared: the next answers are right."""
    engine = DurableEngine(policy)
    expected = [semantics.truths(policy, each) for each in FACTS]
    codes = [native._Memory.fire.__code__, native._Memory.free.__code__]
    for step in range(1, 10_000):
        try:
            with stopped_at(step, *codes):
                engine.truths(facts)
        except StopError:
            with suppress(StopError), stopped_at(step, *codes):
                engine.truths(FACTS[step % 3])
            assert [engine.truths(each) for each in FACTS] == expected
        else:
            break
    assert step > 30
    assert set(memories(engine)) == {1}


def test_a_handler_may_decide_itself(policy: CheckedPolicy) -> None:
    """What a signal handler asks in the middle of a call does not disturb the call."""
    engine = make_engine("durable", policy)
    expected = [semantics.truths(policy, each) for each in FACTS]
    inner: list[object] = []

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code is not native._Memory.fire.__code__:
            return None
        if event == "line" and not inner:
            inner.extend(engine.truths(each) for each in FACTS)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        outer = engine.truths(FACTS[0])
    finally:
        sys.settrace(before)
    assert (outer, inner) == (expected[0], expected)


def test_an_engine_interrupted_in_the_making_is_freed(
    policy: CheckedPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, freed = set(), set()

    class Watching:
        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def create_ruleset(self, *given: Any) -> Any:
            made.add(handle := real.create_ruleset(*given))
            return handle

        def delete_ruleset(self, handle: int) -> None:
            freed.add(handle)
            real.delete_ruleset(handle)

    real = native._native
    monkeypatch.setattr(native, "_native", Watching())
    for step in range(1, 10_000):
        assert made <= freed
        with suppress(StopError), stopped_at(step, native.Ruleset.__init__.__code__):
            for facts in FACTS:  # each asks questions whose rulesets are made now
                DurableEngine(policy).truths(facts)
            break
    assert step > 50
    assert made
    assert made <= freed


# --- by signals ----------------------------------------------------------------------------------

# In a process of its own: a handler's exception that meets a finalizer is only printed.
TIME_LIMITS = """
import signal, sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from disposition import Lot, load_policy

class StopError(Exception): pass

def stop(*_): raise StopError

def resident(): return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

calls, names = int(sys.argv[1]), sys.argv[2:]
policy = load_policy()
lots = [Lot.from_json(Path(name).read_bytes()) for name in names]
expected = [policy.decide(lot, engine="reference").outcome for lot in lots]
assert [policy.decide(lot).outcome for lot in lots] == expected
def seconds(lot):
    started = perf_counter()
    policy.decide(lot).outcome
    return perf_counter() - started

longest = max(min(seconds(lot) for _ in range(5)) for lot in lots)
signal.signal(signal.SIGALRM, stop)
stopped, before = 0, resident()
for number in range(calls):
    which = number % len(lots)
    try:
        # From nothing to more than a decision takes, in steps that share no factor.
        signal.setitimer(signal.ITIMER_REAL, 1e-6 + number * 7 % 499 / 499 * 1.5 * longest)
        found = policy.decide(lots[which]).outcome
        signal.setitimer(signal.ITIMER_REAL, 0)
        assert found == expected[which]
    except StopError:
        stopped += 1
    finally:
        with suppress(StopError):
            signal.setitimer(signal.ITIMER_REAL, 0)
assert [policy.decide(lot).outcome for lot in lots] == expected
print(stopped, resident() - before)
"""


CALLS = 1_000


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
def test_time_limits_by_signal() -> None:
    lots = [ROOT / "examples/lots" / name for name in ("toy-wheels.json", "garden-hoses.json")]
    command = [sys.executable, "-c", TIME_LIMITS, str(CALLS), *map(str, lots)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    stopped, more = map(int, ran.stdout.split())
    # Some end before their limit: those that are stopped had come as far as any decision goes.
    assert CALLS // 20 < stopped < CALLS
    # A lost memory of the native engine is 0.4 MB for each ruleset. Where an interrupted call
    # loses those that it uses, 50 MB are lost.
    assert more < 4 << 20
