"""How time grows with the number of articles, and with the number of processes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from stance.bulk.engine import Task, run_batch
from stance.bulk.machine import cores, plan
from stance.bulk.watch import Summary
from stance.evaluation.render import table
from stance.inputs import open_corpus
from training.bench.articles import article, write_articles
from training.bench.given import Given

SIZES = (200, 400, 800)  # articles
SHARED = 800  # articles that one process and two read
SPIN = "n = 0\nwhile n < 30_000_000: n += 1"
LINEAR = """\
`stance batch` over made articles of which no two sentences are the same, one process; seconds by the clock,
from the opened input to the finished tables.

"""
PROCESSES = """\
`stance batch --threads 1` over {articles} made articles, from the start of the command to its end, in which
each process loads the model. Two loops in Python that do nothing else got {free:.2f} × the work of one done in
the same time: so much of two cores is free.

"""


def linear(_: Given) -> str:
    """The section on time and number of articles."""
    _run(SIZES[0] // 10)
    rows = [_size(size, _run(size)) for size in SIZES]
    return LINEAR + table(("articles", "sentences", "pairs", "seconds", "ms an article"), rows) + "\n"


def processes(_: Given) -> str:
    """The section on two processes and one."""
    with tempfile.TemporaryDirectory() as folder:
        source = write_articles(Path(folder) / "articles.jsonl", map(article, range(SHARED)))
        seconds = {workers: _command(source, Path(folder) / f"out-{workers}", workers) for workers in (1, 2)}
    rows = [
        (str(workers), f"{spent:.1f}", f"{SHARED / spent:.1f}", f"{seconds[1] / spent:.2f} ×")
        for workers, spent in seconds.items()
    ]
    shown = table(("processes", "seconds", "articles a second", "against one"), rows) + "\n"
    note = "" if cores() > 1 else "\nOnly one core may be used here: the goal cannot be reached.\n"
    return PROCESSES.format(articles=SHARED, free=_free()) + shown + note + "\nGoal: 1.7 × where two cores are free.\n"


def _size(articles: int, summary: Summary) -> Sequence[str]:
    counts, seconds = summary.counts, summary.seconds
    figures = (articles, counts.sentences, counts.judgements)
    return (*(f"{figure:,}" for figure in figures), f"{seconds:.1f}", f"{1e3 * seconds / articles:.1f}")


def _run(articles: int) -> Summary:
    with tempfile.TemporaryDirectory() as folder:
        source = write_articles(Path(folder) / "articles.jsonl", map(article, range(articles)))
        return run_batch(Task(corpus=open_corpus([str(source)]), out=Path(folder) / "out", machine=plan()))


def _command(source: Path, out: Path, workers: int) -> float:
    command = [sys.executable, "-m", "stance", "batch", str(source), "-o", str(out)]
    before = time.perf_counter()
    subprocess.run([*command, "--workers", str(workers), "--threads", "1"], check=True)
    return time.perf_counter() - before


def _free() -> float:
    """How much more two busy processes get done than one in the same time: 2 where two cores are free."""
    return 2 * _spin(1) / _spin(2)


def _spin(number: int) -> float:
    before = time.perf_counter()
    busy = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(number)]
    for process in busy:
        process.wait()
    return time.perf_counter() - before
