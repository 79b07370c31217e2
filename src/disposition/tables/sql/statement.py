"""A program as one statement: cells read, then level after level, then the outputs."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from itertools import count
from typing import TypeAlias

from sqlglot import exp
from sqlglot.errors import SqlglotError

from disposition.documents.quoting import shown
from disposition.errors import Problem, suggest
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.language.lower import total
from disposition.language.lower.total import Node
from disposition.language.types import Kind
from disposition.policy.model import CheckedPolicy
from disposition.tables.column_reading import (
    ColumnType,
    CountsLoad,
    LinesLoad,
    ListLoad,
    Load,
    Stored,
)
from disposition.tables.columns import TableColumns, TableError, lists_in, only_in_frames
from disposition.tables.names import RESERVED, TEXTS, UNREADABLE, RowOutputs
from disposition.tables.nested.plan_rows import FLAGS, NUMBERS, column_of
from disposition.tables.program import TableProgram, compile_table
from disposition.tables.shared_columns import Levels
from disposition.tables.sql.dialects import DIALECTS, Dialect
from disposition.tables.sql.joining import CountsListing, LinesJoining
from disposition.tables.sql.lists import ListSyntax
from disposition.tables.sql.loading import (
    SqlListLoading,
    SqlLoading,
    column_type,
    syntax_of,
    unless_bad,
    usual_type,
)
from disposition.tables.sql.methods import as_bits, early, place, twice, without_short
from disposition.tables.sql.plans import PlansJoining
from disposition.tables.sql.terms import case, column, named
from disposition.tables.sql.writing import SqlWriting
from disposition.words import listed

Types: TypeAlias = Mapping[str, str | Mapping[str, str]]
"""Types of columns by their names; those of lines by the path of their list."""


def dialect_of(name: str) -> Dialect:
    """Return a dialect by its name.

    Raises:
        TableError: there is none of that name.
    """
    if name not in DIALECTS:
        hint = suggest(str(name), DIALECTS) or f"there are {listed(DIALECTS)}"
        raise TableError([Problem("dialect", f"there is no `{name}`", hint, "unknown-key")])
    return DIALECTS[name]


def expect_written(columns: TableColumns) -> None:
    """Refuse what is not written in SQL: numbers with groups of thousands.

    Raises:
        TableError: with each of them.
    """
    signs = {f"column `{name}`": only_in_frames(cell) for name, cell in columns.cells.items()}
    signs |= {
        f"column `{name}`": "decimals" if count.decimals else ""
        for name, count in columns.counts.items()
    }
    signs |= {
        f"lines `{each.name or path}`, column `{name}`": only_in_frames(cell)
        for path, each in columns.lines.items()
        for name, cell in each.cells.items()
    }
    problems = [
        Problem(
            where,
            f"`{key}` are read in data frames only",
            "give a frame, such as `relation.pl()`, or a column of numbers or days",
            "not-in-tables",
        )
        for where, key in signs.items()
        if key
    ]
    if problems:
        raise TableError(problems)


def policy_sql(  # noqa: PLR0917 - what is decided and told, and where it lies
    policy: CheckedPolicy,
    dialect: str,
    columns: TableColumns,
    wanted: RowOutputs,
    source: str,
    types: Types,
) -> str:
    """Return the statement that decides the rows of a table; see `Policy.to_sql`."""
    spoken = dialect_of(dialect)
    expect_written(columns)
    schema: dict[str, ColumnType] = {
        name: column_type(each, dialect) for name, each in types.items() if isinstance(each, str)
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
    for name in columns.counts:
        schema.setdefault(name, usual_type(Kind.INTEGER, 0))
    lines = _types_of_lines(policy, columns, types, dialect)
    program = compile_table(policy, columns, schema, wanted, lines, joins_plans=True)
    table = _table_of(source, dialect)
    made = statement(program, list(schema), exp.select("*").from_(table), spoken)
    written = _text_of(made, dialect) + "\n"
    if "\x00" in written:
        message = "a text with the character 0 in it cannot be written as SQL"
        raise TableError([Problem("policy", message, code="not-in-tables")])
    return written


def _table_of(source: str, dialect: str) -> exp.Table:
    """Return the table of a name, as SQL has it.

    Raises:
        TableError: it is no name of a table.
    """
    try:
        found = exp.to_table(source, dialect=dialect)
    except SqlglotError:
        found = None
    if not isinstance(found, exp.Table) or not found.name:
        hint = "such as `lots` or `qm.lots`"
        raise TableError([Problem("source", f"{shown(source)} names no table", hint, "no-table")])
    return found


def _text_of(query: exp.Select, dialect: str) -> str:
    """Return a statement as a text: queries that its queries stand on begin at the margin, too.

    Each further to the right than the one around it, dozens of levels would be mostly blanks.
    """
    around: list[tuple[exp.Select, str]] = []
    while isinstance(source := query.args["from_"].this, exp.Subquery):
        name = exp.to_identifier(source.alias)
        query.from_(exp.Table(this=name), copy=False)
        around.append((query, name.sql(dialect=dialect)))
        query = source.this
    text = query.sql(dialect=dialect, pretty=True)
    for each, told in reversed(around):
        head = each.sql(dialect=dialect, pretty=True)
        text = f"{head.removesuffix(told)}(\n{text}\n) AS {told}"
    return text


def _types_of_lines(
    policy: CheckedPolicy, columns: TableColumns, types: Types, dialect: str
) -> Mapping[str, Mapping[str, ColumnType]]:
    """Return the types of the columns of lines, those that nobody tells as they usually are.

    Raises:
        TableError: with each name that is told types, and is not that of lines.
    """
    problems = [
        Problem(
            f"types `{path}`",
            "there are no lines of this list",
            suggest(path, columns.lines),
            "unknown-key",
        )
        for path, each in types.items()
        if not isinstance(each, str) and path not in columns.lines
    ]
    problems += [
        Problem(
            f"types `{path}`",
            "lines have a type for each of their columns",
            f"such as `types={{'{path}': {{'lot': 'BIGINT'}}}}`",
            "wrong-type",
        )
        for path in columns.lines
        if isinstance(types.get(path), str)
    ]
    if problems:
        raise TableError(problems)
    found: dict[str, dict[str, ColumnType]] = {}
    for path, meaning in columns.lines.items():
        told = types.get(path, {})
        several = {} if isinstance(told, str) else told
        held = {name: column_type(each, dialect) for name, each in several.items()}
        spec = policy.catalogue.lists.get(path)
        for name, cell in meaning.cells.items():
            item = None if spec is None else spec.items.get(cell.path)
            kind = Kind.TEXT if item is None else item.type.kind
            held.setdefault(name, usual_type(kind, cell.places))
        found[path] = held
    return found


def statement(
    program: TableProgram, kept: Sequence[str], source: exp.Select, dialect: Dialect
) -> exp.Select:
    """Return the statement that keeps some columns of a source, and adds the outputs.

    Each level is a query of its own over the one before, so that what several need is reckoned
    once.
    """
    syntax = syntax_of(program.lists.lists, dialect)
    lines = [
        LinesJoining(each, dialect, syntax)
        for each in program.lists.lists
        if isinstance(each, LinesLoad)
    ]
    written_out = {each.bad for each in program.loads if _is_short(each)}
    bad, values = _read(program, dialect, syntax, written_out)
    told = {name: each for name, each in bad.items() if name in written_out}
    levels = without_short(program.levels) if dialect.makes_methods else program.levels
    writing = SqlWriting(dialect, syntax, levels.named, told)
    marks = {name: each for name, each in bad.items() if name not in written_out}
    plans = _plans(program)
    # Whatever a table of lines is called, here it is not yet one of these.
    queries = [query for each in lines for query in each.lines()]
    queries += [("source", source)]
    queries += [] if plans is None else [plans.plans()]
    last = "source"
    for each in lines:
        queries += each.joined(last)
        last = queries[-1][0]
    reckoned, outputs = _reckoned(levels, writing, dialect)
    numbers = count()

    def whole_last() -> exp.Expr | str:
        """Return the last query by its name; as it stands where each name is dear."""
        if dialect.makes_methods and queries[-1][0] == last:
            return queries.pop()[1].subquery(last, copy=False)
        return last

    def add(step: Mapping[str, exp.Expr]) -> str:
        level = exp.select("*", *named(step, copy=False), copy=False).from_(
            whole_last(), copy=False
        )
        queries.append((f"level_{next(numbers)}", level))
        return queries[-1][0]

    read: Sequence[Mapping[str, exp.Expr]] = [step for step in (marks, *values) if step]
    if plans is None and dialect.makes_methods:
        read, reckoned = early([*read, *reckoned]), []
    for step in read:
        last = add(step)
    if plans is not None:
        queries += plans.joined(last)
        last = queries[-1][0]
    for step in reckoned:
        last = add(step)
    query = exp.select(*map(column, kept), *named(outputs, copy=False), copy=False)
    query = query.from_(whole_last(), copy=False)
    for name, each_query in queries:
        query = query.with_(name, as_=_fenced(each_query, dialect), copy=False)
    return query


def _reckoned(
    levels: Levels, writing: SqlWriting, dialect: Dialect
) -> tuple[Sequence[Mapping[str, exp.Expr]], Mapping[str, exp.Expr]]:
    """Return what is reckoned level by level, and the outputs by it."""
    steps: list[dict[str, exp.Expr]] = []
    for told_by in filter(None, levels.steps):
        columns = {
            name: _one_by_one(node, writing)
            if name == f"{RESERVED}{UNREADABLE}" and not dialect.makes_methods
            else writing.reckoned(node)
            for name, node in told_by.items()
        }
        if dialect.makes_methods:
            columns = {name: twice(told_by[name], e, levels.named) for name, e in columns.items()}
        steps.append(columns)
    outputs: dict[str, exp.Expr] = {}
    for number, (name, output) in enumerate(levels.outputs.items()):
        bits = None
        if dialect.makes_methods:
            bits = as_bits(f"{RESERVED}list_{number}", output, writing, dialect, levels.named)
        if bits is None:
            outputs[name] = writing.output(output)
        else:
            place(bits.columns, steps)
            outputs[name] = bits.told
    return steps, outputs


def _one_by_one(node: Node, writing: SqlWriting) -> exp.Expr:
    """Return whether one of some truths holds, each looked at where none before it does.

    It is never null, and quicker than to reckon all of them in all rows.
    """
    parts = map(writing.written, node.parts if isinstance(node, total.Disjunction) else (node,))
    return case([(each, exp.true()) for each in parts if each != exp.false()], exp.false())


def _plans(program: TableProgram) -> PlansJoining | None:
    """Return how lots are joined with the plans of those severities that are asked for."""
    if program.plans is None:
        return None
    read = {
        each.path
        for each in total.nodes(program.levels.roots)
        if isinstance(each, total.LeafColumn)
    }
    asked = [
        severity
        for severity in SEVERITIES
        if any(column_of(severity, name) in read for name in (*FLAGS, *NUMBERS))
    ]
    return PlansJoining(program.plans, asked) if asked else None


def _read(
    program: TableProgram, dialect: Dialect, syntax: ListSyntax, written_out: Container[str]
) -> tuple[Mapping[str, exp.Expr], Sequence[Mapping[str, exp.Expr]]]:
    """Return which cells are bad, and level by level the values of the others."""
    loads: dict[str, tuple[str, SqlLoading | SqlListLoading | LinesJoining]] = {
        each.value: (each.bad, SqlLoading(each, dialect)) for each in program.loads
    }
    counted: dict[str, exp.Expr] = {}
    for each in program.lists.lists:
        match each:
            case ListLoad():
                loads[each.value] = (each.bad, SqlListLoading(each, dialect, syntax))
            case LinesLoad():
                loads[each.value] = (each.bad, LinesJoining(each, dialect, syntax))
            case CountsLoad():
                counted[each.value] = CountsListing(each, dialect, syntax).value()
    bad = {name: loading.bad() for name, loading in loads.values()}
    bare = _bare(program)
    values = {
        name: loading.value()
        if name in bare
        else unless_bad(bad[of], None if of in written_out else of, loading.value())
        for name, (of, loading) in loads.items()
    }
    return bad, (values, counted)


_OF_ENDINGS = TEXTS | {"rules", UNREADABLE}
"""Outputs that tell nothing else of a row that cannot be read."""


def _bare(program: TableProgram) -> set[str]:
    """Return the values that can stand as they are in rows where they cannot be read.

    No output tells them there, and they are only compared, so that nothing fails or overflows.
    """
    if not _OF_ENDINGS.issuperset(
        each.removeprefix(program.wanted.prefix) for each in program.names
    ):
        return set()
    sums = [
        each
        for each in total.nodes(program.levels.roots)
        if isinstance(each, total.Add | total.Multiply)
    ]
    reckoned = {each.path for each in total.nodes(sums) if isinstance(each, total.LeafColumn)}
    # A count is an item of a list, and reckoned with by whatever goes over that.
    reckoned |= {each.value for each in program.lists.counted}
    if program.plans is not None:  # an AQL is scaled, so that it is that of a plan
        aqls = program.plans.aqls.values()
        reckoned |= {each.value for each in aqls if isinstance(each, Load)}
    return {
        load.value
        for load in program.loads
        if load.value not in reckoned
        and load.cell.words is None
        and (load.held.most is not None or load.scalar.type.kind is Kind.ENUM)
        and load.held.stored in (Stored.WHOLE, Stored.TEXT)
    }


def _is_short(load: Load) -> bool:
    """Return whether it takes no longer to see that a cell cannot be read than to read a column."""
    if load.cell.words is not None:
        return False
    is_plain = load.held.stored in (Stored.WHOLE, Stored.DECIMAL, Stored.FLAG)
    return is_plain or load.scalar.type.kind in (Kind.ENUM, Kind.TEXT)


def _fenced(query: exp.Select, dialect: Dialect) -> exp.Select:
    return query.offset(0, copy=False) if dialect.fenced else query
