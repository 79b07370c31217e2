"""How the page of coverage looks, in light and in dark surroundings."""

from __future__ import annotations

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
