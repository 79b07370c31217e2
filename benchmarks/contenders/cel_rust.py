"""CEL, the Rust one: a single program that gives a list of booleans in the order of the rules.

Facts go in as flat variables (`lot_quantity`): turning nested dicts into CEL's values takes it more
than twice as long as the 30 rules do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any

import cel

from benchmarks.contenders.combining import combiner
from benchmarks.contenders.infix import Syntax, condition, variables
from benchmarks.harness import Contender
from benchmarks.table import FlatFacts, Rule


def _name(fact: str) -> str:
    return fact.replace(".", "_")


SYNTAX = Syntax("&&", "||", "!", _name)


def contender(rules: Sequence[Rule], facts: Sequence[FlatFacts]) -> Contender:
    """Return the program with its variables; decimals are doubles, CEL has no others."""
    program = cel.compile(f"[{', '.join(condition(rule, SYNTAX) for rule in rules)}]")
    ids, combine = [rule.id for rule in rules], combiner(rules)

    def answer(given: dict[str, Any]) -> object:
        return combine(compress(ids, program.execute(given)))

    return Contender("cel (Rust)", answer, [variables(given) for given in facts])
