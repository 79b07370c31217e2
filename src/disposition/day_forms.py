"""The days that a text may mean which is no date as we write it, for hints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

_FORMS = (
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})", re.ASCII),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})[-/](?P<m>\d{1,2})[-/](?P<y>\d{4})", re.ASCII),
    re.compile(r"(?P<m>\d{1,2})[-/](?P<d>\d{1,2})[-/](?P<y>\d{4})", re.ASCII),
)
"""Between slashes the day stands first in some countries, and the month in others."""


def days_meant(written: str) -> tuple[str, ...]:
    """Return the days that a text may mean, as they are to be written; none if it is no day.

    >>> days_meant("18.11.2026"), days_meant("11/18/2026"), days_meant("soon")
    (('2026-11-18',), ('2026-11-18',), ())
    >>> days_meant("5/6/2026")
    ('2026-06-05', '2026-05-06')
    """
    return tuple(dict.fromkeys(_days(written.strip())))


def _days(written: str) -> Iterator[str]:
    for form in _FORMS:
        if found := form.fullmatch(written):
            with suppress(ValueError):
                yield date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
