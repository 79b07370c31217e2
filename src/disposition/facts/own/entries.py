"""Entries of policy files that declare facts of one's own: values, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.numbers import MOST, count, number
from disposition.documents.scalars import ScalarType, day, enum, flag, text
from disposition.documents.yaml.nodes import Mapping as Group
from disposition.documents.yaml.nodes import Node
from disposition.documents.yaml.nodes import Scalar as Written
from disposition.facts.definitions import DraftFact
from disposition.facts.own.declared import CUSTOM, PREFIX, Own, OwnList, OwnTable, OwnValue
from disposition.facts.own.lookup_tables import TABLE_KEYS, is_table, read_table
from disposition.frozen import evolve
from disposition.language.expression import POSITION
from disposition.language.fields import Fields, constant
from disposition.language.naming import KEYWORDS, is_word
from disposition.language.types import Changeable, Kind, Range
from disposition.words import listed

VALUE_KEYS = ("type", "one of", "unit", "least", "most", "changeable", "about")
LIST_KEYS = ("list", "about")
TYPES = tuple(each.value for each in Kind if each is not Kind.ENUM)
MOST_PERCENT = 100
LONGEST_UNIT = 30
LONGEST_WORD = 100
LONGEST_PATH = 8
"""Words of a path, as in any name of an expression."""


def is_own_path(key: Written, findings: Findings) -> bool:
    """Tell whether a name can be that of a fact of one's own, noting it if not."""
    first, *words = key.text.split(".")
    if first == CUSTOM and words:
        return _are_words(key, words, findings)
    message = f"`{key.text}` cannot be the name of a fact of one's own"
    last = key.text.rpartition(".")[2]
    hint = f"such facts stand below `custom`: `{PREFIX}{'name' if last == CUSTOM else last}`"
    findings.error("S310", key.place, message, hint)
    return False


def _are_words(key: Written, words: list[str], findings: Findings) -> bool:
    if len(words) >= LONGEST_PATH:
        message = f"`{key.text}` has more than {LONGEST_PATH} words"
        findings.error("S310", key.place, message, "no name of a fact is so long")
        return False
    what = f"part of `{key.text}`" if len(words) > 1 else "the name of a fact"
    return all(is_word(evolve(key, text=word), what, findings, KEYWORDS) for word in words)


def is_given(node: Node) -> bool:
    """Whether an entry declares what stands in the document, and no expression."""
    return not isinstance(node, Group) or not any(key.text in ("is", "for") for key, _ in node)


def read_own(key: Written, node: Node, findings: Findings) -> Own | None:
    """Return what an entry declares, noting what is wrong with it; its path has been looked at."""
    return _own(key, key.text, node, findings)


def _own(key: Written, path: str, node: Node, findings: Findings) -> Own | None:
    if not isinstance(node, Group):
        message = f"the fact `{key.text}` needs a group of keys"
        hint = "for example `{type: integer, unit: units, about: …}`"
        findings.error("S305", key.place, message, hint)
        return None
    if is_table(node):
        return read_table(key, path, Fields(node, "a table", TABLE_KEYS, findings, key.place))
    if any(each.text == "list" for each, _ in node):
        return _list(key, path, Fields(node, "a list", LIST_KEYS, findings, key.place))
    return _value(key, path, Fields(node, "a fact", VALUE_KEYS, findings, key.place))


def _list(key: Written, path: str, fields: Fields) -> OwnList | None:
    group = fields.mapping("list", fields.require("list", "for example `list: {weight: …}`"))
    about = fields.text("about")
    if group is None:
        return None
    findings, holds = fields.findings, {}
    for name, node in group:
        if name.text == POSITION:
            message = f"`{POSITION}` is known of every item: its place in the list, from 1"
            findings.error("S310", name.place, message, "choose another name")
        elif _are_words(name, name.text.split("."), findings):
            held = _own(name, f"{path}[].{name.text}", node, findings)
            if isinstance(held, OwnTable):
                findings.error("S302", held.place, "an item of a list has no tables")
            elif held is not None:
                holds[name.text] = held
    note_clashes({each.text: each.place for each, _ in group}, findings)
    if not group.entries:
        findings.error("S303", key.place, f"the list `{key.text}` holds nothing")
    return OwnList(path, about, holds, key.place)


def _value(key: Written, path: str, fields: Fields) -> OwnValue | None:
    if "type" in fields and "one of" in fields:
        message = f"the fact `{key.text}` has `type` and `one of`"
        fields.findings.error("S318", key.place, message, "words need no type")
        return None
    scalar = _words(fields) if "one of" in fields else _typed(key, fields)
    about = fields.text("about")
    changeable = fields.choice("changeable", [each.value for each in Changeable])
    if scalar is None:
        return None
    return OwnValue(path, about, scalar, key.place, Changeable(changeable) if changeable else None)


def _words(fields: Fields) -> ScalarType | None:
    findings, written = fields.findings, fields.words_once("one of")
    for unfit in ("unit", "least", "most"):
        if unfit in fields:
            findings.error("P405", fields.key_place(unfit), f"`{unfit}` goes with numbers only")
    words = tuple(each.text for each in written)
    if len(words) == 1 and written[0].plain and "," in words[0]:
        hint = f"write `[{words[0]}]`"
        findings.error("S304", written[0].place, "`one of` needs a list of single words", hint)
        return None
    if all(each.plain and each.text in ("true", "false") for each in written) and words:
        message = "`true` and `false` are no words"
        findings.error("S306", written[0].place, message, "write `type: boolean`")
        return None
    if not words:
        findings.error("S313", fields.key_place("one of"), "`one of` names nothing")
        return None
    for each in written:
        if not each.text.strip() or not each.text.isprintable() or len(each.text) > LONGEST_WORD:
            message = f"a word has 1 to {LONGEST_WORD} characters that can be seen"
            findings.error("S306", each.place, message)
            return None
    return enum(*words)


# What other languages call a type, and what it is here.
_MEANT = {
    **dict.fromkeys(("number", "float", "double", "money", "percent"), "write `type: decimal`"),
    **dict.fromkeys(("string", "str", "char", "varchar"), "write `type: text`"),
    **dict.fromkeys(("enum", "choice", "select"), "list the words: `one of: [new, good]`"),
    **dict.fromkeys(("list", "array"), "write `list:` instead, and below it what each item holds"),
}


def _typed(key: Written, fields: Fields) -> ScalarType | None:
    hint = f"it can be {listed(TYPES)}; or words under `one of`, or an expression under `is`"
    fields.require("type", hint)
    found = fields.choice("type", TYPES, _MEANT)
    kind = None if found is None else Kind(found)
    if kind is None:
        return None
    if not kind.is_number:
        for unfit in ("unit", "least", "most"):
            if unfit in fields:
                message = f"the fact `{key.text}` has `{unfit}` but is not a number"
                fields.findings.error("P405", fields.key_place(unfit), message)
        return {Kind.BOOLEAN: flag, Kind.TEXT: text, Kind.DATE: day}[kind]()
    unit = unit_of(fields)
    is_percent = unit == "percent"
    least = _bound("least", kind, fields, 0 if is_percent else None)
    most = _bound("most", kind, fields, MOST_PERCENT if is_percent else None)
    if least is not None and most is not None and least > most:
        message = f"`least` is more than `most` for the fact `{key.text}`"
        fields.findings.error("P405", fields.key_place("least"), message)
        return None
    within = Range(least, most)
    if kind is Kind.DECIMAL:
        return number(unit, within)
    return count(
        unit, least=-MOST if least is None else int(least), most=MOST if most is None else int(most)
    )


def unit_of(fields: Fields) -> str:
    """Return the unit of an entry: any word that is short and can be seen."""
    written = fields.scalar("unit")
    if written is None:
        return ""
    if written.text == "%":
        fields.findings.error(
            "P405", written.place, "the unit `%` is not known", "did you mean `percent`?"
        )
        return ""
    if len(written.text) > LONGEST_UNIT or not written.text.isprintable():
        message = f"a unit has at most {LONGEST_UNIT} characters that can be seen"
        fields.findings.error("P405", written.place, message)
        return ""
    return written.text


def _bound(name: str, kind: Kind, fields: Fields, usual: int | None) -> int | Decimal | None:
    written = fields.scalar(name)
    found = constant(written, fields.findings) if written else None
    if written is None or found is None:
        return usual
    if not isinstance(found, int | Decimal) or isinstance(found, bool):
        message = f"`{name}` needs a number, not `{written.text}`"
        fields.findings.error("P405", written.place, message)
        return None
    whole = int(found)
    if kind is Kind.INTEGER and found != whole:
        message = f"`{name}` of a whole number is a whole number, not `{written.text}`"
        fields.findings.error("P405", written.place, message)
        return None
    if not -MOST <= found <= MOST:
        message = f"`{name}` is at most {MOST:,}, and at least as much below 0"
        fields.findings.error("P405", written.place, message)
        return None
    return whole if found == whole else found


def note_clashes(facts: Mapping[str, Place], findings: Findings) -> None:
    """Note names that are those of a value or a list, and of a group with others in it."""
    for path, place in facts.items():
        words = path.split(".")
        for end in range(1, len(words)):
            above = ".".join(words[:end])
            if above in facts:
                message = f"`{above}` is a fact, so `{path}` cannot stand below it"
                findings.error("P404", place, message, "choose another name")


def units_of(own: Own | DraftFact) -> Iterator[str]:
    """Yield the units that a fact declares, which is all that makes a unit known."""
    match own:
        case OwnValue(scalar=scalar):
            yield scalar.type.unit
        case OwnList(holds=holds):
            for each in holds.values():
                yield from units_of(each)
        case OwnTable(spec=table):
            for type_ in (*table.keys.values(), *table.columns.values()):
                yield type_.unit
        case DraftFact(unit=unit):
            yield unit.text if unit else ""
