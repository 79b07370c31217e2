"""The tree of a policy file to a draft: which keys there are, and what shape their values have."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from disposition.policy.diagnostics import Findings
from disposition.policy.draft import (
    Draft,
    DraftDefinition,
    DraftInvariant,
    DraftParameter,
    DraftRule,
)
from disposition.policy.draft_rules import RULE_KEYS, is_id, read_rule
from disposition.policy.fields import Fields, constant
from disposition.policy.model import Outcome, Ships, Tightening
from disposition.policy.source import Mapping, Node, Scalar
from disposition.policy.tables import read_table

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
    "define",
    "rules",
    "tables",
    "invariants",
)
PARAMETER_KEYS = ("value", "unit", "about", "tighter")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"\d+\.\d+\.\d+([-+][0-9A-Za-z.-]+)?")
_RESERVED = {*keyword.kwlist, "true", "false", "known", "unknown", "outcome", "ships"}


def read_policy(root: Node, findings: Findings) -> Draft | None:
    """Return what a file says, or None if it is not a policy at all."""
    if not isinstance(root, Mapping):
        message = "a policy file is a group of keys, beginning with `policy:`"
        findings.error("S301", root.place, message)
        return None
    fields = Fields(root, "a policy", POLICY_KEYS, findings)
    if fields.text("format") not in ("", FORMAT):
        message = f"format `{fields.text('format')}` is not known here"
        findings.error("S307", fields.key_place("format"), message, f"this library reads {FORMAT}")
    rules = dict(_rules(fields))
    for rule in _tables(fields):
        if rule.id in rules:
            findings.error("S308", rule.place, f"there is a rule `{rule.id}` already")
        rules[rule.id] = rule
    outcomes = fields.mapping("outcomes")
    return Draft(
        id=_policy_id(fields),
        version=_version(fields),
        place=fields.key_place("policy"),
        title=fields.text("title"),
        extends=fields.scalar("extends"),
        replaces=fields.words("replaces"),
        outcomes=tuple(_outcomes(outcomes, findings)) if outcomes else (),
        outcomes_place=fields.key_place("outcomes") if outcomes else None,
        otherwise=fields.scalar("otherwise"),
        parameters={each.name: each for each in _parameters(fields)},
        definitions={each.name: each for each in _definitions(fields)},
        rules=rules,
        invariants={each.id: each for each in _invariants(fields)},
    )


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
        fields.findings.error("S309", scalar.place, message, "write three numbers: `1.0.0`")
    return scalar.text


def _is_word(scalar: Scalar, what: str, findings: Findings) -> bool:
    if scalar.text in _RESERVED:
        message = f"`{scalar.text}` cannot be {what}: the language uses the word itself"
        findings.error("S310", scalar.place, message)
        return False
    if _WORD.fullmatch(scalar.text):
        return True
    message = f"`{scalar.text}` cannot be {what}"
    hint = "use small letters, digits and underscores: `a_b_2`"
    findings.error("S310", scalar.place, message, hint)
    return False


def _outcomes(node: Mapping, findings: Findings) -> Iterator[Outcome]:
    for key, value in node:
        good = _is_word(key, "the name of an outcome", findings)
        if not isinstance(value, Mapping):
            hint = "write `{title: …, ships: all}`"
            findings.error("S305", key.place, f"the outcome `{key.text}` needs `ships`", hint)
            continue
        fields = Fields(value, "an outcome", ("title", "ships"), findings)
        fields.require("ships", "`ships: all`, `part` or `none`")
        ships = fields.choice("ships", [each.value for each in Ships])
        if good and ships:
            title = fields.text("title") or key.text.replace("_", " ").capitalize()
            yield Outcome(key.text, title, Ships(ships))


def _entries(fields: Fields, section: str) -> Iterator[tuple[Scalar, Node]]:
    node = fields.mapping(section)
    yield from node or ()


def _parameters(fields: Fields) -> Iterator[DraftParameter]:
    findings = fields.findings
    for key, node in _entries(fields, "parameters"):
        good = _is_word(key, "the name of a parameter", findings)
        inner = None
        scalar: Scalar | None = None
        if isinstance(node, Mapping):
            inner = Fields(node, "a parameter", PARAMETER_KEYS, findings)
            scalar = inner.scalar("value", inner.require("value"))
        elif isinstance(node, Scalar):
            scalar = node
        else:
            findings.error("S304", node.place, f"`{key.text}` needs a single value")
        if scalar is None or not good:
            continue
        value = constant(scalar, findings)
        if value is None:
            continue
        tighter = inner.choice("tighter", [each.value for each in Tightening]) if inner else None
        yield DraftParameter(
            key.text,
            key.place,
            value,
            inner.text("unit") or None if inner else None,
            inner.text("about") if inner else "",
            Tightening(tighter) if tighter else None,
        )


def _definitions(fields: Fields) -> Iterator[DraftDefinition]:
    findings = fields.findings
    for key, node in _entries(fields, "define"):
        good = _is_word(key, "the name of a definition", findings)
        about = ""
        if isinstance(node, Mapping):
            inner = Fields(node, "a definition", ("is", "about"), findings)
            body = inner.expression("is", inner.require("is"))
            about = inner.text("about")
        else:
            body = fields.expression(key.text, node)
        if good and body:
            yield DraftDefinition(key.text, key.place, body, about)


def _invariants(fields: Fields) -> Iterator[DraftInvariant]:
    for key, node in _entries(fields, "invariants"):
        good = is_id(key, "the name of an invariant", fields.findings)
        inner_node = fields.mapping(key.text, node)
        if inner_node is None:
            continue
        inner = Fields(inner_node, "an invariant", ("always", "about"), fields.findings)
        always = inner.expression("always", inner.require("always"))
        if good and always:
            yield DraftInvariant(key.text, key.place, always, inner.text("about"))


def _rules(fields: Fields) -> Iterator[tuple[str, DraftRule]]:
    for key, node in _entries(fields, "rules"):
        good = is_id(key, "the name of a rule", fields.findings)
        inner_node = fields.mapping(key.text, node)
        if inner_node is None:
            continue
        inner = Fields(inner_node, "a rule", RULE_KEYS, fields.findings)
        when = inner.expression("when", inner.require("when", "`when: true` for always"))
        rule = read_rule(key.text, key.place, inner, (when,) if when else ())
        if good and when and rule:
            yield key.text, rule


def _tables(fields: Fields) -> Iterator[DraftRule]:
    for key, node in _entries(fields, "tables"):
        if not is_id(key, "the name of a table", fields.findings):
            continue
        inner = fields.mapping(key.text, node)
        if inner is not None:
            yield from read_table(key, inner, fields.findings)
