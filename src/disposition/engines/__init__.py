"""Ways to find which conditions of a policy hold; none of them decides what that means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from disposition.documents.quoting import shown
from disposition.errors import EngineError, suggest
from disposition.policy.model import CheckedPolicy
from disposition.runtime.logs import log
from disposition.semantics import Conclusion, Positions, Truths, Valuation
from disposition.version import installing
from disposition.words import listed

ENGINES = ("durable", "compiled", "reference")
AUTO = "auto"
"""Stands for `durable` where durable_rules is installed and loads, and for `compiled` elsewhere."""

DEFAULT_ENGINE = AUTO
NAMES = (AUTO, *ENGINES)
"""What users can ask for."""


class Engine(Protocol):
    """Answers, for facts, which conditions of the policy that it was made for hold."""

    @property
    def name(self) -> str:
        """What the engine is called."""

    def truths(self, facts: Valuation) -> Truths:
        """Return which conditions are true and which unknown.

        `facts` holds every path of `policy.facts`; unknown ones are `None`.
        """


@runtime_checkable
class Stepwise(Engine, Protocol):
    """An engine that asks conditions in steps, no more than what follows rests on."""

    @property
    def steps(self) -> tuple[tuple[str, ...], ...]:
        """The paths of the facts that each step reads."""
        ...

    def conclude(self, find: Callable[[int], Valuation]) -> tuple[Conclusion, Truths, Positions]:
        """Return what follows, the truths of the conditions that were asked, and which those are.

        `find` gives the facts for a step, by its number.
        """
        ...


def engine_named(name: object) -> str:
    """Return the name of an engine, or of what stands for one.

    Raises:
        EngineError: there is no engine of that name.
    """
    if isinstance(name, str):
        if name in NAMES:
            return str(name)
        hint = suggest(name, NAMES) or f"engines are {listed(NAMES)}"
        raise EngineError(f"there is no engine `{name}`", hint)
    raise EngineError(f"there is no engine {shown(name)}", f"engines are {listed(NAMES)}")


def engine_here(name: str) -> str:
    """Return the name of the engine that answers for a name here.

    Raises:
        EngineError: there is no engine of that name, or it is `durable`, and durable_rules is not
            installed or does not load here.
    """
    name = engine_named(name)
    if name not in {AUTO, "durable"}:
        return name
    try:
        import disposition.engines.native  # noqa: F401 - whether it can be imported
    except ImportError as error:
        if name != AUTO:
            raise _why_not(error) from error
        if not isinstance(error, ModuleNotFoundError):
            log("engines", "%s; `compiled` decides", _why_not(error).message)
        return "compiled"
    return "durable"


def make_engine(name: str, policy: CheckedPolicy) -> Engine:
    """Return an engine by its name; its module is imported only now.

    Raises:
        EngineError: as `engine_here` does.
    """
    match engine_here(name):
        case "durable":
            from disposition.engines.durable import DurableEngine

            return DurableEngine(policy)
        case "compiled":
            from disposition.engines.compiled import CompiledEngine

            return CompiledEngine(policy)
        case _:
            from disposition.engines.reference import ReferenceEngine

            return ReferenceEngine(policy)


def _why_not(error: ImportError) -> EngineError:
    if isinstance(error, ModuleNotFoundError):
        return EngineError(
            "the engine `durable` needs durable_rules, and it is not installed",
            f"{installing('durable')} builds it where there is a C compiler; "
            "`compiled` decides the same, and is plain Python",
        )
    # It was built for other symbols, or this is an isolated subinterpreter.
    return EngineError(
        f"the engine `durable` cannot be loaded here: {error}",
        "`compiled` decides the same, and is plain Python; `auto` takes it by itself",
    )


__all__ = [
    "AUTO",
    "DEFAULT_ENGINE",
    "ENGINES",
    "NAMES",
    "Engine",
    "Stepwise",
    "engine_here",
    "make_engine",
]
