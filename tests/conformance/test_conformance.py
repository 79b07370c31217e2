"""Runs the language-neutral cases in every engine; `README.md` says how to run them elsewhere."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from disposition.engines import make_engine
from disposition.facts.catalogue import CATALOGUE
from disposition.language.types import Kind, Value
from disposition.policy import CheckedPolicy, load_checked
from disposition.semantics import Combination
from support.engines import EVERY_ENGINE

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*.json"))


def read(file: Path) -> tuple[CheckedPolicy, list[dict[str, Any]]]:
    document = json.loads(file.read_text(encoding="utf-8"))
    return load_checked(CASES / document["policy"], CATALOGUE), document["cases"]


def value(path: str, written: Any) -> Value | None:
    """Return a fact's value: decimals and dates are written as text."""
    if written is None:
        return None
    match CATALOGUE[path].type.kind:
        case Kind.DECIMAL:
            return Decimal(written)
        case Kind.DATE:
            return date.fromisoformat(written)
        case Kind.INTEGER:
            return int(written)
        case _:
            assert isinstance(written, bool | str)
            return written


@pytest.mark.parametrize("engine", EVERY_ENGINE)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_cases(file: Path, engine: str) -> None:
    policy, cases = read(file)
    made = make_engine(engine, policy)
    combination = Combination.of(policy)
    for case in cases:
        facts = {path: value(path, written) for path, written in case["facts"].items()}
        assert {*facts} == {*policy.facts}, f"{case['name']}: name every fact, unknown ones as null"
        truths = made.truths(facts)
        conclusion = combination.conclude(truths)
        found = {
            "true": ids(policy, truths.true),
            "unknown": ids(policy, truths.unknown),
            "outcome": conclusion.outcome,
            "status": conclusion.status.value,
        }
        expected = {key: case[key] for key in found}
        expected["true"], expected["unknown"] = sorted(case["true"]), sorted(case["unknown"])
        assert found == expected, case["name"]


def ids(policy: CheckedPolicy, positions: int) -> list[str]:
    return [rule.id for position, rule in enumerate(policy.rules) if positions >> position & 1]


def test_every_policy_has_cases() -> None:
    policies = {file.name for file in CASES.glob("*.policy.yaml")}
    assert policies == {json.loads(file.read_text(encoding="utf-8"))["policy"] for file in FILES}
