"""What columns are called, as `names.yaml` tells it, and where their cells go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from disposition.language.plain_data import plain_yaml

_FILE = Path(__file__).with_suffix(".yaml")
_TOLD: Mapping[str, Mapping[str, str]] = plain_yaml(_FILE.name, _FILE.read_text(encoding="utf-8"))


def _named(*, are_counts: bool) -> Iterator[tuple[str, str]]:
    """Yield each name with what it stands for, in the order of the file."""
    for group, told in _TOLD.items():
        if group.startswith("severities") is are_counts:
            for meant, names in told.items():
                yield from ((name, meant) for name in names.split())


PAIRS = list(_named(are_counts=False))
"""Each name of a column with its path; some languages share a name."""

NAMES = dict(PAIRS)
"""The path of the lot document by the name of a column."""

COUNTS = dict(_named(are_counts=True))
"""The severity of the units that a column counts, by its name."""
