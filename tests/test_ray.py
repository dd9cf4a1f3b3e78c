"""Batch runs and pipelines on a local Ray cluster of two processes, and in a local Spark: the rows of one process."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pyarrow as pa
import pytest

from stance.bulk.engine import Task, run_batch
from stance.bulk.settings import Settings
from stance.bulk.watch import Progress, Summary
from stance.errors import ConfigError, DataError, MissingExtraError, StanceError
from stance.inputs import open_corpus
from stance.integrations import ray_crew, ray_engine, spark
from stance.integrations.ray import RayEngine, StancePredictor, Wanted, pack
from tests.bulk_world import articles, contents, write_corpus
from tests.commandline import ROOT, command, environment, invoke
from tests.tiny import shared_bundle

pytestmark = [
    pytest.mark.slow,
    # Ray closes sockets and files of its own when the interpreter does.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.*", "ignore::FutureWarning:ray.*"),
]
RECORDS = 24


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Two processes; workers at the priority of the tests, and with their imports."""
    ray = pytest.importorskip("ray", reason="needs the extra ray")
    quiet = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0", "PYTHONPATH": str(ROOT)}
    with patch.dict(os.environ, quiet):
        ray.init(
            address="local",
            num_cpus=2,
            include_dashboard=False,
            object_store_memory=100_000_000,
            log_to_driver=False,
            logging_level="ERROR",
        )
        yield
        ray.shutdown()


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(model=str(shared_bundle()), part_size=5)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    return write_corpus(path, [*articles(RECORDS), "{broken"])


@pytest.fixture(scope="module")
def undisturbed(news: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    run_batch(Task(corpus=open_corpus([str(news)]), out=out, settings=settings))
    return out


class Notes:
    """Keeps what a run says."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, message: str) -> None:
        self.notes.append(message)

    def progress(self, state: Progress) -> None:
        pass


def on_ray(news: Path, out: Path, settings: Settings, *, strict: bool = False, watcher: Notes | None = None) -> Summary:
    corpus = open_corpus([str(news)])
    task = Task(corpus=corpus, out=out, settings=settings, engine=RayEngine(workers=2), strict=strict)
    return run_batch(task, watcher=watcher)


@pytest.mark.usefixtures("cluster")
def test_two_ray_workers_write_what_one_process_writes(
    news: Path, settings: Settings, undisturbed: Path, tmp_path: Path
) -> None:
    summary = on_ray(news, tmp_path, settings)
    assert contents(tmp_path) == contents(undisturbed)
    assert (summary.written, summary.counts.bad, summary.counts.articles) == (5, 1, RECORDS)
    assert "bad-records/part-00004.jsonl" in contents(tmp_path)


@pytest.mark.usefixtures("cluster")
def test_a_run_begun_on_one_engine_goes_on_with_the_other(
    news: Path, settings: Settings, undisturbed: Path, tmp_path: Path
) -> None:
    shutil.copytree(undisturbed, tmp_path, dirs_exist_ok=True)
    (tmp_path / "parts" / "part-00001.json").unlink()
    (tmp_path / "dyads" / "part-00003.parquet").write_bytes(b"half a fi")
    summary = on_ray(news, tmp_path, settings)
    assert (summary.resumed, summary.written) == (3, 2)
    assert contents(tmp_path) == contents(undisturbed)


@pytest.mark.usefixtures("cluster")
def test_strict_stops_a_ray_run_which_goes_on_without(
    news: Path, settings: Settings, undisturbed: Path, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=r"news\.jsonl:25: not JSON.*--strict"):
        on_ray(news, tmp_path, settings, strict=True)
    on_ray(news, tmp_path, settings)
    assert contents(tmp_path) == contents(undisturbed)


def deadly(begin: Path, *, times: int) -> type:
    """A reader that ends its process at its first parts; ``begin`` counts them in files."""

    class Deadly(ray_crew._Reader):
        def read(self, part):  # type: ignore[no-untyped-def]
            if part.number == 2 and len(list(begin.iterdir())) < times:
                (begin / str(os.getpid())).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return super().read(part)

    return Deadly


@pytest.mark.usefixtures("cluster")
def test_a_part_of_a_lost_worker_is_read_by_another(
    news: Path, settings: Settings, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, deaths = Notes(), tmp_path / "deaths"
    deaths.mkdir()
    monkeypatch.setattr(ray_crew, "_Reader", deadly(deaths, times=1))
    on_ray(news, tmp_path / "out", settings, watcher=seen)
    assert re.match(r"a worker died \(.*\) on part 2; another one tries again", seen.notes[0])
    assert contents(tmp_path / "out") == contents(undisturbed)


@pytest.mark.usefixtures("cluster")
def test_a_part_that_costs_two_workers_their_life_stops_the_run_which_goes_on(
    news: Path, settings: Settings, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(ray_crew, "_Reader", deadly(deaths, times=2))
        with pytest.raises(
            StanceError, match=r"two workers died \(.*\) on part 2, the records from .*news\.jsonl:11 to"
        ):
            on_ray(news, tmp_path / "out", settings)
    on_ray(news, tmp_path / "out", settings)
    assert contents(tmp_path / "out") == contents(undisturbed)


@pytest.mark.usefixtures("cluster")
def test_what_goes_wrong_in_a_worker_is_told_in_a_sentence(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "mine.csv"
    wrong.write_text("name\n", encoding="utf-8")
    settings = Settings(model=str(shared_bundle()), actors=wrong)
    with pytest.raises(StanceError, match=r"mine\.csv cannot be used as an actor overlay"):
        on_ray(news, tmp_path / "out", settings)
    monkeypatch.setattr(ray_crew, "__version__", "9.9.9")
    with pytest.raises(StanceError, match=r"a worker runs stance .*, and this is 9\.9\.9: install"):
        on_ray(news, tmp_path / "other", Settings(model=str(shared_bundle())))
    with pytest.raises(ConfigError, match=r"no machine of the Ray cluster has 64 cores \(found: 2\)"):
        list(RayEngine(threads=64).outcomes(None, iter(())))  # type: ignore[arg-type]


@pytest.mark.usefixtures("cluster")
def test_a_predictor_in_map_batches_gives_the_rows_of_a_run(undisturbed: Path) -> None:
    import ray

    ray.data.DataContext.get_current().enable_progress_bars = False
    settings = pack(Settings(model=str(shared_bundle())))
    data = ray.data.from_items(
        [record | {"row": n} for n, record in enumerate(articles(RECORDS))], override_num_blocks=4
    )
    found = data.map_batches(
        StancePredictor,
        fn_constructor_kwargs={"settings": settings, "wanted": Wanted(number="row")},
        batch_format="pyarrow",
        batch_size=7,
        compute=ray.data.ActorPoolStrategy(size=2),
    )
    rows = sorted(found.take_all(), key=lambda row: (row["article"], row["sentence"], row["source"], row["target"]))
    check(pd.DataFrame(rows), undisturbed)


def check(found: pd.DataFrame, run: Path) -> None:
    """The same judgements; scores up to rounding, for batches are cut otherwise than parts."""
    keys = ["article", "sentence", "source", "target"]
    expected = pa.concat_tables(
        pa.parquet.read_table(path) for path in sorted((run / "judgements").iterdir())
    ).to_pandas()
    left, right = (frame.sort_values(keys, ignore_index=True) for frame in (found, expected))
    plain = [*keys, "document", "published", "voice", "label", "sentence_text"]
    assert left[plain].astype(str).equals(right[plain].astype(str))
    assert left["score"].tolist() == pytest.approx(right["score"].tolist(), abs=1e-4)
    assert list(left.columns) == list(right.columns)


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark.*", "ignore::FutureWarning:pyspark.*")
@pytest.mark.parametrize("verb", ["mapInPandas", "mapInArrow"])
def test_spark_gives_the_rows_of_a_run(
    verb: str, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="needs pyspark, which is not among the extras")
    if shutil.which("java") is None:
        pytest.skip("needs Java, which Spark runs on")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.warehouse.dir", str(tmp_path)).getOrCreate()
    try:
        records = [record | {"row": n} for n, record in enumerate(articles(RECORDS))]
        settings = Settings(model=str(shared_bundle()))
        read = partial(spark.judgements, settings=settings, wanted=Wanted(number="row"))
        frame = session.createDataFrame(records).repartition(2)
        rows = getattr(frame, verb)(read, spark.schema(settings=settings)).collect()
    finally:
        session.stop()
    assert rows[0]["source_mentions"][0]["start"] >= 0
    check(pd.DataFrame([row.asDict() for row in rows]), undisturbed)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A shell that starts the tests in the background has them, and what they start, ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(os.name != "posix", reason="needs process groups")
def test_ctrl_c_ends_a_local_cluster_and_leaves_a_run_that_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="needs the extra ray")
    news = write_corpus(tmp_path / "news.jsonl", articles(400))
    options = ("--model", shared_bundle(), "--part-size", "5")
    run = command("batch", news, "-o", tmp_path / "out", *options, "--engine", "ray", "--workers", "1")
    quick = environment(RAY_worker_niceness="0")
    process = subprocess.Popen(run, stderr=subprocess.PIPE, env=quick, process_group=0)
    while process.poll() is None and not list((tmp_path / "out").glob("parts/*.json")):
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, said = process.communicate(timeout=120)  # ends only when no process of the cluster holds standard error any more
    assert process.returncode == 130, said.decode()
    assert "the same command goes on" in said.decode()
    assert "Traceback" not in said.decode()
    assert invoke("batch", news, "-o", tmp_path / "out", *options).code == 0
    assert len(list((tmp_path / "out" / "parts").iterdir())) == 80


def test_options_that_do_not_fit_are_told(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ("batch", news, "-o", tmp_path / "out", "--model", shared_bundle())
    alone = invoke(*run, "--ray-address", "head:6379")
    assert alone.code == 2
    assert "--ray-address goes with --engine ray" in alone.err
    with pytest.raises(ConfigError, match="at least 1, found -1 and 0"):
        RayEngine(workers=-1)
    monkeypatch.setattr(ray_engine, "find_spec", lambda _: None)
    missing = invoke(*run, "--engine", "ray")
    assert missing.code == 2
    assert "pip install 'stance[ray]'" in missing.err


def test_a_cluster_that_is_not_there_is_told(news: Path, settings: Settings, tmp_path: Path) -> None:
    ray = pytest.importorskip("ray", reason="needs the extra ray")
    refused = ConnectionError("Ray cluster at 'head:6379' cannot be reached.\nmore")
    engine = RayEngine(address="head:6379")
    with (
        patch.object(ray, "is_initialized", return_value=False),
        patch.object(ray, "init", side_effect=refused) as init,
        pytest.raises(StanceError, match=r"no Ray cluster at head:6379 \(.*cannot be reached\): start one"),
    ):
        run_batch(Task(corpus=open_corpus([str(news)]), out=tmp_path, settings=settings, engine=engine))
    assert init.call_args.kwargs["address"] == "head:6379"
    assert "num_cpus" not in init.call_args.kwargs


def test_a_run_without_an_extra_is_told_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_engine, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"The engine ray needs packages .* 'stance\[ray\]'"):
        RayEngine()
