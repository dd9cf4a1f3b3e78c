"""A whole system against a coded gold folder: with the gold's own pairs, and end to end from the bare articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from stance.evaluation.causes import misses, spurious
from stance.evaluation.labelled import KindOf, PairClassifier, evaluate_examples
from stance.evaluation.linking import Seen, linking, seen
from stance.evaluation.results import CoderComparison, GoldEvaluation
from stance.gold import GoldFolder, GoldKey, line_of
from stance.labels import LabelScheme
from stance.metrics import (
    BOOTSTRAP,
    Bootstrap,
    Interval,
    Judgement,
    Judgements,
    Key,
    article_figures,
    cluster_bootstrap,
    found_figures,
    label_figures,
    strongest,
)
from stance.metrics.bootstrap import Ints
from stance.metrics.classification import ratio
from stance.types import Document, Prediction, Report, StanceExample


class Analyzer(Protocol):
    """Reads an article into a Report, and labels given pairs."""

    @property
    def classifier(self) -> PairClassifier:
        """Labels given pairs."""

    @property
    def scheme(self) -> LabelScheme:
        """The labels and their scores."""

    def analyze(self, document: Document, *, sentiment: bool = ..., lines: bool = ...) -> Report:
        """Read one article; ``lines``: each line is one sentence; ``sentiment``: add AUTHOR → actor."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Right answers and chances in one article; the quotient of their sums is the figure."""

    right: float
    total: float


def evaluate_gold(
    analyzer: Analyzer,
    gold: GoldFolder,
    *,
    kind_of: KindOf | None = None,
    sentiment: bool = False,
    bootstrap: Bootstrap = BOOTSTRAP,
) -> GoldEvaluation:
    """Score an analyzer on a gold folder; the figures follow the folder's codes as written.

    ``sentiment`` lets the system propose AUTHOR → actor pairs too. Raises DataError where the folder has no judgement.
    """
    scheme = analyzer.scheme
    truth = gold_judgements(gold)
    given = evaluate_examples(analyzer.classifier, gold.judgements, scheme=scheme, kind_of=kind_of, bootstrap=bootstrap)
    labelled = _by_key(_judgement(_key(k), row.prediction) for k, row in zip(gold.keys, given.judged, strict=True))
    reports = [analyzer.analyze(document, sentiment=sentiment, lines=True) for document in gold.documents]
    found = strongest((judgement for report in reports for judgement in _proposed(report)), scheme=scheme)
    found_actors = _seen(reports)
    files = tuple(document.id.zfill(2) for document in gold.documents)
    return GoldEvaluation(
        given=given,
        labels=label_figures(gold=truth, predicted=labelled, scheme=scheme),
        given_articles=article_figures(gold=truth, predicted=labelled, scheme=scheme),
        found=found_figures(gold=truth, predicted=found, scheme=scheme),
        found_f1=_interval(_found_tallies(files, truth, found, scheme), bootstrap=bootstrap),
        linking=linking(gold, found_actors),
        articles=article_figures(gold=truth, predicted=found, scheme=scheme),
        sign_accuracy=_interval(_article_tallies(files, truth, found, scheme), bootstrap=bootstrap),
        misses=misses(gold=truth, predicted=found, seen=found_actors, scheme=scheme),
        spurious=spurious(gold=truth, predicted=found, scheme=scheme),
        given_judgements=tuple(labelled.values()),
        found_judgements=tuple(found.values()),
    )


def compare_coders(first: GoldFolder, second: GoldFolder, *, scheme: LabelScheme) -> CoderComparison:
    """A second coding of a folder against a first, by the rules that systems are scored by."""
    gold, other = gold_judgements(first), gold_judgements(second)
    return CoderComparison(
        labels=label_figures(gold=gold, predicted=other, scheme=scheme),
        found=found_figures(gold=gold, predicted=other, scheme=scheme),
        articles=article_figures(gold=gold, predicted=other, scheme=scheme),
    )


def gold_judgements(gold: GoldFolder) -> Mapping[Key, Judgement]:
    """The folder's judgements by key, with the codes that it writes."""
    return _by_key(
        Judgement(_key(key), _label(example), also=example.also)
        for key, example in zip(gold.keys, gold.judgements, strict=True)
    )


def _key(key: GoldKey) -> Key:
    return Key(key.file.zfill(2), key.line, key.source, key.target)


def _label(example: StanceExample) -> str:
    (label,) = example.labels
    return label


def _judgement(key: Key, prediction: Prediction) -> Judgement:
    return Judgement(key, prediction.label, score=prediction.score)


def _by_key(judgements: Iterable[Judgement]) -> dict[Key, Judgement]:
    return {judgement.key: judgement for judgement in judgements}


def _proposed(report: Report) -> Iterator[Judgement]:
    lines = _lines(report)
    for prediction in report.predictions:
        pair = prediction.pair
        key = Key(report.document.id.zfill(2), lines[pair.sentence], pair.source.code, pair.target.code)
        yield _judgement(key, prediction)


def _lines(report: Report) -> dict[int, int]:
    return {sentence.index: line_of(report.document, sentence.span.start) for sentence in report.sentences}


def _seen(reports: Sequence[Report]) -> Seen:
    places, mentions, carried = [], [], []
    for report in reports:
        lines, file = _lines(report), report.document.id.zfill(2)
        places += [(file, line) for line in lines.values()]
        mentions += [((file, lines[mention.sentence]), mention) for mention in report.mentions]
        for pair in (prediction.pair for prediction in report.predictions):
            carried += [((file, lines[pair.sentence]), actor.code) for actor in (pair.source, pair.target)]
    return seen(places, mentions, carried)


def _of_file(judgements: Judgements, file: str) -> dict[Key, Judgement]:
    return {key: judgement for key, judgement in judgements.items() if key.file == file}


def _found_tallies(files: Sequence[str], gold: Judgements, found: Judgements, scheme: LabelScheme) -> list[Tally]:
    figures = [
        found_figures(gold=_of_file(gold, file), predicted=_of_file(found, file), scheme=scheme) for file in files
    ]
    return [Tally(2 * article.hits, article.gold + article.predicted) for article in figures]


def _article_tallies(files: Sequence[str], gold: Judgements, found: Judgements, scheme: LabelScheme) -> list[Tally]:
    figures = [
        article_figures(gold=_of_file(gold, file), predicted=_of_file(found, file), scheme=scheme) for file in files
    ]
    return [Tally(article.right, article.clear) for article in figures]


def _interval(tallies: Sequence[Tally], *, bootstrap: Bootstrap) -> Interval:
    def statistic(chosen: Ints) -> float:
        return ratio(sum(tallies[n].right for n in chosen), sum(tallies[n].total for n in chosen))

    return cluster_bootstrap(statistic, groups=range(len(tallies)), settings=bootstrap)
