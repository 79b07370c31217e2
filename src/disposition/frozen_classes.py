"""Makes frozen, slotted classes of what is declared in them, as attrs does, and nothing too soon.

Most classes of a process are never made an instance of, and attrs is hardly ever asked about one.
So `__init__` is written when it is first wanted, as attrs writes it but for how it finds slots, and
what attrs tells of a class is what it makes of a twin. What is here stands for attrs; `opened` and
`filling` are added, for those who make instances by the thousand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cached_property
from inspect import get_annotations
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

_OF_ATTRS = type(attrs.field())
_IS_AS_KNOWN = all(hasattr(attrs.field(), name) for name in ("_default", "_validator"))
_NO_METADATA = MappingProxyType[Any, Any]({})
_CLASS_VARIABLE = ("ClassVar", "typing.ClassVar", "t.ClassVar")
_COMPUTING = {"__getattr__", "__computed__"}
_BECOMES = "    new.__class__ = Kind\n    return new"

T = TypeVar("T")
_FOR_ATTRS = ("__init__", "__attrs_pre_init__", "__slots__", "__getattr__", "__getstate__")


class _Field:
    """What is declared of a field, by the names that attrs has for it."""

    __slots__ = (
        *("alias", "converter", "default", "eq", "hash", "init", "kw_only", "metadata", "name"),
        *("repr", "type"),
    )

    def __init__(self, name: str, type_: Any, given: Any) -> None:
        self.name, self.type = name, type_
        if given.__class__ is _OF_ATTRS:
            self.alias = given.alias or name.lstrip("_")
            self.converter, self.default = given.converter, given._default  # noqa: SLF001 - as attrs' own
            self.eq, self.hash, self.repr = given.eq, given.hash, given.repr
            self.init, self.kw_only, self.metadata = given.init, bool(given.kw_only), given.metadata
        else:
            self.alias = name.lstrip("_")
            self.converter, self.default = None, given
            self.eq, self.hash, self.repr = True, None, True
            self.init, self.kw_only, self.metadata = True, False, _NO_METADATA


class DeclaredFields(tuple[_Field, ...]):
    """Fields in their order, each also an attribute."""

    __slots__ = ()

    def __getattr__(self, name: str) -> _Field:
        for each in self:
            if each.name == name:
                return each
        raise AttributeError(name)


def declared_in(kind: type) -> DeclaredFields | None:
    """Return the fields of a class that was made here; None of one that attrs made."""
    for each in kind.__mro__:
        own = vars(each)
        if "__declared__" in own:
            found: DeclaredFields = own["__declared__"]
            return found
        if "__attrs_attrs__" in own:
            break
    return None


def fields_to_declare(plain: type) -> DeclaredFields | None:
    """Return the fields that a class declares and inherits; None if it is to be left to attrs."""
    own = vars(plain)
    if not _IS_AS_KNOWN:  # an attrs to come, which then makes all classes
        return None
    if any(name in own for name in _FOR_ATTRS) or issubclass(plain, BaseException):
        return None
    inherited: tuple[_Field, ...] = ()
    for base in plain.__mro__[1:-1]:
        if hasattr(base, "__attrs_attrs__"):
            found = declared_in(base)
            if found is None or inherited:
                return None
            inherited = found
            break
    types = {
        name: type_
        for name, type_ in get_annotations(plain).items()
        if not str(type_).startswith(_CLASS_VARIABLE)
    }
    if not types.keys().isdisjoint(each.name for each in inherited):
        return None
    for name, value in own.items():
        if value.__class__ is _OF_ATTRS:
            validates = value._validator is not None  # noqa: SLF001 - as attrs' own
            if validates or name not in types or isinstance(value.converter, attrs.Converter):
                return None
        elif _refers_to_its_class(value):
            return None
    if any(vars(base).keys() & _COMPUTING == {"__getattr__"} for base in plain.__mro__[1:-1]):
        return None
    declared = [_Field(name, each, own.get(name, attrs.NOTHING)) for name, each in types.items()]
    return DeclaredFields((*inherited, *declared))


def _refers_to_its_class(value: Any) -> bool:
    """Whether something in a class holds what it was defined in: `super()`, or another closure."""
    function = getattr(value, "__func__", None) or getattr(value, "fget", None)
    function = function or getattr(value, "func", None) or value
    return getattr(function, "__closure__", None) is not None


# --- the class -----------------------------------------------------------------------------------


@attrs.frozen
class _Frozen:
    """What all classes take what they refuse from."""


class _Referable:
    """What weak references need, below the slots of a class: so two classes can have the same."""

    __slots__ = ("__weakref__",)


class _Later:
    """An attribute of a class that is made when it is first asked for."""

    def __init__(self, make: Callable[[type], Any]) -> None:
        self._make = make

    def __set_name__(self, kind: type, name: str) -> None:
        self._kind, self._name = kind, name

    def __get__(self, held: Any, kind: type) -> Any:
        made = self._make(self._kind)
        setattr(self._kind, self._name, made)
        return made.__get__(held, kind) if hasattr(made, "__get__") else made


def class_of(plain: type, declared: DeclaredFields) -> type:
    """Return a frozen class with slots for what a plain one declares."""
    own, bases = vars(plain), plain.__bases__
    if bases == (object,):
        bases = (_Referable,)
    types = get_annotations(plain)
    names = [each.name for each in declared if each.name in types]
    given = {name: own[name] for name in names if name in own}
    is_referred_to = any("__weakref__" in vars(each) for base in bases for each in base.__mro__)
    cached = {name: each.func for name, each in own.items() if isinstance(each, cached_property)}
    left = {*names, *cached, "__dict__", "__weakref__"}
    body = {
        **{name: value for name, value in own.items() if name not in left},
        "__slots__": (*names, *cached, *(() if is_referred_to else ("__weakref__",))),
        "__qualname__": plain.__qualname__,
        "__declared__": declared,
        "__attrs_attrs__": _Later(lambda kind: _told_by_attrs(kind, given)),
        "__init__": _Later(_init),
        "__match_args__": tuple(each.name for each in declared if each.init and not each.kw_only),
        "__setattr__": _Frozen.__setattr__,
        "__delattr__": _Frozen.__delattr__,
        "__getstate__": _state,
        "__setstate__": _put_back,
    }
    if sys.version_info >= (3, 13):
        body["__replace__"] = attrs.evolve
    made = type(plain)(plain.__name__, bases, body)
    if cached:
        _let_compute(made, cached)
    return made


def _let_compute(kind: type, cached: dict[str, Callable[[Any], Any]]) -> None:
    """Let a class compute its cached properties, and those of its bases, as attrs does."""
    computed = dict(getattr(kind, "__computed__", {}))
    computed |= {name: (func, getattr(kind, name).__set__) for name, func in cached.items()}

    def __getattr__(self: Any, name: str) -> Any:  # noqa: N807 - it becomes the class's
        if name not in computed:
            return object.__getattribute__(self, name)  # which says that there is none
        compute, keep = computed[name]
        value = compute(self)
        keep(self, value)
        return value

    kind.__computed__, kind.__getattr__ = computed, __getattr__  # type: ignore[attr-defined] # new


def opened(kind: type) -> type | None:
    """Return a class with the same slots as a frozen one, into which values can be put.

    To fill an instance of it, and then to let it be one of `kind`, takes a third of what a call of
    `kind` takes: CPython puts values into slots at once unless the class has a say in it. None of a
    class that does more with its values, or whose instances are laid out otherwise.

    >>> @attrs.frozen
    ... class Made:
    ...     x: int
    >>> opened(Made)  # by attrs
    """
    declared = vars(kind).get("__declared__")
    if declared is None or hasattr(kind, "__attrs_post_init__"):
        return None
    if any(each.converter or not each.init for each in declared):
        return None
    setting = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    body = {"__slots__": vars(kind)["__slots__"], "__init__": object.__init__, **setting}
    open_ = type(kind)(kind.__name__, kind.__bases__, body)
    try:
        open_().__class__ = kind
    except TypeError:
        return None
    return open_


def filling(kind: type[T]) -> Callable[..., T]:
    """Return what makes instances of a class of a value for each field, in their order.

    That is the class itself, or what fills an instance of the `opened` one.
    """
    open_ = opened(kind)
    if open_ is None:
        return kind
    fields = [each.name for each in vars(kind)["__declared__"]]
    taken = [f"of_{name}" for name in fields]  # a field can be called as anything
    lines = [f"    new.{name} = {given}" for name, given in zip(fields, taken, strict=True)]
    text = "\n".join([f"def make({', '.join(taken)}):", "    new = Open()", *lines, _BECOMES])
    names: dict[str, Any] = {"Open": open_, "Kind": kind}
    exec(compile(text, f"<{kind.__qualname__}>", "exec"), names)  # noqa: S102 - written here
    make: Callable[..., T] = names["make"]
    return make


def set_directly(made: type) -> None:
    """Give a class of attrs the `__init__` that is written here, where that does the same."""
    is_plain = all(
        each.validator is None and not isinstance(each.converter, attrs.Converter)
        for each in attrs.fields(made)
    )
    if is_plain and not hasattr(made, "__attrs_pre_init__") and not issubclass(made, BaseException):
        later = _Later(_init)
        later.__set_name__(made, "__init__")
        made.__init__ = later  # type: ignore[assignment] # what it gives is one


def _told_by_attrs(kind: type, given: dict[str, Any]) -> Any:
    """Return what attrs tells of the fields of a class, from one with the same fields."""
    body = {"__annotations__": get_annotations(kind), "__module__": kind.__module__, **given}
    return attrs.fields(attrs.frozen(type(kind)(kind.__name__, kind.__bases__, body)))


def _init(kind: type) -> Any:
    """Return the `__init__` of a class, written as attrs writes it."""
    declared = declared_in(kind) or attrs.fields(kind)
    names: dict[str, Any] = {"_NOTHING": attrs.NOTHING}
    taken: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    for each in declared:
        value = _value(each, names)
        if value:
            # What puts a value into its slot, without looking for the slot by its name.
            names[f"_set_{each.name}"] = getattr(kind, each.name).__set__
            lines.append(f"    _set_{each.name}(self, {value})")
        if each.init:
            has_default = each.default is not attrs.NOTHING
            parameter = f"{each.alias}=_default_{each.name}" if has_default else each.alias
            (by_name if each.kw_only else taken).append(parameter)
    if hasattr(kind, "__attrs_post_init__"):
        lines.append("    self.__attrs_post_init__()")
    parameters = ", ".join(["self", *taken, *(["*", *by_name] if by_name else [])])
    text = "\n".join([f"def __init__({parameters}):", *(lines or ["    pass"])])
    exec(compile(text, f"<__init__ of {kind.__qualname__}>", "exec"), names)  # noqa: S102 - written here
    made = names["__init__"]
    made.__annotations__ = {e.alias: e.type for e in declared if e.init} | {"return": None}
    made.__qualname__, made.__module__ = f"{kind.__qualname__}.__init__", kind.__module__
    return made


def _value(field: Any, names: dict[str, Any]) -> str:
    """Return the source of what a field is set to, perhaps nothing; `names` takes what it uses."""
    default, given = f"_default_{field.name}", field.alias if field.init else ""
    if isinstance(field.default, attrs.Factory):  # type: ignore[arg-type] # a class at run time
        factory = f"_factory_{field.name}"
        names[default], names[factory] = attrs.NOTHING, field.default.factory
        call = f"{factory}({'self' if field.default.takes_self else ''})"
        value = f"{call} if {given} is _NOTHING else {given}" if given else call
    else:
        names[default] = field.default
        value = given or ("" if field.default is attrs.NOTHING else default)
    if value and field.converter is not None:
        names[f"_convert_{field.name}"] = field.converter
        return f"_convert_{field.name}({value})"
    return value


def _state(self: Any) -> dict[str, Any]:
    return {each.name: getattr(self, each.name) for each in self.__declared__}


def _put_back(self: Any, state: dict[str, Any]) -> None:
    for name, value in state.items():
        object.__setattr__(self, name, value)
