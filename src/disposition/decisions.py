"""Many decisions together: they show as a table, and count their outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from disposition.decision import Decision


class Decisions(tuple[Decision, ...]):
    """Decisions in the order of their lots; a tuple that a notebook shows as a table."""

    __slots__ = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How often there is each outcome, the most frequent first."""
        return dict(Counter(each.outcome for each in self).most_common())

    def __repr__(self) -> str:
        return (
            f"<{len(self):,} decisions: {', '.join(f'{n:,} {o}' for o, n in self.counts.items())}>"
        )

    def _repr_html_(self) -> str:
        from disposition.display.decisions_html import decisions_html
        from disposition.markup import MOST_ROWS

        lines = [
            (each.lot or "", each.outcome, each.title, each.ships, ", ".join(each.rule_ids))
            for each in self[:MOST_ROWS]
        ]
        return decisions_html(self.counts, lines, len(self))
