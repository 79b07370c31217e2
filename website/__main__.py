"""Runs one step of building the site: `vendor`, `gather`, then `check`.

What a site generator does between them is in the Makefile (`make docs`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from website.check import faults
from website.gather import gather
from website.playground.vendor import VendoringError, vendor

USAGE = "usage: python -m website (vendor FOLDER | gather FOLDER [VENDORED WHEEL] | check FOLDER)"


def main(arguments: list[str]) -> int:
    """Run a step; return the exit status."""
    match arguments:
        case ["vendor", folder]:
            try:
                vendor(Path(folder))
            except VendoringError as error:
                print(f"the site has no playground: {error}", file=sys.stderr)
                return 1
            return 0
        case ["gather", folder, *playground] if len(playground) in {0, 2}:
            gather(Path(folder), *map(Path, playground))
            return 0
        case ["check", folder]:
            found = faults(Path(folder))
            print(*found, sep="\n", file=sys.stderr)
            return 1 if found else 0
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
