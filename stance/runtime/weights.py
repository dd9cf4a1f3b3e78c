"""The weights of an ONNX file under the names that they had in training, multiplied out of int8."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from stance.batch import Floats
from stance.errors import MissingExtraError

ZERO = 128  # what stands for 0 in the bytes of MatMulNBits, where no zero points are given


def read_weights(path: Path) -> dict[str, Floats]:
    """Name → array. A matrix lost its name in the graph, and has it back from the bias that is added to its product.

    Raises MissingExtraError: the package ``onnx`` is absent.
    """
    try:
        import onnx
        from onnx import numpy_helper
    except ImportError as error:
        raise MissingExtraError(feature="Training a shipped model further", extra="train") from error
    graph = onnx.load(str(path)).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: array for name, array in stored.items() if name.endswith((".weight", ".bias"))}
    for name in [name for name in stored if name.endswith(".int8")]:
        table = name.removesuffix(".int8")
        found[table] = stored[name].astype(np.float32) * stored[f"{table}.scale"]
    return found | _matrices(graph, stored)


def _matrices(graph: Any, stored: dict[str, Any]) -> dict[str, Floats]:
    """The matrices whose product goes to an Add with a named bias."""
    biases = {
        product: bias
        for node in graph.node
        if node.op_type == "Add"
        for product, bias in (tuple(node.input), tuple(node.input)[::-1])
        if bias.endswith(".bias") and bias in stored
    }
    return {
        biases[node.output[0]].removesuffix("bias") + "weight": _matrix(node, stored)
        for node in graph.node
        if node.op_type in ("MatMul", "MatMulNBits") and node.output[0] in biases and node.input[1] in stored
    }


def _matrix(node: Any, stored: dict[str, Any]) -> Floats:
    """(outputs, inputs), as torch keeps it."""
    weight = stored[node.input[1]]
    if node.op_type == "MatMul":
        return np.ascontiguousarray(weight.T)
    inputs = next(attribute.i for attribute in node.attribute if attribute.name == "K")
    scales = stored[node.input[2]].reshape(*weight.shape[:2], 1)
    whole: Floats = ((weight.astype(np.float32) - ZERO) * scales).reshape(len(weight), -1)[:, :inputs]
    return np.ascontiguousarray(whole)
