"""Fetches what the playground runs on, by pip and npm, and takes it only if it is what is pinned.

Python in the browser is Pyodide, of the npm registry. What the library needs beside it comes from
the package index; compiled parts, which are for other machines, are left out.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
PYODIDE = "pyodide@314.0.7"
DIGEST = (
    "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyM"
    "cWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
)
RUNTIME = (
    *("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"),
    *("pyodide-lock.json", "python_stdlib.zip"),
)
PACKAGES = ROOT / "requirements" / "playground.txt"


class VendoringError(Exception):
    """What is needed cannot be had here, or is not what is pinned."""


def vendor(folder: Path) -> None:
    """Fill a folder: `pyodide`, what runs Python, and `wheels`, what the library needs."""
    with TemporaryDirectory() as name:
        work = Path(name)
        _fetch_pyodide(work)
        _fetch_wheels(work / "wheels")
        shutil.rmtree(folder, ignore_errors=True)
        for part in ("pyodide", "wheels"):
            shutil.copytree(work / part, folder / part)


def checked(archive: Path, digest: str) -> bytes:
    """Return what an archive holds if it has the digest, as npm writes digests.

    Raises:
        VendoringError: it is another.
    """
    data = archive.read_bytes()
    found = f"sha512-{base64.b64encode(hashlib.sha512(data).digest()).decode()}"
    if found != digest:
        raise VendoringError(f"{archive.name} is not what is pinned: its digest is {found}")
    return data


def _fetch_pyodide(work: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise VendoringError("there is no npm")
    _run([npm, "pack", "--silent", "--pack-destination", str(work), PYODIDE])
    (archive,) = work.glob("*.tgz")
    checked(archive, DIGEST)
    (work / "pyodide").mkdir()
    with tarfile.open(archive) as held:
        for name in RUNTIME:
            member = held.extractfile(f"package/{name}")
            if member is None:
                raise VendoringError(f"{archive.name} has no {name}")
            (work / "pyodide" / name).write_bytes(member.read())


def _fetch_wheels(folder: Path) -> None:
    # One platform wherever this runs, so that there is one digest.
    platform = ["--platform=manylinux2014_x86_64", "--python-version=3.13", "--only-binary=:all:"]
    _run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--require-hashes", *platform),
            *("--dest", str(folder), "--requirement", str(PACKAGES)),
        ]
    )


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise VendoringError(f"{Path(command[0]).name} failed: {last}")
