"""The training loop: the loss over label sets, learning, resuming."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import TrainerCallback

from stance.encode import MarkedActor, Passage, PassageEncoder
from stance.fit import FitSettings, TrainingItem, fit, set_loss, teacher_loss
from stance.labels import STANCE_LABELS
from stance.model import StanceModel
from stance.types import Span
from tests.tiny import tiny_model
from tests.tiny_training import tiny_passage_encoder

QUICK = FitSettings(
    epochs=2, batch_size=2, learning_rate=1e-3, head_learning_rate=3e-3, bf16=False, warmup=0.0, logging_steps=1
)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> PassageEncoder:
    return tiny_passage_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def items(encoder: PassageEncoder) -> list[TrainingItem]:
    """Six sentences whose verb decides the label, and the passive whose direction turns."""
    made = []
    for verb, label in (("attacked", 0), ("praised", 4), ("met", 2)):
        for first, second in (("Togo", "Mali"), ("Peru", "Fiji")):
            text = f"{first} {verb} {second}"
            actors = (
                MarkedActor(first, (Span(0, 4),)),
                MarkedActor(second, (Span(len(text) - 4, len(text)),)),
            )
            (sentence,) = encoder.encode(Passage(text, (), actors, ((0, 1), (1, 0))))
            allowed = np.zeros((2, 5), dtype=np.float32)
            allowed[0, label] = allowed[1, 2] = 1
            made.append(TrainingItem(sentence=sentence, allowed=allowed, weights=np.ones(2, dtype=np.float32)))
    return made


def train(items: list[TrainingItem], folder: Path, settings: FitSettings = QUICK, **options: object) -> StanceModel:
    model = tiny_model(seed=3)
    fit(model, items, settings=settings, seed=7, pad_id=0, folder=folder, **options)
    return model


def same_weights(left: StanceModel, right: StanceModel) -> bool:
    return all(torch.equal(a, b) for a, b in zip(left.state_dict().values(), right.state_dict().values(), strict=True))


def test_loss_of_one_label_is_cross_entropy_and_of_all_labels_nothing() -> None:
    logits = torch.tensor([[1.0, 0.0, -1.0, 0.5, 0.0]])
    one = torch.tensor([[0.0, 1.0, 0.0, 0.0, 0.0]])
    expected = torch.nn.functional.cross_entropy(logits, torch.tensor([1]))
    assert set_loss(logits, one, torch.ones(1)).item() == pytest.approx(expected.item(), abs=1e-5)
    assert set_loss(logits, torch.ones(1, 5), torch.ones(1)).item() == pytest.approx(0.0, abs=1e-5)


def test_loss_of_a_set_is_the_log_of_its_mass() -> None:
    logits = torch.zeros(1, 5)
    allowed = torch.tensor([[1.0, 1.0, 0.0, 0.0, 0.0]])
    assert set_loss(logits, allowed, torch.ones(1)).item() == pytest.approx(-math.log(0.4), abs=1e-5)


def test_loss_weighs_pairs_and_smoothing_raises_it() -> None:
    logits = torch.tensor([[4.0, 0, 0, 0, 0], [0, 0, 0, 0, 4.0]])
    allowed = torch.tensor([[1.0, 0, 0, 0, 0], [1.0, 0, 0, 0, 0]])
    right = set_loss(logits, allowed, torch.tensor([1.0, 0.0]))
    wrong = set_loss(logits, allowed, torch.tensor([0.0, 1.0]))
    assert wrong > right
    assert set_loss(logits, allowed, torch.tensor([1.0, 0.0]), smoothing=0.2) > right


def test_a_small_set_is_learned_by_heart_with_direction(items: list[TrainingItem], tmp_path: Path) -> None:
    model = train(items, tmp_path, QUICK.model_copy(update={"epochs": 60.0}))
    from stance.batch import collate

    batch = collate([item.sentence for item in items], pad_id=0)
    with torch.inference_mode():
        logits = model.eval()(**{n: torch.from_numpy(a) for n, a in batch.arrays().items()})
    wanted = np.concatenate([item.allowed for item in items]).argmax(1)
    assert logits.argmax(1).tolist() == wanted.tolist()


class StopAfter(TrainerCallback):
    """Kills the run in the middle, as a power cut would: by an exception."""

    def __init__(self, step: int) -> None:
        self.step = step

    def on_step_end(self, args, state, control, **_):  # noqa: ARG002
        if state.global_step == self.step:
            raise KeyboardInterrupt


def test_an_interrupted_run_resumes_to_the_same_weights(items: list[TrainingItem], tmp_path: Path) -> None:
    settings = QUICK.model_copy(update={"epochs": 4.0})
    whole = train(items, tmp_path / "whole", settings)
    with pytest.raises(KeyboardInterrupt):
        train(items, tmp_path / "cut", settings, callbacks=[StopAfter(8)])
    assert list((tmp_path / "cut").glob("checkpoint-*"))
    resumed = train(items, tmp_path / "cut", settings)
    assert same_weights(whole, resumed)
    other = tiny_model(seed=3)
    fit(other, items, settings=settings, seed=8, pad_id=0, folder=tmp_path / "other")
    assert not same_weights(whole, other)


def test_the_best_checkpoint_by_the_monitor_is_kept(items: list[TrainingItem], tmp_path: Path) -> None:
    scores = iter((0.2, 0.9, 0.1))
    seen: list[dict[str, torch.Tensor]] = []

    def evaluate(model: StanceModel) -> dict[str, float]:
        seen.append({name: value.clone() for name, value in model.state_dict().items()})
        return {"macro_f1": next(scores)}

    settings = QUICK.model_copy(update={"epochs": 3.0})
    model = train(items, tmp_path, settings, evaluate=evaluate)
    assert all(torch.equal(value, seen[1][name]) for name, value in model.state_dict().items())


def test_patience_stops_early(items: list[TrainingItem], tmp_path: Path) -> None:
    calls: list[float] = []

    def evaluate(_: StanceModel) -> dict[str, float]:
        calls.append(1.0 / (len(calls) + 1))
        return {"macro_f1": calls[-1]}

    train(items, tmp_path, QUICK.model_copy(update={"epochs": 20.0, "patience": 2}), evaluate=evaluate)
    assert len(calls) == 3


def test_weights_of_zero_teach_nothing(items: list[TrainingItem], tmp_path: Path) -> None:
    silent = [replace(item, weights=np.zeros_like(item.weights)) for item in items]
    settings = QUICK.model_copy(update={"weight_decay": 0.0})
    assert same_weights(train(silent, tmp_path, settings), tiny_model(seed=3))
    assert STANCE_LABELS.names[2] == "neutral"


def test_smoothing_leaves_text_without_labels_alone() -> None:
    logits = torch.tensor([[4.0, 0, 0, 0, 0]])
    assert set_loss(logits, torch.ones(1, 5), torch.ones(1), smoothing=0.2).item() == pytest.approx(0.0, abs=1e-5)


@pytest.mark.parametrize("temperature", [1.0, 3.0])
def test_the_teachers_loss_is_least_where_the_student_agrees(temperature: float) -> None:
    own = torch.tensor([[2.0, 1.0, 0.0, -1.0, 0.5]])
    probabilities = (own / temperature).softmax(-1)
    entropy = -(probabilities * probabilities.log()).sum().item() * temperature**2
    agrees = teacher_loss(own, probabilities, torch.ones(1), temperature=temperature)
    assert agrees.item() == pytest.approx(entropy, rel=1e-5)
    assert teacher_loss(own.flip(-1), probabilities, torch.ones(1), temperature=temperature) > agrees


def test_a_teacher_alone_can_teach(items: list[TrainingItem], tmp_path: Path) -> None:
    """Every label is allowed; what is to be learned stands in the teacher's probabilities only."""
    from stance.batch import collate

    taught = [replace(item, allowed=np.ones_like(item.allowed), teacher=item.allowed) for item in items]
    model = train(taught, tmp_path, QUICK.model_copy(update={"epochs": 60.0, "teacher_weight": 1.0}))
    batch = collate([item.sentence for item in items], pad_id=0)
    with torch.inference_mode():
        logits = model.eval()(**{n: torch.from_numpy(a) for n, a in batch.arrays().items()})
    assert logits.argmax(1).tolist() == np.concatenate([item.allowed for item in items]).argmax(1).tolist()
