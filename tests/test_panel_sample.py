"""Samples for coding: known probabilities, blind sheets, and corrections from what coders wrote."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.dataset.open import open_dataset
from stance.errors import DataError
from stance.labels import STANCE_LABELS
from stance.panel.build import Panel, PanelOptions, make_panel
from stance.panel.coded import CodedSample, read_coded
from stance.panel.design import OTHER, allocate, draw, inclusion
from stance.panel.draws import HalfSamples
from stance.panel.periods import By
from stance.panel.sample import SampleOptions, draw_sample, to_csv
from stance.panel.selection import DyadPattern, Selection
from tests.commandline import invoke
from tests.dataset_world import Article, Judged, build_run

QUICK = HalfSamples(draws=399)
DYADS = (("KAZ", "RUS"), ("RUS", "KAZ"), ("CHN", "KAZ"))


def corpus(articles: int = 120) -> list[Article]:
    """Three dyads over four months; every third line is not neutral; every fifth article is printed twice."""
    labels = ("neutral", "neutral", "hostile", "neutral", "neutral", "cooperative")
    made = []
    for n in range(articles):
        lines = tuple(
            Judged(*DYADS[(n + k) % 3 if n % 10 else 2], labels[(n + 2 * k) % 6], 0.7, text=f"Line {k} of {n}.")
            for k in range(1 + n % 4)
        )
        made += [Article(lines, date(2024, 1 + n % 4, 5), story=f"story {n}")] * (2 if n % 5 == 0 else 1)
    return made


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_run(tmp_path_factory.mktemp("sample") / "run", corpus())


def sheet(run: Path, **options: Any) -> Sequence[Mapping[str, Any]]:
    return draw_sample(open_dataset(run), SampleOptions(**options)).rows


def fill(rows: Sequence[Mapping[str, Any]], path: Path, coder: Callable[[Mapping[str, Any]], str]) -> Path:
    filled = [{**row, "label": coder(row)} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(filled[0]))
        writer.writeheader()
        writer.writerows(filled)
    return path


SIZES = st.lists(st.floats(0.05, 5), min_size=1, max_size=60)


@given(SIZES, st.data())
@settings(deadline=None)
def test_probabilities_are_proportional_to_size_and_sum_to_the_number(sizes: list[float], data: st.DataObject) -> None:
    count = data.draw(st.integers(1, len(sizes)))
    found = inclusion(np.array(sizes), count)
    assert found.sum() == pytest.approx(count)
    assert ((found > 0) & (found <= 1)).all()
    below = found < 1
    assert np.ptp((found / np.array(sizes))[below]) < 1e-9 if below.any() else True


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(1, 60), st.integers(1, 4))
@settings(deadline=None)
def test_a_draw_is_as_large_as_asked_for_and_reaches_every_stratum(sizes: list[int], n: int, least: int) -> None:
    strata = np.repeat(np.arange(len(sizes)), sizes)
    drawn = draw(strata, np.ones(len(strata)), n=n, least=least, seed=1)
    assert len(drawn.rows) == len(set(drawn.rows.tolist())) == min(n, len(strata))
    assert (drawn.probabilities > 0).all()
    counts = Counter(drawn.strata.tolist())
    if OTHER not in counts and n >= sum(min(size, least) for size in sizes):
        assert all(counts[k] >= min(size, least) for k, size in enumerate(sizes))


def test_lines_are_drawn_as_often_as_their_probability_says() -> None:
    sizes = np.tile([1.0, 2.0, 0.5, 4.0, 1.0, 1.0], 4)
    strata = np.repeat([0, 1], 12)
    seen, said = np.zeros(24), np.zeros(24)
    for seed in range(1500):
        drawn = draw(strata, sizes, n=7, least=2, seed=seed)
        seen[drawn.rows] += 1
        said[drawn.rows] = drawn.probabilities
    assert seen / 1500 == pytest.approx(said, abs=0.045)


def test_strata_that_are_too_many_are_drawn_from_together() -> None:
    strata = np.repeat(np.arange(40), [60, 30, *[2] * 38])
    drawn = draw(strata, np.ones(len(strata)), n=20, least=4, seed=0)
    assert set(drawn.strata.tolist()) == {0, 1, 2, 3, 4, 5, OTHER}, "4 + 4 + 4 × 2 of their own, and 4 of the rest"
    assert len(drawn.rows) == 20


def test_the_rest_is_given_in_proportion() -> None:
    assert allocate(np.array([100, 300, 4]), np.array([100.0, 300.0, 4.0]), n=82, least=2).tolist() == [21, 58, 3]
    assert allocate(np.array([3, 5]), np.array([3.0, 5.0]), n=50, least=2).tolist() == [3, 5]


def test_a_sheet_is_blind_and_repeatable(run: Path) -> None:
    rows = sheet(run, n=40, by=("label",))
    assert rows == sheet(run, n=40, by=("label",)) != sheet(run, n=40, by=("label",), seed=1)
    assert {row["label"] for row in rows} == {""}
    assert not {"model_label", "score"} & set(rows[0])
    assert {row["stratum"] for row in rows} <= {f"stratum {n}" for n in range(1, 6)}
    shown = sheet(run, n=40, by=("label",), show_label=True)
    assert {row["stratum"] for row in shown} == {row["model_label"] for row in shown}


def test_weights_over_probabilities_estimate_the_size_of_the_corpus(run: Path) -> None:
    stories = len({article.story for article in corpus()})
    rows = sheet(run, n=90, by=("dyad", "month"), oversample=3.0)
    lines = sum(1 + n % 4 for n in range(stories))
    weights = [0.5 if int(row["sentence_text"].split()[-1].rstrip(".")) % 5 == 0 else 1.0 for row in rows]
    found = sum(weight / float(row["probability"]) for weight, row in zip(weights, rows, strict=True))
    assert found == pytest.approx(lines, rel=0.2)


def test_earlier_sentences_stand_beside_the_one_to_code(run: Path) -> None:
    row = next(row for row in sheet(run, n=200) if row["sentence"] == 2)
    number = row["sentence_text"].split()[-1]
    assert row["context"] == f"Line 0 of {number} Line 1 of {number}"


def corrected(run: Path, path: Path, **options: Any) -> Panel:
    coded = read_coded(path, scheme=STANCE_LABELS)
    return make_panel(open_dataset(run), PanelOptions(**{"draws": QUICK, **options}), coded=coded)


def test_coding_every_line_gives_the_coders_own_mean(run: Path, tmp_path: Path) -> None:
    rows = sheet(run, n=10_000)
    assert {row["probability"] for row in rows} == {"1.0"}
    path = fill(rows, tmp_path / "all.csv", lambda row: "hostile" if row["source"] == "KAZ" else "supportive")
    made = corrected(run, path, by=By(""))
    means = {row["source"]: row["corrected_mean"] for row in made.rows}
    assert means["KAZ"] == pytest.approx(-2)
    assert means["RUS"] == means["CHN"] == pytest.approx(2)
    (whole,) = [row for row in made.rows if row["level"] == "selection"]
    assert whole["corrected_share_hostile"] + whole["corrected_share_supportive"] == pytest.approx(1)
    assert whole["n_coded"] == whole["n"] == len(rows)
    assert whole["n_articles"] == len(corpus())


def test_a_correction_is_the_mean_error_of_the_sample_by_its_probabilities(run: Path, tmp_path: Path) -> None:
    rows = sheet(run, n=40, by=("dyad",), oversample=2.0, show_label=True, weighting="none")
    path = fill(
        rows, tmp_path / "coded.csv", lambda row: "distancing" if row["model_label"] == "neutral" else "hostile"
    )
    (whole,) = [row for row in corrected(run, path, by=By(""), weighting="none").rows if row["level"] == "selection"]
    truth = {"neutral": -1, "hostile": -2, "cooperative": -2}
    table = pq.read_table(run / "judgements").to_pylist()
    scores = {(row["article"], row["sentence"], row["source"], row["target"]): row["score"] for row in table}
    r = np.array([1 / float(row["probability"]) for row in rows])
    said = np.array([scores[row["article"], row["sentence"], row["source"], row["target"]] for row in rows])
    coder = np.array([truth[row["model_label"]] for row in rows])
    expected = (r @ coder) / r.sum() + np.mean(list(scores.values())) - (r @ said) / r.sum()
    assert len({row["article"] for row in rows}) < 50, "so few stories leave λ at 1"
    assert whole["corrected_mean"] == pytest.approx(expected)


def test_lines_that_are_no_pair_leave_the_mean(run: Path, tmp_path: Path) -> None:
    rows = sheet(run, n=10_000, weighting="none")
    path = fill(rows, tmp_path / "pairs.csv", lambda row: "not_a_pair" if row["sentence"] else "cooperative")
    (whole,) = [row for row in corrected(run, path, weighting="none").rows if row["level"] == "selection"]
    assert whole["corrected_mean"] == pytest.approx(1)
    assert whole["corrected_pairs"] == pytest.approx(sum(not row["sentence"] for row in rows) / len(rows))


def test_cells_with_few_codings_have_only_the_pooled_estimate(run: Path, tmp_path: Path) -> None:
    path = fill(sheet(run, n=60, by=("dyad",)), tmp_path / "few.csv", lambda _: "neutral")
    made = corrected(run, path)
    few = [row for row in made.rows if row["level"] == "cell" and row["n_coded"] < 15]
    assert few
    assert {row["corrected_mean"] for row in few} == {None}
    assert all(row["pooled_mean"] is not None for row in few)
    assert [row["level"] for row in made.rows if row["corrected_mean"] is not None]


def test_rows_outside_the_frame_of_the_sample_have_no_correction(run: Path, tmp_path: Path) -> None:
    only = Selection((DyadPattern(source="KAZ", target="RUS"),))
    path = fill(sheet(run, n=40, selection=only), tmp_path / "frame.csv", lambda _: "neutral")
    told: list[str] = []
    coded = read_coded(path, scheme=STANCE_LABELS)
    made = make_panel(open_dataset(run), PanelOptions(draws=QUICK, by=By("")), coded=coded, tell=told.append)
    assert {row["source"] for row in made.rows if row["corrected_mean"] is not None} == {"KAZ"}
    assert "outside what the coded sample was drawn from" in told[0]


def test_problems_of_a_sheet_are_told_by_line(run: Path, tmp_path: Path) -> None:
    rows = [dict(row) for row in sheet(run, n=6)]
    rows[2]["probability"] = "1.5"
    labels = iter(["hostil", "", "neutral", "neutral", "neutral", "neutral"])
    path = fill([*rows[:5], rows[4]], tmp_path / "bad.csv", lambda _: next(labels))
    with pytest.raises(DataError) as error:
        read_coded(path, scheme=STANCE_LABELS)
    said = str(error.value)
    assert "bad.csv:2: unknown label 'hostil': expected one of" in said
    assert "bad.csv:3: no label yet" in said
    assert "bad.csv:4: probability is '1.5'" in said
    assert "bad.csv:7: the same judgement is coded at" in said


def test_a_sheet_of_another_run_is_refused(run: Path, tmp_path: Path) -> None:
    coded = read_coded(fill(sheet(run, n=5), tmp_path / "own.csv", lambda _: "neutral"), scheme=STANCE_LABELS)
    first = coded.rows[0]
    for changed, said in (
        (replace(first, article=99_999), "has no judgement"),
        (replace(first, text="x"), "another text"),
    ):
        with pytest.raises(DataError, match=said):
            make_panel(open_dataset(run), PanelOptions(draws=QUICK), coded=CodedSample((changed,), coded.frame))


def test_a_sheet_saved_by_a_spreadsheet_with_semicolons_is_read(run: Path, tmp_path: Path) -> None:
    rows = sheet(run, n=5)
    path = tmp_path / "semicolon.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(rows[0])
        for row in rows:
            values = {**row, "label": "Neutral ", "probability": row["probability"].replace(".", ",")}
            writer.writerow(values.values())
    found = read_coded(path, scheme=STANCE_LABELS)
    assert [row.probability for row in found.rows] == [float(row["probability"]) for row in rows]


def test_sample_code_and_correct_from_the_command_line(run: Path, tmp_path: Path) -> None:
    to_code = tmp_path / "to_code.csv"
    said = invoke("sample", run, "--n", "80", "--by", "dyad", "--dyads", "KAZ-RUS,RUS-KAZ", "-o", to_code)
    assert (said.code, "80 of" in said.err) == (0, True)
    with to_code.open(encoding="utf-8") as file:
        fill(list(csv.DictReader(file)), to_code, lambda _: "cooperative")
    done = invoke("panel", run, "--by", "year", "--dyads", "KAZ-RUS,RUS-KAZ", "--gold", to_code)
    rows = list(csv.DictReader(done.out.splitlines()))
    assert [row["level"] for row in rows] == ["cell", "cell", "dyad", "dyad", "selection"][: len(rows)] or len(
        rows
    ) == 3
    assert float(rows[0]["corrected_mean"]) == pytest.approx(1)
    assert float(rows[0]["raw_mean"]) < 0.5
    none = invoke("sample", run, "--dyads", "KAZ-FRA")
    assert (none.code, "no judgement matches" in none.err) == (2, True)
    assert "did you mean 'label'" in invoke("sample", run, "--by", "labels").err
    assert to_csv(draw_sample(open_dataset(run), SampleOptions(n=3))).count("\n") == 4
