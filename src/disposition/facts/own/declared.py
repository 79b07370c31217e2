"""Facts that a policy declares of its own: values and lists of the section `custom` of a lot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from disposition.documents.declaring import items, keys_of, section, value
from disposition.documents.diagnostics import Findings, Place
from disposition.documents.forms import Form, Listed
from disposition.documents.numbers import MOST, count, number
from disposition.documents.reading import read
from disposition.documents.reporting import capped
from disposition.documents.scalars import ScalarType, day, enum, flag, text
from disposition.documents.yaml.nodes import Mapping as Group
from disposition.documents.yaml.nodes import Node
from disposition.documents.yaml.nodes import Scalar as Written
from disposition.errors import LotError, Problem
from disposition.facts.own.lookup_tables import TABLE_KEYS, OwnTable, is_table, read_table
from disposition.facts.shipped import position_of
from disposition.frozen import evolve, field, frozen, frozen_class
from disposition.language.expression import POSITION
from disposition.language.fields import Fields, constant
from disposition.language.naming import is_word
from disposition.language.types import Changeable, FactSpec, Kind, ListSpec, Range
from disposition.words import listed

CUSTOM = "custom"
PREFIX = f"{CUSTOM}."
VALUE_KEYS = ("type", "one of", "unit", "least", "most", "changeable", "about")
LIST_KEYS = ("list", "about")
TYPES = tuple(each.value for each in Kind if each is not Kind.ENUM)
MOST_PERCENT = 100
LONGEST_UNIT = 30
LONGEST_WORD = 100
LONGEST_PATH = 8
"""Words of a path, as in any name of an expression."""


@frozen
class OwnValue:
    """A value of the document that a policy declares: where it stands and how it is read."""

    path: str
    about: str
    scalar: ScalarType = field(eq=False)
    place: Place = field(eq=False, repr=False)
    changeable: Changeable | None = None

    @property
    def spec(self) -> FactSpec:
        """What the catalogue says of it."""
        type_ = self.scalar.type
        return FactSpec(
            self.path,
            type_,
            self.about,
            given=True,
            within=self.scalar.within,
            signed=type_.kind.is_number,
            changeable=self.changeable,
        )


@frozen
class OwnList:
    """A list of the document that a policy declares, with what its items hold, by their keys."""

    path: str
    about: str
    holds: Mapping[str, OwnValue | OwnList]
    place: Place = field(eq=False, repr=False)

    @property
    def spec(self) -> ListSpec:
        """What expressions over the list can use."""
        values = {POSITION: position_of(self.path)}
        values |= {k: each.spec for k, each in self.holds.items() if isinstance(each, OwnValue)}
        lists = {k: each.spec for k, each in self.holds.items() if isinstance(each, OwnList)}
        return ListSpec(self.path, self.about, values, lists)


Own = OwnValue | OwnList | OwnTable


# --- reading an entry ----------------------------------------------------------------------------


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
    return all(is_word(evolve(key, text=word), what, findings) for word in words)


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


# --- the section as a class ----------------------------------------------------------------------


def section_class(facts: Mapping[str, Own], name: str = "Custom") -> type:
    """Return a class that declares facts by their names, those with dots in sections of it."""
    below: dict[str, dict[str, Own]] = {}
    declared: dict[str, Any] = {}
    for path, own in facts.items():
        word, _, rest = path.partition(".")
        if isinstance(own, OwnTable):
            continue
        if rest:
            declared.setdefault(word, None)
            below.setdefault(word, {})[rest] = own
        elif isinstance(own, OwnValue):
            declared[word] = value(own.scalar, own.about)
        else:
            declared[word] = items(section_class(own.holds, f"{name}_{word}"), own.about)
    for word, inner in below.items():
        declared[word] = section(section_class(inner, f"{name}_{word}"), "")
    if "self" in declared:
        declared["self"].options["alias"] = "self_"  # a name as good as any, but not for `__init__`
    return frozen_class(name, declared)


def is_below_custom(path: str) -> bool:
    """Whether a path is one of the section, and not the text of what a condition computes."""
    return path.startswith(PREFIX) and path.replace(".", "_").isidentifier()


def read_custom(
    kind: type | None, data: Mapping[str, Any] | None, derived: Iterable[str] = ()
) -> Any:
    """Return what the section `custom` of a lot says of a declared class; None of no class.

    What is not declared is left alone: another policy may declare it. `derived` are the paths of
    what the deciding policy computes, which nobody can give.

    Raises:
        LotError: with everything that is not as it was declared.
    """
    part: Any = None
    problems: list[Problem] = []
    if kind is not None:
        part, problems = read(kind, declared_part(kind, data or {}), f"$.{CUSTOM}")
    if data:
        problems = [*problems, *_given(derived, data)]
    if problems:
        raise LotError(capped(problems))
    return part


def _given(derived: Iterable[str], data: Mapping[str, Any]) -> Iterator[Problem]:
    for path in derived:
        found: Any = data
        for word in path.removeprefix(PREFIX).split("."):
            found = found.get(word) if isinstance(found, Mapping) else None
        if found is not None:
            yield Problem(f"$.{path}", derived_text(path), "leave it out")


def derived_text(path: str) -> str:
    """Return what is said of a derived fact that is given."""
    return f"`{path}` is derived by the policy, and cannot be given"


def declared_part(kind: type, data: Any) -> Any:
    """Return plain data with only those keys that a class declares; nobody refuses the others."""
    if not isinstance(data, Mapping):
        return data
    found = {}
    for key in keys_of(kind):
        if key.name in data:
            found[key.name] = _declared(key.form, data[key.name])
    return found


def _declared(form: Form, data: Any) -> Any:
    match form:
        case Listed(inner) if isinstance(data, list):
            return [_declared(inner, each) for each in data]
        case type():
            return declared_part(form, data)
        case _:
            return data
