"""A supplier's counts and history agree in every way to fill in what is not known."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from disposition.errors import LotError
from disposition.facts import Lot, observe

ANSWERS = [answers for lots in range(4) for answers in product((True, False, None), repeat=lots)]
COUNTS = ("lots_inspected", "lots_rejected", "consecutive_rejected")


def _supplier(answers: tuple[bool | None, ...], **counts: int | None) -> dict[str, Any]:
    history = [
        {"lot": f"L{place}", **({} if answer is None else {"accepted": answer})}
        for place, answer in enumerate(answers)
    ]
    return {"history": history} | {name: n for name, n in counts.items() if n is not None}


def _counted(answers: tuple[bool, ...]) -> tuple[int, int, int]:
    """Return lots inspected, rejected, and rejected in a row, of a history without gaps."""
    in_a_row = next((run for run, good in enumerate(reversed(answers)) if good), len(answers))
    return len(answers), answers.count(False), in_a_row


def _completions(answers: tuple[bool | None, ...]) -> list[tuple[bool, ...]]:
    return list(product(*[(True, False) if each is None else (each,) for each in answers]))


@pytest.mark.parametrize("answers", ANSWERS, ids=str)
def test_counts_are_taken_exactly_when_some_history_has_them(
    answers: tuple[bool | None, ...],
) -> None:
    possible = {_counted(each) for each in _completions(answers)}
    near = (None, *range(len(answers) + 2))
    for stated in product((None, len(answers)), near, near):
        supplier = _supplier(answers, **dict(zip(COUNTS, stated, strict=True)))
        fits = any(
            all(given in (None, count) for given, count in zip(stated, counts, strict=True))
            for counts in possible
        )
        document = {"supplier": supplier}
        refused = _refused(document)
        assert all(place.startswith("$.supplier.") for place in refused)
        assert not refused if fits else refused, stated
        if fits:
            _in_order(Lot.from_dict(document))


def _refused(document: dict[str, Any]) -> list[str]:
    """Return the places at which a document contradicts itself."""
    try:
        Lot.from_dict(document)
    except LotError as error:
        return [problem.where for problem in error.problems]
    return []


def _in_order(lot: Lot) -> None:
    """In a row, rejected, inspected: each at most the next, and the rate at most 100 %."""
    told = observe(lot, [*(f"supplier.{name}" for name in COUNTS), "supplier.rejection_rate"])
    inspected, rejected, in_a_row, rate = told.values()
    assert rate is None or 0 <= rate <= 100  # type: ignore[operator]
    known = [count for count in (in_a_row, rejected, inspected) if count is not None]
    assert known == sorted(known)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("counts", "place"),
    [
        ({"lots_rejected": 7}, "$.supplier.lots_rejected"),
        ({"lots_inspected": 7}, "$.supplier.lots_inspected"),
        ({"consecutive_rejected": 7}, "$.supplier.consecutive_rejected"),
    ],
)
def test_more_than_one_lot_of_which_nothing_is_known_can_have(
    counts: dict[str, int], place: str
) -> None:
    assert _refused({"supplier": _supplier((None,), **counts)}) == [place]


def _history(*lots: str) -> list[dict[str, Any]]:
    """Return accepted lots by their numbers; a `+` marks a resubmitted one, a blank no number."""
    return [
        {"accepted": True}
        | ({"lot": lot.removesuffix("+")} if lot else {})
        | ({"resubmitted": True} if lot.endswith("+") else {})
        for lot in lots
    ]


@pytest.mark.parametrize(
    ("lots", "places"),
    [
        (("1", "2", "3"), []),
        (("1", "2", "2+", "2+"), []),
        (("2+", "3"), []),
        (("", "", ""), []),
        (("1", "2", "2"), ["$.supplier.history[2].lot"]),
        (("1", "2", "2+", "2"), ["$.supplier.history[3].lot"]),
        (("2+", "2"), ["$.supplier.history[1].lot"]),
        (("3", "3", "3"), ["$.supplier.history[1].lot", "$.supplier.history[2].lot"]),
        (("A 1", "a\u00a01 "), ["$.supplier.history[1].lot"]),
        (("\uff11", "1"), ["$.supplier.history[1].lot"]),
        (("caf\u00e9", "cafe\u0301"), ["$.supplier.history[1].lot"]),
        (("2", ""), ["$.supplier.history[1]"]),
        # The lot itself, however it is spelled.
        (("1", "PO-9"), ["$.supplier.history[1].lot"]),
        (("1", "po-9 "), ["$.supplier.history[1].lot"]),
        (("1", "PO-9+"), ["$.supplier.history[1].lot"]),
        (("1", "PO-90"), []),
    ],
)
def test_a_lot_stands_once_and_the_lot_itself_never(
    lots: tuple[str, ...], places: list[str]
) -> None:
    assert _refused({"lot": {"id": "PO-9"}, "supplier": {"history": _history(*lots)}}) == places
