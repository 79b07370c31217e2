"""A lot, decided, as a page to look at: the decision, what other counts would decide, and the plan.

python examples/demo.py examples/lots/toy-wheels.json build/demo.html
"""

from __future__ import annotations

import json
import sys
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from disposition import Lot, Policy, load_policy
from disposition.sampling import single_plan

STYLE = (
    "body {font-family: system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;"
    " padding: 0 1rem; color-scheme: light dark} td, th {text-align: left; padding: 0 1rem 0 0}"
)


def page(document: dict[str, Any], policy: Policy) -> str:
    """Return the page, for a lot with a single plan and a defect line."""
    inspection = document["inspection"]
    plan = inspection["plan"]
    sampled = single_plan(
        lot_size=document["lot"]["quantity"], level=plan["level"], aql=plan["aql"]["major"]
    )
    defect = inspection["defects"][0]
    parts = [
        shown(policy.decide(Lot.from_dict(document))),
        f"<h2>With all checks passed, and other numbers of “{escape(defect['description'])}”</h2>",
        "<table><tr><th>units<th>decision</tr>",
        *(f"<tr><td>{units}<td>{escape(title)}</tr>" for units, title in counts(document, policy)),
        "</table>",
        f"<h2>What the plan for {escape(defect['severity'])} defects promises</h2>",
        shown(sampled),
    ]
    name = escape(document["lot"]["product"])
    return f'<!doctype html><meta charset="utf-8"><title>{name}</title><style>{STYLE}</style>' + (
        "\n".join([f"<h1>{name}</h1>", *parts, ""])
    )


def counts(document: dict[str, Any], policy: Policy) -> list[tuple[str, str]]:
    """Return what numbers of units of the first defect decide, up to twice as many."""
    inspection = document["inspection"]
    first, *others = inspection["defects"]
    passed = [{**check, "result": "pass"} for check in inspection["checks"]]

    def title(units: int) -> str:
        defects = [{**first, "units": units}, *others]
        changed = {**inspection, "checks": passed, "defects": defects}
        return policy.decide(Lot.from_dict({**document, "inspection": changed})).title

    most = 2 * first["units"]
    ranges = [list(several) for _, several in groupby(range(1, most + 1), title)]
    return [(f"{each[0]} to {each[-1]}", title(each[0])) for each in ranges]


def shown(thing: Any) -> str:
    """Return something as a notebook shows it."""
    return str(thing._repr_html_())


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    made = page(json.loads(source.read_text(encoding="utf-8")), load_policy())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(made, encoding="utf-8")
    print(f"the same as a page: {target}")
