"""`disposition from-sheet`: changed sheets back into the file that they were made of."""

from __future__ import annotations

from pathlib import Path

import click

from disposition.cli.inputs import reading
from disposition.cli.messages import write
from disposition.cli.options import A_FILE, A_PATH
from disposition.cli.writing import replace_file
from disposition.words import counted


@click.command(name="from-sheet")
@click.argument("sheet", metavar="IN.xlsx|FOLDER", type=A_PATH)
@click.argument("file", metavar="FILE.yaml", type=A_FILE)
@click.option("--check", is_flag=True, help="Write nothing; tell what would change.")
def from_sheet(*, sheet: Path, file: Path, check: bool) -> None:
    """Take the changes of sheets back into FILE; all else in it stays, comments too.

    What is wrong is told at its cell (`oversight!C7`), and then FILE stays as it is.
    """
    from disposition.sheets.checking import brought_back, read_grids
    from disposition.sheets.workbook import read_folder, read_workbook

    with reading(file, f"the file `{file}`"):
        content = file.read_text(encoding="utf-8")
        read = read_folder if sheet.is_dir() else read_workbook
        about, sheets = read(sheet, read_grids(file, content))
        brought = brought_back(file, content, about, sheets)
        for each in brought.changed:
            write(each)
        if brought.changed and not check:
            replace_file(file, brought.text.encode())
    number = counted(len(brought.changed), "change")
    write(f"{file}: {number}{', not written' if check and brought.changed else ''}")
