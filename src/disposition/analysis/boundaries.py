"""Lots on the boundaries of every rule: just inside of each comparison, and just outside of it.

Inside, the rule holds and the comparison only just does. Outside, the comparison only just does
not, and the rule would hold if it did: the comparison decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from disposition.analysis.lot_terms import Sight
from disposition.analysis.prover import Prover
from disposition.analysis.targets import AllOf, ComesAbout, Is, RuleIs, Wanted
from disposition.analysis.verdicts import NotSettled, Refuted, flat
from disposition.decide import Policy
from disposition.documents.yaml.flow import flow, name_of_case, pasted_case
from disposition.facts import Lot
from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.expression import COMPARE, Comparison, Expression, replaced, walk
from disposition.language.rewrite.limits import beside
from disposition.language.rewrite.normal_form import sides_in_order, written_out
from disposition.language.text import expression_text
from disposition.language.types import Kind, Value
from disposition.policy.model import Effect, Rule
from disposition.semantics import Status

INSIDE, OUTSIDE = "inside", "outside"


@frozen
class Boundary:
    """One side of one comparison of a rule, and a lot document on it.

    Without a lot, `reason` says whether there is none or none was found.
    """

    rule: str
    comparison: str
    side: str
    document: dict[str, Any] | None
    reason: str = ""


def boundaries(policy: Policy, file: str = "") -> Iterator[Boundary]:
    """Yield both sides of every comparison of every rule, each comparison of a rule once.

    Of a layer, of the rules that stand in its own `file`; of all rules where none does.
    """
    prover, rules = Prover(Sight(policy)), policy.checked.rules
    own = tuple(rule for rule in rules if rule.place and rule.place.file == file)
    for rule in own or rules:
        condition = written_out(rule.when, policy.checked)
        for atom in dict.fromkeys(_atoms(condition)):
            text = expression_text(atom)
            ways = [
                [_boundary(prover, rule, text, side, wanted) for side, wanted in sides]
                for sides in _sides(rule, condition, atom)
            ]
            # Most comparisons help a rule in one way only: to be so, or not to be.
            helping = [way for way in ways if any(each.reason != NO_LOT for each in way)]
            for way in helping or ways[:1]:
                yield from way


NO_LOT = "there is no such lot"


def _boundary(prover: Prover, rule: Rule, text: str, side: str, wanted: Wanted) -> Boundary:
    """Return a lot on one side of a comparison, one that is decided if there is such a lot."""
    answer = prover.never(AllOf((wanted, ComesAbout((Status.DECIDED,)))))
    if not isinstance(answer, Refuted):
        answer = prover.never(wanted)
    match answer:
        case Refuted(witness=witness):
            return Boundary(rule.id, text, side, dict(witness.documents[0]))
        case NotSettled(reason=reason):
            return Boundary(rule.id, text, side, None, reason)
        case _:
            return Boundary(rule.id, text, side, None, NO_LOT)


def _atoms(condition: Expression) -> Iterator[Expression]:
    """Yield the parts of a condition that are compared, or are a condition by themselves."""
    for node in walk(condition):
        match node:
            case tree.Compare() | tree.Within():
                yield node
            case tree.Fact(type=type_) if type_.kind is Kind.BOOLEAN and _stands_alone(
                node, condition
            ):
                yield node
            case _:
                continue


def _stands_alone(fact: tree.Fact, condition: Expression) -> bool:
    """Whether a fact is a condition by itself somewhere, and not only a side of a comparison."""
    held = [n for n in walk(condition) if isinstance(n, tree.Compare | tree.Within | tree.Known)]
    inside = sum(fact in walk(each) for each in held)
    return sum(node == fact for node in walk(condition)) > inside


def _sides(
    rule: Rule, condition: Expression, atom: Expression
) -> Iterator[list[tuple[str, Wanted]]]:
    """Yield what is wanted of lots on both sides, where a comparison helps a rule, and hinders it.

    The rule holds with the comparison so, and does not with it otherwise.
    """
    with_it = replaced(condition, atom, tree.Literal(True))
    without = replaced(condition, atom, tree.Literal(False))
    for truth, one, other in ((True, with_it, without), (False, without, with_it)):
        decisive: list[Wanted] = [Is(one), Is(other, (False,))]
        yield [
            (INSIDE, AllOf((RuleIs(rule.id), near, *decisive)))
            if held is truth
            else (OUTSIDE, AllOf((RuleIs(rule.id, (False,)), near, *decisive)))
            for near, held in _near(atom)
        ]


def _near(atom: Expression) -> Iterator[tuple[Wanted, bool]]:
    """Yield wishes that lie nearest to where a comparison turns, with what it is there."""
    match sides_in_order(atom):
        case tree.Compare(comparison=sign, left=left, right=tree.Literal(value=value)) if (
            _is_number(value)
        ):
            below, above = _beside(value, left)
            for near in (below, value, above):
                held = COMPARE[sign](near, value)
                is_edge = near == value or held is not COMPARE[sign](value, value)
                if is_edge:
                    yield Is(tree.Compare(Comparison.EQUAL, left, tree.Literal(near))), held
        case tree.Compare(comparison=sign, left=left, right=right) if sign.is_ordering:
            held = COMPARE[sign](0, 0)
            yield Is(tree.Compare(Comparison.EQUAL, left, right)), held
            yield Is(atom, (not held,)), not held
        case _:
            yield Is(atom), True
            yield Is(atom, (False,)), False


def _is_number(value: Value) -> bool:
    return not isinstance(value, bool | str)


def _beside(value: Value, left: Expression) -> tuple[Value, Value]:
    """Return the values just below and above: one, a day, or a tenth where shares are compared."""
    is_whole = isinstance(left, tree.Fact) and left.type.kind is Kind.INTEGER
    if isinstance(value, int) and not is_whole and isinstance(left, tree.Fact):
        return Decimal(value) - Decimal("0.1"), Decimal(value) + Decimal("0.1")
    below, above = beside(value)
    return below, above


# --- as cases ------------------------------------------------------------------------------------


def cases_text(policy: Policy, file: str, found: list[Boundary]) -> str:
    """Return the lots as a cases file, which passes: what each is decided is what is expected."""
    lines = ["format: 1", f"policy: {flow(file)}", ""]
    lines.append("# Just inside and just outside of every comparison of every rule.")
    lines.append("cases:")
    rules = {rule.id: rule for rule in policy.checked.rules}
    counts: dict[str, int] = {}
    for each in found:
        about = f"{each.side} of `{each.comparison}`"
        if each.document is None:
            lines.append(f"  # {each.rule}: {about}: {each.reason}")
            continue
        base = name_of_case(each.rule, each.side)
        counts[base] = counts.get(base, 0) + 1
        expect = _expected(policy, rules[each.rule], each)
        lines += pasted_case(f"{base}-{counts[base]}", about, flat(each.document), expect)
    return "\n".join(lines) + "\n"


def _expected(policy: Policy, rule: Rule, boundary: Boundary) -> dict[str, Any]:
    """Return what a case expects: the outcome, and what the rule has to do with it."""
    decision = policy.decide(Lot.from_dict(boundary.document or {}), engine="compiled")
    expected: dict[str, Any] = {"outcome": decision.outcome, "status": decision.status}
    if rule.effect is Effect.PERMIT and decision.status == "decided":
        key = "reasons" if rule.id in decision.rule_ids else "not_reasons"
        expected[key] = [rule.id]
    if rule.effect is Effect.FORBID:
        ruled_out = {
            each.outcome: [rule.id]
            for each in decision.ruled_out
            if rule.id in [reason.rule for reason in each.forbidden_by]
        }
        if ruled_out:
            expected["ruled_out"] = ruled_out
    if rule.effect is Effect.REQUIRE and boundary.side == INSIDE:
        told = [each for each in decision.obligations if each.rule == rule.id]
        required = {each.do for each in told if each.applies == "yes"}
        if required:
            expected["obligations"] = sorted(required)
    return expected
