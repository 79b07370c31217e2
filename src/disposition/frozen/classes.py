"""Makes frozen, slotted classes of what is declared in them, as attrs does, and nothing too soon.

Most classes of a process are never made an instance of, and attrs is hardly ever asked about one.
So `__init__` is written when it is first wanted, as attrs writes it but for how it finds slots, and
what attrs tells of a class is what it makes of a twin. What is here stands for attrs; `opened` and
`filling` are added, for those who make instances by the thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from keyword import iskeyword
from types import CodeType, FunctionType
from typing import Any, TypeVar

from disposition.frozen.declared import (
    NOTHING,
    DeclaredField,
    DeclaredFields,
    Factory,
    Given,
    fields_of_attrs,
)

_CLASS_VARIABLE = ("ClassVar", "typing.ClassVar", "t.ClassVar")
_COMPUTING = {"__getattr__", "__computed__"}
_BECOMES = "    new.__class__ = Kind\n    return new"

T = TypeVar("T")
_FOR_ATTRS = ("__init__", "__attrs_pre_init__", "__slots__", "__getattr__", "__getstate__")
HASH = "__kept_hash__"
"""The slot in which an instance keeps its hash."""


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
    if any(name in own for name in _FOR_ATTRS) or issubclass(plain, BaseException):
        return None
    inherited: tuple[DeclaredField, ...] = ()
    for base in plain.__mro__[1:-1]:
        own_of_base = vars(base)
        if "__declared__" in own_of_base:
            inherited = own_of_base["__declared__"]
            break
        if "__attrs_attrs__" in own_of_base:
            return None
    types = {
        name: type_
        for name, type_ in plain.__annotations__.items()
        if not str(type_).startswith(_CLASS_VARIABLE)
    }
    if not types.keys().isdisjoint(each.name for each in inherited):
        return None
    for name, value in own.items():
        if value.__class__ is Given:
            given = value.options
            if name not in types or "validator" in given or _is_of_attrs(given.get("converter")):
                return None
        elif value.__class__ is not str and (_refers_to_its_class(value) or _is_of_attrs(value)):
            return None
    if any(vars(base).keys() & _COMPUTING == {"__getattr__"} for base in plain.__mro__[1:-1]):
        return None
    declared = DeclaredFields((*inherited, *(_declared(name, types[name], own) for name in types)))
    taken = [each for each in declared if each.init and not each.kw_only]
    has_default = [each.default is not NOTHING for each in taken]
    return declared if has_default == sorted(has_default) else None


def _declared(name: str, type_: Any, own: Mapping[str, Any]) -> DeclaredField:
    given = own.get(name, NOTHING)
    if given.__class__ is Given:
        return DeclaredField(name, type_, **given.options)
    return DeclaredField(name, type_, default=given)


def _is_of_attrs(value: Any) -> bool:
    """Whether something in a class declares a field as attrs does, or converts its value so."""
    return bool(value.__class__.__module__ == "attr._make")


def _refers_to_its_class(value: Any) -> bool:
    """Whether something in a class names the class that it was defined in: `super()` does."""
    if value.__class__ is not FunctionType:
        for inner in ("__func__", "fget", "func"):
            value = getattr(value, inner, value)
    code = getattr(value, "__code__", None)
    return code is not None and "__class__" in code.co_freevars


# --- the class -----------------------------------------------------------------------------------


@cache
def _frozen_by_attrs() -> type:
    """Return the class of which ours take what refuses changes, by which attrs knows them."""
    import attrs

    return attrs.frozen(type("Frozen", (), {}))


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


def class_of(plain: type, declared: DeclaredFields, *, keeps_hash: bool) -> type:
    """Return a frozen class with slots for what a plain one declares, and perhaps for its hash."""
    own, bases = vars(plain), plain.__bases__
    if bases == (object,):
        bases = (_Referable,)
    types = plain.__annotations__
    names = [each.name for each in declared if each.name in types]
    given = {name: own[name] for name in names if name in own}
    is_referred_to = any("__weakref__" in vars(each) for base in bases for each in base.__mro__)
    cached = {name: each.func for name, each in own.items() if isinstance(each, cached_property)}
    more = [*cached, *([HASH] if keeps_hash else []), *([] if is_referred_to else ["__weakref__"])]
    left = {*names, *cached, "__dict__", "__weakref__"}
    body = {
        **{name: value for name, value in own.items() if name not in left},
        "__slots__": (*names, *more),
        "__qualname__": plain.__qualname__,
        "__declared__": declared,
        "__attrs_attrs__": _Later(lambda kind: _fields_by_attrs(kind, given)),
        "__init__": _Later(_init),
        "__match_args__": tuple(each.name for each in declared if each.init and not each.kw_only),
        "__setattr__": _Later(lambda _: _frozen_by_attrs().__setattr__),
        "__delattr__": _Later(lambda _: _frozen_by_attrs().__delattr__),
        "__getstate__": _state,
        "__setstate__": _put_back,
    }
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

    >>> import attrs
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
    lines = [
        f"    setattr(new, {name!r}, {given})" if iskeyword(name) else f"    new.{name} = {given}"
        for name, given in zip(fields, taken, strict=True)
    ]
    text = "\n".join([f"def make({', '.join(taken)}):", "    new = Open()", *lines, _BECOMES])
    names: dict[str, Any] = {"Open": open_, "Kind": kind}
    exec(compile(text, f"<{kind.__qualname__}>", "exec"), names)  # noqa: S102 - written here
    make: Callable[..., T] = names["make"]
    return make


def set_directly(made: type) -> None:
    """Give a class of attrs the `__init__` that is written here, where that does the same."""
    is_plain = all(
        each.validator is None and not _is_of_attrs(each.converter) for each in fields(made)
    )
    if is_plain and not hasattr(made, "__attrs_pre_init__") and not issubclass(made, BaseException):
        later = _Later(_init)
        later.__set_name__(made, "__init__")
        made.__init__ = later  # type: ignore[assignment] # what it gives is one


def fields(kind: type) -> DeclaredFields:
    """Return what is declared of each field of a class, made here or by attrs.

    Each is also an attribute: `fields(Point).x`.
    """
    declared = declared_in(kind)
    if declared is not None:
        return declared
    import attrs

    return fields_of_attrs(attrs.fields(kind))


def made_by_attrs(plain: type, **options: Any) -> type:
    """Return a class that attrs made frozen of a plain one, but for how it is compared and shown.

    It writes the hash of a class that keeps it.
    """
    import attrs

    for name, value in [*vars(plain).items()]:
        if value.__class__ is Given:
            setattr(plain, name, value.for_attrs())
    kept = options.get("cache_hash") or None
    return attrs.frozen(plain, eq=False, repr=False, unsafe_hash=kept, **options)


def _fields_by_attrs(kind: type, given: dict[str, Any]) -> Any:
    """Return what attrs tells of the fields of a class, from one with the same fields."""
    import attrs

    body = {"__annotations__": kind.__annotations__, "__module__": kind.__module__, **given}
    twin = type(kind)(kind.__name__, kind.__bases__, body)
    return attrs.fields(made_by_attrs(twin))


def _init(kind: type) -> Any:
    """Return the `__init__` of a class, as attrs writes it.

    Its code is compiled once for all classes that do the same with as many values. It goes by
    numbers; the names of what is given, and what is done without it, are put in here.
    """
    declared = fields(kind)
    names: dict[str, Any] = {"_NOTHING": NOTHING}
    taken: list[DeclaredField] = []
    by_name: list[DeclaredField] = []
    lines: list[str] = []
    for at, each in enumerate(declared):
        value = _value(each, at, names)
        if value:
            # What puts a value into its slot, without looking for the slot by its name.
            names[f"_set_{at}"] = getattr(kind, each.name).__set__
            lines.append(f"    _set_{at}(self, {value})")
        if each.init:
            (by_name if each.kw_only else taken).append(each)
    if hasattr(kind, "__attrs_post_init__"):
        lines.append("    self.__attrs_post_init__()")
    numbers = {each.name: f"_{at}" for at, each in enumerate(declared)}
    parameters = ["self", *(numbers[each.name] for each in taken), *(["*"] if by_name else [])]
    parameters += [numbers[each.name] for each in by_name]
    text = "\n".join([f"def __init__({', '.join(parameters)}):", *(lines or ["    pass"])])
    given = [*taken, *by_name]
    code = _code(text).replace(
        co_varnames=("self", *(each.alias for each in given)),
        co_filename=f"<__init__ of {kind.__qualname__}>",
    )
    defaults = {each.alias: _default(each) for each in given if each.default is not NOTHING}
    of_taken = tuple(defaults[each.alias] for each in taken if each.alias in defaults)
    made = FunctionType(code, names, "__init__", of_taken)
    made.__kwdefaults__ = {e.alias: defaults[e.alias] for e in by_name if e.alias in defaults}
    made.__annotations__ = {each.alias: each.type for each in given} | {"return": None}
    made.__qualname__, made.__module__ = f"{kind.__qualname__}.__init__", kind.__module__
    return made


@cache
def _code(text: str) -> CodeType:
    names: dict[str, Any] = {}
    exec(compile(text, "<__init__>", "exec"), names)  # noqa: S102 - written here
    code: CodeType = names["__init__"].__code__
    return code


def _default(field: DeclaredField) -> Any:
    """Return what stands for a value that is not given."""
    return NOTHING if field.default.__class__ is Factory else field.default


def _value(field: DeclaredField, at: int, names: dict[str, Any]) -> str:
    """Return the source of what a field is set to, perhaps nothing; `names` takes what it uses."""
    given = f"_{at}" if field.init else ""
    if field.default.__class__ is Factory:
        names[f"_factory_{at}"] = field.default.factory
        call = f"_factory_{at}({'self' if field.default.takes_self else ''})"
        value = f"{call} if {given} is _NOTHING else {given}" if given else call
    elif given or field.default is NOTHING:
        value = given
    else:
        names[f"_default_{at}"], value = field.default, f"_default_{at}"
    if value and field.converter is not None:
        names[f"_convert_{at}"] = field.converter
        return f"_convert_{at}({value})"
    return value


def _state(self: Any) -> dict[str, Any]:
    return {each.name: getattr(self, each.name) for each in self.__declared__}


def _put_back(self: Any, state: dict[str, Any]) -> None:
    for name, value in state.items():
        object.__setattr__(self, name, value)
