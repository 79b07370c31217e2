"""`disposition diff`: what a change of a policy says, and what it does to every possible lot."""

from __future__ import annotations

from pathlib import Path

import click

from disposition.cli.messages import write, write_json
from disposition.cli.options import json_option, page_options
from disposition.cli.policy.versions import read_versions
from disposition.cli.writing import write_output

SHIPS_MORE, NOT_SETTLED = 1, 3


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@json_option
@page_options
def diff(*, old: str, new: str, as_json: bool, page: Path | None, force: bool) -> None:
    """Tell what differs between two versions of a policy, in words and of every possible lot.

    OLD and NEW are files, names of shipped policies, files at git revisions (`HEAD~1:acme.yaml`),
    the digest of an earlier revision of the other file, or two folders with policies.

    For each pair of outcomes, a lot shows that it can move so, or it is proved that none does. Then
    whether the change is equivalent, only stricter or only laxer for lots that are decided before
    and after. Then which
    obligations change for lots that keep their outcome.

    The exit code is 0 if no lot ships more than before, 1 if one does, 2 for a policy that cannot
    be used, and 3 if that is not settled.
    """
    if as_json and page is not None:
        raise click.UsageError("`--json` and `--html` write two things: give one of the two")
    versions = read_versions(old, new)
    from disposition.analysis.diff.moves import difference
    from disposition.analysis.diff.report import document, sections, sentences

    found = [difference(before, after) for before, after in versions]
    if as_json:
        write_json({"policies": [document(each) for each in found]})
    elif page is not None:
        from disposition.markup import box, text
        from disposition.markup import page as made

        boxes = [
            box(f"<h3>{text(each.before)} → {text(each.after)}</h3>{''.join(sections(each))}")
            for each in found
        ]
        title = ", ".join(f"{each.before} → {each.after}" for each in found)
        write_output(page, made(title, "\n".join(boxes)), is_forced=force)
    else:
        write("\n\n".join("\n".join(sentences(each)) for each in found))
    if any(each.ships_more for each in found):
        raise SystemExit(SHIPS_MORE)
    raise SystemExit(NOT_SETTLED if any(each.ships_more is None for each in found) else 0)
