"""What a plan counts: nonconforming units, or every nonconformity."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from disposition.sampling.aql import HIGHEST_PERCENT_AQL
from disposition.sampling.errors import SamplingError, quoted, unknown

UNITS = "nonconforming_units"
NONCONFORMITIES = "nonconformities"

COUNTINGS: Mapping[str, str] = MappingProxyType(
    {
        UNITS: "a unit counts once, at its worst severity; percent nonconforming",
        NONCONFORMITIES: "every defect counts; nonconformities per 100 units",
    }
)
"""The counting rules by their names, with what they mean."""


def check_counting(given: str | None, aql: Decimal | None) -> str | None:
    """Return the counting rule that a plan states, or None when nobody stated one.

    Above AQL 10 there is only one rule, so it is stated by the AQL. Raises `SamplingError` for an
    unknown rule and for nonconforming units above AQL 10. Source: ISO 2859-1 clause 5.2; ANSI/ASQ
    Z1.4 clause 4.4.

    >>> check_counting(None, Decimal("65"))
    'nonconformities'
    """
    only_nonconformities = aql is not None and aql > HIGHEST_PERCENT_AQL
    if given is None:
        return NONCONFORMITIES if only_nonconformities else None
    if given not in COUNTINGS:
        raise unknown(given, "a counting rule", "counting", COUNTINGS)
    if only_nonconformities and given == UNITS:
        raise SamplingError(
            f"AQL {aql} cannot count nonconforming units",
            about="counting",
            hint=f"above {HIGHEST_PERCENT_AQL} an AQL is nonconformities per 100 units: "
            f"count {quoted(NONCONFORMITIES)}",
        )
    return given
