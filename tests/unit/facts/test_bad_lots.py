"""Bad lot documents and exactly what is said of each: tests/golden/lots/NAME.json and NAME.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition.errors import LotError
from disposition.facts import Lot
from support.golden import Golden

FOLDER = Path(__file__).parents[2] / "golden" / "lots"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.json")))
def test_a_bad_document_gets_its_message(name: str, golden: Golden) -> None:
    with pytest.raises(LotError) as refused:
        Lot.from_json((FOLDER / f"{name}.json").read_bytes())
    golden(f"{refused.value}\n", f"lots/{name}.txt")


def test_there_are_many_of_them() -> None:
    assert len(list(FOLDER.glob("*.json"))) >= 40


def test_no_message_is_without_its_document() -> None:
    messages = {path.stem for path in FOLDER.glob("*.txt")}
    assert messages == {path.stem for path in FOLDER.glob("*.json")}
