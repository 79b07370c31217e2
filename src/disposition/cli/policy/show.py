"""`disposition show`: a policy as people read it, with what its layers change."""

from __future__ import annotations

from pathlib import Path

import click

from disposition.cli.inputs import fail_over_policy
from disposition.cli.messages import fail, with_bold_titles, write, write_data
from disposition.cli.options import A_PATH
from disposition.errors import suggest
from disposition.facts import CATALOGUE
from disposition.policy import CheckedPolicy, PolicyError, digest
from disposition.policy.load.loader import load_layers


@click.command()
@click.argument("policy_file", metavar="POLICY", type=A_PATH)
@click.option("--parameters", is_flag=True, help="Only the limits, and those of its facts.")
@click.option("--rule", "rules", metavar="ID", multiple=True, help="Only this rule; repeatable.")
@click.option("--html", "as_html", is_flag=True, help="Write a page to keep or print.")
def show(*, policy_file: Path, parameters: bool, rules: tuple[str, ...], as_html: bool) -> None:
    """Show a POLICY as people read it: a file, or the name of a shipped one.

    Outcomes, limits, names for conditions, rules by what they do, invariants; of a policy on top
    of others what each layer changes. A rule by itself is shown with all that it rests on: names,
    limits, and every fact with its definition.
    """
    if parameters and rules:
        raise click.UsageError("`--parameters` shows no rules: give one of the two")
    try:
        layers = load_layers(policy_file, CATALOGUE)
    except PolicyError as error:
        fail_over_policy(error, policy_file)
    policy = layers[-1][1]
    # What tells a policy is loaded after one was read: who mistypes a name does not wait for it.
    from disposition.display.policy_outline import outline, outline_of_limits, outline_of_rules

    if rules:
        shown = outline_of_rules(policy, digest(policy), _known(rules, policy), layers)
    elif parameters:
        shown = outline_of_limits(policy, digest(policy), layers)
    else:
        shown = outline(policy, digest(policy), layers)
    if as_html:
        from disposition.display.policy_html import policy_page

        write_data(policy_page(shown))
    else:
        from disposition.display.policy_outline import policy_words

        write(with_bold_titles(policy_words(shown)))


def _known(rules: tuple[str, ...], policy: CheckedPolicy) -> list[str]:
    """Return the ids of the rules that are meant: the name of a table means all of its rows."""
    found: dict[str, None] = {}
    for name in rules:
        meant = [each.id for each in policy.rules if name in (each.id, each.id.partition("/")[0])]
        if not meant:
            fail(f"there is no rule `{name}`", suggest(name, policy.rules_by_id))
        found |= dict.fromkeys(meant)
    return list(found)
