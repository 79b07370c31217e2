"""From a lot document that shows something to a small one that still does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from disposition.documents.places.data import Step, part_at

Documents = tuple[dict[str, Any], ...]
"""One document, or several that differ in little."""

Steps = tuple[Step, ...]
"""The keys and indices that lead to a part of a document."""

MOST_TRIALS = 600


def shrunk(documents: Documents, shows: Callable[[Documents], bool]) -> Documents:
    """Return documents with as little in them as still shows the same.

    Parts are left out in all documents at once, and then values made plainer.
    """
    trials = 0

    def is_shown(tried: Documents) -> bool:
        nonlocal trials
        trials += 1
        return trials <= MOST_TRIALS and shows(tried)

    is_smaller = True
    while is_smaller and trials < MOST_TRIALS:
        is_smaller = False
        for change in (_left_out, _added_up, _plainer):
            for steps in _places(documents):
                for tried in change(documents, steps):
                    if is_shown(tried):
                        documents, is_smaller = tried, True
                        break
    return documents


def _places(documents: Documents) -> list[Steps]:
    """Return the places of all parts, the largest first; of lists, the last items first."""
    found: dict[Steps, None] = {}
    for document in documents:
        for steps in _walk(document, ()):
            found[steps] = None
    return sorted(found, key=len)


def _walk(part: Any, above: Steps) -> Iterator[Steps]:
    inner = (
        part.items()
        if isinstance(part, dict)
        else reversed([*enumerate(part)])
        if isinstance(part, list)
        else ()
    )
    for key, value in inner:
        yield (*above, key)
        yield from _walk(value, (*above, key))


def _left_out(documents: Documents, steps: Steps) -> Iterator[Documents]:
    if any(part_at(document, steps) is not None for document in documents):
        tried = tuple(deepcopy(document) for document in documents)
        for document in tried:
            _drop(document, steps)
        yield tried


def _added_up(documents: Documents, steps: Steps) -> Iterator[Documents]:
    """Yield documents in which an item of a list is added to the one before it."""
    *above, last = steps
    if not isinstance(last, int) or last == 0:
        return
    tried = tuple(deepcopy(document) for document in documents)
    for document in tried:
        one, other = (part_at(document, (*above, at)) for at in (last - 1, last))
        if not isinstance(one, dict) or not isinstance(other, dict):
            return
        for key, value in other.items():
            if type(value) is int and type(one.get(key)) is int:
                one[key] += value
        _drop(document, steps)
    yield tried


def _drop(document: Any, steps: Steps) -> None:
    *above, last = steps
    holder = part_at(document, tuple(above))
    if isinstance(holder, dict):
        holder.pop(last, None)
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        del holder[last]
    if above and holder == {} and not isinstance(above[-1], int):
        _drop(document, tuple(above))


def _plainer(documents: Documents, steps: Steps) -> Iterator[Documents]:
    held = [part_at(document, steps) for document in documents]
    known = [each for each in held if each is not None]
    if not known:
        return
    for value in _plainer_values(known[0]):
        if any(each == value for each in known):
            continue
        tried = tuple(deepcopy(document) for document in documents)
        for document, before in zip(tried, held, strict=True):
            if before == known[0]:
                _put(document, steps, value)
        yield tried


def _put(document: Any, steps: Steps, value: Any) -> None:
    holder = part_at(document, steps[:-1])
    if holder is not None:
        holder[steps[-1]] = value


USUAL_DAY = date(2026, 11, 18)


def _plainer_values(value: Any) -> Iterator[Any]:
    """Yield values that read better, the best first."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        for plain in (0, 1, 2, 10, 100):
            if abs(plain) < abs(value):
                yield plain
        step = value // 2
        while abs(step) >= 1 and step != value:
            yield value - step
            step = step // 2 if step > 0 else -(-step // 2)
    elif isinstance(value, str):
        day = _day(value)
        if day is not None and day != USUAL_DAY:
            yield USUAL_DAY.isoformat()
            for days in (1, -1, 7, -7, 30, -30):
                near = USUAL_DAY + timedelta(days)
                if abs((near - USUAL_DAY).days) < abs((day - USUAL_DAY).days):
                    yield near.isoformat()
        number = _number(value)
        if number is not None:
            for text in ("0", "1", "10", str(int(number)), f"{number:.1f}", f"{number:.2f}"):
                if len(text) < len(value) or abs(Decimal(text)) < abs(number):
                    yield text


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
