"""Findings stand exactly where the mistake is, however the text is written in the file."""

from __future__ import annotations

import pytest

from disposition.documents.diagnostics import Place, render
from disposition.documents.yaml.nodes import Scalar, Text
from disposition.facts import CATALOGUE
from disposition.policy import PolicyError, load_checked_text

HEAD = """\
policy: toys
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules:
  a:
    permit: accept
    source: s
"""


def places(text: str) -> list[Place]:
    with pytest.raises(PolicyError) as caught:
        load_checked_text(text, CATALOGUE)
    return [found.place for found in caught.value.diagnostics]


def underlined(place: Place) -> str:
    return place.text[place.column - 1 : place.column - 1 + place.length]


# Each is the value of `when`, which names the unknown fact `typo.here` once.
CONDITIONS = {
    "plain": "typo.here > 1",
    "leading spaces": "     typo.here > 1",
    "in the middle": "true and typo.here > 1",
    "single quotes": "'true and typo.here > 1'",
    "double quotes": '"true and typo.here > 1"',
    "after doubled quotes": "'lot.id == ''x'' and typo.here > 1'",
    "after an escaped quote": '"lot.id == \\"x\\" and typo.here > 1"',
    "after an escaped letter": '"\\x74rue and typo.here > 1"',
    "after an escaped new line": '"true\\nand typo.here > 1"',
    "after a joined line": '"true \\\n      and typo.here > 1"',
    "after empty lines in quotes": "'true\n\n\n      and typo.here > 1'",
    "plain over lines": "true\n      and typo.here > 1",
    "folded": ">\n      true and\n      typo.here > 1",
    "folded and stripped": ">-\n      true and\n      (typo.here > 1)",
    "folded and more indented": ">\n      true\n        and\n        typo.here > 1\n",
    "folded after empty lines": ">\n\n\n      true and\n\n      typo.here > 1",
    "kept": "|\n      true and\n      typo.here > 1",
    "kept with its indentation": "|2\n        true and\n        typo.here > 1",
    "after other letters": "'lot.id == ''Größe 大'' and typo.here > 1'",
    "after a comment": "  # why\n      typo.here > 1",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("when", CONDITIONS.values(), ids=CONDITIONS)
def test_a_name_is_underlined_where_it_stands(when: str, end: str) -> None:
    text = f"{HEAD}    when: {when}\n    because: typo elsewhere\n"
    (place,) = places(text.replace("\n", end))
    assert underlined(place) == "typo.here"
    assert place.line == 1 + text[: text.index("typo.here")].count("\n")
    assert "\r" not in place.text


TEXTS = {
    "plain": "found {typo.here}",
    "quoted": '"{defects.major.found} and {typo.here} ü"',
    "after other letters": "'Größe 大 {typo.here}'",
    "after escapes": '"\\t\\u00e9\\"{typo.here}"',
    "folded": ">\n      one {defects.major.found}\n      two {typo.here}",
    "kept": "|\n      one\n        two {typo.here}",
    "spaces within": "'{ typo.here }'",
}


@pytest.mark.parametrize("because", TEXTS.values(), ids=TEXTS)
def test_a_hole_in_a_text_is_underlined(because: str) -> None:
    (place,) = places(f"{HEAD}    when: true\n    because: {because}\n")
    assert underlined(place).strip("{} ") == "typo.here"


TABLE = """\
tables:
  t:
    columns: [ supplier.track_record, "shipment.urgency" ]
    source: s
    because: b
    rows:
      - if: [%s]
        permit: accept
"""
CELLS = {
    "one of several": ("'new,  por', -", "por"),
    "quoted in the cell": ("'\"por\"', -", '"por"'),
    "different": ("'!=   por', -", "por"),
    "a bound": ("-, '> por'", "por"),
    "an end of a range": ("-, '[1..por.x]'", "por.x"),
    "no number": ("-, '(0..5%%]'".replace("%%", "%"), "5%"),
}


@pytest.mark.parametrize(("cells", "wrong"), CELLS.values(), ids=CELLS)
def test_the_wrong_part_of_a_cell_is_underlined(cells: str, wrong: str) -> None:
    found = places(f"{HEAD}    when: true\n    because: b\n{TABLE % cells}")
    assert (wrong, 17) in [(underlined(place), place.line) for place in found]


def test_a_wrong_column_is_told_once_and_where_it_stands() -> None:
    rows = "[new, low]\n        permit: accept\n      - if: [poor, high]"
    table = (TABLE % "").replace("if: []", f"if: {rows}").replace("shipment.urgency", "urgenzy")
    (place,) = places(f"{HEAD}    when: true\n    because: b\n{table}")
    assert (underlined(place), place.line) == ("urgenzy", 13)


@pytest.mark.parametrize("key", ["whn", "größe"])
def test_a_key_is_underlined(key: str) -> None:
    place = places(f"{HEAD}    when: true\n    {key}: x\n")[-1]
    assert (underlined(place), place.line, place.column) == (key, 10, 5)


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_byte_order_mark_moves_nothing(mark: str) -> None:
    place = places(f"{mark}polcy: x\n{HEAD}    when: true\n")[0]
    assert (underlined(place), place.line) == ("polcy", 1)


def test_a_place_beyond_the_text_is_its_end() -> None:
    (place,) = places("policy: [x\n\n\n")
    assert (place.line, place.text) == (1, "policy: [x")


def test_a_very_long_line_is_cut_around_the_mistake() -> None:
    text = f"{HEAD}    when: {'true and ' * 300}typo.here\n"
    with pytest.raises(PolicyError) as caught:
        load_checked_text(text, CATALOGUE)
    _, _, _, line, marks, *_ = render(caught.value.diagnostics[0]).split("\n")
    assert len(line) < 200
    assert line[marks.index("^") : marks.rindex("^") + 1] == "typo.here"


def test_tabs_are_as_wide_as_their_underlining_takes_them() -> None:
    text = f"{HEAD}    when: \ttrue\tand typo.here\n"
    with pytest.raises(PolicyError) as caught:
        load_checked_text(text, CATALOGUE)
    _, _, _, line, marks, *_ = render(caught.value.diagnostics[0]).split("\n")
    assert line[marks.index("^") : marks.rindex("^") + 1] == "typo.here"


def test_findings_are_told_in_the_order_of_the_file() -> None:
    found = places(f"{HEAD}    when: b and a\n    because: '{{c}}'\nrule: x\n")
    assert [place.line for place in found] == sorted(place.line for place in found)


def test_the_same_finding_is_told_once() -> None:
    found = places(f"{HEAD}    when: typo and typo\n")
    assert [place.column for place in found] == [11, 20]
    assert len(found) == len(set(found))


def test_a_text_that_its_file_does_not_hold_stands_where_it_begins() -> None:
    scalar = Scalar("elsewhere", ">", Text("file", ">-\n  here"), 0, 0, 0, 9)
    assert (scalar.place.line, scalar.place.column) == (1, 1)
    assert scalar.within(3, 5) == scalar.place
