"""An ONNX graph with one more of its tensors as output. The file stays as it is; the package ``onnx`` is not needed.

ONNX is a protocol buffer, whose messages merge when their bytes are put one after the other: lists grow. So a graph
gets another output from a few bytes behind its own (https://protobuf.dev/programming-guides/encoding/#last-one-wins).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stance.errors import BundleError

GRAPH, NODE, INPUT, OUTPUT, NAME = 7, 1, 1, 12, 1  # field numbers of ModelProto, GraphProto, NodeProto, ValueInfoProto
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
SIZES = {FIXED64: 8, FIXED32: 4}


def with_input_of(path: Path, *, weight: str) -> tuple[bytes, str]:
    """The file's bytes with the tensor that is multiplied by ``weight`` as last output, and the name of that tensor.

    Raises BundleError: not a graph that ``training.export`` wrote.
    """
    data = path.read_bytes()
    try:
        name = next(found for node in _nodes(data) if (found := _partner(node, weight.encode())) is not None)
    except (StopIteration, IndexError, KeyError) as error:
        raise BundleError(f"{path}: holds no layer {weight!r}: export the model again with this version") from error
    return data + _field(GRAPH, _field(OUTPUT, _field(NAME, name))), name.decode()


def _nodes(data: bytes) -> Iterator[memoryview]:
    for number, graph in _fields(memoryview(data)):
        if number == GRAPH:
            yield from (node for kind, node in _fields(graph) if kind == NODE)


def _partner(node: memoryview, weight: bytes) -> bytes | None:
    """The first input of a node of which ``weight`` is another."""
    inputs = [bytes(value) for number, value in _fields(node) if number == INPUT]
    return inputs[0] if weight in inputs[1:] else None


def _fields(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The fields of a message that hold bytes: texts and messages within."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        size = 0
        if key & 7 == VARINT:
            _, at = _varint(data, at)
        elif key & 7 == BYTES:
            size, at = _varint(data, at)
            yield key >> 3, data[at : at + size]
        else:
            size = SIZES[key & 7]
        at += size


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    """A number, seven bits a byte and the lowest first, and where it ends."""
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 0x80:
            return value, at


def _field(number: int, content: bytes) -> bytes:
    size, left = b"", len(content)
    while left > 0x7F:
        size, left = size + bytes((left & 0x7F | 0x80,)), left >> 7
    return bytes((number << 3 | BYTES,)) + size + bytes((left,)) + content
