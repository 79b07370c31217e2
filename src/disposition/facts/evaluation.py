"""Defined facts of a lot: their values, what keeps them unknown, and why they may have none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from disposition.facts.fact_definition import FactDefinition
from disposition.facts.native.fact import PLACEHOLDERS, Derived, Kinds, View, shared
from disposition.frozen import Factory, evolve, field, frozen
from disposition.language.declarations import DefinitionSpec, ParameterSpec, walk_through
from disposition.language.evaluate.bounds import Evaluate, Meaning
from disposition.language.evaluate.generated import Unwritable, Writer
from disposition.language.evaluate.possible import (
    LARGEST,
    NOTHING,
    Exact,
    Open,
    Possible,
    absent,
    limited,
    places_of,
)
from disposition.language.evaluate.source_lines import OPEN, attribute, compiled
from disposition.language.evaluate.traits import may_grow, may_lack
from disposition.language.expression import (
    POSITION,
    Aggregate,
    Aggregation,
    Expression,
    Fact,
    Item,
    Listing,
)
from disposition.language.template import Template
from disposition.language.types import FactSpec, FactType, Kind, ListSpec, Origin, TableSpec, Value
from disposition.runtime.forking import cached_property


class _Readers(dict[str, Callable[[View], Value | None]]):
    """What gives facts of many lots, written when a fact is first asked for."""

    def __init__(self, known: KnownFacts) -> None:
        self._known = known

    def __missing__(self, path: str) -> Callable[[View], Value | None]:
        known = self._known
        if path in known.defined:
            found = known.defined[path].read
        else:
            found = known.computed[path].compute if path in known.computed else known.given[path]
        self[path] = found
        return found


@frozen(eq=False)
class KnownFacts:
    """What evaluation knows of: given facts, lists, facts that Python computes, and definitions."""

    specs: Mapping[str, FactSpec]
    given: Mapping[str, Callable[[View], Value | None]]
    computed: Mapping[str, Derived]
    lists: Mapping[str, ListSpec]
    parameters: Mapping[str, ParameterSpec] = field(factory=dict)
    tables: Mapping[str, TableSpec] = field(factory=dict)
    definitions: Mapping[str, DefinitionSpec] = field(factory=dict)
    defined: dict[str, Defined] = field(factory=dict)
    readers: Mapping[str, Callable[[View], Value | None]] = field(
        init=False, default=Factory(_Readers, takes_self=True)
    )
    """What gives facts of a view in the shortest way, by their paths."""

    def define(self, definitions: Mapping[str, FactDefinition]) -> None:
        """Take in what files define."""
        for path, definition in definitions.items():
            self.defined[path] = Defined(definition, self)

    def fact(self, path: str) -> Callable[[View], Possible]:
        """Return what tells what a fact can be."""
        if path in self.defined:
            return self.defined[path].possible
        if path in self.computed:
            return _computed(self.computed[path], self.read)
        return _given(self.specs[path], self.given[path])

    def read(self, view: View, path: str) -> Value | None:
        """Return a fact, None where it is unknown."""
        if path in self.defined:
            return self.defined[path].compute(view)
        if path in self.computed:
            return self.computed[path].compute(view)
        return self.given[path](view)

    def may_lack(self, path: str) -> bool:
        """Whether a fact may have no value although nothing is absent: no given one."""
        if path in self.defined:
            return self.defined[path].may_lack
        return path not in self.given

    def listing(self, path: str) -> Callable[[View], Sequence[Any] | None]:
        """Return what tells the items of a list of the document; None where it is absent."""
        return attrgetter(path if path.startswith("custom.") else f"lot.{path}")

    def origin(self, path: str) -> Origin:
        """Return where the values of a fact come from."""
        if path in self.defined:
            return Origin.DEFINED
        if path in self.computed:
            return Origin.NATIVE
        return Origin.GIVEN if isinstance(self.given[path], attrgetter) else Origin.COMPLETED

    def definition_of(self, path: str) -> tuple[Expression, KnownFacts]:
        """Return the expression that defines a fact, and what is known of its ends."""
        defined = self.defined[path]
        return defined.definition.expression, defined.known

    def item(self, item: Item) -> Callable[[View, Any, tuple[int, ...]], Possible]:
        """Return what tells what a value of a list's item can be, from the item and its indices."""
        spec, get, place = self.spec_of_item(item), attrgetter(item.key), f"$.{item.path}"
        low, high = spec.within.least, spec.within.most
        is_date = item.type.kind is Kind.DATE
        if item.key == POSITION and spec.type == FactType(Kind.INTEGER):
            return lambda _view, _held, indices: indices[-1] + 1

        def value(view: View, held: Any, indices: tuple[int, ...]) -> Possible:
            found = get(held)
            if found is None or (view.asks and found in PLACEHOLDERS):
                return absent(place, indices, low, high)
            return found.toordinal() if is_date else found  # type: ignore[no-any-return]

        return value

    def spec_of_item(self, item: Item) -> FactSpec:
        """Return what is declared of a value of a list's items."""
        outer, _, _ = item.path.rpartition("[].")
        spec = self.lists[outer.partition("[].")[0]]
        for step in outer.split("[].")[1:]:
            spec = spec.lists[step]
        return spec.items[item.key]


def _given(spec: FactSpec, read: Callable[[View], Value | None]) -> Callable[[View], Possible]:
    place, low, high = f"$.{spec.path}", spec.within.least, spec.within.most

    def possible(view: View) -> Possible:
        found = read(view)
        if found is None or (view.asks and found in PLACEHOLDERS):
            return absent(place, (), low, high)
        return found.toordinal() if isinstance(found, date) else found

    return possible


def _computed(
    fact: Derived, read: Callable[[View, str], Value | None]
) -> Callable[[View], Possible]:
    path, low = fact.spec.path, fact.spec.least

    def possible(view: View) -> Possible:
        found = fact.compute(view)
        if found is not None:
            return found.toordinal() if isinstance(found, date) else found
        missing = tuple(
            (kind, index if isinstance(index, tuple) else (index,))
            for kind, indices in fact.absent(view, read).items()
            for index in indices or ((),)
        )
        return Open(low, missing=missing, has_none=not missing, why=path)

    return possible


FEW = 8
"""Lots for which a fact is evaluated as it stands; what decides on more is worth writing."""

MOST_STEPS = 16
"""Facts up to which what a fact rests on is read anew by each that needs it."""


class Defined:
    """A fact that a definition gives.

    A function is generated for it once it has been asked for of a `FEW` lots.
    """

    def __init__(self, definition: FactDefinition, known: KnownFacts) -> None:
        self.definition = definition
        self.spec = definition.spec
        self.known = known
        self._to_value = _TO_VALUE[definition.spec.type.kind]
        self._lots = 0

    @cached_property
    def may_lack(self) -> bool:
        """Whether it may have no value although nothing is absent, as a number that is too large.

        Of a condition or a text, the numbers on the way may be as large as they are.
        """
        expression, kind = self.definition.expression, self.spec.type.kind
        is_number = kind.is_number or kind is Kind.DATE
        return may_lack(expression, self.known.may_lack) or (is_number and may_grow(expression))

    @cached_property
    def _reference(self) -> Evaluate:
        return Meaning(self.known).of(self.definition.expression)

    @cached_property
    def _generated(self) -> Callable[[View], Exact | object]:
        return self._function("OPEN", "{}", only_value=False) or (lambda _view: OPEN)

    @cached_property
    def read(self) -> Callable[[View], Value | None]:
        """What gives the value of a lot in one call, as `compute` does.

        Little is remembered: what is dear is, or facts that each read two others that read the
        same two would be read twice as often with each.
        """
        kind = self.spec.type.kind
        is_number = kind.is_number or kind is Kind.DATE
        to_value = "to_value({})" if is_number else "{}"
        found = self._function("exactly(view)", to_value, only_value=True) or self._where_listed()
        return shared(found) if self.steps > MOST_STEPS else found

    @cached_property
    def steps(self) -> int:
        """How many facts are read for it at most, where those that are dear are read once."""
        nodes = walk_through((self.definition.expression,), self.known.definitions)
        read = {each.path for each in nodes if isinstance(each, Fact)}
        below = (self.known.defined[path].steps for path in read if path in self.known.defined)
        return 1 + sum(1 if each > MOST_STEPS else each for each in below)

    def _where_listed(self) -> Callable[[View], Value | None]:
        """Return `exactly`, which need not be asked of a list that has no items, or is absent."""
        match self.definition.expression:
            case Aggregate(
                source=Listing(path=path), kind=Aggregation.ANY | Aggregation.ALL as kind
            ):
                items, of_none = self.known.listing(path), kind is Aggregation.ALL
            case _:
                return self.exactly

        def read(view: View) -> Value | None:
            listed = items(view)
            return self.exactly(view) if listed else None if listed is None else of_none

        return read

    def _function(
        self, handing_over: str, returned: str, *, only_value: bool
    ) -> Callable[[View], Any] | None:
        sources = LotSources(self.known)
        writer = Writer(sources, handing_over, returned, only_value=only_value)
        try:
            body = writer.body(self.definition.expression)
        except Unwritable:
            return None
        names = {**sources.namespace, "exactly": self.exactly, "to_value": self._to_value}
        return compiled("\n".join(["def fact(view):", *body]), "fact", names)

    def possible(self, view: View) -> Possible:
        """Return what the fact can be, found once for each view."""
        remembered = view.remembered
        found: Any = remembered.get(self)
        if found is None:
            self._lots += 1
            found = OPEN if view.asks or self._lots <= FEW else self._generated(view)
            if found is OPEN:
                found = self._reference(view, {})
            found = limited(found)
            if self.spec.type.kind is Kind.DATE and not isinstance(found, Open):
                found = found if _day(found) else NOTHING
            if type(found) is Open:
                found = self._explained(found)
            remembered[self] = found
        return found  # type: ignore[no-any-return] # what can be, by either way

    def _explained(self, found: Open) -> Open:
        """Return the same with whose text says why there may be no value."""
        if found.why or not self.definition.nothing.text:
            return found
        return evolve(found, why=self.spec.path)

    def compute(self, view: View) -> Value | None:
        """Return the value where only one is possible, by the shortest way."""
        if self._lots <= FEW or view.asks or self in view.remembered:
            return self.exactly(view)
        return self.read(view)

    def exactly(self, view: View) -> Value | None:
        """Return the value where only one is possible, from all that it can be."""
        found = self.possible(view)
        return None if isinstance(found, Open) else self._to_value(found)

    def open(self, view: View, _read: object = None) -> Kinds:
        """Return the same places, and those where a word only stands in for the answer."""
        return self.absent(view.asking())

    def absent(self, view: View, _read: object = None) -> Kinds:
        """Return the absent places that keep the fact unknown, by kind, in the order of `reads`."""
        found = self.possible(view)
        if not isinstance(found, Open):
            return {}
        kinds: dict[str, dict[Any, None]] = {}
        for kind, indices in places_of(found.missing):
            at = kinds.setdefault(kind, {})
            if indices:
                at[indices[0] if len(indices) == 1 else indices] = None
        order = {f"$.{path}": at for at, path in enumerate(self.spec.reads)}
        return {
            kind: tuple(sorted(kinds[kind]))
            for kind in sorted(kinds, key=lambda kind: order.get(kind, len(order)))
        }

    def why(self, view: View) -> str:
        """Return why the fact has no value although nothing is absent; perhaps nothing."""
        found = self.possible(view)
        if not isinstance(found, Open) or found.missing:
            return ""
        if found.why in self.known.computed:
            return self.known.computed[found.why].why(view)
        if found.why not in self.known.defined:
            return ""
        text = self.known.defined[found.why].definition.nothing
        return text.render({path: self.known.read(view, path) for path in text.facts})


def gathering(
    paths: Iterable[str], known: KnownFacts
) -> Callable[[View, Mapping[str, Value | None]], dict[str, Value | None]]:
    """Return one function that gives several facts of a view, by their paths.

    What is among the facts that are known already is taken from there.
    """
    sources = LotSources(known)
    got = {path: sources.found(path) for path in paths}
    kept = {path: sources.kept(path) for path in got}

    def returning(values: Mapping[str, str]) -> list[str]:
        return ["return {", *(f"    {path!r}: {found}," for path, found in values.items()), "}"]

    text = "\n".join(
        [
            "def gather(view, facts):",
            "    if facts:",
            *(f"        {line}" for line in returning(kept)),
            *(f"    {line}" for line in returning(got)),
        ]
    )
    return compiled(text, "gather", sources.namespace)


class LotSources:
    """How generated functions get at values: attributes of the lot, or functions of a view."""

    def __init__(self, known: KnownFacts, namespace: dict[str, Any] | None = None) -> None:
        self.parameters = known.parameters
        self.definitions = known.definitions
        self.may_lack = known.may_lack
        self.namespace: dict[str, Any] = {} if namespace is None else namespace
        self._names: dict[Callable[[View], Any], str] = {}
        self._known = known

    def given(self, path: str) -> str | None:
        """Return the source of a given fact, None where it is absent; None for any other fact."""
        if path not in self._known.given:
            return None
        read = self._known.given[path]
        return _at(path) if isinstance(read, attrgetter) else self.call(read)

    def absent(self, end: Fact | Item) -> Open | None:
        """Return what a number of a document can be where it is absent; None for any other end."""
        if isinstance(end, Item):
            spec = None if end.key == POSITION else self._known.spec_of_item(end)
        else:
            spec = self._known.specs[end.path] if end.path in self._known.given else None
        if spec is None or not (spec.type.kind.is_number or spec.type.kind is Kind.DATE):
            return None
        return absent(f"$.{end.path}", (), spec.within.least, spec.within.most)

    def derived(self, path: str) -> str:
        """Return the source of what a derived fact can be."""
        return self.call(self._known.fact(path))

    def value(self, path: str) -> str:
        """Return the source of the value of a derived fact, None where it is unknown."""
        defined = self._known.defined.get(path)
        return self.call(self._known.computed[path].compute if defined is None else defined.read)

    def found(self, path: str) -> str:
        """Return the source of the value of any fact, None where it is unknown."""
        return self.given(path) or self.value(path)

    def kept(self, path: str) -> str:
        """Return the source of the same, which is among `facts` if it was found before."""
        found = self.found(path)
        return (
            found
            if path in self._known.given
            else f"facts[{path!r}] if {path!r} in facts else {found}"
        )

    def listing(self, path: str) -> str:
        """Return the source of a list of the document, None where it is absent."""
        return _at(path)

    def closed(self, expression: Aggregate) -> str:
        """Return the source of what an aggregate can be that is the same for every item."""
        definition = FactDefinition(
            FactSpec("", FactType(Kind.INTEGER), "", given=False), expression, Template("")
        )
        return self.call(Defined(definition, self._known).possible)

    def call(self, function: Callable[[View], Any]) -> str:
        """Return the source of a call with the view."""
        name = self._names.setdefault(function, f"read{len(self._names)}")
        self.namespace[name] = function
        return f"{name}(view)"


def _at(path: str) -> str:
    return attribute("view" if path.startswith("custom.") else "view.lot", path)


def _number(found: Exact) -> int | Decimal | None:
    """Return a number as a value, None where it is far too large for one."""
    number = limited(found)
    return None if isinstance(number, Open) else number  # type: ignore[return-value] # the same


def _whole(number: Exact) -> int | None:
    if type(number) is int and -LARGEST < number < LARGEST:
        return number
    found = _number(number)
    return None if found is None else int(found)


def _decimal(number: Exact) -> Decimal | None:
    found = _number(number)
    return None if found is None else Decimal(found)


def _day(number: int) -> date | None:
    """Return the day of a number; None for one before or after all days that there are."""
    return date.fromordinal(number) if 0 < number <= date.max.toordinal() else None


def _same(value: Exact) -> Value:
    return value  # type: ignore[return-value] # the checker has seen to its type


_TO_VALUE: Mapping[Kind, Callable[[Any], Value | None]] = {
    Kind.BOOLEAN: _same,
    Kind.INTEGER: _whole,
    Kind.DECIMAL: _decimal,
    Kind.ENUM: _same,
    Kind.TEXT: _same,
    Kind.DATE: _day,
}
