"""Bad lot documents and exactly what is said of each: tests/golden/lots/NAME.json and NAME.txt."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from disposition.errors import LotError, Problem
from disposition.facts import Facts, Lot
from support.checkout import DOCS
from support.golden import Golden

FOLDER = Path(__file__).parents[2] / "golden" / "lots"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.json")))
def test_a_bad_document_gets_its_message(name: str, golden: Golden) -> None:
    with pytest.raises(LotError) as refused:
        Lot.from_json((FOLDER / f"{name}.json").read_bytes())
    golden(f"{refused.value}\n", f"lots/{name}.txt")


def test_every_mistake_has_a_code_that_the_page_lists() -> None:
    page = (DOCS / "reference/lot-document.md").read_text(encoding="utf-8")
    table = page[page.index("| code | of |") :].partition("\n\n")[0]
    rows = (row.split("|")[1] for row in table.splitlines()[2:])
    listed = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row)}
    found = {
        problem.code
        for path in FOLDER.glob("*.json")
        for problem in problems(Lot.from_json, path.read_bytes())
    }
    found |= {each.code for each in problems(Facts, {"lot.colour": 1})}
    found |= {each.code for each in problems(Lot.from_dict, {"lot": {"unit_price": 0.1 + 0.2}})}
    found |= {each.code for each in problems(Lot.from_dict, dict.fromkeys(map(str, range(200))))}
    assert found | {"missing", "unknown-format"} == listed  # those are of other documents


def problems(read: Callable[[Any], object], document: object) -> tuple[Problem, ...]:
    with pytest.raises(LotError) as refused:
        read(document)
    return refused.value.problems


def test_there_are_many_of_them() -> None:
    assert len(list(FOLDER.glob("*.json"))) >= 40


def test_no_message_is_without_its_document() -> None:
    messages = {path.stem for path in FOLDER.glob("*.txt")}
    assert messages == {path.stem for path in FOLDER.glob("*.json")}
