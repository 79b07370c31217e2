"""Why a decision came out as it did, as data: reasons, obligations, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from disposition.documents.declaring import output
from disposition.documents.forms import Plain
from disposition.documents.numbers import count
from disposition.documents.scalars import enum
from disposition.explain.document.values import TYPED_VALUES, TypedValue
from disposition.frozen import Factory, frozen

ANY_VALUE = "any value"
"""What a prospect says of a fact whose values all lead to the same."""

_MORE = count("questions", least=1)


@frozen
class Reason:
    """A rule that holds: its effect, its reason in words, and the facts that it rests on."""

    rule: str = output("Id of the rule")
    effect: str = output("What the rule does", enum("permit", "forbid"))
    because: str = output("The rule's reason, with the lot's values in it; may be empty")
    facts: Mapping[str, Plain] = output("The facts that made the rule hold, by their paths")
    source: str = output("Where the rule comes from: a standard, a contract; may be empty")
    clause: str | None = output("Number of the contract's clause; null if none is known")


@frozen
class Unmet:
    """A rule that would have permitted an outcome and does not hold: its condition and facts."""

    rule: str = output("Id of the rule")
    when: str = output("The rule's condition, as the policy language writes it")
    facts: Mapping[str, Plain] = output("The facts that kept the rule from holding, by their paths")


@frozen
class RuledOut:
    """An outcome that comes before the one decided on, and why it is not that one.

    Rules forbid it, or no rule permits it; then `unmet` holds those that might have. Both can be.
    """

    outcome: str = output("Id of the outcome")
    title: str = output("Title of the outcome")
    forbidden_by: tuple[Reason, ...] = output("The rules that forbid it")
    unmet: tuple[Unmet, ...] = output("If no rule permits it: the rules that might have")


@frozen
class Obligation:
    """Something the decision requires; `applies` is `maybe` while its condition is unknown."""

    do: str = output("Code of what is to be done")
    what: str = output("What is to be done, in words; may be empty")
    by: str = output("Who is to do it; may be empty")
    due: date | None = output("Last day; null if there is none, or it is unknown")
    applies: str = output(
        "Whether it applies; `maybe` while a fact is unknown", enum("yes", "maybe")
    )
    waits_for: tuple[str, ...] = output(
        "Unknown facts that keep it, its last day or a value unknown"
    )
    rule: str = output("Id of the rule that requires it")
    because: str = output("The rule's reason; may be empty")
    source: str = output("Where the rule comes from; may be empty")
    clause: str | None = output("Number of the contract's clause; null if none is known")
    before: str = output(
        "`release` if it keeps the goods until it is proved; else empty", before_it=""
    )
    proved_by: tuple[str, ...] = output(
        "Kinds of entries of the case that prove it by settling its code", before_it=()
    )
    proved_when: str = output(
        "The condition over the facts of the case that proves it; may be empty", before_it=""
    )
    values: Mapping[str, TypedValue] = output(
        "Values that it carries, by their names; left out if none",
        TYPED_VALUES,
        unless=Factory(dict),
        in_hash=False,
    )


@frozen
class Prospect:
    """What would be decided if a missing fact had some value; `value` reads like `8 or more`."""

    value: str = output("A value, or a range of values")
    outcome: str = output("The outcome that would follow, everything else as it is")
    status: str = output("The status that would follow")


@frozen
class Question:
    """Something to be told before the lot can be decided, and what each answer would decide.

    With a `place`, the answers are values of the lot document, put there and decided on. Without,
    no single value of the document would tell: the answers are values of the one fact. Of a kind
    with many open places only the first is asked about, and `others` counts the rest.
    """

    place: str | None = output(
        "Place of the lot document where the answer goes; null if there is no such place"
    )
    about: str = output("What is to be told")
    facts: tuple[str, ...] = output("Unknown facts that wait for the answer")
    would_decide: tuple[Prospect, ...] = output("What each answer would decide; may be empty")
    others: int = output(
        "How many more open places of this kind are not asked about one by one; left out if none",
        _MORE,
        unless=0,
    )


@frozen
class Asked:
    """The questions that are asked, and how many more there are."""

    questions: tuple[Question, ...] = ()
    left_out: int = 0


@frozen
class Missing:
    """An unknown fact that stands between, the rules that wait for it, and what it would decide.

    `absent` are the places of the lot document that would tell it; `why` is said where something
    other than an absent value keeps it unknown (a sample too small).
    """

    fact: str = output("Path of the fact")
    about: str = output("What the fact means")
    rules: tuple[str, ...] = output("Ids of the rules and invariants that wait for it")
    absent: tuple[str, ...] = output("Places of the lot document that would tell it")
    why: str = output("Why it is unknown, in words")
    would_decide: tuple[Prospect, ...] = output("What its values would decide; may be empty")
    others: int = output(
        "How many more places like these would tell it, too many to name; left out if none",
        _MORE,
        unless=0,
    )


@frozen
class Withheld:
    """An outcome that was not decided because an invariant would have been broken."""

    outcome: str = output("Id of the outcome")
    invariant: str = output("Id of the invariant")
    always: str = output("The invariant, as the policy language writes it")
    facts: Mapping[str, Plain] = output("The facts with which it would be broken, by their paths")


@frozen
class Rationale:
    """Everything that a decision says beyond its outcome."""

    reasons: tuple[Reason, ...] = output("The rules that permit the outcome")
    ruled_out: tuple[RuledOut, ...] = output("The outcomes that come before, each with why not")
    obligations: tuple[Obligation, ...] = output("What has to happen, or may have to")
    missing: tuple[Missing, ...] = output("The unknown facts that stand between")
    questions: tuple[Question, ...] = output("What to ask, and where the answers go")
    withheld: tuple[Withheld, ...] = output("The invariants that kept an outcome back")
    not_asked: int = output(
        "How many more questions there are than were asked; left out if none", _MORE, unless=0
    )
