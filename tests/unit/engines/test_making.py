"""Engines by name, and what they say of themselves."""

from __future__ import annotations

import pytest

from disposition.engines import DEFAULT_ENGINE, NAMES, engine_here, make_engine
from disposition.engines.compiled import CompiledEngine
from disposition.errors import DispositionError
from support.durable import HAS_DURABLE
from support.engines import EVERY_ENGINE, policy_of


@pytest.mark.parametrize("name", EVERY_ENGINE)
def test_an_engine_knows_its_name(name: str) -> None:
    assert make_engine(name, policy_of("true")).name == name


def test_the_default_is_an_engine() -> None:
    assert DEFAULT_ENGINE in NAMES


def test_the_default_is_durable_where_durable_rules_is() -> None:
    """Below Python 3.13 it always is: there this fails where its tests would be skipped."""
    expected = "durable" if HAS_DURABLE else "compiled"
    assert engine_here(DEFAULT_ENGINE) == expected
    assert make_engine(DEFAULT_ENGINE, policy_of("true")).name == expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [("durabel", "did you mean `durable`?"), ("rete", "engines are `auto`, `durable`, `compiled`")],
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
