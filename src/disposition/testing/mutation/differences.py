"""What a case can expect of one decision that another does not say: that tells them apart."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.frozen import evolve
from disposition.testing.cases import Expected
from disposition.testing.runner import mismatches
from disposition.testing.visible_decision import Said


def telling(decision: Said, other: Said) -> Expected | None:
    """Return the outcome of a decision, and as little more as another does not say.

    None where there is nothing: no case that passes with the one fails with the other.
    """
    for each in _pieces(decision, other):
        if next(mismatches(each, other), None) is not None:
            return evolve(each, outcome=decision.outcome)
    return None


def _pieces(said: Said, other: Said) -> Iterator[Expected]:
    """Yield what can be expected of a decision piece by piece, the plainest first."""
    yield Expected(outcome=said.outcome)
    yield Expected(status=said.status)
    yield Expected(ships=said.ships)
    yield from (Expected(reasons=(each,)) for each in said.reasons)
    yield from (Expected(missing=(each,)) for each in said.missing)
    yield from (Expected(obligations=(each,)) for each in said.obligations)
    yield from (Expected(may_apply=(each,)) for each in said.may_apply)
    for code, several in said.values.items():
        for values in several:
            yield from (Expected(values={code: {name: each}}) for name, each in values.items())
            yield Expected(values={code: values})
    yield from (Expected(due={code: day}) for code, days in said.due.items() for day in days)
    more = sorted(set(other.obligations) - set(said.obligations))
    yield from (Expected(not_obligations=(each,)) for each in more)
    more = sorted(set(other.may_apply) - set(said.may_apply))
    yield from (Expected(not_may_apply=(each,)) for each in more)
    yield from (Expected(required_by={code: tuple(e)}) for code, e in said.required_by.items())
    more = sorted(set(other.reasons) - set(said.reasons))
    yield from (Expected(not_reasons=(each,)) for each in more)
    for outcome, rules in said.ruled_out.items():
        yield Expected(ruled_out={outcome: ()})
        yield from (Expected(ruled_out={outcome: (rule,)}) for rule in rules)
