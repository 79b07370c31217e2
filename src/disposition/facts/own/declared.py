"""Facts that a policy declares of its own: the section `custom` of a lot, and tables of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from disposition.documents.declaring import items, keys_of, section, value
from disposition.documents.diagnostics import Place
from disposition.documents.forms import Form, Listed
from disposition.documents.reading import read
from disposition.documents.reporting import capped
from disposition.documents.scalars import ScalarType
from disposition.errors import LotError, Problem
from disposition.facts.shipped import position_of
from disposition.frozen import field, frozen, frozen_class
from disposition.language.expression import POSITION
from disposition.language.types import Changeable, FactSpec, ListSpec, TableSpec

CUSTOM = "custom"
PREFIX = f"{CUSTOM}."


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


@frozen
class OwnTable:
    """A table that a policy declares: its path, and what the language knows of it."""

    path: str
    about: str
    spec: TableSpec
    place: Place = field(eq=False, repr=False)


Own = OwnValue | OwnList | OwnTable


def table_entry(table: OwnTable) -> dict[str, Any]:
    """Return the entry of a policy file that declares a table."""
    spec = table.spec
    units = {
        name: type_.unit for name, type_ in {**spec.keys, **spec.columns}.items() if type_.unit
    }
    rows = [{**dict(zip(spec.keys, row.keys, strict=True)), **row.values} for row in spec.rows]
    return {"keys": list(spec.keys), "rows": rows, "units": units}


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
