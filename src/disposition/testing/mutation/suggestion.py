"""A witness as a case to paste into a cases file: what differs from the base, what is expected."""

from __future__ import annotations

import re
from typing import Any

from disposition.documents.yaml.flow import flow
from disposition.testing.cases import Expected
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.proof.found_lot import FoundLot


def case_text(mutant: Mutant, witness: FoundLot) -> str:
    """Return a case that passes under the policy and fails under a mutant, as YAML."""
    name = "tells-" + re.sub(r"[^a-z0-9]+", "-", mutant.id.casefold()).strip("-")
    lines = [f"  {name}:", f"    about: {flow(_about(mutant, witness))}"]
    if witness.given:
        lines.append(f"    given: {flow(dict(witness.given))}")
    lines.append(f"    expect: {flow(expect_entries(witness.expected))}")
    return "\n".join(lines)


def _about(mutant: Mutant, witness: FoundLot) -> str:
    mistake = f"notices a mistake in {mutant.entry}: {mutant.about}"
    if witness.found == witness.expected.outcome:
        return mistake
    return f"{mistake}, which would make it {witness.found}"


def expect_entries(expected: Expected) -> dict[str, Any]:
    """Return what is expected as a case writes it, without what is not looked at."""
    entries: dict[str, Any] = {
        "outcome": expected.outcome,
        "status": expected.status,
        "ships": expected.ships,
        "reasons": list(expected.reasons),
        "not_reasons": list(expected.not_reasons),
        "ruled_out": {outcome: list(rules) for outcome, rules in expected.ruled_out.items()},
        "obligations": list(expected.obligations),
        "not_obligations": list(expected.not_obligations),
        "may_apply": list(expected.may_apply),
        "not_may_apply": list(expected.not_may_apply),
        "required_by": {code: list(rules) for code, rules in expected.required_by.items()},
        "due": dict(expected.due),
        "values": {code: dict(values) for code, values in expected.values.items()},
        "missing": list(expected.missing),
    }
    return {key: value for key, value in entries.items() if value}
