"""THE training loop: the Trainer of transformers with a loss over label sets. Experiments vary settings, never code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from pydantic import Field
from torch import Tensor
from torch.utils.data import Dataset
from transformers import EarlyStoppingCallback, Trainer, TrainerCallback, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from stance.batch import Floats, collate
from stance.config import StrictModel
from stance.encode import Passage, PassageEncoder
from stance.labels import LabelScheme
from stance.model import StanceModel
from stance.types import EncodedSentence, StanceExample

Evaluate = Callable[[StanceModel], dict[str, float]]
HEAD_PREFIX = "head."


class FitSettings(StrictModel):
    """Settings of the training loop."""

    epochs: float = Field(4, gt=0)
    batch_size: int = Field(16, ge=1, description="sentences a step")
    learning_rate: float = Field(5e-5, gt=0, description="of the encoder")
    head_learning_rate: float = Field(5e-4, gt=0, description="of the pair head, which starts from nothing")
    weight_decay: float = Field(0.01, ge=0)
    warmup: float = Field(0.1, ge=0, lt=1, description="share of the steps")
    label_smoothing: float = Field(0.0, ge=0, lt=1)
    teacher_weight: float = Field(0.5, ge=0, le=1, description="of a teacher's part of the loss, where there is one")
    teacher_temperature: float = Field(1.0, gt=0, description="softens teacher and student alike")
    bf16: bool = Field(True, description="autocast to bfloat16, on CPU as on CUDA")
    patience: int = Field(0, ge=0, description="epochs without improvement before stopping; 0 trains to the end")
    monitor: str = Field("macro_f1", description="development metric that picks the checkpoint (greater is better)")
    keep_best: bool = True
    evaluate_every: int = Field(0, ge=0, description="steps; 0: once an epoch")
    report_to: tuple[str, ...] = Field((), description="trackers of the Trainer: tensorboard, mlflow, wandb …")
    logging_steps: int = Field(25, ge=1)


@dataclass(frozen=True, slots=True)
class TrainingItem:
    """An encoded sentence, and for its P pairs the allowed labels (P, K; 1 allowed, 0 not) and weights (P,).

    ``teacher``: probabilities of a teacher (P, K); either all items of a training have one, or none.
    """

    sentence: EncodedSentence
    allowed: Floats
    weights: Floats
    teacher: Floats | None = None


def allowed(examples: Sequence[StanceExample], *, scheme: LabelScheme, also: float = 0.0) -> Floats:
    """(P, K): 1 for each allowed label, ``also`` for a defensible second one, 0 elsewhere."""
    rows = np.zeros((len(examples), len(scheme)), dtype=np.float32)
    for row, example in zip(rows, examples, strict=True):
        if example.also and also:
            row[scheme.index(example.also)] = also
        for label in example.labels:
            row[scheme.index(label)] = 1
    return rows


def items_of(
    passage: Passage, encoder: PassageEncoder, *, allowed: Floats, weights: Floats, teacher: Floats | None = None
) -> Iterator[TrainingItem]:
    """The passage encoded; ``allowed``, ``weights`` and ``teacher`` have a row for each of its pairs, in order."""
    taken = 0
    for sentence in encoder.encode(passage):
        part = slice(taken, taken + len(sentence.pairs))
        soft = None if teacher is None else teacher[part]
        yield TrainingItem(sentence=sentence, allowed=allowed[part], weights=weights[part], teacher=soft)
        taken = part.stop


class _Items(Dataset[dict[str, Any]]):
    """Items in the form that the Trainer's length-grouped sampler reads."""

    def __init__(self, items: Sequence[TrainingItem]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> dict[str, Any]:
        item = self._items[index]
        return {"input_ids": item.sentence.ids, "item": item}


def set_loss(logits: Tensor, allowed: Tensor, weights: Tensor, *, smoothing: float = 0.0) -> Tensor:
    """Mean over pairs of −log Σ p over the allowed labels, weighted; a singleton set is cross-entropy.

    ``smoothing`` mixes in the cross-entropy against the uniform distribution (Szegedy et al. 2016), where not every
    label is allowed.
    """
    log_p = logits.log_softmax(dim=-1)
    loss = -torch.logsumexp(log_p + allowed.clamp_min(1e-9).log(), dim=-1)
    if smoothing:
        labelled = (allowed < 1).any(dim=-1)
        loss = torch.where(labelled, (1 - smoothing) * loss - smoothing * log_p.mean(dim=-1), loss)
    return _mean(loss, weights)


def teacher_loss(logits: Tensor, teacher: Tensor, weights: Tensor, *, temperature: float = 1.0) -> Tensor:
    """Cross-entropy of softmax(logits / T) against a teacher's probabilities, times T² (Hinton et al. 2015)."""
    loss = -(teacher * (logits / temperature).log_softmax(dim=-1)).sum(dim=-1)
    return _mean(loss, weights) * temperature**2


def _mean(loss: Tensor, weights: Tensor) -> Tensor:
    return (loss * weights).sum() / weights.sum().clamp_min(1e-9)


class _StanceTrainer(Trainer):
    """The ordinary Trainer; only loss, evaluation and the two learning rates are ours."""

    def __init__(self, *, settings: FitSettings, evaluate_model: Evaluate | None, **trainer: Any) -> None:
        self._settings = settings
        self._evaluate_model = evaluate_model
        super().__init__(**trainer)

    def compute_loss(self, model: Any, inputs: dict[str, Tensor], *_: Any, **__: Any) -> Tensor:
        allowed, weights, teacher = inputs.pop("allowed"), inputs.pop("weights"), inputs.pop("teacher", None)
        settings, logits = self._settings, model(**inputs)
        loss = set_loss(logits, allowed, weights, smoothing=settings.label_smoothing)
        if teacher is None:
            return loss
        learned = teacher_loss(logits, teacher, weights, temperature=settings.teacher_temperature)
        return (1 - settings.teacher_weight) * loss + settings.teacher_weight * learned

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:
        if self._evaluate_model is None:
            return {}
        model = cast("StanceModel", self.model)
        metrics = {f"eval_{name}": value for name, value in self._evaluate_model(model.eval()).items()}
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    def create_optimizer(self, *_: Any, **__: Any) -> torch.optim.Optimizer:
        if self.optimizer is None:
            self.optimizer = torch.optim.AdamW(_groups(cast("StanceModel", self.model), self._settings))
        return self.optimizer


def fit(
    model: StanceModel,
    items: Sequence[TrainingItem],
    *,
    settings: FitSettings,
    seed: int,
    pad_id: int,
    folder: Path,
    evaluate: Evaluate | None = None,
    callbacks: Sequence[TrainerCallback] = (),
) -> list[dict[str, Any]]:
    """Train in place and return the log history. Checkpoints go to ``folder``; a run that was killed resumes there."""

    def collate_items(rows: list[dict[str, Any]]) -> dict[str, Tensor]:
        chosen = [row["item"] for row in rows]
        arrays = collate([item.sentence for item in chosen], pad_id=pad_id).arrays()
        arrays["allowed"] = np.concatenate([item.allowed for item in chosen])
        arrays["weights"] = np.concatenate([item.weights for item in chosen])
        if taught := [item.teacher for item in chosen if item.teacher is not None]:
            arrays["teacher"] = np.concatenate(taught)
        return {name: torch.from_numpy(array) for name, array in arrays.items()}

    stoppers = [EarlyStoppingCallback(settings.patience)] if settings.patience and evaluate else []
    trainer = _StanceTrainer(
        settings=settings,
        evaluate_model=evaluate,
        model=model,
        args=_arguments(settings, seed=seed, folder=folder, evaluates=evaluate is not None),
        train_dataset=_Items(items),
        eval_dataset=_Items(items[:1]) if evaluate else None,
        data_collator=collate_items,
        callbacks=[*stoppers, *callbacks],
    )
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(folder)) if folder.is_dir() else None)
    history: list[dict[str, Any]] = trainer.state.log_history
    return history


def _arguments(settings: FitSettings, *, seed: int, folder: Path, evaluates: bool) -> TrainingArguments:
    every = "steps" if settings.evaluate_every else "epoch"
    keep_best = settings.keep_best and evaluates
    return TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch_size,
        learning_rate=settings.learning_rate,
        warmup_steps=settings.warmup,
        lr_scheduler_type="linear",
        bf16=settings.bf16,
        use_cpu=not torch.cuda.is_available(),
        seed=seed,
        data_seed=seed,
        train_sampling_strategy="group_by_length",
        eval_strategy=every if evaluates else "no",
        save_strategy=every,
        eval_steps=settings.evaluate_every or None,
        save_steps=settings.evaluate_every or 500,
        save_total_limit=2,
        load_best_model_at_end=keep_best,
        metric_for_best_model=f"eval_{settings.monitor}" if keep_best else None,
        greater_is_better=True if keep_best else None,
        logging_steps=settings.logging_steps,
        report_to=list(settings.report_to) or "none",
        remove_unused_columns=False,
        dataloader_pin_memory=False,
        disable_tqdm=None,
    )


def _groups(model: torch.nn.Module, settings: FitSettings) -> list[dict[str, Any]]:
    """Head and encoder at their own rates; no decay on biases and norms."""
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        groups.setdefault((name.startswith(HEAD_PREFIX), parameter.ndim > 1), []).append(parameter)
    return [
        {
            "params": parameters,
            "lr": settings.head_learning_rate if head else settings.learning_rate,
            "weight_decay": settings.weight_decay if decays else 0.0,
        }
        for (head, decays), parameters in groups.items()
    ]
