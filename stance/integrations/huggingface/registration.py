"""What transformers is told of this package, each time as soon as the module that wants to know has been imported.

Each function imports no more than is complete by then: the configuration is asked for while
``transformers.modeling_utils`` is still being imported, the model while ``stance.model`` may be.
"""

from __future__ import annotations

from importlib.util import find_spec

TASK = "directed-stance"


def register_config() -> None:
    """``AutoConfig`` knows ``"model_type": "stance"``."""
    if not _has_torch():
        return
    from transformers.models.auto.configuration_auto import AutoConfig

    from stance.model_config import StanceConfig

    AutoConfig.register(StanceConfig.model_type, StanceConfig, exist_ok=True)


def register_model() -> None:
    """``AutoModel`` loads torch weights."""
    if not _has_torch():
        return
    from transformers.models.auto.modeling_auto import AutoModel

    from stance.integrations.huggingface.loaders import AutoDirectedStanceModel
    from stance.model_config import StanceConfig

    AutoModel.register(StanceConfig, AutoDirectedStanceModel, exist_ok=True)


def register_pipeline() -> None:
    """``pipeline("directed-stance")`` loads torch weights or ONNX; without a model it takes the shipped one."""
    if not _has_torch():
        return
    from transformers import __version__
    from transformers.pipelines import PIPELINE_REGISTRY

    from stance.integrations.huggingface.loaders import AnyDirectedStanceModel
    from stance.integrations.huggingface.pipeline import DirectedStancePipeline
    from stance.shipped import default_folder

    shipped = (str(default_folder()), None)
    PIPELINE_REGISTRY.register_pipeline(
        TASK,
        pipeline_class=DirectedStancePipeline,
        pt_model=AnyDirectedStanceModel,
        default={"model": {"pt": shipped} if __version__.startswith("4.") else shipped},
        type="text",
    )


def _has_torch() -> bool:
    """transformers can be there for its tokenizers alone."""
    return find_spec("torch") is not None
