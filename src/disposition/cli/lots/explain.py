"""`disposition explain`: a decision told in full, for whoever has to defend or doubt it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from disposition.cli.inputs import engine_of_one_lot, engine_option, read_document, read_policy
from disposition.cli.messages import with_bold_titles, write
from disposition.cli.options import file_argument, page_options, policy_option
from disposition.cli.writing import write_output
from disposition.decision import Decision
from disposition.documents.json.text import Repeated
from disposition.facts import Lot


@click.command()
@file_argument
@policy_option
@engine_option
@page_options
def explain(
    *, file: str, policy_file: Path | None, engine: str, page: Path | None, force: bool
) -> None:
    """Tell the decision on the lot in FILE, or on standard input if FILE is `-`, in full.

    FILE may also hold a decision document, as `decide --json` writes it: then that decision is
    told as it was taken, and --policy and --engine do not matter.

    It tells what `decide` tells, and the conditions of the rules that would have permitted an
    outcome, the reason and the source of everything that must happen, and the policy's digest. With
    --html a page shows it.
    """
    document, source = read_document(file)
    with source.located():
        if _is_decision(document):
            decision = Decision.from_dict(document)
        else:
            lot = Lot.from_dict(document)
            policy = read_policy(policy_file)
            decision = policy.decide(lot, engine=engine_of_one_lot(engine))
    if page is not None:
        write_output(page, decision.html(), is_forced=force)
        return
    write(with_bold_titles(decision.explain(in_full=True)))


def _is_decision(document: Any) -> bool:
    content = document.content if isinstance(document, Repeated) else document
    return isinstance(content, Mapping) and "outcome" in content and "status" in content
