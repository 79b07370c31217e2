"""What Python hands to a case is refused in the library's own words where it is of another type."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from disposition.casefile import Case, CaseError

DAY = date(2026, 11, 19)
DRAFT = {"paper": "notice"}


@pytest.fixture(scope="module")
def begun() -> Case:
    return Case.begin("PO-1", {"lot": {"id": "PO-1"}}, on=DAY)


NOT_TEXT = [None, 5, b"done", ["done"], {"done": 1}, ("done",)]


@pytest.mark.parametrize("given", NOT_TEXT, ids=repr)
def test_a_kind_that_is_no_text_is_refused(begun: Case, given: object) -> None:
    refused(lambda: begun.add(given, {}, on=DAY), "`kind`")  # type: ignore[arg-type]


@pytest.mark.parametrize("given", NOT_TEXT, ids=repr)
def test_a_key_that_is_no_text_is_refused(begun: Case, given: object) -> None:
    refused(lambda: begun.add("draft", DRAFT, on=DAY, key=given), "`key`")  # type: ignore[arg-type]
    refused(lambda: begun.decide(on=DAY, key=given), "`key`")  # type: ignore[arg-type]
    refused(lambda: begun.release(on=DAY, key=given), "`key`")  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [None, 5, "close-case", b"close-case", [5]], ids=repr)
def test_codes_that_are_no_list_of_texts_are_refused(begun: Case, given: object) -> None:
    """One code by itself would be taken for a list of its letters, and settle nothing."""
    refused(lambda: begun.add("draft", DRAFT, on=DAY, settles=given), "`settles`")  # type: ignore[arg-type]


@pytest.mark.parametrize("made", [list, tuple, dict.fromkeys, iter])
def test_codes_come_in_anything_that_can_be_gone_through(
    begun: Case, made: Callable[[list[str]], Iterable[str]]
) -> None:
    written = begun.add("draft", DRAFT, on=DAY, settles=made(["a", "b"]))
    assert written.entries[-1].settles == ("a", "b")


def refused(write: Callable[[], object], names: str) -> None:
    with pytest.raises(CaseError, match=names):
        write()


@pytest.mark.parametrize("given", [None, 5, b"en", ["en"], {"en": 1}], ids=repr)
def test_a_language_that_is_no_text_is_refused(begun: Case, given: object) -> None:
    refused(lambda: begun.call_guide(DAY, language=given), "nothing is written in")  # type: ignore[arg-type]
    refused(lambda: begun.confirmation(DAY, language=given), "nothing is written in")  # type: ignore[arg-type]
