"""Golden files: texts that were read and found good once, and must not change unnoticed."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from attrs import frozen


@frozen
class Golden:
    """Compares texts with the files of a folder, or writes them there when asked to update."""

    folder: Path
    update: bool

    def __call__(self, text: str, name: str) -> None:
        """Fail with a diff unless the file `name` holds exactly this text."""
        path = self.folder / name
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        hint = "if the new text is right: pytest --update-golden, then read the change"
        if not path.exists():
            pytest.fail(f"there is no golden file {name}; {hint}", pytrace=False)
        expected = path.read_text(encoding="utf-8")
        if text != expected:
            diff = difflib.unified_diff(
                expected.splitlines(),
                text.splitlines(),
                fromfile=f"tests/golden/{name}",
                tofile="now",
                lineterm="",
            )
            shown = "\n".join(diff) or "they differ only in line ends or the last newline"
            pytest.fail(f"the text is not the golden one; {hint}\n{shown}", pytrace=False)
