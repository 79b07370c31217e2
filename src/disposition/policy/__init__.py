"""The policy language: files, the expression tree, checking, layers and canonical text.

What reads, writes and checks files is loaded when it is first asked for: YAML and the parser take
longer to load than everything that decides lots.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from disposition.documents.diagnostics import Diagnostic, Place, PolicyError, Severity
from disposition.language.text import expression_text
from disposition.policy.digest import digest
from disposition.policy.model import CheckedPolicy, Effect, Ships

if TYPE_CHECKING:
    from disposition.policy.files import shipped_names
    from disposition.policy.layout import format_policy
    from disposition.policy.loading import load_checked, load_checked_text

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

_LOADED_LATE = {
    "format_policy": "layout",
    "load_checked": "loading",
    "load_checked_text": "loading",
    "shipped_names": "files",
}


def __getattr__(name: str) -> Any:
    if name not in _LOADED_LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_LOADED_LATE[name]}")
    found = globals()[name] = getattr(module, name)
    return found
