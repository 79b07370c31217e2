"""Every code of a finding is explained, and each example gets the finding that it is one of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disposition import PolicyError, load_policy
from support.checkout import DOCS, ROOT

CODE = r"[EFLPSTWY]\d{3}"
PAGE = (DOCS / "reference" / "diagnostics.md").read_text(encoding="utf-8")
SECTIONS = dict(
    re.findall(rf"^### ({CODE})\n(.*?)(?=^##|\Z)", PAGE, flags=re.MULTILINE | re.DOTALL)
)
EXAMPLES = {
    code: block
    for code, text in SECTIONS.items()
    for block in re.findall(r"^```(?:yaml|text)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
}
WITHOUT_EXAMPLE = {
    *("Y005", "Y008", "E102", "E103"),
    *("P406", "P413", "P414", "F601", "F602", "F603"),
}

HOUSE = """\
policy: house
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
parameters: {limit: {value: 2.5, unit: percent, tighter: lower}}
define: {unsafe: defects.critical.present and defects.major.rate > limit}
rules:
  good: {permit: accept, when: not unsafe}
  usual: {permit: rework, when: true}
  unsafe: {forbid: accept, when: unsafe}
"""
USUAL = {
    "policy": "policy: toys",
    "version": "version: 1.0.0",
    "outcomes": "outcomes: {accept: {ships: all}, rework: {ships: none}}",
    "otherwise": "otherwise: hold",
    "rules": "rules: {usual: {permit: [accept, rework], when: true}}",
}


def completed(example: str) -> str:
    """Return an example with the keys that it leaves out, but for what would be another file."""
    keys = set(re.findall(r"^(\w+):", example, flags=re.MULTILINE))
    if not keys:
        return example
    wanted = ["policy", "version"] if "extends" in keys else list(USUAL)
    if "tables" in keys:
        wanted.remove("rules")
    return "\n".join(USUAL[key] for key in wanted if key not in keys) + "\n" + example


def test_the_codes_are_those_that_there_are() -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("analysis", "documents", "facts", "language", "policy")
        for path in sorted((ROOT / "src" / "disposition" / folder).rglob("*.py"))
    )
    assert sorted(SECTIONS) == sorted(set(re.findall(rf'"({CODE})"', text)))


def test_all_have_an_example_but_for_those_about_sizes_and_files() -> None:
    assert set(SECTIONS) - set(EXAMPLES) == WITHOUT_EXAMPLE


@pytest.mark.parametrize("code", EXAMPLES)
def test_its_example_gets_it(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("house.yaml").write_text(HOUSE, encoding="utf-8")
    Path("mine.yaml").write_text(completed(EXAMPLES[code]), encoding="utf-8")
    try:
        found = load_policy(Path("mine.yaml")).warnings
    except PolicyError as error:
        found = error.diagnostics
    assert code in {each.code for each in found}
    assert {each.code for each in found if each.severity.value == "error"} <= {code}
