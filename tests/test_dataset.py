from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from stance.dataset.open import Dataset, connect, open_dataset
from stance.dataset.views import VIEWS, view_columns
from stance.errors import DataError, MissingExtraError
from stance.labels import STANCE_LABELS, LabelScheme
from tests.dataset_world import Article, Judged, build_run, run_record

REFUSED = r"disabled by configuration|configuration has been locked|must be at the top level"
NASTY = 'He said: "KAZ|RUS",\nthen left; it’s 中文'
WORLD = (
    Article((Judged("KAZ", "RUS", "supportive", text=NASTY),), date(2024, 1, 3), "Daily", story="wire", minhash=b"\0a"),
    Article((Judged("KAZ", "RUS", "hostile"), Judged("RUS", "KAZ")), date(2024, 2, 1), None, skipped=("menu",)),
    Article((), date(2024, 1, 4), "Herald", story="wire"),
    Article((Judged("CHN", "KAZ", "cooperative", voice="direct_quote"),), None, "Herald", story="wire"),
)
FORMATS = pytest.mark.parametrize("format", ["parquet", "jsonl", "csv"])
SEALED = pytest.mark.parametrize("sealed", [False, True])


def rows(dataset: Dataset, sql: str, *, sealed: bool = False) -> list[tuple[object, ...]]:
    with connect(dataset, sealed=sealed) as connection:
        return connection.execute(sql).fetchall()


def edit(run: Path, **changes: object) -> Path:
    record = {**run_record(), **changes}
    kept = {key: value for key, value in record.items() if value is not None}
    (run / "run.json").write_text(json.dumps(kept), "utf-8")
    return run


def test_a_run_says_its_labels_model_and_state(tmp_path: Path) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", WORLD))
    assert dataset.labels == STANCE_LABELS
    assert (dataset.model.name, dataset.format, dataset.complete) == ("test-model", "parquet", True)
    assert not open_dataset(build_run(tmp_path / "half", WORLD, complete=False)).complete


@FORMATS
@SEALED
def test_every_format_gives_the_same_rows_under_the_same_columns(tmp_path: Path, format: str, sealed: bool) -> None:
    expected = open_dataset(build_run(tmp_path / "first", WORLD))
    found = open_dataset(build_run(tmp_path / "second", WORLD, format=format, part_size=1))
    for view in VIEWS:
        sql = f"SELECT * FROM {view} ORDER BY ALL"
        assert rows(found, sql, sealed=sealed) == rows(expected, sql)
        described = f"SELECT column_name, column_type FROM (DESCRIBE {view})"
        assert rows(found, described, sealed=sealed) == rows(expected, described)


@FORMATS
def test_the_columns_of_a_view_are_those_described(tmp_path: Path, format: str) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", WORLD, format=format))
    for view in VIEWS:
        described = [column.name for column in view_columns(view, labels=dataset.labels.names)]
        assert [name for (name,) in rows(dataset, f"SELECT column_name FROM (DESCRIBE {view})")] == described


def test_judgements_know_outlet_date_story_and_weight(tmp_path: Path) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", WORLD))
    found = rows(dataset, "SELECT article, published, outlet, story, weight FROM judgements ORDER BY article, sentence")
    assert found == [
        (0, date(2024, 1, 3), "Daily", 0, 1 / 3),
        (1, date(2024, 2, 1), None, 1, 1.0),
        (1, date(2024, 2, 1), None, 1, 1.0),
        (3, None, "Herald", 0, 1 / 3),
    ]
    assert rows(dataset, "SELECT sum(weight) FROM articles") == [(pytest.approx(2.0),)]


def test_without_stories_each_article_is_its_own(tmp_path: Path) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", WORLD, stories=False))
    assert rows(dataset, "SELECT story, weight FROM articles ORDER BY 1") == [(n, 1.0) for n in range(len(WORLD))]
    assert rows(dataset, "SELECT story, weight FROM stories ORDER BY 1") == [(n, 1.0) for n in range(len(WORLD))]


@SEALED
def test_a_run_without_articles_has_empty_views(tmp_path: Path, sealed: bool) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", ()))
    for view in VIEWS:
        assert rows(dataset, f"SELECT count(*) FROM {view}", sealed=sealed) == [(0,)]
        described = [column.name for column in view_columns(view, labels=dataset.labels.names)]
        assert [name for (name,) in rows(dataset, f"SELECT column_name FROM (DESCRIBE {view})")] == described


def test_half_written_parts_are_left_out(tmp_path: Path) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", WORLD, part_size=2, complete=False))
    (dataset.path / "parts/part-00001.json").unlink()
    assert rows(dataset, "SELECT count(*) FROM articles") == [(2,)]
    assert rows(dataset, "SELECT max(article) FROM judgements") == [(1,)]


def test_tables_without_receipts_are_read_as_far_as_their_articles_go(tmp_path: Path) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", WORLD, part_size=1))
    shutil.rmtree(dataset.path / "parts")
    (dataset.path / "articles/part-00003.parquet").rename(dataset.path / "articles/.part-00003.parquet.x.tmp")
    assert rows(dataset, "SELECT count(*) FROM articles") == [(3,)]
    assert rows(dataset, "SELECT max(article) FROM judgements") == [(1,)]


@pytest.mark.parametrize("folder", ["it's a run", "with [brackets] & * ünï"])
@SEALED
def test_any_folder_name_will_do(tmp_path: Path, folder: str, sealed: bool) -> None:
    dataset = open_dataset(build_run(tmp_path / folder, WORLD))
    assert rows(dataset, "SELECT count(*) FROM judgements", sealed=sealed) == [(4,)]


def test_a_scheme_of_its_own_names_the_columns(tmp_path: Path) -> None:
    scheme = LabelScheme(("against", "for"), (-1.0, 1.0))
    run = build_run(tmp_path / "run", [Article((Judged("KAZ", "RUS", "for", 0.7),))], labels=scheme)
    dataset = open_dataset(run)
    assert dataset.labels == scheme
    assert rows(dataset, "SELECT p_against, p_for FROM judgements") == [(pytest.approx(0.3), 0.7)]


def test_labels_are_found_in_the_parquet_schema_where_the_run_file_has_none(tmp_path: Path) -> None:
    assert open_dataset(edit(build_run(tmp_path / "run", WORLD), labels=None, scores=None)).labels == STANCE_LABELS
    with pytest.raises(DataError, match="no labels: expected their names in scale order"):
        open_dataset(edit(build_run(tmp_path / "csv", WORLD, format="csv"), labels=None))


def test_what_is_no_run_is_refused_with_the_reason(tmp_path: Path) -> None:
    run = build_run(tmp_path / "run", WORLD)
    with pytest.raises(DataError, match="does not exist: expected the output folder of stance batch"):
        open_dataset(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"is a file: expected the output folder"):
        open_dataset(run / "run.json")
    with pytest.raises(DataError, match=rf"is no run \(it has no run.json\).*did you mean '{run}'\?"):
        open_dataset(tmp_path)
    (run / "run.json").unlink()
    with pytest.raises(DataError, match=r"holds articles, judgements, dyads, skipped but no run\.json: copy the whole"):
        open_dataset(run)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"schema_version": "2.0"}, r"schema version 2.0, expected 1.x: use the version of stance that wrote them"),
        ({"schema_version": None}, r"schema_version: Field required"),
        ({"model": {"name": "m"}}, r"(?s)model.version: Field required.*model.sha256: Field required"),
        ({"scores": [1.0]}, r"run.json: a label scheme needs one score for each distinct label"),
        ({"scores": None, "labels": ["against", "for"]}, r"no scores for the labels against, for"),
    ],
)
def test_a_run_file_that_does_not_fit_is_refused_with_the_reason(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        open_dataset(edit(build_run(tmp_path / "run", ()), **changes))


def test_a_damaged_run_file_is_named_with_its_line(tmp_path: Path) -> None:
    run = build_run(tmp_path / "run", ())
    (run / "run.json").write_text('{"schema_version": "1.1",\n"labels": [', "utf-8")
    with pytest.raises(DataError, match=r"run.json:2: not valid JSON"):
        open_dataset(run)


def test_a_sealed_connection_reaches_no_file(tmp_path: Path) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", WORLD))
    secret, written = tmp_path / "secret.csv", dataset.path / "stories.parquet"
    secret.write_text("a\n1\n", "utf-8")
    before = written.read_bytes()
    attempts = (
        f"SELECT * FROM read_csv('{secret}')",
        f"SELECT * FROM read_parquet('{written}')",
        f"COPY (SELECT 1) TO '{written}' (FORMAT parquet)",
        f"WITH x AS (COPY (SELECT 1) TO '{written}') SELECT * FROM x",
        f"SELECT * FROM query('WITH x AS (COPY (SELECT 1) TO ''{written}'') SELECT * FROM x')",
        f"ATTACH '{tmp_path / 'new.db'}'",
        "SET enable_external_access = true",
        "SELECT * FROM read_csv('https://news.example/x.csv')",
    )
    with connect(dataset, sealed=True) as connection:
        for sql in attempts:
            with pytest.raises(duckdb.Error, match=REFUSED):
                connection.execute(sql)
    assert written.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"run", "secret.csv"}


def test_variables_of_the_program_are_no_tables(tmp_path: Path) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", WORLD))
    frame = pa.table({"secret": [1]})
    with connect(dataset, sealed=True) as connection, pytest.raises(duckdb.Error, match="frame does not exist"):
        connection.execute("SELECT * FROM frame")
    assert frame.num_rows == 1


def test_without_duckdb_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = open_dataset(build_run(tmp_path / "run", ()))
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    with pytest.raises(MissingExtraError, match=r"stance\[batch\]"):
        connect(dataset)
