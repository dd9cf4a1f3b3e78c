"""transformers and datasets: ``AutoModel``, ``pipeline("directed-stance")``, ``dataset.map``. Extra ``huggingface``.

``import stance`` is enough for the first two: it asks to be told when transformers' own modules are imported, and
registers then (``registration``). It imports neither transformers nor torch itself.

Names are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from stance.errors import MissingExtraError

if TYPE_CHECKING:
    from stance.integrations.huggingface.columns import Scorer, scorer
    from stance.integrations.huggingface.models import DirectedStanceModel, OnnxDirectedStanceModel
    from stance.integrations.huggingface.pipeline import DirectedStancePipeline

_HOME = {
    "DirectedStanceModel": "models",
    "DirectedStancePipeline": "pipeline",
    "OnnxDirectedStanceModel": "models",
    "Scorer": "columns",
    "scorer": "columns",
}

__all__ = ["DirectedStanceModel", "DirectedStancePipeline", "OnnxDirectedStanceModel", "Scorer", "scorer"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        home = import_module(f"{__name__}.{_HOME[name]}")
    except ModuleNotFoundError as error:
        raise MissingExtraError(feature="Loading the model with transformers", extra="huggingface") from error
    return getattr(home, name)


def __dir__() -> list[str]:
    return sorted(__all__)
