"""Ways to find which conditions of a policy hold; none of them decides what that means."""

from __future__ import annotations

from typing import Protocol

from disposition.errors import DispositionError, suggest
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Truths, Valuation
from disposition.words import listed

ENGINES = ("durable", "compiled", "reference")
DEFAULT_ENGINE = "durable"


class Engine(Protocol):
    """Answers, for facts, which conditions of the policy that it was made for hold."""

    @property
    def name(self) -> str:
        """What the engine is called."""
        ...

    def truths(self, facts: Valuation) -> Truths:
        """Return which conditions are true and which unknown.

        `facts` holds every path of `policy.facts`; unknown ones are `None`.
        """
        ...


def make_engine(name: str, policy: CheckedPolicy) -> Engine:
    """Return an engine by its name; its module is imported only now.

    Raises:
        DispositionError: there is no engine of that name, or its C module cannot be loaded here.
    """
    if name == "durable":
        try:
            from disposition.engines.durable import DurableEngine
        except ImportError as error:  # isolated subinterpreters refuse it
            hint = "`compiled` decides the same, and is plain Python"
            raise DispositionError(
                f"the engine `durable` cannot be loaded here: {error} ({hint})"
            ) from error
        return DurableEngine(policy)
    if name == "compiled":
        from disposition.engines.compiled import CompiledEngine

        return CompiledEngine(policy)
    if name == "reference":
        from disposition.engines.reference import ReferenceEngine

        return ReferenceEngine(policy)
    known = listed(ENGINES)
    hint = suggest(str(name), ENGINES) or f"engines are {known}"
    raise DispositionError(f"there is no engine `{name}` ({hint})")


__all__ = ["DEFAULT_ENGINE", "ENGINES", "Engine", "make_engine"]
