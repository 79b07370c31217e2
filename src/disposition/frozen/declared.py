"""What is declared of the fields of frozen classes, as attrs declares it, without loading attrs.

A process that decides one lot asks attrs for nothing. To mypy all of this is attrs' own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

__all__ = ["NOTHING", "Factory", "field"]

_NO_METADATA = MappingProxyType[Any, Any]({})

if TYPE_CHECKING:
    from attrs import NOTHING, Factory, field
else:

    class _Nothing:
        """What stands for a default that there is not."""

        def __repr__(self) -> str:
            return "NOTHING"

        def __bool__(self) -> bool:
            return False

        def __reduce__(self) -> str:
            return "NOTHING"

    NOTHING = _Nothing()

    class Factory:
        """A default that is made anew for each instance, perhaps of the instance."""

        __slots__ = ("factory", "takes_self")

        def __init__(self, factory: Callable[..., Any], takes_self: bool = False) -> None:
            self.factory, self.takes_self = factory, takes_self

    def field(**options: Any) -> Given:
        """Declare a field of a frozen class, with the options that attrs has.

        >>> field(default=2).options
        {'default': 2}
        """
        return Given(options)


class Given:
    """What a class says of a field in its body, before the field has a name."""

    __slots__ = ("options",)

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options

    def for_attrs(self) -> Any:
        """Return the same as attrs declares it."""
        import attrs

        options = dict(self.options)
        if "default" in options:
            options["default"] = _for_attrs(options["default"])
        return attrs.field(**options)


class DeclaredField:
    """What is declared of a field, by the names that attrs has for it."""

    __slots__ = (
        *("alias", "converter", "default", "eq", "hash", "init", "kw_only", "metadata", "name"),
        *("repr", "type", "validator"),
    )

    def __init__(
        self,
        name: str,
        type_: Any,
        *,
        default: Any = NOTHING,
        factory: Callable[[], Any] | None = None,
        converter: Any = None,
        validator: Any = None,
        eq: Any = True,
        hash: Any = None,  # noqa: A002 - as attrs has it
        repr: Any = True,  # noqa: A002 - as attrs has it
        init: bool = True,
        kw_only: Any = False,
        metadata: Mapping[Any, Any] = _NO_METADATA,
        alias: str | None = None,
    ) -> None:
        self.name, self.type = name, type_
        self.alias = alias or name.lstrip("_")
        self.default: Any = default if factory is None else Factory(factory)
        self.converter, self.validator = converter, validator
        self.eq, self.hash, self.repr = eq, hash, repr
        self.init, self.kw_only, self.metadata = init, bool(kw_only), metadata


class DeclaredFields(tuple[DeclaredField, ...]):
    """DeclaredFields in their order, each also an attribute."""

    __slots__ = ()

    def __getattr__(self, name: str) -> DeclaredField:
        for each in self:
            if each.name == name:
                return each
        raise AttributeError(name)


def fields_of_attrs(told: Iterable[Any]) -> DeclaredFields:
    """Return what attrs tells of the fields of a class that it made."""
    return DeclaredFields(
        DeclaredField(
            each.name,
            each.type,
            default=_of_attrs(each.default),
            alias=each.alias,
            **{name: getattr(each, name) for name in _ALIKE},
        )
        for each in told
    )


_ALIKE = ("converter", "validator", "eq", "hash", "repr", "init", "kw_only", "metadata")


def _for_attrs(default: Any) -> Any:
    import attrs

    if default is NOTHING:
        return attrs.NOTHING
    if default.__class__ is Factory:
        return attrs.Factory(default.factory, default.takes_self)
    return default


def _of_attrs(default: Any) -> Any:
    import attrs

    if default is attrs.NOTHING:
        return NOTHING
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type] # a class at run time
        return Factory(default.factory, default.takes_self)
    return default
