"""Minor units of currencies: how many decimals an amount can have that somebody pays.

Source: ISO 4217, list one (current currency and funds codes), as its maintenance agency, SIX
Financial Information, published it on 2026-01-01. Codes without minor units (metals, special
drawing rights, bond market units, test codes) are left out, and so are codes that are not current.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

PUBLISHED = "2026-01-01"
"""The day on which the list was published that the table is of."""

_CODES = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
        "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
        "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
        "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
        "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
        "XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
MINOR_UNITS = {code: units for units, codes in _CODES.items() for code in codes.split()}
"""Decimals of an amount, by the alphabetic code of its currency."""

_EXACT = Context(prec=60)
_STEPS = {units: Decimal(1).scaleb(-units) for units in _CODES}


def rounded_down(amount: Decimal, currency: str | None) -> Decimal | None:
    """Return the largest amount that can be paid and is not above this one.

    None where the currency is not known, or has no minor units in the table: nothing is guessed.

    >>> [rounded_down(Decimal("1344.0789"), code) for code in ("USD", "JPY", "KWD", "CLF", "EURO")]
    [Decimal('1344.07'), Decimal('1344'), Decimal('1344.078'), Decimal('1344.0789'), None]
    """
    units = MINOR_UNITS.get(currency or "")
    return None if units is None else _rounded(amount, units, ROUND_DOWN)


def as_paid(amount: Decimal, currency: str | None) -> Decimal:
    """Return an amount as people are shown it: the nearest that can be paid, halves up.

    It stays as it is where the currency has no minor units in the table.

    >>> [str(as_paid(Decimal("40.1285"), code)) for code in ("EUR", "JPY", "KWD", None)]
    ['40.13', '40', '40.129', '40.1285']
    """
    units = MINOR_UNITS.get(currency or "")
    return amount if units is None else _rounded(amount, units, ROUND_HALF_UP)


def _rounded(amount: Decimal, units: int, rounding: str) -> Decimal:
    return amount.quantize(_STEPS[units], rounding=rounding, context=_EXACT)
