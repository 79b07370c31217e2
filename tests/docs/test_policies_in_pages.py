"""Whole policies shown in pages load without a finding, and so do those among the examples."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from disposition import load_policy, load_policy_text
from support.checkout import DOCS, ROOT, pages, relative

EXAMPLES = ROOT / "examples" / "policies"
# The page of findings shows mistakes; each is tried there, by itself.
SHOWN = {
    f"{relative(page)}-{number}": textwrap.dedent(block)
    for page in pages()
    if page.name != "diagnostics.md"
    for number, (_, block) in enumerate(
        re.findall(r"^( *)```yaml\n(.*?)^\1```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )
}
POLICIES = {
    name: block for name, block in SHOWN.items() if re.search(r"^version: ", block, re.MULTILINE)
}


def test_there_are_some() -> None:
    assert any(name.startswith("docs/reference/policy-language.md") for name in POLICIES)


@pytest.mark.parametrize("block", POLICIES.values(), ids=POLICIES)
def test_it_loads_without_a_finding(block: str) -> None:
    assert load_policy_text(block).warnings == ()


@pytest.mark.parametrize(
    "path", sorted(set(EXAMPLES.glob("*.yaml")) - {EXAMPLES / "acme-with-mistakes.yaml"}), ids=str
)
def test_an_example_loads_without_a_finding(path: Path) -> None:
    assert load_policy(path).warnings == ()


def test_the_layer_of_the_guide_is_the_example() -> None:
    guide = (DOCS / "how-to" / "change-a-policy.md").read_text(encoding="utf-8")
    assert (EXAMPLES / "acme.yaml").read_text(encoding="utf-8") in guide


def test_a_page_runs_all_cases_of_the_shipped_policies() -> None:
    ran = (DOCS / "how-to" / "test-a-policy.md").read_text(encoding="utf-8")
    assert "$ disposition test rules\n" in ran
    told = re.search(r"^\.\.\. cases in (\d+) files: none failed$", ran, re.MULTILINE)
    assert told is not None
    assert int(told[1]) == len([*(ROOT / "rules").glob("*.yaml")]) // 2
