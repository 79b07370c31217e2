"""`disposition schema`: the JSON Schemas of our documents, for editors and other languages."""

from __future__ import annotations

from typing import Any

import click

from disposition.cli.messages import write_json


@click.command()
@click.argument("document", type=click.Choice(["lot", "decision", "policy"]))
def schema(*, document: str) -> None:
    """Print the JSON Schema (2020-12) of a lot document, a decision document or a policy file."""
    write_json(_schema(document))


def _schema(document: str) -> dict[str, Any]:
    if document == "lot":
        from disposition.facts import lot_schema

        return lot_schema()
    if document == "decision":
        from disposition.explain.documents import decision_schema

        return decision_schema()
    from disposition.policy.schema import policy_schema

    return policy_schema()
