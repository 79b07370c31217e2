"""Values that stand for all others: enough of them to tell apart whatever comparisons do.

Proofs try these values instead of every one, so none that behaves differently may be lacking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from disposition.language.expression import Fact
from disposition.language.rewrite.limits import Exact, samples
from disposition.language.types import FactSpec


def representatives(
    fact: Fact, limits: Iterable[Exact], catalogue: Mapping[str, FactSpec]
) -> list[Exact]:
    """Return known values of a fact, one at least for each way to compare with some limits."""
    spec = catalogue.get(fact.path)
    return samples(fact.type, limits, None if spec is None else spec.least)
