"""Runs one step of building the site: `python -m website gather build`, `… check build/site`.

What a site generator does between them is in the Makefile (`make docs`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from website.check import faults
from website.gather import gather

USAGE = "usage: python -m website (gather | check) FOLDER"


def main(arguments: list[str]) -> int:
    """Run a step; return the exit status."""
    match arguments:
        case ["gather", folder]:
            gather(Path(folder))
            return 0
        case ["check", folder]:
            found = faults(Path(folder))
            print(*found, sep="\n", file=sys.stderr)
            return 1 if found else 0
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
