"""One line of JSON is the same whoever writes it."""

from __future__ import annotations

import builtins
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition.documents.json import line as module
from disposition.documents.json.line import json_line

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


class Word(str):
    """A text that is more than a text."""

    __slots__ = ()


def plainly(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


@given(PLAIN)
def test_any_data_is_written_as_by_json(data: Any) -> None:
    assert json_line(data) == plainly(data)


@pytest.mark.parametrize(
    "data",
    [
        *(2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 10**400, -0),
        *("\ud800", "a\udfffb", "\U0001f600", "\u2028\u2029", "\x7f\x80\x9f", '"\\/', "\ufeff"),
        "".join(map(chr, range(0x20))),
        {"\ud800": {"\x00": []}},
        {"": "", "é": Word("ü")},
        (1, (2, (3,))),
        {1: 2, None: 3},
    ],
    ids=repr,
)
def test_what_is_rare_is_written_as_by_json(data: Any) -> None:
    assert json_line(data) == plainly(data)


def test_deep_data_is_written() -> None:
    data: list[Any] = []
    for _ in range(400):
        data = [data]
    assert json_line(data) == plainly(data)


def test_it_needs_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def refusing(name: str, *given: Any) -> Any:
        if name == "orjson":
            raise ImportError(name)
        return imported(name, *given)

    monkeypatch.setattr(builtins, "__import__", refusing)
    encode = module._encode.__wrapped__()
    assert encode({"a": ["ü", 1]}) == '{"a":["ü",1]}'
