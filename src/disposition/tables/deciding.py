"""Tables in, tables with decisions out: what `Policy.decide_table` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

from disposition.arguments import mapping_of, path_of, text_of, texts_of, word_of
from disposition.errors import DispositionError, Problem
from disposition.frozen import evolve
from disposition.policy.model import CheckedPolicy
from disposition.tables.names import OUTPUTS, PREFIX, RESERVED, RowOutputs
from disposition.version import installing
from disposition.words import listed

if TYPE_CHECKING:
    # Who only decides lots does not wait for what decides tables.
    from disposition.tables.columns import TableColumns

Columns: TypeAlias = "TableColumns | Mapping[str, Any] | str | PathLike[str]"
"""What columns mean, plain data that declares it, or the YAML file where it is declared."""


def decide_table(
    policy: CheckedPolicy,
    frame: Any,
    columns: Columns | None = None,
    *,
    outputs: Sequence[str] = OUTPUTS,
    prefix: str = PREFIX,
    bad: str = "refuse",
) -> Any:
    """Return a table with decisions; see `Policy.decide_table`."""
    bad = word_of("bad", bad, ("refuse", "mark"))
    declared = None if columns is None else columns_of(columns)
    wanted = _wanted(outputs, prefix)
    if type(frame).__name__ == "DuckDBPyRelation":
        return _relation(policy, frame, declared, wanted)
    if type(frame).__module__.startswith("pyspark.sql."):
        return _of_spark(policy, frame, declared, wanted)
    with needing("tables"):
        from disposition.tables.frames.conversion import decide_frame
    return decide_frame(policy, frame, declared, evolve(wanted, marks=bad == "mark"))


def _relation(
    policy: CheckedPolicy, relation: Any, columns: TableColumns | None, wanted: RowOutputs
) -> Any:
    with needing("sql"):
        from disposition.tables.sql.relations import decide_relation
    from disposition.tables.columns import TableColumns, TableError, needs_frames

    _expect_distinct(relation.columns)
    declared = columns or TableColumns.by_path(relation.columns, policy.catalogue)
    if needs_frames(declared, policy.catalogue):
        return _as_frame(policy, relation, columns, wanted)
    try:
        return decide_relation(policy, relation, declared, wanted)
    except TableError as error:
        from disposition.tables.frames.relational.outputs import needs_documents

        # A statement cannot call Python in a row, and a frame can.
        if not needs_documents(error, declared, policy.catalogue):
            raise
        return _as_frame(policy, relation, columns, wanted)


def _of_spark(
    policy: CheckedPolicy, frame: Any, columns: TableColumns | None, wanted: RowOutputs
) -> Any:
    with needing("sql"):
        from disposition.tables.sql.relations import decide_spark
    from disposition.tables.columns import TableColumns

    _expect_distinct(frame.columns)
    declared = columns or TableColumns.by_path(frame.columns, policy.catalogue)
    return decide_spark(policy, frame, declared, wanted)


def _expect_distinct(columns: Iterable[str]) -> None:
    """Refuse names that differ in their case only: neither DuckDB nor Spark tells them apart."""
    from disposition.tables.columns import TableError

    names = Counter(name.casefold() for name in columns)
    for name in columns:
        if names[name.casefold()] > 1:
            message, hint = "two columns have this name", "give each a name of its own"
            raise TableError([Problem(f"column `{name}`", message, hint, "twice")])


def _as_frame(
    policy: CheckedPolicy, relation: Any, columns: TableColumns | None, wanted: RowOutputs
) -> Any:
    """Return a relation of the decided rows: lists are gone over in frames, so it is run here."""
    with needing("tables"):
        from disposition.tables.frames.conversion import decide_frame
    decided = decide_frame(policy, relation.to_arrow_table(), columns, wanted)
    # DuckDB finds it by its name in here, and the new relation is of the same connection.
    assert decided is not None  # noqa: S101 - it reads the name
    name = f"{RESERVED}decided"
    return relation.query(name, "SELECT * FROM decided").set_alias(name)


def policy_sql(
    policy: CheckedPolicy,
    dialect: str,
    columns: Columns,
    *,
    source: str,
    types: Mapping[str, str | Mapping[str, str]] | None = None,
    outputs: Sequence[str] = OUTPUTS,
    prefix: str = PREFIX,
) -> str:
    """Return a statement that decides the rows of a table; see `Policy.to_sql`."""
    with needing("sql"):
        from disposition.tables.sql import statement
    told = mapping_of("types", types, "types by the names of columns") if types is not None else {}
    for name, each in told.items():
        if not isinstance(each, str):
            mapping_of(f"types[{name!r}]", each, "a type, or those of lines by their columns")
    dialect = text_of("dialect", dialect, "the name of a dialect")
    source = text_of("source", source, "the name of a table", "such as `lots` or `qm.lots`")
    wanted = _wanted(outputs, prefix)
    return statement.policy_sql(policy, dialect, columns_of(columns), wanted, source, told)


def _wanted(outputs: Sequence[str], prefix: str) -> RowOutputs:
    told = texts_of("outputs", outputs, "a list of outputs", f"there are {listed(OUTPUTS)}")
    return RowOutputs(told, text_of("prefix", prefix))


def decisions_frame(decisions: Iterable[Any]) -> Any:
    """Return decisions as a frame; see `Decisions.to_frame`."""
    with needing("tables"):
        from disposition.tables.frames.decisions import frame_of
    return frame_of(decisions)


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Say what has to be installed, where it is not."""
    try:
        yield
    except ModuleNotFoundError as error:
        hint = f"{installing(extra)} brings it"
        raise DispositionError(f"tables need `{error.name}` ({hint})") from error


def columns_of(given: Columns) -> TableColumns:
    """Return what columns mean, however it is told."""
    from disposition.tables.columns import TableColumns, TableError

    if isinstance(given, TableColumns):
        return given
    if not isinstance(given, str | PathLike):
        return TableColumns.from_dict(given)
    file = path_of("columns", given, "what columns mean, or the file that declares it")
    try:
        return TableColumns.read(file)
    except OSError as error:
        raise TableError(
            [Problem(str(file), (error.strerror or "it cannot be read").lower(), code="no-file")]
        ) from None
    except UnicodeDecodeError:
        raise TableError([Problem(str(file), "not UTF-8", "save it as UTF-8", "no-file")]) from None
