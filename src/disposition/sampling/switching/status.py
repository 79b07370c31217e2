"""Where a history of lots has come to: the state in force, the counts, each change and its rule."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from disposition.frozen import frozen


@frozen
class SwitchingRule:
    """Why inspection changes its state; `sources` has the clause by standard."""

    code: str
    sentence: str
    sources: Mapping[str, str]

    def source(self, standard: str) -> str:
        """Return the clause of a standard that has the rule."""
        return self.sources[standard]


def _rule(code: str, sentence: str, iso: str, z14: str) -> SwitchingRule:
    sources = {
        key: clause
        for key, clause in (
            ("iso2859-1", f"ISO 2859-1, {iso}" if iso else ""),
            ("z1.4", f"ANSI/ASQ Z1.4, {z14}" if z14 else ""),
        )
        if clause
    }
    return SwitchingRule(code, sentence, MappingProxyType(sources))


TWO_OF_FIVE = _rule(
    "two-of-five",
    "two of five or fewer consecutive lots not accepted on original inspection",
    "9.3.1",
    "8.3.1",
)
FIVE_ACCEPTED = _rule(
    "five-accepted", "five consecutive lots accepted on original inspection", "9.3.2", "8.3.2"
)
SCORE_REACHED = _rule(
    "score-30",
    "switching score of 30 or more, production steady, and the authority agrees",
    "9.3.3",
    "",
)
TEN_ACCEPTED = _rule(
    "ten-accepted",
    "ten lots accepted on normal inspection, few enough found in them, production steady, and the "
    "authority agrees",
    "",
    "8.3.3",
)
REDUCED_NOT_ACCEPTED = _rule(
    "reduced-not-accepted", "a lot not accepted on reduced inspection", "9.3.4 a", "8.3.4 a"
)
BETWEEN = _rule(
    "between-ac-and-re", "a lot accepted with a count between Ac and Re", "", "8.3.4 b and 10.1.4"
)
UNSTEADY = _rule("unsteady", "production irregular or delayed", "9.3.4 b", "8.3.4 c")
FIVE_NOT_ACCEPTED = _rule(
    "five-not-accepted", "five lots not accepted while on tightened inspection", "9.4", "8.4"
)
CORRECTED = _rule("corrected", "the supplier has improved and the authority agrees", "9.4", "8.4")
DIRECTED = _rule("directed", "the responsible authority directs it", "9.1 to 9.3.4", "8.1 to 8.3.4")

SWITCHING_RULES: Mapping[str, SwitchingRule] = MappingProxyType(
    {
        rule.code: rule
        for rule in (
            TWO_OF_FIVE,
            FIVE_ACCEPTED,
            SCORE_REACHED,
            TEN_ACCEPTED,
            REDUCED_NOT_ACCEPTED,
            BETWEEN,
            UNSTEADY,
            FIVE_NOT_ACCEPTED,
            CORRECTED,
            DIRECTED,
        )
    }
)
"""Every rule by its code."""


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
class SwitchingStatus:
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


Standing = SwitchingStatus
"""What it was called before."""
