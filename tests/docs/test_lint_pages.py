"""Every warning has a page: what it shows to avoid is warned of, what it prefers is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disposition import load_policy_text
from docs.test_diagnostics_page import SECTIONS, completed
from support.checkout import DOCS

PAGES = {path.name[:4].upper(): path for path in (DOCS / "reference" / "lints").glob("w*.md")}


def test_every_warning_has_a_page() -> None:
    assert sorted(PAGES) == sorted(code for code in SECTIONS if code.startswith("W"))


@pytest.mark.parametrize(("code", "page"), PAGES.items(), ids=PAGES)
def test_the_page(code: str, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(rf"# {code}: ", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Avoid", "Prefer", "Why"]
    avoid, prefer = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert code in found(avoid)
    assert code not in found(prefer)
    assert f"(lints/{page.name})" in SECTIONS[code]


def found(example: str) -> set[str]:
    return {each.code for each in load_policy_text(completed(example)).warnings}
