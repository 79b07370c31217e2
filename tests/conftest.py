"""What every test can use: Hypothesis profiles and golden files."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.golden import Golden
from support.postgres import Server, running_server

pytest_plugins = ("support.cpu_time", "support.durable")

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# `quick` is for working at the desk: few examples, new ones each time, so that every run searches
# a little further. `thorough` looks at many. In CI its examples are drawn from a fixed seed, so
# that a build tells about its commit and never about its luck, and are half as many: what the first
# 200 of a seed do not find, the next of it seldom do. To search, run it at the desk, where they are
# new each time: HYPOTHESIS_PROFILE=thorough make test. No deadlines: a shared machine stalls now
# and then, and speed is measured by the benchmark.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile(
    "thorough",
    max_examples=200 if IN_CI else 400,
    deadline=None,
    derandomize=IN_CI,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "thorough" if IN_CI else "quick"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden` and `--cpu`."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        default=os.environ.get("UPDATE_GOLDEN", "") not in {"", "0"},
        help="write the golden files anew (also UPDATE_GOLDEN=1) instead of comparing with them",
    )
    parser.addoption(
        "--cpu",
        type=int,
        default=0,
        metavar="N",
        help="tell which N files and tests take most processor time",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests first, lest one worker still has one when all others are through."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path,
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for doctests only in those files of tests that have any: hardly one has."""
    found = yield
    if file_path.suffix != ".py" or ">>> " in file_path.read_text(encoding="utf-8"):
        return found
    return [each for each in found if type(each) is pytest.Module]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Spare the collector of garbage the tests themselves, which stay until the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)  # laws make much that is gone at once


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a file under tests/golden: `golden(text, "decisions/toy.txt")`."""
    folder = Path(__file__).parent / "golden"
    return Golden(folder, update=request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for all tests; under pytest-xdist, one for each of its processes."""
    with running_server() as server:
        yield server
