"""A trained model to ONNX, quantised to int8, and checked against torch on the same sentences."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from stance.batch import Batch, Floats, collate
from stance.errors import StanceError
from stance.model import StanceModel
from stance.runtime.onnx import OnnxRuntime
from stance.types import EncodedSentence

OPSET = 20
BLOCK = 128  # inputs that share a scale
ACCURACY_LEVEL = 4  # of MatMulNBits: 0 multiplies in fp32, 4 in int8
LARGE_TABLE = 100_000  # values
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


def quantise(source: Path, target: Path, *, block: int = BLOCK, accuracy_level: int = ACCURACY_LEVEL) -> None:
    """Weights to int8: matrices with a scale for each block of inputs, embedding tables with a scale for each row.

    Activations are not quantised in the graph, where a scale for a whole tensor costs labels; with
    ``accuracy_level`` 4 the runtime's kernel multiplies in int8 with a scale for each block of activations.
    """
    from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

    logging.getLogger("onnxruntime.quantization.matmul_nbits_quantizer").setLevel(logging.WARNING)
    settings = DefaultWeightOnlyQuantConfig(block_size=block, is_symmetric=True, accuracy_level=accuracy_level, bits=8)
    quantiser = MatMulNBitsQuantizer(onnx.load(str(source)), algo_config=settings)
    quantiser.process()
    model = quantiser.model.model
    quantise_tables(model.graph)
    onnx.save(model, str(target))


def quantise_tables(graph: onnx.GraphProto) -> None:
    """Replace each large Gather(table) by Gather(int8 table) × Gather(scale of the row)."""
    tables = {table.name: table for table in graph.initializer}
    for node in [n for n in graph.node if n.op_type == "Gather" and n.input[0] in tables]:
        table = numpy_helper.to_array(tables[node.input[0]])
        if table.ndim != 2 or table.size < LARGE_TABLE:
            continue
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-12).astype(np.float32) / 127
        name, at = node.input[0], list(graph.node).index(node)
        graph.initializer.remove(tables[name])
        graph.initializer.append(numpy_helper.from_array(np.round(table / scale).astype(np.int8), f"{name}.int8"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
        graph.node.remove(node)
        for offset, made in enumerate(_dequantised_gather(name, ids=node.input[1], output=node.output[0])):
            graph.node.insert(at + offset, made)


def _dequantised_gather(name: str, *, ids: str, output: str) -> list[onnx.NodeProto]:
    rows, scales = f"{output}.rows", f"{output}.scales"
    return [
        helper.make_node("Gather", [f"{name}.int8", ids], [f"{rows}.int8"]),
        helper.make_node("Cast", [f"{rows}.int8"], [rows], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name}.scale", ids], [scales]),
        helper.make_node("Mul", [rows, scales], [output]),
    ]


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
