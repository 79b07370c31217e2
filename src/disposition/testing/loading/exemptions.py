"""Reads what a cases file exempts, with reasons: what no case can show, and mutants of no harm.

`coverage: {not_possible: …}` holds, by rule, definition or invariant, what cannot be shown of it:
`true`, `false`, `unknown`, `decisive`, `tested` or the text of a condition. `mutation: {equivalent:
…}` holds, by the id that `disposition test --mutate` shows, why no lot can tell the mutant from the
policy. An id stays as it is as long as the changed words do.
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


MUTATION_KEYS = ("equivalent",)


def read_equivalents(fields: Fields) -> dict[str, str]:
    """Return the reasons by the ids of mutants, noting those that are no text."""
    group = fields.mapping("mutation")
    if group is None:
        return {}
    inner = Fields(group, "`mutation`", MUTATION_KEYS, fields.findings)
    found: dict[str, str] = {}
    for mutant, node in inner.mapping("equivalent") or ():
        reason = inner.scalar(mutant.text, node)
        if reason is None or reason.is_null or not reason.text.strip():
            message = f"no reason is given for the mutant `{mutant.text}`"
            fields.findings.error("C709", mutant.place, message, "say why no lot tells it apart")
        else:
            found[mutant.text] = reason.text
    return found
