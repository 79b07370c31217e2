"""The parameters of shipped facts, which a policy can tighten, and loosen by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition import Lot, Policy, load_policy, load_policy_text
from disposition.facts import CATALOGUE
from disposition.policy import PolicyError
from disposition.policy.compare.changes import changes_between
from disposition.policy.compare.mixing import Mixing
from disposition.policy.format.flattening import written
from support.checkout import ROOT

BASE = """\
policy: records
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules: {good: {permit: accept, when: supplier.track_record != 'poor'}}
"""
ONE_REJECTED = {
    "relationship_months": 30,
    "lots_inspected": 20,
    "lots_rejected": 1,
    "consecutive_rejected": 1,
    "repeat_defects": 0,
}


def _outcome(text: str) -> str:
    lot = Lot.from_dict({"supplier": ONE_REJECTED})
    return load_policy_text(text).decide(lot, engine="compiled").outcome


def test_a_policy_tightens_what_a_poor_record_is() -> None:
    assert _outcome(BASE) == "accept"
    assert _outcome(BASE + "parameters: {poor_after_lots: 1}\n") == "hold"


def test_another_policy_goes_on_with_what_is_shipped() -> None:
    lot = Lot.from_dict({"supplier": ONE_REJECTED})
    strict = load_policy_text(BASE + "parameters: {poor_after_lots: 1}\n")
    assert strict.decide(lot, engine="compiled").outcome == "hold"
    assert load_policy_text(BASE).decide(lot, engine="compiled").outcome == "accept"


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ("poor_after_lots: 3", "L504"),
        ("new_below_lots: 4", "L504"),
        ("poor_after_lots: {value: 1, tighter: higher}", "L506"),
        ("poor_after_lots: {value: 1, unit: days}", "L506"),
        ("poor_after_lots: many", "P405"),
        ("poor_after_lots: -1", "P405"),
        ("good_from_lots: {value: 10, least: 5}", "L506"),
        ("packed_from: 100.1", "P405"),
    ],
)
def test_nobody_loosens_it_in_passing(parameters: str, code: str) -> None:
    with pytest.raises(PolicyError) as raised:
        load_policy_text(BASE + f"parameters: {{{parameters}}}\n")
    assert [each.code for each in raised.value.diagnostics] == [code]


def test_loosening_is_said_by_name_and_kept_when_written() -> None:
    policy = load_policy_text(
        BASE + "replaces: [poor_after_lots]\nparameters: {poor_after_lots: 3}\n"
    )
    again = load_policy_text(written(policy.checked))
    assert again.digest == policy.digest
    assert again.checked.parameters["poor_after_lots"].value == 3


def test_a_layer_loosens_a_threshold_that_its_base_leaves_alone() -> None:
    layer = """\
policy: looser
version: 1.0.0
extends: failed-inspection
replaces: [good_up_to]
parameters: {good_up_to: 15}
"""
    policy = load_policy_text(layer)
    assert policy.checked.parameters["good_up_to"].value == 15
    assert not [each for each in policy.warnings if each.code == "W701"]


@pytest.mark.parametrize(
    ("mid", "top", "code"),
    [
        ("poor_above: 15", "poor_above: 10", ""),
        ("poor_above: 15", "poor_above: 18", "L504"),
        ("poor_above: 15", "packed_from: 90", ""),
        ("packed_from: 90", "packed_from: {value: 95, unit: days}", "L506"),
        ("poor_above: 15", "poor_above: {value: 10, tighter: higher}", "L506"),
        ("poor_above: 30}\nreplaces: [poor_above", "poor_above: 25", ""),
        ("poor_above: 30}\nreplaces: [poor_above", "poor_above: 35", "L504"),
        ("poor_above: 15", "poor_above: 18}\nreplaces: [poor_above", ""),
        ("packed_from: 90}\nreplaces: [poor_above", "poor_above: 35", "L504"),
        ("packed_from: 90}\nreplaces: [poor_above", "poor_above: 15", ""),
        ("packed_from: 90", "poor_above: 35", "L504"),
    ],
)
def test_a_layer_on_a_layer_tightens_it_further(
    mid: str, top: str, code: str, tmp_path: Path
) -> None:
    """It was told that nothing says which direction is stricter, and had to be named."""
    (tmp_path / "base.yaml").write_text(BASE, "utf-8")
    for name, below, given in (("mid", "base", mid), ("top", "mid", top)):
        end = "]\n" if "[" in given else "}\n"
        text = f"policy: {name}\nversion: 1.0.0\nextends: {below}.yaml\nparameters: {{{given}{end}"
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    codes = []
    try:
        load_policy(tmp_path / "top.yaml")
    except PolicyError as error:
        codes = [each.code for each in error.diagnostics]
    assert codes == [code] * bool(code)


def test_what_is_shipped_stays_beside_another_value() -> None:
    for facts in ("", "facts: {custom.a: {type: integer}}\n"):
        policy = load_policy_text(f"{BASE}{facts}parameters: {{poor_after_lots: 1}}\n")
        assert policy.checked.catalogue.thresholds["poor_after_lots"].value == 2


def test_a_policy_between_two_has_only_thresholds_that_are_chosen() -> None:
    """Those of the policy before held in each, chosen or not."""
    before = load_policy_text(f"{BASE}parameters: {{poor_after_lots: 1}}\n").checked
    after = load_policy_text(BASE.replace("1.0.0", "2.0.0")).checked
    mixing = Mixing(before, after)
    lot = Lot.from_dict({"supplier": ONE_REJECTED})
    outcomes = {}
    for each in mixing.changes:
        made = mixing.policy([each])
        assert made is not None
        outcomes[each.name] = Policy(made).decide(lot, engine="compiled").outcome
    assert outcomes == {"version": "hold", "poor_after_lots": "accept"}


def test_the_page_tells_every_threshold() -> None:
    page = (ROOT / "docs/reference/policy-language.md").read_text(encoding="utf-8")
    for name, spec in CATALOGUE.thresholds.items():
        assert spec.tighter is not None
        assert f"| `{name}` | {spec.value} | {spec.tighter.value} | {spec.about} |" in page, name


def _changed(before: str, after: str) -> list[tuple[str, str | None, str | None, bool]]:
    found = changes_between(load_policy_text(before).checked, load_policy_text(after).checked)
    return [(each.what, each.before, each.after, each.alters) for each in found]


def test_what_is_changed_tells_what_facts_rest_on_then() -> None:
    """It was called a parameter that decides nothing, and the policies the same."""
    one, two = (f"{BASE}parameters: {{poor_after_lots: {each}}}\n" for each in (1, 2))
    assert _changed(BASE, one) == [("changed", "2 lots", "1 lots", True)]
    assert _changed(one, BASE) == [("changed", "1 lots", "2 lots", True)]
    assert _changed(two, one) == [("changed", "2 lots", "1 lots", True)]
    as_shipped = "value: 2, as shipped"
    assert _changed(BASE, two) == [("changed", as_shipped, "value: 2", False)]


def test_of_a_fact_that_nothing_reads_no_threshold_decides() -> None:
    after = f"{BASE}parameters: {{packed_from: 90}}\n"
    assert _changed(BASE, after) == [("changed", "80 percent", "90 percent", False)]


def test_thresholds_are_read_through_facts_of_facts() -> None:
    base = BASE.replace("supplier.track_record != 'poor'", "custom.fine")
    base += "facts: {custom.fine: {is: supplier.track_record != 'poor'}}\n"
    after = f"{base}parameters: {{poor_after_lots: 1}}\n"
    assert _changed(base, after) == [("changed", "2 lots", "1 lots", True)]
