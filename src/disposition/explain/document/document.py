"""The decision document, version 1: its keys, and how it is written and read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from disposition.documents.declaring import output
from disposition.documents.forms import exactly
from disposition.documents.quoting import shown
from disposition.documents.reading import read
from disposition.documents.reporting import capped
from disposition.documents.scalars import enum
from disposition.documents.schema import document_schema
from disposition.documents.writing import write
from disposition.errors import DecisionError, Problem
from disposition.explain.document import rationale
from disposition.explain.document.parts import SHIPS, STATUSES, LotPart
from disposition.explain.document.references import EngineReference, PolicyReference
from disposition.frozen import fields, frozen
from disposition.frozen.classes import filling

FORMAT = 1


def _of_rationale(name: str) -> Any:
    attribute = getattr(fields(rationale.Rationale), name)
    declared = attribute.metadata
    return output(declared["about"], declared["output"], unless=attribute.default)


@frozen
class Document:
    """A decision with everything that is said of it, in the order of the document's keys."""

    format: int = output("Version of the document", exactly(FORMAT))
    lot: str | None = output("The lot's own number; null if it has none")
    as_of: date | None = output("The day of the decision, from the lot; may be null")
    outcome: str = output("Id of the outcome; the policy's fallback unless decided")
    title: str = output("Title of the outcome")
    status: str = output("How the decision came about", enum(*STATUSES))
    ships: str = output("How much of the lot the outcome ships", enum(*SHIPS))
    considered: str | None = output(
        "Id of the outcome that was looked at last; null if none was possible"
    )
    reasons: tuple[rationale.Reason, ...] = _of_rationale("reasons")
    ruled_out: tuple[rationale.RuledOut, ...] = _of_rationale("ruled_out")
    obligations: tuple[rationale.Obligation, ...] = _of_rationale("obligations")
    missing: tuple[rationale.Missing, ...] = _of_rationale("missing")
    questions: tuple[rationale.Question, ...] = _of_rationale("questions")
    withheld: tuple[rationale.Withheld, ...] = _of_rationale("withheld")
    policy: PolicyReference = output("Which policy decided")
    engine: EngineReference = output("What decided")
    parts: tuple[LotPart, ...] = output(
        "The parts of the lot and what happens to each; they add up to it", before_it=()
    )
    not_asked: int = _of_rationale("not_asked")


new_document = filling(Document)
"""Returns a document of a value for each key."""


def read_document(document: Mapping[str, Any]) -> Document:
    """Return what a decision document tells.

    Raises:
        DecisionError: it is no decision document of version 1; with all that is wrong with it.
    """
    version = document.get("format") if hasattr(document, "get") else FORMAT
    if version is not None and version != FORMAT:
        message = f"decision documents of format {shown(version)} are not known"
        raise DecisionError(
            [Problem("$.format", message, f"this version reads format {FORMAT}", "unknown-format")]
        )
    made, problems = read(Document, document)
    if problems:
        raise DecisionError(capped(problems))
    whole: Document = made
    return whole


def decision_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the decision document.

    >>> decision_schema()["properties"]["ships"]["enum"]
    ['all', 'part', 'none']
    """
    about = "What happens to a lot: the outcome, with its reasons and what it requires."
    return document_schema(Document, f"Decision document, version {FORMAT}", about)


def write_document(document: Document) -> dict[str, Any]:
    """Return the document as plain data, which shares nothing with it that can be changed."""
    return write(document)
