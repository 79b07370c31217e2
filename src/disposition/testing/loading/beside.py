"""The files that a cases file names: they lie in its own folder, or in one below it.

Whoever runs the cases of a stranger has no other file opened for it.
"""

from __future__ import annotations

from pathlib import Path

from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Scalar
from disposition.policy.load.paths import whole_path


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
