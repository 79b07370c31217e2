"""Policies written for the tests of this folder."""

from __future__ import annotations

from disposition.facts import CATALOGUE
from disposition.policy import CheckedPolicy, PolicyError, load_checked_text

HEAD = """\
policy: toys
version: 1.0.0
outcomes:
  accept: {ships: all}
  rework: {ships: none}
otherwise: hold
"""

RULES = """\
rules:
  always:
    permit: [accept, rework]
    when: true
    because: always
    source: nobody
"""


def load(text: str) -> CheckedPolicy:
    """Load a policy from its text."""
    return load_checked_text(text, CATALOGUE)


def codes(text: str) -> list[str]:
    """Return the codes of all findings of a text, warnings included."""
    try:
        found = load(text).warnings
    except PolicyError as error:
        found = error.diagnostics
    return [each.code for each in found]


def rule(when: str, *more: str) -> str:
    """Return a policy with one rule; `more` are further lines of it."""
    lines = ["permit: [accept, rework]", f"when: {when}", "because: b", "source: s", *more]
    return f"{HEAD}rules:\n  a:\n" + "".join(f"    {line}\n" for line in lines)
