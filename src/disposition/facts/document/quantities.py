"""What values of a lot document are: units, days, money, percentages, AQLs, codes of countries."""

from __future__ import annotations

import re
from decimal import Decimal

from disposition.documents.numbers import MOST_DAYS, ZERO, count, decimal, spellings, written_as
from disposition.documents.scalars import END, ScalarType, refusal
from disposition.documents.types import FactType, Kind
from disposition.sampling import AQLS, SamplingError, check_aql


def aql() -> ScalarType:
    """An AQL of the series of ISO 2859-1 and Z1.4, or 0 for "none in the sample"."""
    any_decimal = decimal("aql")
    as_printed = {f"{each}": each for each in AQLS}

    def read(value: object) -> Decimal:
        if isinstance(value, str) and value in as_printed:
            return as_printed[value]
        number = any_decimal.read(value)
        try:
            check_aql(number)  # type: ignore[arg-type] # `decimal` reads decimals only
        except SamplingError as error:
            raise refusal("a preferred AQL or 0", value, error.hint, "unknown-aql") from None
        return number  # type: ignore[return-value] # the same

    pattern = "|".join([ZERO, *map(spellings, AQLS)])
    # Floats, for a schema is plain data: they are written as the shortest text, which is the AQL.
    numbers: list[float] = [0, *(int(each) if each == int(each) else float(each) for each in AQLS)]
    schema = {"anyOf": [written_as(rf"^(?:{pattern}){END}"), {"enum": numbers}]}
    return ScalarType(FactType(Kind.DECIMAL, "aql"), read, schema)


AQL = aql()
MONEY, PERCENT = decimal("money"), decimal("percent", most=100)
UNITS, QUANTITY = count("units"), count("units", least=1)
DAYS, LOTS = count("days", most=MOST_DAYS), count("lots")


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
