"""Cases that are offered for what no case shows: they pass, and show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition.testing import load_cases
from disposition.testing.coverage import measure_file
from disposition.testing.coverage.offers import MOST_OFFERED, offer_lines
from disposition.testing.run_document import coverage_document
from disposition.testing.runner import run
from support.small_cases import CASES, POLICY, write

MORE = """\
  limits:
    forbid: [accept]
    when: urgent and lot.quantity > 40 and lot.quantity < 60 or lot.regulated and lot.quantity > 95
    because: "{lot.quantity}"
    source: House rule 5
"""
HEAD, _, _ = CASES.partition("tables:")


def with_offered(folder: Path, policy: str, base: str) -> tuple[Path, int]:
    """Return cases with those that are offered until none is, and how often some were."""
    cases, rounds = base, 0
    while rounds < 12:
        path = write(folder, policy=policy, cases=cases)
        found = measure_file(load_cases(path)).offered()
        if not any(not each.reason for each in found):
            break
        assert len(found) <= MOST_OFFERED + 1
        lines = "\n".join(offer_lines(found)).replace("shows-", f"round-{rounds}-")
        cases, rounds = f"{cases.rstrip()}\n{lines}\n", rounds + 1
    return path, rounds


@pytest.mark.parametrize(
    "base", [HEAD, HEAD.replace("lot: {quantity: 90, category: toys}", "lot: {id: PO-1}")]
)
def test_cases_that_are_offered_pass_and_show_what_was_missing(base: str, tmp_path: Path) -> None:
    policy = POLICY.replace("tables:", MORE + "tables:", 1)
    path, rounds = with_offered(tmp_path, policy, base.replace("90", "50"))
    file = load_cases(path)
    assert rounds > 1
    if "PO-1" not in base:
        assert not any(each.failures for each in run([file]))
    assert (measure_file(file).percent, measure_file(file).missing) == ("100", ())


def test_what_is_offered_is_told_as_data(tmp_path: Path) -> None:
    told = coverage_document(measure_file(load_cases(write(tmp_path))))["offered"]
    assert {
        "owner": "many",
        "what": "unknown",
        "case": {
            "given": {"lot.quantity": None},
            "expect": {"outcome": "hold", "status": "needs_information"},
        },
    } in told


def test_where_no_lot_is_found_it_is_said_why(tmp_path: Path) -> None:
    rule = MORE.replace(
        "urgent and lot.quantity > 40 and lot.quantity < 60 or lot.regulated and lot.quantity > 95",
        "arguments.list == 'that'",
    )
    policy = POLICY.replace("tables:", rule + "tables:", 1)
    found = measure_file(load_cases(write(tmp_path, policy=policy))).offered()
    lines = [*offer_lines(found)]
    assert any(line.startswith("  # rule limits: true: no lot was found (") for line in lines), (
        lines
    )


def test_nothing_is_offered_where_nothing_is_missing(tmp_path: Path) -> None:
    policy = POLICY[: POLICY.index("tables:")]
    path, _ = with_offered(tmp_path, policy, HEAD.replace(", obligations: seal", ""))
    coverage = measure_file(load_cases(path))
    assert (coverage.missing, coverage.offered()) == ((), ())
