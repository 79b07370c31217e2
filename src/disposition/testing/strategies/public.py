"""The strategies that users call: lot documents, lots, and flat facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Unpack

from hypothesis import strategies as st

from disposition.decide import Policy
from disposition.errors import LotError
from disposition.facts import CATALOGUE, Facts, Lot, observe
from disposition.facts.catalogue import Catalogue
from disposition.testing.strategies import quick
from disposition.testing.strategies.absences import with_absences
from disposition.testing.strategies.complete import Steer, complete_documents, steering
from disposition.testing.strategies.own_facts import custom_sections


def documents(
    policy: Policy | None = None, *, complete: bool = False, **steer: Unpack[Steer]
) -> st.SearchStrategy[dict[str, Any]]:
    """Draw lot documents, version 1, as plain data that `Lot.from_dict` takes.

    Some values are absent unless `complete`. Numbers are most often at or beside a boundary: the
    rows of ISO 2859-1's Table 1, a plan's sample size, acceptance and rejection numbers, no slack.

    Steered are, by a number or a strategy for it: the units found with `critical`, `major` and
    `minor` defects; `quantity` and `sample_size` (grown to hold the units where they are not
    given); `slack_days`. `given` maps paths of the document to values or strategies for them.
    What is steered is never absent. Draws that contradict one another are rejected. With a policy,
    the section `custom` holds what it declares there.

    Raises:
        DispositionError: there is no such keyword, or a path of `given` leads into a list.
        LotError: when drawing, a value of `given` that the document cannot have.
    """
    wanted = steering(steer)
    drawn = complete_documents(wanted)
    if not complete:
        drawn = drawn.flatmap(lambda document: with_absences(document, wanted.keeps))
    if policy is None or policy.checked.catalogue.custom is None:
        return drawn
    own = quick.drawn(custom_sections(policy.checked, complete=complete))
    return st.builds(lambda document, custom: {**document, "custom": custom}, drawn, own)


def lots(
    policy: Policy | None = None, *, complete: bool = False, **steer: Unpack[Steer]
) -> st.SearchStrategy[Lot]:
    """Draw lots; steered as `documents` are.

    >>> from hypothesis import strategies as st
    >>> unsafe = lots(critical=st.integers(1), given={"contract.rework.allowed": True})
    """
    return documents(policy, complete=complete, **steer).map(Lot.from_dict)


def facts(
    policy: Policy | None = None, *, complete: bool = False, **steer: Unpack[Steer]
) -> st.SearchStrategy[Facts]:
    """Draw the facts of a lot that a policy reads, or all; steered as `documents` are.

    They agree with one another, as they are observed on one lot.
    """
    paths, catalogue = tuple(CATALOGUE), CATALOGUE
    if policy is not None:
        paths = (*policy.checked.facts, *policy.checked.facts_of_texts)
        catalogue = policy.checked.catalogue
    drawn = lots(policy, complete=complete, **steer)
    return drawn.flatmap(lambda lot: _observed(lot, paths, catalogue))


def _observed(lot: Lot, paths: Iterable[str], catalogue: Catalogue) -> st.SearchStrategy[Facts]:
    try:
        return st.just(Facts.of(observe(lot, paths, catalogue)))
    except LotError:  # a small rate has more decimal places than a value given by itself may have
        return st.nothing()
