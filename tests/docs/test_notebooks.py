"""The notebooks in `examples/notebooks` run, and show what is stored in them."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from support.checkout import ROOT

FOLDER = ROOT / "examples" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_is_stored_in_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    names: dict[str, Any] = {}
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] != "code":
            continue
        value = _run("".join(cell["source"]), names)
        data = cell["outputs"][0]["data"] if cell["outputs"] else {}
        if "text/html" in data:
            assert _short(value._repr_html_()) == _short("".join(data["text/html"])), number
        elif value is not None:
            shown = "".join("".join(data["text/plain"]).split())
            assert shown == "".join(repr(value).split()), number


def _run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell, and return the value of its last line."""
    *before, last = ast.parse(source).body
    if isinstance(last, ast.Expr):
        exec(compile(ast.Module(before, []), "cell", "exec"), names)  # noqa: S102 - ours
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - ours
    exec(compile(ast.Module([*before, last], []), "cell", "exec"), names)  # noqa: S102 - ours
    return None


def _short(page: str) -> str:
    """Return a display without the digest of the policy, which changes with every word of it."""
    head, _, rest = page.partition("sha256:")
    return head + rest[64:]


def test_there_are_three() -> None:
    assert len(NOTEBOOKS) == 3
