"""Tables with columns of lists: what they may hold, and what is said of what cannot be read."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from disposition import Lot, load_policy, load_policy_text
from disposition.tables import TableError
from disposition.tables.frames.relational import outputs
from disposition.tables.frames.relational.documents import Documents

POLICY = load_policy_text("""
policy: small
version: 1.0.0
outcomes:
  ship: {title: Ship, ships: all}
  sort: {title: Sort, ships: part}
otherwise: hold
facts:
  custom.parts: {list: {weight: {type: decimal, unit: kg}, tests: {list: {ok: {type: boolean}}}}}
  custom.weight: {is: "sum(p.weight for p in custom.parts)"}
rules:
  accepted: {permit: [ship], when: not defects.major.rejected, because: x}
  sortable: {permit: [sort], when: defects.major.rejected, because: x}
  heavy: {forbid: [ship], when: custom.weight > 2.5, because: x}
""")
PLAN = {
    "lot.quantity": 500,
    "inspection.sample_size": 50,
    "inspection.plan.type": "single",
    "inspection.plan.level": "II",
    "inspection.plan.standard": "iso2859-1",
    "inspection.plan.state": "normal",
    "inspection.plan.aql.major": "2.5",
}
FIXED = {"columns": {"bad": "inspection.defects"}, "fixed": PLAN}


def lots(*lists: Any, dtype: Any = None) -> pl.DataFrame:
    return pl.DataFrame({"bad": pl.Series(lists, dtype=dtype)})


def lines(*units: int | None) -> list[dict[str, Any]]:
    return [{"severity": "major", "units": each} for each in units]


def told(frame: pl.DataFrame) -> list[Any]:
    return frame.select("decision_outcome", "decision_missing").rows()


def test_a_plan_is_judged_in_each_row() -> None:
    frame = lots(lines(), lines(2), lines(2, 2), lines(3, None), None)
    weight = {"columns": {**FIXED["columns"], "kg": "custom.parts"}, "fixed": PLAN}
    frame = frame.with_columns(kg=pl.Series([[{"weight": 1.5}]] * 5))
    assert told(POLICY.decide_table(frame, weight)) == [
        ("ship", []),
        ("ship", []),
        ("sort", []),
        ("sort", []),
        ("hold", ["defects.major.rejected"]),
    ]


def test_large_decimals_are_subtracted_beside_lists() -> None:
    """Polars turns the sign of no whole numbers of 128 bits, which decimals of 14 digits become."""
    policy = load_policy_text("""
policy: large
version: 1.0.0
outcomes: {ship: {ships: all}, sort: {ships: part}}
otherwise: hold
facts:
  custom.limit: {type: decimal}
  custom.parts: {list: {weight: {type: decimal}}}
rules:
  light: {permit: [ship], when: sum(p.weight - custom.limit for p in custom.parts) < 3}
  heavy: {permit: [sort], when: "min(3 - custom.limit, sum(p.weight for p in custom.parts)) < 3"}
""")
    rows = [
        ("9999999999999.9", ["1"]),
        ("-9999999999999.9", ["2.5", "9999999999999.9"]),
        (None, []),
    ]
    frame = pl.DataFrame(
        {
            "custom.limit": [limit for limit, _ in rows],
            "custom.parts": [[{"weight": each} for each in weights] for _, weights in rows],
        }
    )
    custom = [{"limit": limit, "parts": [{"weight": x} for x in each]} for limit, each in rows]
    decided = [policy.decide(Lot.from_dict({"custom": each})).outcome for each in custom]
    assert (
        policy.decide_table(frame, {each: each for each in frame.columns})[
            "decision_outcome"
        ].to_list()
        == decided
    )
    assert decided == ["ship", "hold", "ship"]


def test_columns_of_any_name_stay_as_they_are() -> None:
    frame = lots(lines(1), lines(9))
    for name in ("n0", "n1", "row", "value", "severity", "disposition_row"):
        frame = frame.with_columns(pl.Series(name, [7, 8]))
    decided = POLICY.decide_table(frame, FIXED)
    assert decided.select(frame.columns).equals(frame)
    assert decided["decision_outcome"].to_list()[1] == "sort"


def test_a_policy_that_asks_for_nothing_of_the_table_decides_it() -> None:
    policy = load_policy_text("""
policy: plain
version: 1.0.0
outcomes: {ship: {ships: all}}
otherwise: hold
rules: {any: {permit: [ship], when: "true"}}
""")
    assert policy.decide_table(lots(lines(1), lines(2)), FIXED)["decision_outcome"].to_list() == [
        "ship",
        "ship",
    ]


def test_a_column_of_nothing_is_a_list_that_no_row_has() -> None:
    decided = POLICY.decide_table(lots(None, dtype=pl.Null), FIXED)
    assert told(decided) == [("hold", ["custom.weight", "defects.major.rejected"])]


def test_plans_are_judged_without_a_list_too() -> None:
    frame = pl.DataFrame({"size": [50, 50], "maj": [0, None]})
    decided = POLICY.decide_table(
        frame, {"columns": {"size": "inspection.sample_size"}, "fixed": {"lot.quantity": 500}}
    )
    assert told(decided)[0] == ("hold", ["custom.weight", "defects.major.rejected"])


def test_a_frame_without_rows_is_decided() -> None:
    dtype = pl.List(pl.Struct({"severity": pl.String, "units": pl.Int64}))
    assert POLICY.decide_table(lots(dtype=dtype), FIXED).height == 0


def test_rows_are_decided_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = lots(lines(1), lines(9), None, lines(2, None), lines(3))
    whole = POLICY.decide_table(frame, FIXED)
    monkeypatch.setattr(outputs, "BATCH", 2)
    assert POLICY.decide_table(frame, FIXED).equals(whole)
    bad = frame.with_columns(bad=pl.Series([*frame["bad"].to_list()[:4], lines(-1)]))
    with pytest.raises(TableError, match="column `bad`, row 5: "):
        POLICY.decide_table(bad, FIXED)


def test_lazy_frames_come_back_lazy() -> None:
    decided = POLICY.decide_table(lots(lines(9)).lazy(), FIXED)
    assert isinstance(decided, pl.LazyFrame)
    assert decided.collect()["decision_outcome"].to_list() == ["sort"]


WRONG_ITEMS = [
    [{"severity": "big", "units": 1}],
    [{"severity": "major", "units": -1}],
    [None],
]


@pytest.mark.parametrize("wrong", WRONG_ITEMS)
def test_an_item_that_cannot_be_read_is_told(wrong: Any) -> None:
    frame = lots(lines(1), wrong)
    with pytest.raises(TableError, match=r"column `bad`, row 2: .* cannot be read"):
        POLICY.decide_table(frame, FIXED)
    marked = POLICY.decide_table(frame, FIXED, bad="mark")
    assert marked["decision_status"].to_list() == ["needs_information", "unreadable"]
    assert marked["decision_unreadable"].to_list() == [[], ["bad"]]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ([1], "`inspection.defects` is a list, and the column holds Int64"),
        ([[1]], r"and the column holds List\(Int64\)"),
        ([[{"severty": "major"}]], r"`severty`: its items have no such value .*`severity`"),
        ([[{"units": "few"}]], "cannot be read"),
        ([[{"severity": 1.5}]], "the column holds floats"),
    ],
)
def test_a_column_that_is_no_such_list_is_refused(column: Any, message: str) -> None:
    with pytest.raises(TableError, match=message):
        POLICY.decide_table(lots(*column), FIXED)


def test_a_list_has_one_column_and_no_words() -> None:
    frame = lots(lines(1)).with_columns(other=pl.col("bad"))
    columns = {"bad": "inspection.defects", "other": "inspection.defects"}
    with pytest.raises(TableError, match=r"`inspection\.defects` comes from column `bad` already"):
        POLICY.decide_table(frame, columns)
    words = {"columns": {"bad": {"to": "inspection.defects", "words": {"x": "major"}}}}
    with pytest.raises(TableError, match="are of values, not of a list"):
        POLICY.decide_table(frame, words)


def test_a_derived_fact_beside_a_list_is_refused() -> None:
    frame = lots(lines(1)).with_columns(found=pl.lit(1))
    columns = {"bad": "inspection.defects", "found": "defects.major.found"}
    with pytest.raises(TableError, match=r"`defects\.major\.found` is a derived fact"):
        POLICY.decide_table(frame, columns)


WITHIN = load_policy_text("""
policy: within
version: 1.0.0
outcomes: {ship: {ships: all}, sort: {ships: part}, back: {ships: none}}
otherwise: hold
facts:
  custom.most: {type: integer}
  custom.parts:
    list:
      size.mm: {type: decimal}
      tests:
        list:
          ok: {type: boolean}
          by: {type: text}
          runs: {list: {n: {type: integer, least: 0}}}
  custom.failed: {is: "count(t for p in custom.parts for t in p.tests if not t.ok)"}
  custom.runs: {is: "sum(r.n for p in custom.parts for t in p.tests if t.ok for r in t.runs)"}
rules:
  good: {permit: [ship], when: custom.failed == 0 and custom.runs >= 3}
  large: {forbid: [ship], when: any(p.size.mm > 8 for p in custom.parts)}
  some: {permit: [sort], when: custom.failed <= custom.most}
  other: {permit: [back], when: custom.failed > 0}
""")
RUNS = [[], [{"n": 3}], [{"n": 1}, {"n": None}], None]
TESTS = [
    None,
    [],
    *([{"ok": ok, "by": "X", "runs": runs}] for ok in (True, False, None) for runs in RUNS),
]
PARTS = [
    None,
    [],
    *([{"size": {"mm": size}, "tests": tests}] for size in ("7.5", "9", None) for tests in TESTS),
    [{"size": {"mm": "1"}, "tests": TESTS[3]}, {"size": None, "tests": TESTS[7]}],
]


def test_lists_that_items_hold_are_told_as_of_documents() -> None:
    """Values in a section of an item are a struct, as a document has them, or a field `size.mm`."""
    runs = pl.List(pl.Struct({"n": pl.Int64}))
    tests = pl.List(pl.Struct({"ok": pl.Boolean, "by": pl.String, "runs": runs}))
    dtype = pl.List(pl.Struct({"size": pl.Struct({"mm": pl.String}), "tests": tests}))
    frame = pl.DataFrame({"custom.parts": pl.Series(PARTS, dtype=dtype)})
    decided = [WITHIN.decide(Lot.from_dict({"custom": {"parts": e, "most": 1}})) for e in PARTS]
    expected = [(each.outcome, sorted(m.fact for m in each.missing)) for each in decided]
    assert {each.outcome for each in decided} == {"ship", "sort", "hold"}
    columns = {"columns": {"custom.parts": "custom.parts"}, "fixed": {"custom.most": 1}}
    assert told(WITHIN.decide_table(frame, columns)) == expected
    flat = pl.element().struct
    of_items = pl.col("custom.parts").list.eval(
        pl.when(pl.element().is_not_null()).then(
            pl.struct(flat.field("size").struct.field("mm").alias("size.mm"), flat.field("tests"))
        )
    )
    assert told(WITHIN.decide_table(frame.with_columns(of_items), columns)) == expected


@pytest.mark.parametrize(
    ("tests", "problem"),
    [
        ([{"ok": "perhaps"}], r"row 2: .*cannot be read"),
        ([{"runs": [{"n": -1}]}], r"row 2: .*cannot be read"),
        ([{"oks": True}], r"`custom\.parts`, `tests`, `oks`: its items have no such value"),
        ("ok", r"`tests`: `custom\.parts\[\]\.tests` is a list, and the column holds String"),
    ],
)
def test_what_items_of_items_cannot_be_is_told(tests: Any, problem: str) -> None:
    frame = pl.DataFrame({"custom.parts": [[], [{"tests": tests}]]})
    with pytest.raises(TableError, match=problem):
        WITHIN.decide_table(frame)


def test_lists_that_items_hold_are_in_no_statement() -> None:
    held = "STRUCT(tests STRUCT(ok BOOLEAN)[])[]"
    with pytest.raises(TableError, match=r"its items hold lists \(`tests`\)"):
        WITHIN.to_sql("duckdb", {"parts": "custom.parts"}, types={"parts": held})


EXACT = load_policy_text("""
policy: exact
version: 1.0.0
outcomes: {ship: {ships: all}}
otherwise: hold
facts:
  custom.parts: {list: {weight: {type: integer}}}
  custom.a: {type: integer}
  custom.b: {type: integer, least: 0}
  custom.share: {is: "percent(sum(p.weight for p in custom.parts), custom.b)"}
  custom.product: {is: "custom.a * custom.a * custom.a * custom.a * custom.a > 1"}
rules:
  more: {permit: [ship], when: custom.share > 33.3333333333333, because: x}
  large: {permit: [ship], when: custom.product, because: x}
""")


def test_what_rounding_could_change_is_told_by_python() -> None:
    rows = pl.DataFrame({"custom.parts": [[{"weight": 1}], [{"weight": 34}]], "custom.b": [3, 100]})
    decided = EXACT.decide_table(rows)
    assert decided["decision_true_rules"].to_list() == [[], ["more"]]


def test_numbers_that_do_not_fit_into_a_row_are_told_by_python() -> None:
    rows = pl.DataFrame({"custom.parts": [None, []], "custom.a": [10**12, -(10**12)]})
    decided = EXACT.decide_table(rows)
    assert decided["decision_true_rules"].to_list() == [["large"], []]


SERIOUS = load_policy_text("""
policy: serious
version: 1.0.0
outcomes: {ship: {ships: all}}
otherwise: hold
rules: {known: {permit: [ship], when: defects.serious.found is known, because: x}}
""")


def test_units_with_a_critical_defect_may_have_a_major_one_as_well() -> None:
    worst = "inspection.nonconforming_units"
    found = [
        {"severity": severity, "units": units}
        for severity, units in (("critical", 1), ("major", 11), ("major", 12))
    ]
    frame = pl.DataFrame({"bad": [found] * 2, "critical": [None, 0]})
    columns = {"bad": "inspection.defects", "critical": f"{worst}.critical"}
    plan = {**PLAN, "lot.quantity": 3200, "inspection.sample_size": 125}
    fixed = {**plan, "inspection.plan.aql.critical": "0.65", f"{worst}.major": 15}
    decided = SERIOUS.decide_table(frame, {"columns": columns, "fixed": fixed})
    assert decided["decision_true_rules"].to_list() == [[], ["known"]]


def test_lists_that_hold_nothing_keep_no_row_from_being_told_by_expressions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python tells each row by itself otherwise: a million took a minute and a half, not 3 s."""
    empty: list[dict[str, str]] = []
    aql = {"critical": "0", "major": "2.5", "minor": "4.0"}
    plan = {"standard": "iso2859-1", "level": "II", "state": "normal", "type": "single"}
    lists = dict.fromkeys(("checks", "segments", "plans", "stages"), empty)
    told = {"sample_size": 125, "type": "final_random", **lists}
    found = [
        [],
        [{"severity": "major", "category": "functional", "units": 9, "reworkable": True}],
        [{"severity": "critical", "category": "safety", "units": 1, "reworkable": False}],
        [{"severity": "minor", "category": "cosmetic", "units": 11, "reworkable": True}],
    ]
    documents = [
        {
            "lot": {"quantity": 3200},
            "inspection": {**told, "plan": {**plan, "aql": aql}, "defects": lines},
        }
        for lines in found
    ]
    flat: dict[str, Any] = {
        "lot.quantity": 3200,
        **{f"inspection.{name}": each for name, each in told.items()},
        **{f"inspection.plan.{name}": each for name, each in plan.items()},
        **{f"inspection.plan.aql.{name}": each for name, each in aql.items()},
    }
    columns = {"columns": {"lines": "inspection.defects"}, "fixed": flat}
    lots = pl.DataFrame({"lines": found})
    policy = load_policy()
    wanted = [policy.decide(Lot.from_dict(each), engine="reference") for each in documents]
    made: list[object] = []
    read = Documents._of_rows

    def counting(self: Documents, outside: Any) -> Any:
        made.extend(path for path, rows in outside.items() if len(rows))
        return read(self, outside)

    monkeypatch.setattr(Documents, "_of_rows", counting)
    decided = policy.decide_table(lots, columns)
    assert made == []
    assert decided["decision_outcome"].to_list() == [each.outcome for each in wanted]
    assert decided["decision_missing"].to_list() == [sorted(each.waits_for) for each in wanted]
