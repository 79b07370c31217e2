"""A lot: everything known about the goods to be decided on, read from its document and written.

What is known is declared in `document`, below all that looks at it: readers, derived facts, checks
of what cannot all be true. `Lot` stands on top of them, so that reading one needs no import back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disposition.documents.json.text import parse
from disposition.documents.reading import read
from disposition.documents.reporting import capped
from disposition.documents.writing import write
from disposition.errors import LotError, few_suggestions
from disposition.facts.consistency.contradictions import contradictions
from disposition.facts.document.lot_document import LotDocument
from disposition.frozen import evolve, frozen


@frozen
class Lot(LotDocument):
    """A lot document: the goods, their inspection, shipment, supplier and contract."""

    @classmethod
    def from_dict(cls, doc: Mapping[str, Any]) -> Lot:
        """Read a lot document from plain data; raise `LotError` with every problem at once.

        >>> Lot.from_dict({"lot": {"quantity": 3200}}).lot.quantity
        3200
        """
        return _read(doc)

    @classmethod
    def from_json(cls, text: str | bytes) -> Lot:
        """Read a lot document from JSON text; raise `LotError` with every problem at once.

        Numbers with a fraction are read exactly, as written.

        >>> Lot.from_json('{"lot": {"unit_price": 4.20}}').lot.unit_price
        Decimal('4.20')
        """
        return _read(parse(text))

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain data: absent keys left out, decimals and dates as text.

        >>> Lot.from_json('{"lot": {"unit_price": 4.20, "product": null}}').to_dict()
        {'lot': {'unit_price': '4.20'}}
        """
        return write(self)

    def __repr__(self) -> str:
        """Return what is known of the lot, as code that makes it.

        >>> Lot.from_dict({"lot": {"quantity": 3200}, "inspection": {"defects": []}})
        Lot.from_dict({'lot': {'quantity': 3200}, 'inspection': {'defects': []}})
        """
        return f"Lot.from_dict({self.to_dict()!r})"

    def _repr_html_(self) -> str:
        from disposition.markup import document_html

        return document_html(f"Lot {self.lot.id or 'without a number'}", self.to_dict())


def _read(doc: object) -> Lot:
    lot, problems = read(Lot, doc)
    if isinstance(doc, str | bytes):
        problems = [evolve(each, hint="read JSON text with `Lot.from_json`") for each in problems]
    if not problems and next(contradictions(lot), None) is None:
        return lot  # type: ignore[no-any-return] # what was read
    with few_suggestions():
        problems.extend(contradictions(Lot() if lot is None else lot))
    raise LotError(capped(problems))
