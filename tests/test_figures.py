from __future__ import annotations

import json
import re
import struct
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from stance.cli.app import app
from stance.errors import ConfigError, DataError, MissingExtraError
from stance.panel.figures import periods
from stance.panel.figures.choose import named_dyads
from stance.panel.figures.evidence import Evidence, read_evidence
from stance.panel.figures.figure import Figure, make_figure, render, spec
from stance.panel.figures.look import INK, NARROW, PRINT, SCALE
from stance.panel.figures.page import page
from stance.panel.figures.payload import payload
from stance.panel.figures.table import Panel, read_panel
from stance.panel.selection import Selection
from tests.figure_world import ATTACK, HOSTILE, panel_rows, run_reports, write_panel, write_run
from tests.test_html import CHROMIUM, Page, _contrast, run_page

BOTH = "KAZ-RUS,RUS-KAZ"


def panel(tmp_path: Path, *, corrected: bool = False) -> Panel:
    return read_panel(write_panel(tmp_path / "panel.csv", panel_rows(corrected=corrected)))


@pytest.fixture(scope="module")
def figure(tmp_path_factory: pytest.TempPathFactory) -> Figure:
    return make_figure(panel(tmp_path_factory.mktemp("panel"), corrected=True), dyads=BOTH)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory, figure: Figure) -> tuple[Evidence, ...]:
    return read_evidence(write_run(tmp_path_factory.mktemp("run") / "out", run_reports()), figure.points)


@pytest.fixture(scope="module")
def source(figure: Figure, evidence: tuple[Evidence, ...]) -> str:
    return page(figure, evidence)


def values_of(chart: object) -> list[dict[str, object]]:
    """All rows that a specification draws."""
    found = []
    if isinstance(chart, dict):
        for key, inner in chart.items():
            found += (
                inner.values()
                if key == "datasets"
                else [inner["values"]]
                if key == "data" and "values" in inner
                else []
            )
            found += [values_of(inner)]
    elif isinstance(chart, list):
        found += [values_of(inner) for inner in chart]
    return [row for rows in found for row in rows]


def test_a_panel_reads_the_same_from_csv_and_parquet(tmp_path: Path) -> None:
    rows = panel_rows(corrected=True)
    assert read_panel(write_panel(tmp_path / "p.parquet", rows)) == read_panel(write_panel(tmp_path / "p.csv", rows))


def test_every_bad_cell_is_reported_with_its_line(tmp_path: Path) -> None:
    rows = panel_rows()
    rows[0]["mean_score"], rows[2]["period"] = "high", "spring"
    with pytest.raises(DataError) as caught:
        read_panel(write_panel(tmp_path / "panel.csv", rows))
    assert [problem.split("panel.csv")[1] for problem in caught.value.problems] == [
        ":2: mean_score is 'high': expected a number",
        ":4: period is 'spring': expected its first day, such as 2024-03-01",
    ]


def test_names_that_no_drawing_can_hold_are_mended(tmp_path: Path) -> None:
    rows = [row | {"source_name": "Kaz\x07akhstan"} for row in panel_rows()[:1]]
    found = read_panel(write_panel(tmp_path / "panel.csv", rows))
    assert found.rows[0].source_name == "Kaz\N{REPLACEMENT CHARACTER}akhstan"


def test_a_table_that_is_no_long_panel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no column source, target, n; found period, KAZ_RUS: expected a panel in long"):
        read_panel(write_panel(tmp_path / "wide.csv", [{"period": "2024-01-01", "KAZ_RUS": 0.3}]))


def test_a_period_without_data_is_a_gap(tmp_path: Path) -> None:
    drawn = make_figure(panel(tmp_path), dyads="KAZ-RUS")
    assert [(point.row.period, point.run) for point in drawn.points.points] == [
        (date(2024, 1, 1), 0),
        (date(2024, 2, 1), 0),
        (date(2024, 4, 1), 1),
        (date(2024, 5, 1), 1),
    ]
    text = json.dumps(spec(drawn, PRINT))
    assert '"domain": ["Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024", "May 2024"]' in text
    assert "Where a month has no article, the line breaks." in drawn.reading[-1]


def test_a_band_breaks_where_an_interval_is_missing(tmp_path: Path) -> None:
    rows = panel_rows()
    rows[5] |= {"low": "", "high": ""}
    drawn = make_figure(read_panel(write_panel(tmp_path / "panel.csv", rows)), dyads="RUS-KAZ")
    found = {row["period"]: row for row in values_of(spec(drawn, PRINT)) if "band" in row}
    assert len({row["band"] for row in found.values()}) == 3
    assert len({row["run"] for row in found.values()}) == 1
    assert all(row["alone"] for row in found.values())


def test_asymmetry_is_drawn_once_a_pair(tmp_path: Path) -> None:
    rows = [row | {"asymmetry": 0.3} for row in panel_rows()]
    drawn = make_figure(read_panel(write_panel(tmp_path / "panel.csv", rows)), value="asymmetry")
    assert drawn.title == "Kazakhstan toward Russia, less the reverse"
    assert '"domain": [-4, 4]' in json.dumps(spec(drawn, PRINT))


def test_few_articles_are_drawn_hollow_with_a_whisker(tmp_path: Path) -> None:
    drawn = make_figure(panel(tmp_path), dyads="KAZ-RUS")
    rows = {row["period"]: row for row in values_of(spec(drawn, PRINT)) if "few" in row}
    assert (rows["Jan 2024"]["few"], rows["Feb 2024"]["few"], rows["Feb 2024"]["alone"]) == (False, True, True)
    assert "(few)" in str(rows["Feb 2024"]["text"])


def test_the_score_axis_is_fixed_and_names_the_labels(tmp_path: Path) -> None:
    text = json.dumps(spec(make_figure(panel(tmp_path), dyads="KAZ-RUS"), PRINT))
    assert '"domain": [-2, 2]' in text
    for words in ("hostile  −2", "distancing  −1", "neutral  0", "cooperative  +1", "supportive  +2"):
        assert json.dumps(json.dumps(words))[1:-1] in text


def test_corrected_values_lead_and_raw_ones_stand_beside_them(tmp_path: Path) -> None:
    point = make_figure(panel(tmp_path, corrected=True), dyads="KAZ-RUS").points.points[0]
    assert point.raw
    assert (point.estimate.value, point.raw.value) == (0.3, 0.5)
    alone = make_figure(panel(tmp_path, corrected=True), dyads="KAZ-RUS", value="corrected_mean").points.points[0]
    assert (alone.estimate.value, alone.raw) == (0.3, None)


def test_where_some_corrected_values_are_missing_all_points_are_raw(tmp_path: Path) -> None:
    rows = panel_rows(corrected=True)
    rows[1] |= {"corrected_mean": "", "corrected_low": "", "corrected_high": ""}
    drawn = make_figure(read_panel(write_panel(tmp_path / "panel.csv", rows)), dyads="KAZ-RUS")
    assert [point.estimate.value for point in drawn.points.points] == [0.5, 0.7, -0.6, -0.9]
    assert "raw values are drawn" in " ".join(drawn.reading)


def test_totals_of_a_panel_are_no_periods_but_fill_the_heat_map(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"level": "cell"} | row for row in panel_rows()]
    total = rows[0] | {"level": "dyad", "period": "", "mean_score": 0.11, "low": 0.05, "high": 0.2}
    rows += [total, total | {"level": "selection", "source": "*", "target": "*"}]
    found = read_panel(write_panel(tmp_path / "panel.csv", rows))
    assert len(make_figure(found, dyads="KAZ-RUS").points.points) == 4
    cells = {point.dyad: point.estimate for point in make_figure(found, kind="heat").points.points}
    assert (cells["KAZ", "RUS"].value, cells["KAZ", "RUS"].low) == (0.11, 0.05)
    assert ("*", "*") not in cells


def test_sentiment_is_told_as_that_of_the_authors(tmp_path: Path) -> None:
    rows = [row | {"sentiment": 0.4, "n_sentiment": 31} for row in panel_rows()]
    drawn = make_figure(read_panel(write_panel(tmp_path / "panel.csv", rows)), dyads="KAZ-RUS", value="sentiment")
    assert drawn.title == "Authors toward Russia"
    first = drawn.points.points[0]
    assert (first.names, first.row.n) == ("authors → Russia (beside Kazakhstan)", 31)


def test_a_dyad_over_several_periods_has_its_weighted_mean_in_the_heat_map(tmp_path: Path) -> None:
    drawn = make_figure(panel(tmp_path), kind="heat")
    found = {point.dyad: point for point in drawn.points.points}
    counts, means = (40, 6, 24, 20), (0.5, 0.7, -0.6, -0.9)
    wanted = sum(n * mean for n, mean in zip(counts, means, strict=True)) / sum(counts)
    assert found["KAZ", "RUS"].estimate.value == pytest.approx(wanted)
    assert (found["KAZ", "RUS"].row.n_articles, found["KAZ", "RUS"].estimate.low) == (45, None)
    assert found["RUS", "KAZ"].estimate.value != found["KAZ", "RUS"].estimate.value


def test_the_heat_map_has_a_fixed_scale_and_grey_cells_for_dyads_without_articles(tmp_path: Path) -> None:
    drawn = spec(make_figure(panel(tmp_path), kind="heat"), PRINT)
    assert '"domain": [-2.0, -1.0, 0.0, 1.0, 2.0]' in json.dumps(drawn)
    cells = {(row["source"], row["target"]): row for row in values_of(drawn) if "target" in row}
    assert cells["RUS", "al-Noor"]["id"] is None
    assert not cells["RUS", "al-Noor"]["self"]
    assert (cells["CHN", "KAZ"]["shown"], cells["CHN", "KAZ"]["n"], cells["CHN", "al-Noor"]["few"]) == ("+1.4", 6, True)


def test_text_reads_on_every_colour_of_the_scale() -> None:
    assert all(_contrast(colour, INK) >= 4.5 for colour in SCALE)


def test_the_kind_follows_from_panel_and_dyads(tmp_path: Path) -> None:
    found = panel(tmp_path)
    assert make_figure(found).kind == "time"
    assert make_figure(found).title == "Kazakhstan and Russia toward each other"
    assert make_figure(found, dyads=f"{BOTH},CHN-KAZ").kind == "grid"
    timeless = [row | {"period": ""} for row in panel_rows()[4:5]]
    assert make_figure(read_panel(write_panel(tmp_path / "all.csv", timeless))).kind == "heat"


def test_dyads_are_named_by_codes_that_may_hold_hyphens(tmp_path: Path) -> None:
    found = panel(tmp_path)
    assert named_dyads(found, "CHN-al-Noor, RUS>KAZ") == (("CHN", "al-Noor"), ("RUS", "KAZ"))
    with pytest.raises(ConfigError, match="no dyad KAZ-RUZ; it has KAZ-RUS"):
        named_dyads(found, "KAZ-RUZ")


def test_what_the_panel_does_not_hold_is_refused_in_words(tmp_path: Path) -> None:
    found = panel(tmp_path)
    with pytest.raises(ConfigError, match="no values of sentiment: it has mean_score"):
        make_figure(found, value="sentiment")
    doubled = read_panel(write_panel(tmp_path / "two.csv", panel_rows() + panel_rows()[:1]))
    with pytest.raises(DataError, match="several rows of KAZ → RUS on 2024-01-01"):
        make_figure(doubled, dyads="KAZ-RUS")


def test_a_missing_package_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtraError, match=r"stance\[plot\]"):
        spec(make_figure(panel(tmp_path)), PRINT)


@pytest.mark.parametrize(
    ("unit", "days", "wanted"),
    [
        ("month", ("2023-12-01", "2024-02-01"), ["December 2023", "January 2024", "February 2024"]),
        ("quarter", ("2023-10-01", "2024-04-01"), ["Q4 2023", "Q1 2024", "Q2 2024"]),
        ("year", ("2021-01-01", "2023-01-01"), ["2021", "2022", "2023"]),
        ("week", ("2024-01-01", "2024-01-15"), [f"week of {day} January 2024" for day in (1, 8, 15)]),
    ],
)
def test_periods_are_filled_and_named(unit: str, days: tuple[str, str], wanted: list[str]) -> None:
    given = [date.fromisoformat(day) for day in days]
    assert [periods.name(day, unit) for day in periods.every(given, unit)] == wanted
    assert periods.unit_of("", periods.every(given, unit)) == unit


def test_an_axis_names_a_readable_number_of_periods() -> None:
    months = periods.every([date(2000, 1, 1), date(2023, 12, 1)], "month")
    named = periods.ticks(months, "month", most=13)
    assert 2 <= len(named) <= 13
    assert all((day.month, day.year % 2) == (1, 0) for day in named)


def test_lines_are_of_the_dyad_and_period_and_copies_count_once(figure: Figure, evidence: tuple[Evidence, ...]) -> None:
    found = {
        figure.points.points[each.point].names + figure.points.points[each.point].period: each for each in evidence
    }
    january = found["Kazakhstan → RussiaJanuary 2024"]
    assert [(line.document, line.label, line.printed) for line in january.lines] == [
        ("a-1", "hostile", 2),
        ("a-1", "cooperative", 2),
    ]
    assert [line.label for line in found["Russia → KazakhstanJanuary 2024"].lines] == ["neutral"]
    assert [line.document for line in found["Kazakhstan → RussiaFebruary 2024"].lines] == [ATTACK]
    assert len(found) == 3


def test_lines_are_of_the_voices_and_dates_asked_for(figure: Figure, tmp_path: Path) -> None:
    run = write_run(tmp_path / "out", run_reports())
    quoted = read_evidence(run, figure.points, selection=Selection(voices=("indirect_quote",)))
    assert {line.voice for each in quoted for line in each.lines} == {"indirect_quote"}
    assert all(each.total == len(each.lines) for each in quoted)
    late = read_evidence(run, figure.points, selection=Selection(since=date(2024, 2, 1)))
    assert [line.document for each in late for line in each.lines] == [ATTACK]


def test_source_and_target_stand_at_their_offsets(figure: Figure, evidence: tuple[Evidence, ...]) -> None:
    text, line = run_reports()[0].document.text, evidence[0].lines[0]
    assert line.text == HOSTILE == line.span.of(text)
    assert [span.of(text) for span in (*line.sources, *line.targets)] == ["Kazakhstan", "Russia"]
    shown = json.loads(payload(figure, evidence).json)["points"][0]["lines"][0]
    assert [piece for piece in shown["pieces"] if piece[1]] == [["Kazakhstan", "source"], ["Russia", "target"]]
    assert "".join(piece for piece, _ in shown["pieces"]) == HOSTILE
    assert shown["offsets"] == "characters 37–82; source 37–47; target 58–64"


def test_a_page_at_its_limit_keeps_the_strongest_and_says_so(figure: Figure, evidence: tuple[Evidence, ...]) -> None:
    whole = payload(figure, evidence)
    assert (whole.shown, whole.total) == (4, 4)
    cut = payload(figure, evidence, max_bytes=len(whole.json) // 4)
    assert 0 < cut.shown < cut.total == 4
    kept = json.loads(cut.json)["points"][0]
    assert [line["label"] for line in kept["lines"]] == ["hostile"]
    assert kept["total"] == 2


def test_the_page_makes_no_request_and_attacks_stay_text(source: str) -> None:
    found = Page(source)
    assert not found.faults
    assert not {tag for tag, _ in found.tags} & {"link", "img", "iframe", "object", "embed", "base", "form"}
    assert not list(found.having("src"))
    assert "@import" not in source
    assert not re.search(r"url\(", source)
    assert sum(tag == "script" for tag, _ in found.tags) == 2
    assert "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'" in found.having("content")
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on")]
    links = re.findall(r'"link":("[^"]*"|null)', source)
    assert set(links) == {'"https://steppe.example/grain"', "null"}


def test_points_of_the_page_can_be_reached_and_are_described(source: str, figure: Figure) -> None:
    found = Page(source)
    marks = [a for tag, a in found.tags if tag == "path" and "data-point" in a]
    assert len(marks) == 2 * len(figure.points.points)  # a wide and a narrow drawing
    assert {mark["role"] for mark in marks} == {"button"}
    assert (marks[0]["aria-label"] or "").startswith("Kazakhstan → Russia, January 2024: corrected +0.3 [−0.3, +0.9]")
    assert "Kazakhstan → Russia: 4 months with articles from January 2024 (+0.3) to May 2024 (−0.6)" in found.visible


def test_an_svg_carries_its_words_and_a_png_its_resolution(figure: Figure) -> None:
    drawn = render(figure, format="svg").decode()
    root = ElementTree.fromstring(drawn)
    assert [root[0].text, root[1].text] == [figure.title, figure.description]
    assert "⟦" not in drawn
    assert "href" not in drawn
    png = render(figure, format="png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", png[16:20])[0] > 2100  # 7 inches at 300 dots


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["heat", "grid"])
def test_other_kinds_are_drawn_too(kind: str, tmp_path: Path) -> None:
    rows = panel_rows()
    found = read_panel(write_panel(tmp_path / "panel.csv", rows))
    drawn = make_figure(found, kind=kind)  # type: ignore[arg-type]
    marks = [a for tag, a in Page(page(drawn)).tags if tag == "path" and "data-point" in a]
    assert len(marks) == 2 * len(drawn.points.points)
    assert spec(drawn, NARROW) != spec(drawn, PRINT)


def test_the_command_writes_what_the_suffix_names(tmp_path: Path) -> None:
    write_panel(tmp_path / "panel.csv", panel_rows())
    done = CliRunner().invoke(app, ["plot", str(tmp_path / "panel.csv"), "-o", str(tmp_path / "figure.svg")])
    assert done.exit_code == 0, done.output
    assert "Kazakhstan and Russia toward each other" in (tmp_path / "figure.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "figure.pdf"], "end the file name in .png, .svg, .html"),
        (["-o", "figure.png", "--run", "out"], "--run puts sentences into a page"),
        (["-o", "figure.html", "--run", "out"], "out does not exist"),
        (["-o", "figure.html", "--voice", "action"], "choose sentences of a run: give its folder with --run"),
    ],
)
def test_the_command_refuses_what_it_cannot_write(options: list[str], message: str, tmp_path: Path) -> None:
    path = write_panel(tmp_path / "panel.csv", panel_rows())
    done = CliRunner().invoke(app, ["plot", str(path), *options])
    assert isinstance(done.exception, ConfigError | DataError)
    assert message in str(done.exception)


PROBE = """<script>
window.addEventListener("load", () => {
  const out = [], $ = (s) => document.querySelector(s);
  const note = (name, value) => out.push(name + "=" + value);
  const press = (node, key) => node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const svg = [...document.querySelectorAll("#figure svg")].find((node) => node.getBoundingClientRect().width > 0);
  const reachable = [...svg.querySelectorAll('[data-point][tabindex="0"]')];
  note("stops", reachable.length);
  reachable[0].focus();
  press(document.activeElement, "ArrowRight");
  note("moved", document.activeElement.dataset.point);
  press(document.activeElement, "Home");
  press(document.activeElement, "Enter");
  note("heading", $("#h-panel").textContent.replace(/\\s/g, ""));
  note("lines", document.querySelectorAll("#panel .lines > li").length);
  const named = [...document.querySelectorAll("#panel .m")].slice(0, 2);
  note("marks", named.map((m) => m.className.slice(2) + ":" + m.textContent).join());
  note("offsets", $("#panel .offsets").textContent.replace(/\\s/g, ""));
  note("link", $("#panel h3 a").href);
  document.querySelector('#table button[data-point="1"]').click();
  note("attack", $("#panel h3").textContent === $("#panel h3").innerText && !$("#panel h3 *") && !$("#panel img"));
  note("careful", Boolean($("#panel .sure")));
  press(document.body, "Escape");
  note("cleared", !document.querySelector('[aria-pressed="true"]'));
  note("wide", document.documentElement.scrollWidth > innerWidth);
  document.title = out.join(" ");
});
</script>"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium or chrome is installed")
@pytest.mark.parametrize("size", ["1366,900", "500,900"])
def test_points_lead_to_their_sentences_in_a_browser(source: str, size: str, tmp_path: Path) -> None:
    title, errors = run_page(source + PROBE, tmp_path, size=size)
    assert not errors
    assert title == (
        "stops=1 moved=1 heading=Kazakhstan→Russia lines=2 marks=source:Kazakhstan,target:Russia "
        "offsets=Sentence2,characters37–82;source37–47;target58–64 link=https://steppe.example/grain "
        "attack=true careful=true cleared=true wide=false"
    )
