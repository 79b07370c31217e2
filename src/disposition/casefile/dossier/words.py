"""Words for the codes of a case, and texts cut short, as a dossier and its page use them."""

from __future__ import annotations

LONGEST = 160
"""Characters of a user's text up to which it is quoted whole in a sentence."""

SHOWS = {
    "finding_stands": "our finding stands",
    "finding_mistaken": "our finding is mistaken",
    "open_to_both": "the specification is open to both readings",
}
SUBJECTS = {
    "batch": "on the batch",
    "cause": "on the cause",
    "both": "on the batch and the cause",
    "other": "on something else",
}
SHIPPED = {"all": "the whole lot", "part": "a part of the lot", "none": "nothing"}
_WORDS = {
    "email": "e-mail",
    "follow_up": "follow-up",
    "on_site_visit": "visit on site",
    "not_stated": "result not stated",
    "re_measurement": "re-measurement",
    "reinspection": "re-inspection",
    "reinspection_report": "re-inspection report",
}


def words(code: str | None) -> str:
    """Return one of our own codes as people read it."""
    return _WORDS.get(code or "", (code or "").replace("_", " "))


def short(text: str | None) -> str:
    """Return a text, cut between words if it is long.

    >>> short("a wheel that turns hard " * 9)[-25:]
    'turns hard a wheel that …'
    """
    whole = " ".join((text or "").split())
    if len(whole) <= LONGEST:
        return whole
    cut = whole[:LONGEST]
    return f"{cut.rpartition(' ')[0] or cut} …"


def grouped(number: int | str) -> str:
    """Return a number with its thousands apart."""
    whole, point, rest = str(number).partition(".")
    return f"{int(whole):,}{point}{rest}"
