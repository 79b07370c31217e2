"""Which outcomes remain possible, each rule looked at by itself: none that does is left out."""

from __future__ import annotations

from disposition.analysis.asking.subjects import State
from disposition.analysis.asking.turning import Turning
from disposition.explain.inference import Prepared
from disposition.semantics import Positions


class EndsByRules:
    """Tells what can follow of what is known, without a solver."""

    def __init__(self, prepared: Prepared, turning: Turning) -> None:
        self._prepared = prepared
        self.turning = turning

    def loose(self, state: State) -> Positions:
        """Return the conditions that telling more can turn."""
        return self.turning.conditions(state, self.turning.facts(state))

    def of(self, state: State) -> tuple[str, ...]:
        """Return the outcomes that can follow of what is known."""
        return possible_ends(self._prepared, state, self.loose(state))


def possible_ends(prepared: Prepared, state: State, loose: Positions) -> tuple[str, ...]:
    """Return the outcomes that can follow once more is told, some conditions being loose.

    The fallback is among them where no rule may apply, or an invariant may withhold an outcome;
    not since information is missing.
    """
    combination = prepared.combination
    true = state.truths.true & ~loose
    not_false = state.truths.true | state.truths.unknown | loose
    found: dict[str, None] = {}
    is_withheld = False
    for each in combination.alternatives:
        if not each.permits & not_false or each.forbids & true:
            continue
        if not each.guards & true:
            found[each.outcome] = None
        is_withheld = is_withheld or bool(each.guards & not_false)
        if each.permits & true and not each.forbids & not_false:
            break
    else:
        found[combination.fallback] = None
    if is_withheld:
        found[combination.fallback] = None
    return tuple(found)
