"""A policy over the columns of a table, compiled once: levels of columns, and one for each output.

Engines write it out. It holds nodes only, so that it can be counted, compared and written as SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from disposition.engines.lowered import LoweredFact
from disposition.errors import Problem, suggest
from disposition.facts.flat import scalar_of
from disposition.frozen import evolve, frozen
from disposition.language.expression import Expression
from disposition.language.lower.build import FALSE, any_of, default
from disposition.language.lower.total import SORTS, Node
from disposition.language.types import Kind
from disposition.policy.model import CheckedPolicy
from disposition.tables.column_reading import ColumnReading, ColumnType, Load
from disposition.tables.columns import (
    MeantColumns,
    TableColumns,
    TableError,
    lists_in,
    meant_by,
    without_fixed_lists,
)
from disposition.tables.meanings import missing_columns
from disposition.tables.names import BY_PYTHON, OUTPUTS, RESERVED, UNREADABLE, RowOutputs
from disposition.tables.nested.given_lists import GivenLists, given_lists
from disposition.tables.nested.plan_rows import JoinedPlans, Key
from disposition.tables.outcomes import Blame, Outcomes, RowConditions, truth_column
from disposition.tables.row_nodes import RowNodes
from disposition.tables.scaled import NotInTablesError, TooLargeError
from disposition.tables.shared_columns import Levels
from disposition.tables.whole_nodes import FactColumn
from disposition.words import listed

Made = TypeVar("Made")


@frozen(eq=False)
class TableProgram:
    """What is to be done with a table: cells to load, then levels of columns, then the outputs."""

    policy: CheckedPolicy
    loads: tuple[Load, ...]
    lists: GivenLists
    levels: Levels
    wanted: RowOutputs
    plans: JoinedPlans | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that it adds."""
        return tuple(self.levels.outputs)


def compile_table(
    policy: CheckedPolicy,
    columns: TableColumns,
    schema: Mapping[str, ColumnType],
    wanted: RowOutputs,
    lines: Mapping[str, Mapping[str, ColumnType]] | None = None,
    *,
    joins_plans: bool = False,
) -> TableProgram:
    """Return what decides the rows of a table that has columns of some types.

    `lines` are the types of the columns of tables of lines, by the path of their list. A table that
    `joins_plans` judges samples by them; a row of which that does not tell everything cannot be
    read, and has `BY_PYTHON` among what cannot be.

    Raises:
        TableError: with everything that does not fit, by column.
    """
    _expect_outputs(wanted)
    lists = lists_in(columns, policy.catalogue)
    cells = {name: cell for name, cell in columns.cells.items() if name not in lists}
    declared, fixed = without_fixed_lists(columns, policy.catalogue)
    if fixed:
        hint = "a column of the table can hold an empty list"
        message = "a statement has no fixed lists"
        where = f"fixed `{next(iter(fixed))}`"
        raise TableError([Problem(where, message, hint, "not-in-tables")])
    meant = meant_by(evolve(declared, cells=cells), policy.catalogue)
    _expect_columns({**meant.cells, **lists}, schema, wanted)
    reading = ColumnReading.of(declared, policy.catalogue)
    held = given_lists(declared, lists, schema, lines or {}, reading)
    joins_plans &= all(policy.catalogue[path].given for path in (*meant.columns, *meant.fixed))
    compiling = _Compiling(policy, meant, held, schema, reading, joins_plans=joins_plans)
    return compiling.program(wanted)


def expect(schema: Mapping[str, ColumnType], declared: TableColumns, wanted: RowOutputs) -> None:
    """Expect that a table has the columns that are declared, and none that is an output.

    Raises:
        TableError: with each that it has or has not.
    """
    _expect_outputs(wanted)
    _expect_columns(declared.cells, schema, wanted)


def _expect_outputs(wanted: RowOutputs) -> None:
    unknown = [each for each in wanted.outputs if each not in OUTPUTS]
    if unknown:
        hint = suggest(unknown[0], OUTPUTS) or f"there are {listed(OUTPUTS)}"
        message = f"there is no output `{unknown[0]}`"
        raise TableError([Problem("outputs", message, hint, "unknown-key")])


def _expect_columns(
    cells: Iterable[str], schema: Mapping[str, ColumnType], wanted: RowOutputs
) -> None:
    problems = missing_columns(cells, schema)
    names = {f"{wanted.prefix}{each}" for each in (*wanted.outputs, UNREADABLE)}
    taken = [each for each in schema if each in names or each.startswith(RESERVED)]
    problems += [
        Problem(
            f"column `{name}`",
            "the decision would be written over it",
            "choose another `prefix`, or leave the column out",
            "name-taken",
        )
        for name in taken
    ]
    if problems:
        raise TableError(problems)


class _Compiling:
    def __init__(
        self,
        policy: CheckedPolicy,
        meant: MeantColumns,
        lists: GivenLists,
        schema: Mapping[str, ColumnType],
        reading: ColumnReading,
        *,
        joins_plans: bool,
    ) -> None:
        self._policy = policy
        self._reading = reading
        self._lists = lists
        self._meant = meant
        self._schema = schema
        self._loads: dict[str, Load] = {}
        self._problems: list[Problem] = [*lists.problems]
        self._facts: dict[str, LoweredFact] = {}
        self._columns = {path: self._given(name, path) for path, name in meant.columns.items()}
        self._columns |= {path: FactColumn.fixed(each) for path, each in meant.fixed.items()}
        listed = {each.path: each for each in lists.lists}
        self._plans = JoinedPlans.by(self._key) if joins_plans else None
        plans = None if self._plans is None else self._plans.columns
        self._rows = RowNodes(policy.catalogue, self._columns, listed, plans)
        self._conditions = RowConditions(policy, self)

    def program(self, wanted: RowOutputs) -> TableProgram:
        truths = self._each_condition(self._truth)
        blames: Sequence[Blame] = ()
        if "missing" in wanted.outputs and not self._problems:
            blames = self._each_condition(self._blame)
        if self._problems:
            raise TableError(dict.fromkeys(self._problems))
        bad = {each.column: each.bad for each in self._loads.values()}
        bad |= self._lists.unreadable
        unreadable: dict[str, Node] = {name: truth_column(each) for name, each in bad.items()}
        if self._rows.outside:
            unreadable[BY_PYTHON] = any_of(*self._rows.outside)
        levels = Outcomes(self._policy, truths, unreadable, wanted).levels(blames)
        loads = (*self._loads.values(), *self._lists.counted)
        return TableProgram(self._policy, loads, self._lists, levels, wanted, self._plans)

    def _each_condition(self, make: Callable[[Expression], Made]) -> list[Made]:
        """Return what is made of each condition, noting those that need too large numbers."""
        names = [
            *(f"rule `{rule.id}`" for rule in self._policy.rules),
            *(f"invariant `{guard.invariant}`" for guard in self._policy.guards),
        ]
        made = []
        for name, condition in zip(names, self._policy.conditions, strict=True):
            try:
                made.append(make(condition))
            except TooLargeError:
                hint = "give columns of a narrower type, such as `Int32` or `Decimal(12, 2)`"
                message = "its numbers could need more than 38 digits in a row"
                self._problems.append(Problem(name, message, hint, "too-large"))
            except NotInTablesError as error:
                self._problems.append(Problem(name, str(error), code="not-in-tables"))
        return made

    def _truth(self, condition: Expression) -> Node:
        return self._rows.truth(self._conditions.node(condition))

    def _blame(self, condition: Expression) -> Blame:
        blamed = self._conditions.blame(condition).items()
        return {path: self._rows.truth(node) for path, node in blamed}

    # --- facts -----------------------------------------------------------------------------------

    def fact(self, path: str) -> LoweredFact:
        """Return what a fact is in each row; one that cannot be derived is noted, as a problem."""
        if path not in self._facts:
            try:
                self._facts[path] = self._rows.fact(path)
            except (NotInTablesError, TooLargeError) as error:
                why = str(error) or "its numbers could need more than 38 digits in a row"
                hint = (
                    f"give `{path}` itself as a column, or leave those out that it is derived from"
                )
                code = "not-in-tables" if str(error) else "too-large"
                self._problems.append(Problem(f"fact `{path}`", why, hint, code))
                self._facts[path] = LoweredFact(FALSE, default(SORTS[self._type(path)]))
        return self._facts[path]

    def _type(self, path: str) -> Kind:
        return self._policy.catalogue[path].type.kind

    def _given(self, name: str, path: str) -> FactColumn:
        load = self._load(name)
        return FactColumn.unknown(self._type(path)) if load is None else FactColumn.of(load)

    def _key(self, path: str) -> Key:
        """Return what tells a fact by which plans are found."""
        name = self._meant.columns.get(path)
        return self._meant.fixed.get(path) if name is None else self._load(name)

    def _load(self, name: str) -> Load | None:
        if name in self._loads:
            return self._loads[name]
        cell = self._meant.cells[name]
        scalar = scalar_of(cell.path, self._policy.catalogue)
        stem = f"{RESERVED}{len(self._loads)}"
        made = self._reading.column(name, self._schema[name], cell, scalar, stem)
        if isinstance(made, Problem):
            self._problems.append(made)
        elif made is not None:
            self._loads[name] = made
        return self._loads.get(name)
