"""Reads what a cases file says of another version of its policy: which cases it decides otherwise.

`differences: {against: old.yaml, before: {name-of-a-case: {outcome: rework}}}`
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from disposition.decide import load_policy
from disposition.errors import suggest
from disposition.language.fields import Fields
from disposition.testing.cases import Differences, Expected
from disposition.testing.loading.expectations import Vocabulary, read_expected
from disposition.testing.loading.files import file_beside

DIFFERENCES_KEYS = ("against", "about", "before")


def read_differences(fields: Fields, folder: Path, cases: Collection[str]) -> Differences | None:
    """Return the version to compare with, or None if the file names none.

    Raises:
        PolicyError: the other version cannot be loaded.
    """
    group = fields.mapping("differences")
    if group is None:
        return None
    inner = Fields(group, "`differences`", DIFFERENCES_KEYS, fields.findings)
    inner.text("about")
    against = inner.scalar("against", inner.require("against", "the other version's file"))
    if against is None:
        return None
    path = file_beside(against, folder, fields.findings)
    if path is None:
        return None
    policy = load_policy(path)
    before = dict(_before(inner, Vocabulary.of(policy), cases))
    return Differences(policy, against.text, before)


def _before(
    fields: Fields, words: Vocabulary, cases: Collection[str]
) -> Iterator[tuple[str, Expected]]:
    for name, node in fields.mapping("before") or ():
        group = fields.mapping(name.text, node)
        if name.text not in cases:
            message = f"there is no case `{name.text}`"
            fields.findings.error("C707", name.place, message, suggest(name.text, cases))
        elif group is not None:
            yield name.text, read_expected(group, words, fields.findings)
