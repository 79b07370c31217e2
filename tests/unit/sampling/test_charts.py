"""Charts as data, as SVG, and drawn by matplotlib where that is installed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from disposition.errors import DispositionError
from disposition.sampling import (
    Chart,
    Mark,
    Series,
    aoq_chart,
    asn_chart,
    ati_chart,
    characteristic,
    custom_plan,
    double_plan,
    multiple_plan,
    oc_chart,
    outgoing_limit,
    risks,
    single_plan,
)
from disposition.sampling.curves.charts import shown_qualities
from disposition.sampling.curves.svg import DASHES, ticks

SINGLE = characteristic(single_plan(lot_size=1200, level="II", aql="2.5"))
DOUBLE = characteristic(double_plan(lot_size=1200, level="II", aql="2.5"))
MULTIPLE = characteristic(multiple_plan(lot_size=1200, level="II", aql="2.5"))
FINITE = characteristic(double_plan(lot_size=200, level="II", aql="4.0"), "hypergeometric")
CHARTS = [
    oc_chart(SINGLE),
    oc_chart(SINGLE, DOUBLE, MULTIPLE),
    oc_chart(FINITE),
    aoq_chart(DOUBLE),
    asn_chart(SINGLE, DOUBLE, MULTIPLE),
    ati_chart(SINGLE),
    oc_chart(characteristic(single_plan(lot_size=1200, level="S-1", aql="65"))),
    oc_chart(characteristic(custom_plan(sample_size=13, accept=0))),
]
SVG = "{http://www.w3.org/2000/svg}"


def test_an_oc_chart_has_the_aql_and_both_risk_points() -> None:
    chart = oc_chart(SINGLE)
    assert [mark.label for mark in chart.marks] == [
        "AQL 2.5: Pa 0.985 (α 0.015)",
        "producer's point 3.32: Pa 0.950 (α 0.050)",
        "consumer's point, LQ 11.3: Pa 0.100 (β 0.100)",
    ]
    assert chart.title == "Operating characteristic, single normal: n = 80, Ac/Re = 5/6"
    assert (chart.x_label, chart.y_label) == ("percent nonconforming", "probability of acceptance")


def test_a_chart_holds_the_curve_itself() -> None:
    for x, y in oc_chart(DOUBLE).series[0].points:
        assert y == DOUBLE.acceptance(x)
    assert aoq_chart(DOUBLE).marks[0].y == outgoing_limit(DOUBLE)[0]
    assert oc_chart(DOUBLE).x_end > risks(DOUBLE).consumer_quality


def test_several_curves_share_their_axes_and_are_named() -> None:
    chart = oc_chart(SINGLE, DOUBLE, MULTIPLE)
    assert chart.marks == ()
    assert [series.name for series in chart.series] == [
        "single normal: n = 80, Ac/Re = 5/6",
        "double normal: n = 50 + 50, Ac/Re = 2/5, 6/7",
        "multiple normal: n = 7 × 20, Ac/Re = #/4, 1/5, 2/6, 3/7, 5/8, 7/9, 9/10",
    ]


def test_a_finite_lot_has_points_at_whole_units_only() -> None:
    for x, _ in oc_chart(FINITE).series[0].points:
        assert round(2 * x, 9) == round(2 * x)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_the_svg_is_well_formed_and_stays_on_its_sheet(chart: Chart) -> None:
    sheet = ET.fromstring(chart.to_svg())  # noqa: S314 - our own text
    lines = [path for path in sheet.iter(f"{SVG}path") if path.get("stroke-width") == "1.8"]
    assert len(lines) >= len(chart.series)
    texts = [text.text for text in sheet.iter(f"{SVG}text")]
    assert {chart.title, chart.x_label, chart.y_label} <= set(texts)
    assert {mark.label for mark in chart.marks} <= set(texts)
    assert len(list(sheet.iter(f"{SVG}circle"))) == len(chart.marks)
    for x, y in (point for series in chart.series for point in series.points):
        assert 0 <= x <= chart.x_end * (1 + 1e-9)
        assert 0 <= y <= chart.y_end * (1 + 1e-9)


def test_lines_are_told_apart_without_colour() -> None:
    sheet = ET.fromstring(CHARTS[1].to_svg())  # noqa: S314 - our own text
    drawn = [path for path in sheet.iter(f"{SVG}path") if path.get("stroke-width") == "1.8"]
    assert {path.get("stroke") for path in drawn} == {"black"}
    assert [path.get("stroke-dasharray", "") for path in drawn[:3]] == list(DASHES[:3])


def test_a_notebook_shows_the_svg() -> None:
    chart = oc_chart(SINGLE)
    told = (
        chart._repr_html_()
        .replace("currentColor", "black")
        .replace('fill="none"/>', 'fill="white"/>')
    )
    assert told.partition("<text")[0] == chart.to_svg().partition("<text")[0]
    assert "currentColor" not in chart.to_svg()


def test_words_are_escaped() -> None:
    series = (Series("a", ((0, 0), (1, 1))),)
    chart = Chart("<b> & c", "x", "y", 1, 1, series, (Mark(1, 1, "<i>"),))
    assert "<b>" not in chart.to_svg()
    assert "<i>" not in chart.to_svg()


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (100.0, [0, 20, 40, 60, 80, 100]),
        (0.013, [0, 0.002, 0.004, 0.006, 0.008, 0.01, 0.012]),
    ],
)
def test_ticks_are_round(end: float, expected: list[float]) -> None:
    assert ticks(end) == expected


def test_a_table_shows_the_aql_among_round_qualities() -> None:
    assert 2.5 in shown_qualities(SINGLE)
    assert all(round(2 * quality, 9) == round(2 * quality) for quality in shown_qualities(FINITE))


class TestMatplotlib:
    """The same charts on matplotlib axes."""

    @pytest.fixture(autouse=True)
    def _matplotlib(self) -> None:
        pytest.importorskip("matplotlib")

    @pytest.mark.parametrize("chart", CHARTS[:2], ids=lambda chart: chart.title)
    def test_lines_marks_and_labels(self, chart: Chart) -> None:
        from disposition.display.plots import plot

        axes = plot(chart)
        assert axes.get_title() == chart.title
        assert (axes.get_xlabel(), axes.get_ylabel()) == (chart.x_label, chart.y_label)
        labels = [text.get_text() for text in axes.get_legend().get_texts()]
        assert labels[: len(chart.series)] == [series.name for series in chart.series]
        assert [label[3:] for label in labels[len(chart.series) :]] == [
            mark.label for mark in chart.marks
        ]
        assert {line.get_color() for line in axes.get_lines()} <= {"black", "0.4"}

    def test_it_draws_on_given_axes(self) -> None:
        from matplotlib.figure import Figure

        from disposition.display.plots import plot

        axes = Figure().subplots()
        assert plot(oc_chart(SINGLE), axes) is axes


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from disposition.display.plots import plot

    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(DispositionError, match=r'pip install "lot-disposition\[plot\]"'):
        plot(oc_chart(SINGLE))
