"""The page of a review: what to object to first, then each thing in a box, then signatures."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.analysis.diff.report import VERDICTS, sections, ships_more
from disposition.analysis.verification.report import coded, findings_html, summary
from disposition.backtesting.page import backtest_body
from disposition.markup import box, breakable, code, page, table, text
from disposition.review.reviewing import CasesReview, Review
from disposition.testing.coverage.report import coverage_lines
from disposition.testing.report import failure_lines
from disposition.words import counted

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
        box(f"<h3>Cases</h3>{_cases(review.cases)}"),
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


def _cases(cases: CasesReview | None) -> str:
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
