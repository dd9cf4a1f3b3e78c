"""What all sections of the page look things up in, computed once a report."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from stance.labels import LabelScheme
from stance.report.view import scheme_of
from stance.types import DirectedPair, Dyad, Mention, Prediction, Report, Sentence, Skipped

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """A report with its lookups. Actors and dyads have numbers, by which the page's script finds them.

    ``judged``, ``mentions`` and ``rejected`` map a sentence index to what lies in that sentence.
    """

    report: Report
    scheme: LabelScheme
    sentences: Mapping[int, Sentence]
    judged: Mapping[int, tuple[Prediction, ...]]
    mentions: Mapping[int, tuple[Mention, ...]]
    rejected: Mapping[int, tuple[Skipped, ...]]
    actors: Mapping[str, int]
    dyads: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, report: Report) -> Page:
        """Look everything up once."""
        codes = {m.actor.code for m in report.mentions} | {c for d in report.dyads for c in _codes(d)}
        return cls(
            report=report,
            scheme=scheme_of(report),
            sentences={sentence.index: sentence for sentence in report.sentences},
            judged=_grouped((p.pair.sentence, p) for p in report.predictions),
            mentions=_grouped((m.sentence, m) for m in report.mentions),
            rejected=_grouped(_rejected(report)),
            actors={code: index for index, code in enumerate(sorted(codes))},
            dyads={_codes(dyad): index for index, dyad in enumerate(report.dyads)},
        )

    def number(self, pair: Dyad | DirectedPair) -> int:
        """Number of the dyad, or of the dyad that a pair belongs to."""
        return self.dyads[pair.source.code, pair.target.code]


def _codes(dyad: Dyad) -> tuple[str, str]:
    return dyad.source.code, dyad.target.code


def _grouped(pairs: Iterable[tuple[int, T]]) -> Mapping[int, tuple[T, ...]]:
    groups: defaultdict[int, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _rejected(report: Report) -> Iterable[tuple[int, Skipped]]:
    starts = [sentence.span.start for sentence in report.sentences]
    for item in report.skipped:
        place = bisect_right(starts, item.span.start) - 1
        if item.kind == "mention" and place >= 0 and report.sentences[place].span.contains(item.span):
            yield report.sentences[place].index, item
