"""Whether two names are one person: the spelling does not matter, an identifier settles it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition.facts import Lot, observe, why_unknown
from disposition.facts.document.persons import Person, is_another

SPELLINGS: tuple[tuple[str, ...], ...] = (
    ("Zhao", "ZHAO", "zhao", " Zhao ", "Z h a o", "Zhao.", "«Zhao»", "\uff3a\uff48\uff41\uff4f"),
    ("Xiao Ming Li", "Li Ming Xiao", "Ming, Li Xiao"),
    ("Işık", "IŞIK", "işik"),
    ("Qing", "QING", "\U0001d410\U0001d422ng"),
    ("Xiao Ming Wang", "Wang Xiao Ming", "XiaoMingWang"),
    ("Wang Lei", "wang lei", "Lei Wang", "Wang, Lei", "Wang-Lei", "WangLei", "Wang\u00a0Lei"),
    ("José Núñez", "Jose Nunez", unicodedata.normalize("NFD", "José Núñez"), "JOSÉ NÚÑEZ"),
    ("Łukasz Nowak", "ŁUKASZ NOWAK", "Lukasz Nowak"),
    ("Søren Ærø", "SØREN ÆRØ", "Soren Aero"),
    ("Đỗ Minh", "Đo Minh", "Do Minh"),
    ("Zhang Gao", "Zhɑng Gao", "Zhan\u0261 Gao", "\u1d22hang Gao"),
    ("Strauß", "STRAUSS", "strauss"),
    ("\uff76\uff9e\uff84\uff73", "ガトウ", unicodedata.normalize("NFD", "ガトウ")),
    ("王磊", "王 磊", "王\u200b磊"),
    ("김민수", unicodedata.normalize("NFD", "김민수")),
    ("O'Neill", "O’Neill", "ONeill", "O Neill"),
    ("राम",),
    ("रमा",),
    ("Wang 2",),
    ("Chen",),
)


def named(*names: str | None) -> list[Person]:
    return [Person(each, None) for each in names]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_the_same_person_is_nobody_else_however_it_is_spelled(spellings: tuple[str, ...]) -> None:
    for one, other in permutations(spellings, 2):
        assert is_another(Person(one, None), named(other)) is False, (one, other)


READ_ALIKE = {"王磊", "Wang Lei", "Wang 2"}
"""Names that may be one person's, in the letters of two scripts."""


def test_others_are_others() -> None:
    for one, other in permutations(SPELLINGS, 2):
        if {one[0], other[0]} <= READ_ALIKE and "王磊" in (one[0], other[0]):
            assert is_another(Person(one[0], None), named(other[-1])) is None
            continue
        assert is_another(Person(one[0], None), named(other[-1])) is True, (one, other)


HELD = (
    ("Chen Jun", "Chen Jun (QC)"),
    ("Chen Jun", "Mr. Jun Chen"),
    ("Chen Jun", "Zhou Min & CHEN JUN"),
    ("Chen Jun", "C. Jun"),
    ("José Núñez", "Jose Maria Nunez"),
    ("王磊", "王磊，张伟"),
    ("Chen Jun", "CJ"),
    ("Chen Jun", "JC"),
    ("Chen Jun", "cj"),
    ("Alexander Chen", "Alex Chen"),
    ("Chen Jun", "陈俊"),
    ("Chen Jun", "陳俊"),
    ("Chan Tai Man", "陈大文"),
    ("Jun CHEN", "陈 俊"),
    ("J. Chen", "陈俊"),
    ("Chen", "陈俊"),
    ("Ivan Petrov", "Иван Петров"),
    ("PETROV Ivan", "иван  петров"),
    ("I. Petrov", "Иван Петров"),
    ("Shevchenko", "Шевченко"),
)


@pytest.mark.parametrize(("one", "other"), HELD)
def test_a_name_that_another_holds_may_be_that_persons(one: str, other: str) -> None:
    assert is_another(Person(one, None), named(other)) is None
    assert is_another(Person(other, None), named(one)) is None
    assert is_another(Person(other, "2"), [Person(one, "1")]) is True


@pytest.mark.parametrize(
    "other",
    [
        *("Chen Min", "Jun Li", "C. Min", "Chenjun Li", "Chen", "Ng", "LI", "QC", "CM", "Li Na"),
        *(
            "李娜",
            "陈大文",
            "王俊",
            "张伟",
            "Чен Мин",
            "Иван Петров",
            "Juna Li",
            "Chenyu Min",
            "김민수",
        ),
    ],
)
def test_a_name_that_shares_a_part_is_another(other: str) -> None:
    assert is_another(Person("Chen Jun", None), named(other)) is True


DISGUISED = ("W\u0430ng", "Wan\u0261 W\u0430ng", "Wa\u0578g", "\u0410nna", "Li W\u03b1ng")


@pytest.mark.parametrize("name", DISGUISED)
def test_who_is_meant_by_letters_of_two_alphabets_is_not_known(name: str) -> None:
    assert is_another(Person(name, None), named("Chen")) is None
    assert is_another(Person("Chen", None), named(name)) is None
    assert is_another(Person(name, None), named(name)) is False
    assert is_another(Person(name, "1"), [Person("Chen", "2")]) is True


@pytest.mark.parametrize("other", ["Ван", "Wang Ван", "Li (王)", "王Lei", "Μαρία", "W2"])
def test_a_name_in_another_alphabet_or_in_two_words_is_no_disguise(other: str) -> None:
    assert is_another(Person(other, None), named("Chen")) is True


@pytest.mark.parametrize("unseen", ["\ufe0f", "\u3164", "\uffa0", "\u115f", "\U000e0100", "\u180b"])
def test_what_is_not_shown_makes_nobody_else(unseen: str) -> None:
    assert is_another(Person(f"Wang{unseen}", None), named("Wang")) is False
    assert is_another(Person(unseen, None), named("Wang")) is None


CHANGES: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.lower,
    str.title,
    lambda name: f"  {name}.",
    lambda name: name.replace(" ", ""),
    lambda name: name.replace(" ", "-"),
    *(
        lambda name, form=form: unicodedata.normalize(form, name)  # type: ignore[misc]
        for form in ("NFC", "NFD", "NFKC", "NFKD")
    ),
)


@given(
    st.text(st.characters(categories=["L", "N"], max_codepoint=0xFFFF), min_size=1, max_size=8),
    st.lists(st.sampled_from(CHANGES), max_size=3),
)
def test_no_spelling_makes_somebody_else_of_anybody(
    name: str, changes: list[Callable[[str], str]]
) -> None:
    spelled = f"{name} Li"
    for change in changes:
        spelled = change(spelled)
    assert is_another(Person(f"{name} Li", None), named(spelled)) is False


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Person("Wang", "17"), Person("Wang", "21"), True),
        (Person("Wang", "17"), Person("WANG", "17"), False),
        (Person("Wang", "E-17"), Person("Chen", "e 17"), False),
        (Person("Wang", "17"), Person("Wang", None), False),
        (Person("Wang", None), Person("Wang", "17"), False),
        (Person("Wang", "17"), Person("Chen", None), True),
        (Person(None, "17"), Person("Wang", "21"), True),
        (Person(None, "17"), Person(None, "17"), False),
        (Person(None, "17"), Person("Wang", None), None),
        (Person(None, None), Person("Wang", "17"), None),
        (Person("—", None), Person("Wang", None), None),
        (Person("Wang", "-"), Person("Wang", "17"), False),
        (Person("Wang", "-"), Person("Chen", "17"), True),
    ],
)
def test_an_identifier_settles_it(one: Person, other: Person, expected: bool | None) -> None:
    assert is_another(one, [other]) is expected
    assert is_another(other, [one]) is expected


def test_one_who_inspected_before_is_enough() -> None:
    person = Person("Wang", None)
    assert is_another(person, named("Chen", None, "wang")) is False
    assert is_another(person, named("Chen", None)) is None
    assert is_another(person, named("Chen", "Zhou")) is True
    assert is_another(person, []) is True


# --- in a lot document ---------------------------------------------------------------------------


def by_another(*inspectors: dict[str, str]) -> bool | None:
    listed = [{"again": number > 0, **each} for number, each in enumerate(inspectors)]
    lot = Lot.from_dict({"case": {"inspections": listed}})
    path = "reinspection.by_another"
    found = observe(lot, [path])[path]
    assert (found is None) == bool(why_unknown(lot, path))
    assert found is None or isinstance(found, bool)
    return found


def test_whoever_inspected_again_is_told_from_all_before() -> None:
    wang, again = {"inspector": "Wang"}, {"inspector": "WANG"}
    assert by_another(wang, again) is False
    assert by_another(wang, {"inspector": "Chen"}, again) is False
    assert by_another(wang | {"inspector_id": "17"}, again | {"inspector_id": "21"}) is True
    assert by_another(wang | {"inspector_id": "17"}, again) is False
    assert by_another({"inspector_id": "17"}, again | {"inspector_id": "21"}) is True
    assert by_another({}, again) is None
    assert by_another({"inspector": "—"}, again) is None


def test_why_it_is_not_known_whether_a_name_that_another_holds_is_that_persons() -> None:
    names = ({"inspector": "Chen Jun"}, {"inspector": "Chen Jun (QC)", "again": True})
    lot = Lot.from_dict({"case": {"inspections": [{"again": False} | each for each in names]}})
    assert by_another(*names) is None
    assert "may be those of one person" in why_unknown(lot, "reinspection.by_another")
