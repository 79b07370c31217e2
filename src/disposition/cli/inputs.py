"""What commands read: bounded, from a file or from standard input; and the options they share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

import click

from disposition.cli.messages import fail, fail_over, reason_of, write_aside
from disposition.decide import Policy, load_policy
from disposition.documents.json.text import LARGEST, parse
from disposition.documents.yaml.nodes import LARGEST_FILE
from disposition.engines import AUTO, DEFAULT_ENGINE, NAMES, engine_here
from disposition.errors import DispositionError, EngineError
from disposition.policy import PolicyError

YAML = {".yaml", ".yml"}
"""How names of files end that hold YAML, and no JSON."""

FC = TypeVar("FC", bound=Callable[..., Any] | click.Command)


def _an_engine(_context: click.Context, _option: click.Parameter, name: str) -> str:
    try:
        if name != AUTO:
            engine_here(name)
    except EngineError as error:
        fail_over(error)
    return name


file_argument = click.argument("file", metavar="FILE|-", type=click.Path(allow_dash=True))

policy_option = click.option(
    "--policy",
    "policy_file",
    metavar="POLICY",
    type=click.Path(path_type=Path),
    help="The policy to decide by: a file, or a shipped one's name.  [default: failed-inspection]",
)


def engine_option_of(default: str) -> Callable[[FC], FC]:
    """Return the option that says by which engine to decide."""
    return click.option(
        "--engine",
        default=default,
        metavar="NAME",
        callback=_an_engine,
        help=f"{', '.join(NAMES)}: they decide the same, at different speeds.  "
        f"[default: {default}]",
    )


engine_option = engine_option_of(DEFAULT_ENGINE)


def opened(file: str) -> AbstractContextManager[IO[bytes]]:
    """Open a file, or standard input for `-`; exit with an error if it cannot be read."""
    if file == "-" and sys.stdin is None:
        fail("standard input: it is closed")
    try:
        return click.open_file(file, "rb")
    except OSError as error:
        _fail_to_read(file, error)


def _fail_to_read(file: str, error: OSError) -> NoReturn:
    fail(f"{_name(file)}: {reason_of(error, 'it cannot be read')}")


def _name(file: str) -> str:
    return "standard input" if file == "-" else file


def read_document(file: str) -> Any:
    """Return the plain data of a file; exit with an error if there is none.

    It is JSON, unless its name ends as those of YAML files do.
    """
    if Path(file).suffix.lower() in YAML:
        return _from_yaml(file)
    try:
        return parse(_read(file))
    except DispositionError as error:
        fail_over(error)


def _from_yaml(file: str) -> Any:
    from disposition.language.plain_data import plain_yaml  # JSON needs no reader of YAML

    text = _read(file, LARGEST_FILE)
    try:
        return plain_yaml(file, _decoded(file, text))
    except PolicyError as error:
        write_aside(str(error))
        fail(f"`{file}` cannot be read")


def read_text(file: str) -> str:
    """Return the text of a file; exit with an error if there is none."""
    return _decoded(file, _read(file))


def _decoded(file: str, text: bytes) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        fail(f"{_name(file)}: not UTF-8", "save the file as UTF-8")


def _read(file: str, most: int = LARGEST) -> bytes:
    """Return no more than a document may have, so that a huge file costs no memory."""
    try:
        with opened(file) as stream:
            text = stream.read(most + 1)
    except OSError as error:
        _fail_to_read(file, error)
    if len(text) > most:
        fail(
            f"{_name(file)}: larger than {most // 1024**2} MiB",
            "a lot document has a few kilobytes",
        )
    return text


def read_policy(file: Path | None) -> Policy:
    """Return a policy; exit with its findings on stderr if it cannot be used."""
    try:
        return load_policy(file)
    except PolicyError as error:
        fail_over_policy(error, file)


def fail_over_policy(error: PolicyError, file: Path | None) -> NoReturn:
    """Write everything that is wrong with a policy, and exit."""
    write_aside(str(error))
    fail(f"the policy `{file}` cannot be used" if file else "the shipped policy cannot be used")
