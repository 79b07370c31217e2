"""Runs the command line: as `disposition`, and as `python -m disposition`.

What a process makes at its start stays, so no circles are looked for among it.
"""

import gc

YOUNG_OBJECTS = 100_000
"""How many are made before Python looks for circles among them; starting makes as many."""


def main() -> None:
    """Run the command line; never returns."""
    gc.set_threshold(YOUNG_OBJECTS)
    from disposition.cli import main as run

    run()


if __name__ == "__main__":
    main()
