"""What is said in another way where each query becomes a method that has to stay short (Spark).

Columns that are short stand where they are used, in the query that needs them several times, and
lists of texts are told by bits. Both leave less in the method of the query itself, and more in
those of what stands in it more than once; see `Dialect`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, MutableSequence
from functools import reduce

from sqlglot import exp

from disposition.frozen import frozen
from disposition.language.lower.total import Conjunction, Disjunction, Fold, Node, children, nodes
from disposition.tables.shared_columns import Levels, Output, TextAt, leaf_of
from disposition.tables.sql.dialects import Dialect
from disposition.tables.sql.terms import called, case, column, has_no_value, text_of
from disposition.tables.sql.writing import SqlWriting

_SHORT = 30
"""The most nodes that are written out each time: a few comparisons."""

_BITS = 62
"""Of a number of 64 bits: none that tells its sign, and one to spare."""


def without_short(levels: Levels) -> Levels:
    """Return levels in which no column is short; what goes over a list never is."""
    sizes: dict[Node, int] = {}
    short: set[str] = set()
    for node in nodes(levels.roots):
        size = 1 if leaf_of(node) else 1 + sum(sizes[each] for each in children(node))
        if isinstance(node, Fold):
            size = _SHORT + 1
        if (name := levels.named.get(node)) is not None:
            if size <= _SHORT:
                short.add(name)
            else:
                size = 1
        sizes[node] = size
    return Levels(
        tuple(
            {name: of for name, of in step.items() if name not in short} for step in levels.steps
        ),
        levels.outputs,
        {node: name for node, name in levels.named.items() if name not in short},
    )


def twice(node: Node, written: exp.Expr, named: Container[Node]) -> exp.Expr:
    """Return what a column holds so that it stands in it twice where it is a condition."""
    if not isinstance(node, Conjunction | Disjunction) or _goes_over_lists(children(node), named):
        return written  # what goes over lists is put into no method, and would be reckoned twice
    return case([(has_no_value(written), exp.null()), (written.copy(), exp.true())], exp.false())


@frozen(eq=False)
class Bits:
    """A list of texts as columns of numbers, with a bit for each text."""

    columns: Mapping[str, exp.Expr]
    told: exp.Expr


def as_bits(
    name: str, output: Output, writing: SqlWriting, dialect: Dialect, named: Container[Node]
) -> Bits | None:
    """Return the list of an output by bits; None where it is better told otherwise."""
    if isinstance(output, TextAt) or output.within is not None or not output.cases:
        return None
    if _goes_over_lists(output.parts, named):
        return None
    columns: dict[str, exp.Expr] = {}
    told: list[exp.Expr] = []
    for start in range(0, len(output.cases), _BITS):
        several = output.cases[start : start + _BITS]
        bits = column(f"{name}_{start}")
        columns[bits.name] = _number(writing.written(condition) for condition, _ in several)
        told.append(_texts(bits, [text for _, text in several], dialect))
    return Bits(columns, told[0] if len(told) == 1 else called("CONCAT", *told))


def place(columns: Mapping[str, exp.Expr], steps: MutableSequence[dict[str, exp.Expr]]) -> None:
    """Add columns to the last step but one that has all that they need, or to one of their own.

    The last step tells how decisions end by what the one before it tells, most of it of the same
    conditions, which are reckoned once so.
    """
    made = {name: at for at, step in enumerate(steps) for name in step}
    needed = {each.name for told in columns.values() for each in told.find_all(exp.Column)}
    at = max([len(steps) - 2, *(made[name] + 1 for name in needed if name in made)])
    if at >= len(steps):
        steps.append({})
    steps[max(at, 0)].update(columns)


def early(steps: Iterable[Mapping[str, exp.Expr]]) -> list[dict[str, exp.Expr]]:
    """Return steps in which each column stands as early as it can, so that there are few.

    Spark looks at each step many times before it runs any.
    """
    found: list[dict[str, exp.Expr]] = []
    made: dict[str, int] = {}
    for step in steps:
        for name, told in step.items():
            needed = (
                made[each.name] + 1 for each in told.find_all(exp.Column) if each.name in made
            )
            made[name] = max(needed, default=0)
            if made[name] == len(found):
                found.append({})
            found[made[name]][name] = told
    return found


def _number(conditions: Iterable[exp.Expr]) -> exp.Expr:
    """Return a number with the bits of the conditions that are true; it stands in it twice."""
    each = (
        case(
            [(condition, exp.cast(exp.convert(1 << at), exp.DType.BIGINT))],
            exp.cast(exp.convert(0), exp.DType.BIGINT),
        )
        for at, condition in enumerate(conditions)
    )
    found = exp.paren(reduce(lambda left, right: exp.BitwiseOr(this=left, expression=right), each))
    return exp.BitwiseOr(this=found, expression=found.copy())


def _texts(bits: exp.Expr, texts: list[str], dialect: Dialect) -> exp.Expr:
    is_set = exp.EQ(
        this=called("GETBIT", bits.copy(), exp.column("place")), expression=exp.convert(1)
    )
    variables = [exp.to_identifier("text"), exp.to_identifier("place")]
    some = exp.ArrayFilter(
        this=exp.Array(expressions=[*map(text_of, texts)]),
        expression=exp.Lambda(this=is_set, expressions=variables),
    )
    none = exp.EQ(this=bits.copy(), expression=exp.convert(0))
    return case([(none, dialect.texts_that_are([]))], some)


def _goes_over_lists(roots: Iterable[Node], named: Container[Node]) -> bool:
    """Return whether something is told of lists that has no column."""
    done: set[Node] = set()
    pending = [*roots]
    while pending:
        node = pending.pop()
        if isinstance(node, Fold):
            return True
        if node not in done and node not in named:
            done.add(node)
            pending += children(node)
    return False
