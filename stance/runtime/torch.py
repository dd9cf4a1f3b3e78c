"""The torch runtime: models in training, checkpoints before export, and the reference for parity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from stance.batch import Batch, Floats
from stance.bundle import CONFIG, SAFETENSORS, Bundle
from stance.errors import BundleError, MissingExtraError
from stance.runtime.weights import read_weights

try:
    import torch

    from stance.model import StanceModel
    from stance.model_config import StanceConfig
except ImportError as error:
    raise MissingExtraError(feature="The torch runtime", extra="train") from error


class TorchRuntime:
    """Runs a StanceModel without gradients. With ``states`` the logits are followed by what the pair head read."""

    def __init__(self, model: StanceModel, *, states: bool = False) -> None:
        self._model = model.eval()
        self._states = states

    @classmethod
    def load(cls, folder: Path, *, states: bool = False) -> TorchRuntime:
        """The model in a folder, in fp32."""
        return cls(StanceModel.from_pretrained(folder, use_safetensors=True).eval(), states=states)

    def run(self, batch: Batch) -> Floats:
        """Logits, (P, K), or with states (P, K + D)."""
        seen: list[torch.Tensor] = []

        def remember(_: torch.nn.Module, inputs: tuple[Any, ...]) -> None:
            seen.append(inputs[0])

        hook = self._model.head.mix.register_forward_pre_hook(remember)
        try:
            with torch.inference_mode():
                logits = self._model(**self._tensors(batch))
        finally:
            hook.remove()
        whole = torch.cat([logits, *seen], dim=1) if self._states else logits
        return np.asarray(whole.float().cpu().numpy(), dtype=np.float32)

    def _tensors(self, batch: Batch) -> dict[str, torch.Tensor]:
        device = self._model.device
        return {name: torch.from_numpy(array).to(device) for name, array in batch.arrays().items()}


def trainable(bundle: Bundle) -> StanceModel:
    """The model of a folder in torch, to train further: a checkpoint as it is, an ONNX file out of int8.

    Raises BundleError: an ONNX file without its config.json, or whose layers have lost their names; MissingExtraError:
    no ``onnx``.
    """
    if (bundle.folder / SAFETENSORS).is_file():
        return StanceModel.from_pretrained(bundle.folder, use_safetensors=True)
    if not (bundle.folder / CONFIG).is_file():
        raise _closed(bundle, f"no {CONFIG}")
    weights = {name: torch.from_numpy(array.copy()) for name, array in read_weights(bundle.weights).items()}
    try:
        model = StanceModel(StanceConfig.from_pretrained(bundle.folder))
        left = model.load_state_dict(weights, strict=False)
    except (
        OSError,
        RuntimeError,
    ) as error:  # no config.json; layers alike, which share a name
        raise _closed(bundle, str(error).splitlines()[0]) from error
    missing = [name for name in left.missing_keys if ".pooler." not in name]
    if missing or left.unexpected_keys:
        raise _closed(bundle, f"no weights for {', '.join([*missing, *left.unexpected_keys][:3])}")
    return model


def _closed(bundle: Bundle, why: str) -> BundleError:
    return BundleError(
        f"{bundle.weights}: cannot be trained further ({why}): "
        "give the model folder of a `stance train` run, which holds model.safetensors"
    )
