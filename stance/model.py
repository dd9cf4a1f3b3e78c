"""Backbone and pair head (torch). The only place that builds a transformers model."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PretrainedConfig, PreTrainedModel

from stance.model_config import HeadKind, StanceConfig

__all__ = ["HeadKind", "PairHead", "StanceConfig", "StanceModel"]


class PairHead(nn.Module):
    """Scores an ordered pair from its two slots, [CLS] and, with ``attention``, one look at the whole sentence.

    The order of the concatenation tells source from target, so A→B and B→A read different weights.
    """

    def __init__(self, *, hidden: int, labels: int, kind: HeadKind, dropout: float, heads: int = 6) -> None:
        super().__init__()
        self.kind, self.heads, self.width = kind, heads, hidden
        if kind == "attention":
            self.query = nn.Linear(3 * hidden, hidden)
            self.key = nn.Linear(hidden, hidden)
            self.value = nn.Linear(hidden, hidden)
        self.mix = nn.Linear((5 if kind == "attention" else 4) * hidden, hidden)
        self.out = nn.Linear(hidden, labels)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor, *, row: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """``states`` (B, L, D), ``mask`` (B, L), ``row`` (P,), ``source``, ``target`` (P, D) → logits (P, K)."""
        whole = states[:, 0].index_select(0, row)
        features = [source, target, whole, source * target]
        if self.kind == "attention":
            features.append(self._look(states, mask, row=row, pair=torch.cat((source, target, whole), dim=-1)))
        mixed = nn.functional.gelu(self.mix(self.dropout(torch.cat(features, dim=-1))))
        logits: Tensor = self.out(self.dropout(mixed))
        return logits

    def _look(self, states: Tensor, mask: Tensor, *, row: Tensor, pair: Tensor) -> Tensor:
        """Attention of each pair over the tokens of its sentence (Vaswani et al. 2017): (P, D)."""
        size = self.width // self.heads
        query = self.query(pair).unflatten(-1, (self.heads, size)).unsqueeze(2)  # (P, H, 1, d)
        key = self.key(states).unflatten(-1, (self.heads, size)).transpose(1, 2).index_select(0, row)  # (P, H, L, d)
        value = self.value(states).unflatten(-1, (self.heads, size)).transpose(1, 2).index_select(0, row)
        scores = (query * key).sum(-1) / size**0.5  # (P, H, L)
        scores = scores.masked_fill(mask.index_select(0, row)[:, None, :] == 0, -1e4)
        weights = scores.softmax(-1)
        looked: Tensor = (weights.unsqueeze(-1) * value).sum(2).flatten(1)
        return looked


class StanceModel(PreTrainedModel):
    """One encoder pass a sentence, one light head for each ordered pair."""

    config_class = StanceConfig
    base_model_prefix = "encoder"

    def __init__(self, config: StanceConfig) -> None:
        super().__init__(config)
        self.encoder = AutoModel.from_config(_encoder_config(config))
        self.head = PairHead(
            hidden=self.encoder.config.hidden_size,
            labels=len(config.labels),
            kind=config.head,
            dropout=config.head_dropout,
        )
        self.post_init()

    def forward(  # noqa: PLR0917 the graph's inputs, passed by name
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        slot_sentence: Tensor,
        slot_weights: Tensor,
        pair_source: Tensor,
        pair_target: Tensor,
    ) -> Tensor:
        """Arrays of ``stance.batch.Batch`` → logits (P, K)."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = slot_weights.to(states.dtype).unsqueeze(-1)
        slots = (states.index_select(0, slot_sentence) * weights).sum(1)  # (N, D)
        row = slot_sentence.index_select(0, pair_source)
        logits: Tensor = self.head(
            states,
            attention_mask,
            row=row,
            source=slots.index_select(0, pair_source),
            target=slots.index_select(0, pair_target),
        )
        return logits.float()

    def relabel(self, labels: Sequence[str]) -> None:
        """Other labels: the last layer starts from nothing, all else stays as it was trained."""
        last = nn.Linear(self.head.out.in_features, len(labels), device=self.device)
        self._init_weights(last)
        self.head.out = last
        self.config.labels = list(labels)

    def _init_weights(self, module: nn.Module) -> None:
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.02)
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    @classmethod
    def from_encoder(
        cls,
        encoder: str,
        *,
        labels: tuple[str, ...],
        vocabulary: int,
        head: HeadKind = "attention",
        dropout: float = 0.1,
    ) -> StanceModel:
        """A pretrained encoder (path or hub id, safetensors only) under a new head, with room for the markers."""
        backbone = AutoModel.from_pretrained(encoder, use_safetensors=True)
        backbone.resize_token_embeddings(max(vocabulary, backbone.config.vocab_size), mean_resizing=False)
        config = StanceConfig(encoder=backbone.config.to_dict(), labels=list(labels), head=head, head_dropout=dropout)
        model = cls(config)
        model.encoder.load_state_dict(backbone.state_dict())
        return model


def _encoder_config(config: StanceConfig) -> PretrainedConfig:
    settings = dict(config.encoder)
    return AutoConfig.for_model(settings.pop("model_type"), **settings)
