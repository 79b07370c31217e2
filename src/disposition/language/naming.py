"""What things in a policy may be called."""

from __future__ import annotations

import re
from collections.abc import Container

from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Scalar
from disposition.language.parse.tokens import CONNECTING, FOREIGN

ID_PATTERN = "[a-z][a-z0-9]*([-_][a-z0-9]+)*"
WORD_PATTERN = "[a-z][a-z0-9]*(_[a-z0-9]+)*"
TABLE_PATTERN = f"{ID_PATTERN}(/({ID_PATTERN}|[1-9][0-9]*))?"
_ID = re.compile(ID_PATTERN)
_WORD = re.compile(WORD_PATTERN)
_TABLE = re.compile(TABLE_PATTERN)
KEYWORDS = CONNECTING | {"true", "false", "known", "unknown"}
"""Words of the expression language, which nothing else can be called."""
DECIDED = frozenset({"outcome", "ships"})
"""What invariants call what was decided."""
RESERVED = {*KEYWORDS, *DECIDED, *filter(_WORD.fullmatch, FOREIGN)}
"""What nothing can be called that conditions name by a single word."""


def is_id(scalar: Scalar, what: str, findings: Findings) -> bool:
    """Tell whether a scalar can name what is only pointed at (`a-b-2`), noting it if not."""
    if _ID.fullmatch(scalar.text):
        return True
    hint = _hint(scalar.text, "-", "use small letters, digits and hyphens: `a-b-2`")
    findings.error("S310", scalar.place, f"`{scalar.text}` cannot be {what}", hint)
    return False


def is_table(scalar: Scalar, findings: Findings) -> bool:
    """Tell whether a scalar can name a table, or one row of a table (`a-b/2`), noting it if not."""
    return bool(_TABLE.fullmatch(scalar.text)) or is_id(scalar, "the name of a table", findings)


def is_word(
    scalar: Scalar, what: str, findings: Findings, reserved: Container[str] = RESERVED
) -> bool:
    """Tell whether a scalar can name what expressions use (`a_b_2`), noting it if not."""
    if scalar.text in reserved:
        message = f"`{scalar.text}` cannot be {what}"
        findings.error("S310", scalar.place, message, "the language uses the word itself")
        return False
    if _WORD.fullmatch(scalar.text):
        return True
    hint = _hint(scalar.text, "_", "use small letters, digits and underscores: `a_b_2`")
    findings.error("S310", scalar.place, f"`{scalar.text}` cannot be {what}", hint)
    return False


def _hint(text: str, joint: str, otherwise: str) -> str:
    better = re.sub(r"[^a-z0-9]+", joint, text.lower()).strip(joint)
    pattern = _ID if joint == "-" else _WORD
    return f"write `{better}`" if pattern.fullmatch(better) else otherwise
