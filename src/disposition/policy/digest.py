"""The digest of a policy: equal for equal meaning and texts, whatever the layout of its files."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from disposition.facts.own.catalogues import OwnFact, entry_of
from disposition.facts.own.declared import OwnList, OwnTable
from disposition.language.text import expression_text, value_text
from disposition.policy.model import CheckedPolicy, ObligationSpec, Outcome, Rule


def digest(policy: CheckedPolicy) -> str:
    """Return `sha256:` and the hash of the policy after layering, in a canonical form.

    The order of rules, comments, spacing and quotes do not change it; every value, condition and
    text of a rule does.
    """
    if "digest" not in policy.found:
        held = _canonical(policy)
        text = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        policy.found["digest"] = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    found: str = policy.found["digest"]
    return found


def _canonical(policy: CheckedPolicy) -> dict[str, Any]:
    own = {path: _fact(each) for path, each in policy.own.items()}
    return {
        **({"facts": own} if own else {}),  # old digests stay
        "policy": policy.id,
        "version": policy.version,
        "outcomes": [_outcome(each) for each in policy.outcomes],
        "otherwise": policy.otherwise,
        "parameters": {
            name: [value_text(spec.value), spec.type.unit]
            for name, spec in policy.parameters.items()
        },
        "define": {
            name: expression_text(spec.expression) for name, spec in policy.definitions.items()
        },
        "rules": [_rule(rule) for rule in policy.rules],
        "invariants": {each.id: expression_text(each.always) for each in policy.invariants},
    }


def _outcome(outcome: Outcome) -> list[Any]:
    parts = [[each.value for each in outcome.parts]] if outcome.parts else []  # old digests stay
    return [outcome.id, outcome.title, outcome.ships.value, *parts]


def _fact(own: OwnFact) -> dict[str, Any]:
    """Return a fact of a policy's own as it is hashed: numbers as their text."""
    entry = entry_of(own)
    entry.pop("changeable", None)  # it decides nothing
    if isinstance(own, OwnTable):
        rows = entry["rows"]
        entry["rows"] = [{name: value_text(each) for name, each in row.items()} for row in rows]
    for key in ("least", "most"):
        if key in entry:
            entry[key] = value_text(entry[key])
    if "list" in entry and isinstance(own, OwnList):
        entry["list"] = {key: _fact(each) for key, each in own.holds.items()}
    return entry


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "effect": rule.effect.value,
        "outcomes": rule.outcomes,
        "when": expression_text(rule.when),
        "because": rule.because.text,
        "source": rule.source,
        "clause": rule.clause.path if rule.clause else None,
        "obligations": [_obligation(each) for each in rule.obligations],
    }


def _obligation(spec: ObligationSpec) -> list[Any]:
    due = expression_text(spec.due) if spec.due else None
    told: list[Any] = [spec.do, spec.what.text, spec.by.text, due]
    # What came later stands only where it is used, so that the digests from before it stay.
    values = [{each.name: expression_text(each.expression) for each in spec.values}]
    later = values if spec.values else []
    if not (spec.before or spec.proved_by or spec.proved_when):
        return [*told, *later]
    proof = expression_text(spec.proved_when) if spec.proved_when else None
    return [*told, spec.before, spec.proved_by, proof, *later]
