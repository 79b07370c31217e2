"""What a cases file says: lots, and what is expected of the decision on each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from disposition.decide import Policy
from disposition.documents.diagnostics import Place
from disposition.facts import Lot
from disposition.frozen import field, frozen
from disposition.testing.visible_decision import Wanted


@frozen
class Expected:
    """What a decision is expected to say; what is None or empty is not looked at.

    Of lists, each item is expected to be there; others may be as well. `ruled_out` holds, for an
    outcome that is expected to be ruled out, the rules that are expected to forbid it. `values`
    holds, for the code of an obligation, the values that one of that code is expected to carry, and
    `due` the last day that one is expected to have. `required_by` holds, for the code of an
    obligation, all the rules that are expected to ask for it, and no others.
    """

    outcome: str | None = None
    status: str | None = None
    ships: str | None = None
    reasons: tuple[str, ...] = ()
    not_reasons: tuple[str, ...] = ()
    ruled_out: Mapping[str, tuple[str, ...]] = field(factory=dict)
    obligations: tuple[str, ...] = ()
    not_obligations: tuple[str, ...] = ()
    may_apply: tuple[str, ...] = ()
    not_may_apply: tuple[str, ...] = ()
    required_by: Mapping[str, tuple[str, ...]] = field(factory=dict)
    due: Mapping[str, date | None] = field(factory=dict)
    values: Wanted = field(factory=dict)
    missing: tuple[str, ...] = ()


@frozen
class Case:
    """A lot and what is expected; `name` is `table/row` for a row of a table."""

    name: str
    about: str
    place: Place
    lot: Lot
    expected: Expected


@frozen
class Differences:
    """Another version of the policy, and what it decides where it decides otherwise.

    `before` holds, by the names of cases, what the other version is expected to decide. All other
    cases are expected to be decided alike by both.
    """

    against: Policy
    name: str
    before: Mapping[str, Expected]


@frozen
class Exemption:
    """Something of a rule, definition or invariant that no case can show, and why."""

    owner: str
    what: str
    reason: str
    place: Place


@frozen
class CaseFile:
    """The cases of one file with the policy that they are about.

    `policy_file` is the policy's file as places name it; None if another policy was handed in.
    `base` is the lot document that the cases differ from. `equivalents` are reasons by the ids of
    mutants that no lot can tell from the policy.
    """

    path: Path
    policy: Policy
    cases: tuple[Case, ...]
    policy_file: str | None = None
    differences: Differences | None = None
    exemptions: tuple[Exemption, ...] = ()
    base: Mapping[str, Any] = field(factory=dict)
    equivalents: Mapping[str, str] = field(factory=dict)
