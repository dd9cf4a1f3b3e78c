"""The default runtime: onnxruntime on the CPU, no torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stance.batch import Batch, Floats
from stance.errors import BundleError

SLOW_FUSIONS = ["SkipLayerNormFusion"]  # its kernel takes longer than the two additions and the norm that it replaces


class OnnxRuntime:
    """Runs ``model.onnx``."""

    def __init__(self, path: Path, *, threads: int = 0) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Without VNNI the fast int8 kernel adds up in 16 bits, which overflow; with VNNI this changes nothing.
        options.add_session_config_entry("session.x64quantprecision", "1")
        try:
            self._session = ort.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
            )
        except Exception as error:  # the binding raises its own unrelated classes for each cause
            raise BundleError(f"{path}: cannot be loaded as an ONNX model ({error})") from error

    def run(self, batch: Batch) -> Floats:
        """Logits, (P, K)."""
        (logits,) = self._session.run(["logits"], batch.arrays())
        return np.asarray(logits, dtype=np.float32)
