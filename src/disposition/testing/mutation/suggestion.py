"""A witness as a case to paste into a cases file: what differs from the base, what is expected."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from disposition.testing.cases import Expected
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.search.search import Witness

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./ -]*[A-Za-z0-9_]|[A-Za-z]|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEY = re.compile(r"[a-z_][a-z0-9_.-]*")
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def case_text(mutant: Mutant, witness: Witness) -> str:
    """Return a case that passes under the policy and fails under a mutant, as YAML."""
    name = "tells-" + re.sub(r"[^a-z0-9]+", "-", mutant.id.casefold()).strip("-")
    lines = [f"  {name}:", f"    about: {flow(_about(mutant, witness))}"]
    if witness.given:
        lines.append(f"    given: {flow(dict(witness.given))}")
    lines.append(f"    expect: {flow(expect_entries(witness.expected))}")
    return "\n".join(lines)


def _about(mutant: Mutant, witness: Witness) -> str:
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
        "values": {code: dict(values) for code, values in expected.values.items()},
        "missing": list(expected.missing),
    }
    return {key: value for key, value in entries.items() if value}


def flow(value: Any) -> str:
    """Return a plain value as YAML on one line.

    >>> flow({"lot.quantity": 90, "as_of": "2026-11-22", "x[0].clause": "7.4", "y": [None, "a b"]})
    '{lot.quantity: 90, as_of: 2026-11-22, "x[0].clause": "7.4", y: [null, a b]}'
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Mapping():
            entries = (f"{_key(key)}: {flow(each)}" for key, each in value.items())
            return f"{{{', '.join(entries)}}}"
        case Decimal():
            return f"{value:f}"
        case list() | tuple():
            return f"[{', '.join(map(flow, value))}]"
        case str():
            return _text(value)
        case _:
            return str(value)


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)
