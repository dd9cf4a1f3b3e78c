"""A whole experiment on a tiny encoder and a user's own files: train → save → load → predict, and what it leaves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from stance.actors.catalogue import Catalogue
from stance.actors.naming import CatalogueNames
from stance.bundle import Bundle, Calibration
from stance.card import render
from stance.classify import Classifier
from stance.errors import ConfigError, StanceError
from stance.evaluation import Slice
from stance.examples import read_examples, write_examples
from stance.fit import allowed
from stance.labels import STANCE_LABELS
from stance.types import Span, StanceExample
from tests.tiny_training import tiny_encoder_folder
from training import make_model, train
from training.corpora import load_corpus
from training.data import fingerprint
from training.export import Parity
from training.teacher import teacher_probabilities
from training.train import calibrate, run

VERBS = {
    "condemned": "hostile",
    "snubbed": "distancing",
    "met": "neutral",
    "hosted": "cooperative",
    "armed": "supportive",
}
NAMES = ("Togo", "Mali", "Peru", "Fiji", "Cuba", "Iran", "Oman", "Chad")


def judgement(n: int, verb: str, source: str, target: str) -> StanceExample:
    text = f"{source} {verb} {target}."
    return StanceExample(
        id=f"{n}",
        text=text,
        source=source.upper(),
        target=target.upper(),
        labels=frozenset({VERBS[verb]}),
        source_spans=(Span(0, len(source)),),
        target_spans=(Span(len(text) - len(target) - 1, len(text) - 1),),
        group=f"story {n}",
    )


def judgements(*, shift: int) -> list[StanceExample]:
    pairs = [(a, NAMES[(i + shift) % len(NAMES)]) for i, a in enumerate(NAMES)]
    return [judgement(n, verb, *pair) for n, (verb, pair) in enumerate((v, p) for v in VERBS for p in pairs)]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder, a corpus of two files with its configuration, and an experiment."""
    folder = tmp_path_factory.mktemp("experiment")
    tiny_encoder_folder(folder / "encoder")
    for name, shift in (("train", 1), ("dev", 3)):
        write_examples(folder / f"{name}.jsonl", judgements(shift=shift))
    corpus = {
        "name": "own",
        "reader": "own",
        "title": "ten verbs",
        "source": "https://example.org/own",
        "paper": "none",
        "licence": "CC0-1.0",
        "licence_allows_shipping": True,
        "licence_reason": "written for the test",
        "language": "en",
        "folder": ".",
        "files": {"train.jsonl": None, "dev.jsonl": None},
        "labels": {name: [name] for name in STANCE_LABELS.names},
        "splits": {"train": {"files": ["train.jsonl"]}, "dev": {"files": ["dev.jsonl"]}},
    }
    (folder / "own.yaml").write_text(yaml.safe_dump(corpus))
    experiment = {
        "name": "tiny",
        "model": {"encoder": str(folder / "encoder"), "head": "markers"},
        "encode": {"max_length": 64},
        "data": {
            "train": [{"corpus": str(folder / "own.yaml")}],
            "dev": [{"corpus": str(folder / "own.yaml"), "split": "dev"}],
        },
        "fit": {"epochs": 8, "batch_size": 8, "learning_rate": 1e-3, "head_learning_rate": 3e-3, "bf16": False},
    }
    (folder / "experiment.yaml").write_text(yaml.safe_dump(experiment))
    return folder


@pytest.fixture(scope="module")
def finished(workplace: Path) -> Path:
    return run(workplace / "experiment.yaml", data_dir=workplace, output=workplace / "run")


def test_the_run_folder_holds_all_that_the_result_depends_on(finished: Path) -> None:
    names = {path.name for path in finished.iterdir()}
    assert names >= {"config.yaml", "environment.json", "metrics.json", "predictions.jsonl", "model", "confusion.png"}
    assert "checkpoints" not in names
    assert yaml.safe_load((finished / "config.yaml").read_text())["encode"]["max_length"] == 64
    assert "torch" in json.loads((finished / "environment.json").read_text())
    metrics = json.loads((finished / "metrics.json").read_text())
    assert metrics["dev"]["overall"]["labels"]["macro_f1"] > 0.5
    assert len((finished / "predictions.jsonl").read_text().splitlines()) == len(VERBS) * len(NAMES)


def test_the_saved_model_answers_as_the_trained_one_did(finished: Path, workplace: Path) -> None:
    catalogue = Catalogue.load()
    loaded = Classifier.from_bundle(Bundle.load(finished / "model"), actors=CatalogueNames(catalogue))
    rows = [json.loads(line) for line in (finished / "predictions.jsonl").read_text().splitlines()]
    examples = read_examples(workplace / "dev.jsonl")
    again = loaded.predict_examples(examples)
    assert [row["label"] for row in rows] == [prediction.label for prediction in again]
    expected = np.array([list(row["probabilities"].values()) for row in rows])
    np.testing.assert_allclose([list(p.probabilities.values()) for p in again], expected, atol=1e-4)


def test_an_interrupted_run_goes_on_to_the_same_weights(
    finished: Path, workplace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures, calls = train.headline, iter(range(100))

    def interrupted(part: Slice) -> dict[str, float]:
        if next(calls) == 4:
            raise KeyboardInterrupt
        return figures(part)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(train, "headline", interrupted)
        run(workplace / "experiment.yaml", data_dir=workplace, output=tmp_path)
    assert not (tmp_path / "metrics.json").exists()
    assert list((tmp_path / "checkpoints").iterdir())
    resumed = run(workplace / "experiment.yaml", data_dir=workplace, output=tmp_path)
    assert Bundle.load(resumed / "model").info.sha256 == Bundle.load(finished / "model").info.sha256
    assert (resumed / "predictions.jsonl").read_bytes() == (finished / "predictions.jsonl").read_bytes()


def test_the_bundle_says_what_it_was_trained_on(finished: Path) -> None:
    manifest = Bundle.load(finished / "model").manifest
    (used,) = manifest.trained_on
    assert (used.corpus, used.licence, used.examples) == ("own", "CC0-1.0", len(VERBS) * len(NAMES))
    assert len(used.sha256) == 64
    assert manifest.calibration.temperature > 0
    card = render(manifest)
    assert "CC0-1.0" in card
    assert f"Temperature {manifest.calibration.temperature:.3f}" in card


def test_a_finished_run_is_never_overwritten(finished: Path, workplace: Path) -> None:
    with pytest.raises(ConfigError, match="holds a finished run"):
        run(workplace / "experiment.yaml", data_dir=workplace, output=finished)


def test_an_unfinished_run_of_another_configuration_is_kept(workplace: Path, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("name: other\n")
    with pytest.raises(ConfigError, match="another configuration"):
        run(workplace / "experiment.yaml", data_dir=workplace, output=tmp_path)


def test_overrides_and_their_mistakes(workplace: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean 'epochs'"):
        run(workplace / "experiment.yaml", overrides=["fit.epoch=2"], data_dir=workplace, output=tmp_path)
    with pytest.raises(ConfigError, match="--data-dir"):
        run(workplace / "experiment.yaml", data_dir=workplace / "nowhere", output=tmp_path)
    with pytest.raises(ConfigError, match="make base-models"):
        run(
            workplace / "experiment.yaml",
            overrides=["model.encoder=no/such-encoder"],
            data_dir=workplace,
            output=tmp_path / "none",
        )


def test_the_shipped_artefact_is_made_from_the_run(finished: Path, workplace: Path, tmp_path: Path) -> None:
    made = make_model.make(
        config=workplace / "experiment.yaml",
        run_folder=finished,
        data_dir=workplace,
        gold=None,
        output=tmp_path / "models" / "small",
    )
    bundle = Bundle.load(made)
    assert bundle.weights.name == "model.onnx"
    assert not (made / "model.safetensors").exists()
    assert bundle.manifest.metrics["int8 against fp32"]["label_agreement"] >= make_model.AGREEMENT
    assert (made / "README.md").read_text() == render(bundle.manifest)
    assert bundle.manifest.name == "small"

    gold = tmp_path / "gold"
    (gold / "articles").mkdir(parents=True)
    (gold / "articles" / "01_x.txt").write_text("# source: written for this test\nTogo thanked Mali.\n")
    columns = "file line source target label also source_text target_text voice"
    rows = (columns, "01 1 TGO MLI supportive - Togo Mali action", "01 1 MLI TGO neutral - Mali Togo action")
    (gold / "gold.tsv").write_text("".join("\t".join(row.split()) + "\n" for row in rows))
    weights = bundle.weights.read_bytes()
    scored = Bundle.load(make_model.refresh(made, gold))
    assert scored.weights.read_bytes() == weights
    assert scored.manifest.metrics["gold_dev"]["model"]["found_f1"] >= 0
    assert scored.manifest.metrics["gold_dev with other actors"]["judgements"] > 0
    assert (made / "README.md").read_text() == render(scored.manifest)


def test_an_artefact_that_differs_too_much_is_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.onnx"
    weights.write_bytes(b"0" * 10)
    bad = Parity(pairs=100, label_agreement=0.9, max_difference=0.5, mean_difference=0.1)
    with pytest.raises(StanceError, match=r"90\.00% of 100 pairs"):
        make_model.require_parity(bad, weights)


def test_a_corpus_that_may_not_be_shipped_is_refused(workplace: Path, tmp_path: Path) -> None:
    values = yaml.safe_load((workplace / "own.yaml").read_text()) | {"licence_allows_shipping": False}
    (workplace / "closed.yaml").write_text(yaml.safe_dump(values))
    experiment = yaml.safe_load((workplace / "experiment.yaml").read_text())
    experiment["data"]["train"] = [{"corpus": str(workplace / "closed.yaml")}]
    (tmp_path / "closed.yaml").write_text(yaml.safe_dump(experiment))
    with pytest.raises(ConfigError, match="may not be trained on own"):
        make_model.make(
            config=tmp_path / "closed.yaml",
            run_folder=tmp_path / "run",
            data_dir=workplace,
            gold=None,
            output=tmp_path / "out",
        )


def test_calibration_softens_an_overconfident_model(finished: Path) -> None:
    classifier = Classifier.from_bundle(Bundle.load(finished / "model")).recalibrated(Calibration())
    wrong = [judgement(n, verb, "Togo", "Mali") for n, verb in enumerate(VERBS)]
    shuffled = [
        StanceExample(**{**{k: getattr(e, k) for k in e.__slots__}, "labels": frozenset({label})})
        for e, label in zip(wrong * 5, [name for name in STANCE_LABELS.names for _ in VERBS], strict=True)
    ]
    assert calibrate(classifier, shuffled, coverage=0.9).temperature > 2


def test_allowed_rows_hold_the_set_and_the_second_label_in_part() -> None:
    example = StanceExample(
        id="1", text="x", source="A", target="B", labels=frozenset({"hostile", "distancing"}), also="neutral"
    )
    np.testing.assert_allclose(allowed([example], scheme=STANCE_LABELS, also=0.5), [[1, 1, 0.5, 0, 0]])
    np.testing.assert_allclose(allowed([example], scheme=STANCE_LABELS), [[1, 1, 0, 0, 0]])


def test_the_fingerprint_changes_with_a_label() -> None:
    first, second = (judgement(0, verb, "Togo", "Mali") for verb in ("met", "armed"))
    assert fingerprint([first]) == fingerprint([judgement(0, "met", "Togo", "Mali")])
    assert fingerprint([first]) != fingerprint([second])


def test_a_student_learns_from_a_finished_run(workplace: Path, finished: Path) -> None:
    """The corpus of the student has no labels of its own: all that it learns comes from the teacher."""
    open_ended = [replace(e, labels=frozenset(STANCE_LABELS.names)) for e in judgements(shift=1)]
    write_examples(workplace / "open.jsonl", open_ended)
    corpus = yaml.safe_load((workplace / "own.yaml").read_text()) | {
        "name": "open",
        "files": {"open.jsonl": None},
        "splits": {"all": {"files": ["open.jsonl"]}},
    }
    (workplace / "open.yaml").write_text(yaml.safe_dump(corpus))
    use = f"{{corpus: {workplace / 'open.yaml'}, split: all}}"
    overrides = [f"teacher={{run: {finished}, unlabelled: [{use}]}}", f"data.train=[{use}]", "fit.teacher_weight=1.0"]
    student = run(workplace / "experiment.yaml", overrides=overrides, data_dir=workplace, output=workplace / "student")
    metrics = json.loads((student / "metrics.json").read_text())
    assert metrics["dev"]["overall"]["labels"]["macro_f1"] > 0.5
    kept = finished / "logits.npz"
    examples = load_corpus(workplace / "open.yaml", data_dir=workplace, split="all") * 2
    actors = CatalogueNames(Catalogue.load())
    written = kept.read_bytes()
    found = teacher_probabilities(finished, examples, scheme=STANCE_LABELS, actors=actors, temperature=1.0)
    assert found.shape == (len(examples), 5)
    some = [n for n, example in enumerate(examples) if example.group == examples[0].group]
    part = [examples[n] for n in some]
    again = teacher_probabilities(finished, part, scheme=STANCE_LABELS, actors=actors, temperature=1.0)
    np.testing.assert_allclose(again, found[some], atol=1e-6)
    assert kept.read_bytes() == written, "a reading is made once"
    np.testing.assert_allclose(found.sum(1), 1, atol=1e-5)
    with pytest.raises(ConfigError, match="holds no finished run: train the teacher first"):
        teacher_probabilities(workplace, examples, scheme=STANCE_LABELS, actors=actors, temperature=1.0)
