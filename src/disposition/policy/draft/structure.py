"""The tree of a policy file to a draft: which keys there are, and what shape their values have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.errors import suggest
from disposition.facts.definitions import read_fact
from disposition.facts.own.entries import is_given, is_own_path, read_own
from disposition.frozen import evolve
from disposition.language.fields import Fields, entries
from disposition.language.naming import DECIDED, KEYWORDS, is_id, is_table, is_word
from disposition.language.parameters import read_parameters
from disposition.policy.draft.draft import (
    DraftClaim,
    DraftDefinition,
    DraftInvariant,
    DraftOwn,
    DraftRule,
    PolicyDraft,
)
from disposition.policy.draft.rules import RULE_KEYS, read_rule, read_table
from disposition.policy.model import Division, Outcome, Ships
from disposition.words import listed

FORMAT = "1"
POLICY_KEYS = (
    "format",
    "policy",
    "version",
    "title",
    "about",
    "extends",
    "replaces",
    "outcomes",
    "otherwise",
    "parameters",
    "facts",
    "define",
    "rules",
    "tables",
    "invariants",
    "claims",
)
OUTCOME_KEYS = ("title", "ships", "parts")
VERSION_PATTERN = "[0-9]+[.][0-9]+[.][0-9]+([-+][0-9A-Za-z.-]+)?"
_VERSION = re.compile(VERSION_PATTERN)


def read_policy(root: Node, findings: Findings) -> PolicyDraft | None:
    """Return what a file says, or None if it is not a policy at all."""
    if not isinstance(root, Mapping):
        message = "a policy file is a group of keys"
        findings.error("S301", root.place, message, "begin the file with `policy: its-name`")
        return None
    fields = Fields(root, "a policy", POLICY_KEYS, findings)
    _expect_format(fields)
    outcomes = dict(_outcomes(fields))
    parameters = {each.name: each for each in read_parameters(fields)}
    facts = list(read_facts(fields))
    definitions = {each.name: each for each in read_definitions(fields)}
    rules = {each.id: each for each in read_rules(fields)}
    invariants = {each.id: each for each in read_invariants(fields)}
    claims = {each.id: each for each in read_claims(fields)}
    read = {*parameters, *(name for name, _ in facts), *definitions, *rules, *invariants, *claims}
    read.update(id_.partition("/")[0] for id_ in rules)
    sections = ("parameters", "facts", "define", "rules", "tables", "invariants", "claims")
    declared = {key.text for section in sections for key, _ in entries(fields, section)}
    return PolicyDraft(
        id=_policy_id(fields),
        version=_version(fields),
        place=fields.key_place("policy"),
        title=fields.text("title"),
        extends=fields.scalar("extends"),
        replaces=fields.words("replaces"),
        outcomes=tuple(outcome for outcome, _ in outcomes.values()),
        outcomes_place=fields.key_place("outcomes") if "outcomes" in fields else None,
        outcome_places={name: place for name, (_, place) in outcomes.items()},
        otherwise=_otherwise(fields),
        parameters=parameters,
        facts={each.path: each for _, each in facts},
        definitions=definitions,
        rules=rules,
        invariants=invariants,
        claims=claims,
        broken=frozenset(declared - read),
    )


def _expect_format(fields: Fields) -> None:
    fields.text("about")
    scalar = fields.scalar("format")
    if scalar is not None and scalar.text != FORMAT:
        message = f"the format `{scalar.text}` is not known here"
        hint = f"this library reads `format: {FORMAT}`"
        fields.findings.error("S307", scalar.place, message, hint)


def _policy_id(fields: Fields) -> str:
    node = fields.require("policy", "begin the file with `policy: its-name`")
    scalar = fields.scalar("policy", node)
    if scalar is None:
        return ""
    return scalar.text if is_id(scalar, "a policy's name", fields.findings) else ""


def _version(fields: Fields) -> str:
    scalar = fields.scalar("version", fields.require("version", "for example `version: 1.0.0`"))
    if scalar is None:
        return ""
    if not _VERSION.fullmatch(scalar.text):
        message = f"`{scalar.text}` is not a version"
        hint = "write three numbers with points between them: `1.0.0`"
        fields.findings.error("S309", scalar.place, message, hint)
    return scalar.text


def _otherwise(fields: Fields) -> Scalar | None:
    scalar = fields.scalar("otherwise")
    if scalar is not None:
        is_word(scalar, "what is done otherwise", fields.findings, KEYWORDS | DECIDED)
    return scalar


def _outcomes(fields: Fields) -> Iterator[tuple[str, tuple[Outcome, Place]]]:
    findings = fields.findings
    for key, value in entries(fields, "outcomes"):
        good = is_word(key, "the name of an outcome", findings, KEYWORDS | DECIDED)
        if not isinstance(value, Mapping):
            hint = "write `{title: …, ships: all}`"
            message = f"the outcome `{key.text}` needs the key `ships`"
            findings.error("S305", key.place, message, hint)
            continue
        inner = Fields(value, "an outcome", OUTCOME_KEYS, findings, key.place)
        inner.require("ships", "`ships: all`, `ships: part` or `ships: none`")
        ships = inner.choice("ships", [each.value for each in Ships])
        title = inner.text("title") or key.text.replace("_", " ").capitalize()
        parts = tuple(_divisions(inner))
        if parts and ships == Ships.ALL.value:
            message = f"the outcome `{key.text}` ships the whole lot, so that nothing divides it"
            findings.error("S320", inner.key_place("parts"), message, "leave `parts` out")
        if good and ships:
            yield key.text, (Outcome(key.text, title, Ships(ships), parts), key.place)


def _divisions(outcome: Fields) -> Iterator[Division]:
    """Yield by what an outcome divides the lot, each once: the first that fits does."""
    choices = [each.value for each in Division]
    for word in outcome.words_once("parts"):
        if word.text not in choices:
            hint = suggest(word.text, choices) or f"it can be {listed(choices)}"
            outcome.findings.error("S306", word.place, f"`parts` cannot be `{word.text}`", hint)
        else:
            yield Division(word.text)


# --- the entries of sections ----------------------------------------------------------------------


MOST_FACTS = 10_000
"""Facts of its own that a policy can declare."""

DEFINITION_KEYS = ("is", "about")
INVARIANT_KEYS = ("always", "about")
CLAIM_KEYS = ("always", "never_laxer", "about")
MONOTONE_KEYS = ("when", "grows")


def read_facts(fields: Fields) -> Iterator[tuple[str, DraftOwn]]:
    """Yield the facts of the policy's own, each with the name of the entry that declares it."""
    findings, seen = fields.findings, set[str]()
    for key, node in entries(fields, "facts"):
        if is_given(node):
            own = read_own(key, node, findings) if is_own_path(key, findings) else None
            if own is not None:
                yield key.text, own
            seen.add(key.text)
        elif isinstance(node, Mapping):
            for fact in read_fact(key, node, {}, findings):
                if len(seen) >= MOST_FACTS:
                    message = f"a policy declares {MOST_FACTS:,} facts of its own at most"
                    findings.error("P406", key.place, message)
                    return
                if fact.path in seen:
                    hint = "each word of `for` stands in the name, in braces"
                    message = f"`{fact.path}` is declared more than once"
                    findings.error("P404", key.place, message, hint)
                elif is_own_path(evolve(key, text=fact.path), findings):
                    yield key.text, fact
                seen.add(fact.path)


def read_definitions(fields: Fields) -> Iterator[DraftDefinition]:
    """Yield the definitions; each is an expression, or a group of keys with one."""
    findings = fields.findings
    for key, node in entries(fields, "define"):
        good = is_word(key, "the name of a definition", findings)
        about = ""
        if isinstance(node, Mapping):
            inner = Fields(node, "a definition", DEFINITION_KEYS, findings, key.place)
            body = inner.expression(
                "is", inner.require("is", "for example `is: checks.failed > 0`")
            )
            about = inner.text("about")
        else:
            body = fields.expression(key.text, node)
        if good and body:
            yield DraftDefinition(key.text, key.place, body, about)


def read_invariants(fields: Fields) -> Iterator[DraftInvariant]:
    """Yield the invariants, each with its condition."""
    for key, inner, good in _groups(fields, "invariants", "an invariant", INVARIANT_KEYS):
        always = inner.expression("always", inner.require("always"))
        if good and always:
            yield DraftInvariant(key.text, key.place, always, inner.text("about"))


def read_claims(fields: Fields) -> Iterator[DraftClaim]:
    """Yield the claims: conditions, or facts that may change without more being shipped."""
    for key, inner, good in _groups(fields, "claims", "a claim", CLAIM_KEYS):
        if ("always" in inner) == ("never_laxer" in inner):
            message = f"the claim `{key.text}` needs one of the keys `always` and `never_laxer`"
            hint = "for example `always: not unsafe or ships == 'none'`"
            fields.findings.error("S311", key.place, message, hint)
            continue
        if "always" in inner:
            always = inner.expression("always", inner.require("always"))
            grows = None
        else:
            always = None
            grows = _monotone(inner)
        if good and (always or grows):
            yield DraftClaim(key.text, key.place, always, grows, inner.text("about"))


def _monotone(claim: Fields) -> tuple[Scalar, bool] | None:
    """Return the fact that changes, and whether it grows: else it falls."""
    hint = "for example `never_laxer: {when: supplier.repeat_defects, grows: true}`"
    group = claim.mapping("never_laxer", claim.require("never_laxer", hint))
    if group is None:
        return None
    inner = Fields(group, "`never_laxer`", MONOTONE_KEYS, claim.findings, group.place)
    fact = inner.scalar("when", inner.require("when", hint))
    inner.require("grows", "`grows: true`, or `grows: false` for one that falls")
    word = inner.choice("grows", ("true", "false"))
    return None if fact is None or word is None else (fact, word == "true")


def read_rules(fields: Fields) -> Iterator[DraftRule]:
    """Yield the rules, then those that the tables stand for."""
    for key, inner, good in _groups(fields, "rules", "a rule", RULE_KEYS):
        when = inner.expression("when", inner.require("when", "`when: true` for always"))
        rule = read_rule(key.text, key.place, inner, (when,) if when else ())
        if good and when and rule:
            yield rule
    seen: set[str] = set()
    for key, node in entries(fields, "tables"):
        good = is_table(key, fields.findings)
        group = _group(key, node, fields)
        if good and group is not None:
            yield from read_table(key, group, seen, fields.findings)


def _groups(
    fields: Fields, section: str, what: str, keys: tuple[str, ...]
) -> Iterator[tuple[Scalar, Fields, bool]]:
    """Yield the entries of a section that are groups of keys, and whether each has a good name."""
    for key, node in entries(fields, section):
        good = is_id(key, f"the name of {what}", fields.findings)
        group = _group(key, node, fields)
        if group is not None:
            yield key, Fields(group, what, keys, fields.findings, key.place), good


def _group(key: Scalar, node: Node, section: Fields) -> Mapping | None:
    if isinstance(node, Scalar) and node.is_null:
        hint = "its keys follow on the next lines, indented more than it is"
        section.findings.error("S303", key.place, f"nothing is written under `{key.text}:`", hint)
        return None
    return section.mapping(key.text, node)
