"""The encoder beside its int8 matrix multiplications alone: the same nodes, weights and shapes, without the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stance.batch import Batch, collate
from stance.bundle import Bundle
from stance.classify import BATCH_TOKENS
from stance.evaluation.render import table
from stance.runtime.onnx import OnnxRuntime
from stance.types import EncodedSentence
from training.bench.given import Given

LENGTHS = (16, 32, 48, 64, 96, 128, 192)  # tokens a sentence
ROUNDS = 7
KERNELS = ("MatMulNBits", "MatMulInteger", "MatMulIntegerToFloat")
GOAL = 1.5
INTRODUCTION = """\
One thread; sentences of one length, {tokens} tokens a batch, three actors and six pairs a sentence. The model
is all that is shipped, with embeddings, attention, layer norms and pair head. Its multiplications are the
{count} nodes {kernels} of the same file, each in a session of its own on input of the same shape. The smallest
of {rounds} rounds, of which each times both.

"""


@dataclass(frozen=True, slots=True)
class Multiplication:
    """A matrix multiplication of the model as a session: ``run`` multiplies so many rows; ``size``: K × N."""

    run: Callable[[int], Any]
    size: int


def roofline(_: Given) -> str:
    """The section on the encoder and its matrix multiplications."""
    path = Bundle.load(None).weights
    runtime, nodes = OnnxRuntime(path, threads=1), multiplications(str(path))
    rows = [_row(length, runtime, nodes) for length in LENGTHS]
    kernels = ", ".join(sorted({name for name, _ in nodes}))
    head = ("tokens", "sentences", "model, ms", "multiplications, ms", "ratio", "10⁹ operations a second of them")
    introduction = INTRODUCTION.format(tokens=BATCH_TOKENS, count=len(nodes), kernels=kernels, rounds=ROUNDS)
    return f"{introduction}{table(head, rows)}\n\nGoal: a ratio of at most {GOAL}.\n"


def multiplications(path: str) -> list[tuple[str, Multiplication]]:
    """The int8 multiplications of a model file, each with the name of its kernel, on made input."""
    import onnx

    model = onnx.load(path)
    weights = {weight.name: weight for weight in model.graph.initializer}
    chosen = [node for node in model.graph.node if node.op_type in KERNELS]
    return [(node.op_type, _alone(node, weights, model.opset_import)) for node in chosen]


def _alone(node: Any, weights: dict[str, Any], opsets: Any) -> Multiplication:
    import onnxruntime as ort
    from onnx import TensorProto, helper

    inner, outer = _dimensions(node, weights)
    whole = node.op_type == "MatMulNBits"
    kind = TensorProto.FLOAT if whole else TensorProto.UINT8
    result = TensorProto.INT32 if node.op_type == "MatMulInteger" else TensorProto.FLOAT
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info(node.input[0], kind, ["rows", inner])],
        [helper.make_tensor_value_info(node.output[0], result, None)],
        [weights[name] for name in node.input[1:] if name],
    )
    made = helper.make_model(graph, opset_imports=opsets, ir_version=10)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])
    chance, name = np.random.default_rng(0), node.input[0]
    made_inputs: dict[int, Any] = {}

    def run(rows: int) -> Any:
        if rows not in made_inputs:
            given = chance.standard_normal((rows, inner), dtype=np.float32)
            made_inputs[rows] = given if whole else (given * 40 + 128).clip(0, 255).astype(np.uint8)
        return session.run(None, {name: made_inputs[rows]})

    return Multiplication(run, inner * outer)


def _dimensions(node: Any, weights: dict[str, Any]) -> tuple[int, int]:
    """Inputs and outputs of a multiplication."""
    attributes = {attribute.name: attribute.i for attribute in node.attribute}
    if node.op_type == "MatMulNBits":
        return attributes["K"], attributes["N"]
    inner, outer = weights[node.input[1]].dims
    return inner, outer


def _row(length: int, runtime: OnnxRuntime, nodes: Sequence[tuple[str, Multiplication]]) -> tuple[str, ...]:
    sentences = max(BATCH_TOKENS // length, 1)
    batch, rows = _batch(length, sentences), sentences * length
    whole, alone = [], []
    for _ in range(ROUNDS + 1):
        whole.append(_seconds(lambda: runtime.run(batch)))
        alone.append(_seconds(lambda: [one.run(rows) for _, one in nodes]))
    model, bare = min(whole[1:]), min(alone[1:])
    operations = 2 * rows * sum(one.size for _, one in nodes) / bare
    return (
        str(length),
        str(sentences),
        f"{1e3 * model:.1f}",
        f"{1e3 * bare:.1f}",
        f"{model / bare:.2f}",
        f"{operations / 1e9:.0f}",
    )


def _batch(length: int, sentences: int) -> Batch:
    pairs = tuple((a, b) for a in range(3) for b in range(3) if a != b)
    ids = tuple(range(1000, 1000 + length))
    return collate([EncodedSentence(ids=ids, slots=((1,), (5,), (9,)), pairs=pairs)] * sentences, pad_id=0)


def _seconds(act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    return time.process_time() - before
