"""Both sides of each matrix multiplication to int8: weights with a scale a column, activations with a scale a row.

Where ``training.export.quantise`` leaves the activations to the runtime's kernel, here the graph itself quantises each
token's activations by its largest value, and ``MatMulIntegerToFloat`` multiplies whole rows of int8, which takes less
than half the time. What a token gets depends on no other token: no scale is shared by the sentences of a batch.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from training.export import quantise_tables

DOMAIN = "com.microsoft"
MIDDLE = np.array(128, dtype=np.uint8)  # what stands for 0 among the activations
CONSTANTS = {
    "row.inputs": np.array([1], dtype=np.int64),
    "row.step": np.array(1 / 127, dtype=np.float32),
    "row.least": np.array(1e-20, dtype=np.float32),  # so that a row of zeros has a scale
    "row.one": np.array(1, dtype=np.float32),
    "row.middle": MIDDLE,
}


def quantise_rows(source: Path, target: Path) -> None:
    """Write ``source`` with its multiplications by constant matrices in int8, and its large tables in int8."""
    model = onnx.load(str(source))
    quantise_tables(model.graph)
    graph = _Rows(model.graph)
    nodes = [made for node in model.graph.node for made in graph.replaced(node)]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    if DOMAIN not in [opset.domain for opset in model.opset_import]:
        model.opset_import.append(helper.make_opsetid(DOMAIN, 1))
    onnx.save(model, str(target))


class _Rows:
    """Rewrites the nodes of a graph in order; activations that several matrices multiply are quantised once."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self.graph = graph
        self.weights = {weight.name: weight for weight in graph.initializer}
        self.done: set[str] = set()
        for name, value in CONSTANTS.items():
            self._keep(name, value)

    def replaced(self, node: onnx.NodeProto) -> list[onnx.NodeProto]:
        """The nodes that stand for ``node``: itself, unless it multiplies by a constant matrix."""
        if node.op_type != "MatMul" or node.input[1] not in self.weights:
            return [node]
        given, matrix = node.input
        weight = numpy_helper.to_array(self.weights[matrix])
        before = [] if given in self.done else self._quantised(given, width=weight.shape[0])
        return [*before, *self._multiplied(given, matrix, weight, output=node.output[0])]

    def _quantised(self, given: str, *, width: int) -> list[onnx.NodeProto]:
        """``given`` (…, width) as rows of uint8, with the scale of each row."""
        self.done.add(given)
        self._keep(f"{given}.rows.shape", np.array([-1, width], dtype=np.int64))
        names = ("rows", "sizes", "largest", "bounded", "scale", "number", "middles", "int8", "scales", "outer")
        rows, sizes, largest, bounded, scale, number, middles, int8, scales, outer = (f"{given}.{n}" for n in names)
        return [
            helper.make_node("Reshape", [given, f"{given}.rows.shape"], [rows]),
            helper.make_node("Abs", [rows], [sizes]),
            helper.make_node("ReduceMax", [sizes, "row.inputs"], [largest], keepdims=0),
            helper.make_node("Max", [largest, "row.least"], [bounded]),
            helper.make_node("Mul", [bounded, "row.step"], [scale]),
            helper.make_node("Shape", [scale], [number]),
            helper.make_node("Expand", ["row.middle", number], [middles]),
            helper.make_node("QuantizeLinear", [rows, scale, middles], [int8], axis=0),
            helper.make_node("Unsqueeze", [scale, "row.inputs"], [scales]),
            helper.make_node("Shape", [given], [outer], start=0, end=-1),
        ]

    def _multiplied(
        self, given: str, matrix: str, weight: np.ndarray[tuple[int, int], np.dtype[np.float32]], *, output: str
    ) -> list[onnx.NodeProto]:
        """The product, scaled back to floats of the shape that the multiplication had."""
        if f"{matrix}.int8" not in self.weights:
            scale = np.maximum(np.abs(weight).max(axis=0), 1e-12).astype(np.float32) / 127
            self._keep(f"{matrix}.int8", np.round(weight / scale).astype(np.int8))
            self._keep(f"{matrix}.scale", scale.astype(np.float32))
            self._keep(f"{matrix}.width", np.array([weight.shape[1]], dtype=np.int64))
            self.graph.initializer.remove(self.weights[matrix])
        product, scaled, shape = (f"{output}.{name}" for name in ("product", "scaled", "shape"))
        inputs = [f"{given}.int8", f"{matrix}.int8", "row.one", f"{matrix}.scale", "row.middle"]
        return [
            helper.make_node("MatMulIntegerToFloat", inputs, [product], domain=DOMAIN),
            helper.make_node("Mul", [product, f"{given}.scales"], [scaled]),
            helper.make_node("Concat", [f"{given}.outer", f"{matrix}.width"], [shape], axis=0),
            helper.make_node("Reshape", [scaled, shape], [output]),
        ]

    def _keep(self, name: str, value: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> None:
        self.weights[name] = numpy_helper.from_array(value, name)
        self.graph.initializer.append(self.weights[name])
