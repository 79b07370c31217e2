"""Where a history of lots has come to: the state in force, the counts, and every change."""

from __future__ import annotations

from disposition.frozen import frozen
from disposition.sampling.switching.rules import SwitchingRule

DISCONTINUED = "discontinued"
"""The state in which no lot is accepted until the supplier has improved; it has no plans."""


@frozen
class Scheme:
    """How switching works for one supplier, product and class of nonconformities.

    `limit_number` is Z1.4's limit for what was found in the last ten lots (its Table VIII is not in
    the package, so the caller looks it up), `limit_waived` the agreement to do without (Z1.4, 8.5).
    `steady` and `reduced_agreed` hold for every lot that does not say otherwise. Without both being
    true inspection never becomes reduced; only `steady` being false ends it.
    """

    standard: str = "iso2859-1"
    start: str = "normal"
    limit_number: int | None = None
    limit_waived: bool = False
    steady: bool | None = None
    reduced_agreed: bool | None = None


@frozen
class Switch:
    """One change of state: the new state holds from the lot after `lot`.

    `entry` is the place of that lot (or decision) in the history, from 1; `because` is the rule in
    the words of this history.
    """

    before: str
    after: str
    lot: str
    entry: int
    rule: SwitchingRule
    because: str
    source: str

    def sentence(self) -> str:
        """Return the change in words, such as `tightened since lot 14: two of five …`."""
        since = f" since lot {self.lot}" if self.lot else ""
        return f"{self.after}{since}: {self.because}"


@frozen
class Uncounted:
    """A lot that changed nothing, and why."""

    lot: str
    entry: int
    because: str


@frozen
class Standing:
    """Where a history has come to.

    `state` is in force for the next lot. `recent` has the last five lots on original inspection,
    `run` how many lots in a row were accepted since the state began, `found` what was found in the
    last ten of them, `not_accepted` how many were not, and `score` is ISO's switching score (0 in
    Z1.4, and off normal inspection).
    """

    scheme: Scheme
    state: str
    entries: int = 0
    lots: int = 0
    last_lot: str = ""
    recent: tuple[tuple[str, bool], ...] = ()
    run: int = 0
    found: tuple[int | None, ...] = ()
    not_accepted: int = 0
    score: int = 0
    switches: tuple[Switch, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()

    @property
    def because(self) -> str:
        """Why the state is in force, in one sentence."""
        if self.switches:
            return self.switches[-1].sentence()
        return f"{self.state} since the start: no rule has changed it"
