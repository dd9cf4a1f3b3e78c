"""Directed stance between the political actors of an article.

    >>> from stance import StanceAnalyzer
    >>> report = StanceAnalyzer.load().analyze("Kazakhstan and China signed a gas agreement on Monday.")
    >>> [(dyad.source.code, dyad.target.code, dyad.label_set) for dyad in report.dyads]

Names are loaded on first use: ``import stance`` itself costs a few milliseconds. The classes that transformers loads
models with are registered when its own modules are imported, before this package or after it
(``stance.integrations.huggingface``).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from stance.after_import import after_import

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue
    from stance.analyzer import StanceAnalyzer
    from stance.errors import BundleError, ConfigError, DataError, MissingExtraError, StanceError
    from stance.integrations.frames import score
    from stance.labels import STANCE_LABELS, LabelScheme
    from stance.report import render
    from stance.report.notebook import notebook_html
    from stance.text.read import document_from_text, read_documents
    from stance.types import Actor, Document, Dyad, Mention, Prediction, Report, Sentence, Span, StanceExample

__version__ = "0.1.0"

_HOME = {
    "Actor": "stance.types",
    "BundleError": "stance.errors",
    "Catalogue": "stance.actors.catalogue",
    "ConfigError": "stance.errors",
    "DataError": "stance.errors",
    "Document": "stance.types",
    "Dyad": "stance.types",
    "LabelScheme": "stance.labels",
    "Mention": "stance.types",
    "MissingExtraError": "stance.errors",
    "Prediction": "stance.types",
    "Report": "stance.types",
    "STANCE_LABELS": "stance.labels",
    "Sentence": "stance.types",
    "Span": "stance.types",
    "StanceAnalyzer": "stance.analyzer",
    "StanceError": "stance.errors",
    "StanceExample": "stance.types",
    "document_from_text": "stance.text.read",
    "notebook_html": "stance.report.notebook",
    "read_documents": "stance.text.read",
    "render": "stance.report",
    "score": "stance.integrations.frames",
}

__all__ = [
    "STANCE_LABELS",
    "Actor",
    "BundleError",
    "Catalogue",
    "ConfigError",
    "DataError",
    "Document",
    "Dyad",
    "LabelScheme",
    "Mention",
    "MissingExtraError",
    "Prediction",
    "Report",
    "Sentence",
    "Span",
    "StanceAnalyzer",
    "StanceError",
    "StanceExample",
    "__version__",
    "document_from_text",
    "notebook_html",
    "read_documents",
    "render",
    "score",
]

_REGISTRATION = "stance.integrations.huggingface.registration"
after_import("transformers.models.auto.configuration_auto", call=f"{_REGISTRATION}:register_config")
after_import("transformers.models.auto.modeling_auto", call=f"{_REGISTRATION}:register_model")
after_import("transformers.pipelines", call=f"{_REGISTRATION}:register_pipeline")


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'stance' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
