"""Several decisions, in the order of their lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from disposition import arguments
from disposition.decision import Decision, document_of, line_of
from disposition.errors import Problem

REFUSED, PROBLEMS = "problems by the name of each lot", "a list of problems"


class Decisions(tuple[Decision, ...]):
    """Decisions in the order of their lots; a tuple that a notebook shows as a table."""

    __slots__ = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How often there is each outcome, the most frequent first."""
        return dict(Counter(each.outcome for each in self).most_common())

    def html(self, refused: Mapping[str, Sequence[Problem]] = MappingProxyType({})) -> str:
        """Return the decisions as a page that needs nothing else: a table that leads to each.

        `refused` tells, by a name of each lot that could not be taken, what is wrong with it.
        """
        from disposition.display.html import decisions_page

        for name, problems in arguments.mapping_of("refused", refused, REFUSED).items():
            for each in arguments.items_of(f"refused[{name!r}]", problems, PROBLEMS):
                arguments.of_kind(f"refused[{name!r}]", each, Problem, PROBLEMS)
        return decisions_page(
            self.counts, [(line_of(each), document_of(each)) for each in self], refused
        )

    def to_frame(self) -> Any:
        """Return the decisions as a Polars frame, a row for each; needs the extra `tables`.

        Columns: `lot`, `as_of`, `outcome`, `status`, `ships`, `considered`, and lists of texts
        `rules`, `missing` (facts, sorted), `obligations` and `possible_obligations` (codes, each
        once), as `Policy.decide_table` adds them.

        Raises:
            DispositionError: Polars is not installed.
        """
        from disposition.tables.deciding import decisions_frame

        return decisions_frame(self)

    def __repr__(self) -> str:
        return (
            f"<{len(self):,} decisions: {', '.join(f'{n:,} {o}' for o, n in self.counts.items())}>"
        )

    def _repr_html_(self) -> str:
        from disposition.display.html import decisions_html
        from disposition.markup import MOST_ROWS

        return decisions_html(self.counts, list(map(line_of, self[:MOST_ROWS])), len(self))
