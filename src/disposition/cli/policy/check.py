"""`disposition check`: everything wrong with policy and cases files, with places and hints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from disposition.cli.messages import fail, style, write, write_aside, write_json
from disposition.cli.options import NamedPath, json_option
from disposition.decide import load_policy
from disposition.documents.diagnostics import render
from disposition.errors import DispositionError, suggest
from disposition.policy import Diagnostic, PolicyError, Severity, shipped_names
from disposition.testing import load_cases
from disposition.testing.run_document import diagnostic_document
from disposition.testing.runner import SUFFIX
from disposition.version import installing
from disposition.words import counted, in_a_row

FOUND_ERRORS, NOT_ALL_LOOKED_FOR = 1, 3

PROVED = ("W709", "W710", "W711")
"""The warnings that need proofs."""


@click.command()
@click.argument(
    "policies",
    metavar="POLICY...",
    nargs=-1,
    required=True,
    type=NamedPath(dir_okay=False, path_type=Path),
)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@json_option
def check(*, policies: tuple[Path, ...], strict: bool, as_json: bool) -> None:
    """Find the mistakes in the POLICY files, and in those that they extend.

    A POLICY may also be the name of a shipped one.

    Files named `*.cases.yaml` are checked as cases of the policy that they name, and not run.

    The exit code is 0 without errors, 1 with errors (with --strict: or warnings), and 2 for a
    file that is not there. With --strict it is 3 where nothing was found and not all warnings could
    be looked for: some need the extra `proofs`.
    """
    for path in policies:
        if not path.exists() and str(path) not in shipped_names():
            hint = suggest(str(path), shipped_names()) or "see `disposition check --help`"
            fail(f"{path}: no such file", hint)
    findings = list(dict.fromkeys(each for path in policies for each in _findings(path)))
    errors = sum(each.severity is Severity.ERROR for each in findings)
    warnings = len(findings) - errors
    left_out = _left_out()
    if as_json:
        write_json(_document(findings, errors, warnings, left_out))
    else:
        for each in findings:
            write(_coloured(each))
            write("")
        write(
            f"{_none_or(errors, 'error')}, {_none_or(warnings, 'warning')} "
            f"in {counted(len(policies), 'file')}"
        )
        if left_out:
            write_aside(
                f"{in_a_row(left_out)} were not looked for: they need the extra `proofs` "
                f"({installing('proofs')})"
            )
    if errors or (strict and warnings):
        raise SystemExit(FOUND_ERRORS)
    raise SystemExit(NOT_ALL_LOOKED_FOR if strict and left_out else 0)


def _left_out() -> Sequence[str]:
    """Return the codes of warnings that cannot be looked for here."""
    try:
        from disposition.analysis import solver  # noqa: F401 - it is asked whether it is there
    except DispositionError:
        return PROVED
    return ()


def _findings(path: Path) -> Sequence[Diagnostic]:
    try:
        if path.name.endswith(SUFFIX):
            return load_cases(path).policy.warnings
        return load_policy(path).warnings
    except PolicyError as error:
        return error.diagnostics


def _coloured(diagnostic: Diagnostic) -> str:
    heading, newline, rest = render(diagnostic).partition("\n")
    tone = "red" if diagnostic.severity is Severity.ERROR else "yellow"
    return style(heading, fg=tone, bold=True) + newline + rest


def _none_or(number: int, what: str) -> str:
    return counted(number, what) if number else f"no {what}s"


def _document(
    findings: Sequence[Diagnostic], errors: int, warnings: int, left_out: Sequence[str]
) -> dict[str, Any]:
    return {
        "errors": errors,
        "warnings": warnings,
        "not_looked_for": list(left_out),
        "diagnostics": [diagnostic_document(each) for each in findings],
    }
