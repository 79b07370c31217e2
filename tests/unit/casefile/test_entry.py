"""Entries are tied together: whatever is changed in a chain is found, and named."""

from __future__ import annotations

import hashlib
import json
import pickle
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from disposition.casefile.errors import CaseConflictError, CaseError
from disposition.casefile.log.chain import Fault, faults
from disposition.casefile.log.entry import (
    CaseHead,
    Entry,
    NewEntry,
    first_link,
    hash_of,
    written,
)
from disposition.documents.scalars import FIRST_DAY, LAST_DAY

DAY = date(2026, 11, 22)


def chain(*news: NewEntry, case: str = "PO-1") -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for new in news:
        previous = entries[-1].hash if entries else ""
        entries.append(written(case, new, number=len(entries) + 1, previous=previous))
    return tuple(entries)


def head_of(entries: tuple[Entry, ...]) -> CaseHead:
    return CaseHead(entries[0].case, entries[0].on, len(entries), entries[-1].hash)


def found(entries: tuple[Entry, ...], head: CaseHead | None) -> list[str]:
    return [str(fault) for fault in faults("PO-1", entries, head)]


def new(**values: Any) -> NewEntry:
    return NewEntry(**{"kind": "note", "on": DAY, "data": {}} | values)


# --- what is written -----------------------------------------------------------------------------


def test_the_hash_covers_all_that_an_entry_says_as_anybody_can_compute() -> None:
    entry = written(
        "PO-4711/2",
        NewEntry(
            "reply",
            DAY,
            {"parts": ["root_cause"], "note": "Räder “lose”\n", "amount": "12.50", "copied": 3},
            by="李",
            settles=("ask-cause",),
            policies={"failed-inspection": "sha256:00", "talks": "sha256:11"},
            key="mail-7",
        ),
        number=2,
        previous="sha256:22",
    )
    text = (
        '{"by":"李","case":"PO-4711/2","data":{"amount":"12.50","copied":3,'
        '"note":"Räder “lose”\\n","parts":["root_cause"]},"key":"mail-7","kind":"reply",'
        '"number":2,"on":"2026-11-22","policies":{"failed-inspection":"sha256:00",'
        '"talks":"sha256:11"},"previous":"sha256:22","settles":["ask-cause"]}'
    )
    assert entry.hash == "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_what_stands_before_the_first_entry_is_of_its_case_alone() -> None:
    assert written("PO-1", new()).previous == first_link("PO-1") != first_link("PO-2")
    text = "disposition case file 1\nPO-1"
    assert first_link("PO-1") == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_an_entry_shares_nothing_with_what_was_handed_in() -> None:
    data: dict[str, Any] = {"lines": [1], "pair": (1, {"a": None})}
    policies = {"house": "sha256:00"}
    entry = written("PO-1", new(data=data, policies=policies))
    data["lines"].append(2)
    policies["house"] = "sha256:11"
    assert entry.data == {"lines": [1], "pair": [1, {"a": None}]}
    assert entry.policies == {"house": "sha256:00"}
    assert hash_of(entry) == entry.hash


def test_entries_can_be_told_apart_in_sets_and_sent_to_other_processes() -> None:
    entries = chain(new(), new())
    assert len({*entries, *chain(new())}) == 2
    assert pickle.loads(pickle.dumps(entries)) == entries  # noqa: S301 - our own bytes


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
json_objects = st.dictionaries(st.text(max_size=6), json_values, max_size=4)


@given(json_objects)
def test_data_comes_back_as_it_was_and_its_hash_is_that_of_json(data: dict[str, Any]) -> None:
    entry = written("PO-1", new(data=data, settles=("a",), policies={"b": "c"}))
    assert entry.data == data
    said = {
        field.name: getattr(entry, field.name) for field in fields(Entry) if field.name != "hash"
    }
    text = json.dumps(
        said | {"on": entry.on.isoformat()},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    assert entry.hash == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


deep: Any = []
for _ in range(64):
    deep = [deep]

WORD = "expected 1 to 200 printable characters for"
PRINTABLE = "expected printable characters without spaces at the ends for"
PYTHON_DAY = "the Python date 2026-11-22"
LINE = "expected at most 10,000 characters on one line for"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": ""}, f'{WORD} `kind`, found `""`'),
        ({"kind": None}, f"{WORD} `kind`, found `null`"),
        ({"kind": "a\nb"}, f'{PRINTABLE} `kind`, found `"a\\nb"`'),
        ({"key": " k"}, f'{PRINTABLE} `key`, found `" k"`'),
        ({"key": "k" * 201}, f'{WORD} `key`, found `"{"k" * 60}…"` (201 characters)'),
        ({"on": "2026-11-22"}, 'expected a day for `on`, found `"2026-11-22"`'),
        (
            {"on": datetime(2026, 11, 22, 8, 0)},  # noqa: DTZ001 - it has no place here
            "expected a day for `on`, found the Python date 2026-11-22T08:00:00",
        ),
        ({"by": "a\0"}, f'{LINE} `by`, found `"a\\u0000"`'),
        ({"by": "\ud800"}, f'{LINE} `by`, found `"\\ud800"`'),
        ({"settles": ("",)}, f'{WORD} `settles`, found `""`'),
        ({"settles": "ask"}, 'expected a list of texts for `settles`, found `"ask"`'),
        ({"policies": {"": "sha256:00"}}, f'{WORD} `policies`, found `""`'),
        ({"policies": {"house": 7}}, f"{LINE} `policies`, found `7`"),
        (
            {"data": {"claims": [{"amount": Decimal("1.5")}]}},
            "`data.claims[0].amount` is `1.5`, which is not plain JSON (write decimals as text)",
        ),
        (
            {"data": {"a b": 0.5}},
            '`data["a b"]` is `0.5`, which is not plain JSON (write decimals as text)',
        ),
        (
            {"data": {"a": float("nan")}},
            "`data.a` is `NaN`, which is not plain JSON (write decimals as text)",
        ),
        (
            {"data": {"on": DAY}},
            f'`data.on` is {PYTHON_DAY}, which is not plain JSON (write it as text, `"{DAY}"`)',
        ),
        (
            {"data": {"a": {7: "x"}}},
            "a key of `data.a` is `7`, not text (write it as text)",
        ),
        ({"data": {"a": {None: 1}}}, "a key of `data.a` is `null`, not text (write it as text)"),
        ({"data": [1]}, "expected an object for `data`, found a list"),
        (
            {"data": {"a": MappingProxyType({})}},
            "`data.a` is a Python mappingproxy, which is not plain JSON (make a dict of it)",
        ),
        ({"data": {"a": "\ud800"}}, "`data.a` holds a lone surrogate, half of a character"),
        ({"data": {"\udfff": 1}}, "a key of `data` holds a lone surrogate, half of a character"),
        ({"data": {"a": {"set"}}}, "`data.a` is a Python set, which is not plain JSON"),
        (
            {"data": {"a": 10**5000}},
            "`data.a` is a whole number of about 5,001 digits, which is too large",
        ),
        ({"data": {"a": deep}}, f"`data.a{'[0]' * 63}` is nested more than 64 levels deep"),
        (
            {"data": {"a": "x" * 8 * 1024 * 1024}},
            "`data` takes 8,388,616 bytes as JSON, more than 8,388,608",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(values: dict[str, Any], message: str) -> None:
    with pytest.raises(CaseError) as caught:
        written("PO-1", new(**values))
    assert str(caught.value) == message


@pytest.mark.parametrize("case", ["", "x" * 201, "PO-1 ", "a\tb", "a\0", "a\u200bb", None])
def test_a_case_has_a_name_that_can_be_read(case: Any) -> None:
    with pytest.raises(CaseError, match="for `case`, found"):
        written(case, new())


def test_data_that_holds_itself_is_refused() -> None:
    data: dict[str, Any] = {}
    data["a"] = data
    with pytest.raises(CaseError, match="nested more than 64 levels deep"):
        written("PO-1", new(data=data))


def test_an_error_keeps_its_hint_apart_also_in_another_process() -> None:
    error = pickle.loads(pickle.dumps(CaseConflictError("moved on", "read it")))  # noqa: S301
    assert (error.message, error.hint, str(error)) == ("moved on", "read it", "moved on (read it)")
    assert type(error) is CaseConflictError


# --- what is found -------------------------------------------------------------------------------

THREE = chain(*(new(data={"n": number}) for number in range(3)))
HEAD = head_of(THREE)


def resigned(entry: Entry, **changes: Any) -> Entry:
    """Change an entry as somebody does who knows how hashes are made."""
    changed = evolve(entry, **changes)
    return evolve(changed, hash=hash_of(changed))


ONE, TWO, LAST = THREE
AND_THIS = "and this is of 2026-11-22"
NOT_AS_WRITTEN = "it is not as it was written"


@pytest.mark.parametrize(
    ("entries", "head", "expected"),
    [
        (THREE, HEAD, []),
        ((ONE, evolve(TWO, by="x"), LAST), HEAD, [f"case `PO-1`, entry 2: {NOT_AS_WRITTEN}"]),
        (
            (ONE, resigned(TWO, by="x"), LAST),
            HEAD,
            ["case `PO-1`, entry 3: it was not written after entry 2 as that is now"],
        ),
        (
            (ONE, TWO, resigned(LAST, by="x")),
            HEAD,
            ["case `PO-1`, entry 3: by its head, another entry was the last one"],
        ),
        ((ONE, LAST), HEAD, ["case `PO-1`, entry 2: it is missing"]),
        ((LAST,), HEAD, ["case `PO-1`, entry 1: it is missing, and so are all up to 2"]),
        ((ONE, TWO), HEAD, ["case `PO-1`, entry 3: it is missing"]),
        ((), HEAD, ["case `PO-1`, entry 1: it is missing, and so are all up to 3"]),
        (
            (ONE, evolve(LAST, number=2), evolve(TWO, number=3)),
            HEAD,
            [
                "case `PO-1`, entry 2: it was not written after entry 1 as that is now",
                f"case `PO-1`, entry 2: {NOT_AS_WRITTEN}",
                "case `PO-1`, entry 3: it was not written after entry 2 as that is now",
                f"case `PO-1`, entry 3: {NOT_AS_WRITTEN}",
                "case `PO-1`, entry 3: by its head, another entry was the last one",
            ],
        ),
        (
            (*THREE, written("PO-1", new(), number=4, previous=LAST.hash)),
            HEAD,
            ["case `PO-1`, entry 4: by its head, the case has 3 entries"],
        ),
        ((ONE, ONE, TWO, LAST), HEAD, ["case `PO-1`, entry 1: it stands after entry 1"]),
        (
            (written("PO-2", new(data={"n": 0})), TWO, LAST),
            HEAD,
            [
                "case `PO-1`, entry 1: it does not begin this case",
                f"case `PO-1`, entry 1: {NOT_AS_WRITTEN}",
                "case `PO-1`, entry 2: it was not written after entry 1 as that is now",
            ],
        ),
        (
            THREE,
            None,
            ["case `PO-1`: it has no head, which would tell how many entries there are"],
        ),
        (
            THREE,
            evolve(HEAD, opened_on=date(2026, 1, 1)),
            [f"case `PO-1`, entry 1: by its head, the case was opened on 2026-01-01, {AND_THIS}"],
        ),
        (
            (evolve(ONE, data={"n": 0.5j}), TWO, LAST),
            HEAD,
            [f"case `PO-1`, entry 1: {NOT_AS_WRITTEN}"],
        ),
    ],
)
def test_what_is_wrong_is_named(
    entries: tuple[Entry, ...], head: CaseHead | None, expected: list[str]
) -> None:
    assert found(entries, head) == expected


words = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=6)
news = st.builds(
    NewEntry,
    kind=words,
    on=st.dates(FIRST_DAY, LAST_DAY),
    data=json_objects,
    by=st.just("") | words,
    settles=st.lists(words, max_size=2).map(tuple),
    policies=st.dictionaries(words, words, max_size=2),
    key=st.just("") | words,
)
chains = st.lists(news, min_size=1, max_size=4).map(lambda each: chain(*each))
OTHER_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "case": words,
    "number": st.integers(-1, 9),
    "kind": st.just("") | words,
    "on": st.dates(FIRST_DAY, LAST_DAY),
    "by": st.just("") | words,
    "data": json_objects,
    "settles": st.lists(words, max_size=2).map(tuple),
    "policies": st.dictionaries(words, words, max_size=2),
    "key": st.just("") | words,
    "previous": words,
    "hash": words,
}


def text(value: Any) -> str:
    """Tell `True` from 1, and no object from the same one in another order."""
    return json.dumps(value, sort_keys=True, default=repr)


@given(st.data(), chains)
def test_any_change_of_any_field_of_any_entry_is_found(
    draw: st.DataObject, entries: tuple[Entry, ...]
) -> None:
    assert set(OTHER_VALUES) == {field.name for field in fields(Entry)}
    head = head_of(entries)
    assert list(faults("PO-1", entries, head)) == []
    at = draw.draw(st.integers(0, len(entries) - 1))
    name = draw.draw(st.sampled_from(sorted(OTHER_VALUES)))
    before = getattr(entries[at], name)
    value = draw.draw(OTHER_VALUES[name].filter(lambda value: text(value) != text(before)))
    changed = evolve(entries[at], **{name: value})
    told = list(faults("PO-1", (*entries[:at], changed, *entries[at + 1 :]), head))
    assert told
    assert {at + 1, at + 2, changed.number} & {fault.number for fault in told}
    if name not in {"number", "hash"}:
        assert Fault("PO-1", at + 1, NOT_AS_WRITTEN) in told


@given(st.data(), chains)
def test_any_entry_left_out_put_in_or_changed_with_its_hash_is_found(
    draw: st.DataObject, entries: tuple[Entry, ...]
) -> None:
    head, at = head_of(entries), draw.draw(st.integers(0, len(entries) - 1))
    entry = entries[at]
    forged = resigned(entry, by=f"{entry.by}!")
    inserted = written("PO-1", draw.draw(news), number=at + 1, previous=entry.previous)
    after = [evolve(each, number=each.number + 1) for each in entries[at:]]
    for tampered in (
        (*entries[:at], *entries[at + 1 :]),
        (*entries[:at], forged, *entries[at + 1 :]),
        (*entries[:at], inserted, *after),
        (*entries[:at], inserted, *map(resigned, after)),
        (*entries, *entries[at:]),
    ):
        assert list(faults("PO-1", tampered, head))
