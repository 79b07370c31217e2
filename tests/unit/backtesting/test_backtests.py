"""Backtests: tables and lots are counted alike, moves have their rules, nothing is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from disposition import DispositionError, Facts, Lot, Policy, load_policy, load_policy_text
from disposition.backtesting import Backtest
from disposition.backtesting.backtest import in_words
from disposition.tables import TableError

TEXT = """
policy: incoming
version: {version}
outcomes:
  accept: {{title: Accept, ships: all}}
  sort: {{title: Sort, ships: part}}
  rework: {{title: Rework, ships: none}}
otherwise: hold
parameters: {{most: {{value: {most}}}}}
rules:
  few: {{permit: [accept], when: defects.major.found <= most, because: x}}
  danger: {{forbid: [accept, sort], when: defects.critical.found > 0, because: x}}
  many: {{permit: [sort], when: defects.major.found > most, because: x}}
  worn: {{permit: [{worn}], when: defects.major.found > 9, because: x}}
  told: {{require: [tell], when: defects.major.found > most, because: x}}
"""
TELL = "  told: {require: [tell], when: defects.major.found > most, because: x}\n"


def policy(version: str, most: int, worn: str = "rework") -> Policy:
    text = TEXT.format(version=version, most=most, worn=worn)
    return load_policy_text(text.replace(TELL, ""))


OLD, NEW = policy("1.0.0", 5), policy("1.1.0", 3)
COLUMNS = {"maj": "defects.major.found", "crit": "defects.critical.found"}
ROWS: list[dict[str, Any]] = [
    {"maj": 2, "crit": 0, "who": "A", "day": date(2026, 1, 31), "then": "accept", "price": 10},
    {"maj": 4, "crit": 0, "who": "A", "day": date(2026, 2, 1), "then": "accept", "price": 20},
    {"maj": 5, "crit": 0, "who": "B", "day": date(2026, 2, 2), "then": "scrap", "price": 30},
    {"maj": 9, "crit": 1, "who": "B", "day": None, "then": None, "price": 40},
    {"maj": 10, "crit": 1, "who": None, "day": date(2026, 2, 3), "then": "rework", "price": None},
    {"maj": None, "crit": 0, "who": "A", "day": date(2026, 3, 1), "then": "hold", "price": 60},
]
FRAME = pl.DataFrame(ROWS)
LOTS = [Facts({path: row[name] for name, path in COLUMNS.items()}) for row in ROWS]

Given = Callable[[], tuple[Any, Any]]
GIVEN: dict[str, Given] = {
    "polars": lambda: (FRAME, COLUMNS),
    "lazy": lambda: (FRAME.lazy(), COLUMNS),
    "pandas": lambda: (FRAME.to_pandas(), COLUMNS),
    "arrow": lambda: (FRAME.to_arrow(), COLUMNS),
    "lots": lambda: (LOTS, None),
    "an iterator of lots": lambda: (iter(LOTS), None),
}


def ways(found: Backtest) -> dict[tuple[str, str], int]:
    return {(flow.before, flow.after): flow.lots for flow in found.flows}


@pytest.mark.parametrize("given", GIVEN)
def test_lots_that_move_are_counted_with_the_rules_that_move_them(given: str) -> None:
    lots, columns = GIVEN[given]()
    found = NEW.backtest(lots, columns, against=OLD)
    assert ways(found) == {
        ("accept", "accept"): 1,
        ("accept", "sort"): 2,
        ("rework", "rework"): 1,
        ("hold", "hold"): 2,
    }
    [moved] = [flow for flow in found.flows if flow.is_moved]
    assert [(each.rule, each.change, each.lots) for each in moved.rules] == [
        ("few", "held before", 2),
        ("many", "holds now", 2),
    ]
    assert [(each.row, each.before, each.after) for each in found.moved_lots] == [
        (2, "accept", "sort"),
        (3, "accept", "sort"),
    ]
    assert (found.lots, found.moved, found.ships_more, found.unreadable) == (6, 2, 0, 0)


@pytest.mark.parametrize("given", ["polars", "lots"])
def test_the_same_rules_that_mean_something_else_are_those_that_decide(given: str) -> None:
    lots, columns = GIVEN[given]()
    found = policy("2.0.0", 5, worn="sort").backtest(lots, columns, against=OLD)
    [moved] = [flow for flow in found.flows if flow.is_moved]
    assert (moved.before, moved.after, moved.lots) == ("rework", "hold", 1)
    assert moved.rules == ()
    back = OLD.backtest(lots, columns, against=policy("2.0.0", 5, worn="sort"))
    [moved] = [flow for flow in back.flows if flow.is_moved]
    assert [(each.rule, each.change) for each in moved.rules] == [("worn", "decides now")]


def test_a_column_tells_what_was_decided_then() -> None:
    found = OLD.backtest(FRAME, COLUMNS, against="then")
    assert ways(found) == {
        ("accept", "accept"): 2,
        ("rework", "rework"): 1,
        ("hold", "hold"): 1,
        ("scrap", "accept"): 1,
        ("not told", "hold"): 1,
    }
    # Nobody knows whether what was scrapped shipped: no number is told that could be wrong.
    assert "ship" not in found.html().partition("</p>")[0].partition("<p>")[2]


def test_where_no_rule_decides_now_it_is_told() -> None:
    then = pl.DataFrame({"maj": [None] * 4, "then": ["accept"] * 4})
    found = OLD.backtest(then, {"maj": "defects.major.found"}, against="then")
    assert ways(found) == {("accept", "hold"): 4}
    assert "no rule decides now" in found.html()
    assert "    no rule decides now" in in_words(found)


def test_values_whose_lots_move_are_told_up_to_ten() -> None:
    then = pl.DataFrame({"maj": [0] * 12, "then": ["sort"] * 12, "who": list("abcdefghijkl")})
    meant = {"maj": "defects.major.found"}
    told = [OLD.backtest(then.head(n), meant, against="then", by=["who"]).html() for n in (10, 12)]
    assert ["more value" in each for each in told] == [False, True]
    assert "<p>and 2 more values with fewer</p>" in told[1]


def test_what_was_decided_then_is_read_in_any_case_and_blank_says_nothing() -> None:
    """A lot of which nobody told what was decided does not move: nobody knows."""
    words = pl.Series("then", ["Accept", " ACCEPT ", "sort", "", " ", None])
    frame, columns = FRAME.with_columns(words), {**COLUMNS, "then": "supplier.id"}
    lots = [
        Facts({**{path: row[name] for name, path in COLUMNS.items()}, **told})
        for row, word in zip(ROWS, words, strict=True)
        for told in [{"supplier.id": word} if word and word.strip() else {}]
    ]
    for given, meant, then in ((frame, columns, "then"), (lots, None, "supplier.id")):
        found = OLD.backtest(given, meant, against=then, by=[then])
        assert ways(found) == {
            ("accept", "accept"): 2,
            ("not told", "hold"): 2,
            ("not told", "rework"): 1,
            ("sort", "accept"): 1,
        }
        assert (found.moved, len(found.moved_lots)) == (1, 1)
        assert [each.moved for each in found.groups[then] if each.value == "(none)"] == [0]


def test_lots_that_ship_now_and_did_not_are_told_also_where_not_all_are_known() -> None:
    then = pl.Series("then", ["rework", "hold", "scrap", None, "rework", "hold"])
    found = OLD.backtest(FRAME.with_columns(then), COLUMNS, against="then")
    assert found.ships_more == 2
    assert "At least 2 ship that did not." in found.html()


def test_costs_in_several_currencies_are_not_added() -> None:
    frame = FRAME.with_columns(money=pl.Series(["EUR", "USD", None, "EUR", "EUR", "EUR"]))
    columns = {**COLUMNS, "money": "lot.currency", "price": "costs.rework"}
    lots = [
        Facts({path: row[name] for name, path in columns.items() if row[name] is not None})
        for row in frame.to_dicts()
    ]
    for given, meant, cost in ((frame, columns, "price"), (lots, None, "costs.rework")):
        with pytest.raises(DispositionError, match="costs in `EUR` and `USD` cannot be added"):
            OLD.backtest(given, meant, against=NEW, costs={"rework": cost})
        OLD.backtest(given, meant, against=NEW, costs={"rework": 7})
    one = frame.with_columns(money=pl.lit("EUR"))
    assert OLD.backtest(one, columns, against=NEW, costs={"rework": "price"}).lots == len(ROWS)


def test_days_that_are_texts_are_grouped_by_months() -> None:
    texts = FRAME.with_columns(pl.col("day").dt.to_string("%Y-%m-%d"))
    of_days, of_texts = (
        NEW.backtest(each, COLUMNS, against=OLD, by="day").groups["day"] for each in (FRAME, texts)
    )
    assert of_days == of_texts


def test_groups_are_by_values_and_by_months() -> None:
    found = NEW.backtest(FRAME, COLUMNS, against=OLD, by=["who", "day"])
    told = {
        name: [(each.value, each.lots, each.moved) for each in groups]
        for name, groups in found.groups.items()
    }
    assert told == {
        "who": [("(none)", 1, 0), ("A", 3, 1), ("B", 2, 1)],
        "day": [("(none)", 1, 0), ("2026-01", 1, 0), ("2026-02", 3, 2), ("2026-03", 1, 0)],
    }
    assert dict(found.groups["who"][1].outcomes) == {"accept": 1, "sort": 1, "hold": 1}


def test_costs_are_numbers_or_columns_and_exact() -> None:
    found = NEW.backtest(
        FRAME, COLUMNS, against=OLD, costs={"accept": Decimal("0.1"), "sort": "price", "rework": 7}
    )
    costs = {(f.before, f.after): (f.cost_before, f.cost_after) for f in found.flows}
    assert costs["accept", "sort"] == (Decimal("0.2"), Decimal(50))
    assert costs["rework", "rework"] == (Decimal(7), Decimal(7))
    assert costs["hold", "hold"] == (0, 0)


def test_rows_that_cannot_be_read_are_counted() -> None:
    frame = pl.DataFrame({"maj": ["2", "4", "x"], "crit": [0, 0, 0]})
    found = NEW.backtest(frame, COLUMNS, against=OLD)
    assert ways(found)["unreadable", "unreadable"] == found.unreadable == 1
    assert "1 cannot be read, and is decided by neither" in found.html()


def test_lots_of_the_shipped_policy_are_grouped_by_facts() -> None:
    lots = [Lot.from_dict({"supplier": {"id": each}}) for each in ("A", "B", "A")]
    found = load_policy().backtest(lots, by="supplier.id")
    assert repr(found) == "<Backtest of failed-inspection 1.0.0: 3 lots: 3 hold>"
    assert [(each.value, each.lots) for each in found.groups["supplier.id"]] == [("A", 2), ("B", 1)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"by": ["whom"]}, "column `whom`: the table has no such column"),
        ({"against": "than"}, "column `than`: the table has no such column"),
        ({"costs": {"acept": 1}}, "there is no outcome `acept` (did you mean `accept`?)"),
        ({"costs": {"accept": "pric"}}, "column `pric`: the table has no such column"),
        ({"costs": {"accept": True}}, "the cost of `accept` is a number or a column, not `True`"),
    ],
)
def test_what_does_not_fit_is_told_before_anything_is_decided(
    changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(DispositionError) as refused:
        NEW.backtest(FRAME, COLUMNS, **changes)
    assert message in str(refused.value)
    assert isinstance(refused.value, TableError) == ("column" in message[:7])


def test_a_fact_that_is_not_there_is_told() -> None:
    with pytest.raises(DispositionError, match=r"there is no fact `supplier\.name`"):
        NEW.backtest(LOTS, by="supplier.name")


def test_everything_stands_in_the_plain_data_and_on_the_page() -> None:
    found = NEW.backtest(FRAME, COLUMNS, against=OLD, by=["who"], costs={"sort": 5})
    told = json.loads(json.dumps(found.to_dict()))
    assert told["moved"] == 2
    assert told["moved_lots"][0] == {
        "row": 2,
        "who": "A",
        "before": "accept",
        "after": "sort",
        "rules": ["many", "few"],
    }
    page = found.html()
    assert page.count("<svg") == page.count('<div class="dsp-chart"><svg') == 2
    for words in ("Where lots go", "By who", "accept → sort: 2", "Lots that move", "10.00"):
        assert words in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_names_from_the_table_are_no_html() -> None:
    frame = pl.DataFrame({"maj": [1, 4], "crit": [0, 0], "<b>": ["<script>", "&amp;"]})
    page = NEW.backtest(frame, COLUMNS, against=OLD, by=["<b>"]).html()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def _frame(**groups: list[Any]) -> pl.DataFrame:
    number = len(next(iter(groups.values())))
    return pl.DataFrame({"maj": [4] * number, "crit": [0] * number, **groups})


def test_months_have_bars_up_to_the_last_without_gaps() -> None:
    # The first months have most lots.
    months = [date(2021 + at // 12, at % 12 + 1, 1) for at in range(60) for _ in range(90 - at)]
    page = NEW.backtest(_frame(day=months), COLUMNS, by=["day"]).html()
    bars = [f"{2021 + at // 12}-{at % 12 + 1:02}" for at in range(24, 60)]
    assert re.findall(r">(\d{4}-\d\d)</text>", page) == bars
    assert "<p>and 24 months before</p>" in page


def test_a_table_without_rows_says_so_and_draws_nothing() -> None:
    found = NEW.backtest(FRAME.head(0), COLUMNS, against=OLD, by=["who"])
    assert "<p>0 lots." in found.html()
    assert "<svg" not in found.html()
    assert repr(found) == "<Backtest of incoming 1.1.0: 0 lots; 0 moved against incoming 1.0.0>"


def test_a_few_lots_are_not_told_as_none_nor_most_as_all() -> None:
    frame = pl.DataFrame({"maj": [0] * 2_999 + [14], "crit": [0] * 3_000})
    found = NEW.backtest(frame, COLUMNS)
    assert [line.split()[2:] for line in in_words(found).splitlines() if " %" in line] == [
        [">", "99.9", "%"],
        ["<", "0.1", "%"],
    ]
    assert "<td>&lt; 0.1&nbsp;%</td>" in found.html()


def test_many_groups_share_a_column_where_lots_are_told() -> None:
    """Six of them took more than the width of a sheet, and the rules a letter on each line."""
    names = [f"group {at}" for at in range(6)]
    frame = _frame(**{name: ["<a>", "b"] for name in names})
    page = NEW.backtest(frame, COLUMNS, against=OLD, by=names).html()
    lots = page.partition("<details>")[2]
    assert lots.count("<th>") == 5
    assert "group 0: &lt;a&gt;; group 1: &lt;a&gt;; " in lots


def test_values_are_sorted_by_their_numbers_and_the_largest_have_bars() -> None:
    who = [f"S{at}" for at in range(40) for _ in range(at + 1)]
    page = NEW.backtest(_frame(who=who), COLUMNS, by=["who"]).html()
    assert re.findall(r">(S\d+)</text>", page) == [f"S{at}" for at in range(4, 40)]
    assert "<p>and 4 more values with fewer lots</p>" in page


def test_long_words_can_be_broken_and_are_cut_in_charts() -> None:
    frame = _frame(what=["A" * 120, "木制玩具车轮组合装（大号）红色"])
    page = NEW.backtest(frame, COLUMNS, against=OLD, by=["what"]).html()
    assert "A" * 25 not in page.replace("<title>" + "A" * 120, "")
    assert ">木制玩具车轮组合装（…</text>" in page
