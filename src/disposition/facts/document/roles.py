"""What people at the supplier do, in words that rules read."""

from __future__ import annotations

ROLES = ("sales_contact", "production_manager", "qc", "owner", "other")
"""What somebody does; any other words for it mean `other`."""


def role_of(words: str) -> str:
    """Return the word for what somebody does, read without case, with blanks, `-` or `_`.

    >>> role_of("Production manager"), role_of("QC"), role_of("order clerk")
    ('production_manager', 'qc', 'other')
    """
    word = "_".join(words.casefold().replace("-", " ").replace("_", " ").split())
    return word if word in ROLES else ROLES[-1]
