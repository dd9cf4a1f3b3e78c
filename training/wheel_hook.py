"""Build hook: the wheel carries the shipped model; an editable install reads it from the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

REQUIRED = ("model.onnx", "tokenizer.json", "stance.json")


class ModelHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds ``models/default`` to the wheel as ``stance/models/default``."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling; ``version`` is "standard" or "editable"."""
        if version == "editable":
            return
        model = Path(self.root, "models", "default")
        missing = [name for name in REQUIRED if not (model / name).is_file()]
        if missing:
            raise FileNotFoundError(
                f"the wheel carries the model of models/default, which lacks {', '.join(missing)}: "
                "run `make model`, or take the folder from a checkout that has it"
            )
        build_data["force_include"][str(model)] = "stance/models/default"
