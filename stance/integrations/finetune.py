"""A model trained further on a user's own judgements, by the training loop that trained it. Needs the extra ``train``."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stance.batch import Floats
from stance.bundle import Bundle
from stance.classify import Classifier
from stance.errors import MissingExtraError
from stance.passages import from_examples
from stance.types import StanceExample

if TYPE_CHECKING:
    from stance.fit import FitSettings
    from stance.model import StanceModel

HEAD_RATE = 4.0  # times the rate of the encoder, for a last layer that starts from nothing


def finetuned(
    bundle: Bundle,
    examples: Sequence[StanceExample],
    *,
    classifier: Classifier,
    allowed: Floats,
    weights: Floats,
    epochs: float,
    learning_rate: float,
    seed: int,
) -> StanceModel:
    """The model of the folder, trained on these examples.

    ``allowed``: (n, K), 1 for each label that the code of an example allows; where K or the labels' meaning is not the
    model's own, its last layer starts anew. ``weights``: (n,).
    """
    try:
        from transformers import set_seed

        from stance.fit import fit, items_of
        from stance.runtime.torch import trainable
    except ImportError as error:
        raise MissingExtraError(feature='head="finetune"', extra="train") from error
    set_seed(seed)
    model = trainable(bundle)
    if allowed.shape[1] != len(bundle.scheme):
        model.head.replace_out(allowed.shape[1])
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
    with tempfile.TemporaryDirectory() as folder:
        fit(
            model,
            items,
            settings=_settings(epochs, learning_rate),
            seed=seed,
            pad_id=classifier.encoder.pad_id,
            folder=Path(folder) / "checkpoints",
        )
    return model.eval()


def _settings(epochs: float, learning_rate: float) -> FitSettings:
    from stance.fit import FitSettings

    return FitSettings(
        epochs=epochs, learning_rate=learning_rate, head_learning_rate=HEAD_RATE * learning_rate, bf16=False
    )
