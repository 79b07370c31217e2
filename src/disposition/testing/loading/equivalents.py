"""Reads which mutants a cases file says are no mistakes: `mutation: {equivalent: …}`, with reasons.

`equivalent` holds, by the id that `disposition test --mutate` shows, why no lot can tell the mutant
from the policy. An id stays as it is as long as the changed words do.
"""

from __future__ import annotations

from disposition.language.fields import Fields

MUTATION_KEYS = ("equivalent",)


def read_equivalents(fields: Fields) -> dict[str, str]:
    """Return the reasons by the ids of mutants, noting those that are no text."""
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
