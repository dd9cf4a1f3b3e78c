"""What the network is made of, as transformers keeps it in ``config.json``. Needs no more of transformers than that."""

from __future__ import annotations

from typing import Any, Literal

from transformers import PretrainedConfig

HeadKind = Literal["markers", "attention"]


class StanceConfig(PretrainedConfig):
    """Encoder configuration and head settings. ``head``: read markers alone, or let each pair look at all tokens.

    Where the encoder lay on the machine that trained the model is left out.
    """

    model_type = "stance"

    def __init__(
        self,
        encoder: dict[str, Any] | None = None,
        labels: list[str] | None = None,
        head: HeadKind = "attention",
        head_dropout: float = 0.1,
        **kwargs: Any,  # what PretrainedConfig itself stores and restores
    ) -> None:
        self.encoder = {name: value for name, value in (encoder or {}).items() if name != "_name_or_path"}
        self.labels = labels or []
        self.head = head
        self.head_dropout = head_dropout
        super().__init__(**kwargs)
