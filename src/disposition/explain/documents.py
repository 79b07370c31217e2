"""The rationale as plain data and back: what stands in a decision document beyond its outcome."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import fields_dict

from disposition.errors import DispositionError, suggest
from disposition.explain.rationale import Plain, Rationale

if TYPE_CHECKING:
    from cattrs import Converter


def write_rationale(rationale: Rationale) -> dict[str, Any]:
    """Return the lists of a rationale as plain data."""
    written: dict[str, Any] = _converter().unstructure(rationale)
    return written


def read_rationale(document: Mapping[str, Any]) -> Rationale:
    """Return the rationale that stands in a decision document.

    Raises:
        DispositionError: something in it is not as a decision is written.
    """
    from cattrs import BaseValidationError, transform_error

    parts = {key: document[key] for key in fields_dict(Rationale) if key in document}
    try:
        return _converter().structure(parts, Rationale)
    except BaseValidationError as error:
        problems = "; ".join(transform_error(error, path="$"))
        raise DispositionError(f"not a decision document: {problems}") from None


@cache
def _converter() -> Converter:
    # Loading cattrs takes long: only who reads or writes documents waits for it.
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True, prefer_attrib_converters=False)
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_structure_hook(Plain, lambda value, _: value)
    return converter


def expect_keys(document: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Refuse a document with keys that a decision does not have, or without those that it has.

    Raises:
        DispositionError: naming the first such key.
    """
    for key in document:
        if key not in known:
            hint = suggest(str(key), known)
            message = f"not a decision document: it has no key `{key}`"
            raise DispositionError(f"{message} ({hint})" if hint else message)
    for key in known:
        if key not in document:
            raise DispositionError(f"not a decision document: the key `{key}` is missing")
