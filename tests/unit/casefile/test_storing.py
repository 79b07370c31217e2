"""What a store does, the same in a file and on a server: write once, retry safely, read back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from disposition.casefile.errors import (
    CaseConflictError,
    CaseError,
    CaseExistsError,
    KeyReusedError,
    NoCaseError,
    StoreError,
)
from disposition.casefile.log.entry import CaseHead, NewEntry, written
from disposition.casefile.store import CaseStore, reader
from support.case_writers import run_writers
from support.postgres import Server

DAY = date(2026, 11, 22)


TOY = {"lot": {"lot": {"product": "Stacking toy"}, "supplier": {"id": "S-9"}}}


def new(text: str = "", **values: Any) -> NewEntry:
    return NewEntry(**{"kind": "note", "on": DAY, "data": {"text": text}} | values)


def said(error: pytest.ExceptionInfo[CaseError]) -> str:
    return str(error.value)


# --- creating and appending ----------------------------------------------------------------------


def test_what_is_written_is_read_back(store: CaseStore) -> None:
    first = store.create(
        "PO-4711/2",
        NewEntry("opened", DAY, {"räder": [1, None, True, "\0 “x”\n"], **TOY}, by="李"),
    )
    second = store.append(
        "PO-4711/2",
        new(
            settles=("ask-cause", "ask-plan"),
            policies={"talks": "sha256:22", "failed-inspection": "sha256:11"},
            key="mail-7",
        ),
    )
    assert store.entries("PO-4711/2") == (first, second)
    assert (first.number, second.number, second.previous) == (1, 2, first.hash)
    assert first.data == {"räder": [1, None, True, "\0 “x”\n"], **TOY}
    assert second.settles == ("ask-cause", "ask-plan")
    assert second.policies == {"failed-inspection": "sha256:11", "talks": "sha256:22"}
    assert store.head("PO-4711/2") == CaseHead(
        "PO-4711/2", DAY, 2, second.hash, product="Stacking toy", supplier="S-9"
    )


def test_what_is_returned_is_what_the_hashes_say_without_a_database(store: CaseStore) -> None:
    first = store.create("PO-1", new("a"))
    second = store.append("PO-1", new("b", key="k"))
    assert first == written("PO-1", new("a"))
    assert second == written("PO-1", new("b", key="k"), number=2, previous=first.hash)


def test_what_is_read_is_the_readers_own(store: CaseStore) -> None:
    policies = {"house": "sha256:00"}
    store.create("PO-1", new("a", policies=policies))
    store.append("PO-1", new("a", policies=policies))
    first, second = store.entries("PO-1")
    first.policies.clear()  # type: ignore[attr-defined]
    first.data.clear()  # type: ignore[attr-defined]
    assert (second.policies, second.data) == (policies, {"text": "a"})
    assert store.entries("PO-1")[0].policies == policies


def test_a_store_is_there_when_it_is_opened_again(where: str) -> None:
    with CaseStore.open(where) as store:
        entry = store.create("PO-1", new())
    with CaseStore.open(where) as store:
        assert store.entries("PO-1") == (entry,)


def test_a_case_cannot_be_created_twice(store: CaseStore) -> None:
    store.create("PO-1", new("a", key="k"))
    store.append("PO-1", new())
    for again in (new("a"), new("a", key="other")):
        with pytest.raises(CaseExistsError) as caught:
            store.create("PO-1", again)
        message = "there is a case `PO-1` already, with 2 entries"
        assert said(caught) == f"{message} (add to it, or give the new one another id)"
    assert store.head("PO-1").entries == 2


def test_creating_can_be_repeated_with_its_key(store: CaseStore) -> None:
    first = store.create("PO-1", new("a", key="k"))
    store.append("PO-1", new("b", key="k2"))
    assert store.create("PO-1", new("a", key="k")) == first
    for again in (new("x", key="k"), new("a", key="k", data=TOY)):
        with pytest.raises(KeyReusedError, match="the key `k` was used for entry 1 of case"):
            store.create("PO-1", again)
    with pytest.raises(KeyReusedError, match="the key `k2` was used for entry 2 of case"):
        store.create("PO-1", new("b", key="k2"))
    assert store.head("PO-1").entries == 2


def test_appending_can_be_repeated_with_its_key(store: CaseStore) -> None:
    store.create("PO-1", new())
    entry = store.append("PO-1", new("b", key="k", by="QA"), expect=1)
    store.append("PO-1", new("c", kind="closed"))
    # Other policies may be in force by now: what was said is the same.
    later = new("b", key="k", by="QA", policies={"house": "sha256:00"})
    assert store.append("PO-1", later, expect=1) == entry
    assert (store.head("PO-1").entries, store.head("PO-1").is_closed) == (3, True)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "call"},
        {"on": date(2026, 11, 23)},
        {"by": "QC"},
        {"data": {"text": "b", "more": 1}},
        {"data": {"text": True}},
        {"settles": ("ask",)},
    ],
)
def test_a_key_is_for_one_thing(store: CaseStore, values: dict[str, Any]) -> None:
    store.create("PO-1", new())
    store.append("PO-1", new("b", key="k", data={"text": 1}))
    with pytest.raises(KeyReusedError) as caught:
        store.append(
            "PO-1", NewEntry(**{"kind": "note", "on": DAY, "data": {}, "key": "k"} | values)
        )
    assert said(caught) == (
        "the key `k` was used for entry 2 of case `PO-1`, which says something else "
        "(give what is new a key of its own; a retry repeats what it said)"
    )
    assert store.head("PO-1").entries == 2


def test_a_key_is_a_key_in_its_case_only_and_none_is_none(store: CaseStore) -> None:
    for case in ("PO-1", "PO-2"):
        store.create(case, new())
        store.append(case, new(case, key="k"))
        store.append(case, new())
        store.append(case, new())
    assert [head.entries for head in store.heads()] == [4, 4]


def test_who_read_an_older_state_is_told(store: CaseStore) -> None:
    store.create("PO-1", new())
    store.append("PO-1", new(), expect=1)
    with pytest.raises(CaseConflictError) as caught:
        store.append("PO-1", new(), expect=1)
    assert said(caught) == (
        "case `PO-1` has 2 entries, and 1 were expected "
        "(somebody wrote in between: read it again, then decide what to write)"
    )
    assert store.append("PO-1", new(), expect=2).number == 3


CLOSING: list[tuple[NewEntry, bool]] = [
    (new(), False),
    (new(kind="closed"), True),
    (new(), True),
    (new(kind="withdrawn", data={"entry": 2}), True),
    (new(kind="withdrawn", data={"entry": "3"}), True),
    (new(kind="withdrawn", data={"entry": 99}), True),
    (new(kind="withdrawn", data={"entry": 3}), False),
    (new(), False),
    (new(kind="closed"), True),
]
"""Entries from the second on, and whether the case is closed after each."""


def test_closing_opening_again_and_leaving_it(store: CaseStore) -> None:
    store.create("PO-1", new())
    for at, (entry, is_closed) in enumerate(CLOSING):
        store.append("PO-1", entry)
        assert store.head("PO-1").is_closed is is_closed, at
        assert len(list(store.heads(open_only=True))) == (not is_closed)
    assert list(store.verify()) == []
    several = [new(), *(entry for entry, _ in CLOSING)]
    store.add_many((f"PO-2-{at}", several[: at + 1]) for at in range(len(several)))
    told = [head.is_closed for head in store.heads() if head.id.startswith("PO-2")]
    assert told == [False, *(is_closed for _, is_closed in CLOSING)]
    assert list(store.verify()) == []


def test_what_is_refused_leaves_nothing_behind(store: CaseStore) -> None:
    with pytest.raises(CaseError, match=r"`data\.a` is `0\.5`, which is not plain JSON"):
        store.create("PO-1", new(data={"a": 0.5}))
    with pytest.raises(CaseError, match="for `product`, found"):
        store.create("PO-1", new(data={"lot": {"lot": {"product": "a\0b"}}}))
    store.create("PO-1", new())
    with pytest.raises(CaseError, match="for `kind`, found"):
        store.append("PO-1", new(kind=""))
    assert store.head("PO-1").entries == 1


# --- cases that are not there --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "hint"),
    [
        ("po-4711/2", " (did you mean `PO-4711/2`?)"),
        ("PO-4711-2", " (did you mean `PO-4711/2`?)"),
        ("PO-4711", " (did you mean `PO-4711/2`?)"),
        ("something else", ""),
    ],
)
def test_no_case_of_that_id(store: CaseStore, case: str, hint: str) -> None:
    for each in ("PO-4711/2", "PO-5200/1", "S-1"):
        store.create(each, new())
    for ask in (store.head, store.entries, lambda case: list(store.verify(case))):
        with pytest.raises(NoCaseError) as caught:
            ask(case)
        assert said(caught) == f"there is no case `{case}`{hint}"
    with pytest.raises(NoCaseError):
        store.append(case, new())


def test_no_case_at_all(store: CaseStore) -> None:
    with pytest.raises(NoCaseError) as caught:
        store.head("PO-1")
    assert said(caught) == "there is no case `PO-1` (there are no cases yet)"
    assert list(store.heads()) == list(store.read()) == list(store.verify()) == []


def test_what_cannot_be_an_id_is_refused_when_asked_for(store: CaseStore) -> None:
    for ask in (store.head, store.entries, store.verify, store.policy):
        with pytest.raises(CaseError, match=r"expected .*printable characters"):
            ask("PO\0")


# --- many ----------------------------------------------------------------------------------------

IDS = ["PO-1", "PO-10", "PO-2", "a b", "po-1", "~", "Ä", "李-1", "😀"]


def many(ids: list[str], last: str = "note") -> list[tuple[str, list[NewEntry]]]:
    def goods(case: str) -> dict[str, Any]:
        return {"lot": {"lot": {"product": f"product of {case}"}, "supplier": {"id": "S-9"}}}

    kinds = {2: last}
    return [
        (
            case,
            [
                new(key=f"k{at}", kind=kinds.get(at, "note"), data={"at": at, **goods(case)})
                for at in range(3)
            ],
        )
        for case in ids
    ]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "PAGE", 2)
    monkeypatch.setattr(reader, "HEADS_PAGE", 2)


@pytest.mark.usefixtures("small_pages")
def test_cases_are_read_in_the_order_of_code_points_page_by_page(store: CaseStore) -> None:
    assert store.add_many(many(list(reversed(IDS)))) == len(IDS)
    assert sorted(IDS) == IDS
    assert [head.id for head in store.heads()] == IDS
    read = list(store.read())
    assert [head for head, _ in read] == list(store.heads())
    assert [entries for _, entries in read] == [store.entries(case) for case in IDS]
    assert [head.id for head, _ in store.read(after="a b")] == IDS[4:]
    assert [head.product for head in store.heads()] == [f"product of {case}" for case in IDS]
    assert list(store.verify()) == []


@pytest.mark.usefixtures("small_pages")
def test_closed_cases_can_be_left_out(store: CaseStore) -> None:
    for case in IDS:
        store.add_many(many([case], "closed" if case[0] == "P" else "note"))
    still_open = [case for case in IDS if case[0] != "P"]
    assert [head.id for head in store.heads(open_only=True)] == still_open
    assert [head.id for head, _ in store.read(open_only=True)] == still_open
    assert [len(entries) for _, entries in store.read(open_only=True)] == [3] * len(still_open)
    assert [head.is_closed for head in store.heads()] == [case[0] == "P" for case in IDS]


def test_many_are_written_as_one_by_one(store: CaseStore, tmp_path: Path) -> None:
    store.add_many(many(["PO-1"]))
    with CaseStore.open(tmp_path / "other.db") as other:
        [(case, (first, *others))] = many(["PO-1"])
        other.create(case, first)
        for each in others:
            other.append(case, each)
        assert list(other.read()) == list(store.read())


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize(
    ("wrong", "kind", "message"),
    [
        (many(["PO-1"]), CaseExistsError, "there is a case `PO-1` already"),
        (many(["PO-7", "PO-7"]), CaseExistsError, "the case `PO-7` is given twice"),
        ([("PO-7", [])], CaseError, "case `PO-7` has no entries"),
        (
            [("PO-7", [new("a", key="k"), new("b", key="k")])],
            KeyReusedError,
            "the key `k` was used for entry 1 of case `PO-7`",
        ),
        ([("PO-7", [new(kind="")])], CaseError, "for `kind`, found"),
    ],
)
def test_what_is_wrong_among_many_is_told_and_its_page_not_written(
    store: CaseStore, wrong: list[Any], kind: type[CaseError], message: str
) -> None:
    store.create("PO-1", new())
    with pytest.raises(kind, match=message):
        store.add_many([*many(["PO-2", "PO-3"]), *many(["PO-4"])[: len(wrong) % 2], *wrong])
    assert [head.id for head in store.heads()] == ["PO-1", "PO-2", "PO-3"]
    assert list(store.verify()) == []


@pytest.mark.usefixtures("small_pages")
def test_who_reads_all_may_write_meanwhile_and_stop_at_any_time(store: CaseStore) -> None:
    store.add_many(many(IDS))
    for head, entries in store.read():
        assert store.append(head.id, new(), expect=len(entries)).number == 4
    for head, _ in store.read():
        if head.id == "PO-2":
            break
    assert [len(entries) for _, entries in store.read()] == [4] * len(IDS)


# --- policies ------------------------------------------------------------------------------------


def test_texts_of_policies_are_kept_once(store: CaseStore) -> None:
    text = "policy: house\n# “Räder” — 李\r\n\tversion: 1.0.0\n"
    assert store.policy("sha256:00") is None
    store.keep_policy("sha256:00", "house", "1.0.0", text)
    store.keep_policy("sha256:00", "house", "1.0.0", "another text of the same policy")
    assert store.policy("sha256:00") == text
    with pytest.raises(CaseError, match="expected text without control characters for `text`"):
        store.keep_policy("sha256:11", "house", "1.0.0", "a\0b")


# --- at once -------------------------------------------------------------------------------------


def test_threads_share_a_store(store: CaseStore) -> None:
    for case in ("PO-1", "PO-2"):
        store.create(case, new())
    together = threading.Barrier(8)

    def write(writer: int) -> None:
        together.wait()
        for at in range(12):
            case = f"PO-{1 + (writer + at) % 2}"
            key = f"{writer}-{at}"
            assert store.append(case, new(key, key=key)) in store.entries(case)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert [head.entries for head in store.heads()] == [49, 49]
    assert list(store.verify()) == []


def test_of_those_who_expect_the_same_state_one_gets_through(store: CaseStore) -> None:
    store.create("PO-1", new())
    together = threading.Barrier(6)

    def write(writer: int) -> bool:
        together.wait()
        try:
            store.append("PO-1", new(str(writer)), expect=1)
        except CaseConflictError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(write, range(6))) == [False] * 5 + [True]
    assert store.head("PO-1").entries == 2


def test_the_same_creation_from_many_is_one(store: CaseStore) -> None:
    together = threading.Barrier(6)

    def create(_: int) -> Any:
        together.wait()
        return store.create("PO-1", new(key="k"))

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(create, range(6)))) == 1
    assert store.head("PO-1").entries == 1


@pytest.mark.slow
def test_processes_can_make_the_tables_at_once_in_a_file(tmp_path: Path) -> None:
    places = [str(tmp_path / f"{number}.db") for number in range(12)]
    run_writers("open", *places)
    for place in places:
        with CaseStore.open(place) as store:
            assert [head.entries for head in store.heads()] == [1]


@pytest.mark.slow
def test_processes_can_make_the_tables_at_once_on_a_server(postgres_server: Server) -> None:
    with ExitStack() as databases:
        places = [databases.enter_context(postgres_server.database()) for _ in range(4)]
        run_writers("open", *places)
        for place in places:
            with CaseStore.open(place) as store:
                assert [head.entries for head in store.heads()] == [1]


def test_a_fork_leaves_nothing_open_that_both_sides_would_use(where: str) -> None:
    run_writers("fork", where)
    with CaseStore.open(where) as store:
        keys = [entry.key for entry in store.entries("PO-1")]
        assert sorted(keys) == sorted(
            ["opened", *(f"{side}-{at}" for side in ("child", "parent") for at in range(20))]
        )
        assert list(store.verify()) == []


def test_a_closed_store_says_so(store: CaseStore) -> None:
    store.create("PO-1", new())
    heads = store.heads()
    store.close()
    store.close()
    for ask in (
        lambda: store.head("PO-1"),
        lambda: store.append("PO-1", new()),
        lambda: next(heads),
    ):
        with pytest.raises(StoreError, match="is closed"):
            ask()
