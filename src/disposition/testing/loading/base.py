"""Reads the lot that cases start from: written in the cases file, or a lot document beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from disposition.documents.diagnostics import Findings
from disposition.documents.json.text import LARGEST
from disposition.documents.yaml.nodes import Mapping, Scalar
from disposition.errors import LotError
from disposition.facts import Lot
from disposition.language.fields import Fields
from disposition.language.plain_data import plain
from disposition.testing.loading.beside import file_beside


def read_base(fields: Fields, folder: Path) -> tuple[Mapping | None, dict[str, Any]]:
    """Return where the lot is written, None if in a file of its own, and the lot's document."""
    node = fields.node("base")
    if isinstance(node, Scalar):
        return None, _from_file(node, folder, fields.findings)
    group = fields.mapping("base")
    return group, plain(group, fields.findings) if group else {}


def _from_file(name: Scalar, folder: Path, findings: Findings) -> dict[str, Any]:
    """Return the document of a lot file, noting everything that is wrong with it."""
    path = file_beside(name, folder, findings)
    if path is None:
        return {}
    try:
        with path.open("rb") as stream:
            return Lot.from_json(stream.read(LARGEST + 1)).to_dict()
    except (OSError, ValueError) as error:
        if not isinstance(error, LotError):
            reason = (getattr(error, "strerror", None) or "it is no name of a file").lower()
            message = f"the lot `{name.text}` cannot be read: {reason}"
            findings.error("C710", name.place, message, "a JSON file, seen from this one")
            return {}
        for problem in error.problems:
            message = f"the lot `{name.text}` cannot be taken: {problem.message}"
            findings.error("C710", name.place, f"{message} at `{problem.where}`", problem.hint)
    return {}
