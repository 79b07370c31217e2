"""What columns of a table are proposed to mean, whatever kind of table it is."""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl
import pytest

from disposition.facts import CATALOGUE
from disposition.rows import propose_columns
from disposition.rows.names import COUNTS, NAMES, PAIRS

FRAME = pl.DataFrame({"LOSMENGE": [1], "Major": [2], "major found": [3], "as_of": [4], "x": [5]})
MEANT = {"LOSMENGE": "lot.quantity", "as_of": "as_of", "Major": "defects.major.found"}


@pytest.mark.parametrize(
    "table",
    [
        *(FRAME, FRAME.lazy(), FRAME.to_pandas(), FRAME.to_arrow(), list(FRAME.columns)),
        duckdb.connect().from_arrow(FRAME.to_arrow()),
    ],
    ids=["frame", "lazy", "pandas", "arrow", "names", "relation"],
)
def test_columns_are_known_by_their_names(table: Any) -> None:
    found = propose_columns(table)
    assert {name: cell.path for name, cell in found.cells.items()} == MEANT


SPOKEN = {
    "French": "N° de lot|Taille du lot|Effectif de l’échantillon|Niveau de contrôle|NQA majeur|"
    "Date du contrôle|Fournisseur|Défauts critiques|Défauts majeurs|Défauts mineurs",
    "Spanish": "Número de lote|Tamaño del lote|Tamaño de la muestra|Nivel de inspección|NCA mayor|"
    "Fecha de inspección|Proveedor|Críticos|Mayores|Menores",
    "Italian": "Lotto|Dimensione del lotto|Numerosità del campione|Livello di collaudo|"
    "LQA maggiore|Data collaudo|Fornitore|Difetti critici|Difetti maggiori|Difetti minori",
    "Chinese": "批号|批量|样本量|检验水平|ＡＱＬ（主要）|检验日期|供应商|"
    "致命缺陷|主要缺陷|次要缺陷",
}
WANTED = [
    *("lot.id", "lot.quantity", "inspection.sample_size", "inspection.plan.level"),
    *("inspection.plan.aql.major", "inspection.date", "supplier.id"),
    *("defects.critical.found", "defects.major.found", "defects.minor.found"),
]


@pytest.mark.parametrize("names", SPOKEN.values(), ids=[*SPOKEN])
def test_columns_are_known_in_the_languages_of_inspectors(names: str) -> None:
    columns = names.split("|")
    found = propose_columns(columns).cells
    assert {name: found[name].path if name in found else None for name in columns} == dict(
        zip(columns, WANTED, strict=True)
    )


def test_a_name_means_one_thing() -> None:
    """And is told as it is compared, and goes to a place that is."""
    meant: dict[str, set[str]] = {}
    for name, path in PAIRS:
        meant.setdefault(name, set()).add(path)
    assert [name for name, paths in meant.items() if len(paths) > 1] == []
    assert NAMES.keys() & COUNTS.keys() == set()
    assert [path for path in set(NAMES.values()) if not CATALOGUE[path].given] == []
    for name in (*NAMES, *COUNTS):
        [known] = [*propose_columns([name.upper()]).cells] or [None]
        assert known == name.upper(), name
