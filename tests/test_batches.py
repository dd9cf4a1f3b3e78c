"""Batches of articles as pandas, NumPy and pyarrow hand them out: the rows of a batch run, and nothing lost unsaid."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stance import StanceAnalyzer
from stance.bulk.settings import Settings
from stance.dataset.tables import TABLES
from stance.errors import BundleError, ConfigError, DataError
from stance.integrations import spark
from stance.integrations.parcel import pack
from stance.integrations.ray import StancePredictor, Wanted
from stance.text.fields import Fields
from tests.bulk_world import SENTENCES, articles, batch, write_corpus
from tests.tiny import shared_bundle

RECORDS = 12


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(model=str(shared_bundle()))


@pytest.fixture(scope="module", autouse=True)
def loaded_once() -> Iterator[None]:
    with patch.object(StanceAnalyzer, "load", cache(StanceAnalyzer.load)):
        yield


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    found = pd.DataFrame(articles(RECORDS))
    return found.assign(date=pd.to_datetime(found["date"]), row=range(RECORDS))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    corpus = write_corpus(folder / "news.jsonl", articles(RECORDS))
    batch(corpus, folder / "out", model=shared_bundle(), part_size=RECORDS)
    return folder / "out"


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_those_of_a_batch_run(settings: Settings, frame: pd.DataFrame, run: Path, table: str) -> None:
    wanted = Wanted(table=table, number="row")  # type: ignore[arg-type]
    found = StancePredictor(settings, wanted)(pa.Table.from_pandas(frame))
    expected = pq.read_table(run / table / "part-00000.parquet")
    assert found.schema == expected.schema
    kept = [name for name in expected.column_names if name != "origin"]  # which names a file, or else the id
    assert found.select(kept).to_pylist() == expected.select(kept).to_pylist()
    assert len(found) or table == "skipped"


def test_every_format_of_a_batch_gives_the_same_rows(settings: Settings, frame: pd.DataFrame) -> None:
    predict = StancePredictor(settings)
    arrow = pa.Table.from_pandas(frame)
    numpy = {name: frame[name].to_numpy() for name in frame}
    assert numpy["date"].dtype.kind == "M"
    expected = predict(arrow).to_pylist()
    assert predict(frame).to_pylist() == predict(numpy).to_pylist() == expected
    assert predict(arrow.to_batches()[0]).to_pylist() == expected
    assert {row["published"] for row in expected} <= {date(2023, month, 11) for month in range(1, 13)}
    assert {row["article"] for row in expected} == {None}


def test_cells_without_a_value_say_nothing(settings: Settings) -> None:
    frame = pd.DataFrame({"text": SENTENCES[:2], "id": ["x", None], "title": [np.nan, "T"], "date": [pd.NaT] * 2})
    wanted = Wanted(table="articles")
    for found in (frame, {name: frame[name].to_numpy() for name in frame}, pa.Table.from_pandas(frame)):
        first, second = StancePredictor(settings, wanted)(found).to_pylist()
        assert (first["document"], first["title"], first["published"]) == ("x", None, None)
        assert second["document"].startswith("record:")
        assert second["title"] == "T"


def test_an_article_without_an_id_has_the_same_one_in_any_batch(settings: Settings) -> None:
    predict = StancePredictor(settings, Wanted(table="articles"))
    texts = pd.DataFrame({"text": SENTENCES[:3]})
    together = [row["document"] for row in predict(texts).to_pylist()]
    alone = [predict(texts[n : n + 1]).to_pylist()[0]["document"] for n in range(3)]
    assert together == alone
    assert len(set(together)) == 3


def test_columns_are_named_and_a_missing_one_is_told(settings: Settings) -> None:
    frame = pd.DataFrame({"story": SENTENCES[:1], "key": [7]})
    wanted = Wanted(table="articles", fields=Fields(text="story", id="key"))
    assert StancePredictor(settings, wanted)(frame).to_pylist()[0]["document"] == "7"
    with pytest.raises(DataError, match="name the column that holds the text"):
        StancePredictor(settings)(frame)
    with pytest.raises(DataError, match=r"no column nr \(found: story, key\)"):
        StancePredictor(settings, Wanted(number="nr", fields=Fields(text="story")))(frame)
    with pytest.raises(ConfigError, match="no table judgments: expected one of articles, judgements"):
        Wanted(table="judgments")  # type: ignore[arg-type]


def test_a_bad_record_is_logged_listed_or_raised(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    frame = pd.DataFrame({"text": [SENTENCES[0], "", None], "id": ["good", "empty", "none"], "row": [4, 5, 6]})
    with caplog.at_level(logging.WARNING, logger="stance"):
        found = StancePredictor(settings, Wanted(table="articles", number="row"))(frame)
    assert found["article"].to_pylist() == [4]
    assert len(caplog.messages) == 2
    bad = StancePredictor(settings, Wanted(table="bad-records", number="row"))(frame).to_pylist()
    assert [row["article"] for row in bad] == [5, 6]
    assert bad[0]["reason"] == "text: expected an article's text, found nothing"
    with pytest.raises(DataError, match="expected an article's text, found nothing"):
        StancePredictor(settings, Wanted(strict=True))(frame)


def test_a_batch_without_records_has_the_columns(settings: Settings, frame: pd.DataFrame) -> None:
    found = StancePredictor(settings)(frame[:0])
    assert (len(found), found.schema) == (0, StancePredictor(settings)(frame).schema)


def test_a_parcel_needs_neither_the_model_folder_nor_the_csv(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["Ruritania praised China."]})
    model, actors = tmp_path / "model", tmp_path / "actors.csv"
    shutil.copytree(shared_bundle(), model)
    actors.write_text("text,code,how,name,kind\nRuritania,RUR,name,Ruritania,state\n", encoding="utf-8")
    settings = Settings(model=str(model), actors=actors)
    before = StancePredictor(settings)(frame)
    assert before["source"].to_pylist() == ["RUR", "CHN"]
    parcel = pack(settings)
    shutil.rmtree(model)
    actors.unlink()
    with pytest.raises(BundleError):
        StancePredictor(settings)
    assert StancePredictor(parcel)(frame).equals(before, check_metadata=True)
    with pytest.raises(DataError, match=r"cannot be read \(No such file or directory\): expected a CSV of actors"):
        pack(Settings(model=str(shared_bundle()), actors=actors))


def test_the_spark_function_gives_frames_with_the_columns_of_its_schema(
    settings: Settings, frame: pd.DataFrame
) -> None:
    read = partial(spark.judgements, settings=settings)
    first, second = read(iter([frame[:5], frame[5:]]))
    expected = StancePredictor(settings)(frame).to_pandas()
    assert len(first) + len(second) == len(expected)
    assert [*first["score"], *second["score"]] == pytest.approx(list(expected["score"]), abs=1e-4)
    text = spark.schema(settings=settings)
    assert text.startswith("`article` BIGINT, `schema_version` STRING, `document` STRING")
    assert "`source_mentions` ARRAY<STRUCT<`start`: BIGINT, `end`: BIGINT" in text
    assert spark.schema("bad-records", settings=settings) == "`article` BIGINT, `origin` STRING, `reason` STRING"
    batches = list(read(iter(pa.Table.from_pandas(frame).to_batches())))
    assert sum(one.num_rows for one in batches) == len(expected)


def test_the_spark_function_loads_a_model_once(settings: Settings, frame: pd.DataFrame) -> None:
    spark._reader.cache_clear()
    for _ in range(3):
        list(spark.judgements([frame[:1]], settings=settings))
    assert (spark._reader.cache_info().misses, spark._reader.cache_info().hits) == (1, 2)
