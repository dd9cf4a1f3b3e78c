from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stance.cli.query import SHOWN_ROWS
from stance.cli.stories import DEFAULT_DAYS, DEFAULT_THRESHOLD
from stance.dataset.views import VIEWS
from stance.stories.make import THRESHOLD, WITHIN_DAYS
from tests.commandline import ROOT, invoke
from tests.dataset_world import Article, Judged, build_run

WORLD = (
    Article(
        (Judged("KAZ", "RUS", "supportive"), Judged("RUS", "KAZ", "hostile", 0.9)),
        date(2024, 1, 3),
        "Daily",
        "wire",
        "Pact near",
    ),
    Article((Judged("KAZ", "RUS", "distancing"),), date(2024, 2, 1), "Herald", skipped=("menu", "menu", "advert")),
    Article((Judged("KAZ", "RUS", "supportive", voice="direct_quote"),), date(2024, 1, 4), "Herald", "wire"),
    Article((), date(2024, 2, 9), None),
)
QUESTIONS = re.findall(r"```sql\n(.+?)```", (ROOT / "docs/query.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_run(tmp_path_factory.mktemp("query") / "run", WORLD)


def records(run: Path, sql: str, *options: str | Path) -> list[dict[str, object]]:
    outcome = invoke("query", run, sql, "--format", "json", *options)
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out)
    assert isinstance(found, list)
    return found


def refused(run: Path, sql: str, *options: str | Path) -> str:
    outcome = invoke("query", run, sql, *options)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), outcome
    return outcome.err


def test_the_documentation_asks_ten_questions() -> None:
    assert len(QUESTIONS) == 10


@pytest.mark.parametrize("sql", QUESTIONS, ids=lambda sql: sql.split()[1])
def test_every_question_of_the_documentation_has_an_answer(run: Path, sql: str) -> None:
    assert records(run, sql)


def test_weights_count_stories(run: Path) -> None:
    first = records(run, QUESTIONS[0])[0]
    assert (first["source"], first["target"], first["n"]) == ("KAZ", "RUS", 2.0)


def test_a_question_gives_an_aligned_table(run: Path) -> None:
    outcome = invoke("query", run, "SELECT source, target, count(*) AS n FROM judgements GROUP BY ALL ORDER BY n DESC")
    assert outcome.out.splitlines() == ["source  target  n", "KAZ     RUS     3", "RUS     KAZ     1"]
    assert outcome.err == ""


def test_a_table_is_cut_with_a_note(run: Path) -> None:
    outcome = invoke("query", run, "SELECT i FROM range(100) t(i)")
    assert len(outcome.out.splitlines()) == SHOWN_ROWS + 1
    assert f"the first {SHOWN_ROWS} rows; --limit N shows more" in outcome.err
    outcome = invoke("query", run, "SELECT i FROM range(100) t(i)", "--limit", "100")
    assert (len(outcome.out.splitlines()), outcome.err) == (101, "")
    assert "no rows" in invoke("query", run, "SELECT 1 AS x WHERE false").err


def test_columns_without_room_are_named(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "30")
    outcome = invoke("query", run, "SELECT 'a' AS one, repeat('long ', 5) AS two, 3 AS three", "--limit", "5")
    assert "not shown for want of room: three; name fewer columns" in outcome.err


def test_all_rows_go_to_csv_json_and_parquet(run: Path, tmp_path: Path) -> None:
    sql = "SELECT i, [label] AS labels, DATE '2024-01-03' AS day, NULL AS gap FROM range(100) t(i), judgements WHERE "
    sql += "sentence = 1"
    rows = list(csv.DictReader(io.StringIO(invoke("query", run, sql, "-f", "csv").out)))
    assert (len(rows), rows[3]) == (100, {"i": "3", "labels": "hostile", "day": "2024-01-03", "gap": ""})
    assert records(run, sql, "--limit", "1") == [{"i": 0, "labels": ["hostile"], "day": "2024-01-03", "gap": None}]
    assert invoke("query", run, sql, "-o", tmp_path / "x.parquet").code == 0
    table = pq.read_table(tmp_path / "x.parquet")
    assert (table.num_rows, table["day"][0].as_py(), table["labels"][0].as_py()) == (100, date(2024, 1, 3), ["hostile"])
    assert invoke("query", run, sql, "-o", tmp_path / "x.csv").code == 0
    assert len((tmp_path / "x.csv").read_text("utf-8").splitlines()) == 101


def test_values_without_a_place_in_json_become_text_or_nothing(run: Path) -> None:
    sql = "SELECT 'NaN'::DOUBLE AS a, 1.5 AS b, 'x'::BLOB AS c, {'k': [1]} AS d, true AS e, INTERVAL 2 DAY AS f"
    assert records(run, sql) == [{"a": None, "b": 1.5, "c": "eA==", "d": {"k": [1]}, "e": True, "f": "2 days, 0:00:00"}]
    assert (
        invoke("query", run, sql, "-f", "csv").out.splitlines()[1] == ',1.5,eA==,"{""k"": [1]}",true,"2 days, 0:00:00"'
    )


def test_sql_comes_from_standard_input_too(run: Path) -> None:
    assert invoke("query", run, "-", "-f", "csv", stdin=b"SELECT 1 AS x").out == "x\n1\n"


def test_without_sql_the_views_are_listed(run: Path) -> None:
    out = invoke("query", run).out
    assert [line.partition(":")[0] for line in out.splitlines() if line[:1].isalpha()] == list(VIEWS)
    assert re.search(r"p_hostile +number +calibrated probability of hostile", out)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM judgments", r'Did you mean "judgements"\?; .stance query .*. lists the views'),
        ("SELECT scor FROM judgements", r'"scor" not found in FROM clause!; Candidate bindings: .*"score"'),
        ("SELCT 1", r'SQL: syntax error at or near "SELCT"'),
        ("SELECT 'a'::INT", r"Could not convert string 'a' to INT32"),
        ("SELECT 1; SELECT 2", r"found 2 SQL statements, expected one"),
        ("/* nothing */", r"found no SQL statements, expected one"),
        ("DROP VIEW articles", r"a query only reads: expected a SELECT, found DROP"),
        ("COPY articles TO 'x.csv'", r"a query only reads: expected a SELECT, found COPY"),
        ("WITH x AS (COPY (SELECT 1) TO 'x.csv') SELECT * FROM x", r"files, network and settings are out of its reach"),
        ("SELECT * FROM read_csv('/etc/hosts')", r"files, network and settings are out of its reach"),
    ],
)
def test_what_is_wrong_with_the_sql_is_said_in_a_sentence(run: Path, sql: str, said: str) -> None:
    assert re.search(said, refused(run, sql))


def test_options_that_do_not_fit_are_refused(run: Path, tmp_path: Path) -> None:
    assert "give a file with -o FILE.parquet" in refused(run, "SELECT 1", "-f", "parquet")
    assert "a table goes to the screen" in refused(run, "SELECT 1", "-f", "table", "-o", tmp_path / "x.txt")
    assert "its suffix names no format: end the file name in .csv" in refused(
        run, "SELECT 1", "-o", tmp_path / "x.xlsx"
    )
    assert "is no run" in refused(tmp_path, "SELECT 1")


def test_an_unfinished_run_says_so(tmp_path: Path) -> None:
    run = build_run(tmp_path / "run", WORLD, complete=False)
    outcome = invoke("query", run, "SELECT count(*) AS n FROM articles", "-f", "csv")
    assert outcome.out == "n\n4\n"
    assert "the run is not finished; these are the articles written so far" in outcome.err


def test_stories_are_made_by_a_command(tmp_path: Path) -> None:
    run = build_run(tmp_path / "run", WORLD, stories=False)
    outcome = invoke("stories", run, "--threshold", "0.5", "--within-days", "-1")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.startswith("4 articles, 4 stories, the largest of 1: ")
    assert (DEFAULT_THRESHOLD, DEFAULT_DAYS) == (THRESHOLD, WITHIN_DAYS)
