"""Days in other forms are guessed at for hints, and never taken."""

from __future__ import annotations

import pytest

from disposition import Lot, LotError


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("18.11.2026", 'write `"2026-11-18"`'),
        ("1. 3. 2026", 'write `"2026-03-01"`'),
        (" 18.11.2026 ", 'write `"2026-11-18"`'),
        ("18/11/2026", 'write `"2026-11-18"`'),
        ("11/18/2026", 'write `"2026-11-18"`'),
        ("2026/11/18", 'write `"2026-11-18"`'),
        ("2026-2-3", 'write `"2026-02-03"`'),
        ("20261118", 'write `"2026-11-18"`'),
        ("05/06/2026", 'write `"2026-06-05"` or `"2026-05-06"`'),
        ("05/05/2026", 'write `"2026-05-05"`'),
        ("2026-11-18T09:00", 'leave out the time of day: `"2026-11-18"`'),
        *((each, "") for each in ("31.02.2026", "18.11.26", "soon", "٣.١.٢٠٢٦", "1" * 10_000)),
    ],
)
def test_a_day_in_another_form(written: str, hint: str) -> None:
    with pytest.raises(LotError) as caught:
        Lot.from_dict({"as_of": written})
    (problem,) = caught.value.problems
    assert problem.hint == hint
