"""What was found out about policies, told as sentences, as plain data and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from disposition.analysis.verification.findings import PolicyFinding, Verdict, Verification
from disposition.documents.plain import picked
from disposition.documents.yaml.flow import name_of_case, pasted_case
from disposition.markup import box, code, page, small, table, text
from disposition.words import counted

FORMAT = 1
_HEADINGS = {
    "broken": "Not so",
    "open": "Not settled",
    "notes": "To know, and perhaps meant",
    "proved": "Proved for every lot",
}


def sentences(found: Verification, *, in_full: bool = True) -> Iterator[str]:
    """Yield what was found out in lines, what is not as it should be first, with cases to paste."""
    yield f"{found.policy} {found.version}"
    for heading, findings in _groups(found):
        if not findings or (heading == _HEADINGS["proved"] and not in_full):
            continue
        yield ""
        yield heading
        for finding in findings:
            yield f"  - {finding.sentence}" + (f" ({finding.reason})" if finding.reason else "")
            if finding.witness is not None:
                yield from (f"  {line}" for line in case_lines(finding))
    yield ""
    yield summary(found)


def summary(found: Verification) -> str:
    """Return how many things turned out how."""
    told = (
        f"{len(found.of(Verdict.PROVED))} proved",
        f"{len(found.broken)} not so",
        f"{len(found.open)} not settled",
        counted(len(found.notes), "note"),
    )
    return ", ".join(told)


def _groups(found: Verification) -> Iterator[tuple[str, Sequence[PolicyFinding]]]:
    yield _HEADINGS["broken"], found.broken
    yield _HEADINGS["open"], found.open
    yield _HEADINGS["notes"], found.notes
    yield _HEADINGS["proved"], found.of(Verdict.PROVED)


def case_lines(finding: PolicyFinding) -> Iterator[str]:
    """Yield the lots of a witness as cases of a cases file that has no base."""
    witness = finding.witness
    assert witness is not None  # noqa: S101 - only such findings are asked
    for at in range(len(witness.decided)):
        case = witness.case(at)
        number = f"-{at + 1}" if len(witness.decided) > 1 else ""
        name = f"{name_of_case(finding.check, finding.name)}{number}"
        yield from pasted_case(name, "", case["given"], case["expect"])


# --- as plain data -------------------------------------------------------------------------------


def document(verified: Sequence[Verification]) -> dict[str, Any]:
    """Return what was found out about policies as plain data."""
    return {"format": FORMAT, "policies": [_policy(each) for each in verified]}


def _policy(found: Verification) -> dict[str, Any]:
    return {
        **picked(found, "policy", "version", "digest", "is_proved"),
        "findings": [_finding(each) for each in found.findings],
    }


def _finding(finding: PolicyFinding) -> dict[str, Any]:
    told = picked(finding, "check", "name", "verdict", "weight", "sentence")
    if finding.reason:
        told["reason"] = finding.reason
    if finding.witness is not None:
        told["lots"] = [dict(each) for each in finding.witness.documents]
        told["cases"] = list(map(finding.witness.case, range(len(finding.witness.decided))))
    return told


# --- as a page -----------------------------------------------------------------------------------


def html_page(verified: Sequence[Verification]) -> str:
    """Return a page that needs nothing else, to keep or to print."""
    title = "Verified: " + ", ".join(f"{each.policy} {each.version}" for each in verified)
    return page(title, "\n".join(map(_box, verified)))


def _box(found: Verification) -> str:
    tone = "all" if found.is_proved else "open"
    parts = [f"<h3>{text(found.policy)} {code(found.version)}</h3>"]
    parts.append(f"<p>{text(summary(found))}</p>")
    parts.append(findings_html(found))
    parts.append(f"<footer>{text(found.digest)}</footer>")
    return box("".join(parts), tone)


def findings_html(found: Verification) -> str:
    """Return what was found out as tables, what is not as it should be first."""
    parts = []
    for heading, findings in _groups(found):
        if findings:
            parts.append(f"<h4>{text(heading)}</h4>")
            is_shown = any(each.witness is not None for each in findings)
            columns = ("What", "Shown by") if is_shown else ("What",)
            parts.append(table(columns, ([*_row(each)][: len(columns)] for each in findings)))
    return "".join(parts)


def _row(finding: PolicyFinding) -> Iterator[str]:
    yield f"{coded(finding.sentence)}{small(finding.reason)}"
    if finding.witness is None:
        yield ""
        return
    yield "<br>".join(code(line.strip()) for line in case_lines(finding))


def coded(sentence: str) -> str:
    """Return a sentence with what stands in backticks as code."""
    pieces = sentence.split("`")
    return "".join(code(piece) if at % 2 else text(piece) for at, piece in enumerate(pieces))
