"""The figures of docs/irstance.md from the committed annotations: ``python -m training.corpora.datacard [--check]``.

What stands between the two marks of that page is written by this command; a test compares it.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stance.evaluation.render import number, table
from stance.files import write_atomic
from stance.labels import STANCE_LABELS
from stance.metrics import krippendorff_alpha
from stance.types import AUTHOR
from training.corpora.passages import read_written
from training.corpora.standoff import ADJUDICATOR, STANDOFF, StandoffRow, final, read_standoff

PAGE = Path(__file__).parents[2] / "docs" / "irstance.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
FAMILIES = {
    "events": "event sentences (zsp_plv train, conflibert_cameo)",
    "ext_events": "more of them",
    "news": "news sentences (dse train)",
    "ext_dse": "more of them",
    "ext_newsmtsc": "news sentences (newsmtsc train)",
    "statedept": "US State Department, passages",
    "pool_s": "more of them",
    "wikinews": "Wikinews, passages",
    "pool_w": "more of them",
    "unsc": "UN Security Council on Ukraine, speeches",
    "written": "written passages, first batch",
    "w": "written passages, on the grid",
}
NUMBERED = re.compile(r"(_[a-f]|\d+)$")


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of the parts of one family."""

    name: str
    rows: tuple[StandoffRow, ...]

    @property
    def pairs(self) -> list[tuple[StandoffRow, StandoffRow]]:
        """What both coders judged."""
        second = {row.judged: row for row in self.rows if row.coder == 2}
        return [(row, second[row.judged]) for row in self.rows if row.coder == 1 and row.judged in second]

    def cells(self) -> tuple[str, ...]:
        """A row of the table of parts."""
        first = [row for row in self.rows if row.coder == 1]
        pairs = self.pairs
        scores = [[STANCE_LABELS.score(row.label) for row in coder] for coder in zip(*pairs, strict=True)] or [[], []]
        same = sum(one.label == two.label for one, two in pairs)
        close = sum(one.label in {two.label, two.also} or two.label == one.also for one, two in pairs)
        return (
            self.name,
            FAMILIES.get(self.name, ""),
            str(len({(row.part, row.file) for row in first})),
            str(len({row.place for row in first})),
            str(len(first)),
            f"{len(pairs)} ({len(pairs) / len(first):.0%})",
            number(krippendorff_alpha(scores).alpha),
            f"{same / len(pairs):.0%} / {close / len(pairs):.0%}" if pairs else "–",
            str(sum(row.coder == ADJUDICATOR for row in self.rows)),
        )


def family(part: str) -> str:
    """The parts ``pool_s1`` … ``pool_s15`` are one family, as are ``events_a`` … ``events_d``."""
    return NUMBERED.sub("", part)


def render() -> str:
    """Everything between the two marks."""
    real, written = (read_standoff(STANDOFF / f"{name}.tsv.gz") for name in ("irstance", "irstance_written"))
    return "\n\n".join(
        (
            "\n".join(_summary(name, rows) for name, rows in (("irstance", real), ("irstance_written", written))),
            table(HEAD, [part.cells() for rows in (real, written) for part in (*_parts(rows), Part("all", rows))]),
            "Labels, after adjudication:",
            table(("label", "irstance", "irstance_written"), _labels(final(real), final(written))),
            "Actors that are most often source or target, share of judgements:",
            table(("irstance", "irstance_written"), _actors(final(real), final(written))),
            "Written passages by region, and by register:",
            table(("region", "passages", "register", "passages"), _grid()),
        )
    )


HEAD = (
    "part", "text", "passages", "sentences", "judgements", "coded twice", "alpha", "same label / or second label",
    "adjudicated",
)  # fmt: skip


def _summary(name: str, rows: Sequence[StandoffRow]) -> str:
    settled = final(rows)
    return (
        f"- `{name}`: {len(settled):,} judgements on {len({row.place for row in settled}):,} sentences of "
        f"{len({(row.part, row.file) for row in settled}):,} passages; "
        f"{sum(row.also is not None for row in settled) / len(settled):.0%} name a second label; "
        f"{sum(row.source == AUTHOR.code for row in settled)} have AUTHOR as the source; in "
        f"{sum(row.source_span is None or row.target_span is None for row in settled) / len(settled):.0%} an actor is "
        "only implied."
    )


def _parts(rows: Sequence[StandoffRow]) -> list[Part]:
    named: dict[str, list[StandoffRow]] = {}
    for row in rows:
        named.setdefault(family(row.part), []).append(row)
    order = [name for name in FAMILIES if name in named]
    return [Part(name, tuple(named[name])) for name in (*order, *sorted(set(named) - set(order)))]


def _labels(*corpora: Sequence[StandoffRow]) -> list[tuple[str, ...]]:
    counts = [Counter(row.label for row in rows) for rows in corpora]
    return [
        (label, *(f"{count[label]} ({count[label] / count.total():.0%})" for count in counts))
        for label in STANCE_LABELS.names
    ]


def _actors(*corpora: Sequence[StandoffRow], n: int = 12) -> list[tuple[str, ...]]:
    columns = []
    for rows in corpora:
        counts = Counter(code for row in rows for code in (row.source, row.target))
        columns.append([f"{code} {count / len(rows):.1%}" for code, count in counts.most_common(n)])
    return list(zip(*columns, strict=True))


def _grid() -> list[tuple[str, ...]]:
    passages = read_written(STANDOFF / "irstance_written_passages.jsonl.gz").values()
    regions = _ranked(passage.region for passage in passages)
    registers = _ranked(passage.register for passage in passages)
    pairs = itertools.zip_longest(regions, registers, fillvalue=("", ""))
    return [(*region, *register) for region, register in pairs]


def _ranked(names: Iterable[str], *, least: int = 20) -> list[tuple[str, str]]:
    """Names and counts, the commonest first; those with fewer than ``least`` together as others."""
    counts = Counter(names)
    rows = [(name, count) for name, count in counts.items() if count >= least]
    rows.sort(key=lambda item: (-item[1], item[0]))
    return [*((name, str(count)) for name, count in rows), ("others", str(counts.total() - sum(n for _, n in rows)))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the figures into the page, or with ``--check`` say whether they are current."""
    parser = argparse.ArgumentParser(prog="python -m training.corpora.datacard", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the page is out of date")
    check = parser.parse_args(arguments).check
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    new = f"{before}{BEGIN}\n\n{render()}\n\n{END}{after}"
    if not check:
        write_atomic(PAGE, new)
    elif new != page:
        print("docs/irstance.md is out of date: run python -m training.corpora.datacard", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
