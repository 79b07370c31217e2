"""Documents, policies and cases that are large in one way: each is a function of how large."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

Growing = Callable[[int], str]
"""Returns the text of a document that has a number of something."""

_PLAN = {
    "standard": "iso2859-1",
    "level": "II",
    "state": "normal",
    "type": "single",
    "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
}
_OWN = {"sample_size": 3, "accept": 0}
_FIRST = date(2000, 1, 1)


def _lot(**inspection: Any) -> str:
    found = {"sample_size": 125, "plan": _PLAN, "defects": [], "checks": [], **inspection}
    return json.dumps({"lot": {"id": "x", "quantity": 3200}, "inspection": found})


def _segments(number: int) -> dict[str, Any]:
    parts = [{"sku": f"s{at}", "quantity": 20, "sample_size": 1} for at in range(number)]
    return {"segments": parts, "sample_size": number}


def _wide(**inspection: Any) -> str:
    found = {"plan": _PLAN, "defects": [], "checks": [], **inspection}
    return json.dumps({"lot": {"id": "x", "quantity": 10**9}, "inspection": found})


def _happened(**case: Any) -> str:
    found = {"sample_size": 125, "plan": _PLAN, "defects": [], "checks": []}
    lot = {"id": "x", "quantity": 3200}
    return json.dumps({"lot": lot, "inspection": found, "case": case})


def _day(at: int) -> str:
    return (_FIRST + timedelta(days=at)).isoformat()


def _history(*entries: Mapping[str, Any]) -> str:
    return json.dumps({"supplier": {"history": entries}, "inspection": {"plan": {**_PLAN}}})


def _twice(number: int, **keys: Any) -> list[dict[str, Any]]:
    return [{"severity": "major", "units": 0, **keys} for _ in range(number)]


LOTS: Mapping[str, Growing] = {
    "defects": lambda n: _lot(defects=_twice(n, reworkable=True)),
    "defects with codes": lambda n: _lot(
        defects=[{"code": f"C{at}", "severity": "minor", "units": at % 2} for at in range(n)]
    ),
    "defects, empty": lambda n: _lot(defects=[{} for _ in range(n)]),
    "defects, no severity": lambda n: _lot(
        defects=[{"code": f"C{at}", "units": 1} for at in range(n)]
    ),
    "checks": lambda n: _lot(checks=[{"name": f"c{at}", "result": "fail"} for at in range(n)]),
    "checks, empty": lambda n: _lot(checks=[{} for _ in range(n)]),
    "checks, pending": lambda n: _lot(
        checks=[{"name": f"c{at}", "result": "pending"} for at in range(n)]
    ),
    "plans, no AQL": lambda n: _lot(
        plans=[{"name": f"p{at}", "sample_size": 3} for at in range(n)]
    ),
    "plans, each with a defect": lambda n: _lot(
        plans=[
            {
                "name": f"p{at}",
                "sample_size": 3,
                "custom": {"major": {"sample_size": 3, "accept": 0}},
            }
            for at in range(n)
        ],
        defects=[{"severity": "major", "units": 0, "plan": f"p{n - 1 - at}"} for at in range(n)],
    ),
    "plans of one name": lambda n: _lot(plans=[{"name": "p", "sample_size": 3}] * n),
    "plans, names misspelt": lambda n: _lot(
        plans=[{"name": f"plan {at}", "sample_size": 3} for at in range(n)],
        defects=[{"plan": f"plam {at}"} for at in range(n)],
    ),
    "segments, each with a defect": lambda n: _wide(
        **_segments(n),
        defects=[{"severity": "major", "units": 1, "sku": f"s{at}"} for at in range(n)],
    ),
    "segments, defects of any": lambda n: _wide(
        **_segments(n), defects=[{"severity": "major", "batch": "b"} for _ in range(n)]
    ),
    "segments, defects empty": lambda n: _wide(**_segments(n), defects=[{} for _ in range(n)]),
    "segments, empty": lambda n: _wide(segments=[{} for _ in range(n)], defects=[{}] * n),
    "segments by sku, defects by batch": lambda n: _wide(
        segments=[{"sku": f"s{at}"} for at in range(n)],
        defects=[{"batch": f"b{at}"} for at in range(n)],
    ),
    "segments, names misspelt": lambda n: _wide(
        **_segments(n), defects=[{"sku": f"t{at}"} for at in range(n)]
    ),
    "samples one by one": lambda n: _lot(
        stages=[{"sample_size": 1} for _ in range(n)], sample_size=n
    ),
    "history": lambda n: _history(*({"accepted": at % 7 != 0} for at in range(n))),
    "history, results absent": lambda n: _history(*({"lot": f"L{at}"} for at in range(n))),
    "history, resubmitted": lambda n: _history(*[{"accepted": True, "resubmitted": True}] * n),
    "history, discontinued": lambda n: _history(*[{"accepted": False}] * n),
    "history, directed": lambda n: _history(
        *({"direct": ("normal", "tightened")[at % 2], "because": "so"} for at in range(n))
    ),
    "history, no standard": lambda n: json.dumps(
        {"supplier": {"history": [{"accepted": True}] * n}}
    ),
    "unknown keys": lambda n: json.dumps({f"k{at}": 1 for at in range(n)}),
    "unknown keys of items": lambda n: _lot(defects=[{f"severtyx{at}": 1} for at in range(n)]),
    "unknown words": lambda n: _lot(
        defects=[{"severity": "majr", "category": "safty", "units": "x"} for _ in range(n)]
    ),
    "keys twice": lambda n: "{" + ",".join(f'"k{at}":1,"k{at}":2' for at in range(n)) + "}",
    "digits of a number": lambda n: '{"lot": {"unit_price": 0.' + "0" * (n * 20) + "5}}",
    "a long text": lambda n: json.dumps({"lot": {"product": "long " * n}}),
    "brackets": lambda n: "[" * n,
    "white space": lambda n: '{"a":' + " " * (n * 20) + "x",
}
"""Lot documents, read and decided on by the shipped policy, then told as JSON."""


CASES: Mapping[str, Growing] = {
    "inspections": lambda n: _happened(
        inspections=[{"on": _day(at), "again": at > 0} for at in range(n)]
    ),
    "findings": lambda n: _happened(
        inspections=[{"on": _day(0)}],
        findings=[{"code": f"C{at}", "severity": "major", "resolved": True} for at in range(n)],
    ),
    "findings, empty": lambda n: _happened(findings=[{} for _ in range(n)]),
    "decisions": lambda n: _happened(
        decisions=[{"on": _day(at), "outcome": f"o{at}"} for at in range(n)]
    ),
    "contacts": lambda n: _happened(
        contacts=[{"on": _day(at), "channel": "call"} for at in range(n)]
    ),
    "contacts, empty": lambda n: _happened(contacts=[{} for _ in range(n)]),
    "contacts and replies": lambda n: _happened(
        contacts=[{"on": _day(2 * at), "channel": "call"} for at in range(n)],
        replies=[{"on": _day(2 * at + 1)} for at in range(n)],
    ),
    "supplied": lambda n: _happened(
        supplied=[{"on": _day(at), "part": "root_cause"} for at in range(n)]
    ),
    "arguments": lambda n: _happened(
        arguments=[{"on": _day(at), "topic": "cost", "evidence": "photo"} for at in range(n)],
        assessments=[{"on": _day(at), "topic": "cost"} for at in range(n)],
    ),
    "arguments, empty": lambda n: _happened(
        arguments=[{} for _ in range(n)], assessments=[{} for _ in range(n)]
    ),
    "arguments and acceptances": lambda n: _happened(
        arguments=[{"on": _day(at), "topic": "cost", "evidence": "photo"} for at in range(n)],
        supplied=[{"on": _day(at), "part": "acceptance"} for at in range(n)],
    ),
    "papers": lambda n: _happened(
        papers=[{"on": _day(at), "paper": "notice", "final": False} for at in range(n)]
    ),
    "papers, empty": lambda n: _happened(papers=[{} for _ in range(n)]),
    "agreements": lambda n: _happened(
        agreements=[{"on": _day(at), "scope": "rework", "units": 1} for at in range(n)]
    ),
    "agreements, empty": lambda n: _happened(agreements=[{} for _ in range(n)]),
    "progress": lambda n: _happened(
        agreements=[{"on": _day(0), "scope": "rework", "current": True}],
        progress=[{"on": _day(at), "way": "photos"} for at in range(n)],
    ),
    "ends": lambda n: _happened(ends=[{"on": _day(at), "end": "refused"} for at in range(n)]),
}
"""Lot documents with a case, decided on by all shipped policies."""


# --- policies ------------------------------------------------------------------------------------

_HEAD = """\
policy: growing
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
"""


def _policy(*sections: str) -> str:
    return _HEAD + "\n".join(sections) + "\n"


def _rule(name: str, when: str, keys: str = "") -> str:
    return f"  {name}: {{permit: accept, when: {json.dumps(when)}, because: so, source: us{keys}}}"


def _rules(number: int, when: Callable[[int], str]) -> str:
    return "\n".join(["rules:", *(_rule(f"r{at}", when(at)) for at in range(number))])


def _chained(number: int) -> str:
    """Return definitions that stand on one another, 25 deep at most."""
    lines = ["define:"]
    for at in range(number):
        below = f" and d{at - 1}" if at % 25 else ""
        lines.append(f'  d{at}: "defects.major.found < {at + 5}{below}"')
    return "\n".join(lines)


def _doubled(number: int) -> str:
    """Return definitions each of which stands twice in the next, as deep as can be."""
    lines = ["define:"]
    for at in range(number):
        below = f" and (d{at - 1} or not d{at - 1})" if at % 8 else ""
        lines.append(f'  d{at}: "defects.major.found < {at + 5}{below}"')
    return "\n".join(lines)


POLICIES: Mapping[str, Growing] = {
    "rules": lambda n: _policy(_rules(n, lambda at: f"defects.major.found < {at}")),
    "rules alike": lambda n: _policy(_rules(n, lambda _: "defects.major.found < 3")),
    "rules of two facts": lambda n: _policy(
        _rules(n, lambda at: f"defects.major.found < {at} and defects.minor.found < {at}")
    ),
    "rules with wrong names": lambda n: _policy(
        _rules(n, lambda at: f"defects.majr.found < {at} and limit{at} > 2")
    ),
    "rules without condition": lambda n: _policy(_rules(n, lambda _: "true")),
    "rules always true": lambda n: _policy(
        _rules(n, lambda at: f"defects.major.found < {at} or not defects.major.found < {at}")
    ),
    "definitions": lambda n: _policy(
        "define:",
        *(f"  d{at}: defects.major.found < {at}" for at in range(n)),
        _rules(n, lambda at: f"d{at}"),
    ),
    "definitions in chains": lambda n: _policy(_chained(n), _rules(n, lambda at: f"d{at}")),
    "definitions doubled in chains": lambda n: _policy(
        _doubled(n), _rules(min(n, 50), lambda at: f"d{at % 8}")
    ),
    "definitions unused": lambda n: _policy(
        "define:",
        *(f"  d{at}: defects.major.found < {at}" for at in range(n)),
        _rules(1, lambda _: "true"),
    ),
    "parameters": lambda n: _policy(
        "parameters:",
        *(f"  p{at}: {at}" for at in range(n)),
        _rules(n, lambda at: f"defects.major.found < p{at}"),
    ),
    "parameters misspelt": lambda n: _policy(
        "parameters:",
        *(f"  param_{at}: {at}" for at in range(n)),
        _rules(n, lambda at: f"defects.major.found < parm_{at}"),
    ),
    "rows of a table": lambda n: _policy(
        "tables:\n  t:\n    columns: [defects.major.found, lot.category]\n    because: so\n"
        "    source: us\n    rows:",
        *(f'      - {{if: ["[{at}..{at + 1}]", "a{at}"], permit: accept}}' for at in range(n)),
    ),
    "values of lists": lambda n: _policy(
        _rules(n // 10, lambda _: f"lot.quantity in [{', '.join(map(str, range(100)))}]")
    ),
    "parts of conditions": lambda n: _policy(
        _rules(
            n // 20,
            lambda at: " and ".join(f"defects.major.found != {at + each}" for each in range(100)),
        )
    ),
    "requirements": lambda n: _policy(
        "rules:",
        *(
            f"  r{at}: {{require: [{{do: x{at}, what: 'all {{lot.id}}'}}], when: true, source: us}}"
            for at in range(n)
        ),
    ),
    "invariants": lambda n: _policy(
        _rules(1, lambda _: "true"),
        "invariants:",
        *(
            f"  i{at}: {{always: \"defects.major.found < {at + 9} or ships == 'none'\"}}"
            for at in range(n)
        ),
    ),
    "unknown keys": lambda n: _policy(
        _rules(1, lambda _: "true"), *(f"key{at}: 1" for at in range(n))
    ),
    "long texts": lambda n: _policy(
        "rules:",
        *(
            f"  r{at}: {{permit: accept, when: true, source: us, because: '{'word ' * 100}'}}"
            for at in range(n // 10)
        ),
    ),
}
"""Policies, loaded with all warnings; those that are refused, with every error."""


# --- layers --------------------------------------------------------------------------------------

BELOW = "\n# --- the layer above it ---\n"
"""Stands between the text of a policy and that of a layer that extends it, as `base.yaml`."""


def _layer(base: str, *sections: str) -> str:
    head = "policy: above\nversion: 1.0.0\nextends: base.yaml\n"
    return base + BELOW + head + "\n".join(sections) + "\n"


def _replaces(number: int, name: str = "r") -> str:
    return f"replaces: [{', '.join(f'{name}{at}' for at in range(number))}]"


def _based_on(number: int) -> str:
    return _policy(_rules(number, lambda at: f"defects.major.found != {at}"))


LAYERS: Mapping[str, Growing] = {
    "rules added": lambda n: _layer(
        _based_on(n), _rules(n, lambda at: f"lot.quantity != {at}").replace("  r", "  s")
    ),
    "rules replaced": lambda n: _layer(
        _based_on(n), _replaces(n), _rules(n, lambda at: f"lot.quantity != {at}")
    ),
    "rules taken away": lambda n: _layer(_based_on(n), _replaces(n - 1)),
    "rules to replace misspelt": lambda n: _layer(_based_on(n), _replaces(n, "rr")),
    "rules there already": lambda n: _layer(
        _based_on(n), _rules(n, lambda at: f"lot.quantity != {at}")
    ),
    "rows taken away": lambda n: _layer(
        _policy(
            "tables:\n  t:\n    columns: [defects.major.found]\n    because: so\n"
            "    source: us\n    rows:",
            *(f"      - {{if: [{at}], permit: accept, id: x{at}}}" for at in range(n)),
        ),
        _replaces(n - 1, "t/x"),
    ),
}
"""A policy and a layer on top of it, loaded with all warnings."""
