"""Measures speed and memory and writes docs/performance.md: ``python -m training.bench [--data-dir DIR]``.

Each section is one function of the documents, in ``SECTIONS``; a run rewrites those that it measured and keeps the
others. Figures are CPU seconds of one thread, the smallest of several rounds, so that other work on the machine counts
least; ratios within one run say more than the figures themselves.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from stance.files import write_atomic
from stance.types import Document
from training.bench.serve import service
from training.bench.text import text_stages
from training.bench.texts import read_texts

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
INTRODUCTION = """\
# Performance

Measured figures, written by `make bench`. CPU seconds of one thread, of the text stages the smallest
of several rounds; compare figures of one section only, since each comes from one run on one machine.
"""
Section = Callable[[Sequence[Document]], str]
SECTIONS: Mapping[str, Section] = {"Text stages, matching, catalogue": text_stages, "Service": service}
_HEADING = re.compile(r"^## (.+)\n", re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="python -m training.bench", description="Measure speed and memory.")
    parser.add_argument(
        "--data-dir", type=Path, default=ROOT / "examples", help="texts to measure on (default: examples)"
    )
    parser.add_argument("--sentences", type=int, default=2000, help="how many at least; texts repeat")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=list(SECTIONS), help="sections")
    parser.add_argument("-o", "--output", type=Path, default=PAGE)
    args = parser.parse_args(arguments)
    documents = read_texts(args.data_dir, sentences=args.sentences)
    found = _read(args.output)
    for name in args.only:
        found[name] = SECTIONS[name](documents)
        print(f"## {name}\n\n{found[name]}")
    write_atomic(args.output, INTRODUCTION + "".join(f"\n## {name}\n\n{text}" for name, text in found.items()))
    return 0


def _read(page: Path) -> dict[str, str]:
    """The sections that the page has, by name."""
    if not page.exists():
        return {}
    parts = _HEADING.split(page.read_text(encoding="utf-8"))[1:]
    return {name: text.strip("\n") + "\n" for name, text in zip(parts[::2], parts[1::2], strict=True)}


if __name__ == "__main__":
    sys.exit(main())
