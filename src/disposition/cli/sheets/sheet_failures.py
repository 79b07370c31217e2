"""What can go wrong between a file and its sheets, told as the command ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from disposition.cli.messages import fail, fail_over, reason_of, write_aside
from disposition.errors import DispositionError
from disposition.policy import PolicyError


@contextmanager
def told_failures(file: Path) -> Iterator[None]:
    """Exit with what is wrong with a file or its sheets, where what is done within fails."""
    try:
        yield
    except UnicodeDecodeError:
        fail(f"{file}: not UTF-8", "save the file as UTF-8")
    except OSError as error:
        fail(f"{error.filename or file}: {reason_of(error, 'it cannot be read')}")
    except PolicyError as error:
        write_aside(str(error))
        fail(f"the file `{file}` cannot be used")
    except DispositionError as error:
        fail_over(error)
