"""Whether two names mean the same person, however they are spelled.

An identifier settles it. Without one on both sides the names tell, read without case, spaces,
punctuation, accents, strokes, width, Unicode form and the order of their parts. A full name that
another one holds, whole or with initials, may be the same person's, with a title, a function or a
companion; so may initials (`CJ`), a short form (`Alex Chen`), a word that mixes alphabets with
letters that look alike, and a name in Chinese or Cyrillic letters that may be read so. Who these
mean is not known. Pet names (`Bob`) and other scripts are not seen through: there an identifier is
needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from disposition.facts.document.readings import in_latin, may_be_read_as
from disposition.frozen import frozen

_MOST_PARTS = 6
"""Parts of a name that it may begin with where they are not written apart."""

_SHORT = frozenset({1, *range(4, 100)})
"""Letters of what may be short for a name: an initial, or so many that it is no name of its own."""

_VOWELS = frozenset("aeiouy")

_MOST_COMPARED = 50
"""Parts of a name that are looked for in another one."""

_UNSEEN = frozenset("\u115f\u1160\u17b4\u17b5\u3164").union(
    map(chr, range(0x180B, 0x1810)),
    map(chr, range(0xFE00, 0xFE10)),
    map(chr, range(0xE0100, 0xE01F0)),
)
"""Letters and marks that are not shown: fillers, and what only chooses the form of a letter."""

_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Alphabets with letters that look like those of another."""

_LATIN = re.compile(
    "LATIN (?:(?:SMALL|CAPITAL) (?:LETTER|LIGATURE)|LETTER SMALL CAPITAL) "
    "(?:DOTLESS |SCRIPT |BARRED )?(?:([A-Z]{1,2})|(A)LPHA)(?: WITH .+)?"
)
"""How Unicode names a letter that is one or two others with a stroke, or in another shape."""

_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")

_FIRST_ACCENT, _LAST_ACCENT = "\u0300", "\u036f"


@frozen
class Person:
    """Somebody by name, by identifier, or by both; None is not known."""

    name: str | None
    id: str | None


def is_another(person: Person, earlier: Iterable[Person]) -> bool | None:
    """Return whether somebody is none of those before; None if that is not known.

    >>> is_another(Person("WANG", None), [Person("Wang", None)])
    False
    >>> is_another(Person("Wang", "17"), [Person("Wang", "21")])
    True
    >>> is_another(Person("Wang", None), [Person(None, None)])
    """
    found = [_is_same(person, each) for each in earlier]
    if True in found:
        return False
    return None if None in found else True


def _is_full(parts: list[str]) -> bool:
    """Whether a name has two parts, or two characters of those that are a part each.

    A single family name is shared by many, so that it tells nobody apart and makes nobody the same.
    """
    return len(parts) > 1 or (
        len(parts) == 1 and len(parts[0]) > 1 and unicodedata.name(parts[0][0], "")[:3] == "CJK"
    )


def has_name(person: Person) -> bool:
    """Whether there is a letter or a digit in somebody's name."""
    return bool(_words(person.name or ""))


def _is_same(one: Person, other: Person) -> bool | None:
    ids = [_number(each.id) for each in (one, other) if each.id is not None]
    if len(ids) == 2 and all(ids):
        return ids[0] == ids[1]
    names = [_spellings(each.name) for each in (one, other) if each.name is not None]
    if len(names) < 2 or not all(names):
        return None
    if not names[0].isdisjoint(names[1]):
        return True
    pairs = ((one.name or "", other.name or ""), (other.name or "", one.name or ""))
    if any(_holds(*pair) or _are_initials(*pair) or _is_read(*pair) for pair in pairs):
        return None
    return None if any(_is_disguised(each.name or "") for each in (one, other)) else False


def _number(identifier: str) -> str:
    """Return what spellings of an identifier have in common; a sheet drops zeros in front.

    >>> _number(" QC-0077") == _number("qc77"), _number("107") == _number("17")
    (True, False)
    """
    return _LEADING_ZEROS.sub("", "".join(_words(identifier)))


def _holds(longer: str, shorter: str) -> bool:
    """Whether each part of a full name is one of the parts of another, or short for one.

    >>> _holds("Chen Jun (QC)", "Chen Jun"), _holds("Chen Jun", "C. Jun"), _holds("Chen Jun", "Wu")
    (True, True, False)
    """
    left, parts = _words(longer), _words(shorter)[:_MOST_COMPARED]
    if not _is_full(parts):
        return False
    for part in sorted(parts, key=len, reverse=True):
        of_it = [each for each in left if each == part] or [
            each for each in left if _is_short_for(part, each)
        ]
        if not of_it:
            return False
        left.remove(of_it[0])
    return True


def _is_short_for(part: str, whole: str) -> bool:
    """Whether a part of a name is an initial of another, or begins it (`Alex`, `Alexander`)."""
    return len(part) in _SHORT and whole.startswith(part)


def _are_initials(name: str, letters: str) -> bool:
    """Whether a name is written as its initials alone, in any order.

    >>> _are_initials("Chen Jun", "CJ"), _are_initials("Chen Jun", "Wu")
    (True, False)
    """
    parts, written = _words(name), _words(letters)
    if (
        len(parts) < 2
        or len(written) != 1
        or not (letters.isupper() or _VOWELS.isdisjoint(*written))
    ):
        return False
    return sorted(written[0]) == sorted(each[0] for each in parts)


def _is_read(name: str, in_latin_letters: str) -> bool:
    """Whether a name in Chinese or Cyrillic letters may be one that is told in Latin ones.

    >>> _is_read("王磊", "Wang Lei"), _is_read("Иван Петров", "Petrov I."), _is_read("王磊", "Zhao")
    (True, True, False)
    """
    words, read = _words(in_latin_letters), " ".join(map(in_latin, _words(name)))
    if name.isascii() or not "".join(words).isascii():
        return False
    if read.isascii():
        is_it = not _spellings(read).isdisjoint(_spellings(in_latin_letters))
        return is_it or _holds(read, in_latin_letters) or _holds(in_latin_letters, read)
    return may_be_read_as("".join(_words(name)), words)


def _spellings(name: str) -> frozenset[str]:
    """Return a name as one word: begun at each of its parts, and with its parts sorted."""
    words = _words(name)
    begun = [words[at:] + words[:at] for at in range(min(len(words), _MOST_PARTS))]
    return frozenset("".join(each) for each in (*begun, sorted(words)) if each)


def _words(text: str) -> list[str]:
    """Return the parts of a text, by letters, digits and the marks that make letters only."""
    # By way of capitals, since those of some letters are those of others (ı and i).
    cased = unicodedata.normalize("NFKD", text).upper().casefold()
    folded = unicodedata.normalize("NFKD", cased)
    plain = "".join(_plain(each) for each in folded if not _FIRST_ACCENT <= each <= _LAST_ACCENT)
    parts = "".join(each if _is_letter(each) else " " for each in plain)
    return parts.split()


def _plain(letter: str) -> str:
    """Return a Latin letter in plain ones (ł, ø, æ, ɡ), which no form of Unicode does."""
    if letter.isascii():
        return letter
    shaped = _LATIN.fullmatch(unicodedata.name(letter, ""))
    return (shaped[1] or shaped[2]).lower() if shaped else letter


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" and character not in _UNSEEN


def _is_disguised(name: str) -> bool:
    """Whether letters of alphabets that look alike stand in one word, as nobody spells a name."""
    return any(
        len({unicodedata.name(each, "").partition(" ")[0] for each in word} & _ALIKE) > 1
        for word in _words(name)
    )


ROLES = ("sales_contact", "production_manager", "qc", "owner", "other")
"""What somebody does; any other words for it mean `other`."""


def role_of(words: str) -> str:
    """Return the word for what somebody does, read without case, with blanks, `-` or `_`.

    >>> role_of("Production manager"), role_of("QC"), role_of("order clerk")
    ('production_manager', 'qc', 'other')
    """
    word = "_".join(words.casefold().replace("-", " ").replace("_", " ").split())
    return word if word in ROLES else ROLES[-1]
