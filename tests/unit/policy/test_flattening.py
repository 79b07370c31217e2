"""A policy as one file: it loads by itself, has the same digest and decides the same."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from disposition import Lot, Policy
from disposition.errors import DispositionError
from disposition.facts import CATALOGUE
from disposition.language.expression import Compare, Comparison, Literal
from disposition.language.faults import ExpressionError
from disposition.language.parse.parser import LONGEST_TEXT, parse_expression
from disposition.policy import CheckedPolicy, PolicyError, digest, expression_text, load_checked
from disposition.policy.compact import compact_text
from disposition.policy.format.flattening import flat_text
from support.checkout import ROOT
from support.trial import POLICY
from unit.policy.written import HEAD, codes, load

SHIPPED = sorted(
    path for path in (ROOT / "rules").glob("*.yaml") if not path.name.endswith(".cases.yaml")
)
EXAMPLES = sorted((ROOT / "examples" / "policies").glob("*.yaml"))
LOTS = sorted((ROOT / "examples" / "lots").glob("*.json"))
MARK_MISTAKES = "with-mistakes"  # an example that is not meant to load

RULES = 'rules:\n  a: {permit: [accept, rework], when: "true", because: b, source: s}\n'


def flattened(policy: CheckedPolicy) -> CheckedPolicy:
    """Load a policy from its flat text, which says the same and is written one way."""
    text = flat_text(policy)
    again = load(text)
    assert digest(again) == digest(policy)
    assert flat_text(again) == text
    assert again.lineage == ()
    return again


# --- policies that there are ----------------------------------------------------------------------


@pytest.mark.parametrize("path", [*SHIPPED, *EXAMPLES], ids=lambda path: path.stem)
def test_policies_of_the_house_are_the_same_in_one_file(path: Path) -> None:
    if MARK_MISTAKES in path.stem:
        with pytest.raises(PolicyError):
            load_checked(path, CATALOGUE)
        return
    policy = load_checked(path, CATALOGUE)
    again = flattened(policy)
    assert again.rules == policy.rules
    assert again.guards == policy.guards
    assert again.parameters == policy.parameters
    assert again.definitions == policy.definitions
    before, after = Policy(policy), Policy(again)
    for lot in LOTS:
        document = json.loads(lot.read_text(encoding="utf-8"))
        decided = before.decide(Lot.from_dict(document), engine="compiled")
        assert after.decide(Lot.from_dict(document), engine="compiled") == decided


def test_there_are_policies_to_try() -> None:
    assert len(SHIPPED) >= 1
    assert len(EXAMPLES) >= 2


def test_nothing_of_the_trial_policy_is_lost() -> None:
    policy = load(POLICY)
    again = flattened(policy)
    assert (again.rules, again.guards) == (policy.rules, policy.guards)
    assert (again.outcomes, again.invariants) == (policy.outcomes, policy.invariants)


# --- values and texts -----------------------------------------------------------------------------

VALUES = [
    ("2.0", Decimal("2.0")),
    ("2", 2),
    ("-3", -3),
    ("-0.5", Decimal("-0.5")),
    ("0.000000000000001", Decimal("0.000000000000001")),
    ("999999999999999", 999999999999999),
    ("true", True),
    ("false", False),
    ("2026-12-24", date(2026, 12, 24)),
    ("'2026-12-24'", "2026-12-24"),
    ("'2.0'", "2.0"),
    ("'true'", "true"),
    ("'null'", "null"),
    ("'~'", "~"),
    ("''", ""),
    ("' a: b # c '", " a: b # c "),
    ('"it\'s"', "it's"),
    ('"\\"both\' \\\\"', "\"both' \\"),
    ("Grüße 😀", "Grüße 😀"),
    (
        '"\\x00\\a\\x7f\\x85\\u2028\\ufeff\\ufffe\\n\\r\\t"',
        "\x00\a\x7f\x85\u2028\ufeff\ufffe\n\r\t",
    ),
]


@pytest.mark.parametrize(("written", "value"), VALUES, ids=[each for each, _ in VALUES])
def test_a_parameter_keeps_its_value_and_its_kind(written: str, value: Any) -> None:
    policy = load(f"{HEAD}parameters: {{p: {{value: {written}}}}}\n{RULES}")
    spec = flattened(policy).parameters["p"]
    assert spec.value == value
    assert type(spec.value) is type(value)
    assert str(spec.value) == str(value)  # 2.0 is not 2.00
    assert spec == policy.parameters["p"]


def test_a_parameter_keeps_all_that_is_said_of_it() -> None:
    policy = load(
        f"{HEAD}parameters: {{p: {{value: 2.0, unit: percent, tighter: higher, about: 'x: y'}}}}\n"
        + RULES
    )
    assert flattened(policy).parameters == policy.parameters


def test_texts_stay_as_they_are() -> None:
    text = "'{defects.major.found} of {p}: {{braces}}, \"quotes\", # no comment, ''  spaces  '"
    rule = f"{{forbid: accept, when: true, because: {text}, source: '{{x}}', clause: lot.id}}"
    policy = load(f"{HEAD}parameters: {{p: 1}}\nrules:\n  a: {rule}\n")
    again = flattened(policy).rules[0]
    assert again == policy.rules[0]
    assert again.because.facts == ("defects.major.found",)
    assert again.source == "{x}"


def test_the_longest_texts_stay_as_they_are() -> None:
    longest = '"' * LONGEST_TEXT
    policy = load(f"{HEAD}rules:\n  a: {{permit: accept, when: true, because: '{longest}'}}\n")
    assert flattened(policy).rules[0].because.text == longest


def test_a_key_can_be_longer_than_yaml_takes_without_being_told() -> None:
    name = "a" * 3000
    policy = load(
        f"{HEAD}tables:\n  {'t' * 1000}:\n    columns: [lot.id]\n    rows:\n"
        f"      - {{id: {name}, if: '-', permit: accept}}\n"
    )
    assert flattened(policy).rules[0].id == f"{'t' * 1000}/{name}"


def test_what_is_required_keeps_its_texts_its_day_and_its_values() -> None:
    duties = "[report, {do: sort, what: '{lot.id}', by: 'a: b', due: as_of+3, "
    duties += f"values: {{{'y' * 60}: 'lot.quantity/3', no: 'true'}}}}, "
    duties += "{do: prove, before: release, proved_by: [done, document], "
    duties += "proved_when: 'case.refusals<1'}]"
    rule = f"{{require: {duties}, with: [rework, hold], when: true}}"
    policy = load(f"{HEAD}rules:\n  a: {rule}\n  b: {{require: report, when: true}}\n")
    assert flattened(policy).rules == policy.rules


def test_what_nothing_uses_is_kept() -> None:
    unused = "parameters: {p: 1}\ndefine: {d: {is: lot.id is known, about: a}}\n"
    always = "invariants: {i: {always: lot.id is known, about: b}}\n"
    again = flattened(load(HEAD + unused + RULES + always))
    assert list(again.parameters) == ["p"]
    assert again.definitions["d"].about == "a"
    assert again.invariants[0].about == "b"


# --- bounds of expressions ------------------------------------------------------------------------


def condition(text: str) -> CheckedPolicy:
    return load(f'{HEAD}rules:\n  a: {{permit: accept, when: "{text}"}}\n')


CHAIN = "0<defects.major.found<=3<defects.minor.found"


@pytest.mark.parametrize(
    "text",
    [
        " or ".join(["lot.quantity>1"] * 220),
        " or ".join([CHAIN] * 80),
        " or ".join(["lot.id in('a','b','c','d','e','f','g','h')"] * 85),
    ],
    ids=["spaces", "chains", "lists"],
)
def test_a_condition_may_be_longer_when_written_canonically(text: str) -> None:
    policy = condition(text)
    assert len(text) <= LONGEST_TEXT < len(expression_text(policy.rules[0].when))
    assert flattened(policy).rules == policy.rules


def test_a_condition_may_be_nested_deeper_when_written_canonically() -> None:
    text = CHAIN
    for _ in range(19):
        text = f"({text}) and lot.regulated or supplier.iso9001"
    policy = condition(text)
    with pytest.raises(ExpressionError, match="nested more than 40"):
        parse_expression(expression_text(policy.rules[0].when))
    assert flattened(policy).rules == policy.rules


SHORTEST = [
    ("x>1 and not (y in ['a'])", "x>1 and y not in['a']"),
    ("0 < x and x <= 5 or z", "0<x<=5 or z"),
    ("0 < x and x in [1, 2]", "0<x in[1,2]"),
    ("0 < x and x is unknown", "0<x is unknown"),
    ("(0 < x and x < 5) == (y and z)", "(0<x<5)==(y and z)"),
    ("0 < x and y < 5", "0<x and y<5"),
    ("x - -1 > 2 * (y + 1)", "x--1>2*(y+1)"),
    ("x == 'a  b' or 'c' == y", "x=='a  b'or'c'==y"),
]


@pytest.mark.parametrize(("canonical", "shortest"), SHORTEST)
def test_the_shortest_text_of_a_condition(canonical: str, shortest: str) -> None:
    tree = parse_expression(canonical)
    assert compact_text(tree) == shortest
    assert parse_expression(shortest) == tree


# --- tables ---------------------------------------------------------------------------------------


def table(columns: list[str], rows: list[list[str]], *more: str) -> CheckedPolicy:
    lines = [f"    columns: {json.dumps(columns)}", *(f"    {each}" for each in more), "    rows:"]
    lines += [f"      - {{if: {json.dumps(cells)}, permit: accept}}" for cells in rows]
    return load(f"{HEAD}parameters: {{p: 3}}\ntables:\n  t:\n" + "\n".join(lines) + "\n")


CELLS = [
    ("defects.major.found", ["-", "3", "> 2", "!= 4", "<= p", "[1..5]", "(0..p)", "1, 2", "known"]),
    ("supplier.track_record", ["new", "new, poor", "!= good", "unknown"]),
    ("lot.product", ["'12'", "it's".replace("'", " "), "\"it's\", 'a'", "!= 'a, b..c'", "'-'"]),
    ("lot.product", ["'two\nlines'", "'known'", "'true', 'x'", "!= 'tab\there'", "'\x00'"]),
    (
        "as_of",
        ["2026-12-01", ">= 2026-12-01", "[2026-12-01..shipment.ship_by)", "2026-12-01, 2026-12-02"],
    ),
    ("supplier.iso9001", ["true", "false", "!= true"]),
    ("lot.regulated and lot.quantity > 1", ["true", "!= false"]),
    ("defects.major.found * 100 / 3", ["> 2.50", "[0.5..1]"]),
]


@pytest.mark.parametrize(
    ("column", "cell"), [(column, cell) for column, cells in CELLS for cell in cells]
)
@pytest.mark.parametrize(
    "guard",
    [
        "",
        "lot.regulated",
        "0 < lot.quantity < 9",
        "lot.id in ['a,b', 'c']",
        "lot.id in ['a']",
        "lot.quantity > 9 and lot.regulated",
    ],
)
def test_a_cell_says_the_same_in_a_table_of_one_row(column: str, cell: str, guard: str) -> None:
    guards = [f'when: "{guard}"'] if guard else []
    policy = table(
        [column, "checks.failed"], [[cell, "-"], ["-", "> 1"], [cell, "[0..1]"]], *guards
    )
    again = flattened(policy)
    if column != "as_of":  # a date without quotes is known to be one before its column is
        assert again.rules == policy.rules


def test_the_cells_of_a_row_can_be_longer_than_a_condition_may_be() -> None:
    skus = ", ".join(f"'SKU-{number}'" for number in range(1000))
    wide = "+".join([f"({'+'.join(['lot.quantity'] * 14)})"] * 20)
    assert len(wide) < LONGEST_TEXT < len(expression_text(parse_expression(wide)))
    columns = ["lot.product", wide, *["lot.product"] * 100]
    policy = table(columns, [[skus, "[1..5]", *["!= 'something'"] * 100]], "when: lot.regulated")
    assert len(expression_text(policy.rules[0].when)) > 5 * LONGEST_TEXT
    assert flattened(policy).rules == policy.rules


HOUSE = """\
policy: house
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
parameters: {p: {value: 2.0, unit: percent, tighter: lower}}
define: {late: shipment.slack_days < 0}
tables:
  t:
    columns: [supplier.track_record, defects.major.rate]
    when: late or lot.regulated
    because: b
    source: s
    rows:
      - {if: [new, "-"], permit: rework}
      - {if: [poor, "> p"], forbid: accept}
      - {if: ["-", "-"], require: report, id: report}
"""
TOP = """\
policy: top
version: 1.0.0
extends: house.yaml
replaces: [t/1, t/report]
parameters: {p: 1.50}
tables:
  t:
    columns: [checks.failed]
    when: lot.regulated or lot.quantity > 5
    rows:
      - {if: "[1..3]", permit: accept, because: c, source: r}
"""


def test_rows_of_one_table_may_come_from_several_layers(tmp_path: Path) -> None:
    for name, text in (("house", HOUSE), ("top", TOP)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    policy = load_checked(tmp_path / "top.yaml", CATALOGUE)
    assert policy.lineage == ("house 1.0.0",)
    again = flattened(policy)
    assert again.rules == policy.rules
    assert [rule.id for rule in again.rules] == ["t/1", "t/2"]
    assert str(again.parameters["p"].value) == "1.50"
    (tmp_path / "flat.yaml").write_text(flat_text(policy), encoding="utf-8")
    (tmp_path / "over.yaml").write_text(
        "policy: over\nversion: 1.0.0\nextends: flat.yaml\nreplaces: [t]\n" + RULES,
        encoding="utf-8",
    )
    over = load_checked(tmp_path / "over.yaml", CATALOGUE)
    assert [rule.id for rule in over.rules] == ["a"]


# --- a table of one row, as it is read ------------------------------------------------------------

ROW = """\
    columns: [lot.quantity]
    because: b
    source: s
    rows:
      - {if: "> 1", permit: accept}
"""


def test_a_table_can_be_one_row() -> None:
    policy = load(f"{HEAD}tables:\n  t/3:\n{ROW}  t/few:\n{ROW}")
    assert [rule.id for rule in policy.rules] == ["t/3", "t/few"]


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        (f"  t/1:\n{ROW}      - {{if: '> 2', permit: accept}}\n", "S308"),
        (f"  t:\n{ROW}  t/1:\n{ROW}", "S308"),
        (f"  t/1:\n{ROW}  t:\n{ROW}", "S308"),
        (f"  t/1:\n{ROW.replace('{if', '{id: x, if')}", "S308"),
        (f"  t/0:\n{ROW}", "S310"),
        (f"  t/a/b:\n{ROW}", "S310"),
        (f"  t/:\n{ROW}", "S310"),
        (f"  /a:\n{ROW}", "S310"),
        (f"  t/A:\n{ROW}", "S310"),
    ],
)
def test_a_row_has_one_name_and_a_name_one_row(tables: str, code: str) -> None:
    assert codes(f"{HEAD}tables:\n{tables}") == [code]


# --- what cannot be -------------------------------------------------------------------------------


def test_a_policy_too_large_for_a_file_is_refused() -> None:
    policy = load(HEAD + RULES)
    long = evolve(policy.rules[0].because, text="x" * 4000)
    rules = tuple(evolve(policy.rules[0], id=f"a{number}", because=long) for number in range(300))
    with pytest.raises(DispositionError) as caught:
        flat_text(evolve(policy, rules=rules))
    assert str(caught.value) == (
        "the policy `toys` is too large to be kept in one file: with all that it extends it has "
        "1,198 KiB, and 1,024 are the most"
    )


@pytest.mark.parametrize("text", ["\"'", "back\\slash", "two\nlines"])
def test_a_condition_that_was_never_in_a_file_is_refused(text: str) -> None:
    policy = load(HEAD + RULES)
    when = Compare(Comparison.EQUAL, Literal(text), Literal(text))
    with pytest.raises(DispositionError, match="cannot be written in a policy file"):
        flat_text(evolve(policy, rules=(evolve(policy.rules[0], when=when),)))
