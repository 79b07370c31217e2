"""`disposition case`: a lot's way from its report to its release; one command per file."""

from __future__ import annotations

import click

from disposition.cli.lazy import LazyGroup

SUMMARIES = {
    "new": "Begin a case with the lot of the first report.",
    "add": "Write down what happened.",
    "decide": "Decide on the lot, and write the decision down.",
    "release": "Ask for the release; tells what is missing if it is refused.",
    "next": "Tell who has to do what by when, and why.",
    "show": "Show what happened, where the case stands and what is missing.",
    "guide": "Tell how to hold the next conversation with the supplier.",
    "letter": "Draft the letter that confirms what was talked about.",
    "read": "Tell how the supplier's arguments read.",
    "dossier": "Write everything about a case as one page, to print or to hand on.",
    "verify": "Find entries that are not as they were written.",
    "replay": "Take each decision again, to prove it or to see what changed.",
    "kinds": "List the kinds of entries, and what each of them says.",
    "list": "List the cases.",
}
"""The commands, in the order of `--help`, which is printed without loading any of them."""

EPILOG = """\b
Cases are kept in a file, `cases.db` in this folder, or where --store or the environment variable
DISPOSITION_CASES says: another file, or a `postgresql://` URL.

\b
A case as people begin it:
  disposition case new PO-4711 lot.json --on 2026-11-18 --by Li
  disposition case decide PO-4711 --on 2026-11-19 --by Li
  disposition case next PO-4711 --as-of 2026-11-19

\b
Exit codes:
  0  done
  1  `release` was refused, `verify` found a fault, `replay` could not prove a decision, or `next`
     could not read some of the cases
  2  wrong usage, or a case, a policy, a file or a database that cannot be used
"""


@click.group(cls=LazyGroup, summaries=SUMMARIES, package=__name__, epilog=EPILOG)
def case() -> None:
    """Keep a lot's case, from the failed report to the release: what happened, and what comes next.

    A case is a list of entries that are never changed: inspections, decisions, talks with the
    supplier, agreements, rework, release. What has to happen follows from them by policies.
    """
