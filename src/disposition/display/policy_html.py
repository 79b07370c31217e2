"""A policy as HTML, for notebooks: its outcomes, and its rules by what they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from disposition.display.html import text
from disposition.display.style import STYLE
from disposition.policy import CheckedPolicy, Effect, expression_text
from disposition.policy.model import ObligationSpec, Rule

_TITLES = {
    Effect.FORBID: "What forbids",
    Effect.PERMIT: "What permits",
    Effect.REQUIRE: "What requires",
}


def policy_html(policy: CheckedPolicy, digest: str) -> str:
    """Return a policy as a fragment of HTML; every text of its file is escaped."""
    body = "".join(_parts(policy, digest))
    return f'{STYLE}<div class="dsp">{body}</div>'


def _parts(policy: CheckedPolicy, digest: str) -> Iterator[str]:
    title = policy.title or policy.id
    yield f"<h3>{text(title)} <code>{text(policy.id)} {text(policy.version)}</code></h3>"
    preferred = ", ".join(
        f"{text(each.title)} <code>{text(each.id)}</code>" for each in policy.outcomes
    )
    yield f"<p>In order of preference: {preferred}; else <code>{text(policy.otherwise)}</code></p>"
    for effect, heading in _TITLES.items():
        rules = [rule for rule in policy.rules if rule.effect is effect]
        if rules:
            yield f"<h4>{heading} <small>{len(rules)} rules</small></h4>{_table(rules)}"
    yield f"<footer><code>{text(digest)}</code></footer>"


def _table(rules: Iterable[Rule]) -> str:
    rows = "".join(map(_row, rules))
    return (
        "<table><thead><tr><th>Rule</th><th>Outcomes</th><th>When</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _duty(spec: ObligationSpec) -> str:
    values = [f"{each.name} = {expression_text(each.expression)}" for each in spec.values]
    return f"{spec.do} ({', '.join(values)})" if values else spec.do


def _row(rule: Rule) -> str:
    outcomes = "<br>".join(map(text, rule.outcomes)) or "any"
    duties = ", ".join(text(_duty(each)) for each in rule.obligations)
    said = [text(each) for each in (rule.because.text, rule.source) if each]
    about = "".join(f"<small>{each}</small>" for each in said)
    required = f"<small>{duties}</small>" if duties else ""
    return (
        f"<tr><td><b>{text(rule.id)}</b>{required}</td><td>{outcomes}</td>"
        f"<td><code>{text(expression_text(rule.when))}</code>{about}</td></tr>"
    )
