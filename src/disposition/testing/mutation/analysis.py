"""Mutation of a policy, as its cases see it: which mistakes they notice, and what of the others.

It is told in words, each mistake that was not noticed with its diff and a case to paste.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from random import Random
from typing import TYPE_CHECKING, Any

from disposition.analysis.verdicts import NotSettled, Proved
from disposition.decide import Policy
from disposition.documents.yaml.flow import name_of_case, pasted_case
from disposition.errors import DispositionError
from disposition.frozen import fields, frozen
from disposition.testing.cases import Case, CaseFile, Expected
from disposition.testing.mutation.bench import Bench, Trial, observed, paths_of
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.mutants.policies import planted_in
from disposition.testing.mutation.proof.found_lot import FoundLot, LotTrials, distinguishing
from disposition.testing.runner import mismatches, run_cases

if TYPE_CHECKING:
    from disposition.testing.mutation.proof.settling import Settling


@frozen
class Killed:
    """A mutant that a case noticed."""

    mutant: Mutant
    case: Case


def fates(
    mutants: Sequence[Mutant], cases: Sequence[Case], bench: Bench, done: Callable[[int], None]
) -> tuple[tuple[Killed, ...], tuple[Mutant, ...]]:
    """Return which mutants the cases notice, and which are left alive.

    `bench` holds the lots of the cases, in their order; `done` is told how many mutants are done.
    Every case is expected to pass under the policy itself: a case whose decision a mutant cannot
    have changed is not asked.
    """
    killed, alive = [], []
    kills: Counter[int] = Counter()
    for number, mutant in enumerate(mutants, start=1):
        killer = _killer(bench.trial(mutant), cases, kills)
        if killer is None:
            alive.append(mutant)
        else:
            kills[killer] += 1
            killed.append(Killed(mutant, cases[killer]))
        done(number)
    return tuple(killed), tuple(alive)


def _killer(trial: Trial, cases: Sequence[Case], kills: Counter[int]) -> int | None:
    """Return the first case that fails; those that noticed most so far are asked first."""
    for number in sorted(trial.numbers(), key=lambda each: -kills[each]):
        decision = trial.decision(number)
        if next(mismatches(cases[number].expected, decision), None) is not None:
            return number
    return None


SEEN_BY_NONE = "on every lot that there can be, all that a case can expect stays as it is"

Progress = Callable[[str, int, int], None]
"""Told what is being counted, how many of them are done, and how many there are."""


class MutationError(DispositionError):
    """A policy whose cases cannot judge mutants, because some fail without any mistake made."""


class MutantStatus(Enum):
    """What is known of a mutant that no case noticed."""

    SURVIVED = "survived"
    """A lot tells it from the policy: a case is lacking."""

    EQUIVALENT = "equivalent"
    """It was proved that no lot does."""

    STATED = "stated equivalent"
    """The cases file says that no lot does."""

    UNKNOWN = "unknown"
    """Neither was settled: maybe it is equivalent."""


@frozen
class Survivor:
    """A mutant that no case noticed.

    `reason` is what was proved, what the cases file says, or why nothing was settled.
    """

    mutant: Mutant
    status: MutantStatus
    reason: str = ""
    witness: FoundLot | None = None

    @property
    def is_open(self) -> bool:
        """Whether a case, or a reason why there can be none, is lacking."""
        return self.status in (MutantStatus.SURVIVED, MutantStatus.UNKNOWN)


@frozen
class MutationReport:
    """What the cases of one file noticed of the mistakes made in its policy.

    `refuted` are the mutants that the cases file calls equivalent, although a lot tells them apart
    or a case noticed them; `strangers` the ids that it names and that no mutant has.
    """

    file: CaseFile
    killed: tuple[Killed, ...]
    survivors: tuple[Survivor, ...]
    refuted: tuple[str, ...]
    strangers: tuple[str, ...]

    @property
    def mutants(self) -> int:
        """How many mutants were tried."""
        return len(self.killed) + len(self.survivors)

    @property
    def open(self) -> tuple[Survivor, ...]:
        """The survivors that ask for a case, or for a reason why there can be none."""
        return tuple(each for each in self.survivors if each.is_open)

    @property
    def passed(self) -> bool:
        """Whether nothing is open, and nothing wrong is said of equivalents."""
        return not self.open and not self.refuted and not self.strangers


def mutate(
    file: CaseFile,
    *,
    most: int | None = None,
    seed: int = 0,
    progress: Progress = lambda what, done, total: None,  # noqa: ARG005  # nobody is told
) -> MutationReport:
    """Try the mutants of a file's policy on its cases, or a random choice of `most` of them.

    Of a policy that extends others, only its own file is mutated. The same seed chooses the same
    mutants and finds the same lots.

    Raises:
        MutationError: a case fails under the policy itself.
    """
    _expect_passing(file)
    policy, everything = planted_in(file.policy.checked, file.policy_file)
    mutants = _chosen(everything, most, seed)
    paths = paths_of(policy, mutants)
    bench = Bench.of(policy, observed(policy, [case.lot for case in file.cases], paths))
    killed, alive = fates(
        mutants, file.cases, bench, lambda n: progress("mutants", n, len(mutants))
    )
    survivors = []
    settling = _Settling(file, bench, paths)
    for done, each in enumerate(alive, start=1):
        survivors.append(settling.survivor(each))
        progress("survivors looked into", done, len(alive))
    told = {each.mutant.id for each in survivors if each.witness is not None}
    told.update(each.mutant.id for each in killed)
    return MutationReport(
        file,
        killed,
        tuple(survivors),
        tuple(sorted(file.equivalents.keys() & told)),
        tuple(sorted(file.equivalents.keys() - {each.id for each in everything})),
    )


def _expect_passing(file: CaseFile) -> None:
    failing = [report.case.name for report in run_cases(file) if not report.passed]
    if failing:
        more = f" and {len(failing) - 1} more" if len(failing) > 1 else ""
        raise MutationError(
            f"{file.path}: mutants are tried once all cases pass; `{failing[0]}`{more} fails"
        )


def _chosen(mutants: tuple[Mutant, ...], most: int | None, seed: int) -> tuple[Mutant, ...]:
    if most is None or most >= len(mutants):
        return mutants
    random = Random(seed)  # noqa: S311  # no secret depends on it
    chosen = set(random.sample(range(len(mutants)), most))
    return tuple(each for number, each in enumerate(mutants) if number in chosen)


class _Settling:
    """Tells of mutants that no case noticed whether a lot tells them apart, or none can."""

    def __init__(self, file: CaseFile, bench: Bench, paths: set[str]) -> None:
        self._file = file
        self._bench = bench
        base = dict(file.base)
        self._trials = LotTrials(bench, observed(bench.policy, (), paths), base)
        self._prover: Settling | None = None
        self._lacking = ""
        try:
            from disposition.testing.mutation.proof.settling import Settling

            self._prover = Settling(Policy(bench.policy), bench, self._trials, base)
        except DispositionError as error:  # the extra is not there
            self._lacking = str(error)

    def survivor(self, mutant: Mutant) -> Survivor:
        """Return what is known of a mutant."""
        found = self._settled(mutant)
        if isinstance(found, FoundLot):
            return Survivor(mutant, MutantStatus.SURVIVED, witness=found)
        if isinstance(found, Proved):
            return Survivor(mutant, MutantStatus.EQUIVALENT, SEEN_BY_NONE)
        if mutant.id in self._file.equivalents:
            return Survivor(mutant, MutantStatus.STATED, self._file.equivalents[mutant.id])
        return Survivor(mutant, MutantStatus.UNKNOWN, found.reason)

    def _settled(self, mutant: Mutant) -> FoundLot | Proved | NotSettled:
        """Return a lot of the cases that tells, about which too little is expected, or ask."""
        trial = self._bench.trial(mutant)
        for number in trial.numbers():
            if distinguishing(self._bench.decision(number), trial.decision(number)) is not None:
                return self._trials.found(mutant, self._file.cases[number].lot.to_dict())
        if self._prover is None:
            return NotSettled(self._lacking)
        return self._prover.settled(mutant)


# --- in words ------------------------------------------------------------------------------------


_STATE = "If no lot can tell it apart, say why in the cases"


def mutation_lines(report: MutationReport) -> Iterator[str]:
    """Yield what is to be said of a report: survivors that are open, then a summary."""
    for survivor in report.open:
        yield from _survivor(survivor)
        yield ""
    for id_ in report.refuted:
        yield f"`{id_}` is called equivalent in the cases file, and a lot tells it apart"
    for id_ in report.strangers:
        yield f"`{id_}` is called equivalent in the cases file, and there is no such mutant"
    yield summary(report)


def summary(report: MutationReport) -> str:
    """Return in one line what became of the mutants."""
    counts = {
        status: sum(each.status is status for each in report.survivors) for status in MutantStatus
    }
    parts = [f"{report.mutants:,} mutants", f"{len(report.killed):,} noticed"]
    words = {
        MutantStatus.SURVIVED: "survived",
        MutantStatus.UNKNOWN: "not settled",
        MutantStatus.EQUIVALENT: "proved equivalent",
        MutantStatus.STATED: "stated equivalent",
    }
    parts += [f"{counts[each]:,} {word}" for each, word in words.items() if counts[each]]
    return f"{report.file.path}: {', '.join(parts)}"


def _survivor(survivor: Survivor) -> Iterator[str]:
    mutant = survivor.mutant
    place = f" at {mutant.place}" if mutant.place else ""
    yield f"SURVIVED {mutant.id}{place}"
    yield f"  {mutant.entry}: {mutant.about}"
    yield from (f"    {line}" for line in mutant.diff.splitlines())
    if survivor.witness is None:
        yield f"  Not settled: {survivor.reason}. {_STATE}:"
        yield f'    mutation: {{equivalent: {{"{mutant.id}": reason}}}}'
        return
    yield "  This case notices it; read it, and paste it below `cases:` if it is meant so:"
    yield from (f"  {line}" for line in case_text(mutant, survivor.witness).splitlines())


# --- as a case -----------------------------------------------------------------------------------


def case_text(mutant: Mutant, witness: FoundLot) -> str:
    """Return a case that passes under the policy and fails under a mutant, as YAML."""
    name, about = name_of_case("tells", mutant.id), _about(mutant, witness)
    expect = expect_entries(witness.expected)
    return "\n".join(pasted_case(name, about, dict(witness.given), expect))


def _about(mutant: Mutant, witness: FoundLot) -> str:
    mistake = f"notices a mistake in {mutant.entry}: {mutant.about}"
    if witness.found == witness.expected.outcome:
        return mistake
    return f"{mistake}, which would make it {witness.found}"


def expect_entries(expected: Expected) -> dict[str, Any]:
    """Return what is expected as a case writes it, without what is not looked at."""
    entries = {each.name: getattr(expected, each.name) for each in fields(Expected)}
    return {key: _written(value) for key, value in entries.items() if value}


def _written(value: Any) -> Any:
    """Return what is expected without tuples, and with groups of its own."""
    match value:
        case tuple():
            return list(value)
        case Mapping():
            return {key: _written(each) for key, each in value.items()}
        case _:
            return value
