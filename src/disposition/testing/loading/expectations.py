"""What a cases file expects, checked against the policy: of each case, of another version, of none.

Only what a policy can say can be expected of it. What is expected of none is exempt, with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

from disposition.decide import Policy, load_policy
from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.errors import suggest
from disposition.facts.catalogue import Catalogue
from disposition.frozen import fields, frozen
from disposition.language.check.operations import a_type
from disposition.language.fields import Fields, constant
from disposition.language.types import FactType, Kind, Value
from disposition.policy.model import CheckedPolicy, Ships
from disposition.semantics import Status
from disposition.testing.cases import Differences, Exemption, Expected
from disposition.testing.coverage.goals import goals_of
from disposition.testing.loading.files import file_beside
from disposition.testing.visible_decision import Types, Wanted, types_of

EXPECT_KEYS = tuple(each.name for each in fields(Expected))


@frozen
class Vocabulary:
    """The words that decisions of a policy can use."""

    outcomes: tuple[str, ...]
    fallback: str
    rules: frozenset[str]
    obligations: Types
    facts: Catalogue

    @classmethod
    def of(cls, policy: Policy) -> Vocabulary:
        """Return the words of a policy."""
        checked = policy.checked
        return cls(
            tuple(outcome.id for outcome in checked.outcomes),
            checked.otherwise,
            frozenset(rule.id for rule in checked.rules),
            types_of(checked),
            checked.catalogue,
        )


def read_expected(node: Mapping, words: Vocabulary, findings: Findings) -> Expected:
    """Return what is expected, noting words that the policy does not know."""
    fields = Fields(node, "what is expected", EXPECT_KEYS, findings)
    if not node.entries:
        hint = "write, for example, `expect: {outcome: rework}`"
        findings.error("C706", node.place, "the case expects nothing", hint)

    def listed(key: str, known: Collection[str], what: str) -> tuple[str, ...]:
        return tuple(
            word.text for word in fields.words(key) if _is_known(word, known, what, findings)
        )

    return Expected(
        outcome=fields.choice("outcome", (*words.outcomes, words.fallback)),
        status=fields.choice("status", [status.value for status in Status]),
        ships=fields.choice("ships", [ships.value for ships in Ships]),
        reasons=listed("reasons", words.rules, "rule"),
        not_reasons=listed("not_reasons", words.rules, "rule"),
        ruled_out=_ruled_out(fields, words),
        obligations=listed("obligations", words.obligations, "obligation"),
        not_obligations=listed("not_obligations", words.obligations, "obligation"),
        may_apply=listed("may_apply", words.obligations, "obligation"),
        not_may_apply=listed("not_may_apply", words.obligations, "obligation"),
        required_by=_required_by(fields, words),
        due=dict(_due(fields, words)),
        values=_values(fields, words),
        missing=listed("missing", words.facts, "fact"),
    )


def _ruled_out(fields: Fields, words: Vocabulary) -> dict[str, tuple[str, ...]]:
    group = fields.mapping("ruled_out")
    if group is None:
        return {}
    inner = Fields(group, "`ruled_out`", words.outcomes, fields.findings)
    return {each: _rules(inner, each, words) for each in words.outcomes if each in inner}


def _required_by(fields: Fields, words: Vocabulary) -> dict[str, tuple[str, ...]]:
    group = fields.mapping("required_by")
    if group is None:
        return {}
    inner = Fields(group, "`required_by`", [key.text for key, _ in group], fields.findings)
    found: dict[str, tuple[str, ...]] = {}
    for code, _ in _duties(fields, "required_by", words):
        if inner.require(code.text, "the rules that ask for it, or `[]` for none") is not None:
            found[code.text] = _rules(inner, code.text, words)
    return found


def _rules(fields: Fields, key: str, words: Vocabulary) -> tuple[str, ...]:
    return tuple(
        word.text
        for word in fields.words(key)
        if _is_known(word, words.rules, "rule", fields.findings)
    )


def _due(fields: Fields, words: Vocabulary) -> Iterator[tuple[str, date | None]]:
    """Yield the last day that is expected of each obligation."""
    for code, node in _duties(fields, "due", words):
        scalar = fields.scalar(code.text, node)
        if scalar is None:
            continue
        day = None if scalar.is_null else _day(scalar, fields.findings)
        if scalar.is_null or isinstance(day, date):
            yield code.text, day if isinstance(day, date) else None
        elif day is not None:
            message = f"the last day of `{code.text}` is a date, not `{scalar.text}`"
            hint = "write it like `2026-11-20`"
            fields.findings.error("C712", scalar.place, message, hint)


def _day(scalar: Scalar, findings: Findings) -> Value | None:
    """Return what a scalar says; a day also where it stands in quotes, as in documents."""
    said = constant(scalar, findings)
    if isinstance(said, str) and len(said) == len("2026-11-20"):
        with suppress(ValueError):
            return date.fromisoformat(said)
    return said


def _values(fields: Fields, words: Vocabulary) -> Wanted:
    """Return the values that are expected, noting what no obligation of the policy carries."""
    wanted: dict[str, dict[str, Value | None]] = {}
    for code, node in _duties(fields, "values", words):
        types = words.obligations[code.text]
        for name, value in fields.mapping(code.text, node) or ():
            if name.text not in types:
                message = f"the obligation `{code.text}` carries no value `{name.text}`"
                fields.findings.error("C703", name.place, message, suggest(name.text, types))
                continue
            scalar = fields.scalar(name.text, value)
            if scalar is not None:
                held = _value(scalar, name.text, types[name.text], fields.findings)
                wanted.setdefault(code.text, {})[name.text] = held
    return wanted


def _value(
    scalar: Scalar, name: str, types: Sequence[FactType], findings: Findings
) -> Value | None:
    """Return a value that one of some types can have; a text needs no quotes where it is one."""
    if scalar.is_null:
        return None
    if any(each.kind is Kind.TEXT or scalar.text in each.values for each in types):
        return scalar.text
    held = constant(scalar, findings)
    if held is None or any(_fits(held, each.kind) for each in types):
        return held
    message = f"`{name}` is {a_type(types[0])}, not `{scalar.text}`"
    hint = "numbers and dates are written without quotes" if scalar.style else ""
    findings.error("C712", scalar.place, message, hint)
    return None


def _fits(held: Value, kind: Kind) -> bool:
    match held:
        case bool():
            return kind is Kind.BOOLEAN
        case int() | Decimal():
            return kind.is_number
        case date():
            return kind is Kind.DATE
        case str():
            return False


def _duties(fields: Fields, key: str, words: Vocabulary) -> Iterator[tuple[Scalar, Node]]:
    """Yield what stands below the codes of obligations, noting codes that the policy lacks."""
    for code, node in fields.mapping(key) or ():
        if _is_known(code, words.obligations, "obligation", fields.findings):
            yield code, node


def _is_known(word: Scalar, known: Collection[str], what: str, findings: Findings) -> bool:
    if word.text in known:
        return True
    message = f"the policy has no {what} `{word.text}`"
    if what == "fact":
        message = f"there is no fact `{word.text}`"
    findings.error("C703", word.place, message, suggest(word.text, known))
    return False


# --- another version of the policy ---------------------------------------------------------------


DIFFERENCES_KEYS = ("against", "about", "before")


def read_differences(fields: Fields, folder: Path, cases: Collection[str]) -> Differences | None:
    """Return the version to compare with, or None if the file names none.

    `differences: {against: old.yaml, before: {name-of-a-case: {outcome: rework}}}`

    Raises:
        PolicyError: the other version cannot be loaded.
    """
    group = fields.mapping("differences")
    if group is None:
        return None
    inner = Fields(group, "`differences`", DIFFERENCES_KEYS, fields.findings)
    inner.text("about")
    against = inner.scalar("against", inner.require("against", "the other version's file"))
    if against is None:
        return None
    path = file_beside(against, folder, fields.findings)
    if path is None:
        return None
    policy = load_policy(path)
    before = dict(_before(inner, Vocabulary.of(policy), cases))
    return Differences(policy, against.text, before)


def _before(
    fields: Fields, words: Vocabulary, cases: Collection[str]
) -> Iterator[tuple[str, Expected]]:
    for name, node in fields.mapping("before") or ():
        group = fields.mapping(name.text, node)
        if name.text not in cases:
            message = f"there is no case `{name.text}`"
            fields.findings.error("C707", name.place, message, suggest(name.text, cases))
        elif group is not None:
            yield name.text, read_expected(group, words, fields.findings)


# --- what is exempt ------------------------------------------------------------------------------


COVERAGE_KEYS = ("not_possible",)


def read_exemptions(fields: Fields, policy: CheckedPolicy) -> tuple[Exemption, ...]:
    """Return the exemptions of a cases file, noting those that are about nothing in the policy.

    `coverage: {not_possible: …}` holds, by rule, definition or invariant, what cannot be shown of
    it: `true`, `false`, `unknown`, `decisive`, `tested` or the text of a condition.
    """
    group = fields.mapping("coverage")
    if group is None:
        return ()
    inner = Fields(group, "`coverage`", COVERAGE_KEYS, fields.findings)
    return tuple(_exemptions(inner, policy))


def _exemptions(fields: Fields, policy: CheckedPolicy) -> Iterator[Exemption]:
    known: dict[str, list[str]] = defaultdict(list)
    for goal in goals_of(policy):
        known[goal.owner.name].append(goal.what)
    for owner, node in fields.mapping("not_possible") or ():
        group = fields.mapping(owner.text, node)
        if owner.text not in known:
            message = f"the policy has no rule, definition or invariant `{owner.text}` to show"
            hint = suggest(owner.text, known)
            fields.findings.error("C708", owner.place, message, hint)
        elif group is not None:
            inner = Fields(group, f"`{owner.text}`", known[owner.text], fields.findings)
            for what, _ in group:
                reason = inner.scalar(what.text, inner.require(what.text, "the reason, in words"))
                if reason is not None and not reason.text.strip():
                    message = f"no reason is given for `{what.text}`"
                    fields.findings.error("S303", what.place, message, "say why no case shows it")
                elif what.text in known[owner.text] and reason is not None:
                    yield Exemption(owner.text, what.text, reason.text, what.place)


MUTATION_KEYS = ("equivalent",)


def read_equivalents(fields: Fields) -> dict[str, str]:
    """Return the reasons by the ids of mutants, noting those that are no text.

    `mutation: {equivalent: …}` holds, by the id that `disposition test --mutate` shows, why no lot
    can tell the mutant from the policy. An id stays as it is as long as the changed words do.
    """
    group = fields.mapping("mutation")
    if group is None:
        return {}
    inner = Fields(group, "`mutation`", MUTATION_KEYS, fields.findings)
    found: dict[str, str] = {}
    for mutant, node in inner.mapping("equivalent") or ():
        reason = inner.scalar(mutant.text, node)
        if reason is None or reason.is_null or not reason.text.strip():
            message = f"no reason is given for the mutant `{mutant.text}`"
            fields.findings.error("C709", mutant.place, message, "say why no lot tells it apart")
        else:
            found[mutant.text] = reason.text
    return found
