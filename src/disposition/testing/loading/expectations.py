"""What a case expects, checked against the policy: only what it can say can be expected of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date

from disposition.decide import Policy
from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.errors import suggest
from disposition.facts.catalogue import Catalogue
from disposition.frozen import fields, frozen
from disposition.language.fields import Fields, constant
from disposition.language.types import Value
from disposition.policy.model import Ships
from disposition.semantics import Status
from disposition.testing.cases import Expected
from disposition.testing.values import Types, read_values, types_of

EXPECT_KEYS = tuple(each.name for each in fields(Expected))


@frozen
class Vocabulary:
    """The words that decisions of a policy can use."""

    outcomes: tuple[str, ...]
    fallback: str
    rules: frozenset[str]
    obligations: frozenset[str]
    values: Types
    facts: Catalogue

    @classmethod
    def of(cls, policy: Policy) -> Vocabulary:
        """Return the words of a policy."""
        checked = policy.checked
        return cls(
            tuple(outcome.id for outcome in checked.outcomes),
            checked.otherwise,
            frozenset(rule.id for rule in checked.rules),
            frozenset(each.do for rule in checked.rules for each in rule.obligations),
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
        values=read_values(fields, words.values),
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
