"""One rule of a policy file, or what a table row has of one, to a draft."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.errors import suggest
from disposition.facts.document.case_events import PROVING
from disposition.language.declarations import DraftExpression
from disposition.language.fields import Fields
from disposition.language.naming import is_id, is_word
from disposition.policy.draft.draft import DraftObligation, DraftRule
from disposition.policy.model import RELEASE, Effect
from disposition.words import listed

EFFECT_KEYS = tuple(effect.value for effect in Effect)
RULE_KEYS = (*EFFECT_KEYS, "with", "when", "because", "source", "clause", "about")
OBLIGATION_KEYS = ("do", "what", "by", "due", "values", "before", "proved_by", "proved_when")
MOST_VALUES = 20
LONGEST_VALUE_NAME = 60

NO_KINDS = "`proved_by` names nothing"


def read_rule(
    id_: str, place: Place, fields: Fields, conditions: tuple[DraftExpression, ...]
) -> DraftRule | None:
    """Read a rule's effect, texts and obligations; its conditions have been read already."""
    fields.text("about")  # a note to readers, which must be a text like any other
    effect = _effect(id_, place, fields)
    if effect is None:
        return None
    if effect is not Effect.REQUIRE and "with" in fields:
        message = f"`with` goes with `require`, not with `{effect.value}`"
        fields.findings.error("S312", fields.key_place("with"), message)
    if not fields.listing(effect.value):
        message = f"`{effect.value}` names nothing"
        fields.findings.error("S313", fields.key_place(effect.value), message)
        return None
    if effect is Effect.REQUIRE and "with" in fields and not fields.listing("with"):
        hint = "leave it out if the outcome does not matter"
        fields.findings.error("S313", fields.key_place("with"), "`with` names nothing", hint)
    return DraftRule(
        id_,
        place,
        effect,
        fields.words("with" if effect is Effect.REQUIRE else effect.value),
        conditions,
        fields.scalar("because"),
        fields.text("source"),
        fields.scalar("clause"),
        tuple(_obligations(fields)) if effect is Effect.REQUIRE else (),
    )


def _effect(id_: str, place: Place, fields: Fields) -> Effect | None:
    found = [key for key in EFFECT_KEYS if key in fields]
    if len(found) == 1:
        return Effect(found[0])
    if found:
        message = f"the rule `{id_}` has {' and '.join(f'`{key}`' for key in found)}"
        fields.findings.error("S311", place, message, "write a rule for each")
    else:
        message = f"the rule `{id_}` needs one of `permit`, `forbid` and `require`"
        fields.findings.error("S311", place, message)
    return None


def _obligations(fields: Fields) -> Iterator[DraftObligation]:
    for item in fields.listing("require"):
        obligation = _obligation(item, fields.findings)
        if obligation is not None:
            yield obligation


def _obligation(item: Node, findings: Findings) -> DraftObligation | None:
    if isinstance(item, Scalar) and not item.is_null:
        good = is_id(item, "what is required", findings)
        return DraftObligation(item.text, None, None, None) if good else None
    if not isinstance(item, Mapping):
        message = "an obligation is a word or a group of keys"
        findings.error("S305", item.place, message, "write `{do: reinspect, by: …}`")
        return None
    fields = Fields(item, "an obligation", OBLIGATION_KEYS, findings)
    do = fields.scalar("do", fields.require("do", "a short code such as `do: reinspect`"))
    what, by, due = fields.scalar("what"), fields.scalar("by"), fields.expression("due")
    before, proved_by = fields.choice("before", (RELEASE,)), _kinds(fields)
    proved_when = fields.expression("proved_when")
    values = tuple(_values(fields))
    if "before" in fields and not ("proved_by" in fields or "proved_when" in fields):
        message = "what comes before the release needs `proved_by` or `proved_when`"
        hint = "without a proof it would keep the goods for ever: `proved_by: document`"
        findings.error("S316", fields.key_place("before"), message, hint)
    if do is None or not is_id(do, "what is required", findings):
        return None
    return DraftObligation(do.text, what, by, due, before or "", proved_by, proved_when, values)


def _values(fields: Fields) -> Iterator[tuple[str, DraftExpression]]:
    """Yield the values that an obligation carries, with their names."""
    group, findings = fields.mapping("values"), fields.findings
    if group is None:
        return
    if not group.entries:
        hint = "write a name and an expression: `values: {units: lot.quantity}`"
        findings.error("S313", fields.key_place("values"), "`values` names nothing", hint)
    if len(group.entries) > MOST_VALUES:
        message = f"an obligation carries {MOST_VALUES} values at most"
        findings.error("S317", fields.key_place("values"), message)
        return
    inner = Fields(group, "`values`", [key.text for key, _ in group], findings)
    for key, _ in group:
        inner.require(key.text, f"an expression: `{key.text}: lot.quantity`")
        expression = inner.expression(key.text)
        if len(key.text) > LONGEST_VALUE_NAME:
            message = f"the name of a value is longer than {LONGEST_VALUE_NAME} characters"
            findings.error("S310", key.place, message)
        elif is_word(key, "the name of a value", findings) and expression is not None:
            yield key.text, expression


def _kinds(fields: Fields) -> tuple[str, ...]:
    """Return the kinds of entries that prove an obligation, in the order of their declaration."""
    named = fields.words("proved_by")
    if "proved_by" in fields and not fields.listing("proved_by"):
        hint = f"it can be {listed(PROVING)}"
        fields.findings.error("S313", fields.key_place("proved_by"), NO_KINDS, hint)
    for each in named:
        if each.text not in PROVING:
            hint = suggest(each.text, PROVING) or f"it can be {listed(PROVING)}"
            hint += "; a condition stands after `proved_when`" if " " in each.text else ""
            message = f"`{each.text}` is no kind of entry that proves something"
            fields.findings.error("S306", each.place, message, hint)
    return tuple(kind for kind in PROVING if any(each.text == kind for each in named))
