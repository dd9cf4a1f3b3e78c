"""Where a pretrained encoder comes from: a folder, the project's ``.base-models``, or the hub."""

from __future__ import annotations

from pathlib import Path

from transformers import AutoTokenizer

from stance.encode import EncodeSettings
from stance.errors import ConfigError

BASE_MODELS = Path(__file__).parents[1] / ".base-models"


def encoder_path(name: str) -> str:
    """A path for ``from_pretrained``: the folder ``name``, else ``.base-models/name``, else the hub id itself."""
    for folder in (Path(name), BASE_MODELS / name):
        if (folder / "config.json").is_file():
            return str(folder)
    return name


def save_tokenizer(encoder: str, folder: Path) -> None:
    """Write the encoder's ``tokenizer.json`` into ``folder``."""
    _tokenizer(encoder).backend_tokenizer.save(str(folder / "tokenizer.json"))


def special_tokens(encoder: str, settings: EncodeSettings) -> EncodeSettings:
    """The settings with the encoder's own names for [CLS], [SEP] and [PAD]."""
    tokenizer = _tokenizer(encoder)
    return settings.model_copy(
        update={
            "cls_token": tokenizer.cls_token,
            "sep_token": tokenizer.sep_token,
            "pad_token": tokenizer.pad_token,
        }
    )


def _tokenizer(encoder: str) -> AutoTokenizer:
    try:
        return AutoTokenizer.from_pretrained(encoder_path(encoder), use_fast=True)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"encoder {encoder!r} was found neither as a folder, nor under {BASE_MODELS.name}, nor on the hub: "
            "give a path, or run `make base-models`"
        ) from error
