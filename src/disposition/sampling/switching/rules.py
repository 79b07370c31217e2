"""The switching rules of both families: code, sentence and source."""

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
