"""How fast a model reads on this machine, measured on a text of our own for about a second."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from stance.analyzer import StanceAnalyzer
from stance.types import Report

# Eight shapes of sentence and eleven actors: every sentence is another one, of 12 to 20 words.
SHAPES = (
    "The government of {a} thanked {b} on Monday for its help with the repair of the bridges.",
    "{a} recalled its ambassador from {b} after the collapse of the talks on fishing rights.",
    "Officials in {a} said that {b} had kept its word, while {c} had not answered their letters.",
    "{a} and {b} signed an agreement on the exchange of water data, which {c} had proposed last year.",
    "The foreign minister of {a} accused {b} of moving troops to the border without any warning.",
    "{a} declined to comment on the plan of {b} for a common market in electricity.",
    "In a joint statement {a} and {b} welcomed the decision of {c} to reopen the railway.",
    "{a} will ask {b} for a loan, the ministry of finance said in its yearly report.",
)
ACTORS = ("Norway", "Chad", "Peru", "Laos", "Kenya", "Oman", "Chile", "Ghana", "Japan", "Latvia", "Uruguay")
ROUND = 48  # sentences of an article
SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Speed:
    """``load_seconds``: until the first answer. ``largest_megabytes``: of the process so far, None on Windows."""

    load_seconds: float
    sentences: int
    sentences_per_second: float
    pairs_per_second: float
    largest_megabytes: float | None


def measure(analyzer: StanceAnalyzer, *, load_seconds: float) -> Speed:
    """Read articles of 48 sentences, one at a time, until a second has passed."""
    sentences = _sentences()
    counted = pairs = 0
    begun = time.perf_counter()
    while (took := time.perf_counter() - begun) < SECONDS:
        report = analyzer.analyze(" ".join(islice(sentences, ROUND)))
        counted, pairs = counted + len(report.sentences), pairs + len(report.predictions)
    return Speed(load_seconds, counted, counted / took, pairs / took, _largest())


def first_answer(analyzer: StanceAnalyzer) -> Report:
    """The report of one sentence; tables are built on first use, so it takes longer than the next."""
    return analyzer.analyze(SHAPES[0].format(a=ACTORS[0], b=ACTORS[1], c=ACTORS[2]))


def _sentences() -> Iterator[str]:
    number = 0
    while True:
        step = 1 + number // (len(SHAPES) * len(ACTORS)) % (len(ACTORS) // 2)
        a, b, c = (ACTORS[(number + shift * step) % len(ACTORS)] for shift in range(3))
        yield SHAPES[number % len(SHAPES)].format(a=a, b=b, c=c)
        number += 1


def _largest() -> float | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    import sys

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
