"""What commands read: bounded, from a file or from standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from disposition.cli.messages import fail, reason_of, write_aside
from disposition.cli.options import FC
from disposition.decide import Policy, load_policy
from disposition.documents.json.text import LARGEST, parse
from disposition.documents.yaml import LARGEST_FILE
from disposition.engines import AUTO, DEFAULT_ENGINE, NAMES, engine_here
from disposition.errors import DocumentError
from disposition.frozen import frozen
from disposition.policy import PolicyError

if TYPE_CHECKING:
    # Who gives JSON does not wait for what reads workbooks.
    from disposition.sheets.lot_workbook import LotCells

YAML = {".yaml", ".yml"}
TABLES = {".csv", ".tsv", ".parquet", ".pq"}
"""How names of files end that hold YAML, and no JSON."""

WORKBOOKS = {".xlsx"}
"""How names of files end that are workbooks."""

ENGINE_OF_ONE_LOT = "reference"
"""The engine that walks the conditions as they are written."""


def _an_engine(_context: click.Context, _option: click.Parameter, name: str) -> str:
    if name != AUTO:
        engine_here(name)
    return name


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


def engine_of_one_lot(name: str) -> str:
    """Return the engine by which a process decides that decides one lot.

    Where any will do, it is the one that needs no making: to make another takes longer than the
    decision does (decision 0036).
    """
    return ENGINE_OF_ONE_LOT if name == AUTO else name


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
    return "standard input" if file == "-" else file or "a file without a name"


@frozen
class GivenDocument:
    """The text of a document: YAML if its name ends as those of YAML files do, else JSON."""

    name: str
    text: bytes

    @property
    def is_yaml(self) -> bool:
        """Whether it is YAML, and no JSON."""
        return Path(self.name).suffix.lower() in YAML

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook to fill in a lot."""
        return Path(self.name).suffix.lower() in WORKBOOKS

    @property
    def _workbook(self) -> LotCells:
        from disposition.sheets.lot_workbook import read_lot_workbook

        return read_lot_workbook(Path(self.name))

    def data(self) -> Any:
        """Return the plain data of the document.

        Raises:
            LotError: it is no JSON, or a workbook with keys that there are not.
            PolicyError: it is no YAML.
        """
        if self.is_workbook:
            return self._workbook.data
        if not self.is_yaml:
            return parse(self.text)
        from disposition.language.plain_data import plain_yaml  # JSON needs no reader of YAML

        return plain_yaml(self.name, _decoded(self.name, self.text))

    @contextmanager
    def located(self) -> Iterator[None]:
        """Have what is wrong with the document told by its line and column too."""
        try:
            yield
        except DocumentError as error:
            if self.is_workbook:
                if not any(each.place for each in error.problems):
                    error.problems = self._workbook.placed(error.problems)
                raise
            from disposition.documents.places.placing import placed

            text = self.text.decode("utf-8-sig", errors="replace")
            error.problems = placed(error.problems, _name(self.name), text, is_yaml=self.is_yaml)
            raise


def read_source(file: str) -> GivenDocument:
    """Return the text of a document; exit with an error if it cannot be read."""
    is_yaml = Path(file).suffix.lower() in YAML
    return GivenDocument(file, _read(file, LARGEST_FILE if is_yaml else LARGEST))


def read_document(file: str) -> tuple[Any, GivenDocument]:
    """Return the plain data of a file, and its text; exit with an error if there is none."""
    if Path(file).suffix.lower() in TABLES and Path(file).is_file():
        hint = "`disposition decide` with `--columns`, and `batch`, decide its rows"
        fail(f"{_name(file)}: a table by its name, and no lot", hint)
    source = read_source(file)
    try:
        with source.located():
            return source.data(), source
    except PolicyError as error:
        write_aside(str(error))
        fail(f"`{file}` cannot be read")


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


@contextmanager
def reading(file: Path | str, what: str = "") -> Iterator[None]:
    """Exit with an error if what is done within cannot read a file, or cannot use `what` it is."""
    try:
        yield
    except UnicodeDecodeError:
        fail(f"{file}: not UTF-8", "save the file as UTF-8")
    except PolicyError as error:
        write_aside(str(error))
        fail(f"{what or f'`{file}`'} cannot be used")
    except OSError as error:
        fail(f"{error.filename or file}: {reason_of(error, 'it cannot be read')}")


def read_columns(file: Path) -> Mapping[str, Any]:
    """Return what a file says of the columns of a table; exit with an error if it does not."""
    from disposition.language.plain_data import plain_yaml

    with reading(file):
        declared = plain_yaml(str(file), file.read_text(encoding="utf-8-sig"))
    if not isinstance(declared, Mapping):
        fail(f"{file}: expected columns and what they mean", "such as `qty: lot.quantity`")
    return declared


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
