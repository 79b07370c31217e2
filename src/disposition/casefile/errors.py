"""What can go wrong with case files, said with what to do about it apart."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.errors import DocumentError, HintedError, Problem, suggest
from disposition.visible import visible


class CaseError(HintedError):
    """Anything wrong with a case file; `message` says what, `hint` what to do, if anything.

    Messages can get better with any version; `code` is the kind of mistake in a word that stays.
    `where` is what is wrong: an argument by its name, a case or an entry of it, a file; a message
    that does not say so itself begins with it.
    """

    code = "case-error"

    def __init__(self, message: str, hint: str = "", *, code: str = "", where: str = "") -> None:
        self.code = code or type(self).code
        self.where = visible(where)
        super().__init__(message, hint)

    def __str__(self) -> str:
        return self.placed(super().__str__())


class CaseConflictError(CaseError):
    """The case moved on since it was read: somebody else wrote in between."""

    code = "case-moved-on"


class KeyReusedError(CaseError):
    """The idempotency key was used in this case before, for something else."""

    code = "key-reused"


class NoCaseError(CaseError):
    """There is no case of that id."""

    code = "no-case"


class CaseExistsError(CaseError):
    """There is a case of that id already."""

    code = "case-exists"


class EntryError(DocumentError):
    """An entry whose data cannot be taken; `kind` is its kind, `problems` all that is wrong."""

    def __init__(self, kind: str, problems: Iterable[Problem]) -> None:
        self.kind = kind
        super().__init__(problems)


class StoreError(CaseError):
    """The database cannot be reached, cannot be used, or holds what nobody can read."""

    code = "store-unusable"


def no_case(case: str, known: Iterable[str]) -> NoCaseError:
    """Return the error for an id that no case has; `known` are some that cases have.

    >>> print(no_case("po-4712", ["PO-4711", "PO-4721", "S-1"]))
    there is no case `po-4712` (did you mean `PO-4721`?)
    """
    message = f"there is no case `{case}`"
    ids = list(known)
    hint = suggest(case, ids) if ids else "there are no cases yet"
    return NoCaseError(message, hint, where=f"case `{case}`")


def key_reused(key: str, number: int, case: str) -> KeyReusedError:
    """Return the error for a key that an entry was written with, which says something else."""
    return KeyReusedError(
        f"the key `{key}` was used for entry {number} of case `{case}`, which says something else",
        "give what is new a key of its own; a retry repeats what it said",
        where=f"case `{case}`",
    )
