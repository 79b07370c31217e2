"""Puts the playground together: its page, Python for the browser, the library, and examples."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COMPILED = (".so", ".pyd", ".dylib")
FIRST_LOT = "toy-wheels"


def assemble(vendored: Path, wheel: Path, folder: Path) -> None:
    """Fill a folder of the site, of what `vendor` fetched and the wheel of the library."""
    shutil.copytree(HERE / "assets", folder)
    shutil.copytree(vendored / "pyodide", folder / "pyodide")
    pack([*sorted((vendored / "wheels").glob("*.whl")), wheel], folder / "packages.zip")
    (folder / "examples.json").write_text(json.dumps(examples()), encoding="utf-8")


def pack(wheels: Iterable[Path], archive: Path) -> None:
    """Put wheels into one archive, as they are but for compiled parts, and what answers beside."""
    with ZipFile(archive, "w", ZIP_DEFLATED) as made:
        for wheel in wheels:
            with ZipFile(wheel) as held:
                for name in held.namelist():
                    if not name.endswith((*COMPILED, "/")):
                        made.writestr(name, held.read(name))
        made.write(HERE / "answers.py", "answers.py")


def examples() -> dict[str, dict[str, str]]:
    """Return what a visitor can begin with: texts by name, the first of each kind first."""
    lots = sorted((ROOT / "examples/lots").glob("*.json"), key=lambda each: each.stem != FIRST_LOT)
    shipped = ROOT / "rules/failed-inspection.yaml"
    return {
        "lot": {each.stem: _text(each) for each in lots},
        "policy": {
            "a customer's rules on top": _text(ROOT / "examples/policies/acme.yaml"),
            "with mistakes": _text(ROOT / "examples/policies/acme-with-mistakes.yaml"),
            "the shipped policy, whole": _text(shipped),
        },
        "cases": {"two cases": _text(HERE / "policy.cases.yaml")},
    }


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
