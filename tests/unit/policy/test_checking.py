"""Names, types, units and references: what fits together and what does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from disposition.explain.limits import readers_of_facts
from disposition.language.expression import Literal, Parameter, walk
from disposition.language.types import Kind
from disposition.policy import expression_text
from unit.policy.written import HEAD, RULES, codes, load, rule

GOOD = [
    "true",
    "supplier.iso9001",
    "supplier.iso9001 == false",
    "not supplier.iso9001 and (true or defects.all_accepted)",
    "defects.major.found > 3",
    "defects.major.found > 2.5",
    "defects.major.rate == 2.5",
    "1 < defects.major.found <= 5",
    "defects.major.found + defects.minor.found * 2 - 1 > lot.quantity / 100",
    "shipment.urgency == 'high'",
    "'high' == shipment.urgency",
    "shipment.urgency in ['low', 'high']",
    "shipment.urgency not in ('low',)",
    "inspection.plan.state != 'reduced'",
    "lot.product == 'anything'",
    "lot.id != supplier.id",
    "shipment.ship_by > '2026-12-01'",
    "shipment.ship_by in ['2026-12-01', '2026-12-02']",
    "shipment.ship_by - as_of > 5",
    "shipment.ship_by - as_of > shipment.rework_days + shipment.reinspection_days",
    "as_of + shipment.rework_days <= shipment.ship_by",
    "7 + as_of > contract.notice_due",
    "shipment.ship_by is known",
    "not shipment.ship_by is unknown",
    "lot.quantity * lot.unit_price > 5000",
    "defects.major.found in [1, 2, 3]",
    "-1 < shipment.slack_days",
    "defects.major.rate > 100 * 0.5",
]


@pytest.mark.parametrize("when", GOOD)
def test_it_is_a_condition(when: str) -> None:
    assert codes(rule(f'"{when}"').replace("because: b", 'because: "{lot.id}"')) == []


BAD = [
    ("defects.major.found", "T201"),
    ("shipment.urgency", "T201"),
    ("as_of and true", "T201"),
    ("not lot.id", "T201"),
    ("typo", "T202"),
    ("defects.major", "T202"),
    ("outcome == 'accept'", "T202"),
    ("ships == 'all'", "T202"),
    ("known", "T202"),
    ("lot.id is known == true", "T202"),
    ("flag is known", "T203"),
    ("limit is unknown", "T203"),
    ("defects.major.found == 'x'", "T204"),
    ("defects.major.found == '5'", "T204"),
    ("supplier.iso9001 == 1", "T204"),
    ("supplier.iso9001 == 'true'", "T204"),
    ("lot.product == 5", "T204"),
    ("shipment.urgency == 5", "T204"),
    ("as_of == 5", "T204"),
    ("as_of > lot.id", "T204"),
    ("shipment.urgency == supplier.track_record", "T204"),
    ("defects.major.found in ['a']", "T204"),
    ("as_of > quoted", "T204"),
    ("as_of > '2026-13-01'", "T205"),
    ("as_of > '1.12.2026'", "T205"),
    ("as_of in ['2026-12-01', 'soon']", "T205"),
    ("shipment.urgency == 'hihg'", "T206"),
    ("shipment.urgency in ['high', 'lo']", "T206"),
    ("shipment.urgency == word", "T206"),
    ("lot.id > 'a'", "T207"),
    ("shipment.urgency > 'low'", "T207"),
    ("supplier.iso9001 < true", "T207"),
    ("shipment.slack_days > defects.major.rate", "T208"),
    ("shipment.slack_days > limit", "T208"),
    ("shipment.slack_days + defects.major.rate > 1", "T208"),
    ("shipment.slack_days - supplier.relationship_months > 1", "T208"),
    ("lot.id + 1 > 2", "T209"),
    ("supplier.iso9001 * 2 > 2", "T209"),
    ("lot.id / 'x' == 2", "T209"),
    ("as_of + as_of > as_of", "T210"),
    ("5 - as_of > as_of", "T210"),
    ("as_of * 2 > as_of", "T210"),
    ("as_of + 0.5 > as_of", "T210"),
    ("as_of + supplier.relationship_months > as_of", "T210"),
    ("'supplier.iso9001' == 'true'", "T211"),
    ("'lot.id' in ['x']", "T211"),
    ("1 == 1", "W706"),
    ("'a' != 'b'", "W706"),
    ("'a' in ['b']", "W706"),
    ("lot.id == lot.id", "W706"),
    ("as_of + 1 > as_of + 1", "W706"),
    ("defects.major.found == 2.5", "W707"),
    ("defects.major.found in [1, 2.5]", "W707"),
]
DECLARED = """\
parameters:
  limit: {value: 2.5, unit: percent}
  word: urgent
  quoted: '2026-12-01'
define:
  flag: defects.all_accepted and defects.major.rate < limit and lot.id != word and lot.id != quoted
rules:
  b: {permit: accept, when: flag, because: b, source: s}
"""


@pytest.mark.parametrize(("when", "code"), BAD)
def test_it_is_told(when: str, code: str) -> None:
    text = rule(f'"{when}"').replace("rules:\n", DECLARED)
    assert codes(text) == [code]


def test_everything_wrong_is_told_at_once() -> None:
    text = rule("typo and shipment.urgency == 'x' and lot.id > 3", "clause: as_of")
    assert codes(text) == ["T202", "T206", "T204", "P410"]


def test_what_is_declared_wrongly_is_told_once() -> None:
    text = HEAD + "parameters: {bad: 1e5}\ndefine: {worse: typo >, circle: circle}\n" + RULES
    text = text.replace("when: true", "when: worse and bad > 1 and circle")
    assert codes(text) == ["E105", "E104", "P412"]


# --- parameters -----------------------------------------------------------------------------------

VALUES = [
    ("5", 5, Kind.INTEGER),
    ("-5", -5, Kind.INTEGER),
    ("2.50", Decimal("2.50"), Kind.DECIMAL),
    ("true", True, Kind.BOOLEAN),
    ("2026-12-01", date(2026, 12, 1), Kind.DATE),
    ("'2026-12-01'", "2026-12-01", Kind.TEXT),
    ("'5'", "5", Kind.TEXT),
    ("new", "new", Kind.TEXT),
    ("two words", "two words", Kind.TEXT),
]


@pytest.mark.parametrize("short", [True, False])
@pytest.mark.parametrize(("written", "value", "kind"), VALUES)
def test_a_parameter_is(written: str, value: object, kind: Kind, short: bool) -> None:
    body = written if short else f"{{value: {written}, about: x}}"
    spec = load(f"{HEAD}parameters:\n  p: {body}\n{RULES}").parameters["p"]
    assert (spec.value, type(spec.value), spec.type.kind) == (value, type(value), kind)


NO_VALUES = [
    ("", "S303"),
    ("~", "S303"),
    ("{unit: days}", "S303"),
    ("[1]", "S304"),
    ("{value: [1]}", "S304"),
    ("1e5", "E105"),
    ("1_000", "E105"),
    ("'1' x", "Y001"),
    ("1,5", "E105"),
    ("2.5%", "E105"),
    ("007", "E105"),
    (".5", "E105"),
    (".inf", "E105"),
    (".nan", "E105"),
    ("0x1f", "E105"),
    ("yes", "E105"),
    ("False", "E105"),
    ("1234567890123456", "E106"),
    ("2026-02-30", "T205"),
    ("{value: 1, unit: day}", "P405"),
    ("{value: x, unit: days}", "P405"),
    ("{value: x, tighter: lower}", "P405"),
    ("{value: 1, tighter: smaller}", "S306"),
    ("{value: 1, max: 2}", "S302"),
    ("{value: 1, least: 2}", "P405"),
    ("{value: 2.5, most: 2.49}", "P405"),
    ("{value: x, most: 2}", "P405"),
    ("{value: 1, most: x}", "P405"),
]


@pytest.mark.parametrize(("body", "code"), NO_VALUES)
def test_a_parameter_is_not(body: str, code: str) -> None:
    found = codes(f"{HEAD}parameters:\n  p: {body}\n{RULES}")
    assert [each for each in found if each != "W701"] == [code]


def test_a_text_parameter_takes_the_type_of_what_it_is_compared_with() -> None:
    text = rule("shipment.urgency == p and lot.id != p").replace(
        "rules:", "parameters: {p: high}\nrules:"
    )
    kinds = [
        each.type.kind for each in walk(load(text).rules[0].when) if isinstance(each, Parameter)
    ]
    assert kinds == [Kind.ENUM, Kind.TEXT]


def test_dates_and_numbers_are_read_exactly() -> None:
    text = rule("as_of > '2026-12-01' and defects.major.rate > 0.10000000000001")
    values = [each.value for each in walk(load(text).rules[0].when) if isinstance(each, Literal)]
    assert values == [date(2026, 12, 1), Decimal("0.10000000000001")]


# --- the rest of a file ---------------------------------------------------------------------------


def head(old: str, new: str) -> str:
    """Return a policy with something changed above its rules."""
    return HEAD.replace(old, new) + RULES


def body(old: str, new: str) -> str:
    """Return a policy with something changed in its rule."""
    return rule("true").replace(old, new)


def more(text: str) -> str:
    """Return a policy with another section."""
    return f"{HEAD}{RULES}{text}\n"


EFFECT = "permit: [accept, rework]"
BECAUSE = "because: b"
NO_OUTCOMES = HEAD.replace("accept: {ships: all}", "").replace("rework: {ships: none}", "")
FILES = {
    "no rules": (HEAD, ["P403"]),
    "no outcomes": (NO_OUTCOMES + RULES, ["P401"]),
    "no otherwise": (head("otherwise: hold\n", ""), ["P402"]),
    "otherwise an outcome": (head("hold", "rework"), ["P402"]),
    "otherwise a sentence": (head("hold", "hold it"), ["S310"]),
    "otherwise a list": (head("hold", "[hold]"), ["S304"]),
    "no name": (head("policy: toys\n", ""), ["S303"]),
    "no version": (head("version: 1.0.0\n", ""), ["S303"]),
    "an outcome in capitals": (head("rework:", "Rework:"), ["S310"]),
    "a reserved outcome": (head("rework:", "ships:"), ["S310"]),
    "a parameter that no condition could name": (more("parameters: {then: 1}"), ["S310"]),
    "a fact's name": (more("define: {as_of: true}"), ["P404"]),
    "a clashing name": (more("parameters: {x: 1}\ndefine: {x: true}"), ["P404"]),
    "rules as a list": (HEAD + "rules: [x]\n", ["S305"]),
    "rules as a word": (HEAD + "rules: x\n", ["S305"]),
    "a rule as a word": (HEAD + "rules: {a: x}\n", ["S305"]),
    "an empty rule": (HEAD + "rules: {a: }\n", ["S303"]),
    "parts by nothing there is": (HEAD.replace("none}", "none, parts: batch}") + RULES, ["S306"]),
    "parts twice": (
        HEAD.replace("none}", "none, parts: [sorting, sorting]}") + RULES,
        ["S320"],
    ),
    "words of a fact twice": (
        HEAD + "facts: {custom.w: {one of: [a, b, a]}}\n" + RULES,
        ["S320"],
    ),
    "words of a derived fact twice": (
        HEAD + "facts: {custom.w: {is: \"'x' if lot.regulated else 'y'\", one of: [x, y, x]}}\n"
        "" + RULES,
        ["S320"],
    ),
    "keys of a table twice": (
        HEAD + "facts: {custom.t: {keys: [k, k], rows: [{k: a, v: 1}]}}\n" + RULES,
        ["S320"],
    ),
    "parts of all": (HEAD.replace("all}", "all, parts: segments}") + RULES, ["S320"]),
    "an unknown outcome": (body("[accept", "[acept"), ["P407"]),
    "an outcome as a list": (body("[accept", "[[accept]"), ["S304"]),
    "nothing to go with": (body(EFFECT, "require: x\n    with: []"), ["S313"]),
    "an obligation as a list": (body(EFFECT, "require: [[x]]"), ["S305"]),
    "an obligation without code": (body(EFFECT, "require: {by: x}"), ["S303"]),
    "something else to come before": (
        body(EFFECT, "require: {do: x, before: shipment, proved_by: done}"),
        ["S306"],
    ),
    "what keeps the goods for ever": (body(EFFECT, "require: {do: x, before: release}"), ["S316"]),
    "no kind of entry that proves": (body(EFFECT, "require: {do: x, proved_by: []}"), ["S313"]),
    "an unknown kind of entry": (body(EFFECT, "require: {do: x, proved_by: paper}"), ["S306"]),
    "a condition for a kind": (
        body(EFFECT, "require: {do: x, proved_by: agreement.in_force}"),
        ["S306"],
    ),
    "a proof that is no condition": (
        body(EFFECT, "require: {do: x, proved_when: lot.quantity}"),
        ["T201"],
    ),
    "a proof with an unknown fact": (
        body(EFFECT, "require: {do: x, proved_when: agreement.in_farce}"),
        ["T202"],
    ),
    "a proof too long to be kept": (
        body(EFFECT, "require: {do: x, proved_when: deep}")
        + f"define:\n  one: {' or '.join(f'lot.quantity == {n}' for n in range(150))}\n"
        + "  deep: one or one\n",
        ["P414"],
    ),
    "a computation in a condition": (rule("max(lot.quantity, 3) > 5"), ["W712"]),
    "one within a condition": (rule("lot.quantity > (1 if supplier.iso9001 else 2)"), ["W712"]),
    "a wrong one in a condition": (rule("max(lot.quantity, lot.id) > 5"), ["T204"]),
    "a computation in a definition": (
        rule("x > 1").replace("rules:", "define: {x: 'max(lot.quantity, 3)'}\nrules:"),
        [],
    ),
    "no value in a definition": (
        rule("x > 1").replace("rules:", "define: {x: unknown}\nrules:"),
        ["T212"],
    ),
    "a computation in an invariant": (
        more("invariants: {x: {always: 'true if lot.regulated else false'}}"),
        [],
    ),
    "a computation in a deadline": (
        body(EFFECT, "require: {do: x, due: 'max(as_of, shipment.ship_by)'}"),
        ["W705", "W705"],
    ),
    "a computation in a value": (
        body(EFFECT, "require: {do: x, values: {a: 'max(lot.quantity, 3)'}}"),
        ["W705", "W705"],
    ),
    "a computation in a proof": (
        body(EFFECT, "require: {do: x, proved_when: 'max(lot.quantity, 3) > 2'}"),
        ["P415"],
    ),
    "a computation in a column": (
        HEAD + "tables:\n  t:\n    columns: ['max(lot.quantity, 3)']\n    because: b\n"
        "    source: s\n    rows: [{if: ['> 3'], permit: [accept, rework]}]\n",
        [],
    ),
    "a computation in a cell": (
        HEAD + "tables:\n  t:\n    columns: [lot.quantity]\n    because: b\n"
        "    source: s\n    rows: [{if: ['> max(1, 2)'], permit: [accept, rework]}]\n",
        ["S315"],
    ),
    "values as a list": (body(EFFECT, "require: {do: x, values: [lot.quantity]}"), ["S305"]),
    "values without any": (body(EFFECT, "require: {do: x, values: {}}"), ["S313"]),
    "a value without expression": (body(EFFECT, "require: {do: x, values: {a: }}"), ["S303"]),
    "a value as a list": (body(EFFECT, "require: {do: x, values: {a: [1]}}"), ["S304"]),
    "a value that cannot be read": (body(EFFECT, "require: {do: x, values: {a: 1 ^}}"), ["E104"]),
    "an unknown fact in a value": (
        body(EFFECT, "require: {do: x, values: {a: lot.quantty}}"),
        ["T202"],
    ),
    "a text without quotes as a value": (
        body(EFFECT, "require: {do: x, values: {a: high}}"),
        ["T202"],
    ),
    "units that do not fit in a value": (
        body(EFFECT, "require: {do: x, values: {a: lot.quantity + shipment.rework_days}}"),
        ["T208"],
    ),
    "a value with a hyphen": (body(EFFECT, "require: {do: x, values: {a-b: 1}}"), ["S310"]),
    "a value of a long name": (
        body(EFFECT, f"require: {{do: x, values: {{{'a' * 61}: 1}}}}"),
        ["S310"],
    ),
    "a value named twice": (body(EFFECT, "require: {do: x, values: {a: 1, a: 2}}"), ["Y007"]),
    "too many values": (
        body(EFFECT, f"require: {{do: x, values: {{{', '.join(f'a{n}: 1' for n in range(21))}}}}}"),
        ["S317"],
    ),
    "a value in another text": (
        body(BECAUSE, "because: '{values.a}'").replace(
            EFFECT,
            "require: [{do: x, what: '{values.a}', values: {a: 1}}, {do: y, by: '{values.a}'}]",
        ),
        ["P409", "P409"],
    ),
    "a misspelt value in a text": (
        body(EFFECT, "require: {do: x, what: '{values.amout}', values: {amount: 1}}"),
        ["P409"],
    ),
    "values of a permission": (body(EFFECT, "permit: accept\n    values: {a: 1}"), ["S302"]),
    "outputs for values": (body(EFFECT, "require: {do: x, outputs: {a: 1}}"), ["S302"]),
    "because as a list": (body(BECAUSE, "because: [b]"), ["S304"]),
    "a long because": (body(BECAUSE, f"because: {'b' * 4001}"), ["P413"]),
    "an empty hole": (body(BECAUSE, "because: 'x {} y'"), ["P408"]),
    "a lone brace": (body(BECAUSE, "because: 'x } y'"), ["P408"]),
    "an invariant without condition": (more("invariants: {x: {about: y}}"), ["S303"]),
    "an invariant of a number": (more("invariants: {x: {always: 5}}"), ["T201"]),
    "an unknown outcome at the end": (
        more("invariants: {x: {always: \"outcome != 'acept'\"}}"),
        ["T206"],
    ),
    "a known outcome": (more("invariants: {x: {always: outcome is known}}"), ["T203"]),
    "unused things": (more("parameters: {x: 1}\ndefine: {y: true}"), ["W701", "W702"]),
    "no source and no reason": (body("because: b\n    source: s", ""), ["W703", "W704"]),
    "a requirement without reason": (more("  r: {require: x, when: true, source: s}"), []),
    "an outcome never permitted": (body(EFFECT, "permit: accept"), ["W705"]),
    "a definition in a text": (
        body(BECAUSE, "because: '{y}'") + "define: {y: true}\n",
        ["P409"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FILES.values(), ids=FILES)
def test_a_file_gets(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_what_only_texts_deadlines_and_values_use_is_used() -> None:
    text = rule("true").replace(
        "permit: [accept, rework]",
        "require: [{do: x, what: '{p}', by: '{q}', due: as_of + r, values: {a: s + d}}]",
    )
    names = "parameters: {p: 1, q: 2, r: 3, s: 4}\ndefine: {d: lot.quantity - s}\n"
    text = text.replace("rules:\n", f"{names}{RULES}")
    assert codes(text) == []


def test_facts_that_only_values_read_are_told() -> None:
    text = rule("lot.quantity > 1").replace(
        "permit: [accept, rework]",
        "require: [{do: x, values: {a: lot.quantity - defects.found, b: d}}]",
    )
    policy = load(f"{text}define: {{d: shipment.urgency == 'high'}}\n")
    assert policy.facts == ("lot.quantity",)
    assert policy.facts_of_texts == ("defects.found", "shipment.urgency")
    readers = readers_of_facts(policy)
    assert {path: (each.conditions, each.texts) for path, each in readers.items()} == {
        "defects.found": ((), ("a",)),
        "lot.quantity": (("a",), ()),
        "shipment.urgency": ((), ("a",)),
    }


@pytest.mark.parametrize("where", ["due: as_of + {}", "values: {{a: {}}}"])
def test_what_is_reckoned_is_as_bounded_as_a_condition(where: str) -> None:
    text = body(EFFECT, f"require: {{{{do: x, {where}}}}}".format("d8 + d8 + d8"))
    doubled = "".join(f"  d{n + 1}: d{n} + d{n}\n" for n in range(8))
    assert codes(f"{text}define:\n  d0: as_of - as_of\n{doubled}") == ["P406"]


def test_a_proof_uses_definitions_and_parameters() -> None:
    duty = "{do: x, before: release, proved_by: [done, agreement], proved_when: enough}"
    text = rule("true").replace("permit: [accept, rework]", f"require: [{duty}]")
    text = text.replace(
        "rules:\n", "parameters: {p: 1}\ndefine: {enough: case.refusals < p}\nrules:\n"
    )
    [spec] = (
        load(text + "  y: {permit: [accept, rework], when: true, because: b, source: s}\n")
        .rules[0]
        .obligations
    )
    assert (spec.before, spec.proved_by) == ("release", ("agreement", "done"))


def test_invariants_become_what_would_break_them() -> None:
    text = f"""{HEAD}define: {{bad: checks.failed > 0}}
{RULES}invariants:
  never: {{always: "outcome != 'accept'"}}
  nothing: {{always: "outcome in ['accept', 'rework', 'hold']"}}
  safe: {{always: "not bad or ships == 'none'"}}
"""
    found = [
        (each.invariant, each.outcome, expression_text(each.broken)) for each in load(text).guards
    ]
    assert found == [("never", "accept", "true"), ("safe", "accept", "bad")]
