"""The decision document, version 1: its keys, and how it is written and read."""

# ruff: noqa: RUF009 - the calls declare fields, as attrs' own `field` does

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from attrs import fields, frozen

from disposition.documents.reporting import capped
from disposition.documents.shown import shown
from disposition.errors import DecisionError, Problem, few_suggestions
from disposition.explain.document.forms import (
    Count,
    Day,
    FactValues,
    Form,
    ListOf,
    Number,
    Object,
    Text,
    form_of,
)
from disposition.explain.document.keys import told
from disposition.explain.document.rationale import (
    Missing,
    Obligation,
    Question,
    Rationale,
    Reason,
    RuledOut,
    Withheld,
)
from disposition.explain.document.references import EngineReference, PolicyReference
from disposition.explain.document.values import TypedValues, write_values

FORMAT = 1
STATUSES = ("decided", "needs_information", "no_rule", "withheld")
SHIPS = ("all", "part", "none")


def _of_rationale(name: str) -> Any:
    attribute = getattr(fields(Rationale), name)
    return told(attribute.metadata["about"], form_of(attribute), unless=attribute.default)


@frozen
class Document:
    """A decision with everything that is said of it, in the order of the document's keys."""

    format: int = told("Version of the document", Number(FORMAT))
    lot: str | None = told("The lot's own number; null if it has none", Text(or_null=True))
    as_of: date | None = told("The day of the decision, from the lot; may be null", Day())
    outcome: str = told("Id of the outcome; the policy's fallback unless decided")
    title: str = told("Title of the outcome")
    status: str = told("How the decision came about", Text(STATUSES))
    ships: str = told("How much of the lot the outcome ships", Text(SHIPS))
    considered: str | None = told(
        "Id of the outcome that was looked at last; null if none was possible", Text(or_null=True)
    )
    reasons: tuple[Reason, ...] = _of_rationale("reasons")
    ruled_out: tuple[RuledOut, ...] = _of_rationale("ruled_out")
    obligations: tuple[Obligation, ...] = _of_rationale("obligations")
    missing: tuple[Missing, ...] = _of_rationale("missing")
    questions: tuple[Question, ...] = _of_rationale("questions")
    withheld: tuple[Withheld, ...] = _of_rationale("withheld")
    policy: PolicyReference = told("Which policy decided", Object(PolicyReference))
    engine: EngineReference = told("What decided", Object(EngineReference))
    not_asked: int = _of_rationale("not_asked")


def read_document(document: Mapping[str, Any]) -> Document:
    """Return what a decision document tells.

    Raises:
        DecisionError: it is no decision document of version 1; with all that is wrong with it.
    """
    version = document.get("format") if hasattr(document, "get") else FORMAT
    if version is not None and version != FORMAT:
        message = f"decision documents of format {shown(version)} are not known"
        raise DecisionError([Problem("$.format", message, f"this version reads format {FORMAT}")])
    problems: list[Problem] = []
    with few_suggestions():
        read: Document = Object(Document).read(document, "$", problems)
    if problems:
        raise DecisionError(capped(problems))
    return read


def decision_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the decision document.

    >>> decision_schema()["properties"]["ships"]["enum"]
    ['all', 'part', 'none']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Decision document, version {FORMAT}",
        "description": "What happens to a lot: the outcome, with its reasons and what it requires.",
        **Object(Document).schema(),
    }


def write_document(document: Document) -> dict[str, Any]:
    """Return the document as plain data, which shares nothing with it that can be changed."""
    return _writer_of(Document)(document)


@cache
def _writer_of(kind: type) -> Callable[[Any], dict[str, Any]]:
    """Return the function that writes a declared class, made from its declarations."""
    names: dict[str, Any] = {}
    always: list[str] = []
    sometimes: list[str] = []
    for each in fields(kind):
        key, value = repr(each.name), _written(form_of(each), f"it.{each.name}", names)
        if each.metadata["may_be_left_out"]:
            made = hasattr(each.default, "factory")
            names[f"without_{each.name}"] = each.default.factory() if made else each.default
            sometimes.append(f"if it.{each.name} != without_{each.name}: keys[{key}] = {value}")
        elif sometimes:
            sometimes.append(f"keys[{key}] = {value}")  # in its place, after what may be left out
        else:
            always.append(f"{key}: {value}")
    lines = [f"keys = {{{', '.join(always)}}}", *sometimes, "return keys"]
    source = "\n    ".join(["def write(it):", *lines])
    exec(source, names)  # noqa: S102 - written from our own declarations alone
    write: Callable[[Any], dict[str, Any]] = names["write"]
    return write


def _written(form: Form, value: str, names: dict[str, Any]) -> str:
    """Return the source of a value as it is written; what it calls is put among the names."""
    match form:
        case Text() | Number() | Count():
            return value
        case Day():
            return f"{value} and {value}.isoformat()"
        case FactValues():
            return f"dict({value})"  # they are plain already
        case TypedValues():
            names["write_values"] = write_values
            return f"write_values({value})"
        case Object(kind=kind):
            names[f"write_{kind.__name__}"] = _writer_of(kind)
            return f"write_{kind.__name__}({value})"
        case ListOf(form=inner):
            item = _written(inner, "each", names)
            return f"list({value})" if item == "each" else f"[{item} for each in {value}]"
        case _:
            raise TypeError(f"there is no way to write {form}")
