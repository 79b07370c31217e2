"""The entries of a policy file's sections to drafts: parameters, definitions, rules and so on."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.facts.definitions import read_fact
from disposition.facts.own.entries import is_given, is_own_path, read_own
from disposition.frozen import evolve
from disposition.language.fields import Fields, entries
from disposition.language.naming import is_id, is_table, is_word
from disposition.policy.draft.draft import (
    DraftClaim,
    DraftDefinition,
    DraftInvariant,
    DraftOwn,
    DraftRule,
)
from disposition.policy.draft.rules import RULE_KEYS, read_rule
from disposition.policy.draft.tables import read_table

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
