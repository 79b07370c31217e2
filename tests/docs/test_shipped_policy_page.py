"""The page on the shipped policy tells all its limits, with their values, and its house rules."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from support.checkout import ROOT

PAGE = (ROOT / "docs/explanation/the-shipped-policy.md").read_text(encoding="utf-8")
TEXT = (ROOT / "rules/failed-inspection.yaml").read_text(encoding="utf-8")
POLICY = yaml.safe_load(TEXT)
CODE = r"\b[A-Z]-\d+\b"
FACTS: dict[str, Any] = {}
for path in sorted((ROOT / "rules/facts").glob("*.yaml")):
    FACTS |= yaml.safe_load(path.read_text(encoding="utf-8")).get("parameters", {})


def row(name: str) -> str:
    return next(
        (line for line in PAGE.splitlines() if line.startswith("| ") and f"`{name}`" in line), ""
    )


@pytest.mark.parametrize(("name", "limit"), POLICY["parameters"].items())
def test_each_limit_stands_in_the_table_with_its_value(name: str, limit: dict[str, Any]) -> None:
    assert re.search(rf"\| {limit['value']:g} ", row(name)), row(name)


def test_limits_of_facts_are_told_with_their_values() -> None:
    table = PAGE.partition("Thresholds of the facts")[2].partition("\n## ")[0]
    names = re.findall(r"`([a-z_]+)`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)))
    assert len(names) > 8
    for name in names:
        told = row(name).split("|")[2]
        assert re.search(rf"\b{FACTS[name]['value']}\b", told), (name, told)


def test_the_page_names_the_house_rules_of_the_policy_and_no_others() -> None:
    sources = re.findall(r"House rules? [^\n\"]*", TEXT)
    assert set(re.findall(CODE, PAGE)) == {
        code for each in sources for code in re.findall(CODE, each)
    }


@pytest.mark.parametrize("outcome", POLICY["outcomes"])
def test_outcomes_stand_in_their_order(outcome: str) -> None:
    place = list(POLICY["outcomes"]).index(outcome) + 1
    assert f"\n{place}. **{outcome}**: " in PAGE
