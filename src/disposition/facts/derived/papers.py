"""Facts about the papers of a case: what was shared as a draft, and what is final."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.facts.derived.fact import Derived
from disposition.facts.derived.listed import both, is_in, last_on, of, whether_any
from disposition.facts.document.case_events import PAPERS

_KEYS = ("paper", "final")


def _facts() -> Iterator[Derived]:
    for paper in PAPERS:
        if paper == "other":  # papers of no kind that a rule could ask for
            continue
        words, listing, is_it = paper.replace("_", " "), of("papers", *_KEYS), is_in("paper", paper)
        yield whether_any(
            f"papers.{paper}.shared",
            f"Whether a draft of this paper was shared: {words}",
            listing,
            both(is_it, is_in("final", False)),
        )
        yield whether_any(
            f"papers.{paper}.final",
            f"Whether the case holds this paper, final: {words}",
            listing,
            both(is_it, is_in("final", True)),
        )
        yield last_on(
            f"papers.{paper}.final_on",
            f"Day of the last final paper of this kind: {words}",
            listing,
            both(is_it, is_in("final", True)),
            nothing="there is no such paper",
        )


FACTS = tuple(_facts())
