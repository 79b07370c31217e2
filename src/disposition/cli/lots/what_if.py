"""`disposition what-if`: what would have to change for a lot to come to an outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from disposition.cli.inputs import read_document, read_policy
from disposition.cli.messages import write, write_json
from disposition.cli.options import file_argument, json_option, policy_option
from disposition.documents.plain import picked
from disposition.facts import Lot
from disposition.words import listed

NO_WAY, NOT_SETTLED = 1, 3


@click.command("what-if")
@file_argument
@click.option("--want", metavar="OUTCOME", required=True, help="The outcome to come to.")
@policy_option
@json_option
def what_if(*, file: str, want: str, policy_file: Path | None, as_json: bool) -> None:
    """Tell the fewest changes with which the lot in FILE comes to an outcome.

    Only what somebody can change: time, consent, clauses, more samples, sorting, the policy's own
    facts; where that is not enough, what nobody has told yet. What was found wrong with the goods
    stays.

    The exit code is 0 if there is a way, 1 if there is none, 2 for a lot or a policy that cannot be
    used, and 3 if that is not settled.
    """
    document, source = read_document(file)
    policy = read_policy(policy_file)
    with source.located():
        lot = Lot.from_dict(document)
        decision = policy.decide(lot)
    from disposition.analysis.verdicts import NotSettled
    from disposition.analysis.what_if import HowTo, how_to

    found = how_to(policy, lot, want)
    if isinstance(found, HowTo):
        told: dict[str, Any] = {
            "changes": [picked(each, "path", "before", "after") for each in found.changes],
            "lot": found.document,
        }
        lines = [
            f"{_value_text(each.before)} -> {_value_text(each.after)}" for each in found.changes
        ]
        pairs = zip(found.changes, lines, strict=True)
        text = [f"  {each.path}: {line}" for each, line in pairs]
        head = f"{decision.outcome} becomes {want} with" if text else f"the outcome is {want}"
        code = 0
    elif isinstance(found, NotSettled):
        told, text, code = {"reason": found.reason}, [], NOT_SETTLED
        head = f"not settled whether there is a way to {want}: {found.reason}"
    else:
        told = picked(found, "rules", "unmet")
        text, code = [], NO_WAY
        why = f"in the way: {listed(found.rules)}" if found.rules else ""
        if found.unmet:
            why = f"none of the rules that permit it can be made to hold: {listed(found.unmet)}"
        head = f"no change of what can be changed leads to {want}" + (f"; {why}" if why else "")
    if as_json:
        write_json({"outcome": decision.outcome, "want": want, "found": code == 0, **told})
    else:
        write("\n".join([head, *text]))
    raise SystemExit(code)


def _value_text(value: Any) -> str:
    if value is None:
        return "not told"
    return str(value).lower() if isinstance(value, bool) else str(value)
