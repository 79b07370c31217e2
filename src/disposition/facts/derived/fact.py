"""What a derived fact is made of, and the view of a lot that it is computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from attrs import field, frozen

from disposition.facts.document import LotDocument
from disposition.language.types import FactSpec, FactType, Kind, Value


class View:
    """One lot while facts are derived from it; remembers what several facts share."""

    __slots__ = ("lot", "remembered")

    def __init__(self, lot: LotDocument) -> None:
        self.lot = lot
        self.remembered: dict[Any, Any] = {}


Shared = TypeVar("Shared")


def shared(compute: Callable[[View], Shared]) -> Callable[[View], Shared]:
    """Make a function of a view compute only once for each view."""

    def remembering(view: View) -> Shared:
        remembered = view.remembered
        if compute in remembered:
            return remembered[compute]  # type: ignore[no-any-return] # what was put in below
        found = remembered[compute] = compute(view)
        return found

    return remembering


Compute = Callable[[View], Value | None]
Concern = Callable[[View, Any, str], bool]
Need = Callable[[View, str], bool]


def _concerns_all(_view: View, _item: object, _key: str) -> bool:
    return True


def _needs_all(_view: View, _path: str) -> bool:
    return True


def _no_reason(_view: View) -> str:
    return ""


@frozen
class Derived:
    """A derived fact: what the catalogue says of it, and how it is computed.

    `compute` returns None unless every way to fill in what is absent would give the same value; it
    may return None although every way would, which asks for more than is needed and claims nothing.
    `concerns` tells whether an absent value of one item of a list matters (item, name of the
    value), `needs` whether an absent value outside lists does (its path). `why` gives the reason
    why the fact is unknown although nothing is absent.
    """

    spec: FactSpec
    compute: Compute
    concerns: Concern = field(default=_concerns_all)
    why: Callable[[View], str] = field(default=_no_reason)
    needs: Need = field(default=_needs_all)


def derived(
    path: str,
    type_: FactType,
    about: str,
    reads: Iterable[str],
    compute: Compute,
    *,
    concerns: Concern = _concerns_all,
    why: Callable[[View], str] = _no_reason,
    needs: Need = _needs_all,
) -> Derived:
    """Declare a derived fact."""
    spec = FactSpec(path=path, type=type_, about=about, given=False, reads=tuple(reads))
    return Derived(spec, compute, concerns, why, needs)


BOOLEAN = FactType(Kind.BOOLEAN)
TEXT = FactType(Kind.TEXT)
DATE = FactType(Kind.DATE)
UNITS = FactType(Kind.INTEGER, "units")
DAYS = FactType(Kind.INTEGER, "days")
PERCENT = FactType(Kind.DECIMAL, "percent")
MONEY = FactType(Kind.DECIMAL, "money")
