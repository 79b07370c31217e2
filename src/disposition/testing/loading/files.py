"""Reads the files that a cases file names, such as the lot document that its cases start from.

They lie in its own folder, or in one below it: whoever runs the cases of a stranger has no other
file opened for it.
"""

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
from disposition.policy.load.files import whole_path


def file_beside(name: Scalar, folder: Path, findings: Findings) -> Path | None:
    """Return the path of a file that a cases file names, or None after noting why it has none.

    A file that is not there is for its reader to tell.
    """
    path = folder / name.text
    try:
        whole = whole_path(path)
        is_inside, is_there, is_file = (
            whole.is_relative_to(folder.resolve()),
            whole.exists(),
            whole.is_file(),
        )
    except (OSError, RuntimeError, ValueError):  # too long, a circle of links, a zero character
        findings.error("C711", name.place, f"`{name.text}` is no name of a file")
        return None
    if not is_inside:
        hint = "put it into the folder of the cases file, or below it; a link does not count"
        findings.error("C711", name.place, f"`{name.text}` is outside the folder", hint)
        return None
    if is_there and not is_file:
        findings.error("C711", name.place, f"`{name.text}` is not a file")
        return None
    return path


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
