"""Layers: what one may add freely, and what it must say by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition.facts import CATALOGUE
from disposition.policy import CheckedPolicy, PolicyError, expression_text, load_checked

HOUSE = """\
policy: house
version: 2.1.0
title: House rules
outcomes:
  accept: {ships: all}
  rework: {ships: none}
otherwise: hold
parameters:
  most: {value: 2.5, unit: percent, tighter: lower, about: share}
  least: {value: 3, unit: days, tighter: higher}
  until: {value: 2026-12-24, tighter: lower}
  name: {value: ACME}
  spare: {value: 1, least: 0, most: 5}
define:
  bad: defects.major.rate > most or shipment.slack_days < least
  both: checks.failed > 0
rules:
  good: {permit: accept, when: not bad and as_of <= until, because: good, source: s}
  usual: {permit: rework, when: true, because: usual, source: s}
  both: {forbid: accept, when: both and supplier.id == name, because: both, source: s}
tables:
  by-record:
    columns: [supplier.track_record]
    because: record
    source: s
    rows:
      - {if: [new], forbid: accept}
      - {if: [poor], forbid: accept, id: poor}
invariants:
  safe: {always: "not bad or ships == 'none'"}
"""
TOP = "policy: top\nversion: 1.0.0\nextends: house.yaml\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "house.yaml").write_text(HOUSE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder: Path, text: str, name: str = "top.yaml") -> CheckedPolicy:
    (folder / name).write_text(text, encoding="utf-8")
    return load_checked(Path(name), CATALOGUE)


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        put(folder, text)
    return [found.code for found in caught.value.diagnostics]


def ids(policy: CheckedPolicy) -> list[str]:
    return [rule.id for rule in policy.rules]


def test_a_layer_of_nothing_is_its_base_under_another_name(folder: Path) -> None:
    house, top = load_checked(Path("house.yaml"), CATALOGUE), put(folder, TOP)
    assert (top.id, top.version, top.title) == ("top", "1.0.0", "House rules")
    assert top.lineage == ("house 2.1.0",)
    assert top.rules == house.rules
    assert top.outcomes == house.outcomes
    assert top.parameters == house.parameters


def test_a_layer_adds_rules_definitions_parameters_and_invariants(folder: Path) -> None:
    policy = put(
        folder,
        TOP
        + """\
title: Ours
parameters: {more: 4}
define: {worse: bad and defects.major.found > more}
rules:
  new-rule: {forbid: accept, when: worse, because: n, source: s}
invariants:
  sound: {always: "not worse or ships == 'none'"}
""",
    )
    assert policy.title == "Ours"
    assert ids(policy) == ["both", "by-record/1", "by-record/poor", "good", "new-rule", "usual"]
    assert [each.id for each in policy.invariants] == ["safe", "sound"]
    assert policy.replaced == ()
    assert policy.warnings == ()


TIGHTER = ["most: 2.5", "most: 2", "most: 0.5", "least: 4", "until: 2026-12-23", "spare: 1"]
LOOSER = ["most: 3", "least: 2", "least: 2.5", "until: 2026-12-25", "spare: 2", "name: ACNE"]
OTHER_KIND = ["most: high", "most: true", "until: 5", "most: 2026-12-01"]


@pytest.mark.parametrize("change", TIGHTER)
def test_parameters_are_tightened_freely(folder: Path, change: str) -> None:
    policy = put(folder, f"{TOP}parameters:\n  {change}\n")
    spec = policy.parameters[change.partition(":")[0]]
    assert str(spec.value) == change.partition(": ")[2]


def test_a_tightened_parameter_keeps_its_unit_meaning_and_direction(folder: Path) -> None:
    spec = put(folder, TOP + "parameters: {most: 1}\n").parameters["most"]
    assert (spec.type.unit, spec.about, str(spec.tighter)) == (
        "percent",
        "share",
        "Tightening.LOWER",
    )


@pytest.mark.parametrize("change", [*LOOSER, *OTHER_KIND])
def test_parameters_are_loosened_by_name_only(folder: Path, change: str) -> None:
    assert "L504" in refused(folder, f"{TOP}parameters:\n  {change}\n")


@pytest.mark.parametrize("change", LOOSER)
def test_parameters_are_loosened_by_name(folder: Path, change: str) -> None:
    name = change.partition(":")[0]
    policy = put(folder, f"{TOP}replaces: [{name}]\nparameters:\n  {change}\n")
    assert str(policy.parameters[name].value) == change.partition(": ")[2]
    assert policy.replaced == (name,)


@pytest.mark.parametrize("change", ["{value: 1, unit: days}", "{value: 1, tighter: higher}"])
def test_neither_unit_nor_direction_change_unsaid(folder: Path, change: str) -> None:
    assert refused(folder, f"{TOP}parameters:\n  most: {change}\n") == ["L506"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("-1", ["P405"]),
        ("6", ["P405"]),
        ("{value: 6, most: 6}", []),
        ("{value: 6, least: 0}", []),
        ("5", []),
        ("0", []),
    ],
)
def test_a_layer_keeps_to_the_range_of_a_limit(folder: Path, change: str, found: list[str]) -> None:
    text = f"{TOP}replaces: [spare]\nparameters:\n  spare: {change}\n"
    if found:
        assert refused(folder, text) == found
    else:
        assert put(folder, text).parameters["spare"].value in (0, 5, 6)


@pytest.mark.parametrize("change", ["{value: 1, most: 9}", "{value: 6, most: 9}"])
def test_a_range_is_not_changed_unsaid(folder: Path, change: str) -> None:
    assert refused(folder, f"{TOP}parameters:\n  spare: {change}\n") == ["L506"]


def test_a_rule_is_replaced_by_name(folder: Path) -> None:
    changed = "rules:\n  good: {permit: accept, when: bad, because: g, source: s}\n"
    assert refused(folder, TOP + changed) == ["L503"]
    policy = put(folder, TOP + "replaces: [good]\n" + changed)
    assert expression_text(policy.rules_by_id["good"].when) == "bad"


@pytest.mark.parametrize(
    "section", ["define:\n  bad: true\n", "invariants:\n  safe: {always: true}\n"]
)
def test_definitions_and_invariants_are_replaced_by_name(folder: Path, section: str) -> None:
    name = section.split()[1].strip(":")
    assert refused(folder, TOP + section) == ["L503"]
    assert put(folder, f"{TOP}replaces: {name}\n{section}").replaced == (name,)


def test_another_because_is_another_rule(folder: Path) -> None:
    same = "rules:\n  usual: {permit: rework, when: true, because: other, source: s}\n"
    assert refused(folder, TOP + same) == ["L503"]


def test_what_is_replaced_and_not_written_anew_is_gone(folder: Path) -> None:
    assert "usual" not in ids(put(folder, TOP + "replaces: [usual]\n"))
    assert put(folder, TOP + "replaces: [safe]\n").invariants == ()
    assert "spare" not in put(folder, TOP + "replaces: [spare]\n").parameters


@pytest.mark.parametrize(("name", "line"), [("bad", 18), ("most", 15), ("name", 20)])
def test_what_is_in_use_cannot_go(folder: Path, name: str, line: int) -> None:
    with pytest.raises(PolicyError) as caught:
        put(folder, f"{TOP}replaces: [{name}]\n")
    first = caught.value.diagnostics[0]
    assert (first.code, first.place.file, first.place.line) == ("T202", "house.yaml", line)
    assert "takes it away" in first.hint


def test_the_name_of_a_table_stands_for_its_rows(folder: Path) -> None:
    assert ids(put(folder, TOP + "replaces: [by-record]\n")) == ["both", "good", "usual"]
    assert "by-record/1" not in ids(put(folder, TOP + "replaces: [by-record/1]\n"))
    again = """\
tables:
  by-record:
    columns: [supplier.track_record]
    because: r
    source: s
    rows: [{if: [new], permit: accept}]
"""
    assert refused(folder, TOP + again) == ["L503"]
    assert "by-record/poor" not in ids(put(folder, TOP + "replaces: [by-record]\n" + again))


def test_a_name_of_two_things_means_the_one_written_anew(folder: Path) -> None:
    assert refused(folder, TOP + "replaces: [both]\n") == ["L505"]
    policy = put(folder, TOP + "replaces: [both]\ndefine: {both: checks.failed > 1}\n")
    assert expression_text(policy.definitions["both"].expression) == "checks.failed > 1"
    assert "both" in ids(policy)
    forbid = "rules:\n  both: {forbid: accept, when: both, because: b, source: s}\n"
    policy = put(folder, TOP + "replaces: [both]\n" + forbid)
    assert expression_text(policy.rules_by_id["both"].when) == "both"
    assert "both" in policy.definitions


@pytest.mark.parametrize("change", ["outcomes: {accept: {ships: all}}", "otherwise: wait"])
def test_outcomes_stay(folder: Path, change: str) -> None:
    assert refused(folder, f"{TOP}{change}\n") == ["L501"]


def test_the_same_otherwise_may_be_repeated(folder: Path) -> None:
    assert put(folder, TOP + "otherwise: hold\n").otherwise == "hold"


def test_nothing_unknown_is_replaced(folder: Path) -> None:
    assert refused(folder, TOP + "replaces: [nothing, good]\n") == ["L502"]


def test_layers_add_up(folder: Path) -> None:
    put(folder, TOP + "replaces: [usual]\nparameters: {most: 2}\n")
    text = TOP.replace("top", "peak").replace("house.yaml", "top.yaml")
    policy = put(folder, text + "replaces: [good]\nparameters: {most: 1}\n", "peak.yaml")
    assert policy.lineage == ("top 1.0.0", "house 2.1.0")
    assert policy.replaced == ("good", "usual")
    assert ids(policy) == ["both", "by-record/1", "by-record/poor"]
    with pytest.raises(PolicyError, match="loosens it"):
        put(folder, text + "parameters: {most: 2.4}\n", "peak.yaml")


def test_a_layer_is_warned_of_its_own_text_only(folder: Path) -> None:
    assert [each.code for each in load_checked(Path("house.yaml"), CATALOGUE).warnings] == ["W701"]
    policy = put(folder, TOP + "parameters: {idle: 1}\nrules:\n  x: {permit: accept, when: true}\n")
    assert [(each.code, each.place.file) for each in policy.warnings] == [
        ("W701", "top.yaml"),
        ("W703", "top.yaml"),
        ("W704", "top.yaml"),
    ]


def test_mistakes_below_are_told_in_the_file_below(folder: Path) -> None:
    (folder / "house.yaml").write_text(HOUSE.replace("when: true", "when: tru"), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        put(folder, TOP + "define: {x: typo}\n")
    files = [found.place.file for found in caught.value.diagnostics]
    assert files == ["house.yaml", "top.yaml"]
