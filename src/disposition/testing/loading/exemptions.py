"""Reads what a cases file says that no case can show: `coverage: {not_possible: …}`, with reasons.

`not_possible` holds, by rule, definition or invariant, what cannot be shown of it: `true`, `false`,
`unknown`, `decisive`, `tested` or the text of a condition, each with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from disposition.errors import suggest
from disposition.language.fields import Fields
from disposition.policy.model import CheckedPolicy
from disposition.testing.cases import Exemption
from disposition.testing.coverage.goals import goals_of

COVERAGE_KEYS = ("not_possible",)


def read_exemptions(fields: Fields, policy: CheckedPolicy) -> tuple[Exemption, ...]:
    """Return the exemptions of a cases file, noting those that are about nothing in the policy."""
    group = fields.mapping("coverage")
    if group is None:
        return ()
    inner = Fields(group, "`coverage`", COVERAGE_KEYS, fields.findings)
    return tuple(_exemptions(inner, policy))


def _exemptions(fields: Fields, policy: CheckedPolicy) -> Iterator[Exemption]:
    known: dict[str, list[str]] = defaultdict(list)
    for goal in goals_of(policy):
        known[goal.owner.name].append(goal.what)
    for owner, node in fields.mapping("not_possible") or ():
        group = fields.mapping(owner.text, node)
        if owner.text not in known:
            message = f"the policy has no rule, definition or invariant `{owner.text}` to show"
            hint = suggest(owner.text, known)
            fields.findings.error("C708", owner.place, message, hint)
        elif group is not None:
            inner = Fields(group, f"`{owner.text}`", known[owner.text], fields.findings)
            for what, _ in group:
                reason = inner.scalar(what.text, inner.require(what.text, "the reason, in words"))
                if reason is not None and not reason.text.strip():
                    message = f"no reason is given for `{what.text}`"
                    fields.findings.error("S303", what.place, message, "say why no case shows it")
                elif what.text in known[owner.text] and reason is not None:
                    yield Exemption(owner.text, what.text, reason.text, what.place)
