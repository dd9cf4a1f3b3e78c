"""The shipped model: complete, small, and able to tell who does what to whom."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from stance import StanceAnalyzer
from stance.bundle import Bundle
from stance.card import render
from stance.labels import STANCE_LABELS
from stance.shipped import default_folder
from stance.types import Span, StanceExample
from tests.commandline import ROOT

MEGABYTES = 35
# One act a sentence: the first actor does it to the second, and the second does nothing.
ACTS = (
    ("Morocco imposed sanctions on Senegal.", -1),
    ("Chile accused Bolivia of shelling a border village.", -1),
    ("Norway expelled two diplomats of Serbia.", -1),
    ("Pakistan launched missiles at bases in Iran.", -1),
    ("Angola condemned Rwanda for the raid.", -1),
    ("Denmark sent weapons and ammunition to Ukraine.", 1),
    ("Japan pledged 200 million dollars in aid to Bangladesh.", 1),
    ("Brazil praised Portugal as a true friend.", 1),
    ("Canada backed the candidacy of Kenya with all its weight.", 1),
    ("India thanked Oman for its help.", 1),
)


@pytest.fixture(scope="module")
def analyzer() -> StanceAnalyzer:
    return StanceAnalyzer.load()


def test_the_folder_is_complete_small_and_described_by_its_manifest() -> None:
    bundle = Bundle.load()
    names = {path.name for path in default_folder().iterdir()}
    assert names == {"model.onnx", "config.json", "tokenizer.json", "stance.json", "README.md"}
    assert sum(path.stat().st_size for path in default_folder().iterdir()) <= MEGABYTES * 1_000_000
    assert (default_folder() / "README.md").read_text(encoding="utf-8") == render(bundle.manifest)
    assert all(used.licence and used.source and len(used.sha256) == 64 for used in bundle.manifest.trained_on)
    assert bundle.manifest.metrics["int8 against fp32"]["label_agreement"] >= 0.99


def test_an_act_is_read_from_the_one_who_does_it(analyzer: StanceAnalyzer) -> None:
    labelled, directed = 0, 0
    for text, sign in ACTS:
        forward, backward = analyzer.analyze(text).predictions
        labelled += STANCE_LABELS.sign(forward.label) == sign
        directed += sign * forward.score > max(sign * backward.score, 0.25)
    assert labelled >= 8, f"{labelled} of {len(ACTS)} acts have the label's sign"
    assert directed >= 9, f"{directed} of {len(ACTS)} acts are the doer's, more than the other's"


def test_swapping_source_and_target_changes_the_answer(analyzer: StanceAnalyzer) -> None:
    changes = []
    for text, _ in ACTS:
        forward, backward = (list(p.probabilities.values()) for p in analyzer.analyze(text).predictions)
        changes.append(0.5 * np.abs(np.subtract(forward, backward)).sum())
    assert np.mean(changes) > 0.3, f"mean total variation {np.mean(changes):.2f}"


def test_a_batch_gives_what_single_calls_give(analyzer: StanceAnalyzer) -> None:
    texts = [text for text, _ in ACTS]
    together = analyzer.predict([example(text) for text in texts])
    alone = [analyzer.predict([example(text)])[0] for text in texts]
    for left, right in zip(together, alone, strict=True):
        assert left.score == pytest.approx(right.score, abs=0.05)  # int8 activations are scaled by batch
        assert left.label == right.label


def example(text: str) -> StanceExample:
    words = [word.strip(".") for word in text.split() if word[0].isupper()]
    first, second = words[0], words[-1]
    spans = {name: (Span(text.index(name), text.index(name) + len(name)),) for name in (first, second)}
    return StanceExample(
        id=text,
        text=text,
        source=first,
        target=second,
        labels=frozenset(STANCE_LABELS.names),
        source_spans=spans[first],
        target_spans=spans[second],
    )


def test_every_example_article_gives_a_report(analyzer: StanceAnalyzer) -> None:
    for path in sorted((ROOT / "examples").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        report = analyzer.analyze(text)
        assert report.dyads, path.name
        assert all(m.span.of(text) == m.text for m in report.mentions)
        assert {d.n + d.n_neutral for d in report.dyads} != {0}


def test_plain_news_has_a_neutral_author(analyzer: StanceAnalyzer) -> None:
    text = (ROOT / "examples" / "central-asia.txt").read_text(encoding="utf-8")
    author = [p for p in analyzer.analyze(text, sentiment=True).predictions if p.pair.source.code == "AUTHOR"]
    neutral = sum(p.label == "neutral" for p in author)
    assert neutral >= 0.8 * len(author)


@pytest.mark.slow
def test_the_figures_in_the_manifest_are_what_the_model_does(shared: Path, tmp_path: Path) -> None:
    gold = shared / "gold_dev"
    given, found = tmp_path / "given.tsv", tmp_path / "found.tsv"
    from stance.evaluation import evaluate_gold, write_found, write_predictions
    from stance.gold import read_gold

    evaluation = evaluate_gold(StanceAnalyzer.load(), read_gold(gold))
    write_predictions(given, evaluation)
    write_found(found, evaluation)
    stated = Bundle.load().manifest.metrics["gold_dev"]["model"]
    tool = [sys.executable, str(shared / "tools" / "score.py"), str(gold / "gold.tsv")]
    labels = json.loads(subprocess.run([*tool, "--given", str(given)], capture_output=True, check=True).stdout)
    ends = json.loads(subprocess.run([*tool, "--found", str(found)], capture_output=True, check=True).stdout)
    assert labels["labels"]["macro_f1_5"] == pytest.approx(stated["given_macro_f1"], abs=0.02)
    assert labels["labels"]["macro_f1_sign"] == pytest.approx(stated["given_macro_f1_sign"], abs=0.02)
    assert ends["found"]["f1"] == pytest.approx(stated["found_f1"], abs=0.02)
    assert ends["articles"]["sign_accuracy_on_clear"] == pytest.approx(stated["article_sign"], abs=0.03)
