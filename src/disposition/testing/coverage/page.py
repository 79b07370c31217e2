"""A page that shows a policy's text line by line, coloured by what the cases show of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape as escaped
from pathlib import Path

from disposition.testing.coverage.conditions import Owner
from disposition.testing.coverage.goals import GoalResult, GoalStatus
from disposition.testing.coverage.measurement import Coverage
from disposition.testing.coverage.page_style import STYLE
from disposition.testing.coverage.places import blocks_of
from disposition.testing.coverage.report import counts, rows_of
from disposition.visible import in_place

_SIGNS = {
    GoalStatus.MET: "✓",
    GoalStatus.MISSING: "✗",
    GoalStatus.EXEMPT: "○",
    GoalStatus.IMPOSSIBLE: "–",
}
_LEGEND = (
    ("met", "shown by a case"),
    ("part", "shown in part"),
    ("missing", "not shown"),
    ("aside", "exempt or impossible, with the reason"),
)


def coverage_page(coverage: Coverage) -> str:
    """Return a page of HTML that needs nothing else; point at a line to read what it lacks."""
    policy = coverage.policy
    title = f"Coverage of {policy.id} {policy.version}"
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE}</style></head><body>",
            *_heading(coverage),
            '<div class="top">',
            *_counts(coverage),
            *_lists(coverage),
            "</div>",
            *_listing(coverage),
            "</body></html>",
            "",
        ]
    )


def _heading(coverage: Coverage) -> Iterator[str]:
    policy = coverage.policy
    version = escape(f"{policy.id} {policy.version}")
    yield f"<header><h1>{escape(policy.title or policy.id)} <small>{version}</small></h1>"
    yield (
        f'<p class="share"><b>{coverage.percent} %</b> <span>{coverage.met} of {coverage.wanted} '
        f"things to show are shown by {coverage.cases} cases</span></p>"
    )
    share = 100 * coverage.met // coverage.wanted if coverage.wanted else 100
    yield f'<div class="bar"><i style="width:{share}%"></i></div></header>'


def _counts(coverage: Coverage) -> Iterator[str]:
    yield '<table class="counts"><tr><th></th><th>shown</th><th>exempt</th><th>impossible</th></tr>'
    for title, goals in rows_of(coverage):
        met, missing, exempt, impossible = counts(goals)
        tone = ' class="lacks"' if missing else ""
        yield (
            f"<tr{tone}><td>{title}</td><td>{met} of {met + missing}</td>"
            f"<td>{exempt or ''}</td><td>{impossible or ''}</td></tr>"
        )
    yield "</table>"


def _lists(coverage: Coverage) -> Iterator[str]:
    """Yield what is to do, and what need not be done for the reasons that people gave."""
    exempt = [each for each in coverage.findings if each.standing is GoalStatus.EXEMPT]
    if not coverage.missing and not exempt:
        return
    yield '<div class="lists">'
    yield from _list(f"{len(coverage.missing)} to show", coverage.missing)
    yield from _list(f"{len(exempt)} exempt, as the cases file says", exempt)
    yield "</div>"


def _list(title: str, findings: Sequence[GoalResult]) -> Iterator[str]:
    if not findings:
        return
    yield f"<details open><summary>{title}</summary><ul>"
    for each in sorted(findings, key=_line_of):
        line = _line_of(each)
        about = each.goal.condition or each.standing is GoalStatus.EXEMPT
        what = f"<code>{escape(each.goal.what)}</code>: " if about else ""
        yield (
            f'<li><a href="#L{line}">{line}</a> <b>{escape(each.goal.owner.name)}</b> '
            f"{what}{escape(each.remark)}</li>"
        )
    yield "</ul></details>"


def _line_of(finding: GoalResult) -> int:
    return finding.place.line if finding.place else 0


# --- the policy's text ---------------------------------------------------------------------------


def _listing(coverage: Coverage) -> Iterator[str]:
    if coverage.file is None:
        return
    by_line: dict[int, list[GoalResult]] = defaultdict(list)
    by_owner: dict[Owner, list[GoalResult]] = defaultdict(list)
    for each in coverage.findings:
        by_owner[each.goal.owner].append(each)
        if each.place is not None:
            by_line[each.place.line].append(each)
    edges: dict[int, str] = {}
    for block in blocks_of(coverage.file):
        tone = _tone(by_owner[block.owner])
        edges.update(dict.fromkeys(range(block.first, block.last + 1), tone))
        if block.condition is not None and not by_line[block.condition.place.line]:
            by_line[block.condition.place.line] = by_owner[block.owner]
    legend = "".join(f'<span><i class="{tone}"></i>{text}</span>' for tone, text in _LEGEND)
    yield f'<main><p class="legend">{legend}</p><div class="text">'
    content = Path(coverage.file).read_text(encoding="utf-8-sig")
    for number, text in enumerate(content.splitlines(), start=1):
        yield _line(number, text, by_line[number], edges.get(number, ""))
    yield "</div></main>"


def _line(number: int, text: str, findings: list[GoalResult], edge: str) -> str:
    tone, said = _tone(findings), _said(findings)
    classes = " ".join(["line", *([f"edge-{edge}"] if edge else []), *([tone] if tone else [])])
    title = f' title="{escape(said)}"' if said else ""
    shown = "".join(_pieces(number, text, findings)) or " "
    link = f'<a href="#L{number}">{number}</a>'
    return f'<div id="L{number}" class="{classes}"{title}>{link}<pre>{shown}</pre></div>'


def _pieces(number: int, text: str, findings: list[GoalResult]) -> Iterator[str]:
    """Yield the text of a line with each stretch marked that findings are about."""
    stretches: dict[tuple[int, int], list[GoalResult]] = defaultdict(list)
    for each in findings:
        if each.place is not None and each.place.line == number:
            start = each.place.column - 1
            stretches[start, start + each.place.length].append(each)
    position = 0
    for (start, end), about in sorted(stretches.items()):
        if start < position or end > len(text):
            continue
        yield _plain(text[position:start])
        tone, said = _tone(about), escape(_said(about))
        yield f'<span class="{tone}" title="{said}">{escape(text[start:end])}</span>'
        position = end
    yield _plain(text[position:])


def _plain(text: str) -> str:
    """Return a stretch of a line; a comment is set apart."""
    code, mark, comment = text.partition("#")
    if mark and not code.strip():
        return f"{escape(code)}<em>{escape(mark + comment)}</em>"
    return escape(text)


def _tone(findings: list[GoalResult]) -> str:
    standings = {each.standing for each in findings}
    if not standings:
        return ""
    if GoalStatus.MISSING in standings:
        return "part" if GoalStatus.MET in standings else "missing"
    return "met" if GoalStatus.MET in standings else "aside"


def _said(findings: list[GoalResult]) -> str:
    """Return what is to be said of findings: what is lacking first."""
    order = [GoalStatus.MISSING, GoalStatus.EXEMPT, GoalStatus.IMPOSSIBLE, GoalStatus.MET]
    lines = []
    for each in sorted(findings, key=lambda one: order.index(one.standing)):
        what = each.goal.what if each.goal.condition else f"{each.goal.owner.name} {each.goal.what}"
        remark = f": {each.remark}" if each.remark else ""
        lines.append(f"{_SIGNS[each.standing]} {what}{remark}")
    return "\n".join(lines)


def escape(text: str) -> str:
    """Return text as HTML holds it, without what would turn the reading order."""
    return escaped("\n".join(map(in_place, text.split("\n"))))
