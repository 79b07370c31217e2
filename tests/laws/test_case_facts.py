"""Laws of the facts about a case: what is learnt never changes what was known, and it is named."""

from __future__ import annotations

import copy
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disposition.facts import CATALOGUE, Kind, Lot, absent, observe, why_unknown
from strategies import ABOUT_CASES, Document, case_documents, is_valid, with_absences

FACTS = [path for path in CATALOGUE if path.partition(".")[0] in ABOUT_CASES]
# A list in words tells what stands in the document, and grows as more of it becomes known.
PATHS = [path for path in FACTS if not path.endswith("list")]
CLASSES = {
    Kind.BOOLEAN: bool,
    Kind.INTEGER: int,
    Kind.DECIMAL: Decimal,
    Kind.ENUM: str,
    Kind.TEXT: str,
    Kind.DATE: date,
}


# Each example observes two hundred facts of several documents.
FEWER = settings(max_examples=max(20, settings().max_examples // 5))


@st.composite
def documents_and_less(draw: st.DrawFn) -> tuple[Document, Document]:
    """Draw a complete document, and the same one with something absent."""
    doc = draw(case_documents())
    return doc, draw(with_absences(doc))


@FEWER
@given(documents_and_less(), st.data())
def test_what_is_known_stays_so_when_more_becomes_known(
    pair: tuple[Document, Document], data: st.DataObject
) -> None:
    doc, less = pair
    least = data.draw(with_absences(less))
    full, some, few = (observe(Lot.from_dict(each), PATHS) for each in (doc, less, least))
    assert all(full[path] == value for path, value in some.items() if value is not None)
    assert all(some[path] == value for path, value in few.items() if value is not None)


@FEWER
@given(documents_and_less())
def test_what_is_named_as_absent_is_enough(pair: tuple[Document, Document]) -> None:
    """Filling in what `absent` names, and then what it names of that, makes a fact known.

    Of a list that is absent it is not known what its items ask for: that is named once it is there.
    """
    doc, less = pair
    full, lot = observe(Lot.from_dict(doc), PATHS), Lot.from_dict(less)
    for path, value in observe(lot, PATHS).items():
        if value is None and full[path] is not None:
            filled, named = copy.deepcopy(less), set[str]()
            while (found := observe(Lot.from_dict(filled), [path])[path]) is None:
                places = {*absent(Lot.from_dict(filled), path)} - named
                assert places, path
                named |= places
                for place in sorted(places):
                    with suppress(KeyError):
                        _fill_in(filled, doc, place)
                assume(is_valid(filled))
            assert found == full[path], path


def _fill_in(part: Any, source: Any, place: str) -> None:
    *path, key = place.removeprefix("$.").replace("[", ".[").split(".")
    for step in path:
        index: str | int = int(step[1:-1]) if step.startswith("[") else step
        source = source[index]
        part = part.setdefault(index, {}) if isinstance(part, dict) else part[index]
    part[key] = source[key]


@FEWER
@given(documents_and_less())
def test_a_fact_has_its_type_or_the_reason_why_it_is_unknown(
    pair: tuple[Document, Document],
) -> None:
    for doc in pair:
        lot = Lot.from_dict(doc)
        for path, value in observe(lot, FACTS).items():
            kind = CATALOGUE[path].type
            assert (value is None) == bool(why_unknown(lot, path)), path
            assert value is None or type(value) is CLASSES[kind.kind], path
            assert value is None or kind.kind is not Kind.ENUM or value in kind.values, path


@FEWER
@given(case_documents())
def test_a_document_comes_back_as_it_was(doc: Document) -> None:
    lot = Lot.from_dict(doc)
    assert lot.to_dict() == doc
    assert observe(lot, PATHS) == observe(Lot.from_dict(lot.to_dict()), PATHS)


def test_who_tells_no_role_speaks_with_somebody_no_rule_knows() -> None:
    """The role is one of the few values that mean something by their absence."""
    contact: Document = {"on": "2026-11-20", "channel": "call"}
    for contacts, role in (([], "other"), ([contact], "other"), ([contact | {"role": "qc"}], "qc")):
        lot = Lot.from_dict({"case": {"contacts": contacts}})
        assert observe(lot, ["talks.contact_role"]) == {"talks.contact_role": role}
