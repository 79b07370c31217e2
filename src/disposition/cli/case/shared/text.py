"""What `disposition case` tells people: steps, the gate, what was written; folded to fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from disposition.cli.messages import style
from disposition.explain.document.values import plain_values
from disposition.explain.report import WIDTH, known
from disposition.visible import one_line
from disposition.words import counted, wrapped

if TYPE_CHECKING:
    from disposition.casefile.case import Case
    from disposition.casefile.lifecycle.gate import Gate
    from disposition.casefile.lifecycle.steps import Step
    from disposition.casefile.log.entry import Entry


_DATES = len("2026-11-18 OVERDUE")


def folded(text: str, first: str = "", others: str | None = None) -> Iterator[str]:
    """Yield a text in lines that fit, without what would steer a terminal."""
    if len(first) + len(text) <= WIDTH and text.isprintable() and text == text.strip():
        # Most texts are short, and thousands of cases have many.
        yield from [first + text] if text else []
        return
    yield from wrapped(one_line(text), first, first if others is None else others, WIDTH)


def fitted(lines: str) -> str:
    """Return lines, each folded so that what follows stands below its words."""
    return "\n".join(part for line in lines.splitlines() for part in _fitted(line))


def _fitted(line: str) -> Iterator[str]:
    words = line.lstrip(" ")
    indent = line[: len(line) - len(words)]
    hanging = indent + ("  " if words.startswith("- ") else "")
    yield from folded(words, indent, hanging) if words else [""]


# --- what was written ----------------------------------------------------------------------------


def new_entry(before: Case, after: Case, *, kinds: tuple[str, ...], on: date, key: str) -> Entry:
    """Return the entry that a write made, or that was found again by its key."""
    if key:
        return next(each for each in after.entries if each.has_key(key))
    made = after.entries[len(before.entries) :]
    # Others may have written in between, and since.
    return next(
        (each for each in reversed(made) if (each.kind in kinds, each.on) == (True, on)), made[-1]
    )


def written_line(before: Case, entry: Entry) -> str:
    """Return that an entry was written, or was there already."""
    what = f"entry {entry.number} of case `{entry.case}`: {entry.kind} on {entry.on}"
    if entry.number <= len(before.entries):
        return f"nothing was written: the key is that of {what}"
    return f"wrote {what}"


# --- steps ---------------------------------------------------------------------------------------


def step_lines(step: Step) -> Iterator[str]:
    """Yield a step: its last day, code and who; what exactly, why, and where the rule stands."""
    from disposition.casefile.lifecycle.steps import TELL

    day = "no date" if step.due is None else step.due.isoformat()
    when = f"{f'{day} OVERDUE' if step.overdue else day:<{_DATES}}"
    when = style(when, fg="red", bold=True) if step.overdue else when
    # What is to be told is told by its fact: there may be several such steps.
    code = f"{TELL} {', '.join(step.waits_for)}" if step.do == TELL else step.do
    perhaps = "" if step.is_sure else ", perhaps"
    who = f" ({one_line(step.by)})" if step.by else ""
    yield f"  {when}  {style(code, bold=True)}{who}{perhaps}"
    why = f"why: {step.because}" if step.because else ""
    moved = f"counted to another day: {step.moved}" if step.moved else ""
    for text in (step.what, known(plain_values(step.values)), why, moved):
        yield from folded(text, "      ", "        ")
    if step.waits_for and step.do != TELL:
        what = "its last day depends" if step.is_sure else "whether it is needed depends"
        if step.is_sure and None in plain_values(step.values).values():
            what = "what is unknown of it depends"
        yield from folded(f"{what} on {', '.join(step.waits_for)}", "      ", "        ")
    rule = f"rule {step.rule} of {step.policy}" if step.rule else ""
    cited = "; ".join(filter(None, (step.source, rule)))
    yield from folded(cited, "      ", "        ")


# --- the gate ------------------------------------------------------------------------------------


def gate_lines(gate: Gate, indent: str = "") -> Iterator[str]:
    """Yield whether the lot may go, which parts, and what is missing, with where that stands."""
    below = indent + "  "
    if gate.is_open:
        yield f"{indent}{one_line(gate.decision.title)} [{gate.decision.outcome}]"
        yield from folded(gate.ships(), below)
        return
    if gate.released_on is not None:
        yield f"{indent}Released on {gate.released_on}; it is not released again"
        return
    yield f"{indent}Not released: {counted(len(gate.missing), 'thing is', 'things are')} missing"
    for each in gate.missing:
        yield from folded(each.says, f"{below}- ", f"{below}  ")
        if not each.is_sure:
            yield from folded(
                f"not known: {', '.join(each.waits_for)}", f"{below}  ", f"{below}    "
            )
        cited = "; ".join(filter(None, (each.source, f"rule {each.rule}")))
        yield from folded(cited, f"{below}  ", f"{below}    ")
    yield from folded(gate.ships(), below)
