"""Tables of case files, and what is asked of them; the same in both databases, texts included.

Data is canonical JSON, a date is as ISO 8601 has it, a flag is 0 or 1. Statements are made once:
making one takes longer than running it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

# In the order of code points, as Python and SQLite sort, whatever language a server is set up for.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

METADATA = sa.MetaData()


def _column(name: str, type_: Any = _TEXT, *, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_, primary_key=primary_key, nullable=False, autoincrement=False)


FORMATS = sa.Table("disposition_format", METADATA, _column("number", sa.Integer))
CASES = sa.Table(
    "disposition_cases",
    METADATA,
    _column("id", primary_key=True),
    _column("opened_on"),
    _column("entries", sa.Integer),
    _column("hash"),
    _column("closed", sa.Integer),
    _column("product"),
    _column("supplier"),
)
ENTRIES = sa.Table(
    "disposition_entries",
    METADATA,
    _column("case_id", primary_key=True),
    _column("number", sa.Integer, primary_key=True),
    _column("kind"),
    _column("happened_on"),
    _column("written_by"),
    _column("data"),
    _column("settles"),
    _column("policies"),
    _column("key"),
    _column("previous"),
    _column("hash"),
)
POLICIES = sa.Table(
    "disposition_policies",
    METADATA,
    _column("digest", primary_key=True),
    _column("id"),
    _column("version"),
    _column("text"),
    _column("text_hash"),
)
IS_OPEN = CASES.c.closed == sa.literal_column("0")
_HAS_KEY = ENTRIES.c.key != sa.literal_column("''")
sa.Index(
    "disposition_entries_key",
    ENTRIES.c.case_id,
    ENTRIES.c.key,
    unique=True,
    sqlite_where=_HAS_KEY,
    postgresql_where=_HAS_KEY,
)
sa.Index("disposition_cases_open", CASES.c.id, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)

# --- statements, made once -----------------------------------------------------------------------

_CASE: sa.BindParameter[str] = sa.bindparam("case")
_AFTER: sa.BindParameter[str] = sa.bindparam("after")
_LIMIT: sa.BindParameter[int] = sa.bindparam("limit")
_IN_ORDER = sa.select(ENTRIES).order_by(ENTRIES.c.case_id, ENTRIES.c.number)
_IDS = sa.select(CASES.c.id)

HEAD = sa.select(CASES).where(CASES.c.id == _CASE)
IS_HEAD = _IDS.where(CASES.c.id == _CASE)
HEAD_TO_WRITE = HEAD.with_for_update()
HEADS = sa.select(CASES).where(CASES.c.id > _AFTER).order_by(CASES.c.id).limit(_LIMIT)
OPEN_HEADS = HEADS.where(IS_OPEN)
MOVE_HEAD = (
    sa.update(CASES)
    .where(CASES.c.id == _CASE)
    .values({name: sa.bindparam(f"new_{name}") for name in ("entries", "hash", "closed")})
)
ADD_CASE = sa.insert(CASES)

ENTRIES_OF = _IN_ORDER.where(ENTRIES.c.case_id == _CASE)
ENTRY_AT = ENTRIES_OF.where(ENTRIES.c.number == sa.bindparam("at"))
ENTRY_OF_KEY = ENTRIES_OF.where(ENTRIES.c.key == sa.bindparam("used"), _HAS_KEY)
ENTRIES_UP_TO = _IN_ORDER.where(
    ENTRIES.c.case_id > _AFTER, ENTRIES.c.case_id <= sa.bindparam("last")
)
OPEN_ENTRIES_UP_TO = ENTRIES_UP_TO.join(CASES, CASES.c.id == ENTRIES.c.case_id).where(IS_OPEN)
NUMBERS_OF = sa.select(ENTRIES.c.number).where(ENTRIES.c.case_id == _CASE).order_by("number")
KIND_AT = sa.select(ENTRIES.c.kind).where(
    ENTRIES.c.case_id == _CASE, ENTRIES.c.number == sa.bindparam("at")
)
ADD_ENTRY = sa.insert(ENTRIES)

WITHOUT_HEAD = (
    sa.select(ENTRIES.c.case_id)
    .distinct()
    .where(~sa.exists().where(CASES.c.id == ENTRIES.c.case_id))
    .order_by(ENTRIES.c.case_id)
)
IDS_AMONG = _IDS.where(CASES.c.id.in_(sa.bindparam("cases", expanding=True))).order_by(CASES.c.id)
IDS_LIKE = (
    _IDS.where(sa.func.lower(CASES.c.id) == sa.func.lower(_CASE)).limit(_LIMIT),
    _IDS.where(CASES.c.id > _CASE).order_by(CASES.c.id).limit(_LIMIT),
    _IDS.where(CASES.c.id < _CASE).order_by(CASES.c.id.desc()).limit(_LIMIT),
)
POLICY = sa.select(POLICIES.c.text).where(POLICIES.c.digest == sa.bindparam("sought"))
POLICY_ROW = sa.select(POLICIES).where(POLICIES.c.digest == sa.bindparam("sought"))
POLICY_ROW_1 = sa.select(*(each for each in POLICIES.c if each.name != "text_hash")).where(
    POLICIES.c.digest == sa.bindparam("sought")
)
"""The same, of a store of format 1."""
DIGESTS = sa.select(POLICIES.c.digest).order_by(POLICIES.c.digest)
