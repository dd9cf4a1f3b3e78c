"""``stance batch`` as users call it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stance.bulk.receipts import Counts, Done
from stance.bulk.times import Times
from stance.bulk.watch import Meter, Progress, Summary
from stance.cli.batch_view import described, duration, summary_lines
from tests.bulk_world import articles, write_corpus
from tests.commandline import command, environment, invoke
from tests.tiny import shared_bundle


@pytest.fixture(scope="module")
def model() -> Path:
    return shared_bundle()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "news.jsonl", [*articles(5), "{broken", *articles(2, seed=1)])


def test_a_corpus_becomes_tables_and_a_summary(news: Path, model: Path, tmp_path: Path) -> None:
    done = invoke("batch", news, "-o", tmp_path / "out", "--model", model, "--csv", "--jsonl")
    assert (done.code, done.out) == (0, "")
    assert "7 articles," in done.err
    assert "bad records: 1" in done.err
    assert str(tmp_path / "out" / "bad-records") in done.err
    found = pq.read_table(tmp_path / "out" / "articles").to_pylist()
    assert [row["article"] for row in found] == [0, 1, 2, 3, 4, 6, 7]
    assert found[0]["published"].isoformat() == "2023-01-11"
    assert found[5]["origin"].endswith("news.jsonl:7")
    assert (tmp_path / "out" / "csv" / "dyads" / "part-00000.csv").is_file()
    assert (tmp_path / "out" / "jsonl" / "judgements" / "part-00000.jsonl").is_file()
    assert pq.read_table(tmp_path / "out" / "stories.parquet").num_rows == 7
    again = invoke("batch", news, "-o", tmp_path / "out", "--model", model, "--csv", "--jsonl")
    assert again.code == 0
    assert "was complete already" in again.err


def test_strict_and_other_settings_end_with_a_sentence(news: Path, model: Path, tmp_path: Path) -> None:
    run = ("batch", news, "-o", tmp_path / "out", "--model", model)
    stopped = invoke(*run, "--strict", "--part-size", "2")
    assert stopped.code == 2
    assert "news.jsonl:6" in stopped.err
    differs = invoke(*run)
    assert differs.code == 2
    assert "part_size (was 2, now 100)" in differs.err
    assert invoke(*run, "--overwrite").code == 0


def test_the_output_may_not_lie_inside_the_input(news: Path, model: Path) -> None:
    done = invoke("batch", news.parent, "-o", news.parent / "out", "--model", model)
    assert done.code == 2
    assert "lies inside the input" in done.err
    assert not (news.parent / "out").exists()


def test_columns_date_and_voice_are_named_by_options(model: Path, tmp_path: Path) -> None:
    records = [{"key": "x7", "story": "We thank France. Japan praised Chad.", "when": "2020-02-03", "paper": "Gazette"}]
    path = write_corpus(tmp_path / "odd.jsonl", records)
    named = ("--text-column", "story", "--id-column", "key", "--date-column", "when", "--outlet-column", "paper")
    run = ("batch", path, "--model", model, *named)
    assert invoke(*run, "-o", tmp_path / "out").code == 0
    (row,) = pq.read_table(tmp_path / "out" / "articles").to_pylist()
    assert (row["document"], row["published"].isoformat(), row["outlet"]) == ("x7", "2020-02-03", "Gazette")
    assert invoke(*run, "-o", tmp_path / "usa", "--voice", "USA", "--date", "2021-01-05").code == 0
    found = pq.read_table(tmp_path / "usa" / "judgements").to_pylist()
    assert ("USA", "FRA") in {(row["source"], row["target"]) for row in found}
    assert {row["published"].isoformat() for row in found} == {"2021-01-05"}
    assert invoke(*run, "-o", tmp_path / "none", "--voice", "Narnia").code == 2


def test_ctrl_c_says_how_to_go_on(model: Path, tmp_path: Path) -> None:
    news = write_corpus(tmp_path / "news.jsonl", articles(400))
    run = command("batch", news, "-o", tmp_path / "out", "--model", model, "--part-size", "5")
    process = subprocess.Popen(run, stderr=subprocess.PIPE, env=environment())
    while process.poll() is None and not list((tmp_path / "out").glob("parts/*.json")):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said.decode()
    assert "the same command goes on" in said.decode()
    assert "Traceback" not in said.decode()
    state = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert state["state"] == "running"


@pytest.mark.skipif(os.name != "posix", reason="needs process groups")
def test_ctrl_c_ends_the_workers_too(model: Path, tmp_path: Path) -> None:
    news = write_corpus(tmp_path / "news.jsonl", articles(400))
    run = command("batch", news, "-o", tmp_path / "out", "--model", model, "--part-size", "5", "--workers", "2")
    process = subprocess.Popen(run, stderr=subprocess.PIPE, env=environment(), process_group=0)
    while process.poll() is None and not list((tmp_path / "out").glob("parts/*.json")):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, said = process.communicate(timeout=60)  # ends only when no worker holds standard error any more
    assert process.returncode == 130, said.decode()
    assert "Traceback" not in said.decode()


def test_a_run_is_described_in_words() -> None:
    state = Progress(
        articles=12345, pairs=9, bad=2, share=0.25, articles_per_second=10.04, pairs_per_second=200.1, left=7260
    )
    expected = "12,345 articles (25.0% of the input), 2 bad records, 10 articles/s, 200 pairs/s, 2 h 1 min left"
    assert described(state) == expected
    assert [duration(seconds) for seconds in (0.25, 42, 185, 7800)] == ["0.2 s", "42 s", "3 min 5 s", "2 h 10 min"]


def test_the_summary_names_the_commonest_reasons(tmp_path: Path) -> None:
    skipped = {f"mention: reason {letter}": number for number, letter in enumerate("abcdefg", start=1)}
    counts = Counts(records=9, articles=9, skipped=skipped)
    summary = Summary(counts=counts, fresh=counts, times=Times(model=2.0), seconds=4.0, resumed=0, written=1)
    text = "\n".join(summary_lines(summary, tmp_path))
    assert "left out: 28 – mention: reason g (7), mention: reason f (6)" in text
    assert "2 other reasons" in text
    assert "2.25 articles/s" in text
    assert "model 2.0 s" in text


def test_time_left_follows_the_bytes_read_in_this_session() -> None:
    from stance.bulk.corpus import Part
    from stance.bulk.reader import Tick

    now = [0.0]
    meter = Meter(size=None, total_bytes=1000, clock=lambda: now[0])
    meter.start(Done(ends={0: 100, 1: 200}, counts=Counts(), passed=200))
    meter.begun(Part(number=2, entries=(), begin=200, end=600))
    now[0] = 10.0
    meter.tick(Tick(part=2, share=0.5, articles=5, pairs=20))
    state = meter.state()
    assert (state.share, state.articles, state.pairs) == (0.4, 5, 20)
    assert state.left == pytest.approx(10 * 0.6 / 0.2)
    assert state.articles_per_second == pytest.approx(0.5)
