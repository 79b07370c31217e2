"""A decision in plain words: the outcome, why, why not others, what is missing, what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from disposition.documents.forms import Plain
from disposition.explain.document import rationale
from disposition.explain.document.document import Document
from disposition.explain.document.parts import LOT, LotPart
from disposition.explain.document.values import plain_values
from disposition.visible import one_line
from disposition.words import counted, in_a_row, wrapped

WIDTH = 92
SHIPS = {"all": "ships the whole lot", "part": "ships a part of the lot", "none": "ships nothing"}
STATUS = {
    "decided": "decided",
    "needs_information": "not decided, because information is missing",
    "no_rule": "not decided, because the policy leaves no outcome possible",
    "withheld": "not decided, because an invariant of the policy would be broken",
}
MANY = 3
"""So many things that may have to happen are each told in short, too; of more, only the names."""

NOT_BY_ITSELF = "by itself it does not decide"
ENDS = {
    "needs_information": "still not decided",
    "no_rule": "no outcome is possible",
    "withheld": "withheld by an invariant",
}


class Words(str):
    """Text that a prompt or a notebook shows as it is, and not as Python would write it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return self.rstrip("\n")


def in_words(decision: Document, *, in_full: bool) -> Words:
    """Return a decision and its rationale in plain words."""
    return Words("\n".join(_lines(decision, in_full=in_full)) + "\n")


def _lines(decision: Document, *, in_full: bool) -> Iterator[str]:
    yield from _heading(decision, in_full=in_full)
    if is_divided(decision.parts):
        yield from _section("Parts", map(_part, decision.parts))
    yield from _section("Why", map(_reason, decision.reasons))
    yield from _section("Withheld", map(_withheld, decision.withheld))
    if decision.questions:
        yield from _section("What is missing", [_questions(decision, in_full=in_full)])
    if in_full:
        yield from _section("Facts that wait for it", map(_missing, decision.missing))
    why_not = partial(_ruled_out, in_full=in_full)
    yield from _section("Why not", map(why_not, decision.ruled_out))
    asked = {fact for each in decision.questions for fact in each.facts}
    duty = _obligation_in_full if in_full else partial(_obligation, asked=asked)
    sure = [each for each in decision.obligations if each.applies == "yes"]
    perhaps = [each for each in decision.obligations if each.applies != "yes"]
    yield from _section("What must happen", map(duty, sure))
    may = map(duty, perhaps) if in_full or len(perhaps) <= MANY else [_in_short(perhaps)]
    yield from _section("What may also have to happen", may)


def _heading(decision: Document, *, in_full: bool) -> Iterator[str]:
    yield one_line(f"{decision.title} [{decision.outcome}]")
    considered = decision.considered if decision.status != "decided" else None
    looked_at = f"; looked at: {considered}" if considered else ""
    status = f"{_capital(STATUS[decision.status])}; {_ships(decision)}{looked_at}."
    yield from _wrapped(status, "", "")
    about = [f"lot {decision.lot}"] if decision.lot else []
    about += [f"as of {decision.as_of}"] if decision.as_of else []
    about.append(f"policy {decision.policy.id} {decision.policy.version}")
    yield from _wrapped(_capital(", ".join(about)) + ".", "", "")
    if in_full:
        yield one_line(f"Policy digest {decision.policy.digest}.")
        yield one_line(f"Decided by {decision.engine.library} {decision.engine.version}.")


def _ships(decision: Document) -> str:
    """Return what ships by a decision, and what comes before it."""
    before = [*dict.fromkeys(each.do for each in decision.obligations if each.before)]
    after = f", after {in_a_row(before)}" if before and decision.ships != "none" else ""
    return SHIPS[decision.ships] + after


def _section(title: str, entries: Iterable[Iterable[str]]) -> Iterator[str]:
    listed = list(entries)
    if listed:
        yield ""
        yield title
        for entry in listed:
            yield from entry


# --- the parts of the lot ------------------------------------------------------------------------


def is_divided(parts: tuple[LotPart, ...]) -> bool:
    """Tell whether parts are told apart: something else is decided of some than of others."""
    return len({(each.outcome, each.ships, each.more_units) for each in parts}) > 1


def _part(part: LotPart) -> Iterator[str]:
    yield from _bullet(f"{part.name}, {units_of(part)}: {part_outcome(part)}")
    if part.by != LOT:
        yield from _aside(part.because, "    ")
        yield from _aside(f"to do: {', '.join(map(task, part.do))}" if part.do else "", "    ")
    yield from _aside(more_units(part), "    ")


def units_of(part: LotPart) -> str:
    """Return how many units a part has."""
    return "units not known" if part.units is None else counted(part.units, "unit")


def part_outcome(part: LotPart) -> str:
    """Return what happens to a part, and whether it ships by this decision."""
    outcome = f"{part.title} [{part.outcome}]"
    if part.ships == "none":
        return f"stays; as a lot of its own: {outcome}"
    return f"ships{' in part' if part.ships == 'part' else ''}: {outcome}"


def more_units(part: LotPart) -> str:
    """Return how many more of its units to inspect; nothing where that would not help."""
    return "" if part.more_units is None else f"{part.more_units:,} more of its units to inspect"


# --- why, and why not ----------------------------------------------------------------------------


def _reason(reason: rationale.Reason) -> Iterator[str]:
    yield from _bullet(because(reason.because, reason.rule))
    yield from _aside(known(reason.facts), "    ")
    yield from _aside(cited(reason.rule, reason.source, reason.clause), "    ")


def because(text: str, rule: str) -> str:
    """Return the reason of a rule, or what can be said of one without."""
    return text or f"the rule `{rule}` holds"


def _ruled_out(each: rationale.RuledOut, *, in_full: bool) -> Iterator[str]:
    """Yield why an outcome is ruled out; in short, first of all by what forbids it."""
    yield from _bullet(f"{each.title} [{each.outcome}]")
    for reason in each.forbidden_by:
        yield from _aside(f"forbidden: {because(reason.because, reason.rule)}", "    ")
        if in_full or not reason.because:
            yield from _aside(known(reason.facts), "      ")
        yield from _aside(cited(reason.rule, reason.source, reason.clause), "      ")
    if not each.forbidden_by or (in_full and each.unmet):
        yield from _aside(not_permitted(each.unmet), "    ")
        for unmet in each.unmet:
            yield from _aside(_unmet(unmet), "      ")
            if in_full:
                yield from _aside(f"it needs: {unmet.when}", "        ")


def not_permitted(unmet: tuple[rationale.Unmet, ...]) -> str:
    """Return how the policy came to permit an outcome by no rule."""
    return "not permitted: no rule that permits it holds" if unmet else "no rule permits it"


def _unmet(unmet: rationale.Unmet) -> str:
    facts = known(unmet.facts)
    return f"{unmet.rule} does not hold: {facts}" if facts else f"{unmet.rule} does not hold"


def _withheld(each: rationale.Withheld) -> Iterator[str]:
    yield from _bullet(
        f"{each.outcome} would break the invariant `{each.invariant}`: {each.always}"
    )
    yield from _aside(known(each.facts), "    ")


# --- what is missing -----------------------------------------------------------------------------


def _questions(decision: Document, *, in_full: bool) -> Iterator[str]:
    """Yield the questions; in short, those that nothing follows from stand in a list at the end."""
    telling = [each for each in decision.questions if in_full or decides(each)]
    others = [] if in_full else [each for each in decision.questions if not decides(each)]
    if len(others) == 1:
        telling, others = [*telling, *others], []
    for each in telling:
        yield from _bullet(each.about)
        yield from _aside(destination(each, decision.missing), "    ")
        for prospect in each.would_decide:
            yield from _aside(outlook(prospect), "    ")
    if others:
        more = "More answers are needed" if telling else "Several answers are needed together"
        yield from _bullet(f"{more}; none that was tried decides by itself:")
        for each in others:
            yield from _aside(f"{each.about}; {destination(each, decision.missing)}", "      ")
    if decision.not_asked:
        yield from _bullet(not_asked(decision.not_asked))


def not_asked(number: int) -> str:
    """Return that there are more questions than were asked."""
    return f"and {number:,} more questions, which are left out here: answer these first"


def decides(question: rationale.Question) -> bool:
    """Tell whether some answer that was tried leads to a decision, or to none being possible."""
    return any(each.status != "needs_information" for each in question.would_decide)


def destination(question: rationale.Question, missing: Iterable[rationale.Missing]) -> str:
    """Return where the answer to a question goes, or else why its fact is unknown."""
    if question.place:
        return f"goes to {question.place}{more_places(question.others)}"
    return "; ".join(untold(each) for each in missing if each.fact in question.facts)


def more_places(others: int) -> str:
    """Return how many more places are meant than are named; nothing if none."""
    return f", and {others:,} more places like it" if others else ""


def _missing(missing: rationale.Missing) -> Iterator[str]:
    is_described = missing.about not in ("", missing.fact)
    yield from _bullet(f"{missing.fact}: {missing.about}" if is_described else missing.fact)
    yield from _aside(untold(missing), "    ")
    yield from _aside(f"asked by: {', '.join(missing.rules)}", "    ")
    for prospect in missing.would_decide:
        yield from _aside(outlook(prospect), "    ")


def untold(missing: rationale.Missing) -> str:
    """Return where the lot document would tell a fact, or else why it is unknown."""
    if missing.absent:
        named = ", ".join(missing.absent)
        return f"to be told in the lot document: {named}{more_places(missing.others)}"
    return f"unknown because: {missing.why}" if missing.why else "unknown"


def outlook(prospect: rationale.Prospect) -> str:
    """Return what an answer would lead to."""
    end = ENDS.get(prospect.status, prospect.outcome)
    if prospect.value == rationale.ANY_VALUE:
        return NOT_BY_ITSELF if prospect.status == "needs_information" else f"in any case: {end}"
    return f"if {prospect.value}: {end}"


# --- what must happen ----------------------------------------------------------------------------


def _obligation(each: rationale.Obligation, asked: Collection[str] = ()) -> Iterator[str]:
    terms = ", ".join(_terms(each, asked))
    duty = f"{task(each.do)} ({terms})" if terms else task(each.do)
    yield from _bullet(f"{duty}: {each.what}" if each.what else duty)
    yield from _aside(known(plain_values(each.values)), "    ")


def _in_short(perhaps: Iterable[rationale.Obligation]) -> Iterator[str]:
    """Yield only the names of what may have to happen: most of what each says is not known yet."""
    holding = [task(each.do) for each in perhaps if each.before]
    others = [task(each.do) for each in perhaps if not each.before]
    yield from _bullet("which of these, depends on what is not known yet")
    yield from _aside(_names("before the release", holding), "    ")
    yield from _aside(_names("and" if holding else "", others), "    ")


def _names(when: str, tasks: Collection[str]) -> str:
    names = ", ".join(dict.fromkeys(tasks))
    return f"{when}: {names}" if when and names else names


def _obligation_in_full(each: rationale.Obligation) -> Iterator[str]:
    yield from _obligation(each)
    yield from _aside(each.because, "    ")
    yield from _aside(cited(each.rule, each.source, each.clause), "    ")


def task(code: str) -> str:
    """Return the code of an obligation as people read it."""
    return code.replace("-", " ").replace("_", " ")


def _terms(each: rationale.Obligation, asked: Collection[str]) -> Iterator[str]:
    if each.by:
        yield f"by {each.by}"
    if each.due:
        yield f"not later than {each.due}"
    if each.before:
        yield f"before the {each.before}"
    if each.waits_for:
        yield waiting(each, asked)


def waiting(each: rationale.Obligation, asked: Collection[str] = ()) -> str:
    """Return what has to be known for an obligation, its last day or a value, to be certain.

    `asked` are the facts that questions are about, which are not told again. What a policy computes
    for one place, such as the last of several days, has no name that a reader knows.
    """
    what = "if it applies" if each.applies == "maybe" else "the last day"
    if each.applies != "maybe" and any(value.value is None for value in each.values.values()):
        what = "what is unknown of it"
    others = [fact for fact in each.waits_for if fact not in asked and " " not in fact]
    if any(fact in asked for fact in each.waits_for):
        others.insert(0, "the answers")
    return f"{what} depends on {', '.join(others)}" if others else f"{what} is not known yet"


# --- pieces --------------------------------------------------------------------------------------


def known(facts: Mapping[str, Plain]) -> str:
    """Return facts with their values."""
    return ", ".join(f"{path} = {shown(value)}" for path, value in facts.items())


def shown(value: Plain) -> str:
    """Return a fact's value as people read it; a decimal with all its places."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else value


def cited(rule: str, source: str, clause: str | None) -> str:
    """Return where a reason stands: its rule, the rule's source, the contract's clause."""
    parts = [f"rule {rule}"]
    parts += [f"source: {source}"] if source else []
    parts += [f"contract clause {clause}"] if clause else []
    return "; ".join(parts)


def _bullet(text: str) -> Iterator[str]:
    return _wrapped(text, "  - ", "    ")


def _aside(text: str, indent: str) -> Iterator[str]:
    return _wrapped(text, indent, indent + "  ")


def _wrapped(text: str, first: str, others: str) -> Iterator[str]:
    yield from wrapped(one_line(text), first, others, WIDTH)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
