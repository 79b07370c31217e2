"""What columns of a table are proposed to mean, whatever kind of table it is."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from disposition.facts import CATALOGUE
from disposition.rows import propose_columns
from disposition.rows.names import COUNTS, NAMES, PAIRS
from support.sql_tables import duckdb_connection

FRAME = pl.DataFrame({"LOSMENGE": [1], "Major": [2], "major found": [3], "as_of": [4], "x": [5]})
MEANT = {"LOSMENGE": "lot.quantity", "as_of": "as_of", "Major": "defects.major.found"}


@pytest.mark.parametrize(
    "table",
    [
        *(FRAME, FRAME.lazy(), FRAME.to_pandas(), FRAME.to_arrow(), list(FRAME.columns)),
        duckdb_connection().from_arrow(FRAME.to_arrow()),
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
    "Polish": "Nr partii|Wielkość partii|Liczność próbki|Poziom kontroli||Data kontroli|Dostawca|"
    "Wady krytyczne|Wady istotne|Wady nieistotne",
    "Portuguese": "Lote|Tamanho do lote|Tamanho da amostra|Nível de inspeção||Data da inspeção|"
    "Fornecedor|Defeitos críticos|Defeitos maiores|Defeitos menores",
    "Turkish": "Parti No|Parti Büyüklüğü|NUMUNE SAYISI|Muayene seviyesi||Muayene Tarihi|Tedarikçi|"
    "Kritik hata|Majör hata|Minör hata",
    "Dutch": "Partijnummer|Partijgrootte|Steekproef|Keuringsniveau||Keuringsdatum|Leverancier|"
    "Kritiek|Hoofdgebreken|Bijgebreken",
    "Japanese": "ロット番号|ロットサイズ|サンプルサイズ|検査水準||検査日|仕入先|"
    "致命欠点|重欠点|軽欠点",
    "Korean": "로트번호|로트 크기|샘플 크기|검사수준||검사일자|공급업체|치명결함|중결함|경결함",
    "Vietnamese": "Số lô|Cỡ lô|Cỡ mẫu|Bậc kiểm tra||Ngày kiểm tra|Nhà cung cấp|"
    "Lỗi nghiêm trọng|Lỗi nặng|Lỗi nhẹ",
    "Russian": "Номер партии|Объём партии|Объём выборки|Уровень контроля||Дата контроля|Поставщик|"
    "Критические дефекты|Значительные|Малозначительные",
    "Dynamics 365": "Quality order|Quantity|Sample size|||Validated date and time|Vendor account|"
    "Critical defects|Major defects|Minor defects",
}
WANTED = [
    *("lot.id", "lot.quantity", "inspection.sample_size", "inspection.plan.level"),
    *("inspection.plan.aql.major", "inspection.date", "supplier.id"),
    *("defects.critical.found", "defects.major.found", "defects.minor.found"),
]


@pytest.mark.parametrize("names", SPOKEN.values(), ids=[*SPOKEN])
def test_columns_are_known_in_the_languages_of_inspectors(names: str) -> None:
    wanted = dict(zip(names.split("|"), WANTED, strict=True))
    wanted.pop("", None)
    found = propose_columns(wanted).cells
    assert {name: found[name].path if name in found else None for name in wanted} == wanted


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
