"""From decision to release: the record of a case, what comes next in it, and the gate at its end.

Each name is loaded when it is first used: who keeps a case in memory needs no database.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from disposition.casefile.case import Case
    from disposition.casefile.cases import Cases
    from disposition.casefile.chain import Fault
    from disposition.casefile.dossier import Dossier
    from disposition.casefile.entry import CaseHead, Entry
    from disposition.casefile.errors import (
        CaseConflictError,
        CaseError,
        CaseExistsError,
        EntryError,
        KeyReusedError,
        NoCaseError,
        StoreError,
    )
    from disposition.casefile.gate import Gate
    from disposition.casefile.kinds import KINDS, EntryKind
    from disposition.casefile.policies import CASE_POLICIES, CasePolicies
    from disposition.casefile.pushback_reading import Reading
    from disposition.casefile.replaying import Replay, Replayed
    from disposition.casefile.steps import Step

__all__ = [
    "CASE_POLICIES",
    "KINDS",
    "Case",
    "CaseConflictError",
    "CaseError",
    "CaseExistsError",
    "CaseHead",
    "CasePolicies",
    "Cases",
    "Dossier",
    "Entry",
    "EntryError",
    "EntryKind",
    "Fault",
    "Gate",
    "KeyReusedError",
    "NoCaseError",
    "Reading",
    "Replay",
    "Replayed",
    "Step",
    "StoreError",
]

_HOMES = {
    "case": ("Case",),
    "cases": ("Cases",),
    "chain": ("Fault",),
    "dossier": ("Dossier",),
    "entry": ("CaseHead", "Entry"),
    "errors": (
        *("CaseConflictError", "CaseError", "CaseExistsError", "EntryError"),
        *("KeyReusedError", "NoCaseError", "StoreError"),
    ),
    "gate": ("Gate",),
    "kinds": ("KINDS", "EntryKind"),
    "policies": ("CASE_POLICIES", "CasePolicies"),
    "pushback_reading": ("Reading",),
    "replaying": ("Replay", "Replayed"),
    "steps": ("Step",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
