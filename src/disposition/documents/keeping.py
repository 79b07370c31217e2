"""Keeping what was made of a class with that class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

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
