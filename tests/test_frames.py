from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from stance import ConfigError, DataError, StanceAnalyzer, StanceExample, score
from stance.dataset.tables import table_columns
from stance.integrations import progress
from tests.tiny import shared_bundle

GAS = "Kazakhstan and China signed a gas agreement on Monday. It was welcomed in Moscow."
VISIT = "The ministers of Japan, India and Brazil met. Japan praised India's patience."
OBAMA = "Barack Obama thanked Japan."
ROWS: dict[str, list[Any]] = {
    "id": ["a", "b", "c", "d", "e"],
    "date": [date(2024, 5, 1), None, date(2014, 5, 1), date(2024, 5, 1), None],
    "body": [GAS, VISIT, OBAMA, None, GAS],
    "who": ["KAZ", "Japan", "USA", "FRA", None],
    "whom": ["China", "IND", "JPN", "DEU", "KAZ"],
}
KINDS: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "pyarrow": pa.table,
    "duckdb": lambda rows: duckdb.connect().from_arrow(pa.table(rows)),
}


@pytest.fixture(scope="module")
def analyzer() -> StanceAnalyzer:
    return StanceAnalyzer.load(shared_bundle())


def records(frame: Any) -> list[dict[str, Any]]:
    if isinstance(frame, pd.DataFrame):
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return [{str(k): v.date() if isinstance(v, pd.Timestamp) else v for k, v in row.items()} for row in rows]
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    table = frame if isinstance(frame, pa.Table) else frame.to_arrow_table()
    return table.to_pylist()


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_of_articles_gives_the_judgements_of_the_analyzer(analyzer: StanceAnalyzer, kind: str) -> None:
    frame = KINDS[kind](ROWS)
    scored = score(frame, "body", model=analyzer)
    assert type(scored) is type(frame)
    rows = records(scored)
    assert list(rows[0]) == [column.name for column in table_columns("judgements", labels=analyzer.scheme.names)]
    expected = [
        (n, ROWS["id"][n], ROWS["date"][n], one)
        for n, text in enumerate(ROWS["body"])
        if text
        for one in analyzer.analyze(text, published=ROWS["date"][n]).predictions
    ]
    assert len(rows) == len(expected) > 5
    for row, (n, id, published, one) in zip(rows, expected, strict=True):
        assert (row["article"], row["document"], row["published"]) == (n, id, published)
        assert (row["sentence"], row["source"], row["target"]) == (
            one.pair.sentence,
            one.pair.source.code,
            one.pair.target.code,
        )
        assert (row["label"], list(row["label_set"])) == (one.label, list(one.label_set))
        assert row["score"] == pytest.approx(one.score, abs=1e-4)
        for label, chance in one.probabilities.items():
            assert row[f"p_{label}"] == pytest.approx(chance, abs=1e-4)
        assert [m["text"] for m in row["source_mentions"]] == [m.text for m in one.pair.source_mentions]
        assert ROWS["body"][n][row["sentence_start"] : row["sentence_end"]] == row["sentence_text"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_of_pairs_gives_a_row_for_each_row(analyzer: StanceAnalyzer, kind: str) -> None:
    frame = KINDS[kind](ROWS)
    scored = score(frame, "body", source="who", target="whom", model=analyzer)
    assert type(scored) is type(frame)
    rows = records(scored)
    assert [row["article"] for row in rows] == [0, 1, 2, 3, 4]
    assert [row["document"] for row in rows] == ROWS["id"]
    assert [row["source"] for row in rows] == ROWS["who"]
    assert [row["label"] is None for row in rows] == [False, False, False, True, True]
    examples = [
        StanceExample(id=str(n), text=text, source=one, target=other, labels=frozenset(analyzer.scheme.names))
        for n, (text, one, other) in enumerate(zip(ROWS["body"][:3], ROWS["who"], ROWS["whom"], strict=False))
    ]
    for row, one in zip(rows[:3], analyzer.predict(examples), strict=True):
        assert row["label"] == one.label
        assert row["score"] == pytest.approx(one.score, abs=1e-4)
        assert [row[f"p_{name}"] for name in analyzer.scheme.names] == pytest.approx(
            list(one.probabilities.values()), abs=1e-4
        )
    turned = records(score(frame, "body", source="whom", target="who", model=analyzer))
    assert any(abs(row["score"] - other["score"]) > 1e-3 for row, other in zip(rows[:3], turned[:3], strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_dyads_are_those_of_the_reports(analyzer: StanceAnalyzer, kind: str) -> None:
    rows = records(score(KINDS[kind](ROWS), "body", level="dyad", model=analyzer))
    assert list(rows[0]) == [column.name for column in table_columns("dyads", labels=analyzer.scheme.names)]
    first = [row for row in rows if row["article"] == 0]
    dyads = analyzer.analyze(GAS, published=ROWS["date"][0]).dyads
    assert [(row["source"], row["target"], row["n"]) for row in first] == [
        (dyad.source.code, dyad.target.code, dyad.n) for dyad in dyads
    ]
    for row, dyad in zip(first, dyads, strict=True):
        assert row["mean"] == (None if dyad.mean is None else pytest.approx(dyad.mean, abs=1e-4))


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_a_pair_of_actors_gives_typed_columns_and_no_rows(analyzer: StanceAnalyzer, kind: str) -> None:
    texts = {"text": ["It rained.", None, "  "]}
    scored = score(KINDS[kind](texts), model=analyzer)
    assert records(scored) == []
    if isinstance(scored, pd.DataFrame):
        assert scored["score"].dtype == "float64"
        assert scored["article"].dtype == "int64"
    if isinstance(scored, pl.DataFrame):
        assert scored.schema["label_set"] == pl.List(pl.String)


def test_the_date_decides_who_held_an_office(analyzer: StanceAnalyzer) -> None:
    frame = pd.DataFrame({"text": [OBAMA, OBAMA], "day": pd.to_datetime(["2014-05-01", "2024-05-01"])})
    scored = score(frame, published="day", model=analyzer)
    assert set(scored["article"]) == {0}
    assert set(scored["published"]) == {pd.Timestamp("2014-05-01")}
    assert set(score(frame.drop(columns="day"), model=analyzer)["article"]) == {0, 1}


def test_pandas_keeps_its_index(analyzer: StanceAnalyzer) -> None:
    frame = pd.DataFrame(ROWS, index=list("vwxyz"))
    scored = score(frame, "body", model=analyzer)
    assert [frame.index[n] for n in scored["article"]] == list(scored.index)
    assert list(frame[["body"]].join(scored).loc["z"]["body"].unique()) == [GAS]
    pairs = score(frame.sort_index(ascending=False), "body", source="who", target="whom", model=analyzer)
    assert list(pairs.index) == list("zyxwv")


def test_sentiment_adds_the_author(analyzer: StanceAnalyzer) -> None:
    scored = score(pl.DataFrame({"text": [VISIT]}), sentiment=True, model=analyzer)
    assert "AUTHOR" in scored["source"].to_list()


def test_equal_texts_are_read_once(analyzer: StanceAnalyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = analyzer.read
    monkeypatch.setattr(
        analyzer, "read", lambda document, **options: read.append(document.id) or whole(document, **options)
    )
    scored = score(pl.DataFrame({"text": [GAS, VISIT, GAS, GAS]}), model=analyzer)
    assert read == ["0", "1"]
    by_article = scored.partition_by("article", as_dict=True, include_key=False)
    assert by_article[(0,)].drop("document").equals(by_article[(3,)].drop("document"))


def test_pairs_of_one_text_share_its_pass_wherever_they_stand(
    analyzer: StanceAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[int] = []
    run = analyzer.classifier.run
    monkeypatch.setattr(
        analyzer.classifier, "run", lambda work, **more: passes.append(len(work.passes)) or run(work, **more)
    )
    ends = {"source": ["JPN", "KAZ", "IND", "JPN"], "target": ["IND", "CHN", "JPN", "IND"]}
    frame = pl.DataFrame({"text": [VISIT, GAS, VISIT, VISIT], **ends})
    scored = score(frame, source="source", target="target", model=analyzer)
    assert passes == [2]
    assert scored["score"][0] == scored["score"][3] != scored["score"][2]


def test_columns_of_a_pair_are_no_outlets(analyzer: StanceAnalyzer) -> None:
    texts = {"text": ["We thank Japan.", "We thank Japan."]}
    owned = score(pl.DataFrame({**texts, "source": ["Ministry of Foreign Affairs of China"] * 2}), model=analyzer)
    ends = {"source": ["Ministry of Foreign Affairs of China"] * 2, "target": ["JPN"] * 2}
    assert owned.height > score(pl.DataFrame({**texts, **ends}), model=analyzer).height == 0


def test_a_relation_of_another_connection_stays_there(analyzer: StanceAnalyzer) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE articles AS SELECT 7 AS id, ? AS text", [GAS])
    scored = score(connection.sql("SELECT * FROM articles"), model=analyzer)  # noqa: F841  (DuckDB finds it by its name)
    joined = connection.sql("SELECT document, count(*) AS n FROM scored GROUP BY document").fetchall()
    assert joined == [("7", len(analyzer.analyze(GAS).predictions))]


@pytest.mark.parametrize(
    ("frame", "options", "message"),
    [
        (pd.DataFrame({"txt": [GAS]}), {}, r"no column 'text'; did you mean 'txt'\? \(found: txt\)"),
        (pd.DataFrame({"body": [GAS]}), {}, "no column 'text'; did you mean 'body'"),
        (pd.DataFrame({"text": [GAS]}), {"id": "key"}, "no column 'key'"),
        (pd.DataFrame({"text": [GAS, 5, 6]}), {}, "2 problem.*\n.*row 1: text: expected an article's text"),
        (pl.DataFrame({"text": [GAS], "date": ["soon"]}), {}, "row 0: date: not a date: 'soon'"),
        (pl.DataFrame({"text": [GAS]}).lazy(), {}, "LazyFrame: collect"),
        ([GAS], {}, "expected a DataFrame of pandas or Polars.*found builtins.list"),
        (pd.DataFrame([[GAS, GAS]], columns=["text", "text"]), {}, "text is there twice"),
        (
            pl.DataFrame({"text": [GAS], "a": ["KAZ"], "b": ["KAZ"]}),
            {"source": "a", "target": "b"},
            "row:0: source and target are both 'KAZ'",
        ),
    ],
)
def test_bad_frames_are_refused_before_anything_is_judged(
    analyzer: StanceAnalyzer, frame: Any, options: dict[str, str], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        score(frame, model=analyzer, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"source": "a"}, "name the target column"),
        ({"level": "articles"}, "unknown level"),
        ({"source": "a", "target": "b", "sentiment": True}, "leave out"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        score(pl.DataFrame({"text": [GAS], "a": ["KAZ"], "b": ["CHN"]}), **options)


def test_progress_in_logs_is_a_line_now_and_then(
    analyzer: StanceAnalyzer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pl.DataFrame({"text": [GAS, VISIT]})
    score(frame, model=analyzer)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "EVERY", -math.inf)
    score(frame, model=analyzer, progress=True)
    assert capsys.readouterr().err.splitlines()[-1] == "2 of 2 texts"
