"""Which facts a value of the document can change: one too many perhaps, never one too few."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from disposition import Lot, LotError
from disposition.facts import CATALOGUE
from disposition.facts.observation import observe
from support.checkout import ROOT

NAMES = ["toy-wheels", "textile-pullovers", "electronics-double-sampling", "ceramics-two-plans"]


def held(part: Any, kind: str = "") -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield everything under a key: the kind of its place, what holds it, and its key."""
    if isinstance(part, list):
        for item in part:
            yield from held(item, f"{kind}[]")
    elif isinstance(part, dict):
        for key, value in part.items():
            place = f"{kind}.{key}".removeprefix(".")
            yield from held(value, place)
            yield place, part, key


@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_change_does_not(name: str) -> None:
    """Each value and each list of a document is left out once."""
    path = ROOT / "examples" / "lots" / f"{name}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    before = observe(Lot.from_dict(document), CATALOGUE)
    tried = 0
    for place, part, key in list(held(document)):
        value, part[key] = part[key], None
        try:
            after = observe(Lot.from_dict(document), CATALOGUE)
        except LotError:  # what is left contradicts itself
            continue
        finally:
            part[key] = value
        tried += 1
        different = {fact for fact in CATALOGUE if before[fact] != after[fact]}
        assert different <= set(CATALOGUE.changed_by(place, CATALOGUE)), place
    assert tried > 40


def test_a_definition_changes_with_what_it_reads_alone() -> None:
    few = ["shipment.days_left", "checks.all_passed", "lot.quantity"]
    assert CATALOGUE.changed_by("inspection.checks[].result", few) == ("checks.all_passed",)
    assert CATALOGUE.changed_by("inspection.checks", few) == ("checks.all_passed",)
    assert CATALOGUE.changed_by("shipment.ship_by", few) == ("shipment.days_left",)
    assert CATALOGUE.changed_by("lot.quantity", few) == ("lot.quantity",)
