"""A program as one statement: cells read, then level after level, then the outputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlglot import exp

from disposition.errors import Problem, suggest
from disposition.facts.catalogue import Catalogue
from disposition.language.lower.build import any_of
from disposition.language.lower.total import Add, LeafColumn, Multiply, nodes
from disposition.language.types import Kind
from disposition.policy.model import CheckedPolicy
from disposition.tables.column_types import ColumnType, Stored
from disposition.tables.columns import TableColumns, TableError, lists_in
from disposition.tables.loads import ListLoad, Load
from disposition.tables.names import TEXTS, UNREADABLE
from disposition.tables.program import TableProgram, compile_table
from disposition.tables.sql.dialects import DIALECTS, Dialect
from disposition.tables.sql.loading import (
    SqlListLoading,
    SqlLoading,
    column_type,
    syntax_of,
    usual_type,
)
from disposition.tables.sql.writing import SqlWriting, case, column
from disposition.words import listed


def dialect_of(name: str) -> Dialect:
    """Return a dialect by its name.

    Raises:
        TableError: there is none of that name.
    """
    if name not in DIALECTS:
        hint = suggest(str(name), DIALECTS) or f"there are {listed(DIALECTS)}"
        raise TableError([Problem("dialect", f"there is no `{name}`", hint, "unknown-key")])
    return DIALECTS[name]


def expect_written(columns: TableColumns, catalogue: Catalogue) -> None:
    """Refuse what is not written in a dialect: lists, or numbers with groups of thousands.

    Raises:
        TableError: with each of them.
    """
    counts = "counts of it are read in data frames only"
    lines = "tables of lines are read in data frames only"
    problems = [
        Problem(
            f"column `{name}`",
            f"`{path}` is a list, and {where}",
            "give a frame, such as `relation.pl()`, or the facts that are told of the list",
            "not-in-tables",
        )
        for name, path, where in [
            *((name, "inspection.defects", counts) for name in columns.counts),
            *((path, path, lines) for path in columns.lines),
        ]
        if path in catalogue.lists
    ]
    problems += [
        Problem(
            f"column `{name}`",
            "`decimals` are read in data frames only",
            "give a frame, such as `relation.pl()`, or a column of numbers",
            "not-in-tables",
        )
        for name, cell in columns.cells.items()
        if cell.decimals
    ]
    if problems:
        raise TableError(problems)


def policy_sql(
    policy: CheckedPolicy,
    dialect: str,
    columns: TableColumns,
    *,
    source: str,
    types: Mapping[str, str],
    outputs: Sequence[str],
    prefix: str,
) -> str:
    """Return the statement that decides the rows of a table; see `Policy.to_sql`."""
    spoken = dialect_of(dialect)
    expect_written(columns, policy.catalogue)
    schema: dict[str, ColumnType] = {
        name: column_type(each, dialect) for name, each in types.items()
    }
    problems = [
        Problem(
            f"column `{name}`",
            f"`{cell.path}` is a list, and nobody says what its items hold",
            f"say its type: `types={{'{name}': '{spoken.lists}'}}`",
            "wrong-type",
        )
        for name, cell in lists_in(columns, policy.catalogue).items()
        if name not in schema
    ]
    if problems:
        raise TableError(problems)
    for name, cell in columns.cells.items():
        spec = policy.catalogue.get(cell.path)
        if name not in schema and spec is not None:
            schema[name] = usual_type(spec.type.kind, cell.places)
    program = compile_table(policy, columns, schema, outputs=outputs, prefix=prefix, marks=True)
    table = exp.to_table(source, dialect=dialect)
    made = statement(program, list(schema), exp.select("*").from_(table), spoken)
    written = made.sql(dialect=dialect, pretty=True) + "\n"
    if "\x00" in written:
        message = "a text with the character 0 in it cannot be written as SQL"
        raise TableError([Problem("policy", message, code="not-in-tables")])
    return written


def statement(
    program: TableProgram, kept: Sequence[str], source: exp.Select, dialect: Dialect
) -> exp.Select:
    """Return the statement that keeps some columns of a source, and adds the outputs.

    Each level is a query of its own over the one before, so that what several need is reckoned
    once.
    """
    syntax = syntax_of(program.lists, dialect)
    writing = SqlWriting(dialect, syntax, program.levels.named)
    loads: dict[Load | ListLoad, SqlLoading | SqlListLoading] = {
        each: SqlLoading(each, dialect) for each in program.loads
    }
    loads |= {each: SqlListLoading(each, dialect, syntax) for each in program.lists}
    bad = {load.bad: loading.bad() for load, loading in loads.items()}
    bare = _bare(program)
    values = {
        load.value: loading.value()
        if load.value in bare
        else _unless(bad[load.bad], load.bad, loading.value())
        for load, loading in loads.items()
    }
    steps: list[Mapping[str, exp.Expr]] = [bad, values] if loads else []
    steps += [
        {name: writing.reckoned(node) for name, node in step.items()}
        for step in program.levels.steps
    ]
    names: list[str] = ["source"]
    whole = exp.select().with_("source", as_=_fenced(source, dialect), copy=False)
    for number, step in enumerate(steps):
        level = exp.select("*", *_named(step), copy=False).from_(names[-1], copy=False)
        names.append(f"level_{number}")
        whole = whole.with_(names[-1], as_=_fenced(level, dialect), copy=False)
    outputs = {name: _typed(program, name, writing, dialect) for name in program.names}
    query = whole.select(*map(column, kept), *_named(outputs), copy=False)
    return query.from_(names[-1], copy=False)


_OF_ENDINGS = TEXTS | {"rules", UNREADABLE}
"""Outputs that tell nothing else of a row that cannot be read."""


def _bare(program: TableProgram) -> set[str]:
    """Return the values that can stand as they are in rows where they cannot be read.

    No output tells them there, and they are only compared, so that nothing fails or overflows.
    """
    if not _OF_ENDINGS.issuperset(each.removeprefix(program.prefix) for each in program.names):
        return set()
    sums = [each for each in nodes(program.levels.roots) if isinstance(each, Add | Multiply)]
    reckoned = {each.path for each in nodes(sums) if isinstance(each, LeafColumn)}
    return {
        load.value
        for load in program.loads
        if load.value not in reckoned
        and load.cell.words is None
        and (load.held.most is not None or load.scalar.type.kind is Kind.ENUM)
        and load.held.stored in (Stored.WHOLE, Stored.TEXT)
    }


def _unless(bad: exp.Expr, name: str, value: exp.Expr) -> exp.Expr:
    """Return the value of a cell, none where it cannot be read."""
    if isinstance(bad, exp.Boolean) and not bad.this:
        return value
    return case([(exp.func("COALESCE", column(name), exp.false()), exp.null())], value)


def _typed(program: TableProgram, name: str, writing: SqlWriting, dialect: Dialect) -> exp.Expr:
    output = program.levels.outputs[name]
    written = writing.told(output)
    if name.removeprefix(program.prefix) == UNREADABLE and output.parts:
        # Lists are dear, and hardly any row has something in this one.
        is_bad = writing.written(any_of(output.parts))
        return case([(is_bad, written)], dialect.texts_that_are([]))
    return written


def _named(step: Mapping[str, exp.Expr]) -> Iterable[exp.Expr]:
    return (exp.alias_(each, name, quoted=True, copy=False) for name, each in step.items())


def _fenced(query: exp.Select, dialect: Dialect) -> exp.Select:
    return query.offset(0, copy=False) if dialect.fenced else query
