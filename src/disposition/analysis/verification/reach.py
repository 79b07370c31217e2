"""What a policy can come to: what no lot can reach, and which rules can hold at once.

These are rows of a decision table, of which lots may be left out, too, and rules that require the
same with other values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from disposition.analysis import solver as z
from disposition.analysis.lot_terms import ProverView
from disposition.analysis.prover import Prover
from disposition.analysis.solver import Model
from disposition.analysis.targets import (
    AllOf,
    AnyOf,
    ComesAbout,
    Concludes,
    Is,
    MattersTo,
    RuleIs,
    Wanted,
)
from disposition.analysis.terms import PolicyTerms
from disposition.analysis.verdicts import Refuted
from disposition.analysis.verification.findings import PolicyFinding, Verdict, Weight
from disposition.language import expression as tree
from disposition.language.expression import Compare, Comparison, Expression, Fact, Known
from disposition.language.rewrite.normal_form import conjuncts, written_out
from disposition.language.text import expression_text
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule
from disposition.semantics import Status
from disposition.words import listed


def outcomes(policy: CheckedPolicy, prover: Prover) -> Iterator[PolicyFinding]:
    """Yield the outcomes that no lot comes to, and whether a lot can have no possible outcome."""
    for outcome in policy.outcomes:
        if prover.is_impossible(Concludes((outcome.id,))):
            permits = tuple(
                rule.id
                for rule in policy.rules
                if rule.effect is Effect.PERMIT and outcome.id in rule.outcomes
            )
            why = "" if permits else ": no rule permits it"
            sentence = f"no lot comes to the outcome `{outcome.id}`{why}"
            yield PolicyFinding("outcome", outcome.id, Verdict.REFUTED, sentence, Weight.FAULT)
    yield PolicyFinding.of(
        "completeness",
        "",
        prover.never(ComesAbout((Status.NO_RULE,))),
        (
            "for every lot some outcome is possible, or may turn out to be",
            f"for some lots no outcome is possible: they come to `{policy.otherwise}`",
        ),
        Weight.NOTE,
    )


def rules(policy: CheckedPolicy, prover: Prover) -> Iterator[PolicyFinding]:
    """Yield the rules that never hold, or never decide anything, with what hides them."""
    for rule in policy.rules:
        if rule.when == tree.Literal(True):
            continue
        if prover.is_impossible(RuleIs(rule.id)):
            sentence = f"the rule `{rule.id}` never holds"
            if _keeps_open(rule, prover):
                sentence += ", and keeps lots undecided while it is open"
                yield PolicyFinding(
                    "rule-never-holds", rule.id, Verdict.REFUTED, sentence, Weight.NOTE
                )
                continue
            yield PolicyFinding(
                "rule-never-holds", rule.id, Verdict.REFUTED, sentence, Weight.FAULT
            )
            continue
        wanted = _effect(policy, rule)
        if not prover.is_impossible(wanted):
            continue
        hidden = _hidden_by(rule, prover)
        by = f": {listed(hidden)} hide it" if len(hidden) > 1 else ""
        by = f": `{hidden[0]}` hides it" if len(hidden) == 1 else by
        sentence = f"the rule `{rule.id}` {_NOTHING[rule.effect]}{by}"
        weight = Weight.NOTE if rule.effect is Effect.FORBID else Weight.FAULT
        yield PolicyFinding("rule-never-decides", rule.id, Verdict.REFUTED, sentence, weight)


def _keeps_open(rule: Rule, prover: Prover) -> bool:
    """Whether a rule that never holds decides something by a fact that has no value on purpose.

    Not by one that is only absent: a rule that can never hold is not needed for that.
    """
    view = prover.few
    terms = view.terms[0]
    paths = sorted(terms.policy.facts_of(rule.when))
    lacks = [terms.lot.term(terms.fact(path).lacks) for path in paths]
    told = [
        z.any_of((each, terms.known_term(p).known)) for each, p in zip(lacks, paths, strict=True)
    ]
    lacking = z.all_of((z.any_of(lacks), *told))
    is_open = z.not_(terms.rule(rule.id).known)
    matters = MattersTo((rule.id,)).term(view.terms)
    return isinstance(view.check(is_open, lacking, matters), Model)


_NOTHING = {
    Effect.PERMIT: "never decides: where it holds, none of its outcomes is decided on",
    Effect.FORBID: "never decides: without it no lot would come to another outcome",
    Effect.REQUIRE: "never requires anything: where it holds, no outcome that it goes with follows",
}


def _effect(policy: CheckedPolicy, rule: Rule) -> Wanted:
    """Return that a rule has an effect on a lot."""
    match rule.effect:
        case Effect.PERMIT:
            return AllOf((RuleIs(rule.id), Concludes(rule.outcomes)))
        case Effect.FORBID:
            return MattersTo((rule.id,))
        case Effect.REQUIRE:
            outcomes = rule.outcomes or tuple(policy.outcomes_by_id)
            return AllOf((RuleIs(rule.id), Concludes(outcomes)))


def _hidden_by(rule: Rule, prover: Prover) -> tuple[str, ...]:
    """Return the rules that keep a rule from deciding, as few as are enough; perhaps none is."""
    for view in (prover.open, prover.any_length(_effect(prover.sights[0].policy.checked, rule))[0]):
        terms = view.terms[0]
        outcomes_ = [each for each in rule.outcomes if each in terms.concluded.possible]
        cores = [_core(view, rule, terms, each) for each in outcomes_]
        if cores and None not in cores:
            return tuple(sorted(set[str]().union(*filter(None, cores))))
    return ()


def _core(view: ProverView, rule: Rule, terms: PolicyTerms, outcome: str) -> set[str] | None:
    """Return the rules that together keep an outcome from following where a rule holds."""
    labelled = terms.in_the_way(outcome)
    labelled.pop(rule.id, None)
    base = terms.rule(rule.id).surely
    if rule.effect is Effect.FORBID:
        base = z.all_of((terms.rule(rule.id).possibly, terms.permitted(outcome)))
    return view.core(base, labelled)


# --- comparisons ---------------------------------------------------------------------------------


def thresholds(policy: CheckedPolicy, prover: Prover) -> Iterator[PolicyFinding]:
    """Yield the comparisons of facts with values that no lot can meet, and those that all do."""
    seen: dict[str, tuple[Expression, list[str]]] = {}
    for rule in policy.rules:
        for atom in _atoms(written_out(rule.when, policy)):
            seen.setdefault(expression_text(atom), (atom, []))[1].append(rule.id)
    for text, (atom, where) in seen.items():
        rules_ = listed(dict.fromkeys(where))
        if prover.is_impossible(Is(atom)):
            sentence = f"`{text}` is never so (in {rules_})"
            yield PolicyFinding("threshold", text, Verdict.REFUTED, sentence, Weight.FAULT)
        elif prover.is_impossible(Is(atom, (False,))):
            sentence = f"`{text}` is always so where it is known (in {rules_})"
            yield PolicyFinding("threshold", text, Verdict.REFUTED, sentence, Weight.FAULT)


def _atoms(expression: Expression) -> Iterator[Expression]:
    """Yield the comparisons of facts with values that are written out."""
    match expression:
        case tree.Compare(left=left, right=right):
            sides = (left, right)
            if any(isinstance(e, tree.Literal) for e in sides) and any(
                isinstance(e, tree.Fact | tree.Arithmetic) for e in sides
            ):
                yield expression
        case tree.Within(item=tree.Fact()):
            yield expression
        case _:
            for part in tree.children(expression):
                yield from _atoms(part)


# --- rules that can hold at once -----------------------------------------------------------------


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
        if _effects(one) == _effects(other):
            continue
        answer = prover.never(AllOf((RuleIs(one.id), RuleIs(other.id))))
        if isinstance(answer, Refuted):
            odds = " and are at odds" if _at_odds(one, other) else ""
            sentence = f"the rows `{one.id}` and `{other.id}` can both hold{odds}"
            name, witness = f"{one.id}, {other.id}", answer.witness
            yield PolicyFinding.refuted("table-overlap", name, sentence, Weight.NOTE, witness)
    if len(pairs) > MOST_PAIRS:
        reason = f"it has {len(pairs):,} pairs of rows; {MOST_PAIRS:,} are looked at"
        sentence = f"not settled whether other rows of `{table}` overlap"
        yield PolicyFinding(
            "table-overlap", table, Verdict.NOT_SETTLED, sentence, Weight.NOTE, None, reason
        )


def _effects(rule: Rule) -> object:
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
    own = [each for part in parts for each in part if each not in shared]
    columns = sorted(set[str]().union(*map(policy.facts_of, own)))
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


# --- obligations ---------------------------------------------------------------------------------


def duties(policy: CheckedPolicy, prover: Prover) -> Iterator[PolicyFinding]:
    """Yield the pairs of rules that can require the same with another last day or other values."""
    required: dict[str, list[tuple[Rule, ObligationSpec]]] = {}
    for rule in policy.rules:
        if rule.effect is Effect.REQUIRE:
            for duty in rule.obligations:
                required.setdefault(duty.do, []).append((rule, duty))
    for code, said in required.items():
        for (one, first), (other, second) in combinations(said, 2):
            apart = [*_apart(first, second)]
            common = _together(policy, one, other)
            if not apart or not common or one.id == other.id:
                continue
            both = RuleIs(one.id), RuleIs(other.id)
            answer = prover.never(AllOf((*both, Concludes(common), AnyOf(tuple(apart)))))
            if not isinstance(answer, Refuted):
                continue
            sentence = f"`{one.id}` and `{other.id}` can require `{code}` with different values"
            name = f"{code}: {one.id}, {other.id}"
            yield PolicyFinding.refuted("obligations", name, sentence, Weight.NOTE, answer.witness)


def _together(policy: CheckedPolicy, one: Rule, other: Rule) -> tuple[str, ...]:
    every = tuple(policy.outcomes_by_id)
    theirs = set(other.outcomes or every)
    return tuple(each for each in one.outcomes or every if each in theirs)


def _apart(one: ObligationSpec, other: ObligationSpec) -> Iterator[Wanted]:
    """Yield that two obligations of one code tell another last day, or another value."""
    pairs: list[tuple[Expression, Expression]] = []
    if one.due is not None and other.due is not None:
        pairs.append((one.due, other.due))
    theirs = {each.name: each.expression for each in other.values}
    pairs += [(each.expression, theirs[each.name]) for each in one.values if each.name in theirs]
    for first, second in pairs:
        if first != second:
            yield Is(Compare(Comparison.DIFFERENT, first, second))
