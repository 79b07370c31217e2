"""A history as plain data, such as a JSON list, turned into its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import fields, frozen

from disposition.errors import suggest
from disposition.sampling.errors import SamplingError, quoted
from disposition.sampling.names import check_state
from disposition.sampling.plans.single import SINGLE
from disposition.sampling.plans.staged import check_type
from disposition.sampling.switching.history import Correction, Direction, Entry, PastLot
from disposition.sampling.switching.repeated_lots import ONCE, numbered, repeated_lots

_KEYS = tuple(field.name for field in fields(PastLot))


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
        raise _wrong(f"$[{place}]", f"the lot at `$[{above}]` stands here again", ONCE)
    return entries


def _entry(document: object, place: int) -> Entry:
    where = f"$[{place}]"
    if not isinstance(document, Mapping):
        raise _wrong(where, f"{quoted(document)} is not a past lot", "it is an object")
    if "correction" in document:
        _check_keys(document, ("correction",), where)
        return Correction(_Reader(document, where).text("correction"))
    if "direct" in document:
        _check_keys(document, ("direct", "because"), where)
        read = _Reader(document, where)
        return Direction(check_state(read.text("direct")), read.text("because"))
    return _past_lot(document, place, where)


def _past_lot(document: Mapping[str, object], place: int, where: str) -> PastLot:
    _check_keys(document, _KEYS, where)
    if document.get("accepted") is None:
        raise _wrong(where, "whether the lot was accepted is missing", "add `accepted`")
    read = _Reader(document, where)
    return PastLot(
        lot=read.text("lot", str(place + 1)),
        accepted=read.flag("accepted") is True,
        resubmitted=read.flag("resubmitted") is True,
        found=read.count("found"),
        type=check_type(read.text("type", SINGLE)),
        accept=read.count("accept"),
        accepted_tighter=read.flag("accepted_tighter"),
        sample=read.count("sample"),
        between=read.flag("between") is True,
        steady=read.flag("steady"),
        reduced_agreed=read.flag("reduced_agreed"),
    )


@frozen
class _Reader:
    """Takes typed values out of one object; null is the same as absent."""

    document: Mapping[str, object]
    where: str

    def text(self, key: str, default: str = "") -> str:
        value = self.document.get(key)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        raise self._wrong(key, f"{quoted(value)} is not text", "write it in quotes")

    def flag(self, key: str) -> bool | None:
        value = self.document.get(key)
        if value is None or isinstance(value, bool):
            return value
        hint = "write `true` or `false`"
        raise self._wrong(key, f"{quoted(value)} is neither true nor false", hint)

    def count(self, key: str) -> int | None:
        value = self.document.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        hint = "a count is a whole number, 0 or more"
        raise self._wrong(key, f"{quoted(value)} is not a count", hint)

    def _wrong(self, key: str, message: str, hint: str) -> SamplingError:
        return _wrong(f"{self.where}.{key}", message, hint)


def _check_keys(document: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    for key in document:
        if key not in known:
            hint = suggest(str(key), known) or f"it is one of {', '.join(known)}"
            raise _wrong(where, f"{quoted(key)} is not a key here", hint)


def _wrong(where: str, message: str, hint: str) -> SamplingError:
    return SamplingError(f"{where}: {message}", about="history", hint=hint)
