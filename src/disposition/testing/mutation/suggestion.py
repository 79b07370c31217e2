"""A witness as a case to paste into a cases file: what differs from the base, what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disposition.documents.yaml.flow import name_of_case, pasted_case
from disposition.frozen import fields
from disposition.testing.cases import Expected
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.proof.found_lot import FoundLot


def case_text(mutant: Mutant, witness: FoundLot) -> str:
    """Return a case that passes under the policy and fails under a mutant, as YAML."""
    name, about = name_of_case("tells", mutant.id), _about(mutant, witness)
    expect = expect_entries(witness.expected)
    return "\n".join(pasted_case(name, about, dict(witness.given), expect))


def _about(mutant: Mutant, witness: FoundLot) -> str:
    mistake = f"notices a mistake in {mutant.entry}: {mutant.about}"
    if witness.found == witness.expected.outcome:
        return mistake
    return f"{mistake}, which would make it {witness.found}"


def expect_entries(expected: Expected) -> dict[str, Any]:
    """Return what is expected as a case writes it, without what is not looked at."""
    entries = {each.name: getattr(expected, each.name) for each in fields(Expected)}
    return {key: _written(value) for key, value in entries.items() if value}


def _written(value: Any) -> Any:
    """Return what is expected without tuples, and with groups of its own."""
    match value:
        case tuple():
            return list(value)
        case Mapping():
            return {key: _written(each) for key, each in value.items()}
        case _:
            return value
