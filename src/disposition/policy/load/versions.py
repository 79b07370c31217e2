"""Versions of a policy by how people name them: files, shipped names, git revisions, digests."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TypeVar

from disposition.errors import DispositionError

Loaded = TypeVar("Loaded")

_REVISION = re.compile(r"[A-Za-z0-9_@][A-Za-z0-9_./~^@{}-]*")
_DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})")
MOST_REVISIONS = 500
"""Revisions of a file among which a digest is looked for, the latest first."""
_SECONDS = 60


class VersionError(DispositionError):
    """A version of a policy that is not there."""


def is_revision(name: str) -> bool:
    """Whether a name is a file at a git revision: `HEAD~1:rules/acme.yaml`.

    >>> is_revision("v1.2:policies/acme.yaml"), is_revision("acme.yaml")
    (True, False)
    """
    revision, colon, path = name.partition(":")
    # A letter and a colon begin a path of Windows.
    return bool(colon and path and len(revision) > 1 and _REVISION.fullmatch(revision))


def digest_in(name: str) -> str:
    """Return the hexadecimal digits of a digest, or nothing.

    >>> digest_in("sha256:0123456789abcdef"), digest_in("acme")
    ('0123456789abcdef', '')
    """
    found = _DIGEST.fullmatch(name)
    return found[1] if found else ""


@contextmanager
def file_at(name: str) -> Iterator[Path]:
    """Make a file as it was at a revision, with all beside it, and give its path meanwhile.

    Raises:
        VersionError: there is no git, no such revision, or no such file in it.
    """
    revision, _, path = name.partition(":")
    here = _git(Path(), "rev-parse", "--show-prefix").strip()
    if path.startswith("./"):
        path = str(PurePosixPath(here) / path)
    with ExitStack() as held:
        folder = Path(held.enter_context(TemporaryDirectory(prefix="disposition-")))
        _unpack(revision, folder)
        file = folder / path
        beside = folder / here / path
        found = file if file.exists() else beside
        if not found.exists():
            raise VersionError(f"there is no `{path}` at `{revision}`")
        yield found


def with_digest(file: Path, digits: str, load: Callable[[Path], Loaded], digest: str) -> Loaded:
    """Return a file as it was when it had a digest, by looking through its revisions.

    `digest` is the name of the attribute of what is loaded that holds it.

    Raises:
        VersionError: no revision has it, or there is no git.
    """
    listed = _git(file.parent, "log", f"-{MOST_REVISIONS}", "--format=%H", "--", file.name)
    root = _git(file.parent, "rev-parse", "--show-prefix").strip()
    for revision in listed.split():
        try:
            with file_at(f"{revision}:{PurePosixPath(root) / file.name}") as path:
                found = load(path)
        except DispositionError:
            continue
        if str(getattr(found, digest)).removeprefix("sha256:").startswith(digits):
            return found
    raise VersionError(f"no revision of `{file}` has the digest `{digits}`")


def _unpack(revision: str, folder: Path) -> None:
    root = _git(Path(), "rev-parse", "--show-toplevel").strip()
    archive = _run(Path(root), "archive", "--format=tar", revision)
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")


def _git(folder: Path, *arguments: str) -> str:
    return _run(folder, *arguments).decode(errors="replace")


def _run(folder: Path, *arguments: str) -> bytes:
    try:
        # Arguments are fixed, but for a revision that begins with no dash, and names of files.
        ran = subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607 - whichever git the person uses
            cwd=folder,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise VersionError("revisions need git, which is not installed") from None
    except subprocess.TimeoutExpired:
        raise VersionError(f"git did not answer within {_SECONDS} seconds") from None
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip().splitlines()
        raise VersionError(f"git: {said[-1] if said else 'it failed'}")
    return ran.stdout
