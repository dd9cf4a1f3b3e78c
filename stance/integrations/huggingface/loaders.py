# mypy: disable-error-code="no-untyped-call"
"""What transformers calls to load a model. Light: the classes that it makes are imported by the first call.

``stance.model`` itself sets off the import of transformers' auto classes, and with it the registration, before its own
classes exist.
"""

from __future__ import annotations

import os
from typing import Any

from stance.model_config import StanceConfig


class AutoDirectedStanceModel:
    """For ``AutoModel``: always torch weights."""

    config_class = StanceConfig

    @classmethod
    def from_pretrained(cls, name: str | os.PathLike[str], *args: Any, **settings: Any) -> Any:
        """A DirectedStanceModel. Raises BundleError."""
        from stance.integrations.huggingface.models import DirectedStanceModel

        return DirectedStanceModel.from_pretrained(name, *args, **settings)

    @classmethod
    def _from_config(cls, config: StanceConfig, **settings: Any) -> Any:
        """A DirectedStanceModel with random weights, for ``AutoModel.from_config``."""
        from stance.integrations.huggingface.models import DirectedStanceModel

        return DirectedStanceModel._from_config(config, **settings)


class AnyDirectedStanceModel:
    """For ``pipeline``: whichever weights ``stance.StanceAnalyzer`` would take from the same folder."""

    @classmethod
    def from_pretrained(cls, name: str | os.PathLike[str], *args: Any, **settings: Any) -> Any:
        """The ONNX graph where there is one, else the torch weights. Raises BundleError."""
        from stance.bundle import ONNX
        from stance.integrations.huggingface.folders import open_bundle
        from stance.integrations.huggingface.models import DirectedStanceModel, OnnxDirectedStanceModel

        bundle = open_bundle(name, settings)
        if bundle.weights.name == ONNX:
            return OnnxDirectedStanceModel(StanceConfig.from_pretrained(bundle.folder), bundle=bundle).eval()
        return DirectedStanceModel.from_pretrained(name, *args, **settings)
