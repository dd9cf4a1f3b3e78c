"""Memory of ``stance batch`` over a long stream of articles, looked at all the while."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from stance.bulk.receipts import FOLDER
from stance.bulk.settings import fitting_part_size
from stance.evaluation.render import table
from training.bench.articles import refrain, write_articles
from training.bench.given import Given

LOOK = 0.5  # seconds
TENTHS = 10
GOAL = 1000  # MB
INTRODUCTION = """\
`stance batch` over {articles:,} made articles ({size:.0f} MB), one process. So that this takes minutes and not
hours, each article opens with one of 100 paragraphs, which the model reads once in each part of the corpus. The
other ten sentences are its own, with names, dates and numbers of their own, and all steps but the model read
them: what is kept of a text has every chance to grow. Resident memory, looked at twice a second; {seconds:,.0f}
seconds in all.

"""


@dataclass(frozen=True, slots=True)
class Look:
    """Resident memory in MB at a moment, with the parts that were written by then."""

    parts: int
    memory: float


def memory(given: Given) -> str:
    """The section on the memory of a long run."""
    with tempfile.TemporaryDirectory() as folder:
        source = write_articles(Path(folder) / "articles.jsonl", map(refrain, range(given.articles)))
        size, out = source.stat().st_size, Path(folder) / "out"
        begin = time.perf_counter()
        looks = watch([sys.executable, "-m", "stance", "batch", str(source), "-o", str(out)], out)
        seconds = time.perf_counter() - begin
    introduction = INTRODUCTION.format(articles=given.articles, size=size / 1e6, seconds=seconds)
    return introduction + shown(looks, part=fitting_part_size(size), articles=given.articles)


def watch(command: list[str], out: Path) -> list[Look]:
    """Run ``stance batch``, and look at its memory until it ends."""
    looks: list[Look] = []
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            looks.append(Look(_written(out), _resident(process.pid)))
            time.sleep(LOOK)
    if process.returncode:
        raise SystemExit(process.returncode)
    return looks


def shown(looks: Sequence[Look], *, part: int, articles: int) -> str:
    """Median and largest memory in each tenth of the run; ``part``: articles a part."""
    parts = -(-articles // part)
    running, ending = [look for look in looks if look.parts < parts], [look for look in looks if look.parts >= parts]
    rows, medians = [], list[float]()
    for tenth in range(TENTHS):
        found = [look.memory for look in running if look.parts * TENTHS // parts == tenth]
        if found:
            medians.append(median(found))
            upto = (tenth + 1) * articles // TENTHS
            rows.append((f"{upto:,}", f"{medians[-1]:.0f}", f"{max(found):.0f}"))
    rows.append(("near-duplicates, at the end", "", f"{max((look.memory for look in ending), default=0):.0f}"))
    peak, grown = max(look.memory for look in looks), medians[-1] - medians[len(medians) // 2]
    return (
        table(("articles up to", "median MB", "largest MB"), rows)
        + f"\n\n- largest of all: {peak:.0f} MB (goal: below {GOAL} MB)\n"
        + f"- from the middle of the run to its end the median changed by {grown:+.0f} MB\n"
    )


def _written(out: Path) -> int:
    """Parts that are finished: each has a receipt."""
    return len(list((out / FOLDER).glob("part-*.json")))


def _resident(process: int) -> float:
    """MB; 0 for a process that has just ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
