"""What an operator may want to know, at level INFO, by the logger of the part that knows it."""

from __future__ import annotations

import sys

from disposition.visible import visible


def log(part: str, message: str, *values: object) -> None:
    """Log a line to `disposition.` and the part; values of strangers stay on one line, and visible.

    Nobody listens in a process that has not imported `logging`, so it is not imported here.
    """
    logging = sys.modules.get("logging")
    if logging is not None:
        shown = (visible(str(value)).replace("\n", "\\n") for value in values)
        logging.getLogger(f"disposition.{part}").info(message, *shown)
