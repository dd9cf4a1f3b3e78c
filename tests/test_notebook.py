from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from stance.report.html_parts import asset
from stance.report.notebook import MAX_LINES, TINTS
from stance.types import Dyad, Report
from tests.factories import central_asia_report, empty_report, many_actors_report
from tests.test_html import CHROMIUM, Page, _contrast, hostile_report, run_page

REPORTS = [central_asia_report(), many_actors_report(), hostile_report(), empty_report()]


def shown(value: Report | Dyad) -> str:
    return value._repr_html_()


@pytest.mark.parametrize("report", REPORTS, ids=["central-asia", "many", "hostile", "no-actors"])
def test_pieces_are_well_formed_small_and_without_scripts_or_requests(report: Report) -> None:
    for value in (report, *report.dyads):
        found = Page(shown(value))
        assert not found.faults
        assert not found.open
        assert len(shown(value)) < 25_000
        assert not {tag for tag, _ in found.tags} & {"script", "img", "link", "iframe", "a"}
        assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on")]


def test_a_report_shows_its_matrix_in_the_right_direction_and_its_strongest_lines() -> None:
    report = central_asia_report()
    text = Page(shown(report)).visible
    rows = re.findall(r'<tr><th scope="row".*?</tr>', shown(report))
    kazakhstan = next(row for row in rows if ">KAZ</th>" in row)
    dyad = next(d for d in report.dyads if (d.source.code, d.target.code) == ("KAZ", "RUS"))
    opposite = next(d for d in report.dyads if (d.source.code, d.target.code) == ("RUS", "KAZ"))
    assert f"{dyad.mean:.1f}".replace("-", "−") in kazakhstan
    assert dyad.mean != opposite.mean
    strongest = max((p for p in report.predictions if p.label != "neutral"), key=lambda p: abs(p.score))
    assert " ".join(report.sentences[strongest.pair.sentence].text.split()) in text
    assert shown(report).count("<li>") == MAX_LINES


def test_a_dyad_shows_stance_interval_and_evidence() -> None:
    dyad = max(central_asia_report().dyads, key=lambda d: d.n)
    text = Page(shown(dyad)).visible
    assert text.startswith(f"{dyad.source.name} → {dyad.target.name} ")
    assert "[" in text
    assert f"sentence {dyad.evidence[0].pair.sentence + 1}" in text
    assert "<svg" in shown(dyad)


def test_a_dyad_without_positions_and_one_with_many_lines_are_shown() -> None:
    dyad = max(central_asia_report().dyads, key=lambda d: d.n)
    empty = replace(dyad, n=0, n_neutral=2, mean=None, interval=None, mixed=False, label_set=("neutral",))
    assert "2 neutral" in Page(shown(empty)).visible
    many = replace(dyad, evidence=dyad.evidence[:1] * 8)
    assert "3 further lines, not shown here." in Page(shown(many)).visible


def test_long_sentences_are_cut() -> None:
    report = central_asia_report()
    document = replace(report.document, text=report.document.text + " x" * 4000)
    last = report.sentences[report.predictions[0].pair.sentence]
    long = replace(last, span=replace(last.span, end=len(document.text)))
    sentences = tuple(long if s.index == last.index else s for s in report.sentences)
    assert len(shown(replace(report, document=document, sentences=sentences))) < 15_000


def test_every_rule_of_its_style_stays_inside_the_piece() -> None:
    style = re.search(r"<style>(.*?)</style>", shown(central_asia_report()))
    assert style
    rules = [rule for rule in style.group(1).split("}") if rule]
    assert all(rule.startswith(".stance-nb") for rule in rules)


def test_colours_are_those_of_the_report_and_text_reads_on_them() -> None:
    css = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", asset("base.css")))
    for step, name in ((-2, "n2"), (-1, "n1"), (0, "z0"), (1, "p1"), (2, "p2")):
        assert TINTS[step] == (css[name], css[f"{name}-ink"])
        assert _contrast(*TINTS[step]) >= 4.5


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium or chrome is installed")
def test_pieces_are_light_in_a_dark_notebook(tmp_path: Path) -> None:
    probe = """<script>addEventListener("load", () => {
      const styles = [...document.querySelectorAll(".stance-nb")].map((n) => getComputedStyle(n));
      document.title = styles.map((s) => s.backgroundColor + s.color).join() + document.body.style.color;
    });</script>"""
    pieces = "".join(map(shown, (central_asia_report(), hostile_report())))
    page = f'<!doctype html><title>x</title><body style="background:#111;color:white">{pieces}{probe}'
    title, errors = run_page(page, tmp_path)
    assert not errors
    assert title == ",".join(["rgb(251, 250, 247)rgb(29, 31, 36)"] * 2) + "white"
