"""Runtimes turn a Batch into logits, behind one interface: ONNX is the default, torch serves checkpoints."""

from __future__ import annotations

from typing import Protocol

from stance.batch import Batch, Floats
from stance.bundle import ONNX, Bundle
from stance.errors import ConfigError


class Runtime(Protocol):
    """Anything that scores a batch."""

    def run(self, batch: Batch) -> Floats:
        """Logits, (P, K)."""
        ...


def open_runtime(bundle: Bundle, *, runtime: str = "auto", threads: int = 0, states: bool = False) -> Runtime:
    """The runtime for a bundle's weights: "onnx", "torch", or "auto" (by the weights that are there).

    With ``states`` it puts behind the logits of a pair what the pair head read of it: (P, K + D).
    """
    if runtime not in ("auto", "onnx", "torch"):
        raise ConfigError(f"unknown runtime {runtime!r}: expected auto, onnx or torch")
    kind = ("onnx" if bundle.weights.name == ONNX else "torch") if runtime == "auto" else runtime
    if kind == "onnx":
        from stance.runtime.onnx import OnnxRuntime

        return OnnxRuntime(bundle.folder / ONNX, threads=threads, states=states)
    from stance.runtime.torch import TorchRuntime

    return TorchRuntime.load(bundle.folder, states=states)
