"""All that has to be known of a change, on one page: behaviour, promises, cases, past lots.

The page has what to object to first, then each thing in a box, then signatures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from disposition.analysis.diff.moves import Difference, difference
from disposition.analysis.diff.report import VERDICTS, sections, ships_more
from disposition.analysis.verification.findings import Verification
from disposition.analysis.verification.report import coded, findings_html, summary
from disposition.analysis.verification.verifying import verify
from disposition.backtesting.backtest import Backtest, backtest_body
from disposition.decide import Policy
from disposition.frozen import frozen
from disposition.markup import box, breakable, code, page, table, text
from disposition.testing.cases import CaseFile
from disposition.testing.coverage.measurement import Coverage, measure_file
from disposition.testing.coverage.report import coverage_lines
from disposition.testing.loading.reader import load_cases
from disposition.testing.report import CaseReport, failure_lines
from disposition.testing.runner import run
from disposition.words import counted


@frozen
class MovedCase:
    """A case on which the two versions decide otherwise."""

    name: str
    before: str
    after: str


@frozen
class CasesReview:
    """How the cases of the new version fare, and which of them the change is about.

    `added` are the names of those that the old version's cases do not have, `dropped` the reverse.
    """

    reports: tuple[CaseReport, ...]
    coverage: Coverage
    moved: tuple[MovedCase, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def failures(self) -> tuple[CaseReport, ...]:
        """The cases that fail."""
        return tuple(each for each in self.reports if not each.passed)


@frozen
class Review:
    """A change of a policy, with all that was found out about it.

    `digests` are those of both versions. What was not looked at is None.
    """

    found: Difference
    digests: tuple[str, str]
    verification: Verification
    cases: CasesReview | None = None
    backtest: Backtest | None = None
    approvers: tuple[str, ...] = ()

    @property
    def objections(self) -> tuple[str, ...]:
        """What somebody has to answer for who signs, in sentences; nothing is best."""
        said = []
        if self.found.ships_more:
            said.append("Some lots ship more than before.")
        if self.found.ships_more is None:
            said.append("It is not settled whether a lot ships more than before.")
        said += [each.sentence for each in self.verification.broken]
        said += [each.sentence for each in self.verification.open]
        if self.cases is None:
            said.append("There are no cases.")
        elif self.cases.failures:
            failed = len(self.cases.failures)
            said.append(f"Of the cases, {failed:,} {'fails' if failed == 1 else 'fail'}.")
        if self.cases is not None and self.cases.coverage.missing:
            said.append(f"The cases show {self.cases.coverage.percent} % of the policy.")
        return tuple(said)


def review(
    old: Policy,
    new: Policy,
    *,
    cases: Path | None = None,
    old_cases: Path | None = None,
    backtest: Backtest | None = None,
    approvers: tuple[str, ...] = (),
) -> Review:
    """Return all that has to be known of a change.

    `cases` is the cases file of the new version, `old_cases` that of the old one.

    Raises:
        DispositionError: the extra `proofs` is missing.
        PolicyError: a cases file cannot be used.
    """
    found = difference(old, new)
    return Review(
        found,
        (old.digest, new.digest),
        verify(new),
        None if cases is None else _cases(old, new, cases, old_cases),
        backtest,
        approvers,
    )


def _cases(old: Policy, new: Policy, file: Path, old_file: Path | None) -> CasesReview:
    loaded = load_cases(file, new)
    [ran] = run([loaded])
    before = None if old_file is None else load_cases(old_file, old)
    names = [case.name for case in loaded.cases]
    were = names if before is None else [case.name for case in before.cases]
    return CasesReview(
        ran.reports,
        measure_file(loaded),
        tuple(_moved(old, loaded, {each.case.name: each for each in ran.reports})),
        tuple(name for name in names if name not in set(were)),
        tuple(name for name in were if name not in set(names)),
    )


def _moved(old: Policy, loaded: CaseFile, reports: Mapping[str, CaseReport]) -> list[MovedCase]:
    moved = []
    for case in loaded.cases:
        before, after = old.decide(case.lot), reports[case.name].decision
        if (before.outcome, before.status) != (after.outcome, after.status):
            moved.append(MovedCase(case.name, before.outcome, after.outcome))
    return moved


# --- the page ------------------------------------------------------------------------------------


SIGNERS = ("Written by", "Reviewed by", "Released by")
"""Who signs where nobody is named."""

MOST_CASES = 100
"""Cases of a kind that are listed."""


def review_page(review: Review) -> str:
    """Return the page, which needs nothing else: to read, to print, to sign."""
    found = review.found
    title = f"Review: {found.before} → {found.after}"
    boxes = [
        box("".join(_front(review)), "open" if review.objections else "all"),
        box(f"<h3>What the change does</h3>{''.join(sections(found))}"),
        box(
            f"<h3>What the new version promises</h3><p>{text(summary(review.verification))}</p>"
            f"{findings_html(review.verification)}"
        ),
        box(f"<h3>Cases</h3>{_cases_html(review.cases)}"),
        box(f"<h3>Past lots</h3>{_past_lots(review)}"),
        box("".join(_signatures(review))),
    ]
    return page(title, "\n".join(boxes), is_one=True)


def _front(review: Review) -> Iterator[str]:
    found = review.found
    yield f"<h3>{text(found.before)} → {text(found.after)}</h3>"
    yield f"<p><b>{text(VERDICTS[found.verdict])}</b> {text(ships_more(found))}</p>"
    if not review.objections:
        yield "<p>Nothing was found that speaks against it.</p>"
        return
    yield "<h4>Whoever signs answers for</h4>"
    yield f"<ul>{''.join(f'<li>{coded(each)}</li>' for each in review.objections)}</ul>"


def _cases_html(cases: CasesReview | None) -> str:
    if cases is None:
        return "<p>There are no cases: nothing shows what the policy is meant to do.</p>"
    failed = len(cases.failures)
    said = f"{counted(len(cases.reports), 'case')}, {failed or 'none'} failed."
    parts = [f"<p>{said} They show {cases.coverage.percent} % of the policy.</p>"]
    for title, names in (("New cases", cases.added), ("Cases that are gone", cases.dropped)):
        if names:
            listed = ", ".join(map(code, names[:MOST_CASES]))
            parts.append(f"<h4>{title}</h4><p>{listed}{_more(len(names))}</p>")
    if cases.moved:
        rows = (
            (code(each.name), text(each.before), text(each.after))
            for each in cases.moved[:MOST_CASES]
        )
        parts.append("<h4>Cases that the two versions decide otherwise</h4>")
        parts.append(table(("Case", "Was", "Is"), rows) + _more(len(cases.moved)))
    for report in cases.failures[:MOST_CASES]:
        lines = "<br>".join(map(code, failure_lines(report)))
        parts.append(f"<h4>Failed: {text(report.case.name)}</h4><p>{lines}</p>")
    if cases.coverage.missing:
        lines = "<br>".join(map(code, coverage_lines(cases.coverage)))
        parts.append(f"<details><summary>Coverage</summary>{lines}</details>")
    return "".join(parts)


def _more(number: int) -> str:
    return f" and {number - MOST_CASES:,} more" if number > MOST_CASES else ""


def _past_lots(review: Review) -> str:
    if review.backtest is None:
        return "<p>Not looked at: no past lots were given.</p>"
    return backtest_body(review.backtest)


def _signatures(review: Review) -> Iterator[str]:
    yield "<h3>Approval</h3>"
    yield "<p>What is signed is the change from one digest to the other, and nothing else.</p>"
    labels = zip(
        ("From", "To"), (review.found.before, review.found.after), review.digests, strict=True
    )
    yield table(
        ("", "Version", "Digest"),
        (
            (label, text(name), f"<code>{breakable(digest)}</code>")
            for label, name, digest in labels
        ),
    )
    signers = review.approvers or SIGNERS
    blank = "&nbsp;" * 24
    yield table(
        ("Who", "Name", "Date", "Signature"),
        ((text(each), blank, "&nbsp;" * 14, f"{blank}<br>&nbsp;") for each in signers),
    )
