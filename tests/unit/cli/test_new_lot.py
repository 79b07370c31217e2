"""`new-lot`: the form is a lot of which nothing is known, and each key of it can be filled in."""

from __future__ import annotations

import re

from attrs import fields

from disposition.facts import CATALOGUE, Lot
from disposition.facts.document.lot_document import Defect
from disposition.language.plain_data import plain_yaml
from unit.cli.conftest import Cli


def test_the_form_is_a_lot_of_which_nothing_is_known(cli: Cli) -> None:
    assert Lot.from_dict(plain_yaml("form", cli("new-lot").out)) == Lot()


def test_every_given_fact_stands_in_it(cli: Cli) -> None:
    keys = re.findall(r"^ *([a-z0-9_]+):", cli("new-lot").out, re.MULTILINE)
    given = {path.rpartition(".")[2] for path, spec in CATALOGUE.items() if spec.given}
    assert given - set(keys) == set()


def test_an_item_of_a_list_can_be_taken_out_of_its_comment(cli: Cli) -> None:
    lines = cli("new-lot").out.splitlines()
    start = next(at for at, line in enumerate(lines) if line.strip() == "defects:") + 1
    length = len(fields(Defect))
    taken = [re.sub(r"# ([- ] )", r"\1", line, count=1) for line in lines[start : start + length]]
    filled = [line.replace("severity:  #", "severity: major  #") for line in taken]
    text = "\n".join([*lines[:start], *filled, *lines[start + length :]])
    lot = Lot.from_dict(plain_yaml("form", text))
    assert lot.inspection.defects == (Defect(severity="major"),)
