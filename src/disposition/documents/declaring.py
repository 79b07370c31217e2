"""How the classes of a document declare their keys: each value, section and list, and its meaning.

From the declarations alone documents are read (`reading`, and `reporting` where something is
wrong), written (`writing`) and described by a JSON Schema (`schema`).

A key of `value`, `section` and `items` may be absent or null, which is the same: it is not known,
or is what it is `otherwise`. One that is `needed` must say something; what is an `output` is always
there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from disposition.documents.forms import Form, Listed, form_of, or_none
from disposition.documents.plain import OPEN
from disposition.documents.scalars import ScalarType
from disposition.documents.types import Changeable
from disposition.frozen import NOTHING, field, fields, frozen


def value(
    scalar: ScalarType,
    about: str,
    *,
    otherwise: Any = None,
    key: str = "",
    changeable: Changeable | None = None,
) -> Any:
    """Declare a single value: how it is read, what it means, and how somebody can change it.

    Its `key` is said if it is called otherwise.
    """
    metadata = {"scalar": scalar, "about": about, "key": key, "changeable": changeable}
    return field(default=otherwise, metadata=metadata)


def needed(scalar: ScalarType, about: str) -> Any:
    """Declare a single value that must be there."""
    return field(default=None, metadata={"scalar": scalar, "about": about, "needed": True})


def section(kind: type, about: str, *, is_needed: bool = False) -> Any:
    """Declare a part with values of its own; one that is absent has no known value."""
    return field(default=kind(), metadata={"section": kind, "about": about, "needed": is_needed})


def plain(about: str) -> Any:
    """Declare an open part: plain data that is kept as it is, for others to say what it means."""
    metadata = {"about": about, "output": OPEN, "left_out": True}
    return field(default=None, hash=False, metadata=metadata)


def items(kind: type, about: str, *, otherwise: Any = None, is_needed: bool = False) -> Any:
    """Declare a list of parts; absent is unknown (or `otherwise`), empty is known to be empty."""
    return field(default=otherwise, metadata={"items": kind, "about": about, "needed": is_needed})


def output(
    about: str,
    form: Form | None = None,
    *,
    before_it: Any = NOTHING,
    unless: Any = NOTHING,
    in_hash: bool = True,
    key: str = "",
) -> Any:
    """Declare a value that a document always tells; its annotation says the form that is not given.

    `before_it` is what documents say that were written before there was such a value. The key is
    in the document `unless` it has that value. What cannot be hashed is not `in_hash`.
    The `key` is told where it is not called like the attribute.
    """
    default = before_it if unless is NOTHING else unless
    metadata = {"about": about, "output": form, "left_out": unless is not NOTHING, "key": key}
    return field(default=default, metadata=metadata, hash=None if in_hash else False)


Made = TypeVar("Made")


def kept_with_class(make: Callable[[type], Made]) -> Callable[[type], Made]:
    """Let what is made of a class be made once, and go when the class goes.

    A policy can declare a class of its own: nothing may hold it once the policy is gone.
    """
    name = f"_{make.__module__.rpartition('.')[2]}_{make.__name__}"

    def kept(kind: type) -> Any:
        if name not in kind.__dict__:
            setattr(kind, name, make(kind))
        return kind.__dict__[name]

    return kept


@frozen
class Key:
    """A key of a document, as it was declared.

    Its `default` is what its absence means, and null where that is taken (`or_null`). One that is
    `needed` is refused if it is absent or says nothing. One that is `left_out` is not written
    where it has its default.
    """

    name: str
    attribute: str
    alias: str
    about: str
    form: Form
    default: Any
    or_null: bool
    needed: bool
    left_out: bool

    @property
    def must_be_there(self) -> bool:
        """Whether its absence means nothing."""
        return self.needed or self.default is NOTHING

    @property
    def on_null(self) -> Any:
        """What null means, where it is taken."""
        return None if self.default is NOTHING else self.default


@kept_with_class
def keys_of(kind: type) -> tuple[Key, ...]:
    """Return the keys that a class declares, in the order of the document."""
    keys = []
    for each in fields(kind):
        declared = each.metadata
        form: Form
        or_null, needed, left_out = True, declared.get("needed", False), True
        if "output" in declared:
            hint, or_null = or_none(_hint(kind, each.name))
            form, left_out = declared["output"] or form_of(hint), declared["left_out"]
        elif "items" in declared:
            form = Listed(declared["items"])
        else:
            form = declared.get("scalar") or declared["section"]
        made = hasattr(each.default, "factory")
        keys.append(
            Key(
                declared.get("key") or each.name,
                each.name,
                each.alias or each.name,
                declared["about"],
                form,
                each.default.factory() if made else each.default,
                or_null and not needed,
                needed,
                left_out,
            )
        )
    return tuple(keys)


def _hint(kind: type, name: str) -> Any:
    """Return what the annotation of an attribute means: that of one, as `typing` has it of all."""
    for base in kind.__mro__[:-1]:
        if name in base.__annotations__:
            written = base.__annotations__[name]
            within = vars(sys.modules[base.__module__])
            return eval(written, within) if isinstance(written, str) else written  # noqa: S307 - our own source
    return None
