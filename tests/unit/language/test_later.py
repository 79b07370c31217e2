"""A list joined with itself by a word and what comes later: in one pass, as pair by pair."""

from itertools import product

import pytest

from disposition.language.evaluate.alike import later_matches
from disposition.language.evaluate.possible import (
    Open,
    Possible,
    absent,
    all_of,
    any_of,
    equal,
    places_of,
)

WORDS = ("cost", "handling", None)
HELD = (True, False, None)
ITEMS = tuple(product(WORDS, HELD))


def _absent(what: str, at: int) -> Possible:
    return absent(f"$.{what}", (at,), None, None)


def _seen(told: Possible) -> object:
    return frozenset(places_of(told.missing)) if isinstance(told, Open) else told


@pytest.mark.parametrize("first", ITEMS)
def test_one_pass_tells_what_comparing_all_pairs_tells(first: tuple[str | None, bool | None]):
    for others in product(ITEMS, repeat=2):
        items = (first, *others)
        words = [_absent("word", at) if w is None else w for at, (w, _) in enumerate(items)]
        held = [_absent("held", at) if h is None else h for at, (_, h) in enumerate(items)]
        pairs = [
            any_of(
                all_of((equal(words[at], words[later]), held[later]))
                for later in range(at + 1, len(items))
            )
            for at in range(len(items))
        ]
        one_pass = later_matches(len(items), words.__getitem__, held.__getitem__)
        assert [_seen(each) for each in one_pass] == [_seen(each) for each in pairs], items


@pytest.mark.parametrize("word", WORDS)
def test_each_item_is_looked_at_once_and_told_in_few_parts(word: str | None):
    looked: list[int] = []

    def held(at: int) -> Possible:
        looked.append(at)
        return _absent("held", at)

    told = later_matches(100, lambda at: _absent("word", at) if word is None else word, held)
    assert sorted(looked) == list(range(100))
    assert all(isinstance(each, Open) and len(each.missing) <= 3 for each in told[:-1])
