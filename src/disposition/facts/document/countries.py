"""Codes of countries: two capital letters, as ISO 3166-1 has them."""

from __future__ import annotations

import re

from disposition.documents.scalars import END, ScalarType, refusal
from disposition.documents.types import FactType, Kind

_CODE = re.compile(r"[A-Z]{2}", re.ASCII)


def country() -> ScalarType:
    """The code of a country; whether there is one of that code is not looked up."""

    def read(value: object) -> str:
        if isinstance(value, str) and _CODE.fullmatch(value):
            return value
        raise refusal("a country's two letters in ISO 3166-1, such as CN", value, _hint(value))

    schema = {"type": "string", "pattern": f"^[A-Z]{{2}}{END}"}
    return ScalarType(FactType(Kind.TEXT), read, schema)


def _hint(value: object) -> str:
    code = value.strip().upper() if isinstance(value, str) and len(value) < 10 else ""
    return f"write `{code}`" if _CODE.fullmatch(code) else ""


COUNTRY = country()
