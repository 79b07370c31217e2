"""Sums and products of decimals without rounding, whatever the thread's own context says."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Clamped, Context, Decimal, Inexact, InvalidOperation, Overflow

EXACT = Context(
    prec=100_000, Emax=999_999, Emin=-999_999, traps=[Inexact, Overflow, Clamped, InvalidOperation]
)
"""Wide enough for every product of a bounded condition over facts of 15 digits; never rounds."""

Number = int | Decimal

FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
"""What a quotient is rounded to, since no decimal may hold it exactly."""
