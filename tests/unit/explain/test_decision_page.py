"""The reference page of the decision document names every key with its form and its meaning."""

from __future__ import annotations

import pytest

from disposition.documents.declaring import Key, keys_of
from disposition.documents.forms import Listed, Untyped
from disposition.documents.scalars import ScalarType
from disposition.documents.types import FactType, Kind
from disposition.explain.document import document, parts, rationale
from disposition.explain.document.values import TypedValue
from support.checkout import DOCS

PAGE = (DOCS / "reference" / "decision-document.md").read_text(encoding="utf-8")
WORDS = {Kind.TEXT: "text", Kind.DATE: "date", Kind.INTEGER: "whole number"}
PARTS = [
    *(document.Document, document.PolicyReference, document.EngineReference),
    *(rationale.Reason, rationale.RuledOut, rationale.Unmet, rationale.Obligation),
    TypedValue,
    parts.LotPart,
    *(rationale.Missing, rationale.Question, rationale.Prospect, rationale.Withheld),
]


@pytest.mark.parametrize("part", PARTS)
def test_every_key_has_its_row(part: type) -> None:
    rows = [_row(key) for key in keys_of(part)]
    assert "\n".join(rows) in PAGE


@pytest.mark.parametrize("status", parts.STATUSES)
def test_every_status_is_explained(status: str) -> None:
    assert f"\n| `{status}` | " in PAGE


def _row(key: Key) -> str:
    return f"| `{key.name}` | {_form(key)} | {key.about} |"


def _form(key: Key) -> str:
    match key.form:
        case ScalarType(schema={"const": number}):
            return f"`{number}`"
        case ScalarType(type=FactType(kind, _, words)):
            form = ", ".join(f"`{word}`" for word in words) or WORDS[kind]
            return f"{form} or null" if key.or_null else form
        case Untyped():
            return "as its `type` says, or null"
        case Listed(ScalarType()):
            return "list of texts"
        case Listed():
            return "list"
        case _:
            return "object"
