"""A trained model to ONNX, quantised to int8, and checked against torch on the same sentences."""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from stance.batch import Batch, Floats, collate
from stance.errors import StanceError
from stance.model import StanceModel
from stance.runtime.onnx import OnnxRuntime
from stance.types import EncodedSentence

OPSET = 20
EXAMPLE = (
    EncodedSentence(ids=(1, 2, 3, 4, 5), slots=((1,), (2, 3)), pairs=((0, 1), (1, 0))),
    EncodedSentence(ids=(1, 2, 3), slots=((1,), (2,), (0,)), pairs=((0, 1), (2, 1), (1, 2))),
)


@dataclass(frozen=True, slots=True)
class Parity:
    """An exported model against torch: share of equal labels, largest and mean difference of probabilities."""

    pairs: int
    label_agreement: float
    max_difference: float
    mean_difference: float


def export_onnx(model: StanceModel, path: Path) -> None:
    """Write an fp32 ONNX graph with dynamic numbers of sentences, tokens, slots and pairs."""
    arrays = {name: torch.from_numpy(array) for name, array in collate(EXAMPLE, pad_id=0).arrays().items()}
    dim = torch.export.Dim
    sentences, tokens, slots, pairs = (dim(n) for n in ("sentences", "tokens", "slots", "pairs"))
    shapes = {
        "input_ids": {0: sentences, 1: tokens},
        "attention_mask": {0: sentences, 1: tokens},
        "slot_sentence": {0: slots},
        "slot_weights": {0: slots, 1: tokens},
        "pair_source": {0: pairs},
        "pair_target": {0: pairs},
    }
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval().float(),
            kwargs=arrays,
            f=str(path),
            output_names=["logits"],
            dynamic_shapes=shapes,
            opset_version=OPSET,
            external_data=False,
            dynamo=True,
            verbose=False,
        )


def quantise(source: Path, target: Path, *, keep: Sequence[str] = ()) -> None:
    """Dynamic int8 quantisation, a scale for each output channel; nodes named in ``keep`` stay fp32."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(target),
            per_channel=True,
            reduce_range=False,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            nodes_to_exclude=list(keep),
            extra_options={"MatMulConstBOnly": True},
        )


def parity(model: StanceModel, path: Path, batches: Sequence[Batch]) -> Parity:
    """Compare ``path`` with torch in fp32 over the same batches."""
    runtime = OnnxRuntime(path)
    expected, found = [], []
    model.eval().float()
    for batch in batches:
        with torch.inference_mode():
            expected.append(model(**{n: torch.from_numpy(a) for n, a in batch.arrays().items()}).numpy())
        found.append(runtime.run(batch))
    if not expected:
        raise StanceError("parity needs at least one batch, found none: give development data with pairs")
    left, right = _softmax(np.concatenate(expected)), _softmax(np.concatenate(found))
    difference = np.abs(left - right)
    return Parity(
        pairs=len(left),
        label_agreement=float((left.argmax(1) == right.argmax(1)).mean()),
        max_difference=float(difference.max()),
        mean_difference=float(difference.mean()),
    )


def _softmax(logits: Floats) -> Floats:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = weights / weights.sum(axis=1, keepdims=True)
    return result
