"""The reference page of entries names every kind and every key with its meaning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import fields

from disposition.casefile.log.kinds import KINDS, EntryKind
from support.checkout import DOCS

PAGE = (DOCS / "reference" / "case-entries.md").read_text(encoding="utf-8")
LINES = PAGE.splitlines()


def parts(kind: type) -> Iterator[type]:
    yield kind
    for attribute in fields(kind):
        if "items" in attribute.metadata:
            yield from parts(attribute.metadata["items"])


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_key_of_a_kind_has_its_row(kind: EntryKind) -> None:
    section = PAGE.partition(f"\n### `{kind.name}`\n")[2].partition("\n### ")[0].splitlines()
    assert any(line.startswith(f"{kind.about}.") for line in section)
    for part in parts(kind.data):
        for attribute in fields(part):
            needed = " **(needed)**" if attribute.metadata.get("needed") else ""
            row, ends = f"| `{attribute.name}`{needed} |", f" | {attribute.metadata['about']} |"
            assert any(line.startswith(row) and line.endswith(ends) for line in section), row
