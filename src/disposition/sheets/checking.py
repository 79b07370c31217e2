"""What is wrong with a file as its sheets say it now, told at their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Keyed
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from disposition.documents.diagnostics import Diagnostic, Findings, Severity
from disposition.documents.yaml.nodes import Mapping, Node, at_key
from disposition.documents.yaml.source import read_yaml
from disposition.errors import Problem
from disposition.facts import CATALOGUE
from disposition.language.types import FactSpec
from disposition.policy import PolicyError
from disposition.policy.load.loader import load_checked_change
from disposition.sheets.changes import Brought, Sheet, SheetError, bring_back, cell_name
from disposition.sheets.grids import Grid, Notes, grids_of
from disposition.testing import load_cases
from disposition.testing.runner import SUFFIX

_OF_CASES = {
    "outcome": "what is decided",
    "status": "decided, needs_information, no_rule or withheld",
    "ships": "all, part or none",
}


def read_grids(path: Path, content: str) -> list[Grid]:
    """Return the sheets of a policy or cases file.

    Raises:
        PolicyError: it is no YAML.
    """
    findings = Findings()
    root = read_yaml(str(path), content, findings)
    findings.raise_errors()
    return [] if root is None else list(grids_of(root, _notes(), _outcomes(root)))


def _notes() -> Notes:
    told = {path: (f"{spec.type}", _words(spec)) for path, spec in CATALOGUE.items()}
    return {**told, **{name: (about, ()) for name, about in _OF_CASES.items()}}


def _words(spec: FactSpec) -> tuple[str, ...]:
    if spec.type.values:
        return spec.type.values
    return ("true", "false") if f"{spec.type}" == "boolean" else ()


def _outcomes(root: Node) -> Sequence[str]:
    outcomes = at_key(root, "outcomes")
    return [*outcomes.by_key] if isinstance(outcomes, Mapping) else []


def digest_of(content: str) -> str:
    """Return what tells one text of a file from another."""
    return f"sha256:{sha256(content.encode()).hexdigest()}"


def brought_back(
    path: Path, content: str, about: Keyed[str, str], sheets: Sequence[Sheet]
) -> Brought:
    """Return the new text of a file, checked.

    Raises:
        SheetError: the file has changed since, or something is wrong; with each cell.
    """
    if about.get("text") != digest_of(content):
        message = f"{path} is not as it was when these sheets were made"
        raise SheetError(
            [
                Problem(
                    "About!B2",
                    message,
                    "make them again, elsewhere or with `--force`, and change those",
                )
            ]
        )
    brought = bring_back(content, read_grids(path, content), sheets)
    try:
        _check(path, brought.text)
    except PolicyError as error:
        raise SheetError(_problems(path, brought, error.diagnostics)) from None
    return brought


def _check(path: Path, text: str) -> None:
    if not path.name.endswith(SUFFIX):
        load_checked_change(path, text, CATALOGUE)
        return
    # Cases are read beside the policy that they name.
    with NamedTemporaryFile("w", dir=path.parent, suffix=SUFFIX, encoding="utf-8") as file:
        file.write(text)
        file.flush()
        load_cases(file.name)


def _problems(path: Path, brought: Brought, diagnostics: Sequence[Diagnostic]) -> Iterator[Problem]:
    cells = dict(_cells(path, brought))
    for each in diagnostics:
        if each.severity is not Severity.ERROR:
            continue
        place = each.place
        where = next(
            (
                name
                for (line, start, end), name in cells.items()
                if line == place.line and start <= place.column < max(end, start + 1)
            ),
            f"{path}:{place.line}:{place.column}",
        )
        yield Problem(where, each.message, each.hint, each.code)


def _cells(path: Path, brought: Brought) -> Iterator[tuple[tuple[int, int, int], str]]:
    """Yield where each cell stands in the new text: its line, and its first and last column."""
    try:
        grids = read_grids(path, brought.text)
    except PolicyError:
        return
    for grid in grids:
        for row, number in zip(grid.rows, brought.rows.get(grid.name, ()), strict=False):
            for place, cell in enumerate(row.cells, start=2):
                if cell.node is not None:
                    stands = cell.node.place
                    length = max(stands.length, len(cell.text))
                    span = stands.line, stands.column, stands.column + length
                    yield span, cell_name(grid.name, number, place)
