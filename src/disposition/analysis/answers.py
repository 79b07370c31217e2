"""The three answers to a claim: proved, refuted with a lot that shows it, or not settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disposition.frozen import frozen

if TYPE_CHECKING:
    from disposition.analysis.witness import Witness


@frozen
class Proved:
    """The claim holds for every lot that there can be.

    `core` names what is enough for it, of what was labelled in the question.
    """

    core: frozenset[str] = frozenset()


@frozen
class Refuted:
    """The claim does not hold: `witness` is a lot, or two, on which it does not."""

    witness: Witness


@frozen
class NotSettled:
    """It is not known whether the claim holds, for a reason.

    `facts` are those of a lot on which it would not hold, if there were such a lot.
    """

    reason: str
    facts: tuple[tuple[str, Any], ...] = ()


Answer = Proved | Refuted | NotSettled
