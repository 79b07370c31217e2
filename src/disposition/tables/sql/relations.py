"""Relations of DuckDB and frames of Spark: one comes in, and one with decisions goes out.

Nothing is run yet.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlglot import exp

from disposition.policy.model import CheckedPolicy
from disposition.tables.columns import TableColumns
from disposition.tables.names import RESERVED, RowOutputs
from disposition.tables.program import compile_table
from disposition.tables.sql.dialects import DIALECTS
from disposition.tables.sql.loading import column_type
from disposition.tables.sql.statement import expect_written, policy_sql, statement


def decide_relation(
    policy: CheckedPolicy, relation: Any, columns: TableColumns, wanted: RowOutputs
) -> Any:
    """Return a relation with decisions; a row that cannot be read is marked.

    Raises:
        TableError: with everything that does not fit, by column.
    """
    expect_written(columns)
    names = relation.columns
    schema = {
        name: column_type(str(each)) for name, each in zip(names, relation.types, strict=True)
    }
    program = compile_table(policy, columns, schema, wanted)
    table = f"{RESERVED}table"
    made = statement(program, names, exp.select("*").from_(table), DIALECTS["duckdb"])
    return relation.query(table, made.sql(dialect="duckdb"))


def decide_spark(
    policy: CheckedPolicy, frame: Any, columns: TableColumns, wanted: RowOutputs
) -> Any:
    """Return a frame with decisions; a row that cannot be read is marked.

    Tables of lines are those that its session knows by their names.

    Raises:
        TableError: with everything that does not fit, by column.
    """
    session = frame.sparkSession
    types: dict[str, Any] = dict(frame.dtypes)
    types |= {
        path: dict(session.table(each.source).dtypes)
        for path, each in columns.lines.items()
        if isinstance(each.source, str)
    }
    name = f"{RESERVED}{uuid4().hex}"
    text = policy_sql(policy, "spark", columns, wanted, name, types)
    # Spark puts frames in place of names in braces, as `str.format` does.
    text = text.replace("{", "{{").replace("}", "}}").replace(name, "{lots}")
    return session.sql(text, lots=frame)
