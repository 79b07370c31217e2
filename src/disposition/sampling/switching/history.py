"""What a supplier's history is made of: past lots, and what the responsible authority decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from disposition.documents.declaring import output, value
from disposition.documents.forms import ANY_TEXT
from disposition.documents.numbers import count
from disposition.documents.reading import read
from disposition.documents.scalars import FLAG, enum
from disposition.documents.schema import object_schema, or_null, whole_schema
from disposition.errors import Problem
from disposition.frozen import frozen
from disposition.frozen.classes import filling
from disposition.sampling.errors import SamplingError
from disposition.sampling.names import AQLS, STATES
from disposition.sampling.plan_numbers import CUSTOM
from disposition.sampling.plans.judgement import judge_stages
from disposition.sampling.plans.plan import Plan
from disposition.sampling.plans.single import SINGLE, single_plan
from disposition.sampling.plans.staged import TYPES

_COUNT = count("units")


@frozen
class PastLot:
    """One inspected lot, as far as switching looks at it; what is not known is None.

    Whether production is steady, and reduced inspection agreed on, is as of this lot; None leaves
    it as the scheme has it.
    """

    lot: str = output("Number of the lot")
    accepted: bool = output("Whether its sample accepted it")
    resubmitted: bool = value(FLAG, "Whether it was inspected before", otherwise=False)
    found: int | None = value(_COUNT, "What was found in all its samples")
    type: str = value(enum(*TYPES), "How many samples its plan takes", otherwise=SINGLE)
    accept: int | None = value(_COUNT, "Acceptance number of its single plan")
    accepted_tighter: bool | None = value(
        FLAG, "Whether an AQL one step tighter would have accepted it; matters at 2 or more"
    )
    sample: int | None = value(_COUNT, "Sample that decided, of a double or multiple plan")
    between: bool = value(
        FLAG, "Whether the count was between Ac and Re (Z1.4, reduced)", otherwise=False
    )
    steady: bool | None = value(FLAG, "Whether production is steady")
    reduced_agreed: bool | None = value(
        FLAG, "Whether the responsible authority agrees to reduced inspection"
    )


new_past_lot = filling(PastLot)
"""Returns a past lot of a value for each field."""


@frozen
class Correction:
    """The supplier has improved and the authority agrees: inspection may resume."""

    because: str = value(ANY_TEXT, "Why inspection may resume", otherwise="", key="correction")


@frozen
class Direction:
    """The responsible authority directs a state of inspection, outside the rules of counting."""

    state: str = output("The state that is directed", enum(*STATES), key="direct")
    because: str = value(ANY_TEXT, "Why", otherwise="")


Entry = PastLot | Correction | Direction


def past_lot(
    plan: Plan,
    *,
    lot: str,
    found: Sequence[int],
    resubmitted: bool = False,
    steady: bool | None = None,
    reduced_agreed: bool | None = None,
) -> PastLot:
    """Return a past lot judged by its plan, with all that switching needs to know of it.

    `found` has what was found in each sample, as in `judge_stages`. Raises `SamplingError` when the
    samples do not decide.

    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> past_lot(plan, lot="14", found=[4]).accepted_tighter
    False
    """
    progress = judge_stages(plan, found=found)
    if progress.accepted is None:
        message = f"the samples of lot `{lot}` do not decide: {progress.judgement.note}"
        hint = "give what was found in each sample up to the one that decides"
        raise SamplingError(message, about="found", hint=hint)
    single = plan.type == SINGLE
    return PastLot(
        lot=lot,
        accepted=progress.accepted,
        resubmitted=resubmitted,
        found=progress.found,
        type=plan.type,
        accept=plan.accept if single else None,
        accepted_tighter=_accepted_tighter(plan, progress.found) if single else None,
        sample=progress.drawn,
        between=progress.judgement.back_to_normal,
        steady=steady,
        reduced_agreed=reduced_agreed,
    )


def _accepted_tighter(plan: Plan, found: int) -> bool | None:
    """Return whether the plan of the next lower AQL would have accepted what was found."""
    if plan.standard == CUSTOM or plan.aql is None or plan.lot_size is None:
        return None
    lower = _one_step_tighter(plan.aql)
    if lower is None:
        return None
    tighter = single_plan(
        lot_size=plan.lot_size,
        level=plan.level,
        aql=lower,
        state=plan.state,
        standard=plan.standard,
    )
    return found <= tighter.accept


def _one_step_tighter(aql: Decimal) -> Decimal | None:
    place = AQLS.index(aql) if aql in AQLS else 0
    return AQLS[place - 1] if place else None


# --- lots that are named more than once: each counts once, unless it is resubmitted ---------------


ONCE = "a lot counts once: mark another inspection of the same lot as `resubmitted`"
"""What to do about a lot that is named twice."""


@lru_cache(4096)  # the history of one supplier comes with each of their lots
def same_number(lot: str) -> str:
    """Return what two spellings of one lot's number have in common: width, case and blanks aside.

    >>> same_number("  PO-4711 / a") == same_number("po-4711  / A")
    True
    """
    return " ".join(normalize("NFKC", lot).casefold().split())


def numbered(history: Iterable[Entry]) -> list[tuple[str, bool] | None]:
    """Return the lots of a history as `repeated_lots` takes them."""
    return [
        (entry.lot, entry.resubmitted) if isinstance(entry, PastLot) else None for entry in history
    ]


def repeated_lots(lots: Iterable[tuple[str, bool] | None]) -> Iterator[tuple[int, int]]:
    """Yield the place of each lot that stands further up already, and that first place, from 0.

    Each lot is its number and whether it is resubmitted; None stands for an entry that is no lot.

    >>> list(repeated_lots([("1", False), ("2", False), ("1", True), None, ("2", False)]))
    [(4, 1)]
    """
    first: dict[str, int] = {}
    for place, entry in enumerate(lots):
        if entry is None:
            continue
        lot, resubmitted = entry
        above = first.setdefault(same_number(lot), place)
        if above != place and not resubmitted:
            yield place, above


# --- a history as plain data, such as a JSON list -------------------------------------------------


def read_history(documents: Sequence[object]) -> tuple[Entry, ...]:
    """Return the entries of a history, oldest first.

    A past lot is an object with the keys of `PastLot`, of which `accepted` is required and `lot` is
    its place when absent. `{"correction": "why"}` resumes inspection, `{"direct": "normal",
    "because": "why"}` directs a state. Raises `SamplingError` that names the place, for an unknown
    key, a wrong kind of value, anything that is no object, and a lot that stands there twice
    without being resubmitted.

    >>> read_history([{"lot": "1", "accepted": True}, {"correction": "new mould"}])[1]
    Correction(because='new mould')
    """
    entries = tuple(_entry(document, place) for place, document in enumerate(documents))
    for place, above in repeated_lots(numbered(entries)):
        raise _wrong(Problem(f"$[{place}]", f"the lot at `$[{above}]` stands here again", ONCE))
    return entries


def history_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a history that is a JSON list.

    >>> history_schema()["items"]["anyOf"][0]["required"]
    ['accepted']
    """
    entries = [object_schema(kind) for kind in (PastLot, Correction, Direction)]
    entries[0]["required"].remove("lot")  # it is the place of one that has no number
    entries[0]["properties"]["lot"] = or_null(entries[0]["properties"]["lot"])
    about = "Past lots of a supplier, oldest first, and what the responsible authority decided."
    schema = {"type": "array", "items": {"anyOf": entries}}
    return whole_schema("History of past lots", about, schema)


def _entry(document: object, place: int) -> Entry:
    kind: type = PastLot
    if isinstance(document, Mapping):
        if "correction" in document:
            kind = Correction
        elif "direct" in document:
            kind = Direction
        elif document.get("lot") is None:
            document = {**document, "lot": str(place + 1)}
    entry: Entry
    entry, problems = read(kind, document, f"$[{place}]")
    if problems:
        raise _wrong(*problems)
    return entry


def _wrong(first: Problem, *others: Problem) -> SamplingError:
    more = f" (the first of {len(others) + 1:,} problems here)" if others else ""
    return SamplingError(f"{first.where}: {first.message}{more}", about="history", hint=first.hint)
