"""What a change does, told as sentences, as plain data, and as the body of a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from disposition.analysis.diff.moves import UNDECIDED, ChangeVerdict, Difference, Move, Strictness
from disposition.analysis.diff.obliged import ChangedDuty, DutyChange
from disposition.analysis.verdicts import Witness
from disposition.documents.plain import picked
from disposition.documents.yaml.flow import flow
from disposition.markup import code as coded
from disposition.markup import table, text
from disposition.policy.compare.changes import Change
from disposition.words import counted, listed

FORMAT = 1

VERDICTS = {
    ChangeVerdict.SAME: "Nothing that decides is changed.",
    ChangeVerdict.EQUIVALENT: "Proved: a lot that is decided before and after keeps its outcome.",
    ChangeVerdict.STRICTER: "Only stricter, proved of all lots that are decided before and after.",
    ChangeVerdict.LAXER: "Only laxer, proved of all lots that are decided before and after.",
    ChangeVerdict.MIXED: "Neither only stricter nor only laxer: lots move both ways, or aside.",
    ChangeVerdict.NOT_SETTLED: "Not settled: of some ways nobody knows whether a lot goes there.",
}
MEANS = {
    Strictness.LAXER: "laxer",
    Strictness.STRICTER: "stricter",
    Strictness.OTHER: "neither stricter nor laxer",
    Strictness.DECIDED_NOW: "was open, is decided",
    Strictness.OPEN_NOW: "was decided, is open",
}
DUTIES = {
    DutyChange.ADDED: "is required, and was not",
    DutyChange.DROPPED: "was required, and is not",
    DutyChange.OTHER: "is required by another day, or with other values",
}
MOST_WORDS = 160
"""Characters of what a change was and is that are told on a terminal."""


def ships_more(found: Difference) -> str:
    """Return the sentence on the one thing that has to be known before a change is signed."""
    if found.ships_more is None:
        return "It is not settled whether a lot ships more than before."
    if found.ships_more:
        return "Some lots ship more than before."
    return "Proved: no lot ships more than before."


def sentences(found: Difference) -> Iterator[str]:
    """Yield what a change does, in lines."""
    yield f"{found.before} → {found.after}"
    yield VERDICTS[found.verdict]
    if found.verdict is not ChangeVerdict.SAME:
        yield ships_more(found)
    told = [each for each in found.changes if each.kind not in ("policy", "version")]
    if told:
        yield ""
        yield "What is changed"
        for change in told:
            besides = "" if change.alters else ", which decides nothing"
            yield f"  - {_named(change)} {change.what}{besides}"
            yield from (f"      {line}" for line in _was_and_is(change))
    if found.moves:
        yield ""
        yield "Where lots move"
        for move in found.moves:
            more = ", ships more" if move.ships_more else ""
            yield f"  - {_way(move.before, move.after)} ({MEANS[move.strictness]}{more})"
            if move.region.changed:
                yield f"      where {' and '.join(move.region.changed)}"
            yield f"      by {listed(move.rules)}"
            yield f"      such as {flow(dict(move.witness.given[0]))}"
    if found.duties:
        yield ""
        yield "What is required of lots that keep their outcome"
        for duty in found.duties:
            yield f"  - `{duty.code}` {DUTIES[duty.change]} (outcome `{_kept(duty)}`)"
            yield f"      by {listed(duty.rules)}"
            yield f"      such as {flow(dict(duty.witness.given[0]))}"
    if found.open_moves or found.open_duties:
        yield ""
        yield "Not settled"
        for before, after, reason in found.open_moves:
            yield f"  - {_way(before, after)}: {reason}"
        for code, reason in found.open_duties:
            yield f"  - whether `{code}` is required of the same lots: {reason}"


def _kept(duty: ChangedDuty) -> str:
    return duty.witness.decided[0].outcome


def _way(before: str, after: str) -> str:
    return f"{before or 'undecided'} → {after or 'undecided'}"


def _named(change: Change) -> str:
    return change.kind if change.kind == change.name else f"{change.kind} `{change.name}`"


def _was_and_is(change: Change) -> Iterator[str]:
    for label, said in (("was", change.before), ("is ", change.after)):
        if said:
            short = said if len(said) <= MOST_WORDS else f"{said[:MOST_WORDS]}…"
            yield f"{label} {short}"


# --- as plain data -------------------------------------------------------------------------------


def document(found: Difference) -> dict[str, Any]:
    """Return what a change does as plain data; undecided is null."""
    return {
        "format": FORMAT,
        **picked(found, "before", "after", "verdict", "ships_more"),
        "changes": [
            picked(each, "kind", "name", "what", "before", "after", "alters")
            for each in found.changes
        ],
        "moves": [_move(each) for each in found.moves],
        "not_settled": [
            {"before": before or None, "after": after or None, "reason": reason}
            for before, after, reason in found.open_moves
        ],
        "obligations": [
            {
                **picked(each, "code", "change"),
                "outcome": _kept(each),
                "rules": list(each.rules),
                "lot": dict(each.witness.documents[0]),
            }
            for each in found.duties
        ],
        "obligations_not_settled": [
            {"code": code, "reason": reason} for code, reason in found.open_duties
        ],
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "before": move.before or None,
        "after": move.after or None,
        **picked(move, "strictness", "ships_more"),
        "where": picked(move.region, "changed", "others"),
        "rules": list(move.rules),
        "lot": dict(move.witness.documents[0]),
        "cases": {"before": move.witness.case(0), "after": move.witness.case(1)},
    }


# --- as a page -----------------------------------------------------------------------------------


def sections(found: Difference) -> Iterator[str]:
    """Yield what a change does as HTML: what is changed, and where lots move."""
    yield f"<p><b>{text(VERDICTS[found.verdict])}</b></p>"
    if found.verdict is not ChangeVerdict.SAME:
        yield f"<p>{text(ships_more(found))}</p>"
    yield f"<h4>What is changed</h4>{changes_html(found)}"
    if found.moves:
        yield f"<h4>Where lots move <small>{counted(len(found.moves), 'way')}</small></h4>"
        yield table(
            ("From", "To", "Means", "Lots that move", "Such as"),
            (_row(found, each) for each in found.moves),
        )
    if found.duties:
        yield "<h4>What is required of lots that keep their outcome</h4>"
        yield table(
            ("Obligation", "Change", "Outcome", "By", "Such as"),
            (_duty(found, each) for each in found.duties),
        )
    if found.open_duties:
        open_ = ((coded(do), text(why)) for do, why in found.open_duties)
        yield f"<h4>Not settled of what is required</h4>{table(('Obligation', 'Why'), open_)}"
    if found.open_moves:
        rows = (
            (text(_outcome(found, before)), text(_outcome(found, after)), text(reason))
            for before, after, reason in found.open_moves
        )
        yield f"<h4>Not settled</h4>{table(('From', 'To', 'Why'), rows)}"


def changes_html(found: Difference) -> str:
    """Return what is changed as a table."""
    rows = (
        (
            f"{text(each.kind)} {coded(each.name)}" if each.kind != each.name else text(each.kind),
            f"{each.what}{'' if each.alters else '<small>decides nothing</small>'}",
            text(each.before or ""),
            text(each.after or ""),
        )
        for each in found.changes
    )
    return table(("Entry", "", "Was", "Is"), rows)


def _outcome(found: Difference, outcome: str) -> str:
    return "Undecided" if outcome == UNDECIDED else found.titles.get(outcome, outcome)


def _row(found: Difference, move: Move) -> Iterator[str]:
    yield f"<b>{text(_outcome(found, move.before))}</b>"
    yield f"<b>{text(_outcome(found, move.after))}</b>"
    more = "<br><b>ships more</b>" if move.ships_more else ""
    yield f"{MEANS[move.strictness]}{more}"
    yield _where(move)
    yield _lot(move.witness)


def _duty(found: Difference, duty: ChangedDuty) -> Iterator[str]:
    yield coded(duty.code)
    yield DUTIES[duty.change]
    yield f"<b>{text(_outcome(found, _kept(duty)))}</b>"
    yield ", ".join(map(coded, duty.rules))
    yield _lot(duty.witness)


def _lot(witness: Witness) -> str:
    given = witness.given[0].items()
    lines = "<br>".join(coded(f"{path}: {flow(value)}") for path, value in given)
    return f"<details><summary>a lot</summary>{lines}</details>"


def _where(move: Move) -> str:
    changed = "<br>".join(map(coded, move.region.changed))
    others = "<br>".join(map(coded, move.region.others))
    title = f"and {counted(len(move.region.others), 'other condition')}"
    rest = f"<details><summary>{title}</summary>{others}</details>" if others else ""
    rules = ", ".join(map(coded, move.rules))
    return f"{changed}{rest}<small>by {rules}</small>"
