"""What a dossier tells of the record: its entries, head and faults, and the policies in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from disposition.casefile.copying import copied
from disposition.casefile.dossier.sentences import sentence
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.chain import Fault
from disposition.casefile.log.effective import Event
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.entry_data import stored_data
from disposition.casefile.log.kinds import KINDS
from disposition.documents.declaring import output as key
from disposition.explain.document.references import THIS_LIBRARY, EngineReference
from disposition.frozen import frozen


@frozen
class PolicyInForce:
    """A policy that judges the case, by the role that it plays."""

    role: str = key("The role that it plays")
    id: str = key("Name of the policy")
    version: str = key("Version that the policy's file states")
    digest: str = key("Hash of the whole policy, after layering")


@frozen
class PolicyBefore:
    """A policy that was in force when entries were written, and is not any more."""

    role: str = key("The role that it played")
    digest: str = key("Hash of the whole policy, after layering")
    first: int = key("Number of the first entry that was written under it")
    last: int = key("Number of the last entry that was written under it")


@frozen
class Record:
    """What proves that nothing was changed or left out since."""

    entries: int = key("Number of the entries of the case")
    told: int = key("How many of them had happened by the day, and are told here")
    head: str | None = key("Hash of the last entry; to be kept elsewhere")
    faults: tuple[str, ...] = key("What is wrong with the chain of entries; empty if it is whole")
    policies: tuple[PolicyInForce, ...] = key("The policies that judge the case now")
    earlier_policies: tuple[PolicyBefore, ...] = key("Those that entries were written under before")
    library: EngineReference = key("What made the dossier")


def record_of(judged: Judged, entries: Sequence[Entry], faults: Sequence[Fault]) -> Record:
    """Return what proves that nothing was changed since."""
    return Record(
        len(entries),
        sum(each.on <= judged.as_of for each in entries),
        entries[-1].hash if entries else None,
        tuple(map(str, faults)),
        tuple(
            PolicyInForce(role, policy.id, policy.version, policy.digest)
            for role, policy in judged.policies.by_role.items()
        ),
        tuple(_before(judged, entries)),
        THIS_LIBRARY,
    )


def _before(judged: Judged, entries: Sequence[Entry]) -> Iterator[PolicyBefore]:
    """Yield the policies that entries name and that are not in force now."""
    now = judged.policies.digests
    found: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        if entry.on <= judged.as_of:
            for role in sorted(entry.policies):
                if entry.policies[role] != now.get(role):
                    found.setdefault((role, entry.policies[role]), []).append(entry.number)
    for (role, digest), numbers in found.items():
        yield PolicyBefore(role, digest, numbers[0], numbers[-1])


@frozen
class Withdrawal:
    """The entry that says that another one does not count."""

    entry: int = key("Number of the entry that says so")
    on: date = key("Day of that entry")
    because: str = key("Why it does not count")


@frozen
class Happening:
    """An entry of the case."""

    entry: int = key("Number of the entry, in the order in which they were written")
    on: date = key("Day on which it happened")
    kind: str = key("Kind of the entry")
    about: str = key("The kind in words")
    by: str = key("Who wrote it; may be empty")
    says: str = key("In a sentence what it says; long texts are cut short")
    settles: tuple[str, ...] = key("Codes of the steps that it settled")
    hash: str = key("Hash of the entry")
    withdrawn: Withdrawal | None = key("Why it does not count any more; null if it does")


def timeline_of(
    entries: Sequence[Entry], as_of: date, currency: str | None
) -> tuple[Happening, ...]:
    """Return every entry up to a day in the order in which things happened, withdrawn ones too."""
    until = sorted(
        (each for each in entries if each.on <= as_of), key=lambda entry: (entry.on, entry.number)
    )
    withdrawn = {
        each.data["entry"]: Withdrawal(each.number, each.on, each.data["because"])
        for each in until
        if each.kind == "withdrawn"
    }
    return tuple(_happening(each, withdrawn.get(each.number), currency) for each in until)


def _happening(entry: Entry, withdrawn: Withdrawal | None, currency: str | None) -> Happening:
    read = Event(entry, stored_data(entry.kind, entry.data))
    return copied(
        Happening,
        entry,
        entry=entry.number,
        about=KINDS[entry.kind].about,
        says=sentence(read, currency),
        withdrawn=withdrawn,
    )
