"""Whether an expression may have no value although nothing is absent, as the last of no items."""

from __future__ import annotations

from collections.abc import Callable

from disposition.language import expression as tree
from disposition.language.evaluate.combined import NONE_OF_NOTHING
from disposition.language.expression import Expression, walk


def may_lack(expression: Expression, fact_may_lack: Callable[[str], bool]) -> bool:
    """Return whether it may; where that is not seen, yes.

    `fact_may_lack` tells it of a fact, by its path.
    """
    match expression:
        case tree.Known():
            return False
        case (
            tree.Lookup()
            | tree.Unknown()
            | tree.Definition()
            | tree.Call(function=tree.Function.PERCENT)
        ):
            return True
        case tree.Aggregate(kind=kind, otherwise=None) if kind in NONE_OF_NOTHING:
            return True
        case tree.Fact(path=path):
            return fact_may_lack(path)
        case _:
            return any(may_lack(each, fact_may_lack) for each in tree.children(expression))


def may_grow(expression: Expression) -> bool:
    """Return whether a number or day may be larger than all of those that it is made of."""
    return any(
        isinstance(node, tree.Arithmetic | tree.Definition)
        or (isinstance(node, tree.Aggregate) and node.kind is tree.Aggregation.SUM)
        for node in walk(expression)
    )
