"""Near-duplicates between texts: what must not stand on both sides of training and test, or twice in one corpus.

    python -m training.corpora.overlap GOLD --data-dir DIR [--corpora irstance irstance_written …]

prints each sentence of a training corpus that a coded gold folder also holds, whole or in large part, and exits with 1
where there is one. A sentence is compared by its runs of five words: copies with other spelling, quotes or cuts are
found, which a hash of the text misses.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stance.errors import StanceError
from stance.gold import read_gold
from training.corpora import corpus_names, load_corpus

RUN = 5  # words
SHARED = 0.5  # share of a sentence's runs that the other text also holds
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """A text, the known text that it shares most with, and the share of its runs that it shares."""

    name: str
    known: str
    share: float


def runs(text: str) -> frozenset[str]:
    """The runs of five words of a text, in small letters; a shorter text is one run."""
    words = WORD.findall(text.lower())
    return frozenset(" ".join(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1)))


class Known:
    """Texts to compare with, indexed by their runs."""

    def __init__(self) -> None:
        self._holders: dict[str, list[str]] = {}

    def add(self, name: str, text: str) -> None:
        """Take a text in."""
        for run in runs(text):
            self._holders.setdefault(run, []).append(name)

    def closest(self, name: str, text: str, *, least: float = SHARED) -> Overlap | None:
        """The known text that holds most runs of ``text``, if it holds at least the share ``least``."""
        found = runs(text)
        counts = Counter(holder for run in found for holder in self._holders.get(run, ()))
        if not counts:
            return None
        most, shared = max(sorted(counts.items()), key=lambda item: item[1])
        return Overlap(name, most, shared / len(found)) if shared >= least * len(found) else None


def twins(texts: Iterable[tuple[str, str]], *, least: float = SHARED) -> Iterator[Overlap]:
    """Texts of one collection (name and text) that share at least ``least`` of their runs with an earlier one."""
    known = Known()
    for name, text in texts:
        if overlap := known.closest(name, text, least=least):
            yield overlap
        known.add(name, text)


def with_gold(gold: Path, *, data_dir: Path, corpora: Sequence[str]) -> Iterator[Overlap]:
    """The overlaps of corpora with the articles of a coded folder, context included."""
    known = Known()
    for document in read_gold(gold).documents:
        known.add(document.id, document.text)
    for corpus in corpora:
        found = load_corpus(corpus, data_dir=data_dir, split="all" if corpus.startswith("irstance") else "train")
        texts = {text: f"{corpus}:{e.id}" for e in found for text in (*e.context[-1:], e.text)}
        yield from filter(None, (known.closest(name, text) for text, name in texts.items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the overlaps; 1 where there is one, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m training.corpora.overlap", description=main.__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--corpora", nargs="+", default=["irstance", "irstance_written"], choices=corpus_names())
    options = parser.parse_args(arguments)
    try:
        found = list(with_gold(options.gold, data_dir=options.data_dir, corpora=options.corpora))
    except StanceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for overlap in found:
        print(f"{overlap.name} shares {overlap.share:.0%} of its words with article {overlap.known}")
    print(f"{len(found)} overlap(s) of {', '.join(options.corpora)} with {options.gold}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
