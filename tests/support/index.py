"""A package index on loopback, of the wheel under test and of what it needs, which is installed.

Nothing else can be installed from it, and it remembers what was asked for.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

from attrs import field, frozen


@frozen
class Index:
    """Where it listens, and the names of packages that were looked up in it."""

    url: str
    asked: list[str] = field(factory=list)


@contextmanager
def serving(folder: Path, *wheels: Path) -> Iterator[Index]:
    """Serve wheels, each under the name of its package."""
    for wheel in wheels:
        place = folder / _normalised(wheel.name.partition("-")[0])
        place.mkdir(parents=True, exist_ok=True)
        place.joinpath(wheel.name).write_bytes(wheel.read_bytes())
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path.strip("/").partition("/")[0])
            super().do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Index(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def wheel_of_installed(name: str, folder: Path) -> Path:
    """Make a wheel of a package that is installed here, with the files that it brought."""
    package = metadata.distribution(name)
    (tag, *_) = re.findall(r"^Tag: (.+)$", package.read_text("WHEEL") or "", re.MULTILINE)
    files = [each for each in package.files or [] if ".." not in each.parts]
    wheel = folder / f"{_normalised(name).replace('-', '_')}-{package.version}-{tag}.whl"
    with ZipFile(wheel, "w") as archive:
        for each in files:
            if each.suffix != ".pyc":
                archive.write(each.locate(), each.as_posix())
    return wheel


def clean_environment(folder: Path) -> Path:
    """Make a virtual environment with nothing in it; return the folder of its commands."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / "bin"


def install(commands: Path, index: Index, *requirements: str) -> None:
    """Install into a virtual environment from an index, and from nowhere else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    pip = [sys.executable, "-m", "pip", "--python", commands / "python", "install", "--quiet"]
    subprocess.run(
        [*pip, "--no-cache-dir", "--index-url", index.url, *requirements],
        env=kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        check=True,
    )


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
