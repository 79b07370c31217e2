"""YAML as plain data: what a lot document, a mapping of columns or a form holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.documents.yaml.source import read_yaml
from disposition.language.fields import constant


def plain(node: Node, findings: Findings) -> Any:
    """Return a node as plain data, as a lot document holds it: decimals exact, dates as text."""
    if isinstance(node, Mapping):
        return {key.text: plain(value, findings) for key, value in node}
    if isinstance(node, Scalar):
        value = None if node.is_null else constant(node, findings)
        return value.isoformat() if isinstance(value, date) else value
    return [plain(item, findings) for item in node.items]


def plain_yaml(name: str, content: str) -> Any:
    """Return the plain data of a YAML text; None where it is empty.

    Raises:
        PolicyError: it is no YAML, or has what policies may not have; with each place.

    >>> plain_yaml("lot.yaml", "lot: {quantity: 3200, unit_price: 4.20}")
    {'lot': {'quantity': 3200, 'unit_price': Decimal('4.20')}}
    """
    findings = Findings()
    node = read_yaml(name, content, findings)
    findings.raise_errors()
    data = None if node is None else plain(node, findings)
    findings.raise_errors()
    return data
