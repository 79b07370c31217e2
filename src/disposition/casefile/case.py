"""A case as it stands: what has happened, what comes next, and how to write what happens.

A `Case` never changes: whoever writes gets a new one. What has to happen, may be released, or is to
be said follows from its entries as of a day, by its policies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from disposition.casefile.errors import (
    CaseConflictError,
    CaseError,
    CaseExistsError,
    EntryError,
    key_reused,
)
from disposition.casefile.lifecycle.gate import (
    Gate,
    as_recorded,
    asked_of,
    gate_of,
    missing_data,
    shipped_part,
)
from disposition.casefile.lifecycle.policies import LOT, CasePolicies
from disposition.casefile.lifecycle.projection import project
from disposition.casefile.lifecycle.same_lot import same_lot_obstacles
from disposition.casefile.lifecycle.steps import Judged, Steps, judge, steps_of
from disposition.casefile.lifecycle.validation import (
    admit,
    expect_asked,
    expect_fit,
    refuse_by_hand,
)
from disposition.casefile.log.canonical import admitted_id, admitted_words
from disposition.casefile.log.chain import Fault
from disposition.casefile.log.effective import Event, effective_events
from disposition.casefile.log.entry import Entry, NewEntry, asks_the_same, before_key, with_key
from disposition.casefile.log.kinds import INSPECTIONS
from disposition.casefile.log.storage import Keeper, Memory, expect_free
from disposition.decision import Decision
from disposition.documents.quoting import shown
from disposition.errors import Problem
from disposition.facts.lot import Lot
from disposition.frozen import evolve, field, frozen

if TYPE_CHECKING:
    # Loaded when they are asked for: who only writes entries does not wait for templates.
    from disposition.casefile.dossier import Dossier
    from disposition.casefile.letters import Draft
    from disposition.casefile.pushback_reading import Reading
    from disposition.casefile.replay.replay import Replay

MOST_TRIES = 50
"""Times that a write is tried again because somebody else wrote in between."""

Build = Callable[[tuple[Entry, ...]], NewEntry]


@frozen(eq=False)
class Case:
    """A case with its entries, the policies that judge it, and where it is kept.

    >>> lot = {"lot": {"id": "PO-1"}, "inspection": {"date": "2026-11-18", "defects": []}}
    >>> case = Case.begin("PO-1", lot, on=date(2026, 11, 18), by="Li")
    >>> case = case.add("closed", {"because": "an example"}, on=date(2026, 11, 19))
    >>> [entry.kind for entry in case.entries], case.is_closed
    (['inspection', 'closed'], True)
    """

    id: str
    entries: tuple[Entry, ...] = field(repr=lambda entries: f"{len(entries)} entries")
    policies: CasePolicies = field(repr=False)
    keeper: Keeper = field(repr=False)

    # --- writing ---------------------------------------------------------------------------------

    @classmethod
    def begin(
        cls,
        id: str,  # noqa: A002 - what everybody calls it
        lot: Mapping[str, Any],
        *,
        on: date,
        by: str = "",
        inspector: str | None = None,
        inspector_id: str | None = None,
        reference: str | None = None,
        rest_of: str | None = None,
        key: str = "",
        policies: CasePolicies | None = None,
        keeper: Keeper | None = None,
    ) -> Case:
        """Begin a case with the lot document of the first report; in memory without a keeper.

        Raises:
            EntryError: the lot document cannot be taken; with every problem.
            CaseExistsError: there is a case of that id.
        """
        policies = policies or CasePolicies.load()
        keeper = keeper or Memory()
        data = {
            "inspector": inspector,
            "inspector_id": inspector_id,
            "reference": reference,
            "rest_of": rest_of,
            "lot": lot,
        }
        kept = admit("inspection", data, on)
        new = NewEntry("inspection", on, kept, by, (), policies.digests, key)
        _keep(policies, keeper)
        begun = keeper.create(id, new)
        return cls(begun.case, keeper.entries(begun.case), policies, keeper)

    def add(
        self,
        kind: str,
        data: Mapping[str, Any],
        *,
        on: date,
        by: str = "",
        settles: Iterable[str] = (),
        key: str = "",
        strict: bool = False,
    ) -> Case:
        """Write what happened, and return the case with it.

        `settles` are codes of steps that are done with it. A write that is repeated with the same
        `key` is written once. A decision and a release have methods of their own.

        A mistyped code settles nothing. `strict` refuses codes that no policy in force and no
        decision of the case speaks of; a history that is brought in may have those of others.

        Raises:
            EntryError: the data cannot be taken; with every problem, each with its place.
            CaseError: there is no such kind, or, if it is `strict`, no such step; the case is
                closed, or tells of a later day.
            KeyReusedError: the key was used for something else.
        """
        refuse_by_hand(kind)
        settled = admitted_words("settles", settles)
        kept = admit(kind, data, on)

        done = (*settled, *([kept["do"]] if kind == "done" else ()))

        def build(entries: tuple[Entry, ...]) -> NewEntry:
            if strict:
                expect_asked(done, self.policies.all_codes, entries, self.id)
            expect_fit(kind, kept, on, entries)
            return NewEntry(kind, on, kept, by, settled, self.policies.digests, key)

        return self._write(build, key)

    def decide(
        self,
        *,
        on: date,
        by: str = "",
        approved_by: str | None = None,
        note: str | None = None,
        key: str = "",
    ) -> Case:
        """Decide on the lot by its policy, as of a day, write the decision down, return the case.

        Raises:
            CaseError: the case is closed, or tells of a later day.
        """
        given = admit("decision", {"approved_by": approved_by, "note": note}, on)

        def build(entries: tuple[Entry, ...]) -> NewEntry:
            decision = self.policies[LOT].decide(project(entries, on), engine=self.policies.engine)
            data = {**given, "decision": decision.to_dict()}
            expect_fit("decision", data, on, entries)
            return NewEntry("decision", on, data, by, (), self.policies.digests, key)

        return self._write(build, key)

    def release(
        self,
        *,
        on: date,
        by: str = "",
        note: str | None = None,
        units: int | None = None,
        key: str = "",
    ) -> tuple[Case, Gate]:
        """Ask for the release of the lot, write down what the gate says, and return both.

        The entry is `released` if nothing is missing, else `refused`, with each missing piece. It
        keeps which parts ship, and how many units. Those asked for are all that may ship unless
        `units` says fewer of a part; with more it is refused.

        Raises:
            CaseError: the case is closed, or tells of a later day.
            EntryError: `units` is no number of units.
            KeyReusedError: the key was used for something else.
        """
        gates: list[Gate] = []
        asked = admit("released", {"units": units}, on).get("units")
        if asked != units:  # what is no number at all is not all there is
            problem = Problem("$.units", f"expected a whole number, found {shown(units)}")
            raise EntryError("released", [problem])

        def build(entries: tuple[Entry, ...]) -> NewEntry:
            gates.append(self._gate(entries, self._judged(entries, on)))
            gate = asked_of(gates[-1], asked)
            kind = "released" if gate.is_open else "refused"
            given: dict[str, Any] = {"note": note}
            if gate.is_open:
                given |= {"units": gate.units, "parts": [shipped_part(each) for each in gate.parts]}
            else:
                given["missing"] = missing_data(gate.missing)
            data = {**admit(kind, given, on), "decision": gate.decision.to_dict()}
            expect_fit(kind, data, on, entries)
            return NewEntry(kind, on, data, by, (), self.policies.digests, key)

        case = self._write(build, key)
        entry = with_key(case.entries, key)
        # The last one was written down, unless the write is repeated.
        gate = gates[-1]
        return case, asked_of(gate, asked) if entry is None else as_recorded(gate, entry)

    def open_rest(
        self,
        id: str,  # noqa: A002 - what everybody calls it
        lot: Mapping[str, Any] | None = None,
        *,
        on: date,
        by: str = "",
        key: str = "",
    ) -> tuple[Case, Case]:
        """Begin a case with what did not ship of a lot, and return this case and that one.

        Each names the other, and the units of both add up to the lot. Without a lot document the
        segments that do not conform are the rest, with what was found in them.

        Raises:
            CaseError: no part was released, the rest is a case already, or is not known.
            EntryError: the lot document cannot be taken, has another number of units, or holds less
                against the rest than was found in it.
        """
        from disposition.casefile.lifecycle.rest import admitted_rest, is_opened

        was_opened = is_opened(self.entries, as_case=id)
        document, left = admitted_rest(self.id, self.lot(on), lot, on)
        data, settled = {"case": admitted_id("case", id), "units": left}, ("decide-on-the-rest",)
        if not was_opened:
            expect_free(self.keeper, id)

        def build(entries: tuple[Entry, ...]) -> NewEntry:
            if is_opened(entries, as_case=id):
                message = f"the rest of case `{self.id}` is case `{id}` already"
                raise CaseExistsError(message, where=f"case `{id}`")
            expect_fit("rest", data, on, entries)
            return NewEntry("rest", on, data, by, settled, self.policies.digests, key)

        # Told first, so that units are never in two cases, whoever is interrupted in between.
        case = self if was_opened else self._write(build, key)
        by_itself = Case.begin(
            id,
            document,
            on=on,
            by=by,
            **(_made_it(effective_events(self.entries, on)) if lot is None else {}),
            rest_of=self.id,
            key=key,
            policies=self.policies,
            keeper=self.keeper,
        )
        return case, by_itself

    def _write(self, build: Build, key: str) -> Case:
        """Write an entry made of the entries before it, again if somebody wrote in between.

        Of a write that is repeated, the entries before are those of the first time. What is refused
        after entries that are not the last ones any more is asked again after those that are.
        """
        if key != "":
            admitted_id("key", key)
        if self.entries[-1].policies != self.policies.digests:  # else they were kept with it
            _keep(self.policies, self.keeper)
        entries = self.entries
        for _ in range(MOST_TRIES):
            before = before_key(entries, key)
            if not before:  # it is the key of the entry that began the case
                raise key_reused(key, 1, self.id)
            try:
                new = build(before)
                if len(before) < len(entries) and asks_the_same(entries[len(before)], new):
                    return evolve(self, entries=entries)
                self.keeper.append(self.id, new, expect=len(entries))
            except (CaseError, EntryError):
                known, entries = entries, self.keeper.entries(self.id)
                if len(entries) == len(known):
                    raise
            else:
                return evolve(self, entries=self.keeper.entries(self.id))
        message = f"case `{self.id}` was written to {MOST_TRIES} times in between"
        hint = "try again when fewer write to it"
        raise CaseConflictError(message, hint, where=f"case `{self.id}`")

    # --- reading ---------------------------------------------------------------------------------

    @property
    def is_closed(self) -> bool:
        """Whether the case has come to its end."""
        return any(each.kind == "closed" for each in effective_events(self.entries))

    def lot(self, as_of: date) -> Lot:
        """Return the lot document of the case as of a day: its facts are what policies read."""
        return project(self.entries, as_of)

    @property
    def decision(self) -> Decision | None:
        """The last decision that was taken on the lot; None if none was."""
        taken = [each for each in effective_events(self.entries) if each.kind == "decision"]
        return Decision.from_dict(taken[-1].entry.data["decision"]) if taken else None

    def judged(self, as_of: date) -> Judged:
        """Return what each policy makes of the case as of a day."""
        return self._judged(self.entries, as_of)

    def _judged(self, entries: tuple[Entry, ...], as_of: date) -> Judged:
        return judge(self.id, effective_events(entries, as_of), as_of, self.policies)

    def next_steps(self, as_of: date) -> Steps:
        """Return who has to do what by when, and why; the most pressing first."""
        return Steps(steps_of(self.judged(as_of)))

    def gate(self, as_of: date) -> Gate:
        """Return whether the lot may be released, and exactly what is missing if not."""
        return self._gate(self.entries, self.judged(as_of))

    def _gate(self, entries: tuple[Entry, ...], judged: Judged) -> Gate:
        return gate_of(judged, entries, same_lot_obstacles(self.keeper, entries, judged.happened))

    def reading(self, as_of: date) -> Reading:
        """Return how the supplier's arguments read: a hint to a person, and no decision."""
        from disposition.casefile.pushback_reading import reading_of

        return reading_of(self.judged(as_of))

    def call_guide(self, as_of: date, *, language: str = "en") -> Draft:
        """Return how to hold the next conversation with the supplier, in `en` or `zh`.

        It is Markdown; `html()` makes a page of it.

        Raises:
            CaseError: there is no guide in that language.
        """
        from disposition.casefile.letters import call_guide

        return call_guide(self.judged(as_of), language)

    def confirmation(self, as_of: date, *, language: str = "en") -> Draft:
        """Return the draft of a letter that confirms what was talked about, in `en` or `zh`.

        It is Markdown; `html()` makes a page of it, `docx()` a document of a word processor.

        Raises:
            CaseError: there is no letter in that language.
        """
        from disposition.casefile.letters import confirmation

        return confirmation(self.judged(as_of), language)

    def dossier(self, as_of: date) -> Dossier:
        """Return everything about the case as of a day, to print or to hand on."""
        from disposition.casefile.dossier import dossier_of

        judged = self.judged(as_of)
        return dossier_of(judged, self.entries, self.faults(), self._gate(self.entries, judged))

    # --- proving ---------------------------------------------------------------------------------

    def replay(self, policies: CasePolicies | None = None) -> Replay:
        """Take each decision of the case again, by its own policy and by those of today.

        Shows that each would be taken again, or which change of a policy makes the difference.
        """
        from disposition.casefile.replay.replay import replay

        return replay(self.entries, policies or self.policies, self.keeper)

    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with the entries where they are kept, their head, and policies."""
        return tuple(self.keeper.verify(self.id))

    def _repr_html_(self) -> str:
        from disposition.casefile.dossier.parts.record import timeline_of
        from disposition.display.case_html import entries_html
        from disposition.documents.writing import write

        last = max(each.on for each in self.entries)
        currency = self.lot(last).lot.currency
        happened = map(write, timeline_of(self.entries, last, currency))
        return entries_html(f"Case {self.id}", happened)


def opened(id: str, policies: CasePolicies, keeper: Keeper) -> Case:  # noqa: A002 - its name
    """Return a case that is kept somewhere.

    Raises:
        NoCaseError: there is no case of that id.
    """
    entries = keeper.entries(id)
    return Case(entries[0].case, entries, policies, keeper)


def _made_it(happened: Iterable[Event]) -> dict[str, str | None]:
    """Return who made the last inspection, and what its report is called."""
    last = [each.data for each in happened if each.kind in INSPECTIONS][-1]
    return {name: getattr(last, name) for name in ("inspector", "inspector_id", "reference")}


def _keep(policies: CasePolicies, keeper: Keeper) -> None:
    """Keep the texts of the policies that an entry names by their digests."""
    for policy in policies.by_role.values():
        if keeper.policy(policy.digest) is None:
            text = policies.texts[policy.digest]
            keeper.keep_policy(policy.digest, policy.id, policy.version, text)


__all__ = ["Case", "CaseError", "opened"]
