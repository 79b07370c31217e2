"""Several threads at one policy, and engines that come and go meanwhile."""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from disposition import semantics
from disposition.engines import make_engine
from disposition.language.types import Value
from disposition.policy.model import CheckedPolicy
from support.durable import needs_durable
from support.engines import FAST_ENGINES, policy_of

THREADS = 8
CONDITIONS = [
    *(f"count.a > {number} and rate.a <= {number}.5" for number in range(40)),
    *(f"count.a + count.b == {number} or flag.b" for number in range(20)),
    "colour.a in ['red', 'green'] and not flag.a",
    "rate.a * count.b > rate.b / 3",
    "text.a == text.b or text.a != 'x'",
    "flag.a is unknown",
]


@pytest.fixture(scope="module")
def policy() -> CheckedPolicy:
    return policy_of(*CONDITIONS)


@pytest.fixture(autouse=True)
def eager_switching() -> Iterator[None]:
    """Let threads take turns in the middle of a decision."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


Facts = Mapping[str, Value | None]


def random_facts(policy: CheckedPolicy, count: int, seed: int) -> list[Facts]:
    draw = random.Random(seed)  # noqa: S311 - test data, no secret
    choices: dict[str, list[Value]] = {
        "flag": [True, False],
        "count": list(range(25)),
        "rate": [Decimal(number) / 2 for number in range(50)],
        "text": ["x", "y"],
        "colour": ["red", "green", "blue"],
    }

    def value(path: str, unknown: float) -> Value | None:
        kind, _ = path.split(".")
        return None if draw.random() < unknown else draw.choice(choices[kind])

    shares = [draw.choice([0, 0, 0.2]) for _ in range(count)]
    return [{path: value(path, share) for path in policy.facts} for share in shares]


def in_threads(work: Callable[[int], object]) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for each in [pool.submit(work, number) for number in range(THREADS)]:
            each.result()


@pytest.mark.parametrize("name", FAST_ENGINES)
def test_threads_share_an_engine(policy: CheckedPolicy, name: str) -> None:
    facts = random_facts(policy, 150, seed=1)
    expected = [semantics.truths(policy, each) for each in facts]
    engine = make_engine(name, policy)

    def work(number: int) -> None:
        order = list(range(len(facts))) * 4
        random.Random(number).shuffle(order)  # noqa: S311 - an order, no secret
        for index in order:
            assert engine.truths(facts[index]) == expected[index]

    in_threads(work)


@pytest.mark.parametrize("name", FAST_ENGINES)
def test_threads_make_and_drop_engines(policy: CheckedPolicy, name: str) -> None:
    facts = random_facts(policy, 10, seed=2)
    expected = [semantics.truths(policy, each) for each in facts]

    def work(_: int) -> None:
        for _ in range(5):
            engine = make_engine(name, policy)
            assert [engine.truths(each) for each in facts] == expected

    in_threads(work)


@needs_durable
def test_engines_are_freed_while_others_run(policy: CheckedPolicy) -> None:
    facts = random_facts(policy, 30, seed=3)
    expected = [semantics.truths(policy, each) for each in facts]
    lasting = make_engine("durable", policy)

    def work(number: int) -> None:
        for _ in range(10):
            if number % 2:
                make_engine("durable", policy).truths(facts[0])
                gc.collect(0)
            else:
                assert [lasting.truths(each) for each in facts] == expected

    in_threads(work)
