"""Decision tables: rows of which two can hold at once, and lots for which no row does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.analysis.answers import Refuted
from disposition.analysis.prover import Prover
from disposition.analysis.verification.findings import PolicyFinding, Verdict, Weight
from disposition.analysis.wanted import AllOf, Is, RuleIs, Wanted
from disposition.language.expression import Fact, Known
from disposition.language.rewrite.normal_form import conjuncts
from disposition.policy.model import CheckedPolicy, Effect, Rule
from disposition.words import listed

MOST_PAIRS = 2_000
"""Pairs of rows of one table that are looked at."""


def tables(policy: CheckedPolicy, prover: Prover) -> Iterator[PolicyFinding]:
    """Yield what is to be known of each table: rows at odds, and lots that no row is about."""
    rows: dict[str, list[Rule]] = {}
    for rule in policy.rules:
        table, slash, _ = rule.id.partition("/")
        if slash:
            rows.setdefault(table, []).append(rule)
    for table, every in rows.items():
        # What is required adds up: only rows that permit or forbid are in each other's way.
        listed_rows = [each for each in every if each.effect is not Effect.REQUIRE]
        if len(listed_rows) > 1:
            yield from _overlaps(table, listed_rows, prover)
            yield from _gap(table, listed_rows, policy, prover)
        elif _is_of_outputs(every):
            yield from _gap(table, every, policy, prover)


def _is_of_outputs(rows: Sequence[Rule]) -> bool:
    """Whether each row gives the same obligations other values, as tables with outputs do."""
    codes = {tuple(each.do for each in rule.obligations) for rule in rows}
    return len(rows) > 1 and len(codes) == 1 and all(any(rule.carried) for rule in rows)


def _overlaps(table: str, rows: Sequence[Rule], prover: Prover) -> Iterator[PolicyFinding]:
    pairs = [(one, other) for at, one in enumerate(rows) for other in rows[at + 1 :]]
    for one, other in pairs[:MOST_PAIRS]:
        if _says(one) == _says(other):
            continue
        answer = prover.never(AllOf((RuleIs(one.id), RuleIs(other.id))))
        if isinstance(answer, Refuted):
            odds = " and are at odds" if _at_odds(one, other) else ""
            sentence = f"the rows `{one.id}` and `{other.id}` can both hold{odds}"
            name, weight = f"{one.id}, {other.id}", Weight.NOTE
            yield PolicyFinding(
                "table-overlap", name, Verdict.REFUTED, sentence, weight, answer.witness
            )
    if len(pairs) > MOST_PAIRS:
        reason = f"it has {len(pairs):,} pairs of rows; {MOST_PAIRS:,} are looked at"
        sentence = f"not settled whether other rows of `{table}` overlap"
        yield PolicyFinding(
            "table-overlap", table, Verdict.NOT_SETTLED, sentence, Weight.NOTE, None, reason
        )


def _says(rule: Rule) -> object:
    return rule.effect, rule.outcomes, rule.obligations


def _at_odds(one: Rule, other: Rule) -> bool:
    effects = {one.effect, other.effect}
    return effects == {Effect.PERMIT, Effect.FORBID} and bool(
        set(one.outcomes) & set(other.outcomes)
    )


def _gap(
    table: str, rows: Sequence[Rule], policy: CheckedPolicy, prover: Prover
) -> Iterator[PolicyFinding]:
    """Yield whether there are lots that no row is about although all columns are known."""
    parts = [conjuncts(rule.when) for rule in rows]
    shared = [each for each in parts[0] if all(each in part for part in parts)]
    columns = sorted(
        {
            path
            for part in parts
            for each in part
            if each not in shared
            for path in policy.facts_of(each)
        }
    )
    facts = {node.path: node for rule in rows for node in policy.fact_nodes(rule.when)}
    wanted: list[Wanted] = [Is(each) for each in shared]
    wanted += [Is(Known(Fact(path, facts[path].type))) for path in columns]
    wanted += [RuleIs(rule.id, (False,)) for rule in rows]
    about = listed(columns)
    yield PolicyFinding.of(
        "table-gap",
        table,
        prover.never(AllOf(tuple(wanted))),
        (
            f"the rows of `{table}` leave no lot out of which {about} are known",
            f"no row of `{table}` is about some lots of which {about} are known",
        ),
        Weight.NOTE,
    )
