"""Whether an expression may have no value although nothing is absent, as the last of no items."""

from __future__ import annotations

from collections.abc import Callable

from disposition.language.evaluate.combined import NONE_OF_NOTHING
from disposition.language.expression import (
    Aggregate,
    Call,
    Definition,
    Expression,
    Fact,
    Function,
    Known,
    Lookup,
    Unknown,
    children,
)


def may_lack(expression: Expression, fact_may_lack: Callable[[str], bool]) -> bool:
    """Return whether it may; where that is not seen, yes.

    `fact_may_lack` tells it of a fact, by its path.
    """
    match expression:
        case Known():
            return False
        case Lookup() | Unknown() | Definition() | Call(function=Function.PERCENT):
            return True
        case Aggregate(kind=kind, otherwise=None) if kind in NONE_OF_NOTHING:
            return True
        case Fact(path=path):
            return fact_may_lack(path)
        case _:
            return any(may_lack(each, fact_may_lack) for each in children(expression))
