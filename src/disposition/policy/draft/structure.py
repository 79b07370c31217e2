"""The tree of a policy file to a draft: which keys there are, and what shape their values have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.errors import suggest
from disposition.language.fields import Fields, entries
from disposition.language.naming import is_id, is_word
from disposition.language.parameters import read_parameters
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.draft.entries import (
    read_claims,
    read_definitions,
    read_facts,
    read_invariants,
    read_rules,
)
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
        is_word(scalar, "what is done otherwise", fields.findings)
    return scalar


def _outcomes(fields: Fields) -> Iterator[tuple[str, tuple[Outcome, Place]]]:
    findings = fields.findings
    for key, value in entries(fields, "outcomes"):
        good = is_word(key, "the name of an outcome", findings)
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
