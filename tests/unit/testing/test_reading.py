"""Cases files are read with everything that is wrong told at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disposition.documents.places.data import PathError, changed, steps_of
from disposition.testing import CaseFile, CasesError, load_cases
from support.shipped import POLICY

BASE = """\
policy: failed-inspection.yaml
base:
  lot: {id: PO-1, quantity: 90}
  inspection: {date: 2026-11-18, defects: [{severity: minor, units: 2}]}
  as_of: 2026-11-22
"""


def load(text: str, folder: Path) -> CaseFile:
    path = folder / "a.cases.yaml"
    path.write_text(text, encoding="utf-8")
    return load_cases(path, POLICY)


def complaints(text: str, folder: Path) -> str:
    with pytest.raises(CasesError) as caught:
        load(text, folder)
    return str(caught.value).replace(f"{folder}/", "") + "\n"


def test_a_case_is_the_base_with_what_is_given(tmp_path: Path) -> None:
    text = BASE + (
        "cases:\n"
        "  other-units:\n"
        "    about: three of them\n"
        '    given: {"inspection.defects[0].units": 3, lot.id: null, lot.unit_price: 4.20}\n'
        "    expect: {outcome: hold}\n"
    )
    (case,) = load(text, tmp_path).cases
    assert (case.name, case.about, case.place.line) == ("other-units", "three of them", 7)
    assert case.expected.outcome == "hold"
    assert case.lot.to_dict() == {
        "lot": {"quantity": 90, "unit_price": "4.20"},
        "inspection": {"date": "2026-11-18", "defects": [{"severity": "minor", "units": 3}]},
        "as_of": "2026-11-22",
    }


def test_each_row_of_a_table_is_a_case(tmp_path: Path) -> None:
    text = BASE + (
        "tables:\n"
        "  sizes:\n"
        "    given: {lot.id: PO-2}\n"
        "    expect: {status: needs_information}\n"
        "    columns: [lot.quantity, outcome]\n"
        "    rows: [[91, hold], ['-', '-']]\n"
    )
    first, second = load(text, tmp_path).cases
    assert (first.name, second.name) == ("sizes/1", "sizes/2")
    assert (first.lot.lot.quantity, second.lot.lot.quantity) == (91, 90)
    assert (first.lot.lot.id, second.lot.lot.id) == ("PO-2", "PO-2")
    assert (first.expected.outcome, second.expected.outcome) == ("hold", None)
    assert second.expected.status == "needs_information"


def test_the_policy_is_the_one_beside_the_cases(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "policy: mine\nversion: 1.0.0\noutcomes: {keep: {ships: none}}\notherwise: hold\n"
        "rules: {always: {permit: [keep], when: true}}\n",
        encoding="utf-8",
    )
    path = tmp_path / "mine.cases.yaml"
    path.write_text("policy: mine.yaml\ncases: {a: {expect: {outcome: keep}}}\n", encoding="utf-8")
    assert load_cases(path).policy.id == "mine"


MISTAKES = {
    "unknown-path": "cases: {a: {given: {lot.quantty: 5}, expect: {outcome: hold}}}",
    "impossible-value": "cases: {a: {given: {lot.quantity: 0}, expect: {outcome: hold}}}",
    "value-of-the-base": "cases: {a: {given: {as_of: 2026-11-17}, expect: {outcome: hold}}}",
    "value-in-a-list": (
        "cases:\n  a:\n    given:\n      inspection.defects:\n"
        "        - {severity: mayor, units: 1}\n    expect: {outcome: hold}"
    ),
    "not-a-path": "cases: {a: {given: {lot..id: 5}, expect: {outcome: hold}}}",
    "path-through-a-value": "cases: {a: {given: {lot.id.x: 5}, expect: {outcome: hold}}}",
    "path-to-no-item": (
        'cases: {a: {given: {"inspection.defects[1].units": 5}, expect: {outcome: hold}}}'
    ),
    "unknown-outcome": "cases: {a: {expect: {outcome: reworks}}}",
    "unknown-rule": "cases: {a: {expect: {reasons: [conformin]}}}",
    "unknown-obligation": "cases: {a: {expect: {obligations: [reinspekt]}}}",
    "unknown-value": (
        "cases: {a: {expect: {values: {agree-price-reduction: {amout: 5}, agre: {}}}}}"
    ),
    "value-of-another-kind": (
        "cases:\n  a:\n    expect:\n      values:\n        agree-price-reduction:\n"
        "          amount: '1344'\n        order-replacement: {units: EUR}\n"
    ),
    "unknown-fact": "cases: {a: {expect: {missing: [lot.quantitiy]}}}",
    "unknown-expectation": "cases: {a: {expect: {outcom: hold}}}",
    "nothing-expected": "cases: {a: {given: {lot.quantity: 5}}}",
    "short-row": "tables: {t: {columns: [lot.quantity, outcome], rows: [[5]]}}",
    "not-yaml": "cases: [",
    "unknown-format": "format: 2",
    "unknown-key": "case: {a: {expect: {outcome: hold}}}",
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_place(name: str, tmp_path: Path, golden: Any) -> None:
    golden(complaints(BASE + MISTAKES[name] + "\n", tmp_path), f"cases/{name}.txt")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = BASE + (
        "cases:\n"
        "  a: {given: {lot.quantity: -1}, expect: {outcome: hold}}\n"
        "  b: {expect: {outcome: shipp}}\n"
    )
    with pytest.raises(CasesError) as caught:
        load(text, tmp_path)
    assert [found.place.line for found in caught.value.diagnostics] == [7, 8]


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe", b"- a list\n"])
def test_what_is_no_cases_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.cases.yaml"
    path.write_bytes(content)
    with pytest.raises(CasesError):
        load_cases(path, POLICY)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match="no such file"):
        load_cases(tmp_path / "none.cases.yaml", POLICY)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.cases.yaml"
    path.write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(CasesError, match="larger than 1024 KiB"):
        load_cases(path, POLICY)


def test_a_base_is_never_changed() -> None:
    document: dict[str, Any] = {"inspection": {"defects": [{"units": 2}]}}
    changed(document, [("inspection.defects[0].units", 3), ("lot.id", "PO-1")])
    assert document == {"inspection": {"defects": [{"units": 2}]}}


@pytest.mark.parametrize("path", ["", ".", "lot.", "lot id", "a[x]", "a[-1]", "[0]"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(PathError):
        steps_of(path)


def test_the_base_can_be_a_lot_file(tmp_path: Path) -> None:
    (tmp_path / "toys.json").write_text('{"lot": {"id": "PO-1", "quantity": 90}}')
    text = "policy: x.yaml\nbase: toys.json\ncases:\n  a:\n    given: {lot.id: PO-2}\n"
    (case,) = load(f"{text}    expect: {{outcome: hold}}\n", tmp_path).cases
    assert case.lot.to_dict() == {"lot": {"id": "PO-2", "quantity": 90}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "the lot `toys.json` cannot be read: no such file or directory"),
        ('{"lot": {"quantity": -1}}', "the lot `toys.json` cannot be taken: expected a whole"),
        ("not JSON", "the lot `toys.json` cannot be taken: "),
    ],
)
def test_a_lot_file_that_cannot_be_used_is_told(
    content: str | None, said: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "toys.json").write_text(content)
    text = "policy: x.yaml\nbase: toys.json\ncases: {a: {expect: {outcome: hold}}}\n"
    found = complaints(text, tmp_path)
    assert said in found
    assert "a.cases.yaml:2:7" in found
