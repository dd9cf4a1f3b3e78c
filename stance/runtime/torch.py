"""The torch runtime: models in training, checkpoints before export, and the reference for parity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from stance.batch import Batch, Floats, collate
from stance.bundle import SAFETENSORS, Bundle
from stance.errors import BundleError, MissingExtraError
from stance.runtime.onnx import OnnxRuntime
from stance.runtime.weights import read_weights
from stance.types import EncodedSentence

try:
    import torch
    from transformers import BertConfig

    from stance.model import HeadKind, StanceConfig, StanceModel
except ImportError as error:
    raise MissingExtraError(feature="The torch runtime", extra="train") from error

SAMPLE = EncodedSentence(ids=tuple(range(1, 33)), slots=((1,), (9, 20)), pairs=((0, 1), (1, 0)))
CLOSE = 0.25  # of logits: int8 products of the graph against fp32 here; a wrong number of heads is off by far more


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

    Raises BundleError: an ONNX file whose encoder is not a BERT (MiniLM is one); MissingExtraError: no ``onnx``.
    """
    if (bundle.folder / SAFETENSORS).is_file():
        return StanceModel.from_pretrained(bundle.folder, use_safetensors=True)
    weights = {name: torch.from_numpy(array.copy()) for name, array in read_weights(bundle.weights).items()}
    batch = collate([SAMPLE], pad_id=0)
    expected = OnnxRuntime(bundle.weights).run(batch)
    for heads in _numbers_of_heads(weights):
        model = _bert(weights, heads=heads, labels=bundle.scheme.names)
        if model is not None and np.abs(TorchRuntime(model.eval()).run(batch) - expected).max() < CLOSE:
            return model
    raise BundleError(
        f"{bundle.weights}: cannot be trained further: its encoder is not a BERT; "
        "give the model folder of a `stance train` run, which holds model.safetensors"
    )


def _numbers_of_heads(weights: dict[str, torch.Tensor]) -> list[int]:
    """The numbers of attention heads that the width allows: those of the usual sizes of a head first."""
    words = weights.get("encoder.embeddings.word_embeddings.weight")
    width = 0 if words is None else words.shape[1]
    return [width // size for size in (32, 64, *range(1, width + 1)) if size <= width and width % size == 0]


def _bert(weights: dict[str, torch.Tensor], *, heads: int, labels: tuple[str, ...]) -> StanceModel | None:
    """A model of the shapes of these weights, with the weights; None where the names are not those of a BERT."""
    part = "encoder.encoder.layer.{}.intermediate.dense.bias"
    embeddings = [weights.get(f"encoder.embeddings.{kind}_embeddings.weight") for kind in ("position", "token_type")]
    layers = sum(name.endswith(".intermediate.dense.bias") for name in weights)
    words = weights["encoder.embeddings.word_embeddings.weight"]
    if part.format(0) not in weights or any(table is None for table in embeddings):
        return None
    positions, types = (len(table) for table in embeddings if table is not None)
    encoder = BertConfig(
        vocab_size=len(words),
        hidden_size=words.shape[1],
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=len(weights[part.format(0)]),
        max_position_embeddings=positions,
        type_vocab_size=types,
    )
    kind: HeadKind = "attention" if "head.query.weight" in weights else "markers"
    model = StanceModel(StanceConfig(encoder=encoder.to_dict(), labels=list(labels), head=kind))
    try:
        left = model.load_state_dict(weights, strict=False)
    except RuntimeError:  # shapes: layers that share a name in the graph, because they hold the same numbers
        return None
    complete = all(".pooler." in name for name in left.missing_keys) and not left.unexpected_keys
    return model if complete else None
