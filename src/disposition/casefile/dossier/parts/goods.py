"""What a dossier begins with: the goods, where their case stands, whether they may be released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from disposition.casefile.copying import copied
from disposition.casefile.dossier.sentences import SHIPPED, short
from disposition.casefile.lifecycle.gate import Gate, part_in_words
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.effective import Event
from disposition.documents.declaring import output as key
from disposition.facts import observe
from disposition.facts.lot import Lot
from disposition.frozen import frozen
from disposition.words import counted


@frozen
class Headline:
    """What a reader wants to know first."""

    product: str | None = key("What the goods are")
    supplier: str | None = key("The supplier's number")
    lot: str | None = key("The lot's own number")
    quantity: int | None = key("Units in the lot")
    stage: str | None = key("Where the case stands, as the fact `case.stage` has it")
    opened_on: date | None = key("Day of the first report")
    decision: str | None = key("Title of the last decision; null if none was taken")
    outcome: str | None = key("Id of its outcome")
    status: str | None = key("How that decision came about; `decided` or why not")
    decided_on: date | None = key("Day of that decision")
    is_released: bool = key("Whether the lot was released, and no refusal came after")
    released_on: date | None = key("Day of the last release")
    may_be_released: bool = key("Whether the release policy lets the lot go as of the day")
    closed_on: date | None = key("Day on which the case was closed")
    closed_because: str | None = key("Why the case was closed")
    says: str = key("In a sentence, whether the lot was or may be released")


@frozen
class DossierGoods:
    """What was ordered, from whom, and by when it has to go."""

    lot: str | None = key("The lot's own number")
    product: str | None = key("What the goods are")
    category: str | None = key("Product category")
    regulated: bool | None = key("Whether safety law covers the product")
    quantity: int | None = key("Units in the lot")
    unit_price: Decimal | None = key("Price of one unit")
    value: Decimal | None = key("Price of the lot")
    currency: str | None = key("Currency of every amount")
    supplier: str | None = key("The supplier's number")
    relationship_months: int | None = key("Months of working together")
    ship_by: date | None = key("Last day to ship, as it was put off last")
    urgency: str | None = key("How urgent the shipment is")


def goods_of(lot: Lot) -> DossierGoods:
    """Return what was ordered."""
    value = observe(lot, ["lot.value"])["lot.value"]
    return copied(
        DossierGoods,
        lot.lot,
        lot=lot.lot.id,
        value=value if isinstance(value, Decimal) else None,
        supplier=lot.supplier.id,
        relationship_months=lot.supplier.relationship_months,
        ship_by=lot.shipment.ship_by,
        urgency=lot.shipment.urgency,
    )


def headline_of(judged: Judged, gate: Gate) -> Headline:
    """Return what a reader wants to know first."""
    lot, happened = judged.lot, judged.happened
    stage = observe(lot, ["case.stage"])["case.stage"]
    taken = _last(happened, "decision")
    decision = {} if taken is None else taken.entry.data["decision"]
    released, closed = _last(happened, "released"), _last(happened, "closed")
    asked = _last(happened, "released", "refused")
    is_released = asked is not None and asked is released
    first = next((each.on for each in happened if each.kind == "inspection"), None)
    return Headline(
        product=lot.lot.product,
        supplier=lot.supplier.id,
        lot=lot.lot.id,
        quantity=lot.lot.quantity,
        stage=stage if isinstance(stage, str) else None,
        opened_on=first,
        decision=decision.get("title"),
        outcome=decision.get("outcome"),
        status=decision.get("status"),
        decided_on=None if taken is None else taken.on,
        is_released=is_released,
        released_on=None if released is None else released.on,
        may_be_released=gate.is_open,
        closed_on=None if closed is None else closed.on,
        closed_because=None if closed is None else closed.data.because,
        says=" ".join(_release_lines(released, closed, gate, is_released=is_released)),
    )


def _release_lines(
    released: Event | None, closed: Event | None, gate: Gate, *, is_released: bool
) -> list[str]:
    said = []
    if is_released and released is not None:
        ships = SHIPPED[released.entry.data["decision"]["ships"]]
        named = ", ".join(each.name or "" for each in released.data.parts)
        said.append(f"Released on {released.on}: {ships}{f': {short(named)}' if named else ''}.")
    elif closed is not None:
        said.append("Not released.")
    elif gate.is_open:
        ships = SHIPPED[gate.decision.ships]
        named = f" ({short('; '.join(map(part_in_words, gate.parts)))})" if gate.parts else ""
        said.append(f"May be released, {ships}{named}: nothing is missing.")
    else:
        said.append(
            f"May not be released: {counted(len(gate.missing), 'thing is', 'things are')} missing."
        )
    if released is not None and not is_released:
        said.append(f"A release of {released.on} was followed by a refusal.")
    if closed is not None:
        said.append(f"The case was closed on {closed.on}.")
    return said


def _last(happened: Sequence[Event], *kinds: str) -> Event | None:
    found = [each for each in happened if each.kind in kinds]
    return found[-1] if found else None
