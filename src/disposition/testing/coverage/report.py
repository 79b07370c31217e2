"""Tells coverage: what is met, and what is missing by rule, with file and line.

As text, or as a page that shows the policy's text line by line, coloured by what the cases show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape as escaped
from itertools import groupby
from pathlib import Path

from disposition.testing.coverage.goals import (
    NO_EFFECT,
    Aim,
    GoalResult,
    GoalStatus,
    Owner,
    Section,
)
from disposition.testing.coverage.measurement import Coverage, blocks_of
from disposition.version import installing
from disposition.visible import in_place
from disposition.words import counted

_ROWS = (
    ("rules true", Section.RULE, Aim.TRUE),
    ("rules false", Section.RULE, Aim.FALSE),
    ("rules unknown", Section.RULE, Aim.UNKNOWN),
    ("rules decisive", Section.RULE, Aim.DECISIVE),
    ("conditions of rules", Section.RULE, Aim.CONDITION),
    ("definitions true", Section.DEFINITION, Aim.TRUE),
    ("definitions false", Section.DEFINITION, Aim.FALSE),
    ("conditions of definitions", Section.DEFINITION, Aim.CONDITION),
    ("invariants tested", Section.INVARIANT, Aim.TESTED),
)


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """Yield the table of what is met, then what is missing and what is exempt."""
    policy = coverage.policy
    yield f"Coverage of {policy.id} {policy.version} by {counted(coverage.cases, 'case')}"
    if coverage.inherited:
        yield f"({counted(coverage.inherited, 'rule')} of the policies below it are not counted)"
    yield ""
    yield f"{'':<27}{'met':>6}{'of':>6}{'exempt':>8}{'impossible':>12}"
    for title, goals in rows_of(coverage):
        yield f"{title:<27}{_counts(goals)}".rstrip()
    yield f"{'in all':<27}{_counts(coverage.findings)}{coverage.percent + ' %':>9}"
    yield from _listed("Missing", coverage.missing)
    if coverage.unproved:
        yield ""
        how = installing("proofs")
        yield f"Whether any lot can show these is told with the extra `proofs` ({how})"
    exempt = [each for each in coverage.findings if each.status is GoalStatus.EXEMPT]
    yield from _listed("Exempt, as the cases file says", exempt)
    idle = [each for each in coverage.findings if each.remark == NO_EFFECT]
    yield from _listed(
        "Decide nothing, as is proved: no lot would be decided otherwise without them", idle
    )
    if coverage.needless:
        yield from ("", "Exempt without need: a case shows it, or it is known to be impossible")
        for each in coverage.needless:
            yield f"  {each.place}  {each.owner}: {each.what}"


def rows_of(coverage: Coverage) -> Iterator[tuple[str, list[GoalResult]]]:
    """Yield the rows of a table of counts that have goals, each with these."""
    for title, section, aim in _ROWS:
        goals = [
            e for e in coverage.findings if (e.goal.owner.section, e.goal.aim) == (section, aim)
        ]
        if goals:
            yield title, goals


def counts(findings: Iterable[GoalResult]) -> tuple[int, ...]:
    """Return how many goals are met, missing, exempt and impossible."""
    found = Counter(each.status for each in findings)
    return tuple(found[each] for each in GoalStatus)


def _counts(findings: Iterable[GoalResult]) -> str:
    met, missing, exempt, impossible = counts(findings)
    return f"{met:>6}{met + missing:>6}{exempt or '':>8}{impossible or '':>12}"


def _listed(title: str, findings: Iterable[GoalResult]) -> Iterator[str]:
    found = [each for each in findings if each.place is not None]
    found.sort(key=lambda each: (str(each.goal.owner.section.value), each.goal.owner.name))
    if found:
        yield from ("", title)
    for owner, group in groupby(found, key=lambda each: each.goal.owner):
        yield f"  {owner.section.value} {owner.name}"
        for each in group:
            condition = f"`{each.goal.what}`: " if each.goal.condition else ""
            about = (
                f"{each.goal.aim.value}: "
                if not condition and each.status is GoalStatus.EXEMPT
                else ""
            )
            place = f"{each.place.file}:{each.place.line}" if each.place else ""
            yield f"    {place}  {condition or about}{each.remark}"


# --- as a page -----------------------------------------------------------------------------------


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
            *_count_table(coverage),
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


def _count_table(coverage: Coverage) -> Iterator[str]:
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
    exempt = [each for each in coverage.findings if each.status is GoalStatus.EXEMPT]
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
        about = each.goal.condition or each.status is GoalStatus.EXEMPT
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
    tone, said = _tone(findings), _finding_lines(findings)
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
        tone, said = _tone(about), escape(_finding_lines(about))
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
    statuses = {each.status for each in findings}
    if not statuses:
        return ""
    if GoalStatus.MISSING in statuses:
        return "part" if GoalStatus.MET in statuses else "missing"
    return "met" if GoalStatus.MET in statuses else "aside"


def _finding_lines(findings: list[GoalResult]) -> str:
    """Return what is to be said of findings: what is lacking first."""
    order = [GoalStatus.MISSING, GoalStatus.EXEMPT, GoalStatus.IMPOSSIBLE, GoalStatus.MET]
    lines = []
    for each in sorted(findings, key=lambda one: order.index(one.status)):
        what = each.goal.what if each.goal.condition else f"{each.goal.owner.name} {each.goal.what}"
        remark = f": {each.remark}" if each.remark else ""
        lines.append(f"{_SIGNS[each.status]} {what}{remark}")
    return "\n".join(lines)


def escape(text: str) -> str:
    """Return text as HTML holds it, without what would turn the reading order."""
    return escaped("\n".join(map(in_place, text.split("\n"))))


STYLE = """
:root { color-scheme: light dark; --back: #fbfbfa; --card: #fff; --ink: #1f2328; --soft: #6a737d;
  --rule: #e3e5e8; --met: #2f9e62; --met-tint: #e9f6ee; --part: #c08212; --part-tint: #fdf4df;
  --missing: #d0423a; --missing-tint: #fdeceb; --aside: #9aa2ab; --aside-tint: #f1f2f4; }
@media screen and (prefers-color-scheme: dark) { :root {
  --back: #14171a; --card: #1a1e22; --ink: #dfe3e7; --soft: #8d969f; --rule: #2c3238;
  --met: #45b77b; --met-tint: #17291f; --part: #d9a13a;
  --part-tint: #2f2714; --missing: #ef6b63; --missing-tint: #361c1c; --aside: #6c757e;
  --aside-tint: #22272c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 84rem; background: var(--back);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h1 small { font: 400 .95rem ui-monospace, monospace; color: var(--soft); margin-left: .4rem; }
.share { margin: .6rem 0 .35rem; }
.share b { font-size: 1.9rem; font-variant-numeric: tabular-nums; margin-right: .5rem; }
.share span { color: var(--soft); }
.bar { height: 8px; border-radius: 4px; overflow: hidden; background: var(--missing); }
.bar i { display: block; height: 100%; background: var(--met); }
.top { display: flex; flex-wrap: wrap; gap: 1.2rem 3rem; align-items: flex-start;
  margin-top: 1.2rem; }
.counts { border-collapse: collapse; margin: .5rem 0 0; font-variant-numeric: tabular-nums; }
.counts td, .counts th { padding: .12rem 1.4rem .12rem 0; text-align: right; }
.counts td:first-child { text-align: left; }
.counts td + td { white-space: nowrap; }
.counts th { font-weight: 400; font-size: .85em; color: var(--soft); }
.counts .lacks td:nth-child(2) { color: var(--missing); font-weight: 600; }
.lists { flex: 1 1 34rem; display: grid; gap: 1rem; }
details { padding: .7rem 1rem; background: var(--card);
  border: 1px solid var(--rule); border-radius: 8px; }
summary { cursor: pointer; font-weight: 600; }
details ul { margin: .5rem 0 0; padding: 0; list-style: none; font-size: .93em; }
details li { padding: .12rem 0 .12rem 3.2em; text-indent: -3.2em; overflow-wrap: anywhere; }
details li a { display: inline-block; width: 2.6em; margin-right: .6em; text-align: right;
  text-indent: 0; color: var(--soft); font: .92em ui-monospace, monospace; }
code { font: .92em ui-monospace, monospace; }
main { margin-top: 1.6rem; }
.legend { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem;
  margin: 0; padding: .55rem 0; background: var(--back); color: var(--soft); font-size: .88em; }
.legend i { display: inline-block; width: .8em; height: .8em; border-radius: 3px;
  margin-right: .45em; vertical-align: -.06em; }
.legend .met { background: var(--met); } .legend .part { background: var(--part); }
.legend .missing { background: var(--missing); } .legend .aside { background: var(--aside); }
.text { padding: .6rem 0; background: var(--card); border: 1px solid var(--rule);
  border-radius: 8px; font: 13px/1.6 ui-monospace, monospace; }
.line { display: flex; border-left: 4px solid transparent; scroll-margin-top: 3rem; }
.line a { flex: none; width: 3.6em; padding-right: 1em; text-align: right; text-decoration: none;
  color: var(--soft); opacity: .75; user-select: none; }
.line pre { margin: 0; padding-right: 1.5rem; min-width: 0; font: inherit;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.line em { font-style: italic; color: var(--soft); }
.line:target { outline: 2px solid var(--part); outline-offset: -2px; }
.edge-met { border-left-color: var(--met); } .edge-part { border-left-color: var(--part); }
.edge-missing { border-left-color: var(--missing); }
.edge-aside { border-left-color: var(--aside); }
.line.met { background: var(--met-tint); } .line.part { background: var(--part-tint); }
.line.missing { background: var(--missing-tint); } .line.aside { background: var(--aside-tint); }
.line span { cursor: help; }
.line span.missing { background: color-mix(in srgb, var(--missing) 22%, transparent);
  text-decoration: underline wavy var(--missing) 1px; text-underline-offset: 3px;
  border-radius: 3px; }
.line span.part { background: color-mix(in srgb, var(--part) 24%, transparent);
  border-radius: 3px; box-shadow: inset 0 -2px 0 var(--part); }
.line span.aside { box-shadow: inset 0 -1px 0 var(--aside); }
@page { margin: 15mm; }
@media print { :root { color-scheme: light; --back: #fff; } body { max-width: none; padding: 0; }
  .legend { position: static; break-after: avoid; } .line, .counts tr, li { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; }
  .bar, .bar *, .legend *, .line, .line * { print-color-adjust: exact; } }
"""
