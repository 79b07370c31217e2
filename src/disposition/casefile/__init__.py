"""From decision to release: the record of a case, what comes next in it, and the gate at its end.

Each name is loaded when it is first used: who keeps a case in memory needs no database.
"""

from typing import TYPE_CHECKING

from disposition.lazy import on_demand

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

__getattr__, __dir__ = on_demand(
    __name__,
    {
        ".case": "Case",
        ".cases": "Cases",
        ".chain": "Fault",
        ".dossier": "Dossier",
        ".entry": "CaseHead Entry",
        ".errors": "CaseConflictError CaseError CaseExistsError EntryError KeyReusedError "
        "NoCaseError StoreError",
        ".gate": "Gate",
        ".kinds": "KINDS EntryKind",
        ".policies": "CASE_POLICIES CasePolicies",
        ".pushback_reading": "Reading",
        ".replaying": "Replay Replayed",
        ".steps": "Step",
    },
)
