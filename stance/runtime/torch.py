"""The torch runtime: checkpoints before export, and the reference for parity."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stance.batch import Batch, Floats
from stance.errors import MissingExtraError

try:
    import torch

    from stance.model import StanceModel
except ImportError as error:
    raise MissingExtraError(feature="The torch runtime", extra="train") from error


class TorchRuntime:
    """Runs a StanceModel in fp32 without gradients."""

    def __init__(self, folder: Path) -> None:
        self._model = StanceModel.from_pretrained(folder, use_safetensors=True).eval()

    def run(self, batch: Batch) -> Floats:
        """Logits, (P, K)."""
        with torch.inference_mode():
            logits = self._model(**{name: torch.from_numpy(array) for name, array in batch.arrays().items()})
        return np.asarray(logits.float().numpy(), dtype=np.float32)
