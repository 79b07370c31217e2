"""A stored notebook as a page: its texts, its code, and what each cell showed when it was run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def notebook_page(text: str) -> str:
    """Return a notebook as Markdown, of what is stored in its file; nothing is run."""
    return "\n\n".join(part for cell in json.loads(text)["cells"] for part in _parts(cell)) + "\n"


def _parts(cell: dict[str, Any]) -> Iterator[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        yield source
        return
    yield f"```python\n{source}\n```"
    for output in cell["outputs"]:
        data = output.get("data", {})
        if "text/html" in data:
            # A line that is empty would end the HTML.
            lines = "".join(data["text/html"]).splitlines()
            yield "\n".join(["<div>", *filter(str.strip, lines), "</div>"])
        elif "text/plain" in data:
            yield f"```text\n{''.join(data['text/plain'])}\n```"
