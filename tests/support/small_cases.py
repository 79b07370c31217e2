"""A small policy and its cases, for tests of the runner, the plugin and the coverage."""

from __future__ import annotations

from pathlib import Path

POLICY = """\
policy: small
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
  rework: {title: Rework, ships: none}
otherwise: hold
define:
  urgent: shipment.urgency in ['high', 'critical']
rules:
  few:
    permit: [accept]
    when: lot.quantity < 100 and not urgent
    because: "only {lot.quantity} pieces"
    source: House rule 1
  many:
    permit: [rework]
    when: lot.quantity >= 100
    because: "{lot.quantity} pieces"
    source: House rule 2
  call:
    require: [{do: call-the-buyer}]
    when: urgent
    because: the buyer waits
    source: House rule 3
tables:
  seals:
    columns: [lot.category]
    because: it is sealed
    source: House rule 4
    rows:
      - {id: toys, if: [toys], require: [{do: seal}]}
invariants:
  many-never-ship: {always: "lot.quantity < 1000 or ships == 'none'"}
"""

CASES = """\
policy: small.yaml
base:
  lot: {quantity: 90, category: toys}
  shipment: {urgency: low}
cases:
  few-pieces:
    expect: {outcome: accept, obligations: seal}
  an-urgent-lot:
    about: Somebody calls
    given: {shipment.urgency: high}
    expect: {status: no_rule, obligations: call-the-buyer}
tables:
  pieces:
    columns: [lot.quantity, outcome]
    rows: [[99, accept], [100, rework]]
"""


def write(folder: Path, *, policy: str = POLICY, cases: str = CASES) -> Path:
    """Write the policy and its cases; return the path of the cases."""
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    path = folder / "small.cases.yaml"
    path.write_text(cases, encoding="utf-8")
    return path
