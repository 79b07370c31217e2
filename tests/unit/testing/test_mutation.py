"""What the cases of a policy notice of mistakes in it, and what is said of the others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from disposition.analysis import NotSettled
from disposition.testing import load_cases
from disposition.testing.mutation.analysis import (
    MutantStatus,
    MutationError,
    MutationReport,
    Survivor,
    case_text,
    mutate,
    mutation_lines,
)
from disposition.testing.mutation.proof.settling import Settling
from support.mutants import mutants_of
from support.small_cases import CASES, POLICY, write

THOROUGH = """\
policy: small.yaml
base:
  lot: {quantity: 90, category: toys}
  shipment: {urgency: low}
cases:
  few-pieces:
    expect: {outcome: accept, obligations: seal, not_obligations: [call-the-buyer]}
  nothing-is-sealed:
    given: {lot.category: textiles}
    expect: {not_obligations: seal}
  none-is-few:
    given: {lot.quantity: 1, lot.category: null}
    expect: {outcome: accept, may_apply: seal}
  few-of-many-ordered:
    given: {lot.ordered_quantity: 999}
    expect: {outcome: accept}
tables:
  pieces:
    columns: [lot.quantity, outcome]
    rows: [[99, accept], [100, rework], [101, rework], [null, hold]]
  urgency:
    columns: [shipment.urgency, status, obligations, not_obligations]
    rows:
      - [low, decided, '-', call-the-buyer]
      - [normal, decided, '-', call-the-buyer]
      - [high, no_rule, call-the-buyer, '-']
      - [critical, no_rule, call-the-buyer, '-']
  urgent-pieces:
    given: {shipment.urgency: high}
    columns: [lot.quantity, outcome]
    rows: [[99, hold], [100, rework]]
"""


def mutated(folder: Path, cases: str, policy: str = POLICY) -> MutationReport:
    return mutate(load_cases(write(folder, cases=cases, policy=policy)))


def about(survivors: tuple[Survivor, ...]) -> set[str]:
    return {f"{each.mutant.entry}: {each.mutant.about}" for each in survivors}


def test_thorough_cases_notice_every_mistake(tmp_path: Path) -> None:
    report = mutated(tmp_path, THOROUGH)
    assert report.passed
    assert len(report.killed) > 20
    assert about(report.survivors) == {"rule few: `rework` added to `permit`"}


@pytest.mark.parametrize(
    ("lacking", "unnoticed"),
    [
        ("rows: [[99, accept], ", "rule few: `100` became `99`"),
        ("rows: [[99, hold], ", "rule many: `100` became `99`"),
        (
            "      - [critical, no_rule, call-the-buyer, '-']\n",
            "definition urgent: `shipment.urgency in ['high', 'critical']` became",
        ),
    ],
)
def test_without_a_case_a_mistake_survives_and_the_case_offered_notices_it(
    lacking: str, unnoticed: str, tmp_path: Path
) -> None:
    assert lacking in THOROUGH
    cases = THOROUGH.replace(lacking, "rows: [" if "rows" in lacking else "", 1)
    survivors = mutated(tmp_path, cases).open
    assert any(each.startswith(unnoticed) for each in about(survivors))
    for survivor in survivors:
        assert survivor.status is MutantStatus.SURVIVED
        assert survivor.witness is not None
        offered = case_text(survivor.mutant, survivor.witness)
        pasted = mutated(tmp_path, cases.replace("cases:\n", f"cases:\n{offered}\n", 1))
        assert survivor.mutant.id in {each.mutant.id for each in pasted.killed}


def test_what_survives_is_shown_with_a_diff_and_a_case(tmp_path: Path) -> None:
    report = mutated(tmp_path, CASES)
    text = "\n".join(mutation_lines(report))
    assert "rule seals/toys: `lot.category == 'toys'` left out" in text
    assert "    -  when: lot.category == 'toys'\n    +  when: true\n" in text
    assert "      given: {shipment.urgency: critical}\n" in text
    assert text.splitlines()[-1].startswith(f"{report.file.path}: {report.mutants} mutants, ")


def test_a_choice_of_mutants(tmp_path: Path) -> None:
    file = load_cases(write(tmp_path))
    chosen = [mutate(file, most=10, seed=seed) for seed in (1, 1, 2)]
    ids = [
        {each.mutant.id for each in report.killed} | {each.mutant.id for each in report.survivors}
        for report in chosen
    ]
    assert [len(each) for each in ids] == [10, 10, 10]
    assert ids[0] == ids[1] != ids[2]


def test_cases_that_fail_can_judge_nothing(tmp_path: Path) -> None:
    cases = CASES.replace("[99, accept]", "[99, rework]")
    with pytest.raises(MutationError, match="mutants are tried once all cases pass; `pieces/1`"):
        mutated(tmp_path, cases)


# --- equivalents ---------------------------------------------------------------------------------


def stated(*ids: str) -> str:
    entries = "".join(f'    "{each}": it makes no difference\n' for each in ids)
    return f"{THOROUGH}mutation:\n  equivalent:\n{entries}"


UNSETTLED = "rule few: `rework` added to `permit`"


def test_what_is_stated_equivalent_and_not_settled_is_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settling, "settled", lambda *_: NotSettled("it is too hard"))
    found = mutated(tmp_path, THOROUGH)
    assert about(found.open) == {UNSETTLED}
    assert {each.status for each in found.open} == {MutantStatus.UNKNOWN}
    assert "  Not settled: it is too hard. If no lot can tell it apart, say why in the cases:" in (
        mutation_lines(found)
    )
    again = mutated(tmp_path, stated(*(each.mutant.id for each in found.open)))
    assert again.passed
    assert [each.reason for each in again.survivors] == ["it makes no difference"]


def test_without_the_prover_nothing_is_called_equivalent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each for each in sys.modules if each.startswith("disposition.analysis.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "disposition.testing.mutation.proof.settling", raising=False)
    monkeypatch.setitem(sys.modules, "z3", None)
    found = mutated(tmp_path, THOROUGH)
    assert about(found.open) == {UNSETTLED}
    assert not [each for each in found.survivors if each.status is MutantStatus.EQUIVALENT]
    text = "\n".join(mutation_lines(found))
    assert "Not settled: proofs need the extra `proofs` (pip install " in text


def test_what_is_stated_wrongly_is_told(tmp_path: Path) -> None:
    report = mutated(tmp_path, THOROUGH)
    killed = report.killed[0].mutant.id
    again = mutated(tmp_path, stated(killed, "many:00000000"))
    assert (again.refuted, again.strangers) == ((killed,), ("many:00000000",))
    assert not again.passed
    lines = list(mutation_lines(again))
    assert f"`{killed}` is called equivalent in the cases file, and a lot tells it apart" in lines


def test_a_mutant_keeps_its_id_whatever_changes_elsewhere(tmp_path: Path) -> None:
    file = load_cases(write(tmp_path))
    before = {each.id: each.about for each in mutants_of(file.policy.checked)}
    policy = POLICY.replace("lot.quantity < 100 and", "lot.quantity < 120 and")
    after = {
        each.id: each.about
        for each in mutants_of(load_cases(write(tmp_path, policy=policy)).policy.checked)
    }
    same = {id_ for id_ in before if not id_.startswith("few:")}
    assert same
    assert {id_: before[id_] for id_ in same} == {
        id_: text for id_, text in after.items() if not id_.startswith("few:")
    }
    assert before.keys() != after.keys()
