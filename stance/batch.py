"""Encoded sentences padded into one batch of arrays: what a runtime and the training loop read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.types import EncodedSentence

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
MULTIPLE = 4
"""The int8 kernel rounds otherwise in a last tile of fewer than four tokens, and then what a sentence gets would depend
on what it is read with (by up to 0.09 in the logits of the shipped model)."""


@dataclass(frozen=True, slots=True)
class Batch:
    """B sentences of at most L tokens, N actor slots, P ordered pairs.

    ``input_ids``, ``attention_mask``: (B, L). ``slot_sentence``: (N,) row of each slot. ``slot_weights``: (N, L), the
    mean over the slot's marker positions. ``pair_source``, ``pair_target``: (P,) slot of each end.
    """

    input_ids: Ints
    attention_mask: Ints
    slot_sentence: Ints
    slot_weights: Floats
    pair_source: Ints
    pair_target: Ints

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by the names that the model's forward and the ONNX graph use."""
        return {name: getattr(self, name) for name in self.__slots__}


def collate(sentences: Sequence[EncodedSentence], *, pad_id: int) -> Batch:
    """Pads to the longest sentence, and to a multiple of ``MULTIPLE``. Slots and pairs keep their order."""
    length = max(len(sentence.ids) for sentence in sentences)
    length += -length % MULTIPLE
    input_ids = np.full((len(sentences), length), pad_id, dtype=np.int64)
    mask = np.zeros((len(sentences), length), dtype=np.int64)
    slots = [(row, slot) for row, sentence in enumerate(sentences) for slot in sentence.slots]
    weights = np.zeros((len(slots), length), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        input_ids[row, : len(sentence.ids)] = sentence.ids
        mask[row, : len(sentence.ids)] = 1
    for n, (_, slot) in enumerate(slots):
        weights[n, list(slot)] = 1.0 / len(slot)
    first = np.cumsum([0, *(len(sentence.slots) for sentence in sentences)])
    pairs = [(first[row] + s, first[row] + t) for row, sentence in enumerate(sentences) for s, t in sentence.pairs]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Batch(
        input_ids=input_ids,
        attention_mask=mask,
        slot_sentence=np.array([row for row, _ in slots], dtype=np.int64),
        slot_weights=weights,
        pair_source=ends[:, 0],
        pair_target=ends[:, 1],
    )
