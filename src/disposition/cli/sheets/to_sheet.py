"""`disposition to-sheet`: the limits and tables of a file as a workbook, or as CSV files."""

from __future__ import annotations

from pathlib import Path

import click

from disposition.cli.inputs import reading
from disposition.cli.messages import fail, write
from disposition.cli.options import A_FILE, A_PATH, force_option
from disposition.cli.writing import expect_new, put_output
from disposition.words import counted

OTHERS = frozenset(".csv .tsv .txt .xls .xlsm .ods .pdf .html .json .yaml .yml".split())
"""Endings of names that nobody gives to a folder."""


@click.command(name="to-sheet")
@click.argument("file", metavar="FILE.yaml", type=A_FILE)
@click.argument("sheet", metavar="OUT.xlsx|FOLDER", type=A_PATH)
@force_option("sheets that are")
def to_sheet(*, file: Path, sheet: Path, force: bool) -> None:
    """Write the limits and decision tables of a policy FILE, or its tables of cases, as sheets.

    OUT.xlsx becomes a workbook; any other name a folder of CSV files. `disposition from-sheet`
    takes what was changed back into the file.
    """
    from disposition.sheets.checking import digest_of, read_grids
    from disposition.sheets.workbook import about_rows, write_folder, write_workbook

    ending = sheet.suffix.lower()
    if ending in OTHERS and not sheet.is_dir():
        hint = "name a workbook, `.xlsx`, or a folder for CSV files"
        fail(f"`{sheet}` would be a folder with the name of a file", hint)
    with reading(file, f"the file `{file}`"):
        content = file.read_text(encoding="utf-8")
        grids = read_grids(file, content)
    if not grids:
        fail(f"{file}: it has no limits and no tables", "rules are edited in the file")
    about = about_rows(file.name, digest_of(content))
    made: dict[Path, str | bytes] = (
        {sheet: write_workbook(grids, about)}
        if ending == ".xlsx"
        else {sheet / name: text for name, text in write_folder(grids, about)}
    )
    expect_new(made, is_forced=force)
    for path, text in made.items():
        put_output(path, text, is_forced=force)
    write(f"{sheet}: {counted(len(grids), 'sheet')}")
