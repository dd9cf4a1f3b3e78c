"""The default runtime: onnxruntime on the CPU, no torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stance.batch import Batch, Floats
from stance.errors import BundleError
from stance.runtime.graph import with_input_of

STATES = "head.mix.weight"
"""The layer that mixes what the pair head has read of a pair: its input are the pair's states."""

SLOW_FUSIONS = ["SkipLayerNormFusion"]  # its kernel takes longer than the two additions and the norm that it replaces


class OnnxRuntime:
    """Runs ``model.onnx``. With ``states`` the logits of a pair are followed by what the pair head read of it."""

    def __init__(self, path: Path, *, threads: int = 0, states: bool = False) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Without VNNI the fast int8 kernel adds up in 16 bits, which overflow; with VNNI this changes nothing.
        options.add_session_config_entry("session.x64quantprecision", "1")
        graph, *more = with_input_of(path, weight=STATES) if states else (str(path),)
        self._outputs = ["logits", *more]
        try:
            self._session = ort.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
            )
        except Exception as error:  # the binding raises its own unrelated classes for each cause
            raise BundleError(f"{path}: cannot be loaded as an ONNX model ({error})") from error

    def run(self, batch: Batch) -> Floats:
        """Logits, (P, K), or with states (P, K + D)."""
        found = self._session.run(self._outputs, batch.arrays())
        return np.concatenate(found, axis=1).astype(np.float32, copy=False)
