"""What Python hands in is refused in the library's own words where it is of another type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from disposition import (
    Decision,
    DispositionError,
    Facts,
    Lot,
    LotError,
    Policy,
    load_policy,
    load_policy_text,
)
from disposition.facts import observe
from disposition.testing import CasesError, load_cases


@pytest.mark.parametrize("given", [None, 5, [123, 125], {}, {"lot": {}}], ids=repr)
def test_json_is_read_from_text(given: object) -> None:
    with pytest.raises(LotError, match="expected JSON text, found"):
        Lot.from_json(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["{}", b"{}", bytearray(b"{}"), "\ufeff{}", b"\xef\xbb\xbf{}"])
def test_any_text_or_its_bytes_are_read(given: str | bytes) -> None:
    assert Lot.from_json(given) == Lot()


@pytest.mark.parametrize("given", [None, 5, b"policy: a", ["policy: a"]], ids=repr)
def test_a_policy_is_loaded_from_text(given: object) -> None:
    with pytest.raises(DispositionError, match="from text, not from a"):
        load_policy_text(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["", 5, b"release", ["release"]], ids=repr)
def test_a_policy_is_loaded_by_its_path_or_name(given: object) -> None:
    with pytest.raises(DispositionError, match="by its path or name, not by a"):
        load_policy(given)  # type: ignore[arg-type]


def test_paths_of_facts_are_listed() -> None:
    with pytest.raises(DispositionError, match="paths of facts are listed"):
        observe(Lot(), "lot.id")


@pytest.mark.parametrize("given", [None, 5, ("fast",)], ids=repr)
def test_an_engine_is_named_by_text(given: object) -> None:
    with pytest.raises(DispositionError, match="there is no engine"):
        load_policy().decide(Lot(), engine=given)  # type: ignore[arg-type]


def test_a_cases_file_that_no_file_can_be_called_is_refused() -> None:
    with pytest.raises(CasesError, match="it is no name of a file"):
        load_cases("a\0b")


# --- wrong arguments of every public function ----------------------------------------------------


class _Odd:
    """What cannot be shown, and says so."""

    def __repr__(self) -> str:
        raise RuntimeError("nobody shows this")

    __str__ = __repr__


def _deep(kind: type[list[Any]] | type[dict[str, Any]]) -> Any:
    made: Any = kind()
    for _ in range(5_000):
        made = [made] if kind is list else {"lot": made}
    return made


def _strange() -> dict[str, Any]:
    cyclic: dict[str, Any] = {}
    cyclic["lot"] = cyclic
    endless: list[Any] = []
    endless.append(endless)
    return {
        "none": None,
        "number": 7,
        "huge": 10**400,
        "fraction": 1.5,
        "nan": float("nan"),
        "quiet nan": Decimal("NaN"),
        "signaling nan": Decimal("sNaN"),
        "text": "abc",
        "empty": "",
        "surrogate": "\ud800",
        "zero": "a\0b",
        "bytes": b"abc",
        "true": True,
        "day": date(2026, 1, 1),
        "time": datetime(2026, 1, 1, 3),  # noqa: DTZ001 - as people hand it in
        "path": Path("/nowhere/x.yaml"),
        "list": ["a", 1],
        "text in a list": ["lot.quantity"],
        "mapping": {"a": 1},
        "other keys": {1: 2, None: 3},
        "set": {1, 2},
        "deep list": _deep(list),
        "deep mapping": _deep(dict),
        "cyclic mapping": cyclic,
        "cyclic list": endless,
        "instance": object(),
        "unshowable": _Odd(),
        "class": _Odd,
        "array": np.array([1, 2]),
        "square": np.zeros((2, 2)),
        "number of numpy": np.int64(5),
        "nothing of pandas": pd.NA,
        "no time": pd.NaT,
        "column": pd.Series([1, 2]),
        "frame": pd.DataFrame({"a": [1]}),
        "frame of Polars": pl.DataFrame({"a": [1]}),
        "lazy frame": pl.LazyFrame({"a": [1]}),
        "lot": Lot(),
        "facts": Facts({}),
    }


SMALL = """
policy: small
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
parameters: {few: {value: 5, unit: units, about: x}}
rules:
  few: {permit: accept, when: defects.major.found <= few}
  many: {permit: rework, when: defects.major.found > few}
"""

FRAME = pl.DataFrame({"lot.quantity": [1, 2], "defects.major.found": [3, 9]})
COLUMNS = {"q": "lot.quantity"}
PAID = ("contract.paid", [0])
MAJOR = {"major": [2.5]}


def _calls() -> dict[str, Callable[[Any], object]]:
    """Return calls of public functions, each of which takes one argument that may be wrong."""
    policy = load_policy_text(SMALL)
    lot = Lot.from_dict({"lot": {"quantity": 90}, "inspection": {"defects": []}})
    decision = policy.decide(lot)
    read = Decision.from_dict(decision.to_dict())
    shown = policy.map(("lot.quantity", [10]), PAID)

    def columns(key: str) -> Callable[[Any], object]:
        return lambda given: policy.decide_table(FRAME, {"columns": COLUMNS, key: given})

    return {
        "load_policy(path)": load_policy,
        "load_policy_text(content)": load_policy_text,
        "load_policy_text(name)": lambda given: load_policy_text("policy: a\nb", given),
        "Policy(checked)": Policy,
        "Lot.from_dict": Lot.from_dict,
        "Lot.from_dict(lot)": lambda given: Lot.from_dict({"lot": given}),
        "Lot.from_json": Lot.from_json,
        "Facts": Facts,
        "Facts(value)": lambda given: Facts({"defects.major.found": given}),
        "Facts.observe": lambda given: Facts({}).observe(given),
        "Facts.observe(each)": lambda given: Facts({}).observe([given]),
        "Facts.under": lambda given: Facts({"custom.x": 1}).under(given),
        "Decision.from_dict": Decision.from_dict,
        "obstacles": decision.obstacles,
        "obstacles as read": read.obstacles,
        "why_not": decision.why_not,
        "how_to": decision.how_to,
        "decide(lot)": policy.decide,
        "decide(engine)": lambda given: policy.decide(lot, engine=given),
        "decide_many(lots)": policy.decide_many,
        "decide_many(each)": lambda given: policy.decide_many([given]),
        "decide_many(engine)": lambda given: policy.decide_many([lot], engine=given),
        "decide_many(processes)": lambda given: policy.decide_many(
            [], processes=-1 if given is True else given
        ),
        "Decisions.html(refused)": policy.decide_many([lot]).html,
        "Decisions.html(each)": lambda given: policy.decide_many([lot]).html({"a": given}),
        "decide_table(frame)": policy.decide_table,
        "decide_table(frame, columns)": lambda given: policy.decide_table(given, COLUMNS),
        "decide_table(columns)": lambda given: policy.decide_table(FRAME, given),
        "decide_table(cell)": lambda given: policy.decide_table(FRAME, {"lot.quantity": given}),
        **{f"decide_table({key})": columns(key) for key in ("counts", "lines", "fixed")},
        **{f"decide_table({key})": columns(key) for key in ("absent", "decimals", "days")},
        "decide_table(outputs)": lambda given: policy.decide_table(FRAME, outputs=given),
        "decide_table(prefix)": lambda given: policy.decide_table(FRAME, prefix=given),
        "decide_table(bad)": lambda given: policy.decide_table(FRAME, bad=given),
        "backtest(lots)": policy.backtest,
        "backtest(each)": lambda given: policy.backtest([given]),
        "backtest(columns)": lambda given: policy.backtest(FRAME, given),
        "backtest(against)": lambda given: policy.backtest([lot], against=given),
        "backtest(table, against)": lambda given: policy.backtest(FRAME, against=given),
        "backtest(by)": lambda given: policy.backtest([lot], by=given),
        "backtest(costs)": lambda given: policy.backtest([lot], costs=given),
        "backtest(cost)": lambda given: policy.backtest([lot], costs={"accept": given}),
        "sensitivity(lots)": policy.sensitivity,
        "sensitivity(by)": lambda given: policy.sensitivity([lot], by=given),
        "to_sql(dialect)": lambda given: policy.to_sql(given, COLUMNS),
        "to_sql(columns)": lambda given: policy.to_sql("duckdb", given),
        "to_sql(source)": lambda given: policy.to_sql("duckdb", COLUMNS, source=given),
        "to_sql(types)": lambda given: policy.to_sql("duckdb", COLUMNS, types=given),
        "to_sql(type)": lambda given: policy.to_sql("duckdb", COLUMNS, types={"q": given}),
        "to_sql(outputs)": lambda given: policy.to_sql("duckdb", COLUMNS, outputs=given),
        "to_sql(prefix)": lambda given: policy.to_sql("duckdb", COLUMNS, prefix=given),
        "map(x)": lambda given: policy.map(given, PAID),
        "map(place)": lambda given: policy.map((given, [1]), PAID),
        "map(values)": lambda given: policy.map(("lot.quantity", given), PAID),
        "map(value)": lambda given: policy.map(("lot.quantity", [given]), PAID),
        "map(given)": lambda given: policy.map(("lot.quantity", [1]), PAID, given=given),
        "map.at": lambda given: shown.at(given, 0),
        "characteristic(plan)": lambda given: policy.characteristic(given, quality=MAJOR),
        "characteristic(quality)": lambda given: policy.characteristic(8, quality=given),
        "characteristic(rates)": lambda given: policy.characteristic(8, quality={"major": given}),
        "characteristic(rate)": lambda given: policy.characteristic(8, quality={"major": [given]}),
        "characteristic(given)": lambda given: policy.characteristic(8, quality=MAJOR, given=given),
        "characteristic(lines)": lambda given: policy.characteristic(8, quality=MAJOR, lines=given),
        "characteristic(line)": lambda given: policy.characteristic(
            8, quality=MAJOR, lines={"major": given}
        ),
        "characteristic(costs)": lambda given: policy.characteristic(8, quality=MAJOR, costs=given),
        "characteristic(cost)": lambda given: policy.characteristic(
            8, quality=MAJOR, costs={"accept": given}
        ),
        "characteristic(seed)": lambda given: policy.characteristic(8, quality=MAJOR, seed=given),
    }


def test_wrong_arguments_are_refused_in_words_and_never_from_the_inside() -> None:
    """No AttributeError, no RecursionError, nothing that names what is within the library."""
    odd = []
    strange = _strange()
    for call, do in _calls().items():
        for name, given in strange.items():
            try:
                do(given)
            except DispositionError as error:
                if not str(error).strip() or len(str(error)) > 3_000:
                    odd.append(f"{call} of {name}: {str(error)[:200]}")
            except BaseException as error:  # noqa: BLE001 - a panic of Polars is none of Exception
                odd.append(f"{call} of {name}: {type(error).__name__}: {str(error)[:100]}")
    assert not odd, "\n".join(odd)
