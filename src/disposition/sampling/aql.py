"""The acceptance quality limits that have plans, and what is said of any other number."""

from __future__ import annotations

import re
from bisect import bisect
from decimal import Decimal

from disposition.sampling.errors import SamplingError, quoted

ZERO = Decimal("0")
"""The AQL of defects that are never accepted: accept on none in the sample."""

_PRINTED = (
    "0.010 0.015 0.025 0.040 0.065 0.10 0.15 0.25 0.40 0.65 1.0 1.5 2.5 4.0 6.5 "
    "10 15 25 40 65 100 150 250 400 650 1000"
)
AQLS = tuple(map(Decimal, _PRINTED.split()))
"""The preferred AQLs of both families, written with the digits that the standards print."""

HIGHEST_PERCENT_AQL = Decimal("10")
"""Above this an AQL counts nonconformities per 100 units, never percent nonconforming."""

_CANONICAL = {aql: aql for aql in (ZERO, *AQLS)}
_PLAIN_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")


def check_aql(given: Decimal | str | int) -> Decimal:
    """Return the preferred AQL (or 0) that equals the given number.

    Percent nonconforming up to 10, nonconformities per 100 units at any value. Raises
    `SamplingError` for a float, for text that is no plain number and for a value between the
    preferred ones, naming the nearest.

    >>> check_aql("4"), check_aql("0.1")
    (Decimal('4.0'), Decimal('0.10'))
    """
    number = _exact(given)
    if number not in _CANONICAL:
        raise SamplingError(
            f"{quoted(given)} is not a preferred AQL", about="aql", hint=_nearest(number)
        )
    return _CANONICAL[number]


def _exact(given: object) -> Decimal:
    if isinstance(given, str) and _PLAIN_NUMBER.fullmatch(given):
        return Decimal(given)
    if isinstance(given, Decimal) and given.is_finite() and given >= 0:
        return given
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return Decimal(given)
    raise SamplingError(f"{quoted(given)} is not an AQL", about="aql", hint=_why_not(given))


def _why_not(given: object) -> str:
    if isinstance(given, float):
        return "write it as text or as a Decimal, a float is not exact"
    text = str(given)
    if "," in text:
        return "write it with a decimal point and without commas, such as `2.5`"
    if not re.search("[0-9]", text):
        return "write a number such as `2.5`, or `0` to accept on none in the sample"
    return "write a plain number without sign, unit or exponent, such as `2.5`"


def _nearest(number: Decimal) -> str:
    place = bisect(AQLS, number)
    if place == 0:
        return f"the smallest is `{AQLS[0]}`; `0` accepts on none in the sample"
    if place == len(AQLS):
        return f"the largest is `{AQLS[-1]}`"
    return f"the nearest are `{AQLS[place - 1]}` and `{AQLS[place]}`"
