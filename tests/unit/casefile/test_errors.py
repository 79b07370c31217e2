"""Errors about cases: each has a code that stays, and says where it is."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import disposition
from disposition.casefile import Case, CaseError
from disposition.casefile.errors import StoreError, no_case
from support.rework import LOT, POLICIES

SOURCES = Path(disposition.__file__).parent
CODED = {"CaseConflictError", "KeyReusedError", "NoCaseError", "CaseExistsError"}
"""Errors that are one kind of mistake each, and have its code."""


def raised() -> Iterator[tuple[str, ast.Call, str]]:
    for path in (*SOURCES.glob("casefile/**/*.py"), *SOURCES.glob("cli/case/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in CODED | {"CaseError", "StoreError"}:
                yield f"{path.name}:{node.lineno}", node, name  # type: ignore[misc]


def test_each_has_a_code_and_a_place_wherever_it_is_raised() -> None:
    places = list(raised())
    assert len(places) > 50
    for place, call, name in places:
        given = {each.arg for each in call.keywords}
        assert "where" in given, place
        assert name in CODED or "code" in given, place


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (CaseError("so", code="case-closed", where="case `A`"), "case-closed", "case `A`: so"),
        (no_case("A", []), "no-case", "there is no case `A` (there are no cases yet)"),
        (StoreError("no", code="gone", where="`\x1b`"), "gone", "`\\u001b`: no"),
    ],
)
def test_what_is_wrong_is_said_after_where_it_is(error: CaseError, code: str, says: str) -> None:
    assert (error.code, str(error)) == (code, says)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), again.code, again.where, str(again)) == (
        *(type(error), error.code, error.where),
        str(error),
    )


def test_a_case_that_is_closed_is_named() -> None:
    case = Case.begin("A", LOT, on=date(2026, 11, 18), policies=POLICIES)
    case = case.add("closed", {"because": "x"}, on=date(2026, 11, 19))
    with pytest.raises(CaseError, match=r"^case `A`: the case is closed since") as caught:
        case.decide(on=date(2026, 11, 19))
    assert (caught.value.code, caught.value.where) == ("case-closed", "case `A`")
    with pytest.raises(CaseError, match="for `on`, found") as other:
        case.decide(on="2026-11-19")  # type: ignore[arg-type]
    assert (other.value.code, other.value.where) == ("not-a-day", "`on`")
