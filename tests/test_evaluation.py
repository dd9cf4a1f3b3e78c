"""Evaluations on labelled pairs and on coded folders, and their agreement with an independent scorer."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stance.errors import DataError
from stance.evaluation import (
    CoderComparison,
    GoldEvaluation,
    Named,
    compare_coders,
    evaluate_examples,
    evaluate_gold,
    format_comparison,
    format_evaluation,
    write_found,
    write_judgements,
    write_predictions,
)
from stance.evaluation.labelled import reverse
from stance.gold import GoldFolder, read_gold
from stance.labels import STANCE_LABELS
from stance.metrics import Bootstrap, Judgement, Key, LabelFigures
from stance.types import (
    AUTHOR,
    Actor,
    ActorKind,
    DirectedPair,
    Document,
    How,
    Mention,
    ModelInfo,
    Prediction,
    Report,
    Sentence,
    Span,
    StanceExample,
)

NAMES = STANCE_LABELS.names
FEW = Bootstrap(resamples=50)
KINDS: Mapping[str, ActorKind] = {
    "KAZ": "state",
    "RUS": "state",
    "USSR": "historical",
    "NATO": "igo",
}


def chance(*parts: object) -> float:
    """A number in [0, 1) that depends on the parts only."""
    return int.from_bytes(hashlib.blake2b(repr(parts).encode(), digest_size=6).digest(), "big") / 2**48


def known(code: str) -> Actor:
    return AUTHOR if code == "AUTHOR" else Actor(code, code, "unknown")


def predicted(label: str, *, source: str, target: str, sentence: int = 0, mass: float = 0.7) -> Prediction:
    probabilities = {name: mass if name == label else (1 - mass) / 4 for name in NAMES}
    return Prediction(
        pair=DirectedPair(sentence, known(source), known(target)),
        probabilities=probabilities,
        label=label,
        label_set=STANCE_LABELS.smallest_set(list(probabilities.values()), mass=0.8),
        score=STANCE_LABELS.expected(probabilities),
    )


class Guesser:
    """Right in about two thirds of the cases; the answer depends on the example alone."""

    def predict_examples(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        return tuple(
            predicted(self.guess(e), source=e.source, target=e.target, sentence=n) for n, e in enumerate(examples)
        )

    def guess(self, example: StanceExample) -> str:
        at = chance(example.text, example.source, example.target)
        return min(example.labels) if at < 0.65 else NAMES[int(at * 1000) % 5]


class Constant:
    """One label for everything."""

    def __init__(self, label: str) -> None:
        self.label = label

    def predict_examples(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        return tuple(predicted(self.label, source=e.source, target=e.target) for e in examples)


class Proposer:
    """Finds some of a gold folder's pairs, some of them twice or with another label, and some that are not there."""

    scheme = STANCE_LABELS

    def __init__(self, gold: GoldFolder) -> None:
        self.gold = gold
        self.classifier = Guesser()

    def analyze(self, document: Document, *, sentiment: bool = False, lines: bool = False) -> Report:
        assert lines
        assert not sentiment
        sentences = sentences_of(document)
        return report_of(document, sentences, [p for s in sentences for p in self._read(document, s)])

    def _read(self, document: Document, sentence: Sentence) -> list[Prediction]:
        here = [
            (key, example)
            for key, example in zip(self.gold.keys, self.gold.judgements, strict=True)
            if (key.file, key.line) == (document.id, sentence.index + 1)
        ]
        found = []
        for key, example in here:
            at = chance("found", str(key))
            label = self.classifier.guess(example)
            if at < 0.8:
                found.append(predicted(label, source=key.source, target=key.target, sentence=sentence.index, mass=at))
            if at < 0.1:
                again = predicted("supportive", source=key.source, target=key.target, sentence=sentence.index)
                found.append(again)
            if at > 0.9:
                found.append(predicted("hostile", source=key.source, target="ATLANTIS", sentence=sentence.index))
        return found


class Scripted:
    """An analyzer whose reports are given."""

    scheme = STANCE_LABELS

    def __init__(self, *reports: Report) -> None:
        self.reports = {report.document.id: report for report in reports}
        self.classifier = Constant("neutral")

    def analyze(self, document: Document, *, sentiment: bool = False, lines: bool = False) -> Report:
        assert lines
        assert not sentiment
        return self.reports[document.id]


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    start, found = 0, []
    for index, line in enumerate(document.text.split("\n")):
        found.append(Sentence(index, Span(start, start + len(line)), line))
        start += len(line) + 1
    return tuple(found)


def report_of(
    document: Document,
    sentences: Sequence[Sentence],
    predictions: Sequence[Prediction],
    mentions: Sequence[Mention] = (),
) -> Report:
    model = ModelInfo("none", "0", "", "none", NAMES)
    return Report(document, model, tuple(sentences), tuple(mentions), tuple(predictions), (), ())


def example(labels: str, *, source: str = "KAZ", target: str = "RUS", corpus: str = "a", n: int = 0) -> StanceExample:
    return StanceExample(
        id=f"{corpus}{n}",
        text=f"Sentence {n} on {source} and {target}.",
        source=source,
        target=target,
        labels=frozenset(labels.split()),
        corpus=corpus,
        group=f"{corpus}{n // 2}",
        source_spans=(Span(0, 1),),
    )


def as_scorer_says(figures: GoldEvaluation | CoderComparison) -> dict[str, Any]:
    """Found and article figures under the names of the scorer."""
    found, articles = figures.found, figures.articles
    return {
        "found": {
            "gold": found.gold,
            "predicted": found.predicted,
            "precision": found.precision,
            "recall": found.recall,
            "f1": found.f1,
            "pair_f1_any_sign": found.any_sign_f1,
        },
        "articles": {
            "dyads": articles.dyads,
            "clear_dyads": articles.clear,
            "sign_accuracy_on_clear": articles.sign_accuracy,
            "spearman": articles.spearman,
        },
    }


def labels_as_scorer_says(figures: LabelFigures) -> dict[str, Any]:
    return {
        "pairs_scored": figures.shared,
        "pairs_missing": figures.missing,
        "macro_f1_5": figures.labels.macro_f1,
        "per_label_f1": {c.name: c.f1 for c in figures.labels.classes if c.support},
        "macro_f1_sign": figures.signs.macro_f1,
        "accuracy": figures.labels.accuracy,
        "lenient_accuracy": figures.labels.lenient_accuracy,
        "alpha_ordinal": figures.agreement.alpha,
    }


def run_scorer(shared: Path, gold: Path, option: str, other: Path) -> Any:
    command = [sys.executable, str(shared / "tools" / "score.py"), str(gold), option, str(other)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def assert_equal(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    assert ours.keys() == theirs.keys()
    for name, value in theirs.items():
        if isinstance(value, Mapping):
            assert_equal(ours[name], value)
        else:
            assert ours[name] == pytest.approx(value, abs=1e-9), name


def test_coarse_labels_count_for_signs_only() -> None:
    examples = [example("hostile"), example("hostile distancing", n=1), example("neutral cooperative", n=2)]
    found = evaluate_examples(Constant("distancing"), examples, scheme=STANCE_LABELS, bootstrap=FEW)
    assert (found.overall.n, found.overall.labels.n, found.overall.signs.n) == (3, 1, 2)
    assert found.overall.labels.accuracy == 0
    assert found.overall.signs.macro_f1 == 1
    assert found.overall.allowed == pytest.approx(1 / 3)


def test_unlabelled_examples_are_left_out_and_counted() -> None:
    examples = [example("hostile"), example(" ".join(NAMES), n=1)]
    found = evaluate_examples(Constant("hostile"), examples, scheme=STANCE_LABELS, bootstrap=FEW)
    assert (found.overall.n, found.unlabelled, len(found.judged)) == (1, 1, 1)
    with pytest.raises(DataError, match="1 examples, of which none"):
        evaluate_examples(Constant("hostile"), examples[1:], scheme=STANCE_LABELS)


def test_figures_per_corpus_and_kind_of_pair() -> None:
    examples = [
        example("hostile"),
        example("neutral", source="USSR", n=1),
        example("neutral", target="NATO", corpus="b", n=2),
        example("neutral", source="AUTHOR", corpus="b", n=3),
    ]
    found = evaluate_examples(
        Constant("neutral"), examples, scheme=STANCE_LABELS, kind_of=KINDS.__getitem__, bootstrap=FEW
    )
    assert [(part.name, part.n, part.labels.accuracy) for part in found.corpora] == [("a", 2, 0.5), ("b", 2, 1.0)]
    assert [(part.name, part.n) for part in found.kinds] == [
        ("state → state", 2),
        ("author → state", 1),
        ("state → organisation", 1),
    ]
    unknown = evaluate_examples(Constant("neutral"), examples, scheme=STANCE_LABELS, bootstrap=FEW)
    assert [part.name for part in unknown.kinds] == ["unknown → unknown", "author → unknown"]


def test_the_swap_audit_sees_whether_direction_is_read() -> None:
    examples = [example(label, n=n) for n, label in enumerate(NAMES * 8)]
    blind = evaluate_examples(Constant("hostile"), examples, scheme=STANCE_LABELS, bootstrap=FEW)
    reading = evaluate_examples(Guesser(), examples, scheme=STANCE_LABELS, bootstrap=FEW)
    assert (blind.swap.n, blind.swap.moved) == (40, 0)
    assert reading.swap.label > 0.2


def test_reversing_exchanges_actors_and_spans() -> None:
    turned = reverse(example("hostile"))
    assert (turned.source, turned.target) == ("RUS", "KAZ")
    assert (turned.source_spans, turned.target_spans) == ((), (Span(0, 1),))
    assert reverse(turned) == example("hostile")


def test_intervals_resample_groups() -> None:
    examples = [example(NAMES[n % 5], n=n) for n in range(60)]
    found = evaluate_examples(Guesser(), examples, scheme=STANCE_LABELS)
    assert found.macro_f1.clusters == 30
    assert found.macro_f1.low < found.overall.labels.macro_f1 < found.macro_f1.high
    assert found.macro_f1.estimate == pytest.approx(found.overall.labels.macro_f1)
    assert found.sign_macro_f1.estimate == pytest.approx(found.overall.signs.macro_f1)


def test_truncated_sentences_are_counted() -> None:
    class Cutting(Constant):
        def predict_examples(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
            return tuple(replace(p, truncated=n == 0) for n, p in enumerate(super().predict_examples(examples)))

    examples = [example("neutral", n=n) for n in range(3)]
    found = evaluate_examples(Cutting("neutral"), examples, scheme=STANCE_LABELS, bootstrap=FEW)
    assert found.truncated == 1
    assert ("sentences cut to the model's length", "1") in rows_of(format_evaluation(found))


def test_as_dict_is_strict_json_and_holds_no_rows() -> None:
    found = evaluate_examples(Guesser(), [example("hostile")], scheme=STANCE_LABELS, bootstrap=FEW)
    text = json.dumps(found.as_dict(), allow_nan=False)
    figures = json.loads(text)
    assert figures["macro_f1"]["low"] is None
    assert figures["overall"]["labels"]["confusion"]["names"] == list(NAMES)
    assert "judged" not in figures
    assert "Sentence" not in text


def rows_of(markdown: str) -> list[tuple[str, ...]]:
    """The first two cells of every table row."""
    rows = [line.strip("|").split("|") for line in markdown.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in row[:2]) for row in rows]


def test_tables_are_even_and_say_what_was_found() -> None:
    examples = [example(NAMES[n % 5], n=n) for n in range(20)]
    found = evaluate_examples(Guesser(), examples, scheme=STANCE_LABELS, bootstrap=FEW)
    text = format_evaluation(found)
    assert ("macro-F1 (5 labels)", f"{found.overall.labels.macro_f1:.3f}") in rows_of(text)
    assert f"{found.macro_f1.low:.3f} to {found.macro_f1.high:.3f}" in text
    for block in text.split("\n\n"):
        if block.startswith("|"):
            assert len({len(line) for line in block.splitlines()}) == 1
            assert len({line.count("|") for line in block.splitlines()}) == 1


ARTICLE = Document("01", "KAZ backs RUS.\n\nRUS thanks NATO, KAZ says.\nThe weather held.")


def gold_folder(tmp_path: Path, *rows: str, text: str = ARTICLE.text) -> GoldFolder:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "01_x.txt").write_text(f"# source: written for this test\n{text}\n", encoding="utf-8")
    head = "file line source target label also source_text target_text voice"
    table = "".join("\t".join(row.split()) + "\n" for row in (head, *rows))
    (tmp_path / "gold.tsv").write_text(table, encoding="utf-8")
    return read_gold(tmp_path)


def test_causes_of_misses(tmp_path: Path) -> None:
    gold = gold_folder(
        tmp_path,
        "01 1 KAZ RUS supportive - KAZ RUS action",
        "01 3 RUS NATO cooperative - RUS NATO action",
        "01 3 KAZ RUS hostile - KAZ RUS action",
        "01 3 RUS KAZ hostile - RUS KAZ action",
        "01 3 KAZ NATO hostile - KAZ NATO action",
        "01 3 CHN NATO hostile - - NATO action",
        "01 3 NATO CHN hostile - NATO - action",
        "01 3 CHN UKR hostile - - - action",
        "01 3 AUTHOR NATO hostile - - NATO action",
        "01 4 KAZ RUS hostile - - - action",
    )
    sentences = sentences_of(gold.documents[0])[:3]
    third = sentences[2]

    def mention(code: str) -> Mention:
        return Mention(known(code), third.span, third.text, third.index, "name")

    report = report_of(
        gold.documents[0],
        sentences,
        [
            predicted("supportive", source="KAZ", target="RUS", sentence=0),
            predicted("neutral", source="RUS", target="NATO", sentence=2),
            predicted("supportive", source="KAZ", target="RUS", sentence=2),
            predicted("hostile", source="NATO", target="RUS", sentence=2),
            predicted("hostile", source="NATO", target="KAZ", sentence=0),
        ],
        [mention("RUS"), mention("KAZ"), mention("NATO")],
    )
    found = evaluate_gold(Scripted(report), gold, bootstrap=FEW)
    causes = {(m.gold.key.line, m.gold.key.source, m.gold.key.target): m.cause for m in found.misses}
    assert causes == {
        (3, "RUS", "NATO"): "read as neutral",
        (3, "KAZ", "RUS"): "wrong sign",
        (3, "RUS", "KAZ"): "pair not proposed",
        (3, "KAZ", "NATO"): "pair not proposed",
        (3, "CHN", "NATO"): "source not found",
        (3, "NATO", "CHN"): "target not found",
        (3, "CHN", "UKR"): "neither actor found",
        (3, "AUTHOR", "NATO"): "pair not proposed",
        (4, "KAZ", "RUS"): "sentence skipped",
    }
    assert (found.found.hits, found.found.gold, found.found.predicted) == (1, 10, 4)
    assert found.miss_causes[0].n == 3
    assert {count.cause: count.n for count in found.unfound_actors} == {"CHN": 3, "UKR": 1}
    assert {(s.cause, s.gold) for s in found.spurious} == {("wrong sign", "hostile"), ("pair not in gold", None)}
    assert ("pair not proposed", "3") in rows_of(format_evaluation(found))


def test_an_actor_carried_over_counts_as_seen(tmp_path: Path) -> None:
    gold = gold_folder(tmp_path, "01 4 KAZ RUS hostile - - - action", "01 4 RUS NATO hostile - - - action")
    carried = predicted("neutral", source="KAZ", target="RUS", sentence=3)
    report = report_of(gold.documents[0], sentences_of(gold.documents[0]), [carried])
    found = evaluate_gold(Scripted(report), gold, bootstrap=FEW)
    assert [miss.cause for miss in found.misses] == ["read as neutral", "target not found"]


def test_named_and_implied_actors_are_counted_apart(tmp_path: Path) -> None:
    gold = gold_folder(
        tmp_path,
        "01 1 KAZ RUS neutral - KAZ RUS author",
        "01 3 KAZ RUS hostile - KAZ - action",
        "01 3 NATO RUS hostile - - - action",
    )
    sentences = sentences_of(gold.documents[0])

    def mention(code: str, sentence: int, how: How) -> Mention:
        return Mention(known(code), sentences[sentence].span, sentences[sentence].text, sentence, how)

    found = [
        mention("KAZ", 0, "name"),
        mention("KAZ", 2, "person"),
        mention("RUS", 2, "pronoun"),
        mention("UKR", 2, "description"),
        mention("CHN", 1, "name"),  # a line without judgements
    ]
    links = evaluate_gold(Scripted(report_of(gold.documents[0], sentences, [], found)), gold, bootstrap=FEW).linking
    assert (links.named.gold, links.named.hits, links.named.predicted, links.named.right) == (3, 2, 2, 2)
    assert (links.implied.gold, links.implied.hits, links.implied.predicted, links.implied.right) == (2, 1, 2, 1)
    assert links.named.f1 == pytest.approx(0.8)
    assert links.implied.f1 == pytest.approx(0.5)


def test_a_neutral_gold_pair_makes_a_finding_spurious(tmp_path: Path) -> None:
    gold = gold_folder(tmp_path, "01 1 KAZ RUS neutral - KAZ RUS author")
    report = report_of(
        gold.documents[0], sentences_of(gold.documents[0]), [predicted("hostile", source="KAZ", target="RUS")]
    )
    found = evaluate_gold(Scripted(report), gold, bootstrap=FEW)
    assert [(s.cause, s.gold) for s in found.spurious] == [("neutral in gold", "neutral")]
    assert not found.misses
    assert "### Misses by cause\n\nNone.\n" in format_evaluation(found)
    assert math.isnan(found.articles.sign_accuracy)


def test_gold_figures_are_strict_json(tmp_path: Path) -> None:
    gold = gold_folder(tmp_path, "01 1 KAZ RUS neutral - KAZ RUS author")
    report = report_of(gold.documents[0], sentences_of(gold.documents[0]), [])
    figures = json.loads(json.dumps(evaluate_gold(Scripted(report), gold, bootstrap=FEW).as_dict(), allow_nan=False))
    assert figures["articles"]["spearman"] is None
    assert figures["miss_causes"] == []
    assert "found_judgements" not in figures


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_written_judgements_keep_every_digit(tmp_path: Path) -> None:
    key = Key("01", 3, "KAZ", "RUS")
    write_judgements(tmp_path / "out.tsv", [Judgement(key, "hostile", score=-1 / 3), Judgement(key, "neutral")])
    first, second = read_table(tmp_path / "out.tsv")
    assert first == {
        "file": "01", "line": "3", "source": "KAZ", "target": "RUS", "label": "hostile", "score": repr(-1 / 3)
    }  # fmt: skip
    assert second["score"] == ""


def test_a_code_that_breaks_the_table_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.tsv"
    path.write_text("old")
    with pytest.raises(DataError, match="rename these actors"):
        write_judgements(path, [Judgement(Key("01", 3, "K\tAZ", "RUS"), "hostile")])
    assert path.read_text() == "old"


def test_every_shared_figure_agrees_with_the_scorer(shared: Path, tmp_path: Path) -> None:
    path = shared / "gold_dev"
    gold = read_gold(path)
    found = evaluate_gold(Proposer(gold), gold, bootstrap=FEW)
    write_predictions(tmp_path / "given.tsv", found)
    write_found(tmp_path / "found.tsv", found)
    given = run_scorer(shared, path / "gold.tsv", "--given", tmp_path / "given.tsv")
    end_to_end = run_scorer(shared, path / "gold.tsv", "--found", tmp_path / "found.tsv")
    assert_equal({"labels": labels_as_scorer_says(found.labels)}, given)
    assert_equal(as_scorer_says(found), end_to_end)
    assert found.given.overall.labels.macro_f1 == pytest.approx(given["labels"]["macro_f1_5"], abs=1e-9)
    assert found.given.overall.signs.macro_f1 == pytest.approx(given["labels"]["macro_f1_sign"], abs=1e-9)
    assert found.found_f1.estimate == pytest.approx(end_to_end["found"]["f1"], abs=1e-9)
    assert 0 < end_to_end["found"]["f1"] < 1
    assert len(found.misses) == found.found.gold - found.found.hits
    assert len(found.spurious) == found.found.predicted - found.found.hits


def test_coder_agreement_agrees_with_the_scorer(shared: Path) -> None:
    path = shared / "gold_dev"
    first, second = (read_gold(path, file=f"coder_{n}.tsv") for n in (1, 2))
    ours = compare_coders(first, second, scheme=STANCE_LABELS)
    theirs = run_scorer(shared, path / "coder_1.tsv", "--coder", path / "coder_2.tsv")
    assert_equal({"labels": labels_as_scorer_says(ours.labels)} | as_scorer_says(ours), theirs)
    assert ("second coder", f"{theirs['labels']['macro_f1_5']:.3f}") in rows_of(
        format_comparison([Named("second coder", ours)])
    )
    assert ours.as_dict()["found"]["hits"] == ours.found.hits
