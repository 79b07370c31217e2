"""Where policy files are, and their text; a policy reads from its own folder and nowhere else."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from disposition.built import shipped_folder
from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml import LARGEST_FILE
from disposition.errors import suggest
from disposition.frozen import frozen
from disposition.words import listed

if TYPE_CHECKING:
    # Who loads a shipped policy does not wait for what files are read into.
    from disposition.documents.yaml.nodes import Scalar

SHIPPED = "failed-inspection"
SUFFIXES = (".yaml", ".yml")
MOST_SUGGESTED_FROM = 1000


@frozen
class PolicyFile:
    """A file, and its name as the user would write it."""

    name: str
    path: Path


def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped policies."""
    files = shipped_folder().glob("*.yaml")
    return tuple(sorted(path.stem for path in files if not path.name.endswith(".cases.yaml")))


def file_of(path: Path | None) -> Path:
    """Return the file that is meant: a name without an ending is that of a shipped policy.

    Without a path, that is the shipped policy of lots.
    """
    if path is None:
        return shipped_folder() / f"{SHIPPED}.yaml"
    is_name = not path.suffix and path.name == str(path) and path.name in shipped_names()
    return shipped_folder() / f"{path}.yaml" if is_name and not path.exists() else path


def read_text(file: PolicyFile, asked_at: Place | None, findings: Findings) -> str | None:
    """Return the text of a file, or None after noting why there is none.

    `asked_at` is the place in the policy that names the file; without one, the user named it.
    """
    name = file.name
    place = asked_at or Place(name, 1, 1)
    try:
        with file.path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it is no name of a file").lower()
        hint = ""
        if asked_at is None and not name.endswith(SUFFIXES):
            names = shipped_names()
            hint = suggest(name, names) or f"shipped policies are {listed(names)}"
        findings.error("F601", place, f"the policy `{name}` cannot be read: {reason}", hint)
        return None
    if len(data) > LARGEST_FILE:
        message = f"the policy `{name}` is larger than {LARGEST_FILE // 1024} KiB"
        hint = "a policy is text for people; split it into layers with `extends`"
        findings.error("F602", place, message, hint)
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n"), len(before) - (before.rfind(b"\n") + 1)
        text = data.split(b"\n")[line].decode("utf-8", errors="replace").rstrip("\r")
        place = Place(name, line + 1, column + 1, 1, text)
        findings.error("F603", place, "this is not UTF-8 text", "save the file as UTF-8")
        return None


def locate(extends: Scalar, folder: Path | None, findings: Findings) -> PolicyFile | None:
    """Return the file that `extends` names: a shipped policy, or one in the policy's own folder."""
    name = extends.text
    if not name.endswith(SUFFIXES):
        return _shipped(extends, folder, findings)
    if folder is None:
        message = f"a policy given as text cannot extend the file `{name}`"
        findings.error("F606", extends.place, message, "save it beside that file")
        return None
    try:
        path = whole_path(folder / name)
        is_inside, is_there, is_file = path.is_relative_to(folder), path.exists(), path.is_file()
    except (OSError, RuntimeError, ValueError):  # too long, a circle of links, a zero character
        findings.error("F605", extends.place, f"`{name}` is no name of a file")
        return None
    if not is_inside:
        message = f"`{name}` is outside the policy's folder"
        hint = "a policy extends files of its own folder, or a shipped policy by its name"
        findings.error("F606", extends.place, message, hint)
        return None
    if not is_file:
        message = (
            f"`{name}` {'is not a file' if is_there else 'is not in the folder of the policy'}"
        )
        beside = sorted(each.name for each in folder.glob("*.y*ml"))[:MOST_SUGGESTED_FROM]
        findings.error("F605", extends.place, message, suggest(name, beside))
        return None
    return PolicyFile(str(Path(extends.source.name).parent / name), path)


def _shipped(extends: Scalar, folder: Path | None, findings: Findings) -> PolicyFile | None:
    name, known = extends.text, shipped_names()
    if name in known:
        return PolicyFile(f"{name}.yaml", (shipped_folder() / f"{name}.yaml").resolve())
    hint = suggest(name, known) or "the name of a file ends in `.yaml`"
    if folder is not None and f"{name}.yaml" in {each.name for each in folder.glob("*.yaml")}:
        hint = f"did you mean the file `{name}.yaml`?"
    findings.error("F605", extends.place, f"no policy `{name}` is shipped", hint)
    return None


def text_of(path: Path) -> str:
    """Return the text of a policy file that the user named.

    Raises:
        PolicyError: it cannot be read.
    """
    findings = Findings()
    text = read_text(PolicyFile(str(path), path), None, findings)
    findings.raise_errors()
    if text is None:
        raise AssertionError("what cannot be read has been found fault with")
    return text


def whole_path(path: Path) -> Path:
    """Return a path with its links followed; what it names need not be there.

    Raises:
        OSError: it is too long, or its links lead in a circle (since Python 3.13 they are then left
            as they are).
        RuntimeError: its links lead in a circle (before Python 3.13).
        ValueError: no file can have the name.
    """
    whole = path.resolve()
    if any(part.is_symlink() for part in (whole, *whole.parents)):
        raise OSError(errno.ELOOP, "a circle of links", str(path))
    return whole
