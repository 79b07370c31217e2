"""The policy language: files, the expression tree, checking, layers and canonical text.

What reads, writes and checks files is loaded when it is first asked for: YAML and the parser take
longer to load than everything that decides lots.
"""

from typing import TYPE_CHECKING

from disposition.documents.diagnostics import Diagnostic, Place, PolicyError, Severity
from disposition.language.text import expression_text
from disposition.policy.digest import digest
from disposition.policy.model import CheckedPolicy, Effect, Ships
from disposition.runtime.lazy import on_demand

if TYPE_CHECKING:
    from disposition.policy.format.layout import format_policy
    from disposition.policy.load.checked import load_checked
    from disposition.policy.load.files import shipped_names
    from disposition.policy.load.loader import load_checked_text

__all__ = [
    "CheckedPolicy",
    "Diagnostic",
    "Effect",
    "Place",
    "PolicyError",
    "Severity",
    "Ships",
    "digest",
    "expression_text",
    "format_policy",
    "load_checked",
    "load_checked_text",
    "shipped_names",
]

__getattr__, __dir__ = on_demand(
    __name__,
    {
        ".load.files": "shipped_names",
        ".format.layout": "format_policy",
        ".load.checked": "load_checked",
        ".load.loader": "load_checked_text",
    },
)
