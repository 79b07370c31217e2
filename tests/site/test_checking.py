"""What the check of a built site finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from website.check import faults

OTHER = '<h1 id="here">Here</h1>'


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<a href="other.html#here">x</a> <a href="https://a.b/c">x</a>', []),
        ('<a href="#top">x</a><p id="top">', []),
        ('<script src="other.html"></script><img src="data:,x">', []),
        ('<a href="none.html">x</a>', ["links to none.html, which is not there"]),
        ('<a href="../../up.html">x</a>', ["links to ../../up.html, which is not there"]),
        (
            '<a href="other.html#there">x</a>',
            ["links to other.html#there, and no such place is there"],
        ),
        ('<link rel="stylesheet" href="//a.b/c.css">', ["loads //a.b/c.css"]),
        ('<script src="https://a.b/c.js"></script>', ["loads https://a.b/c.js"]),
        ('<img src="none.png">', ["loads none.png, which is not there"]),
    ],
)
def test_what_leads_nowhere_or_is_loaded_from_elsewhere(
    page: str, said: list[str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "other.html").write_text(OTHER, encoding="utf-8")
    assert faults(tmp_path) == [f"index.html: {each}" for each in said]
