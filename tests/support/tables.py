"""Random policies over tables: rows of facts, and what the definition says of each row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from disposition import semantics
from disposition.engines import make_engine
from disposition.explain.inference import Prepared
from disposition.explain.reasoning import Reasoning
from disposition.language.template import Template
from disposition.language.types import Kind, Value
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule
from disposition.semantics import Combination
from support.policies import CATALOGUE, changed

PLACES, DIGITS = 12, 17
"""Of the columns of decimals: narrow enough to be multiplied within 128 bits."""

NARROW = 2**31 - 1


def obliging(policy: CheckedPolicy) -> CheckedPolicy:
    """Return a policy that requires something wherever a rule of it holds."""
    rules = list(policy.rules)
    for number, each in enumerate(policy.rules):
        duty = ObligationSpec(f"do_{number % 3}", Template("what"), Template("we"))
        outcomes = each.outcomes if number % 2 else ()
        requires = Rule(
            f"z{number:04}", Effect.REQUIRE, outcomes, each.when, Template("x"), obligations=(duty,)
        )
        rules.append(requires)
    return changed(policy, rules=tuple(rules))


def columns_of(policy: CheckedPolicy) -> dict[str, str]:
    """Return a column for each fact that a policy reads, or for any, under a name of its own."""
    return {f"col {path}": path for path in policy.facts or list(CATALOGUE)[:1]}


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def row_of(facts: Mapping[str, Value | None], narrow: bool) -> dict[str, Value | None]:
    """Return facts as a table can hold them: numbers within its types, and texts of documents."""
    return {path: _held(value, CATALOGUE[path].type.kind, narrow) for path, value in facts.items()}


def _held(value: Value | None, kind: Kind, narrow: bool) -> Value | None:
    match kind:
        case Kind.INTEGER if value is not None:
            most = NARROW if narrow else 10**15 - 1
            return max(-most, min(int(value), most))  # type: ignore[arg-type]
        case Kind.DECIMAL if value is not None:
            exact = Decimal(value)  # type: ignore[arg-type]
            small = abs(exact) < 10 ** (DIGITS - PLACES)
            return exact if small and exact == round(exact, PLACES) else Decimal("2.5")
        case Kind.TEXT if value is not None:
            return value if str(value).strip() and not _CONTROLS.search(str(value)) else None
        case _:
            return value


class _Values(dict[str, Value | None]):
    """Facts of a row: what no column tells is unknown."""

    def __missing__(self, path: str) -> None:
        return None


@frozen
class _Row:
    """Facts of a row, as a source of what is told of them."""

    values: _Values
    lot: None = None

    def value(self, path: str) -> Value | None:
        return self.values.get(path)


def expected(
    policy: CheckedPolicy, rows: Sequence[Mapping[str, Value | None]]
) -> list[dict[str, Any]]:
    """Return every output for each row, by the definition."""
    combination = Combination.of(policy)
    prepared = Prepared(policy, combination, make_engine("reference", policy))
    return [_expected(prepared, row) for row in rows]


def _expected(prepared: Prepared, facts: Mapping[str, Value | None]) -> dict[str, Any]:
    policy = prepared.policy
    values = _Values((path, facts.get(path)) for path in policy.facts)
    truths = semantics.truths(policy, values)
    ends = prepared.combination.conclude(truths)
    told: Any = Reasoning(prepared, _Row(values), values, truths, ends)  # type: ignore[arg-type]
    duties = told.obligations()
    true = [rule.id for at, rule in enumerate(policy.rules) if truths.true >> at & 1]
    return {
        "outcome": ends.outcome,
        "status": ends.status.value,
        "ships": policy.outcomes_by_id[ends.outcome].ships.value,
        "considered": ends.candidate,
        "rules": list(told.rule_ids()),
        "true_rules": true,
        "missing": sorted(told.waits_for()),
        "obligations": _codes(duties, "yes"),
        "possible_obligations": _codes(duties, "maybe"),
    }


def _codes(duties: Sequence[Any], applies: str) -> list[str]:
    return sorted({each.do for each in duties if each.applies == applies})
