"""`disposition case replay`: each decision of a case taken again, to prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from disposition.cli.case.shared.inputs import case_argument, with_cases
from disposition.cli.case.shared.text import folded
from disposition.cli.messages import write, write_json
from disposition.cli.options import json_option
from disposition.words import counted

NOT_PROVED = 1


if TYPE_CHECKING:
    from disposition.casefile.cases import Cases


@click.command()
@with_cases
@case_argument
@json_option
def replay(*, cases: Cases, case_id: str, as_json: bool) -> None:
    """Take each decision of the case ID again: by its own policy, and by the one of today.

    Its own policy was kept with the case, and has to decide the same of what was known then; that
    proves the decision. Where today's policy, or that in --policies, decides otherwise, the change
    that makes the difference is told. The exit code is 1 only if a decision is not proved.
    """
    case = cases.get(case_id)
    replayed = case.replay()
    if as_json:
        document = {
            "case": case.id,
            "is_proved": replayed.is_proved,
            "decisions": [each.to_dict() for each in replayed.decisions],
        }
        write_json(document)
    elif not replayed.decisions:
        write(f"case `{case.id}`: nothing was decided yet")
    else:
        for each in replayed.decisions:
            write("\n".join(folded(each.says(), "", "  ")))
        proved = sum(each.is_proved for each in replayed.decisions)
        changed = f", {len(replayed.changed):,} otherwise today" if replayed.changed else ""
        write(f"{counted(len(replayed.decisions), 'decision')}: {proved:,} proved{changed}")
    raise SystemExit(0 if replayed.is_proved else NOT_PROVED)
