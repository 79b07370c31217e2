"""Case files in a database; needs the `casefile` extra, and the `postgresql` extra for a server."""

from disposition.casefile.errors import StoreError
from disposition.version import installing

try:
    from disposition.casefile.store.store import CaseStore
except ImportError as error:
    if (error.name or "").partition(".")[0] != "sqlalchemy":
        raise
    raise StoreError(
        "case files are kept with SQLAlchemy, and it is not installed",
        installing("casefile"),
        code="not-installed",
        where="SQLAlchemy",
    ) from None

__all__ = ["CaseStore"]
