"""Checked policies: of files as they are, and of shipped files as the wheel holds them, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from disposition.built import built, shipped_folder
from disposition.documents.diagnostics import Diagnostic
from disposition.facts.catalogue import SHIPPED
from disposition.facts.own.catalogues import with_derived, with_thresholds
from disposition.facts.shipped import texts_of_definitions
from disposition.frozen import fields
from disposition.language.types import FactSpec
from disposition.policy.digest import digest
from disposition.policy.load.files import file_of
from disposition.policy.model import CheckedPolicy

_CODE = ("documents", "facts", "frozen", "language", "policy", "sampling")
"""What makes a checked policy of texts."""
_MADE_ANEW = {"catalogue", "found", "look"}
"""What a policy holds that is no data, but functions over what stands beside it."""


def load_checked(path: Path | None, catalogue: Mapping[str, FactSpec]) -> CheckedPolicy:
    """Load a policy file, or a shipped policy by its name, with all that it extends.

    Without a path, that is the shipped policy of lots.

    Raises:
        PolicyError: with every finding of the run.
    """
    file = file_of(path)
    if catalogue is SHIPPED and file.parent == shipped_folder():
        content = _text(file)
        if content is not None:
            return _shipped(file, content)
    return _load_file(file, catalogue)


def _load_file(file: Path, catalogue: Mapping[str, FactSpec]) -> CheckedPolicy:
    # Who loads what the wheel has checked does not wait for what checks it.
    from disposition.policy.load.loader import load_file

    return load_file(file, catalogue)


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None  # whoever loads files tells what is wrong with it


def _shipped(file: Path, content: str) -> CheckedPolicy:
    """Return the policy of a shipped file, from what the wheel holds if it was made of this text.

    It was checked against the definitions of facts, so their texts count, too.
    """
    loaded: list[CheckedPolicy] = []

    def load() -> dict[str, Any] | None:
        policy = _load_file(file, SHIPPED)
        loaded.append(policy)
        return None if policy.lineage or policy.own else at_rest(policy)

    texts = repr((content, texts_of_definitions()))
    kept = built(texts, [str(file)], _CODE, load)
    if loaded or kept is None:
        return loaded[0] if loaded else _load_file(file, SHIPPED)
    parameters, hoisted = kept["parameters"], kept["hoisted"]
    given = with_thresholds(SHIPPED, parameters)
    catalogue = with_derived(given, hoisted, parameters, kept["definitions"])
    found = kept.pop("found")
    policy = CheckedPolicy(**kept, catalogue=catalogue, look=partial(_warnings, file, content))
    policy.found.update(found)
    return policy


def at_rest(policy: CheckedPolicy) -> dict[str, Any]:
    """Return what a policy is made of, as far as it is data, and what is found out of it."""
    names = {each.name for each in fields(CheckedPolicy)} - _MADE_ANEW
    found = {"digest": digest(policy), "facts": policy.facts}
    return {"found": found, **{name: getattr(policy, name) for name in sorted(names)}}


def _warnings(file: Path, content: str, further: Iterable[Any]) -> tuple[Diagnostic, ...]:
    """Return what is probably not meant in a shipped file, read and checked anew."""
    from disposition.policy.load.loader import load_checked_change

    return load_checked_change(file, content, SHIPPED).look(further)
