"""What can go wrong with case files, said with what to do about it apart."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.errors import DocumentError, HintedError, Problem, suggest


class CaseError(HintedError):
    """Anything wrong with a case file; `message` says what, `hint` what to do, if anything."""


class CaseConflictError(CaseError):
    """The case moved on since it was read: somebody else wrote in between."""


class KeyReusedError(CaseError):
    """The idempotency key was used in this case before, for something else."""


class NoCaseError(CaseError):
    """There is no case of that id."""


class CaseExistsError(CaseError):
    """There is a case of that id already."""


class EntryError(DocumentError):
    """An entry whose data cannot be taken; `kind` is its kind, `problems` all that is wrong."""

    def __init__(self, kind: str, problems: Iterable[Problem]) -> None:
        self.kind = kind
        super().__init__(problems)


class StoreError(CaseError):
    """The database cannot be reached, cannot be used, or holds what nobody can read."""


def no_case(case: str, known: Iterable[str]) -> NoCaseError:
    """Return the error for an id that no case has; `known` are some that cases have.

    >>> print(no_case("po-4712", ["PO-4711", "PO-4721", "S-1"]))
    there is no case `po-4712` (did you mean `PO-4721`?)
    """
    message = f"there is no case `{case}`"
    ids = list(known)
    return NoCaseError(message, suggest(case, ids) if ids else "there are no cases yet")


def key_reused(key: str, number: int, case: str) -> KeyReusedError:
    """Return the error for a key that an entry was written with, which says something else."""
    return KeyReusedError(
        f"the key `{key}` was used for entry {number} of case `{case}`, which says something else",
        "give what is new a key of its own; a retry repeats what it said",
    )
