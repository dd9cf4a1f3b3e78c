"""Batch runs: the same judgements as one by one, whole tables, and nothing lost or doubled by any interruption."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from unittest.mock import Mock, patch

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from stance import StanceAnalyzer, __version__
from stance.bulk.corpus import Part
from stance.bulk.folder import locked
from stance.bulk.machine import cores, plan
from stance.bulk.records import general
from stance.bulk.settings import Settings, fitting_part_size
from stance.bulk.watch import Progress
from stance.bulk.workers import Processes
from stance.bundle import Bundle, save
from stance.classify import Classifier
from stance.dataset.tables import TABLES, table_columns
from stance.encode import Passage, PassageEncoder
from stance.errors import ConfigError, DataError, StanceError
from stance.labels import STANCE_LABELS
from stance.report.records import SCHEMA_VERSION
from stance.types import EncodedSentence, Report
from tests.bulk_world import SENTENCES, JsonlCorpus, articles, batch, contents, start, write_corpus
from tests.tiny import shared_bundle

RECORDS = 60


@pytest.fixture(scope="module")
def model() -> Path:
    return shared_bundle()


@pytest.fixture(scope="module", autouse=True)
def loaded_once() -> Iterator[None]:
    """Analyzers keep no state, and loading one is most of a small run's time. Other processes load their own."""
    with patch.object(StanceAnalyzer, "load", cache(StanceAnalyzer.load)):
        yield


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus") / "news.jsonl", articles(RECORDS))


@pytest.fixture(scope="module")
def undisturbed(corpus: Path, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    batch(corpus, out, model=model)
    return out


class Notes:
    """Keeps what a run says."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.states: list[Progress] = []

    def note(self, message: str) -> None:
        self.notes.append(message)

    def progress(self, state: Progress) -> None:
        self.states.append(state)


def table(out: Path, name: str) -> pd.DataFrame:
    frames = [pq.read_table(path).to_pandas() for path in sorted((out / name).glob("*.parquet"))]
    return pd.concat(frames, ignore_index=True)


def reports(corpus: Path, analyzer: StanceAnalyzer) -> list[Report]:
    documents = [entry.document for entry in JsonlCorpus(corpus).entries() if entry.document is not None]
    return [analyzer.analyze(document) for document in documents]


def test_reading_together_gives_what_reading_one_by_one_gives(corpus: Path, model: Path) -> None:
    analyzer = StanceAnalyzer.load(model)
    documents = [entry.document for entry in JsonlCorpus(corpus).entries() if entry.document is not None]
    for left, right in zip(analyzer.analyze_together(documents), reports(corpus, analyzer), strict=True):
        assert (left.document, left.sentences, left.mentions) == (right.document, right.sentences, right.mentions)
        assert (left.skipped, left.notes, len(left.dyads)) == (right.skipped, right.notes, len(right.dyads))
        for ours, theirs in zip(left.predictions, right.predictions, strict=True):
            assert ours.pair == theirs.pair
            assert list(ours.probabilities.values()) == pytest.approx(list(theirs.probabilities.values()), abs=1e-5)


def test_a_sentence_that_stands_in_several_articles_is_encoded_once(model: Path) -> None:
    analyzer = StanceAnalyzer.load(model, context=0)
    readings = [analyzer.read(one.document) for one in analyzer.analyze_together([SENTENCES[0]] * 3)]
    work = analyzer.classifier.prepare(readings)
    assert len(work.passes) == 1
    assert work.total == 6
    first, second, third = analyzer.classifier.judge(readings, work)
    assert [p.probabilities for p in first] == [p.probabilities for p in second] == [p.probabilities for p in third]
    assert first[0].score != first[1].score


def test_slices_of_a_part_share_what_the_model_said(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_corpus(tmp_path / "same.jsonl", [{"id": f"a{n}", "text": SENTENCES[0]} for n in range(7)])
    whole = batch(path, tmp_path / "whole", model=model)
    monkeypatch.setattr("stance.bulk.reader.SLICE", 2 * len(SENTENCES[0]))
    sliced = batch(path, tmp_path / "sliced", model=model)
    assert (whole.counts.passes, whole.counts.encoded, whole.counts.judgements) == (1, 7, 14)
    assert sliced.counts == whole.counts
    assert contents(tmp_path / "sliced") == contents(tmp_path / "whole")


def test_an_article_that_cannot_be_encoded_is_a_bad_record(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = PassageEncoder.encode

    def fragile(self: PassageEncoder, passage: Passage) -> tuple[EncodedSentence, ...]:
        if "Brazil" in passage.text:
            raise OverflowError("too much")
        return encode(self, passage)

    monkeypatch.setattr(PassageEncoder, "encode", fragile)
    records = [{"id": f"a{n}", "text": text} for n, text in enumerate(SENTENCES)]
    summary = batch(write_corpus(tmp_path / "some.jsonl", records), tmp_path / "out", model=model)
    assert summary.counts.reasons == {"the analysis failed with OverflowError": 1}
    assert 7 not in set(table(tmp_path / "out", "articles")["article"])
    assert summary.counts.articles == len(SENTENCES) - 1


def test_the_tables_hold_the_judgements_of_analyze(corpus: Path, model: Path, undisturbed: Path) -> None:
    expected = [
        (number, one.pair.sentence, one.pair.source.code, one.pair.target.code, one.label, one.score)
        for number, report in enumerate(reports(corpus, StanceAnalyzer.load(model)))
        for one in report.predictions
    ]
    found = table(undisturbed, "judgements")
    keys = ["article", "sentence", "source", "target", "label"]
    assert [tuple(row) for row in found[keys].itertuples(index=False)] == [row[:5] for row in expected]
    assert found["score"].tolist() == pytest.approx([row[5] for row in expected], abs=1e-4)
    assert len({round(score, 3) for score in found["score"]}) > 20


def test_every_article_has_a_row_with_its_numbers(corpus: Path, model: Path, undisturbed: Path) -> None:
    found = table(undisturbed, "articles")
    expected = reports(corpus, StanceAnalyzer.load(model))
    assert found["article"].tolist() == list(range(RECORDS))
    assert found["origin"].tolist() == [f"news.jsonl:{n + 1}" for n in range(RECORDS)]
    assert found["n_judgements"].tolist() == [len(report.predictions) for report in expected]
    assert found["n_sentences"].tolist() == [len(report.sentences) for report in expected]
    assert found["n_characters"].tolist() == [len(report.document.text) for report in expected]
    dyads = table(undisturbed, "dyads")
    assert dyads.groupby("article").size().to_dict() == {n: len(r.dyads) for n, r in enumerate(expected) if r.dyads}
    assert (found["n_encoded"] < found["n_sentences"]).all()


def test_the_tables_open_in_duckdb_pandas_and_polars(undisturbed: Path) -> None:
    for name in TABLES:
        pattern = str(undisturbed / name / "*.parquet")
        rows = len(table(undisturbed, name))
        assert duckdb.sql(f"SELECT count(*) FROM '{pattern}'").fetchall() == [(rows,)]
        assert len(pd.read_parquet(undisturbed / name)) == rows
        assert pl.scan_parquet(pattern).collect().height == rows
    joined = duckdb.sql(
        f"SELECT count(*) FROM '{undisturbed}/judgements/*.parquet' JOIN '{undisturbed}/articles/*.parquet' "
        "USING (article, published) WHERE published >= DATE '2023-01-01'"
    )
    assert joined.fetchall() == [(len(table(undisturbed, "judgements")),)]


def test_each_file_says_how_it_was_made(undisturbed: Path, model: Path) -> None:
    info = StanceAnalyzer.load(model).model
    for name in TABLES:
        schema = pq.read_schema(undisturbed / name / "part-00000.parquet")
        said = {key.decode(): value.decode() for key, value in schema.metadata.items()}
        assert said["stance.schema_version"] == SCHEMA_VERSION
        assert said["stance.version"] == __version__
        assert json.loads(said["stance.labels"]) == list(STANCE_LABELS.names)
        assert json.loads(said["stance.model"])["sha256"] == info.sha256
        assert said["stance.codebook_sha256"] == info.codebook_sha256
        assert json.loads(said["stance.configuration"])["part_size"] == 10
        assert schema.names == [column.name for column in table_columns(name, labels=STANCE_LABELS.names)]
        assert all(field.metadata[b"description"] for field in schema)


def test_a_model_that_states_its_codebook_has_it_in_every_file(corpus: Path, model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path / "model")
    manifest = Bundle.load(model).manifest
    assert manifest.codebook_sha256 == ""
    save(tmp_path / "model", manifest.model_copy(update={"codebook_sha256": "c0de" * 16}))
    batch(corpus, tmp_path / "out", model=tmp_path / "model", part_size=RECORDS)
    metadata = pq.read_schema(tmp_path / "out" / "dyads" / "part-00000.parquet").metadata
    assert metadata[b"stance.codebook_sha256"] == b"c0de" * 16
    with pytest.raises(ConfigError, match=r"differs in the description of the model"):
        batch(corpus, tmp_path / "out", model=model, part_size=RECORDS)


def test_jsonl_and_csv_hold_the_same_rows_as_parquet(corpus: Path, model: Path, tmp_path: Path) -> None:
    batch(corpus, tmp_path, model=model, part_size=RECORDS, forms=("parquet", "jsonl", "csv"))
    for name in TABLES:
        rows = pq.read_table(tmp_path / name / "part-00000.parquet").to_pylist()
        plain = [{key: _plain(value) for key, value in row.items()} for row in rows]
        lines = (tmp_path / "jsonl" / name / "part-00000.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line) for line in lines] == plain
        with (tmp_path / "csv" / name / "part-00000.csv").open(encoding="utf-8", newline="") as file:
            cells = list(csv.DictReader(file))
        assert [list(row) for row in cells[:1]] == [list(row) for row in rows[:1]]
        assert len(cells) == len(rows)
        for cell, row in zip(cells, plain, strict=True):
            assert cell["article"] == str(row["article"])
            assert cell.get("score", "0") == str(row.get("score", 0))
            assert cell.get("label_set", "") == "|".join(row.get("label_set", ()))


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_a_bad_record_is_set_aside_and_the_run_goes_on(model: Path, tmp_path: Path) -> None:
    records = [*articles(4), "{broken", *articles(3, seed=1)]
    path = write_corpus(tmp_path / "some.jsonl", records)
    summary = batch(path, tmp_path / "out", model=model, part_size=3)
    assert table(tmp_path / "out", "articles")["article"].tolist() == [0, 1, 2, 3, 5, 6, 7]
    assert (summary.counts.records, summary.counts.articles, summary.counts.bad) == (8, 7, 1)
    assert summary.counts.reasons == {"not valid JSON": 1}
    (file,) = (tmp_path / "out" / "bad-records").iterdir()
    assert file.name == "part-00001.jsonl"
    line = json.loads(file.read_text(encoding="utf-8"))
    assert (line["article"], line["origin"]) == (4, "some.jsonl:5")
    assert line["reason"].startswith("not valid JSON: ")


def test_a_part_of_bad_records_alone_still_has_all_tables(model: Path, tmp_path: Path) -> None:
    batch(write_corpus(tmp_path / "some.jsonl", ["{", "["]), tmp_path / "out", model=model)
    assert [len(table(tmp_path / "out", name)) for name in TABLES] == [0, 0, 0, 0]


def test_strict_stops_at_the_first_bad_record(model: Path, tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "some.jsonl", [*articles(4), "{broken", "{worse"])
    with pytest.raises(DataError, match=r"some\.jsonl:5: not valid JSON.*--strict"):
        batch(path, tmp_path / "out", model=model, part_size=2, strict=True)
    assert sorted(table(tmp_path / "out", "articles")["article"]) == [0, 1, 2, 3]
    summary = batch(path, tmp_path / "out", model=model, part_size=2)
    assert (summary.resumed, summary.written, summary.counts.bad) == (2, 1, 2)
    with pytest.raises(DataError, match="already holds 2 bad record"):
        batch(path, tmp_path / "out", model=model, part_size=2, strict=True)


def test_an_article_that_breaks_the_analysis_is_a_bad_record(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = StanceAnalyzer.read

    def fragile(self: StanceAnalyzer, document, **options):  # type: ignore[no-untyped-def]
        if "report 2" in document.text:
            raise ZeroDivisionError("a (made-up) fault")
        return read(self, document, **options)

    monkeypatch.setattr(StanceAnalyzer, "read", fragile)
    summary = batch(write_corpus(tmp_path / "some.jsonl", articles(4)), tmp_path / "out", model=model)
    assert summary.counts.reasons == {"the analysis failed with ZeroDivisionError": 1}
    assert table(tmp_path / "out", "articles")["article"].tolist() == [0, 1, 3]


def test_a_model_that_fails_on_all_together_is_asked_one_by_one(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_corpus(tmp_path / "some.jsonl", articles(6))
    batch(path, tmp_path / "whole", model=model)
    monkeypatch.setattr(Classifier, "judge", Mock(side_effect=RuntimeError("too much at once")))
    batch(path, tmp_path / "out", model=model)
    left, right = (table(tmp_path / name, "judgements")["score"] for name in ("whole", "out"))
    assert np.allclose(left, right, atol=1e-4)


def test_what_the_user_can_mend_stops_the_run(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StanceAnalyzer, "read", Mock(side_effect=ConfigError("mend this")))
    with pytest.raises(ConfigError, match="mend this"):
        batch(write_corpus(tmp_path / "some.jsonl", articles(4)), tmp_path / "out", model=model)


def test_a_finished_run_is_not_done_again(corpus: Path, model: Path, undisturbed: Path) -> None:
    before = contents(undisturbed)
    summary = batch(corpus, undisturbed, model=model)
    assert (summary.written, summary.resumed, summary.counts.articles) == (0, RECORDS // 10, RECORDS)
    assert contents(undisturbed) == before


def test_a_lost_or_damaged_file_is_written_anew(corpus: Path, model: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(undisturbed, out)
    (out / "dyads" / "part-00002.parquet").write_bytes(b"half a fi")
    (out / "judgements" / "part-00005.parquet").unlink()
    (out / "parts" / "part-00000.json").write_text("{", encoding="utf-8")
    (out / "skipped" / ".part-00009.parquet.abc.tmp").write_bytes(b"left over")
    summary = batch(corpus, out, model=model)
    assert (summary.written, summary.resumed) == (3, 3)
    assert contents(out) == contents(undisturbed)


def test_other_settings_are_refused_by_name(corpus: Path, model: Path, undisturbed: Path, tmp_path: Path) -> None:
    before = contents(undisturbed)
    with pytest.raises(ConfigError, match=r"context \(was 2, now 1\); sentiment \(was False, now True\).*--overwrite"):
        batch(corpus, undisturbed, model=model, sentiment=True, context=1)
    with pytest.raises(ConfigError, match="differs in input"):
        batch(write_corpus(tmp_path / "news.jsonl", articles(5)), undisturbed, model=model)
    with pytest.raises(ConfigError, match=r"differs in model \(was tiny 0, sha256"):
        batch(corpus, undisturbed, model=StanceAnalyzer.load().model and Path("default"))
    assert contents(undisturbed) == before


def test_overwrite_begins_anew(corpus: Path, model: Path, tmp_path: Path) -> None:
    batch(corpus, tmp_path / "out", model=model, part_size=7, forms=("parquet", "csv"))
    batch(write_corpus(tmp_path / "few.jsonl", articles(5)), tmp_path / "out", model=model, overwrite=True)
    assert table(tmp_path / "out", "articles")["article"].tolist() == list(range(5))
    assert not (tmp_path / "out" / "csv").exists()


def test_a_folder_of_other_things_is_left_alone(corpus: Path, model: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    for overwrite in (False, True):
        with pytest.raises(ConfigError, match=r"is not empty \(it holds thesis\.txt\)"):
            batch(corpus, tmp_path, model=model, overwrite=overwrite)


def test_two_runs_do_not_share_a_folder(corpus: Path, model: Path, tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(StanceError, match="another run is writing"):
        batch(corpus, tmp_path, model=model)
    batch(corpus, tmp_path, model=model, part_size=RECORDS)


def test_an_empty_input_is_an_error(model: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no records"):
        batch(write_corpus(tmp_path / "none.jsonl", []), tmp_path / "out", model=model)


def test_progress_grows_to_the_whole(corpus: Path, model: Path, tmp_path: Path) -> None:
    seen = Notes()
    summary = batch(corpus, tmp_path / "out", model=model, watcher=seen)
    shares = [state.share for state in seen.states if state.share is not None]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.2
    assert seen.states[-1].share == 1.0
    assert (seen.states[-1].articles, seen.states[-1].pairs) == (RECORDS, summary.counts.judgements)
    assert all(state.articles_per_second > 0 for state in seen.states)


def test_progress_of_a_resumed_run_begins_where_it_was(
    corpus: Path, model: Path, undisturbed: Path, tmp_path: Path
) -> None:
    shutil.copytree(undisturbed, tmp_path, dirs_exist_ok=True)
    for part in (3, 4):
        (tmp_path / "parts" / f"part-{part:05d}.json").unlink()
    seen = Notes()
    batch(corpus, tmp_path, model=model, watcher=seen)
    shares = [state.share for state in seen.states if state.share is not None]
    assert shares == sorted(shares)
    assert 0.6 < shares[0] < 0.9
    assert shares[-1] == pytest.approx(1.0)


def test_workers_write_what_one_process_writes(corpus: Path, model: Path, undisturbed: Path, tmp_path: Path) -> None:
    summary = batch(corpus, tmp_path, model=model, workers=2)
    assert contents(tmp_path) == contents(undisturbed)
    assert summary.times.model > 0


def test_kills_at_random_moments_lose_and_double_nothing(
    corpus: Path, model: Path, undisturbed: Path, tmp_path: Path
) -> None:
    assert killed_again_and_again(corpus, model, tmp_path, kills=2, workers=1) >= 1
    assert contents(tmp_path) == contents(undisturbed)


@pytest.mark.long
@pytest.mark.parametrize(("workers", "kills"), [(1, 50), (2, 10)])
def test_fifty_kills_lose_and_double_nothing(model: Path, tmp_path: Path, workers: int, kills: int) -> None:
    corpus = write_corpus(tmp_path / "news.jsonl", articles(900))
    batch(corpus, tmp_path / "undisturbed", model=model)
    assert killed_again_and_again(corpus, model, tmp_path / "out", kills=kills, workers=workers) >= kills // 2
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


def killed_again_and_again(corpus: Path, model: Path, out: Path, *, kills: int, workers: int) -> int:
    """Runs that are killed once they have written a random number of files more, then one to the end; the kills."""
    rng, done = random.Random(kills), 0
    for _ in range(kills):
        process = start(corpus, out, model=model, workers=workers)
        begun, wanted = number_of_files(out), rng.randint(0, 12)
        while process.poll() is None and number_of_files(out) < begun + wanted:
            time.sleep(0.002)
        time.sleep(rng.random() * 0.02)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            done += 1
        process.communicate()
    last = start(corpus, out, model=model, workers=workers)
    _, said = last.communicate()
    assert last.returncode == 0, said.decode()
    return done


def number_of_files(out: Path) -> int:
    return sum(1 for path in out.rglob("*") if path.name.startswith("part-")) if out.is_dir() else 0


def test_a_worker_that_dies_is_reported_and_its_part_tried_again(
    corpus: Path, model: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Notes()
    monkeypatch.setattr(Processes, "_give", murderous(Processes._give, times=1))
    batch(corpus, tmp_path, model=model, workers=2, watcher=seen)
    assert re.fullmatch(r"a worker died \(SIGKILL\) on part \d; another one tries again", seen.notes[0])
    assert contents(tmp_path) == contents(undisturbed)


def test_a_part_that_costs_two_workers_their_life_stops_the_run(
    corpus: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Processes, "_give", murderous(Processes._give, times=4))
    with pytest.raises(
        StanceError, match=r"two workers died \(SIGKILL\) on part \d, the records from news\.jsonl:\d+ to"
    ):
        batch(corpus, tmp_path, model=model, workers=2)


def murderous(
    give: Callable[[Processes, Iterator[Part]], bool], *, times: int
) -> Callable[[Processes, Iterator[Part]], bool]:
    """Gives parts to workers, and kills those that have one, each once and so many in all."""
    killed: set[int] = set()

    def given(crew: Processes, waiting: Iterator[Part]) -> bool:
        over = give(crew, waiting)
        for worker in crew._workers:
            pid = worker.process.pid or 0
            if len(killed) < times and worker.part is not None and pid not in killed:
                killed.add(pid)
                os.kill(pid, signal.SIGKILL)
        return over

    return given


def test_reasons_are_counted_by_what_they_have_in_common() -> None:
    assert general("not valid JSON: line 3 column 1") == "not valid JSON"
    assert general("a mere affiliation (born in)") == "a mere affiliation"
    assert general("a list of 17 actors") == "a list of … actors"
    assert general("(odd)") == "(odd)"


def test_threads_are_shared_out_among_workers() -> None:
    assert plan(workers=2, threads=3).threads == 3
    assert plan(workers=10_000).threads == 1
    assert 1 <= cores() <= (os.cpu_count() or 1)
    with pytest.raises(ConfigError, match="at least 1"):
        plan(workers=-1)


def test_small_inputs_are_cut_into_small_parts() -> None:
    assert [fitting_part_size(size) for size in (0, 5, 99_999_999, 100_000_000)] == [1000, 100, 100, 1000]


def test_a_date_language_or_voice_given_for_all_takes_the_place_of_the_records_own(corpus: Path) -> None:
    from datetime import date

    document = next(JsonlCorpus(corpus).entries()).document
    assert document is not None
    settings = Settings(published=date(1999, 12, 31), language="fr", voice="USA")
    applied = settings.apply(document)
    assert (applied.published, applied.language, applied.metadata["voice"]) == (date(1999, 12, 31), "fr", "USA")
    assert Settings().apply(document) == document


def test_copies_of_an_article_share_a_story(model: Path, tmp_path: Path) -> None:
    first, second = (" ".join(f"{text} {n}" for n, text in enumerate(half)) for half in (SENTENCES[:5], SENTENCES[5:]))
    path = write_corpus(tmp_path / "wires.jsonl", [{"id": "x", "text": text} for text in (first, second, first)])
    batch(path, tmp_path / "out", model=model)
    stories = pq.read_table(tmp_path / "out" / "stories.parquet").to_pylist()
    assert [(row["article"], row["story"], row["weight"]) for row in stories] == [(0, 0, 0.5), (1, 1, 1.0), (2, 0, 0.5)]
