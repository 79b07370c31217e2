"""`disposition schema`: the JSON Schemas of our documents, for editors and other languages."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from disposition.cli.messages import write_json


def _policy_schema() -> dict[str, Any]:
    from disposition.decide import load_policy
    from disposition.policy.schema import policy_schema

    return policy_schema([outcome.id for outcome in load_policy().checked.outcomes])


_SCHEMAS = {
    "lot": "disposition.facts:lot_schema",
    "decision": "disposition.explain.document.document:decision_schema",
    "policy": f"{__name__}:_policy_schema",
    "cases": "disposition.testing.loading.schema:cases_schema",
    "dossier": "disposition.casefile.dossier:dossier_schema",
    "entry": "disposition.casefile.log.entry_data:entry_schema",
    "history": "disposition.sampling.switching.history:history_schema",
}
"""Where the schema of each document is made; only that module is imported."""


@click.command()
@click.argument("document", type=click.Choice([*_SCHEMAS]))
def schema(*, document: str) -> None:
    """Print the JSON Schema (2020-12) of a document or a file.

    That is a lot, a decision, a policy file, a cases file, a dossier, the data of a case's entry
    (of each kind under `$defs`), or a history of past lots.
    """
    write_json(schema_of(document))


def schema_of(document: str) -> dict[str, Any]:
    """Return the JSON Schema of a document by its name on the command line."""
    module, _, function = _SCHEMAS[document].partition(":")
    made: dict[str, Any] = getattr(import_module(module), function)()
    return made
