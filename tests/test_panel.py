"""Panels from runs: what is averaged, counted, told apart and laid out."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.actors.catalogue import Catalogue
from stance.dataset.open import open_dataset
from stance.errors import ConfigError, DataError
from stance.labels import STANCE_LABELS
from stance.panel.build import Panel, PanelOptions, make_panel
from stance.panel.cow import cow_state
from stance.panel.draws import HalfSamples
from stance.panel.periods import By, every, parse_by
from stance.panel.selection import DyadPattern, Selection, from_words, parse_dyads, parse_voices
from stance.panel.write import widened
from tests.commandline import invoke
from tests.dataset_world import Article, Judged, build_run
from tests.factories import probabilities

JANUARY, FEBRUARY = date(2024, 1, 15), date(2024, 2, 3)
QUICK = HalfSamples(draws=399)


def line(
    source: str = "KAZ", target: str = "RUS", label: str = "neutral", confidence: float = 0.8, **more: Any
) -> Judged:
    return Judged(source, target, label, confidence, **more)


def score(label: str, confidence: float = 0.8) -> float:
    return STANCE_LABELS.expected(probabilities(label, confidence))


def corpus() -> list[Article]:
    """Two months, two outlets; the second story is printed three times, once with a line more."""
    copy = (line(label="hostile"), line("RUS", "KAZ", "cooperative"))
    return [
        Article((line(label="cooperative"), line(label="neutral")), JANUARY, "Gazette"),
        Article(copy, JANUARY, "Gazette", story="wire"),
        Article(copy, JANUARY, "Herald", story="wire"),
        Article((*copy, line(label="distancing")), JANUARY, "Herald", story="wire"),
        Article((line(label="supportive"), line("AUTHOR", "RUS", "hostile")), FEBRUARY, "Herald"),
        Article((line("CHN", "USA", "neutral"),), FEBRUARY, "Gazette"),
        Article((), FEBRUARY, "Gazette"),
        Article((line(label="hostile"),), None, "Gazette"),
    ]


def panel(path: Path, articles: Sequence[Article], **options: Any) -> Panel:
    if not (path / "run").exists():
        build_run(path / "run", articles)
    return make_panel(open_dataset(path / "run"), PanelOptions(**{"draws": QUICK, **options}))


def row(made: Panel, source: str = "KAZ", target: str = "RUS", **where: object) -> Mapping[str, Any]:
    wanted = {"source": source, "target": target, **where}
    (found,) = [one for one in made.rows if all(one[name] == value for name, value in wanted.items())]
    return found


def test_a_story_printed_thrice_weighs_as_one(tmp_path: Path) -> None:
    found = row(panel(tmp_path, corpus()), period=date(2024, 1, 1))
    assert (found["n"], found["n_position"], found["n_articles"], found["n_stories"]) == (6, 5, 4, 2)
    total = score("cooperative") + score("neutral") + score("hostile") + score("distancing") / 3
    assert found["weight"] == pytest.approx(2 + 1 + 1 / 3)
    assert found["mean_score"] == pytest.approx(total / (10 / 3))
    bearing = score("cooperative") + score("hostile") + score("distancing") / 3
    assert found["mean_position"] == pytest.approx(bearing / (7 / 3))
    assert found["share_hostile"] == pytest.approx(1 / (10 / 3))


def test_weights_by_line_and_by_article(tmp_path: Path) -> None:
    by_line = row(panel(tmp_path, corpus(), weighting="none"), period=date(2024, 1, 1))
    assert by_line["share_hostile"] == pytest.approx(3 / 6)
    by_article = row(panel(tmp_path, corpus(), weighting="article"), period=date(2024, 1, 1))
    assert by_article["weight"] == pytest.approx(4)
    assert by_article["share_hostile"] == pytest.approx((1 + 1 + 0.5) / 4)


def test_more_copies_of_a_story_change_nothing_under_story_weights(tmp_path: Path) -> None:
    once = [
        Article((line(label=label),), JANUARY, story=f"story {n}") for n, label in enumerate(STANCE_LABELS.names * 2)
    ]
    often = [*once, *[once[0]] * 20]
    first, second = (row(panel(tmp_path / str(n), articles)) for n, articles in enumerate((once, often)))
    for name in ("mean_score", "low", "high", "mean_position", "share_hostile", "n_stories", "per_1000_articles"):
        assert second[name] == pytest.approx(first[name])
    naive = row(panel(tmp_path / "1", often, weighting="none"))
    assert naive["mean_score"] < first["mean_score"] - 0.5


def test_asymmetry_turns_its_sign_with_the_direction(tmp_path: Path) -> None:
    articles = [
        Article((line(label="hostile", confidence=0.6 + n / 50), line("RUS", "KAZ", "cooperative")), JANUARY)
        for n in range(12)
    ]
    made = panel(tmp_path, articles)
    there, back = row(made), row(made, "RUS", "KAZ")
    assert there["asymmetry"] == pytest.approx(there["mean_score"] - back["mean_score"])
    assert there["asymmetry"] == -back["asymmetry"] < 0
    assert (there["asymmetry_low"], there["asymmetry_high"]) == (-back["asymmetry_high"], -back["asymmetry_low"])
    assert there["asymmetry_low"] < there["asymmetry"] < there["asymmetry_high"]


def test_a_difference_is_surer_than_its_parts_where_both_move_together(tmp_path: Path) -> None:
    moods = ("hostile", "distancing", "neutral", "cooperative", "supportive") * 3
    together = [Article((line(label=mood), line("RUS", "KAZ", mood)), JANUARY) for mood in moods]
    found = row(panel(tmp_path, together))
    assert found["asymmetry_high"] - found["asymmetry_low"] == pytest.approx(0)
    assert found["high"] - found["low"] > 1


def test_the_sums_over_periods_are_those_of_the_whole_span(tmp_path: Path) -> None:
    dated = [article for article in corpus() if article.published]
    months, span = (panel(tmp_path, dated, by=By(unit)) for unit in ("month", ""))
    parts = [one for one in months.rows if (one["source"], one["target"]) == ("KAZ", "RUS")]
    whole = row(span)
    for name in ("n", "n_position", "n_articles", "n_stories"):
        assert sum(one[name] for one in parts) == whole[name]
    mean = sum(one["mean_score"] * one["weight"] for one in parts) / sum(one["weight"] for one in parts)
    assert mean == pytest.approx(whole["mean_score"])


def test_sentiment_stands_beside_the_dyad_and_authors_are_no_dyad(tmp_path: Path) -> None:
    made = panel(tmp_path, corpus())
    assert not [one for one in made.rows if one["source"] == "AUTHOR"]
    february = row(made, period=date(2024, 2, 1))
    assert (february["sentiment"], february["n_sentiment"]) == (pytest.approx(score("hostile")), 1)
    assert row(made, period=date(2024, 1, 1))["sentiment"] is None
    asked = panel(tmp_path, corpus(), selection=Selection((DyadPattern(source="AUTHOR", target="*"),)))
    assert [one["source"] for one in asked.rows] == ["AUTHOR"]


def test_coverage_counts_articles_of_the_period_and_of_either_actor(tmp_path: Path) -> None:
    found = row(panel(tmp_path, corpus()), period=date(2024, 2, 1))
    assert found["n_articles_period"] == 3
    assert found["per_1000_articles"] == pytest.approx(1000 / 3)
    assert found["per_1000_of_either"] == pytest.approx(1000)
    january = row(panel(tmp_path, corpus()), "RUS", "KAZ", period=date(2024, 1, 1))
    assert january["per_1000_articles"] == pytest.approx(1000 * 1 / 2), "one story of two"
    unweighted = row(panel(tmp_path, corpus(), weighting="none"), "RUS", "KAZ", period=date(2024, 1, 1))
    assert unweighted["per_1000_articles"] == pytest.approx(1000 * 3 / 4)


def test_articles_without_a_date_are_counted_out_loud(tmp_path: Path) -> None:
    told: list[str] = []
    build_run(tmp_path / "run", corpus())
    make_panel(open_dataset(tmp_path / "run"), PanelOptions(draws=QUICK), tell=told.append)
    assert told == ["left out: 1 judgements of 1 articles without a date"]
    assert row(panel(tmp_path, [], by=By("", outlet=True)), outlet="Gazette")["n"] == 4


def test_few_stories_have_no_interval(tmp_path: Path) -> None:
    five, six = (
        row(
            panel(
                tmp_path / str(n),
                [Article((line(label=label),), JANUARY) for label in STANCE_LABELS.names * 2][:n],
                draws=HalfSamples(),
            )
        )
        for n in (5, 6)
    )
    assert (five["low"], five["high"]) == (None, None)
    assert six["low"] < six["mean_score"] < six["high"]
    assert six["position_low"] is None, "only five of the six take a position"


def test_empty_periods_are_rows_where_asked_for(tmp_path: Path) -> None:
    articles = [Article((line(),), date(2024, month, 2)) for month in (1, 4)]
    made = panel(tmp_path, articles, empty=True)
    assert [(one["period"].month, one["n"], one["mean_score"] is None) for one in made.rows] == [
        (1, 1, False), (2, 0, True), (3, 0, True), (4, 1, False),
    ]  # fmt: skip
    longer = panel(tmp_path, articles, empty=True, selection=Selection(since=date(2023, 12, 9), until=date(2024, 5, 1)))
    assert len(longer.rows) == 6
    assert len(panel(tmp_path, articles, min_n=2).rows) == 0


def test_wide_and_long_hold_the_same_numbers(tmp_path: Path) -> None:
    made = panel(tmp_path, corpus(), by=By("month", outlet=True))
    wide = widened(made)
    seen = 0
    for one in made.rows:
        (beside,) = [w for w in wide.rows if (w["period"], w["outlet"]) == (one["period"], one["outlet"])]
        for name in ("mean_score", "low", "high", "n"):
            assert beside[f"{one['source']}>{one['target']}.{name}"] == one[name]
            seen += 1
    held = [value for one in wide.rows for name, value in one.items() if name.endswith(".n") and value is not None]
    assert len(held) * 4 == seen
    assert list(wide.rows[0]) == [column.name for column in wide.columns]


def test_rows_have_the_columns_in_order(tmp_path: Path) -> None:
    made = panel(tmp_path, corpus())
    assert all(list(one) == [column.name for column in made.columns] for one in made.rows)


LINES = st.lists(
    st.tuples(
        st.sampled_from(STANCE_LABELS.names),
        st.floats(0.3, 0.95),
        st.integers(0, 3),
        st.sampled_from([("KAZ", "RUS"), ("RUS", "KAZ"), ("CHN", "RUS")]),
    ),
    min_size=1,
    max_size=25,
)


@given(LINES)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_estimates_stay_within_their_bounds(tmp_path_factory: pytest.TempPathFactory, lines: list[Any]) -> None:
    articles = [
        Article((line(*dyad, label, sure),), date(2024, 1 + month, 1), story=f"{label}{month}")
        for label, sure, month, dyad in lines
    ]
    made = panel(tmp_path_factory.mktemp("panel"), articles)
    for one in made.rows:
        assert -2 <= one["mean_score"] <= 2
        assert sum(one[f"share_{name}"] for name in STANCE_LABELS.names) == pytest.approx(1)
        assert one["n_stories"] <= one["n_articles"] <= one["n"]
        assert 0 < one["per_1000_articles"] <= one["per_1000_of_either"] + 1e-9 <= 1000 + 1e-6
        if one["low"] is not None:
            assert -2 <= one["low"] <= one["mean_score"] <= one["high"] <= 2
    assert sum(one["n"] for one in made.rows) == len(lines)


@given(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.integers(0, 900),
    st.sampled_from(["day", "week", "month", "quarter"]),
)
def test_periods_follow_each_other_without_gap(first: date, days: int, unit: Any) -> None:
    last = date.fromordinal(first.toordinal() + days)
    found = list(every(first, last, unit))
    assert found[0] <= first
    assert found[-1] <= last
    assert found == sorted(set(found))
    assert all(list(every(day, day, unit)) == [day] for day in found)


def test_dyads_are_read_with_hyphens_arrows_and_stars() -> None:
    codes = {"KAZ", "RUS", "NAGORNO-KARABAKH"}
    read = {text: parse_dyads(text, codes=codes)[0] for text in ("KAZ-*", "kaz->rus", "NAGORNO-KARABAKH-RUS", "*>RUS")}
    assert [str(dyad) for dyad in read.values()] == ["KAZ>*", "KAZ>RUS", "NAGORNO-KARABAKH>RUS", "*>RUS"]
    with pytest.raises(ConfigError, match="unknown actor 'RSU'; did you mean 'RUS'"):
        parse_dyads("KAZ-RSU", codes=codes)
    with pytest.raises(ConfigError, match="unknown actor 'Kazakhstan'; did you mean 'KAZ'"):
        parse_dyads("Kazakhstan-RUS", codes=codes)
    with pytest.raises(ConfigError, match="no dyad"):
        parse_dyads("KAZ", codes=codes)
    with pytest.raises(ConfigError, match="unknown voice 'quote'"):
        parse_voices("quote")


def test_a_selection_survives_its_words() -> None:
    selection = Selection(
        (DyadPattern(source="KAZ", target="*"), DyadPattern(source="*", target="RUS")),
        ("action", "author"),
        date(2024, 1, 1),
        None,
    )
    assert from_words(selection.words()) == selection
    assert from_words("") == Selection()
    with pytest.raises(DataError, match="no frame"):
        from_words("colour=red")


@pytest.mark.parametrize("text", ["", "month,year", "all,outlet"])
def test_cuts_that_make_no_panel_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="cannot be cut"):
        parse_by(text)


def test_cow_codes_are_those_of_known_states() -> None:
    states = {code: actor for code, actor in Catalogue.load().actors.items() if actor.kind in ("state", "historical")}
    without = sorted(code for code in states if cow_state(code) is None)
    assert without == ["PSE", "RSK", "VAT"], "no members of the interstate system"
    numbers = [
        cow_state(code).number for code, actor in states.items() if code not in without and actor.kind == "state"
    ]  # type: ignore[union-attr]
    assert len(set(numbers)) == len(numbers)
    assert [(cow_state(code).number, cow_state(code).abbreviation) for code in ("USA", "KAZ", "GBR", "PRK", "MNG")] == [  # type: ignore[union-attr]
        (2, "USA"), (705, "KZK"), (200, "UKG"), (731, "PRK"), (712, "MON"),
    ]  # fmt: skip


def test_cow_codes_follow_the_day() -> None:
    found = [cow_state("DEU", on=day).abbreviation for day in (date(1989, 5, 1), date(1990, 10, 3), date(2024, 1, 1))]  # type: ignore[union-attr]
    assert found == ["GFR", "GMY", "GMY"]
    assert cow_state("USSR", on=date(2024, 1, 1)).number == 365  # type: ignore[union-attr]
    assert cow_state("UN") is None


def test_the_command_writes_csv_jsonl_and_parquet(tmp_path: Path) -> None:
    run = build_run(tmp_path / "run", corpus())
    shown = list(csv.DictReader(io.StringIO(invoke("panel", run, "--by", "month,outlet").out)))
    assert shown[0]["outlet"] == "Gazette"
    for name in ("panel.jsonl", "panel.parquet"):
        assert invoke("panel", run, "--by", "month,outlet", "-o", tmp_path / name).code == 0
    lines = [json.loads(text) for text in (tmp_path / "panel.jsonl").read_text("utf-8").splitlines()]
    table = pq.read_table(tmp_path / "panel.parquet")
    assert table.schema.metadata[b"stance.panel.weight"] == b"story"
    for text, native, flat in zip(lines, table.to_pylist(), shown, strict=True):
        assert native == {**text, "period": date.fromisoformat(text["period"])}
        assert math.isclose(float(flat["mean_score"]), text["mean_score"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--dyads", "KAZ-FRA"), "no judgement matches dyads=KAZ>FRA; the run has 13 judgements of 7 articles"),
        (("--from", "2024-03-01"), "published from 2024-01-15 to 2024-02-03"),
        (("--from", "2024-03-01", "--to", "2024-01-01"), "turn them round"),
        (("--by", "source"), "did you mean 'outlet'?"),
        (("--dyads", "KAZ-RSU"), "did you mean 'RUS'"),
        (("--voice", "quote"), "unknown voice 'quote'"),
    ],
)
def test_errors_say_what_there_is(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    found = invoke("panel", build_run(tmp_path / "run", corpus()), *options)
    assert found.code == 2
    assert said in found.err


def test_a_run_that_is_not_finished_says_so(tmp_path: Path) -> None:
    assert "not finished" in invoke("panel", build_run(tmp_path / "run", corpus(), complete=False)).err
