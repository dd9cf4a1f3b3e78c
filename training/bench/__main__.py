"""Measures speed and memory and writes docs/performance.md: ``python -m training.bench [--only NAME …]``.

A section is a function of what is given to all, in ``SECTIONS``; a run rewrites those that it measured as each is done,
and keeps the others. Ratios within one section say more than the figures themselves.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stance.files import write_atomic
from training.bench.given import Given
from training.bench.memory import memory
from training.bench.pairs import pairs_a_second
from training.bench.roofline import roofline
from training.bench.scale import linear, processes
from training.bench.serve import service
from training.bench.text import text_stages
from training.bench.texts import read_texts

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
INTRODUCTION = """\
# Performance

Measured figures, written by `make bench`. Compare figures of one section only, since each comes from one run on one
machine.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page: its title, and what measures it and gives its text."""

    title: str
    measure: Callable[[Given], str]


SECTIONS: Mapping[str, Section] = {
    "pairs": Section("Pairs a second", pairs_a_second),
    "roofline": Section("The model and its matrix multiplications", roofline),
    "text": Section("Text stages, matching, catalogue", text_stages),
    "linear": Section("Time and number of articles", linear),
    "processes": Section("Two processes", processes),
    "memory": Section("Memory of a stream", memory),
    "service": Section("Service", service),
}
_HEADING = re.compile(r"^## (.+)\n", re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="python -m training.bench", description="Measure speed and memory.")
    parser.add_argument(
        "--data-dir", type=Path, default=ROOT / "examples", help="texts to measure on (default: examples)"
    )
    parser.add_argument("--sentences", type=int, default=2000, help="how many at least; texts repeat")
    parser.add_argument("--articles", type=int, default=100_000, help="of the stream whose memory is measured")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=list(SECTIONS), help="sections")
    parser.add_argument("-o", "--output", type=Path, default=PAGE)
    args = parser.parse_args(arguments)
    given = Given(read_texts(args.data_dir, sentences=args.sentences), args.articles)
    for name in args.only:
        text = SECTIONS[name].measure(given)
        print(f"## {SECTIONS[name].title}\n\n{text}", flush=True)
        _write(args.output, _read(args.output) | {SECTIONS[name].title: text})
    return 0


def _read(page: Path) -> dict[str, str]:
    """The sections that the page has, by title."""
    if not page.exists():
        return {}
    parts = _HEADING.split(page.read_text(encoding="utf-8"))[1:]
    return {title: text.strip("\n") + "\n" for title, text in zip(parts[::2], parts[1::2], strict=True)}


def _write(page: Path, found: Mapping[str, str]) -> None:
    """Sections in the order of ``SECTIONS``, and after them those that it does not know."""
    titles = [section.title for section in SECTIONS.values()]
    ordered = [title for title in (*titles, *(t for t in found if t not in titles)) if title in found]
    write_atomic(page, INTRODUCTION + "".join(f"\n## {title}\n\n{found[title]}" for title in ordered))


if __name__ == "__main__":
    sys.exit(main())
