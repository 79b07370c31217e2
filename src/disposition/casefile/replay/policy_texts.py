"""Texts of policies that were kept with a case: each has to be the policy that its digest names."""

from __future__ import annotations

from functools import lru_cache

from disposition.decide import Policy, load_policy_text
from disposition.documents.diagnostics import PolicyError


class AlteredError(Exception):
    """A text that is not the policy of its digest; the message says what is wrong with it."""


def policy_of(text: str, digest: str) -> Policy:
    """Return the policy of a text that was kept under a digest.

    Raises:
        AlteredError: it is another policy by now, or none.
    """
    found = _loaded(text)
    if isinstance(found, str):
        raise AlteredError(f"its text is no policy that can be used ({found})")
    if found.digest != digest:
        raise AlteredError(f"its text is the policy of another digest, `{found.digest}`")
    return found


@lru_cache(maxsize=64)  # many cases were judged by few policies
def _loaded(text: str) -> Policy | str:
    """Return the policy of a text, or what is wrong with it."""
    try:
        return load_policy_text(text, "the text that is kept")
    except PolicyError as error:
        first = error.diagnostics[0]
        return f"line {first.place.line}: {first.message}"
