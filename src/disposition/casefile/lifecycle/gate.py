"""The gate before release: whether a lot may go, and exactly what is missing if it may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from disposition.casefile.lifecycle.agreed_units import not_taken
from disposition.casefile.lifecycle.obligations import InForce, facts_of_proof
from disposition.casefile.lifecycle.policies import RELEASE
from disposition.casefile.lifecycle.projection import decision_that_counts
from disposition.casefile.lifecycle.reliance import required_besides, unreliable
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.entry import Entry
from disposition.decision import Decision
from disposition.documents.plain import picked
from disposition.explain.document.parts import LotPart
from disposition.explain.document.rationale import Obligation
from disposition.explain.obstacles import Obstacle
from disposition.facts import observe
from disposition.frozen import evolve, frozen
from disposition.policy.model import CheckedPolicy, Ships
from disposition.words import counted, in_a_row

OTHER_UNITS = "other-units-than-may-ship"
"""What is missing, in place of a rule, where a release is asked for with other units."""


@frozen(eq=False)
class Gate:
    """Whether the lot may be released, and each piece that is missing if it may not.

    A piece is a rule of the release policy that forbids the release, or an obligation in force that
    comes before the release and is not proved (its effect is `require`), or what no policy tells:
    `other-units-than-may-ship`, `record-is-not-as-written`, `policy-decides-otherwise`,
    `lot-is-in-another-case`. It is not sure while a fact that nobody told decides; that keeps the
    gate closed as well. `released_on` is the day on which the lot was released already. Where the
    lot was decided to ship in part, `parts` are the parts that ship, the others stay; `units` is
    how many units ship, None if that is not known.
    """

    is_open: bool
    decision: Decision
    missing: tuple[Obstacle, ...]
    released_on: date | None = None
    parts: tuple[LotPart, ...] = ()
    units: int | None = None

    def says(self) -> str:
        """Return in words whether the lot may go, and what is missing."""
        if self.released_on is not None:
            return f"Released on {self.released_on}; it is not released again."
        if self.is_open:
            lines = [f"{self.decision.title} [{self.decision.outcome}]"]
        else:
            lines = [f"Not released: {len(self.missing)} missing."]
            lines += [f"  - {_sentence(each)}" for each in self.missing]
        ships = self.ships()
        return "\n".join([*lines, f"  {ships}"] if ships else lines)

    def ships(self) -> str:
        """Return in words which parts of the lot ship, and how many units; empty if it is whole."""
        if not self.parts:
            return ""
        named = "; ".join(part_in_words(each) for each in self.parts)
        if self.units is None:
            named += " (how many of them is not agreed on yet)"
        elif [each.units for each in self.parts] != [self.units]:
            named += f" ({counted(self.units, 'unit')} in all)"
        once = "" if self.is_open else " once nothing is missing"
        return f"ships{once}: {named}; everything else stays"

    def _repr_html_(self) -> str:
        from disposition.markup import fragment, text

        first, *below = self.says().split("\n")
        missing = [each.removeprefix("  - ") for each in below if each.startswith("  - ")]
        listed = "".join(f"<li>{text(each)}</li>" for each in missing)
        ships = self.ships() if self.released_on is None else ""
        told = f"<h3>{text(first)}</h3>{f'<ul>{listed}</ul>' if listed else ''}"
        return fragment(f"{told}<p>{text(ships)}</p>" if ships else told, self._tone)

    @property
    def _tone(self) -> str:
        return "open" if not self.is_open else "part" if self.parts else "all"

    def to_dict(self) -> dict[str, Any]:
        """Return the gate as plain data."""
        return {
            **picked(self, "is_open", "released_on"),
            **picked(self.decision, "outcome", "ships"),
            "units": self.units,
            "parts": [shipped_part(each) for each in self.parts],
            "missing": missing_data(self.missing),
            "policy": self.decision.to_dict()["policy"],
        }


def gate_of(judged: Judged, entries: Sequence[Entry], elsewhere: Iterable[Obstacle] = ()) -> Gate:
    """Return whether a case's lot may be released as of a day; `entries` are all of the case.

    `elsewhere` is what other cases hold against the lot. Two laws hold whatever the release policy
    says: nothing ships while an obligation in force that comes before the release is not proved,
    nor on a record that cannot be relied on.
    """
    decision = judged.decisions[RELEASE]
    parts, units = parts_that_ship(judged), units_that_ship(judged)
    required = (*judged.in_force, *required_besides(judged, entries))
    unproved = tuple(_unproved(each) for each in required if each.keeps_goods)
    wrong = (*unreliable(judged, entries), *elsewhere)
    if decision.status == "decided" and decision.ships != "none" and not (unproved or wrong):
        return Gate(is_open=True, decision=decision, missing=(), parts=parts, units=units)
    nearest = _nearest(decision, judged.policies[RELEASE].checked)
    if unproved:  # each is told by itself, so not once more by the rule that counts them
        nearest = tuple(each for each in nearest if not _counts_obligations(each))
    released = [each.on for each in judged.happened if each.kind == "released"]
    released_on = released[-1] if released else None
    return Gate(False, decision, (*nearest, *unproved, *wrong), released_on, parts, units)


def asked_of(gate: Gate, units: int | None) -> Gate:
    """Return a gate that was asked for so many units: closed if it would let others pass."""
    if units is None or not gate.is_open:
        return gate
    is_part = bool(gate.parts)
    if gate.units is not None and (0 < units <= gate.units if is_part else units == gate.units):
        return evolve(gate, units=units)
    of_what = f"in {in_a_row([part_in_words(each) for each in gate.parts])}" if is_part else "all"
    may = "not known" if gate.units is None else f"{gate.units:,}"
    because = (
        f"asked for are {counted(units, 'unit')}, and those that may ship are {may}, {of_what}"
    )
    piece = Obstacle(OTHER_UNITS, "forbid", because, is_sure=True, facts={})
    return evolve(gate, is_open=False, missing=(piece,))


def as_recorded(gate: Gate, entry: Entry) -> Gate:
    """Return the gate that an entry tells of; a write that is repeated may find another one."""
    is_open, missing = entry.kind == "released", entry.data.get("missing", [])
    told = (is_open, entry.data["decision"], missing)
    units = entry.data.get("units", gate.units) if is_open else gate.units
    if told == (gate.is_open, gate.decision.to_dict(), missing_data(gate.missing)):
        return evolve(gate, units=units)
    return evolve(
        gate,
        is_open=is_open,
        decision=Decision.from_dict(entry.data["decision"]),
        missing=tuple(map(_recorded, missing)),
        units=units,
    )


def _recorded(piece: Mapping[str, Any]) -> Obstacle:
    waits_for = tuple(filter(None, piece.get("waits_for", "").split(", ")))
    because, is_sure = piece.get("because", ""), piece.get("is_sure", True)
    return Obstacle(piece["rule"], "forbid", because, is_sure, facts={}, waits_for=waits_for)


def _unproved(each: InForce) -> Obstacle:
    obligation = each.obligation
    is_sure = each.proved is False
    return Obstacle(
        obligation.rule,
        "require",
        f"`{obligation.do}` comes before the release and is not proved"
        f"{f': {obligation.what}' if obligation.what else ''}; {_what_proves(obligation)}"
        f"{'; what settles it so far does not prove it' if each.settled else ''}",
        is_sure=is_sure,
        facts={},
        waits_for=() if is_sure else _unknown_of(obligation),
        source=obligation.source,
        clause=obligation.clause,
    )


def _unknown_of(obligation: Obligation) -> tuple[str, ...]:
    """Return the facts that decide whether an obligation applies, or else whether it is proved."""
    if obligation.applies != "yes":
        return obligation.waits_for
    return facts_of_proof(obligation)


def _what_proves(obligation: Obligation) -> str:
    """Return in words what would prove an obligation."""
    proofs = []
    if obligation.proved_by:
        kinds = " or ".join(f"`{each}`" for each in obligation.proved_by)
        proofs.append(f"an entry {kinds} that settles it")
    if obligation.proved_when:
        proofs.append(f"`{obligation.proved_when}`")
    return f"it is proved by {', or by '.join(proofs)}"


def _counts_obligations(each: Obstacle) -> bool:
    return bool(each.facts) and all(path.startswith("obligations.") for path in each.facts)


def missing_data(missing: tuple[Obstacle, ...]) -> list[dict[str, Any]]:
    """Return missing pieces as plain data, as a refusal keeps them."""
    return [
        {
            **picked(each, "rule", "because", "is_sure"),
            **({"waits_for": ", ".join(each.waits_for)} if each.waits_for else {}),
        }
        for each in missing
    ]


def _nearest(decision: Decision, policy: CheckedPolicy) -> tuple[Obstacle, ...]:
    """Return what stands between the lot and the outcome that it is on the way to.

    That is the first outcome that ships and that some rule permits; else the one with the fewest
    obstacles.
    """
    ways = [decision.obstacles(each.id) for each in policy.outcomes if each.ships is not Ships.NONE]
    permitted = [way for way in ways if all(each.effect != "permit" for each in way)]
    return permitted[0] if permitted else min(ways, key=len, default=())


def _sentence(each: Obstacle) -> str:
    is_sure = each.is_sure or each.effect == "permit"
    unknown = "" if is_sure else f"; not known: {', '.join(each.waits_for)}"
    return f"{each.says} [{each.rule}]{unknown}"


# --- what ships ----------------------------------------------------------------------------------


_PART, _NONE = "part", "none"


def parts_that_ship(judged: Judged) -> tuple[LotPart, ...]:
    """Return the parts that ship, where the decision that stands ships the lot in part."""
    taken = judged.lot.case.decisions or ()
    entry = decision_that_counts(judged.happened)
    if entry is None or not taken or not taken[-1].current or taken[-1].ships != _PART:
        return ()
    decision = Decision.from_dict(entry.data["decision"])
    return tuple(each for each in decision.parts if each.ships != _NONE)


def units_that_ship(judged: Judged) -> int | None:
    """Return the units that ship: of a part, as many as both sides agreed to take as they are.

    Of the whole lot these are all but those that they agreed not to take.
    """
    facts = observe(judged.lot, ["case.ships", "agreement.units_accepted"])
    units = facts["agreement.units_accepted"] if facts["case.ships"] == _PART else None
    if isinstance(units, int):
        return units
    quantity = judged.lot.lot.quantity
    if facts["case.ships"] == _PART or quantity is None:
        return None
    return max(quantity - not_taken(judged.happened), 0)


def part_in_words(part: LotPart) -> str:
    """Return what a part is called, with its units."""
    return part.name if part.units is None else f"{part.name}, {counted(part.units, 'unit')}"


def shipped_part(part: LotPart) -> dict[str, Any]:
    """Return a part that ships as plain data."""
    return picked(part, "name", "units", "sku", "batch", "found")
