"""Engines by name, and what they say of themselves."""

from __future__ import annotations

import pytest

from disposition.engines import DEFAULT_ENGINE, ENGINES, make_engine
from disposition.engines.compiled import CompiledEngine
from disposition.errors import DispositionError
from support.engines import policy_of


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_knows_its_name(name: str) -> None:
    assert make_engine(name, policy_of("true")).name == name


def test_the_default_is_an_engine() -> None:
    assert DEFAULT_ENGINE in ENGINES


@pytest.mark.parametrize(
    ("name", "hint"),
    [("durabel", "did you mean `durable`?"), ("rete", "engines are `durable`, `compiled`")],
)
def test_an_unknown_engine(name: str, hint: str) -> None:
    with pytest.raises(DispositionError, match=f"there is no engine `{name}`") as caught:
        make_engine(name, policy_of("true"))
    assert hint in str(caught.value)


def test_nothing_that_a_policy_says_becomes_source() -> None:
    """Texts, decimals and fact names are handed over as values."""
    texts = ("'); import os; ('", "{k0}", "f0 or x41")
    conditions = [f'text.a == "{text}"' for text in texts]
    engine = make_engine("compiled", policy_of(*conditions, "rate.a > 2.5"))
    assert isinstance(engine, CompiledEngine)
    for written in ("import", "text", "rate", "2.5", "x41"):
        assert written not in engine.source
