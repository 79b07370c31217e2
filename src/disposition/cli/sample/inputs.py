"""What `disposition sample` is given: counts, a contract's plan, a history."""

from __future__ import annotations

import re

from disposition.cli.inputs import opened
from disposition.documents.json.text import LARGEST, parse
from disposition.errors import DispositionError
from disposition.sampling import Entry, Plan, SamplingError, custom_plan, read_history
from disposition.sampling.errors import quoted

_COUNT = re.compile(r"[0-9]{1,15}")


def count(text: str, option: str) -> int:
    """Return the whole number of an option; raises `SamplingError` for anything else."""
    if _COUNT.fullmatch(text):
        return int(text)
    raise SamplingError(
        f"{quoted(text)} is not a count for `{option}`",
        about=option,
        hint="write a whole number of at most 15 digits, such as `1200`",
    )


def counts(texts: tuple[str, ...], option: str) -> list[int]:
    """Return the numbers of an option given several times, or once with commas.

    >>> counts(("2,1", "0"), "--found")
    [2, 1, 0]
    """
    return [count(part.strip(), option) for text in texts for part in text.split(",")]


def contract_plan(
    numbers: str, lot_size: int | None, counting: str | None, state: str | None
) -> Plan:
    """Return the plan written as `n,Ac` or `n,Ac,Re`."""
    parts = counts((numbers,), "--custom")
    if len(parts) not in (2, 3):
        raise SamplingError(
            f"{quoted(numbers)} is not a plan for `--custom`",
            about="--custom",
            hint="write sample size and acceptance number, such as `32,2`, or with the rejection "
            "number, `32,2,3`",
        )
    return custom_plan(
        sample_size=parts[0],
        accept=parts[1],
        reject=parts[2] if len(parts) == 3 else None,
        lot_size=lot_size,
        counting=counting,
        state=state or "normal",
    )


def history(file: str) -> tuple[Entry, ...]:
    """Return the entries of a file that holds a JSON list, or one JSON object per line."""
    with opened(file) as stream:
        text = stream.read(LARGEST + 1)
    try:
        if text.lstrip().startswith(b"["):
            return read_history(parse(text))
        return read_history([parse(line) for line in text.splitlines() if line.strip()])
    except SamplingError:
        raise
    except DispositionError as error:
        raise SamplingError(
            f"{file} is no history: {error}",
            about="history",
            hint="write a JSON list of past lots, or one JSON object per line",
        ) from None
