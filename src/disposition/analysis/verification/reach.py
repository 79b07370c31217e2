"""What a policy can come to: outcomes, rules and comparisons that no lot can reach."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.analysis import solver as z
from disposition.analysis.prover import Prover
from disposition.analysis.solver import Model
from disposition.analysis.terms import PolicyTerms
from disposition.analysis.verification.findings import PolicyFinding, Verdict, Weight
from disposition.analysis.view import ProverView
from disposition.analysis.wanted import AllOf, ComesAbout, Concludes, Is, MattersTo, RuleIs, Wanted
from disposition.language import expression as tree
from disposition.language.expression import Expression
from disposition.language.rewrite.normal_form import written_out
from disposition.language.text import expression_text
from disposition.policy.model import CheckedPolicy, Effect, Rule
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
    told = [z.any_of((each, terms.held(p).known)) for each, p in zip(lacks, paths, strict=True)]
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
        permits = [
            terms.rule(each.id).surely
            for each in terms.policy.rules
            if each.effect is Effect.PERMIT and outcome in each.outcomes
        ]
        base = z.all_of((terms.rule(rule.id).possibly, z.any_of(permits)))
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
