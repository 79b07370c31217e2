"""What is made of shipped files when the wheel is built, so that no process makes it again.

The wheel holds it in `disposition/kept`, beside the code that would make it: whoever can change
the one can change the other. It is used only where the same text is read, and where the code that
would read it is the same to the last byte. Elsewhere, and in a checkout, it is made anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

PACKAGE = Path(__file__).resolve().parent
KEPT = PACKAGE / "kept"
_PLAIN = (str, int, bool, bytes, type(None))
_DIGEST_BYTES = sha256().digest_size
_kept_in: Path | None = None


def built(text: str, names: Sequence[str], code: Sequence[str], make: Callable[[], T]) -> T:
    """Return what `make` makes of a text, or what is built of it already.

    `names` are texts that what is made may hold, and that are not the same everywhere, as the name
    of a file. `code` tells what makes it, by folders of the package.
    """
    given = (text, *names)
    name = sha256(text.encode(errors="surrogatepass")).hexdigest()
    if _kept_in is not None:
        made = make()
        data = _pickled(made, given)
        (_kept_in / name).write_bytes(_digest(data, code) + data)
        return made
    try:
        kept = (KEPT / name).read_bytes()
    except OSError:
        return make()
    digest, data = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
    if digest != _digest(data, code):
        return make()
    return _unpickled(data, given)  # type: ignore[no-any-return] # what was made


def shipped_folder() -> Path:
    """Return the folder of the shipped policies and definitions: in the wheel, or in a checkout."""
    packaged = PACKAGE / "rules"
    return packaged if packaged.is_dir() else PACKAGE.parents[1] / "rules"


@contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """Put everything that is made meanwhile into a folder, for the wheel."""
    global _kept_in  # noqa: PLW0603 - one build in a process
    _kept_in = folder
    try:
        yield
    finally:
        _kept_in = None


def _digest(data: bytes, code: Sequence[str]) -> bytes:
    """Return the digest of data and of the code that made it: some folders, and what all use."""
    digest = sha256(data)
    for folder in ("", *code):
        digest.update(_digest_of(folder))
    return digest.digest()


@cache
def _digest_of(folder: str) -> bytes:
    """Return the digest of the sources in a folder, without those below the package itself."""
    digest = sha256()
    for source in sorted(_sources(f"{PACKAGE}/{folder}", within=bool(folder))):
        with open(source, "rb") as stream:  # noqa: PTH123 - hundreds of files, in each process
            digest.update(stream.read())
    return digest.digest()


def _sources(folder: str, *, within: bool) -> Iterator[str]:
    """Yield the sources in a folder, and perhaps in those within it: `Path.glob`, but sooner."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path
            elif within and entry.is_dir():
                yield from _sources(entry.path, within=True)


def _pickled(made: object, given: Sequence[str]) -> bytes:
    from io import BytesIO
    from pickle import Pickler

    class Naming(Pickler):
        def persistent_id(self, held: Any) -> int | None:
            return given.index(held) if isinstance(held, str) and held in given else None

    stream = BytesIO()
    Naming(stream, protocol=5).dump(_sharing(made, {}))
    return stream.getvalue()


def _sharing(held: Any, seen: dict[tuple[Any, ...], Any]) -> Any:
    """Return the same where parts that are equal are one, so that a pickle makes each once.

    Parts are equal if they have one class, and what they are made of is equal: 1 is not True.
    """
    kind = held.__class__
    if kind in _PLAIN:
        return seen.setdefault((kind, held), held)
    if kind is dict:
        held = {_sharing(key, seen): _sharing(value, seen) for key, value in held.items()}
        return seen.setdefault((None, id(held)), held)  # it lives on, so that its id stays its own
    made_by, given, *more = (tuple, held) if kind is tuple else held.__reduce_ex__(4)
    if made_by is not kind or more:
        return seen.setdefault((None, id(held)), held)
    parts = tuple(_sharing(each, seen) for each in given)
    key = (kind, *map(id, parts))
    if key not in seen:
        seen[key] = parts if kind is tuple else kind(*parts)
    return seen[key]


def _unpickled(data: bytes, given: Sequence[str]) -> Any:
    from io import BytesIO
    from pickle import Unpickler

    class Named(Unpickler):
        def persistent_load(self, place: int) -> str:
            return given[place]

    return Named(BytesIO(data)).load()
