"""From decision to release: the record of a case, what comes next in it, and the gate at its end.

Each name is loaded when it is first used: who keeps a case in memory needs no database.
"""

from typing import TYPE_CHECKING

from disposition.runtime.lazy import on_demand

if TYPE_CHECKING:
    from disposition.casefile.case import Case
    from disposition.casefile.cases import Cases
    from disposition.casefile.dossier import Dossier
    from disposition.casefile.errors import (
        CaseConflictError,
        CaseError,
        CaseExistsError,
        EntryError,
        KeyReusedError,
        NoCaseError,
        StoreError,
    )
    from disposition.casefile.letters.forms.draft import Draft
    from disposition.casefile.lifecycle.gate import Gate
    from disposition.casefile.lifecycle.policies import CASE_POLICIES, CasePolicies
    from disposition.casefile.lifecycle.steps import Step
    from disposition.casefile.log.chain import Fault
    from disposition.casefile.log.entry import CaseHead, Entry
    from disposition.casefile.log.kinds import KINDS, EntryKind
    from disposition.casefile.pushback_reading import Reading
    from disposition.casefile.replay.replay import Replay, Replayed

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
    "Draft",
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
        ".log.chain": "Fault",
        ".dossier": "Dossier",
        ".letters.forms.draft": "Draft",
        ".log.entry": "CaseHead Entry",
        ".errors": "CaseConflictError CaseError CaseExistsError EntryError KeyReusedError "
        "NoCaseError StoreError",
        ".lifecycle.gate": "Gate",
        ".log.kinds": "KINDS EntryKind",
        ".lifecycle.policies": "CASE_POLICIES CasePolicies",
        ".pushback_reading": "Reading",
        ".replay.replay": "Replay Replayed",
        ".lifecycle.steps": "Step",
    },
)
