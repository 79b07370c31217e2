"""A write that is repeated with its key: the entry that it became, and whether it asks the same."""

from __future__ import annotations

from disposition.casefile.log.entry import Entry, NewEntry

_ANSWERED = ("decision", "missing", "parts")
"""What the entries of decisions and releases hold that nobody asked for; policies tell it."""


def with_key(entries: tuple[Entry, ...], key: str) -> Entry | None:
    """Return the entry that was written with a key, if there is one."""
    return next((each for each in entries if each.has_key(key)), None)


def before_key(entries: tuple[Entry, ...], key: str) -> tuple[Entry, ...]:
    """Return the entries before the one that was written with a key; all of them if none was."""
    used = with_key(entries, key)
    return entries if used is None else entries[: entries.index(used)]


def asks_the_same(entry: Entry, new: NewEntry) -> bool:
    """Whether a decision or a release is asked for again, which policies may see otherwise now."""
    is_release = {entry.kind, new.kind} <= {"released", "refused"}
    if not is_release and not entry.kind == new.kind == "decision":
        return False
    # How many units ship is told by a release alone.
    left_out = _ANSWERED if entry.kind == new.kind else (*_ANSWERED, "units")
    mine, theirs = (
        {key: value for key, value in each.data.items() if key not in left_out}
        for each in (entry, new)
    )
    return (entry.on, entry.by, mine) == (new.on, new.by, theirs)
