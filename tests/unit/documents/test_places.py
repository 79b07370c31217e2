"""Problems are told by the line and column of what they are about, in JSON as in YAML."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition.documents.json.text import parse
from disposition.documents.places.in_json import places_in_json
from disposition.documents.places.placing import placed
from disposition.documents.quoting import at_index, at_key
from disposition.errors import Problem
from disposition.language.plain_data import plain_yaml

JSON = """\
{"lot": {"id": "a]}\\"", "quantity":
    -1},
 "shipmnt": [], "a b": {"x": [[], [1, {"y": 2}]]}}
"""
YAML = """\
lot:
  id: 'a]}"'
  quantity:
    -1
shipmnt: []
"a b":
  x:
    - []
    - - 1
      - {y: 2}
"""


@pytest.mark.parametrize(
    ("where", "code", "in_json", "in_yaml"),
    [
        ("$.lot.quantity", "out-of-range", "2:5", "4:5"),
        ("$.lot.id", "wrong-type", "1:16", "2:7"),
        ("$.shipmnt", "unknown-key", "3:2", "5:1"),
        ("$.lot.id", "repeated-key", "1:10", "2:3"),
        ('$["a b"].x[1][1].y', "out-of-range", "3:45", "10:13"),
        ('$["a b"].x[1][1].y', "unknown-key", "3:40", "10:10"),
        ('$["a b"].x[1]', "wrong-type", "3:35", "9:7"),
        # What is absent is told at the name of what it belongs to.
        ("$.lot.currency", "missing", "1:2", "1:1"),
        ("$.shipmnt[0].x", "missing", "3:2", "5:1"),
        ('$["a b"].x[1][1].z', "missing", "3:39", "10:9"),
        ("$.nowhere", "missing", "1:1", "1:1"),
    ],
)
def test_places(where: str, code: str, in_json: str, in_yaml: str) -> None:
    problem = Problem(where, "wrong", code=code)
    for text, is_yaml, place in ((JSON, False, in_json), (YAML, True, in_yaml)):
        (told,) = placed([problem], "lot", text, is_yaml=is_yaml)
        assert told.place == f"lot:{place}"
        assert str(told) == f"lot:{place}: {where}: wrong"


@pytest.mark.parametrize(("where", "place"), [("$", "x"), ("`--on`", ""), ("lot.yaml, line 3", "")])
def test_what_is_of_the_whole_document_is_placed_at_the_file(where: str, place: str) -> None:
    problems = [Problem(where, "wrong"), Problem("$.lot", "wrong")]
    for told in (
        placed(problems, "x", JSON, is_yaml=False),
        placed(problems[:1], "x", "{", is_yaml=False),
    ):
        assert told[0].place == place
    assert placed(problems, "x", JSON, is_yaml=False)[1].place == "x:1:9"


KEYS = st.sampled_from(["a", "b c", 'q"', "\\", "é", "]", "a.b", "[0]", ""])
PLAIN = st.recursive(
    st.none() | st.integers(0, 9) | st.sampled_from(["x", '"', "{", "\\u0041"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN, st.sampled_from([None, 2]))
def test_at_each_place_stands_what_the_path_leads_to(data: object, indent: int | None) -> None:
    text = json.dumps(data, indent=indent)
    expected = dict(_paths(data, "$"))
    found = places_in_json(text, expected)
    assert found.values.keys() == expected.keys()
    lines = text.split("\n")
    for path, value in expected.items():
        line, column = found.values[path]
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == value
    for path, (line, column) in found.keys.items():
        key, _ = json.JSONDecoder().raw_decode(lines[line - 1][column - 1 :])
        assert path.endswith(at_key("", key))


def _paths(data: object, path: str) -> list[tuple[str, object]]:
    below: list[tuple[str, object]] = []
    if isinstance(data, dict):
        below = [each for key, value in data.items() for each in _paths(value, at_key(path, key))]
    elif isinstance(data, list):
        below = [each for n, value in enumerate(data) for each in _paths(value, at_index(path, n))]
    return [(path, data), *below]


def test_both_texts_say_the_same() -> None:
    assert parse(JSON) == plain_yaml("lot.yaml", YAML)
