"""The pair head, the batch and the runtimes: direction, batching, parity."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from stance.batch import collate
from stance.bundle import Bundle, Calibration
from stance.classify import Classifier, probabilities
from stance.encode import PassageEncoder
from stance.errors import BundleError, ConfigError, MissingExtraError
from stance.labels import STANCE_LABELS
from stance.runtime import open_runtime
from stance.types import Span, StanceExample
from tests.tiny import shared_bundle, tiny_bundle, tiny_model
from tests.tiny_training import tiny_passage_encoder
from training.export import parity

TEXTS = (
    "Estonia praised Latvia.",
    "After weeks of silence, Chile warned Peru that the border talks would end unless the patrols stopped.",
    "Kenya and Uganda signed a pact.",
    "Japan said it regretted the decision of Fiji.",
)
NAMES = (("Estonia", "Latvia"), ("Chile", "Peru"), ("Kenya", "Uganda"), ("Japan", "Fiji"))


def example(text: str, source: str, target: str) -> StanceExample:
    spans = {name: (Span(text.index(name), text.index(name) + len(name)),) for name in (source, target)}
    return StanceExample(
        id=f"{source}-{target}",
        text=text,
        source=source,
        target=target,
        labels=frozenset({"neutral"}),
        source_spans=spans[source],
        target_spans=spans[target],
    )


EXAMPLES = tuple(example(text, *ends) for text, (a, b) in zip(TEXTS, NAMES, strict=True) for ends in ((a, b), (b, a)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(shared_bundle(), tmp_path_factory.mktemp("bundle") / "both")
    tiny_model().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def classifier(folder: Path) -> Classifier:
    return Classifier.from_bundle(Bundle.load(folder))


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> PassageEncoder:
    return tiny_passage_encoder(tmp_path_factory.mktemp("encoder"))


def table(classifier: Classifier, examples: tuple[StanceExample, ...]) -> np.ndarray:
    return np.array([list(p.probabilities.values()) for p in classifier.predict_examples(examples)])


def test_the_two_directions_of_a_pair_differ(classifier: Classifier) -> None:
    rows = table(classifier, EXAMPLES)
    assert np.abs(rows[0::2] - rows[1::2]).max(axis=1).min() > 1e-3


def test_a_batch_gives_what_single_calls_give(classifier: Classifier) -> None:
    single = np.concatenate([table(classifier, (one,)) for one in EXAMPLES])
    np.testing.assert_allclose(table(classifier, EXAMPLES), single, atol=1e-5)


def test_order_of_the_input_does_not_matter(classifier: Classifier) -> None:
    np.testing.assert_allclose(table(classifier, EXAMPLES[::-1])[::-1], table(classifier, EXAMPLES), atol=1e-5)


def test_onnx_and_torch_agree(folder: Path, classifier: Classifier) -> None:
    torch_side = Classifier.from_bundle(Bundle.load(folder), runtime="torch")
    np.testing.assert_allclose(table(torch_side, EXAMPLES), table(classifier, EXAMPLES), atol=1e-4)


def test_parity_counts_what_differs(folder: Path, classifier: Classifier) -> None:
    from stance.passages import from_examples

    encoded = [s for p in from_examples(EXAMPLES, name_of=str) for s in classifier.encoder.encode(p.passage)]
    batch = collate(encoded, pad_id=classifier.encoder.pad_id)
    same = parity(tiny_model(), folder / "model.onnx", [batch])
    other = parity(tiny_model(seed=5), folder / "model.onnx", [batch])
    assert same.label_agreement == 1.0
    assert same.max_difference < 1e-4
    assert other.mean_difference > 10 * same.mean_difference


def test_probabilities_sum_to_one_and_temperature_flattens() -> None:
    logits = np.array([[2.0, 0.0, -1.0, 0.5, 0.0]], dtype=np.float32)
    sharp, flat = (probabilities(logits, Calibration(temperature=t)) for t in (0.5, 5.0))
    assert sharp.sum() == pytest.approx(1)
    assert sharp.max() > flat.max()


def test_recalibrated_leaves_the_first_classifier_alone(classifier: Classifier) -> None:
    before = table(classifier, EXAMPLES)
    flat = classifier.recalibrated(Calibration(temperature=50.0, set_threshold=0.01))
    assert table(flat, EXAMPLES).max() < 0.5
    np.testing.assert_array_equal(table(classifier, EXAMPLES), before)


def test_label_set_and_score_follow_the_probabilities(classifier: Classifier) -> None:
    for prediction in classifier.predict_examples(EXAMPLES):
        assert prediction.label == max(prediction.probabilities, key=prediction.probabilities.__getitem__)
        assert prediction.score == pytest.approx(STANCE_LABELS.expected(prediction.probabilities))
        assert sum(prediction.probabilities[name] for name in prediction.label_set) >= 0.8 - 1e-6


def test_slots_are_means_over_their_markers(encoder: PassageEncoder) -> None:
    from stance.encode import MarkedActor, Passage

    text = "Mali, Togo, Mali"
    actors = (MarkedActor("Mali", (Span(0, 4), Span(12, 16))), MarkedActor("Togo", (Span(6, 10),)))
    batch = collate(encoder.encode(Passage(text, (), actors, ((0, 1),))), pad_id=encoder.pad_id)
    np.testing.assert_allclose(batch.slot_weights.sum(axis=1), 1.0)
    assert (batch.slot_weights[0] > 0).sum() == 2


def test_padding_changes_nothing() -> None:
    model = tiny_model()
    from stance.types import EncodedSentence

    short = EncodedSentence(ids=(2, 5, 9, 3), slots=((1,), (2,)), pairs=((0, 1),))
    long = replace(short, ids=(2, *range(4, 40), 3))
    with torch.inference_mode():
        alone = model(**tensors(collate([short], pad_id=0)))
        padded = model(**tensors(collate([short, long], pad_id=0)))
    torch.testing.assert_close(alone[0], padded[0], atol=1e-4, rtol=1e-4)


def tensors(batch):
    return {name: torch.from_numpy(array) for name, array in batch.arrays().items()}


def test_bundle_refuses_a_changed_file(tmp_path: Path) -> None:
    folder = tiny_bundle(tmp_path / "bundle", onnx=False)
    with (folder / "tokenizer.json").open("a") as file:
        file.write(" ")
    with pytest.raises(BundleError, match="checksum"):
        Bundle.load(folder)


def test_bundle_refuses_a_missing_file_and_a_folder_that_is_none(tmp_path: Path) -> None:
    folder = tiny_bundle(tmp_path / "bundle", onnx=False)
    (folder / "model.safetensors").unlink()
    with pytest.raises(BundleError, match="missing"):
        Bundle.load(folder)
    with pytest.raises(BundleError, match="no such model folder"):
        Bundle.load(tmp_path / "nowhere")
    with pytest.raises(BundleError, match=r"stance\.json is missing"):
        Bundle.load(tmp_path)


def test_bundle_names_what_is_wrong_in_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "stance.json").write_text('{"name": "x", "surplus": 1}')
    with pytest.raises(BundleError, match="surplus"):
        Bundle.load(tmp_path)


def test_a_broken_onnx_file_is_one_clear_error(tmp_path: Path) -> None:
    from stance.runtime.onnx import OnnxRuntime

    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(BundleError, match="cannot be loaded"):
        OnnxRuntime(tmp_path / "model.onnx")


def test_without_torch_the_torch_runtime_names_the_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "stance.runtime.torch", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtraError, match=r"torch runtime .* pip install 'stance\[train\]'"):
        open_runtime(Bundle.load(folder), runtime="torch")


def test_unknown_runtime_names_the_legal_ones(folder: Path) -> None:
    with pytest.raises(ConfigError, match="auto, onnx or torch"):
        open_runtime(Bundle.load(folder), runtime="jax")
