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
    """Runs a StanceModel, where it stands and as it is, without gradients."""

    def __init__(self, model: StanceModel) -> None:
        self._model = model

    @classmethod
    def load(cls, folder: Path) -> TorchRuntime:
        """The weights of a model folder in fp32, on the CPU."""
        return cls(StanceModel.from_pretrained(folder, use_safetensors=True).eval())

    def run(self, batch: Batch) -> Floats:
        """Logits, (P, K)."""
        device = self._model.device
        with torch.inference_mode():
            logits = self._model(**{name: torch.from_numpy(array).to(device) for name, array in batch.arrays().items()})
        return np.asarray(logits.float().cpu().numpy(), dtype=np.float32)
