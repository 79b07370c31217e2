"""What differs between two policies, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disposition.frozen import frozen
from disposition.policy.compare.entries import KINDS, Key, PolicyPart, Words, entries_of, names_read
from disposition.policy.model import CheckedPolicy

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@frozen
class Change:
    """One entry that one policy has and the other has not, or has otherwise.

    `kind` is `policy` (its name), `version`, `outcomes` (which there are, their order and what they
    ship), `title` (of an outcome), `otherwise`, `parameter`, `fact` (of the policy's own),
    `definition`, `rule` or `invariant`;
    `what` is `added`, `removed` or `changed`. `before` and `after` are short texts for people.
    `alters` tells whether it can alter decisions: it is more than words, and some condition reads
    it.
    """

    kind: str
    name: str
    what: str
    before: str | None
    after: str | None
    alters: bool


def changes_between(before: CheckedPolicy, after: CheckedPolicy) -> tuple[Change, ...]:
    """Return what differs, in a fixed order; nothing if the digests are equal, and only then."""
    read = names_read(before) | names_read(after)
    return tuple(_changes(entries_of(before, read), entries_of(after, read)))


def _changes(before: Mapping[Key, PolicyPart], after: Mapping[Key, PolicyPart]) -> Iterator[Change]:
    for kind, name in sorted({*before, *after}, key=lambda key: (KINDS.index(key[0]), key[1])):
        old, new = before.get((kind, name)), after.get((kind, name))
        if old is not None and new is not None:
            if old != new:
                yield Change(kind, name, CHANGED, *_told(old, new), old.decides != new.decides)
        elif kind == "title":
            continue  # the outcome itself is there or not
        elif new is not None:
            yield Change(kind, name, ADDED, None, new.text, new.decides is not None)
        elif old is not None:
            yield Change(kind, name, REMOVED, old.text, None, old.decides is not None)


def _told(old: PolicyPart, new: PolicyPart) -> tuple[str, str]:
    """Return both in short; where that is the same, the words that differ."""
    if old.text != new.text:
        return old.text, new.text
    differing = [
        (was, becomes) for was, becomes in zip(old.words, new.words, strict=True) if was != becomes
    ]
    before, after = zip(*differing, strict=True)
    return _listed(before), _listed(after)


def _listed(words: Words) -> str:
    return "; ".join(f"{what}: {said}" if said else f"no {what}" for what, said in words)
