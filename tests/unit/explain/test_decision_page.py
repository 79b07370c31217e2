"""The reference page of the decision document names every key with its form and its meaning."""

from __future__ import annotations

import pytest
from attrs import Attribute, fields

from disposition.explain.document import document, rationale
from disposition.explain.document.forms import (
    Count,
    Day,
    FactValues,
    ListOf,
    Number,
    Object,
    Text,
    form_of,
)
from disposition.explain.document.values import AnyOfKind, TypedValue, TypedValues
from support.checkout import DOCS

PAGE = (DOCS / "reference" / "decision-document.md").read_text(encoding="utf-8")
PARTS = [
    *(document.Document, document.PolicyReference, document.EngineReference),
    *(rationale.Reason, rationale.RuledOut, rationale.Unmet, rationale.Obligation),
    TypedValue,
    *(rationale.Missing, rationale.Question, rationale.Prospect, rationale.Withheld),
]


@pytest.mark.parametrize("part", PARTS)
def test_every_key_has_its_row(part: type) -> None:
    rows = [_row(attribute) for attribute in fields(part)]
    assert "\n".join(rows) in PAGE


@pytest.mark.parametrize("status", document.STATUSES)
def test_every_status_is_explained(status: str) -> None:
    assert f"\n| `{status}` | " in PAGE


def _row(attribute: Attribute[object]) -> str:
    return f"| `{attribute.name}` | {_form(attribute)} | {attribute.metadata['about']} |"


def _form(attribute: Attribute[object]) -> str:
    match form_of(attribute):
        case Text(words=()) as text:
            return "text or null" if text.or_null else "text"
        case Text(words=words):
            return ", ".join(f"`{word}`" for word in words)
        case Day():
            return "date or null"
        case Number(value=value):
            return f"`{value}`"
        case Count():
            return "whole number"
        case AnyOfKind():
            return "as its `type` says, or null"
        case FactValues() | Object() | TypedValues():
            return "object"
        case ListOf(form=Object()):
            return "list"
        case _:
            return "list of texts"
