"""One rule of a policy file, or what a table row has of one, to a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disposition.policy.diagnostics import Findings, Place
from disposition.policy.draft import DraftExpression, DraftObligation, DraftRule
from disposition.policy.fields import Fields
from disposition.policy.model import Effect
from disposition.policy.source import Mapping, Scalar

EFFECT_KEYS = tuple(effect.value for effect in Effect)
RULE_KEYS = (*EFFECT_KEYS, "with", "when", "because", "source", "clause", "about")
OBLIGATION_KEYS = ("do", "what", "by", "due")
_ID = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")


def is_id(scalar: Scalar, what: str, findings: Findings) -> bool:
    """Tell whether a scalar is a good id, noting it if not."""
    if _ID.fullmatch(scalar.text):
        return True
    message = f"`{scalar.text}` cannot be {what}"
    findings.error("S310", scalar.place, message, "use small letters, digits and hyphens: `a-b-2`")
    return False


def read_rule(
    id_: str, place: Place, fields: Fields, conditions: tuple[DraftExpression, ...]
) -> DraftRule | None:
    """Read a rule's effect, texts and obligations; its conditions have been read already."""
    effects = [key for key in EFFECT_KEYS if key in fields]
    if len(effects) != 1:
        message = f"the rule `{id_}` needs one of `permit`, `forbid` and `require`"
        if effects:
            message = f"the rule `{id_}` has {' and '.join(f'`{key}`' for key in effects)}"
        hint = "write a rule for each effect" if effects else ""
        fields.findings.error("S311", place, message, hint)
        return None
    effect = Effect(effects[0])
    if effect is not Effect.REQUIRE and "with" in fields:
        message = f"`with` goes with `require`, not with `{effect.value}`"
        fields.findings.error("S312", fields.key_place("with"), message)
    if fields.node(effect.value) is None or not fields.listing(effect.value):
        message = f"`{effect.value}` names nothing"
        fields.findings.error("S313", fields.key_place(effect.value), message)
        return None
    outcomes = fields.words("with" if effect is Effect.REQUIRE else effect.value)
    obligations = tuple(_obligations(fields)) if effect is Effect.REQUIRE else ()
    return DraftRule(
        id_,
        place,
        effect,
        outcomes,
        conditions,
        fields.scalar("because"),
        fields.text("source"),
        fields.scalar("clause"),
        obligations,
    )


def _obligations(fields: Fields) -> Iterator[DraftObligation]:
    findings = fields.findings
    for item in fields.listing("require"):
        if isinstance(item, Scalar):
            if is_id(item, "what is required", findings):
                yield DraftObligation(item.text, None, None, None)
        elif isinstance(item, Mapping):
            inner = Fields(item, "an obligation", OBLIGATION_KEYS, findings)
            do = inner.scalar("do", inner.require("do", "a short code such as `do: reinspect`"))
            due = inner.expression("due")
            if do and is_id(do, "what is required", findings):
                yield DraftObligation(do.text, inner.scalar("what"), inner.scalar("by"), due)
        else:
            message = "an obligation is a word or a group of keys"
            findings.error("S305", item.place, message, "write `{do: reinspect, by: …}`")
