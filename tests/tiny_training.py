"""What training tests need beside the tiny bundle: its passage encoder, and an encoder folder to start from."""

from __future__ import annotations

from pathlib import Path

from transformers import PreTrainedTokenizerFast

from stance.encode import EncodeSettings, PassageEncoder, load_tokenizer
from tests.tiny import SPECIAL, tiny_model, tiny_tokenizer


def tiny_passage_encoder(folder: Path, **settings: object) -> PassageEncoder:
    """The project's encoder over the tiny tokenizer."""
    path = folder / "tokenizer.json"
    folder.mkdir(parents=True, exist_ok=True)
    tiny_tokenizer().save(str(path))
    return PassageEncoder(tokenizer=load_tokenizer(path), settings=EncodeSettings.model_validate(settings))


def tiny_encoder_folder(folder: Path) -> Path:
    """A pretrained encoder as ``from_pretrained`` reads it: configuration, safetensors, tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    tiny_model().encoder.save_pretrained(folder)
    pad, unk, cls, sep = SPECIAL
    PreTrainedTokenizerFast(
        tokenizer_object=tiny_tokenizer(), pad_token=pad, unk_token=unk, cls_token=cls, sep_token=sep
    ).save_pretrained(folder)
    return folder
