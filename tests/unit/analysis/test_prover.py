"""The prover: what is proved, what is shown by a lot, and what stays open with its reason."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from disposition import DispositionError, load_policy, load_policy_text
from disposition.analysis import solver as z
from disposition.analysis.decided_lot import Looking
from disposition.analysis.emission.node_terms import Grown, Learned
from disposition.analysis.lot_terms import Sight
from disposition.analysis.prover import NOTHING_FOUND, Prover
from disposition.analysis.search.shrink import shrunk
from disposition.analysis.targets import (
    AllOf,
    ComesAbout,
    Concludes,
    Is,
    MattersTo,
    NotSo,
    RuleIs,
)
from disposition.analysis.verdicts import NotSettled, Proved, Refuted
from disposition.semantics import Status

HEAD = """\
policy: toys
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
"""


def prover(rules: str, **more: Any) -> Prover:
    policy = load_policy_text(HEAD + rules)
    if "variation" in more:
        return Prover(Sight(policy), Sight(policy, 1), variation=more["variation"])
    return Prover(Sight(policy))


def condition(text: str) -> tuple[Prover, Is]:
    """Return whether a condition can be true, asked of a policy that has it."""
    asking = prover(f'rules:\n  it: {{permit: accept, when: "{text}"}}\n')
    return asking, Is(asking.sights[0].policy.checked.rules[0].when)


IMPOSSIBLE = [
    "lot.quantity < 0",
    "contract.paid > 10 and contract.paid < 5",
    "shipment.urgency == 'low' and shipment.urgency in ['high', 'critical']",
    "lot.regulated and not lot.regulated",
    "as_of - 5 > as_of",
    "supplier.lots_rejected > supplier.lots_inspected",
    "supplier.track_record == 'good' and supplier.consecutive_rejected > 1",
    "defects.critical.present and not defects.dangerous.present",
    "defects.critical.present and defects.sellable",
    "checks.failed > 0 and checks.all_passed",
    "defects.critical.found > 0 and not defects.critical.present",
    "checks.safety.failed > 3 and not checks.safety.failed > 1",
    "max(d.units for d in inspection.defects) > 5 and all(d.units < 3 for d in inspection.defects)",
    "lot.quantity is unknown and lot.quantity > 3",
    "percent(lot.quantity, lot.quantity) > 101",
    "arguments.deepened > 0 and arguments.stronger == 0",
    "case.outcomes > 0 and count(d for d in case.decisions if d.decided) == 0",
    "defects.serious.at_least > 3 and defects.serious.at_most < 2",
    "arguments.shifts > 2 and arguments.topics < 2",
    "arguments.deepened > 0 and arguments.stronger is unknown",
    "defects.major.rejected and defects.major.accepted",
    "defects.minor.rejected and defects.all_accepted",
    "case.outcomes > 1 and count(d for d in case.decisions) < 2",
    "defects.critical.found > defects.found",
    "defects.critical.found + defects.major.found > defects.found",
    "count(d for d in case.papers if d.final and d.on < as_of) > count(d for d in case.papers)",
]


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_what_is_so_of_no_lot_is_proved(text: str) -> None:
    asking, wanted = condition(text)
    assert isinstance(asking.never(wanted), Proved)


POSSIBLE = [
    "lot.quantity > 1000",
    "contract.paid * 3 == 10.5",
    "shipment.urgency == 'high' and as_of > '2026-12-24'",
    "supplier.id == 'S-9' and lot.id != 'S-9'",
    "supplier.track_record == 'good'",
    "supplier.rejection_rate > 33 and supplier.rejection_rate < 34",
    "defects.critical.found > 5 and not defects.safety.present",
    "checks.failed >= 3 and checks.pending == 2",
    "lot.quantity is unknown and defects.major.present",
    "defects.major.rejected and defects.minor.accepted",
    "max(d.units for d in inspection.defects) > 5 and count(d for d in inspection.defects) == 2",
    "last(d.severity for d in inspection.defects) == 'minor' and defects.critical.present",
    "any(d.units == 0 for d in inspection.defects)",
    "any(p.on is known for p in case.papers)",
    "shipment.slack_days < 0 and shipment.days_left > 3",
    "defects.critical.found + defects.major.found == defects.found and defects.found > 90",
    "arguments.deepened == 1 and arguments.weaker == 1",
    "arguments.shifts >= 3 and arguments.unassessed == 0",
    "arguments.unassessed == 2 and arguments.unassessed_topic == 'cost'",
    "arguments.repeated_since_confirmation > 0 and arguments.specification_unchecked",
    "assessments.mistaken_on < as_of and case.outcomes == 2",
    "not reinspection.by_another and case.reinspections == 1",
    "defects.serious.found > defects.serious.at_least",
]


@pytest.mark.parametrize("text", POSSIBLE)
def test_what_is_so_of_some_lot_is_shown(text: str) -> None:
    asking, wanted = condition(text)
    answer = asking.never(wanted)
    assert isinstance(answer, Refuted), answer
    assert asking.shows(wanted, answer.witness.documents)
    assert answer.witness.decided[0].outcome == "accept"


def test_a_witness_holds_nothing_that_does_not_matter() -> None:
    asking, wanted = condition("lot.quantity > 1000 or lot.regulated")
    answer = asking.never(wanted)
    assert isinstance(answer, Refuted)
    assert answer.witness.case() in (
        {
            "given": given,
            "expect": {"outcome": "accept", "status": "decided", "reasons": ["it"]},
        }
        for given in ({"lot.regulated": True}, {"lot.quantity": 1001})
    )


def test_what_the_solver_cannot_settle_has_a_reason() -> None:
    asking, wanted = condition("arguments.list == 'this and that'")
    answer = asking.never(wanted)
    assert isinstance(answer, NotSettled)
    assert answer.reason == NOTHING_FOUND
    assert answer.facts == (("arguments.list", "this and that"),)


RULES = """\
rules:
  fine: {permit: accept, when: contract.paid > 100}
  bad: {forbid: accept, when: lot.regulated}
  never: {forbid: accept, when: lot.regulated and contract.paid > 5}
  usual: {permit: rework, when: contract.paid is known and lot.regulated is known}
invariants:
  little: {always: "ships == 'none' or contract.paid < 1000"}
"""


def test_wishes_about_decisions() -> None:
    asking = prover(RULES)
    for wanted in (
        Concludes(("accept",)),
        Concludes(("hold",)),
        ComesAbout((Status.WITHHELD,)),
        ComesAbout((Status.NEEDS_INFORMATION,)),
        MattersTo(("bad", "never")),
        ComesAbout((Status.NO_RULE,)),
        AllOf((RuleIs("fine", (True,)), RuleIs("bad", (None,)), Concludes(("hold",)))),
    ):
        answer = asking.never(wanted)
        assert isinstance(answer, Refuted), wanted
        assert asking.shows(wanted, answer.witness.documents)
    for wanted in (
        MattersTo(("never",)),
        MattersTo(("bad",)),
        AllOf((Concludes(("accept",)), NotSo(RuleIs("bad", (False,))))),
    ):
        assert isinstance(asking.never(wanted), Proved), wanted


def test_a_lot_and_one_that_differs_in_one_value() -> None:
    more = prover(RULES, variation=Grown("contract.paid"))
    ships_more = AllOf((Concludes(("rework",), 0), Concludes(("accept",), 1)))
    answer = more.never(ships_more)
    assert isinstance(answer, Refuted)
    before, after = answer.witness.documents
    assert before["lot"] == after["lot"] == {"regulated": False}
    assert before["contract"] != after["contract"]
    less = prover(RULES, variation=Grown("contract.paid", grows=False))
    assert isinstance(
        less.never(AllOf((Concludes(("hold",), 0), Concludes(("accept",), 1)))), Refuted
    )
    other = prover(RULES, variation=Grown("lot.regulated"))
    assert isinstance(other.never(ships_more), Proved)


@pytest.mark.parametrize(
    "condition",
    [
        "defects.major.correctable",  # rests on a number of a plan, which may have none
        "supplier.rejection_rate > 10",  # is rounded
        "any(d.severity == 'major' and d.units > lot.quantity for d in inspection.defects)",
    ],
)
def test_what_a_value_does_not_touch_is_the_same_in_both_lots(condition: str) -> None:
    asking = prover(
        f'rules:\n  it: {{permit: accept, when: "{condition}"}}\n',
        variation=Grown("costs.rework"),
    )
    ships_more = AllOf((NotSo(Concludes(("accept",), 0)), Concludes(("accept",), 1)))
    assert isinstance(asking.open.check(ships_more.term(asking.open.terms)), z.Impossible)
    assert isinstance(asking.never(ships_more), Proved)


def test_a_lot_of_which_more_is_learnt() -> None:
    asking = prover(RULES, variation=Learned())
    assert isinstance(
        asking.never(AllOf((Concludes(("accept",), 0), NotSo(Concludes(("accept",), 1))))), Proved
    )
    assert isinstance(
        asking.never(AllOf((Concludes(("hold",), 0), Concludes(("accept",), 1)))), Refuted
    )
    careless = prover(
        "rules:\n  it: {permit: accept, when: lot.regulated is unknown}\n", variation=Learned()
    )
    answer = careless.never(AllOf((Concludes(("accept",), 0), NotSo(Concludes(("accept",), 1)))))
    assert isinstance(answer, Refuted)
    assert answer.witness.documents[0] == {}


def test_documents_are_made_as_small_as_they_can_be() -> None:
    whole = {"a": {"b": 37, "c": "x"}, "d": [{"e": 1}, {"e": 2, "f": "2031-05-05"}]}
    (small,) = shrunk((whole,), lambda tried: len(tried[0].get("d", ())) > 0)
    assert small == {"d": [{}]}
    (small,) = shrunk((whole,), lambda tried: tried[0].get("a", {}).get("b", 0) > 20)
    assert small == {"a": {"b": 21}}


def test_without_the_extra_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("disposition.analysis")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(DispositionError, match=r"^proofs need the extra `proofs` \(pip install"):
        import disposition.analysis.prover  # noqa: F401 - importing it is what fails


def test_what_is_told_of_a_lot_meanwhile_is_told_again() -> None:
    policy = load_policy_text(
        "policy: days\nversion: 1.0.0\noutcomes: {accept: {ships: all}}\notherwise: hold\n"
        "rules: {soon: {permit: accept, when: shipment.ship_by > as_of, because: x}}\n"
    )
    view = Prover(Sight(policy)).few
    with view.within():
        day = view.terms[0].known_term("shipment.ship_by")
        assert isinstance(view.check(z.less(day.value, 1)), z.Impossible)
    # No calendar has a day 0, whoever asked first.
    assert isinstance(view.check(z.less(day.value, 1)), z.Impossible)


def test_a_look_at_one_rule_looks_up_the_facts_of_no_other() -> None:
    policy = load_policy()
    seen = Looking(policy).at({"lot": {"quantity": 300}})
    rule = policy.checked.rules[0]
    alone = seen.rule(rule.id)
    assert set(seen.source.values) == policy.checked.facts_of(rule.when)
    assert seen.truths.true & 1 == (alone is True)
    assert seen.rule(rule.id) is alone
