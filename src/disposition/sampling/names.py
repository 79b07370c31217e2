"""What plans are asked for by, and what is said of a wrong word: standard, level, state, AQL."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from disposition.sampling.errors import SamplingError, listed, quoted, unknown

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


STANDARDS: Mapping[str, str] = MappingProxyType(
    {"iso2859-1": "ISO 2859-1", "z1.4": "ANSI/ASQ Z1.4"}
)
"""The families of tables by their canonical names, with the titles to show."""

LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
"""The special and the general inspection levels, in the order of Table 1."""

LETTERS = tuple("ABCDEFGHJKLMNPQR")
"""The code letters of Table 1."""

STATES = ("normal", "tightened", "reduced")
"""The states of inspection that have a table."""

# How else the standards are called, without case and punctuation: the part that tells them apart.
# Patterns are compiled when a word is wrong, not when the package is imported.
_OTHER_NAMES = (
    (r"2859(1(1999|2026)?)?$", "iso2859-1", ""),
    (r"28281", "iso2859-1", "GB/T 2828.1 has the tables of ISO 2859-1; "),
    (r"z14(\d{4})?$", "z1.4", ""),
    (r"105[a-e]?$", "z1.4", "MIL-STD-105 has the tables of ANSI/ASQ Z1.4; "),
)
_GENERAL = r"(gil|gl|g)?(iii|ii|i|3|2|1)"
_SPECIAL = r"s(il|l)?(iv|iii|ii|i|4|3|2|1)"
_NUMERALS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def check_standard(given: str) -> str:
    """Return the standard's canonical name unchanged.

    Raises `SamplingError` for any other word, with the canonical name that is probably meant.
    """
    if given in STANDARDS:
        return given
    message = f"{quoted(given)} is not a known sampling standard"
    hint = _standard_hint(str(given))
    raise SamplingError(message, about="standard", hint=hint)


def check_level(given: str) -> str:
    """Return the inspection level's canonical name unchanged.

    Raises `SamplingError` for any other word, with the level that is probably meant.
    """
    if given in LEVELS:
        return given
    raise SamplingError(
        f"{quoted(given)} is not an inspection level", about="level", hint=_level_hint(str(given))
    )


def check_state(given: str) -> str:
    """Return the state of inspection unchanged.

    Raises `SamplingError` for any other word, with the state that is probably meant.
    """
    if given in STATES:
        return given
    raise unknown(given, "a state of inspection that has plans", "state", STATES)


def _standard_hint(given: str) -> str:
    key = _bare(given)
    for pattern, name, why in _OTHER_NAMES:
        if re.search(pattern, key):
            return f"{why}did you mean `{name}`?"
    return f"it is {listed(STANDARDS)}"


def _level_hint(given: str) -> str:
    key = _bare(given)
    for words, short in (("inspection", ""), ("level", ""), ("general", "g"), ("special", "s")):
        key = key.replace(words, short)
    if match := re.fullmatch(_GENERAL, key):
        number = _NUMERALS.get(match[2], match[2])
        return f"did you mean `{'I' * int(number)}`?"
    if match := re.fullmatch(_SPECIAL, key):
        return f"did you mean `S-{_NUMERALS.get(match[2], match[2])}`?"
    return f"it is {listed(LEVELS)}"


def _bare(text: str) -> str:
    """Return the text without case, blanks and punctuation."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


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
