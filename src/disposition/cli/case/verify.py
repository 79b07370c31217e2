"""`disposition case verify`: whether all entries are as they were written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from disposition.cli.case.shared.inputs import opened_store, store_option
from disposition.cli.messages import fail, write, write_error
from disposition.documents.quoting import shown
from disposition.visible import one_line
from disposition.words import counted

if TYPE_CHECKING:
    from disposition.casefile.log.entry import Entry

SHA256 = "sha256:"
HINT = "leave the database as it is, and compare it with a backup"
FOUND_FAULTS = 1

UNSEEN_IN_ALL = (
    "not seen from within: a case that was deleted whole, or written anew with its head;\n"
    "  keep the hashes of `disposition case list --lines` elsewhere, and compare with --head"
)
UNSEEN_IN_ONE = (
    "not seen from within: that it was written anew with its head; keep the last hash elsewhere,\n"
    "  and compare with --head"
)


@click.command()
@click.argument("case_id", metavar="[ID]", required=False)
@click.option("--head", metavar="HASH", help="The hash of an entry of the case, kept elsewhere.")
@store_option
def verify(*, case_id: str | None, head: str | None, store: str) -> None:
    """Verify that the case ID, or all that the store holds, is as it was written.

    Entries that were changed, swapped, put in or taken out are found, and so are heads of cases and
    texts of policies that were changed. Whoever wrote a whole case anew is found only by a hash
    that was kept elsewhere, such as on a printed dossier: give it with --head. Faults go to stdout,
    one on a line; the exit code is 1 if there are any.
    """
    if head is not None and case_id is None:
        fail(
            "`--head` is the hash of one case", "name it: `disposition case verify ID --head HASH`"
        )
    kept = None if head is None else _hash(head)
    with opened_store(store) as opened:
        found, is_whole = 0, True
        for fault in opened.verify(case_id):
            found += 1
            is_whole = is_whole and bool(fault.policy)
            write(one_line(str(fault)))
        if case_id is None:
            if not found:
                cases = counted(sum(1 for _ in opened.heads()), "case")
                policies = counted(opened.number_of_policies(), "policy", "policies")
                write(f"no fault in {cases} and {policies}")
                write(UNSEEN_IN_ALL)
        elif is_whole:
            found += _report_case(opened.entries(case_id), kept)
    if found:
        write_error(f"{counted(found, 'fault')} found", HINT)
    raise SystemExit(FOUND_FAULTS if found else 0)


def _hash(written: str) -> str:
    """Return a hash as entries have it."""
    digits = written.strip().casefold().removeprefix(SHA256)
    if not re.fullmatch("[0-9a-f]{64}", digits):
        fail(
            f"`--head` cannot be {shown(written)}",
            "a hash is `sha256:` and 64 digits; `disposition case verify ID` tells the last one",
        )
    return SHA256 + digits


def _report_case(entries: tuple[Entry, ...], kept: str | None) -> int:
    """Tell that a case's entries hang together, and compare them with a hash kept elsewhere.

    Return how many faults the comparison found: none, or one.
    """
    last = entries[-1]
    whole = f"case `{last.case}`: {counted(len(entries), 'entry', 'entries')}, all as they were"
    if kept is None:
        write(f"{whole} written")
        write(f"last hash: {last.hash}")
        write(UNSEEN_IN_ONE)
        return 0
    number = next((each.number for each in entries if each.hash == kept), None)
    if number is None:
        write(f"case `{last.case}`: no entry has the hash that was kept, {kept}")
        return 1
    since = len(entries) - number
    later = f"; {counted(since, 'entry was', 'entries were')} written since" if since else ""
    write(f"{whole} when the hash of entry {number} was kept{later}")
    return 0
