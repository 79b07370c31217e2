"""Small policies from text, and what an engine says of their conditions."""

from __future__ import annotations

import json
from collections.abc import Mapping

from disposition.engines import ENGINES, Engine
from disposition.language.types import FactSpec, Value
from disposition.policy import load_checked_text
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Truth
from support.durable import DURABLE, HAS_DURABLE
from support.policies import CATALOGUE

ENGINES_HERE = tuple(name for name in ENGINES if HAS_DURABLE or name != "durable")
EVERY_ENGINE = [DURABLE if name == "durable" else name for name in ENGINES]
FAST_ENGINES = [DURABLE, "compiled"]
TWO_ENGINES = ("compiled", "durable" if HAS_DURABLE else "reference")
HEAD = "policy: small\nversion: 1.0.0\noutcomes: {a: {title: A, ships: all}}\notherwise: hold\n"


def policy_of(
    *conditions: str,
    define: Mapping[str, str] | None = None,
    parameters: Mapping[str, Value] | None = None,
    catalogue: Mapping[str, FactSpec] = CATALOGUE,
) -> CheckedPolicy:
    """Return a policy with a rule for each condition, in their order."""
    lines = []
    if parameters:
        given = {name: {"value": value} for name, value in parameters.items()}
        lines.append(f"parameters: {json.dumps(given)}")
    if define:
        lines.append(f"define: {json.dumps(define)}")
    lines.append("rules:")
    lines += [
        f"  r{number:04}: {{permit: [a], because: x, when: {json.dumps(when)}}}"
        for number, when in enumerate(conditions)
    ]
    return load_checked_text(HEAD + "\n".join([*lines, ""]), catalogue)


def answers(
    engine: Engine, policy: CheckedPolicy, facts: Mapping[str, Value | None]
) -> list[Truth]:
    """Return whether each condition holds; facts that are not given are unknown."""
    truths = engine.truths({path: facts.get(path) for path in policy.facts})
    assert not truths.true & truths.unknown
    return [
        None if truths.unknown >> position & 1 else bool(truths.true >> position & 1)
        for position in range(len(policy.conditions))
    ]
