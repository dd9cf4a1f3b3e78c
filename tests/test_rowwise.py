"""Int8 by rows: close to fp32, and what a sentence gets does not depend on its batch, whatever its length."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from stance.batch import collate
from stance.runtime.onnx import OnnxRuntime
from stance.types import EncodedSentence
from tests.tiny import tiny_model
from training.export import export_onnx
from training.rowwise import quantise_rows

SENTENCES = tuple(
    EncodedSentence(ids=tuple(10 + (n * k) % 60 for k in range(length)), slots=((1,), (3,)), pairs=((0, 1), (1, 0)))
    for n, length in enumerate((5, 6, 7, 9, 12), start=1)
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("rows")
    export_onnx(tiny_model(), folder / "fp32.onnx")
    quantise_rows(folder / "fp32.onnx", folder / "int8.onnx")
    return folder / "fp32.onnx", folder / "int8.onnx"


def test_multiplications_by_weights_are_int8_and_answers_stay_close(files: tuple[Path, Path]) -> None:
    kinds = [node.op_type for node in onnx.load(str(files[1])).graph.node]
    assert kinds.count("MatMulIntegerToFloat") > 4
    exact, rounded = (OnnxRuntime(path, threads=1).run(collate(SENTENCES, pad_id=0)) for path in files)
    assert not np.array_equal(exact, rounded)
    assert np.abs(exact - rounded).max() < 0.05 * np.abs(exact).max()


def test_a_sentence_alone_and_among_others_gets_the_same(files: tuple[Path, Path]) -> None:
    runtime = OnnxRuntime(files[1], threads=1)
    together = runtime.run(collate(SENTENCES, pad_id=0)).reshape(len(SENTENCES), 2, -1)
    for sentence, expected in zip(SENTENCES, together, strict=True):
        np.testing.assert_allclose(runtime.run(collate([sentence], pad_id=0)), expected, atol=1e-4, rtol=1e-4)
