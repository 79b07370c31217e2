"""What coverage finds shown, missing, exempt and impossible."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from disposition import PolicyError, load_policy, load_policy_text
from disposition.built import shipped_folder
from disposition.testing import load_cases
from disposition.testing.coverage import Aim, Coverage, GoalStatus, measure, measure_file
from disposition.testing.coverage.goals import goals_of
from disposition.testing.coverage.report import coverage_lines, coverage_page
from support.golden import Golden
from support.small_cases import CASES, POLICY, write

TEXT = """\
policy: p
version: 1.0.0
outcomes:
  accept: {ships: all}
  rework: {ships: none}
otherwise: hold
define: {spare: lot.regulated}
rules:
"""
KNOWN = {"lot.regulated": True, "lot.quantity": 5, "shipment.urgency": "low"}
UNKNOWN = dict.fromkeys(KNOWN)


def coverage_of(rules: str, *cases: dict[str, object], more: str = "") -> Coverage:
    """Return the coverage of some rules by cases that differ from `KNOWN`."""
    named = "".join(f"  {rule}, because: x, source: y}}\n" for rule in rules.split("\n") if rule)
    policy = load_policy_text(TEXT + named + more).checked
    known = [{**KNOWN, **each} for each in cases]
    return measure(policy, [{path: facts[path] for path in policy.facts} for facts in known])


def lacking(coverage: Coverage, owner: str = "r") -> dict[str, str]:
    """Return what is missing of a rule, with the remarks."""
    return {
        each.goal.what: each.remark for each in coverage.missing if each.goal.owner.name == owner
    }


BOTH = "r: {permit: [accept], when: lot.regulated and lot.quantity > 3"
EITHER = "r: {permit: [accept], when: lot.regulated or lot.quantity > 3"
HALF = "no case where it alone decides when it is {}"


@pytest.mark.parametrize(
    ("rule", "cases", "missing"),
    [
        (BOTH, [{}, {"lot.regulated": False}, {"lot.quantity": 3}], {}),
        (BOTH, [{}, {"lot.regulated": False}], {"lot.quantity > 3": HALF.format("false")}),
        (
            BOTH,
            [{}, {"lot.regulated": False, "lot.quantity": 3}],
            {
                "lot.regulated": HALF.format("false"),
                "lot.quantity > 3": HALF.format("false"),
            },
        ),
        # With the other one unknown, none decides: what is unknown lets nothing pass.
        (
            BOTH,
            [{}, {"lot.quantity": 3}, {"lot.regulated": False, "lot.quantity": None}],
            {"lot.regulated": HALF.format("false")},
        ),
        (
            EITHER,
            [{"lot.regulated": False, "lot.quantity": 3}, {"lot.regulated": False}],
            {"lot.regulated": HALF.format("true")},
        ),
        (
            EITHER,
            [{}],
            {
                "false": "no case where it is false",
                "decisive": None,
                "lot.regulated": HALF.format("true or false"),
                "lot.quantity > 3": HALF.format("true or false"),
            },
        ),
    ],
)
def test_conditions_that_decide(
    rule: str, cases: list[dict[str, object]], missing: dict[str, str | None]
) -> None:
    found = lacking(coverage_of(rule, *cases, UNKNOWN))
    assert found == {what: said for what, said in missing.items() if said is not None}


@pytest.mark.parametrize(
    ("rules", "decisive"),
    [
        ("r: {permit: [accept], when: lot.regulated", True),
        ("r: {permit: [accept], when: lot.regulated\ns: {permit: [accept], when: true", False),
        ("r: {forbid: [accept], when: lot.regulated\ns: {permit: [accept], when: true", True),
        ("r: {forbid: [accept], when: lot.regulated", False),
        ("r: {permit: [rework], when: lot.regulated\ns: {permit: [accept], when: true", False),
        ("r: {require: [{do: a}], when: lot.regulated", True),
        ("r: {require: [{do: a}], with: [accept], when: lot.regulated", False),
        ("r: {require: [{do: a}], when: lot.regulated\ns: {require: [{do: a}], when: true", False),
        ("r: {require: [{do: a}], when: lot.regulated\ns: {require: [{do: b}], when: true", True),
    ],
)
def test_rules_that_decide(rules: str, decisive: bool) -> None:
    found = coverage_of(rules, {}).findings
    (status,) = (
        each.status
        for each in found
        if each.goal.owner.name == "r" and each.goal.aim is Aim.DECISIVE
    )
    assert status is (GoalStatus.MET if decisive else GoalStatus.IMPOSSIBLE)


def test_a_rule_that_decides_nothing_is_told(tmp_path: Path) -> None:
    more = "rules:\n  few-again: {forbid: [accept], when: urgent, because: x, source: y}\n"
    policy = POLICY.replace("rules:\n", more, 1)
    told = [*coverage_lines(measure_file(load_cases(write(tmp_path, policy=policy))))]
    at = told.index("Decide nothing, as is proved: no lot would be decided otherwise without them")
    assert "few-again" in told[at + 1]
    exempt = "coverage: {not_possible: {few-again: {decisive: it says why}}}\n"
    file = load_cases(write(tmp_path, policy=policy, cases=CASES + exempt))
    assert measure_file(file).needless == ()


def test_a_condition_of_a_definition_is_shown_by_the_rule_that_uses_it() -> None:
    rules = "r: {permit: [accept], when: spare and lot.quantity > 3"
    shown = coverage_of(rules, {}, {"lot.regulated": False})
    assert "lot.regulated" not in lacking(shown, "spare")
    hidden = coverage_of(rules, {}, {"lot.regulated": False, "lot.quantity": 3})
    assert lacking(hidden, "spare") == {"lot.regulated": HALF.format("false")}


def test_a_definition_that_nothing_uses_is_looked_at_by_itself() -> None:
    found = coverage_of("r: {permit: [accept], when: lot.regulated", {}, {"lot.regulated": False})
    assert lacking(found, "spare") == {}


def test_a_definition_that_only_a_proof_reads_is_shown_by_the_facts_of_cases(
    tmp_path: Path,
) -> None:
    policy = """\
policy: p
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
define: {settled: talks.notice_given or case.released}
rules:
  r: {permit: [accept], when: lot.regulated, because: x, source: y}
  s:
    require: [{do: x, what: x, by: x, proved_when: settled}]
    when: lot.regulated
    because: x
    source: y
"""
    cases = """\
format: 1
policy: p.yaml
base: {lot: {regulated: true}, case: {papers: [], contacts: [], ends: []}}
cases:
  open: {expect: {outcome: accept}}
  sent: {given: {case.papers: [{paper: notice, final: true}]}, expect: {outcome: accept}}
  gone: {given: {case.ends: [{end: released}]}, expect: {outcome: accept}}
"""
    (tmp_path / "p.yaml").write_text(policy, encoding="utf-8")
    (tmp_path / "p.cases.yaml").write_text(cases, encoding="utf-8")
    assert not lacking(measure_file(load_cases(tmp_path / "p.cases.yaml")), "settled")


@pytest.mark.parametrize(
    ("rule", "impossible"),
    [
        ("r: {permit: [accept], when: true", {"false", "unknown"}),
        ("r: {permit: [accept], when: lot.quantity is known", {"unknown"}),
        (
            "r: {permit: [accept], when: lot.quantity > 3 and lot.quantity > 2",
            {"lot.quantity > 2"},
        ),
        (
            "r: {permit: [accept], when: spare or not lot.regulated",
            {"false", "spare", "lot.regulated"},
        ),
    ],
)
def test_what_nothing_can_show_is_not_asked_for(rule: str, impossible: set[str]) -> None:
    found = coverage_of(rule, {})
    assert {
        each.goal.what
        for each in found.findings
        if each.status is GoalStatus.IMPOSSIBLE and each.goal.owner.name == "r"
    } == impossible
    assert not impossible & set(lacking(found))


def test_an_invariant_is_tested_by_a_decision_that_could_break_it() -> None:
    rules = "r: {permit: [accept], when: lot.regulated\ns: {permit: [rework], when: true"
    invariant = "invariants: {i: {always: \"outcome != 'accept' or lot.quantity > 3\"}}\n"
    assert lacking(coverage_of(rules, {"lot.regulated": False}, more=invariant), "i")
    assert not lacking(coverage_of(rules, {}, more=invariant), "i")


def test_the_share_is_cut_so_that_a_hundred_means_all() -> None:
    found = coverage_of(BOTH, {}, {"lot.regulated": False}, {"lot.quantity": 3}, UNKNOWN)
    assert (found.percent, found.missing) == ("100", ())
    almost = coverage_of(BOTH, {}, {"lot.regulated": False}, UNKNOWN)
    assert almost.percent == f"{1000 * almost.met // almost.wanted / 10:g}"
    assert almost.met + 1 == almost.wanted


def test_without_the_extra_what_is_plain_is_told_and_the_rest_is_said_to_be_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in list(sys.modules):
        if name.startswith(("disposition.analysis", "disposition.testing.coverage.feas")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "z3", None)
    never = "lot.quantity > 3 and lot.quantity < 3"
    found = coverage_of(
        f"r: {{permit: [accept], when: true\ns: {{forbid: [accept], when: {never}", {}
    )
    standings = {(each.goal.owner.name, each.goal.what): each.status for each in found.findings}
    assert standings["r", "false"] is standings["r", "unknown"] is GoalStatus.IMPOSSIBLE
    assert standings["s", "true"] is GoalStatus.MISSING
    assert found.unproved == len(found.missing) > 0
    lines = [*coverage_lines(found)]
    assert any(each.startswith("Whether any lot can show these is told with") for each in lines)


# --- files ---------------------------------------------------------------------------------------

EXEMPTIONS = """\
coverage:
  not_possible:
    seals/toys: {"false": this shop sells toys only}
    few: {unknown: every lot is counted}
    many-never-ship: {tested: a lot of a thousand is reworked}
"""


def test_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, cases=CASES + EXEMPTIONS)
    coverage = measure_file(load_cases("small.cases.yaml"))
    golden("\n".join([*coverage_lines(coverage), ""]), "cases/coverage.txt")


def test_an_exemption_without_need_is_told(tmp_path: Path) -> None:
    more = "coverage: {not_possible: {few: {'true': hard to reach}}}\n"
    coverage = measure_file(load_cases(write(tmp_path, cases=CASES + more)))
    assert [(each.owner, each.what) for each in coverage.needless] == [("few", "true")]


@pytest.mark.parametrize(
    ("exemption", "said"),
    [
        ("fwe: {decisive: x}", "to show\n"),
        ("few: {decisiv: x}", "did you mean `decisive`?"),
        ("few: {decisive: }", "nothing is written after `decisive:`"),
        ("few: {lot.quantity < 99: x}", "`few` has no key `lot.quantity < 99`"),
    ],
)
def test_an_exemption_is_about_something(exemption: str, said: str, tmp_path: Path) -> None:
    more = f"coverage: {{not_possible: {{{exemption}}}}}\n"
    with pytest.raises(PolicyError) as caught:
        load_cases(write(tmp_path, cases=CASES + more))
    assert said in str(caught.value)


def test_a_layer_is_asked_for_its_own_rules_only(tmp_path: Path) -> None:
    layer = (
        "policy: layer\nversion: 1.0.0\nextends: small.yaml\nrules:\n"
        "  big: {forbid: [accept], when: lot.quantity > 95, because: x, source: y}\n"
    )
    (tmp_path / "layer.yaml").write_text(layer)
    write(tmp_path)
    cases = tmp_path / "layer.cases.yaml"
    cases.write_text(CASES.replace("small.yaml", "layer.yaml"))
    coverage = measure_file(load_cases(cases))
    assert {each.goal.owner.name for each in coverage.findings} == {"big"}
    assert coverage.inherited == 4


def test_the_page_shows_every_line_once_with_what_it_lacks(tmp_path: Path) -> None:
    page = coverage_page(measure_file(load_cases(write(tmp_path))))
    for number in range(1, POLICY.count("\n") + 1):
        assert page.count(f'<div id="L{number}"') == 1
    assert 'class="line edge-part part" title="✗ few unknown: no case where it is unknown' in page
    assert "http" not in page
    assert "<script" not in page


def test_the_page_escapes_what_the_policy_says(tmp_path: Path) -> None:
    hostile = POLICY.replace("the buyer waits", "<script>alert(1)</script>")
    page = coverage_page(measure_file(load_cases(write(tmp_path, policy=hostile))))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


# --- the shipped policy --------------------------------------------------------------------------


def test_the_cases_of_the_shipped_policy_show_all_of_it() -> None:
    coverage = measure_file(load_cases(shipped_folder() / "failed-inspection.cases.yaml"))
    said = [f"{each.place}: {each.goal.what}: {each.remark}" for each in coverage.missing]
    assert said == []
    assert coverage.needless == ()


LAYER = """\
policy: mine
version: 1.0.0
extends: failed-inspection
parameters:
  NAME: VALUE
"""
LIMIT = "defects.minor.excess_rate <= concession_limit"
TRACK = "supplier.track_record == 'poor'"


def layer_coverage(folder: Path, name: str, value: str, *lots: str) -> Coverage:
    text = LAYER.replace("NAME", name).replace("VALUE", value)
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    shipped = (shipped_folder() / "failed-inspection.cases.yaml").read_text(encoding="utf-8")
    base = shipped[shipped.index("\nbase:") : shipped.index("\ncases:")]
    cases = "".join(
        f"  c{number}: {{given: {lot}, expect: {{status: decided}}}}\n"
        for number, lot in enumerate(lots)
    )
    path = folder / "mine.cases.yaml"
    path.write_text(f"format: 1\npolicy: mine.yaml\n{base}\ncases:\n{cases}", encoding="utf-8")
    return measure_file(load_cases(path))


def minor(units: int) -> str:
    return f"{{inspection.defects: [{{severity: minor, category: cosmetic, units: {units}}}]}}"


@pytest.mark.parametrize(
    ("name", "value", "owner", "what"),
    [
        ("concession_limit", "1.0", "within_concession_limit", LIMIT),
        ("poor_after_lots", "1", "ground_for_termination", TRACK),  # which a derived fact reads
    ],
)
def test_a_parameter_that_a_layer_changes_counts(
    name: str, value: str, owner: str, what: str, tmp_path: Path
) -> None:
    coverage = layer_coverage(tmp_path, name, value, "{lot.id: PO-2}")
    found = {(each.goal.owner.name, each.goal.what): each for each in coverage.missing}
    missing = found[owner, what]
    assert missing.remark.endswith(f"(it reads `{name}`)")
    assert (missing.place and missing.place.line) == 5
    assert coverage.percent != "100"


def test_cases_on_both_sides_of_a_changed_limit_show_it(tmp_path: Path) -> None:
    """Of 125 inspected units 10 are accepted: 11 are 0.8 percent too many, and 12 are 1.6."""
    one = layer_coverage(tmp_path, "concession_limit", "1.0", minor(11))
    assert one.percent == "0"
    both = layer_coverage(tmp_path, "concession_limit", "1.0", minor(11), minor(12))
    assert (both.percent, both.missing) == ("100", ())


def test_parameters_that_no_layer_changes_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(LAYER[: LAYER.index("parameters")], encoding="utf-8")
    policy = load_policy(path).checked
    assert goals_of(policy, str(path)) == ()
