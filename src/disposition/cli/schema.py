"""`disposition schema`: the JSON Schemas of our documents, for editors and other languages."""

from __future__ import annotations

from typing import Any

import click

from disposition.cli.messages import write_json


@click.command()
@click.argument("document", type=click.Choice(["lot", "decision", "policy", "cases", "dossier"]))
def schema(*, document: str) -> None:
    """Print the JSON Schema (2020-12) of a lot, decision, policy file, cases file or dossier."""
    write_json(schema_of(document))


def schema_of(document: str) -> dict[str, Any]:
    """Return the JSON Schema of a document by its name on the command line."""
    if document == "lot":
        from disposition.facts import lot_schema

        return lot_schema()
    if document == "decision":
        from disposition.explain.document.document import decision_schema

        return decision_schema()
    if document == "cases":
        from disposition.testing.loading.schema import cases_schema

        return cases_schema()
    if document == "dossier":
        from disposition.casefile.dossier import dossier_schema

        return dossier_schema()
    from disposition.decide import load_policy
    from disposition.policy.schema import policy_schema

    return policy_schema([outcome.id for outcome in load_policy().checked.outcomes])
