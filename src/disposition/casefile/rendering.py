"""Texts made of templates, and the only place that knows Jinja2."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from disposition.casefile.errors import CaseError
from disposition.version import installing

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, values: Mapping[str, Any]) -> str:
    """Return a template of the folder `templates` with values in it; `.html` ones escape them.

    Raises:
        CaseError: Jinja2 is not installed.
    """
    return _environment().get_template(template).render(values)


def styled(template: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the style of a page, and the hash by which the page allows no other."""
    style = render(template, values)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {"style": style, "style_hash": f"sha256-{digest}"}


def filters() -> Mapping[str, Callable[..., Any]]:
    """Return the functions that templates can call beside Jinja2's own."""
    from disposition.explain.report import task
    from disposition.visible import one_line

    return {"one_line": one_line, "task": task, "words": lambda word: str(word).replace("_", " ")}


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
    except ImportError as error:
        message = "letters and dossiers need Jinja2"
        raise CaseError(
            message, installing("casefile"), code="not-installed", where="Jinja2"
        ) from error
    made = Environment(
        loader=PackageLoader("disposition.casefile", "templates"),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(filters())
    return made
