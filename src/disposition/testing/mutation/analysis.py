"""Mutation of a policy, as its cases see it: which mistakes they notice, and what of the others."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from random import Random

from attrs import frozen

from disposition.errors import DispositionError
from disposition.testing.cases import CaseFile
from disposition.testing.mutation.bench import Bench, observed, paths_of
from disposition.testing.mutation.equivalence import proof
from disposition.testing.mutation.kills import Killed, fates
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.mutants.policies import mutants_of
from disposition.testing.mutation.search.search import FoundLot, Search
from disposition.testing.runner import run_cases

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
    """No lot was found that does: maybe it is equivalent."""


@frozen
class Survivor:
    """A mutant that no case noticed; `reason` is the proof, or what the cases file says."""

    mutant: Mutant
    standing: MutantStatus
    reason: str = ""
    witness: FoundLot | None = None

    @property
    def is_open(self) -> bool:
        """Whether a case, or a reason why there can be none, is lacking."""
        return self.standing in (MutantStatus.SURVIVED, MutantStatus.UNKNOWN)


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
    policy = file.policy.checked
    everything = mutants_of(policy, file.policy_file)
    mutants = _chosen(everything, most, seed)
    paths = paths_of(policy, mutants)
    bench = Bench.of(policy, observed(policy, [case.lot for case in file.cases], paths))
    found = fates(mutants, file.cases, bench, lambda n: progress("mutants", n, len(mutants)))

    proofs = {each.id: proof(each, policy) for each in found.alive}
    unproved = [each for each in found.alive if proofs[each.id] is None]
    documents = [case.lot.to_dict() for case in file.cases]
    search = Search(bench, paths, dict(file.base), documents or [dict(file.base)], seed)
    witnesses = search.witnesses(
        unproved,
        lambda n: progress("survivors looked into", n, len(unproved)),
        stated=file.equivalents,
    )
    survivors = tuple(
        _survivor(each, proofs[each.id], witnesses.get(each.id), file) for each in found.alive
    )
    return MutationReport(
        file,
        found.killed,
        survivors,
        _refuted(file, {*witnesses, *(each.mutant.id for each in found.killed)}),
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


def _survivor(
    mutant: Mutant, proved: str | None, witness: FoundLot | None, file: CaseFile
) -> Survivor:
    if proved is not None:
        return Survivor(mutant, MutantStatus.EQUIVALENT, proved)
    if witness is not None:
        return Survivor(mutant, MutantStatus.SURVIVED, witness=witness)
    if mutant.id in file.equivalents:
        return Survivor(mutant, MutantStatus.STATED, file.equivalents[mutant.id])
    return Survivor(mutant, MutantStatus.UNKNOWN)


def _refuted(file: CaseFile, told_apart: set[str]) -> tuple[str, ...]:
    return tuple(sorted(file.equivalents.keys() & told_apart))
