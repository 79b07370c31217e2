"""Plain data as one line of JSON; by orjson where it is installed, in the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any


def json_line(data: Any) -> str:
    """Return plain data as one line of JSON, with letters of every language as they are.

    >>> json_line({"lot": "Spülmittel", "units": [1, None, True]})
    '{"lot":"Spülmittel","units":[1,null,true]}'
    """
    return _encode()(data)


@cache
def _encode() -> Callable[[Any], str]:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    try:
        from orjson import dumps
    except ImportError:
        return encode

    def encode_fast(data: Any) -> str:
        try:
            line: str = dumps(data).decode()
        except TypeError:  # a whole number beyond 64 bits, half of a letter, or deep nesting
            return encode(data)
        return line

    return encode_fast
