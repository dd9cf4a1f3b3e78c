"""A user's own coded file, from the table to a trained model, and a shipped model that is trained further."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from stance.analyzer import StanceAnalyzer
from stance.batch import collate
from stance.bundle import ONNX, Bundle
from stance.errors import BundleError, ConfigError, DataError
from stance.examples import read_examples
from stance.integrations.sklearn import StanceEstimator
from stance.runtime.graph import with_input_of
from stance.runtime.onnx import OnnxRuntime
from stance.runtime.torch import TorchRuntime, trainable
from stance.types import EncodedSentence
from tests.commandline import ROOT, invoke
from tests.test_sklearn import LABELS, RECORDS
from tests.tiny import shared_bundle, tiny_bundle
from training.cli import train
from training.corpora import load_config, load_corpus
from training.corpora.own import HELD_OUT

CODED = ROOT / "examples" / "coded.csv"
SAMPLE = EncodedSentence(ids=tuple(range(1, 33)), slots=((1,), (9, 20)), pairs=((0, 1), (1, 0)))


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model to go on from, as a training run leaves it."""
    return tiny_bundle(tmp_path_factory.mktemp("start") / "tiny", onnx=False)


@pytest.fixture(scope="module")
def run_folder(start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("own") / "run"
    overrides = (f"model.start={start}", "fit.epochs=1", "fit.learning_rate=1e-3")
    train(CODED, overrides=overrides, data_dir=None, output=output)
    return output


def test_a_table_alone_is_enough_to_train_on(run_folder: Path, start: Path) -> None:
    config = yaml.safe_load((run_folder / "config.yaml").read_text())
    assert (config["name"], config["model"]["start"]) == ("coded", str(start))
    manifest = Bundle.load(run_folder / "model").manifest
    assert [used.corpus for used in manifest.trained_on] == ["none", "coded"]  # what it knew before, and the table
    assert manifest.encode == Bundle.load(start).manifest.encode
    before, after = (trainable(Bundle.load(folder)).state_dict() for folder in (start, run_folder / "model"))
    assert not torch.equal(before["head.out.weight"], after["head.out.weight"])


def test_the_trained_model_judges_the_same_table(run_folder: Path) -> None:
    done = invoke("evaluate", run_folder / "model", CODED)
    assert done.code == 0, done.err
    predictions = StanceAnalyzer.load(run_folder / "model").predict(read_examples(CODED))
    assert len(predictions) == 60


def test_a_group_is_never_on_both_sides() -> None:
    parts = {name: load_corpus(CODED, data_dir=CODED.parent, split=name) for name in ("train", "dev", "all")}
    groups = {name: {example.group for example in found} for name, found in parts.items()}
    assert groups["train"].isdisjoint(groups["dev"])
    assert len(parts["train"]) + len(parts["dev"]) == len(parts["all"]) == 60
    assert 0 < len(parts["dev"]) <= 3 * HELD_OUT * len(parts["all"])


def test_actors_without_offsets_are_found_in_the_text_as_in_use() -> None:
    example = next(e for e in load_corpus(CODED, data_dir=CODED.parent, split="all") if "sluices" in e.text)
    assert [span.of(example.text) for span in (*example.source_spans, *example.target_spans)] == ["Ghana", "Togo"]


def test_mistakes_in_the_table_are_told_with_their_lines(tmp_path: Path) -> None:
    rows = list(csv.reader(CODED.read_text(encoding="utf-8").splitlines()))
    rows[3][3], rows[7][2] = "hostil", ""
    bad = tmp_path / "bad.csv"
    with bad.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(
        DataError,
        match=r"bad.csv:4: unknown label 'hostil': .*; did you mean 'hostile'(.|\n)*bad.csv:8: target",
    ):
        train(bad, overrides=(), data_dir=None, output=tmp_path / "run")
    with pytest.raises(DataError, match="no such file of judgements"):
        train(tmp_path / "none.csv", overrides=(), data_dir=None, output=tmp_path / "none")
    with pytest.raises(ConfigError, match="takes no options"):
        load_config(CODED, overrides=["weight=2"])


def test_too_few_groups_leave_nothing_to_judge_by(tmp_path: Path) -> None:
    small = tmp_path / "small.csv"
    small.write_text("text,source,target,label\nPeru met Chile.,Peru,Chile,neutral\n", encoding="utf-8")
    with pytest.raises(DataError, match="holds no examples"):
        train(small, overrides=(), data_dir=None, output=tmp_path / "run")


def test_a_start_brings_its_own_settings(tmp_path: Path) -> None:
    for key, message in (("model.encoder=x", "either encoder"), ("encode.context=1", "model.start")):
        with pytest.raises(ConfigError, match=message):
            train(CODED, overrides=(key,), data_dir=None, output=tmp_path / "run")


def test_the_shipped_model_comes_back_out_of_its_file() -> None:
    bundle = Bundle.load()
    batch = collate([SAMPLE], pad_id=0)
    found = TorchRuntime(trainable(bundle).eval(), states=True).run(batch)
    shipped = OnnxRuntime(bundle.weights, states=True).run(batch)
    assert found.shape == shipped.shape
    np.testing.assert_allclose(found, shipped, atol=0.1)


def test_a_file_that_does_not_say_its_layers_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(shared_bundle(), folder)  # all its biases are alike, so that the exporter kept one
    with pytest.raises(BundleError, match=r"config\.json.*give the model folder of a `stance train` run"):
        trainable(Bundle.load(folder))
    shutil.copy(Bundle.load().folder / "config.json", folder)
    with pytest.raises(BundleError, match=r"give the model folder of a `stance train` run"):
        trainable(Bundle.load(folder))


def test_a_graph_without_a_pair_head_is_refused(tmp_path: Path) -> None:
    path = shutil.copy(shared_bundle() / ONNX, tmp_path / ONNX)
    with pytest.raises(BundleError, match=r"holds no layer 'no\.such\.weight'"):
        with_input_of(Path(path), weight="no.such.weight")
    (tmp_path / "cut.onnx").write_bytes(Path(path).read_bytes()[:100])
    with pytest.raises(BundleError, match="holds no layer"):
        with_input_of(tmp_path / "cut.onnx", weight="head.mix.weight")


@pytest.mark.parametrize("own", [False, True], ids=["the model's labels", "labels of its own"])
def test_the_estimator_trains_all_weights(start: Path, own: bool) -> None:
    labels = [f"code {label}" for label in LABELS] if own else LABELS
    model = StanceEstimator("finetune", model=start, epochs=20, learning_rate=1e-3).fit(RECORDS, labels)
    assert model.score(RECORDS, labels) > 0.6
    again = StanceEstimator("finetune", model=start, epochs=20, learning_rate=1e-3).fit(RECORDS, labels)
    np.testing.assert_array_equal(again.predict_proba(RECORDS), model.predict_proba(RECORDS))
