"""YAML as plain data: what a lot document, a mapping of columns or a form holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.documents.yaml.source import yaml_tree
from disposition.language.faults import ExpressionError
from disposition.language.fields import constant
from disposition.language.literals import read_plain
from disposition.language.types import Value


def plain(node: Node, findings: Findings) -> Any:
    """Return a node as plain data, as a lot document holds it: decimals exact, dates as text.

    A word that looks like a number, a date or yes or no, and is not written as one, is noted.
    """
    return _plain(node, lambda scalar: constant(scalar, findings))


def _plain(node: Node, read: Callable[[Scalar], Value | None]) -> Any:
    if isinstance(node, Mapping):
        return {key.text: _plain(value, read) for key, value in node}
    if isinstance(node, Scalar):
        value = None if node.is_null else read(node)
        return value.isoformat() if isinstance(value, date) else value
    return [_plain(item, read) for item in node.items]


def plain_yaml(name: str, content: str) -> Any:
    """Return the plain data of a YAML text; None where it is empty.

    What is not written as a number, a date or yes or no is text: what a key wants is known by
    whoever reads the data.

    Raises:
        PolicyError: it is no YAML, or has what policies may not have; with each place.

    >>> plain_yaml("lot.yaml", "lot: {id: 4711/2, quantity: 3200, unit_price: 4.20}")
    {'lot': {'id': '4711/2', 'quantity': 3200, 'unit_price': Decimal('4.20')}}
    """
    node = yaml_tree(name, content)
    return None if node is None else _plain(node, _constant_or_text)


def _constant_or_text(scalar: Scalar) -> Value:
    if not scalar.plain:
        return scalar.text
    try:
        return read_plain(scalar.text, (0, len(scalar.text)))
    except ExpressionError:
        return scalar.text
