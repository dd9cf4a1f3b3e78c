"""A model trained further on a user's own judgements, by the loop that trained it. Needs the extra ``train``."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stance.batch import Floats
from stance.bundle import Bundle
from stance.classify import Classifier
from stance.errors import MissingExtraError
from stance.passages import from_examples
from stance.types import StanceExample

if TYPE_CHECKING:
    from stance.model import StanceModel

HEAD_RATE = 4.0  # of the pair head's learning rate to the encoder's


@dataclass(frozen=True, slots=True)
class Training:
    """How long and how fast; ``learning_rate`` is the encoder's."""

    epochs: float
    learning_rate: float
    seed: int


def finetuned(
    bundle: Bundle,
    examples: Sequence[StanceExample],
    *,
    classifier: Classifier,
    allowed: Floats,
    weights: Floats,
    anew: tuple[str, ...] | None,
    training: Training,
) -> StanceModel:
    """The model of the folder, trained on these examples.

    ``allowed``: (n, K), 1 for each label that the code of an example allows. ``weights``: (n,). ``anew``: labels other
    than the model's own, for which its last layer starts from nothing; None: the labels are its own.
    """
    try:
        from transformers import set_seed

        from stance.fit import FitSettings, fit, items_of
        from stance.runtime.torch import trainable
    except ImportError as error:
        raise MissingExtraError(feature='head="finetune"', extra="train") from error
    set_seed(training.seed)
    model = trainable(bundle)
    if anew is not None:
        model.relabel(anew)
    items = [
        item
        for indexed in from_examples(examples, name_of=classifier.name_of)
        for item in items_of(
            indexed.passage,
            classifier.encoder,
            allowed=allowed[list(indexed.positions)],
            weights=weights[list(indexed.positions)],
        )
    ]
    settings = FitSettings(
        epochs=training.epochs,
        learning_rate=training.learning_rate,
        head_learning_rate=training.learning_rate * HEAD_RATE,
        bf16=False,
    )
    with tempfile.TemporaryDirectory() as folder:
        checkpoints = Path(folder) / "checkpoints"
        pad_id = classifier.encoder.pad_id
        fit(model, items, settings=settings, seed=training.seed, pad_id=pad_id, folder=checkpoints)
    return model
