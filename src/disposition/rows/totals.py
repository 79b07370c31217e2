"""The last row of a table that sums up the others: no lot, though it looks like one."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.errors import Problem

WORDS = frozenset(
    {
        *("total", "totals", "grand total", "subtotal", "sum", "sums", "overall"),
        *("summe", "summen", "gesamt", "gesamtsumme", "gesamtergebnis", "insgesamt"),
        *("somme", "total général", "total general", "suma", "totale", "somma", "totaal"),
        *("razem", "suma końcowa", "łącznie", "toplam", "genel toplam", "eindtotaal", "totais"),
        *("total geral", "summa", "totalt", "итого", "всего", "tổng", "tổng cộng"),
        *("합계", "총계", "총합계", "소계", "総計", "小計"),
        *("合计", "合計", "总计", "總計", "小计", "小計", "总和"),
    }
)
"""What such rows begin with, a house rule: English, and the languages of usual spreadsheets."""


def totals_problem(cells: Iterable[object]) -> Problem | None:
    """Return what is wrong with the last row of a table, if it is one of totals.

    Its first cell that says anything is such a word, and other cells say nothing.

    >>> totals_problem(["", "Total:", 4711, None]).message
    '`Total:` begins a row of totals, which is no lot'
    >>> totals_problem(["Total", "2026-11-22", 4711]) is None
    True
    """
    texts = ["" if cell is None else str(cell).strip() for cell in cells]
    first = next((text for text in texts if text), "")
    if first.rstrip(":.").casefold() not in WORDS or all(texts):
        return None
    hint = "leave it out of the file; if it is a lot, give it another name"
    return Problem("$", f"`{first}` begins a row of totals, which is no lot", hint, "totals")
