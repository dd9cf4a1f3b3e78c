"""A model folder small enough to build in every test run: random weights, but real in every part."""

from __future__ import annotations

import atexit
import shutil
import string
import tempfile
from functools import cache
from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from transformers import BertConfig

from stance.bundle import ONNX, TOKENIZER, Calibration, Labels, Manifest, TrainedOn, save
from stance.encode import MARKERS, EncodeSettings
from stance.labels import STANCE_LABELS
from stance.model import StanceConfig, StanceModel

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
HIDDEN = 36  # a multiple of the pair head's six attention heads
SPREAD = 12.0  # of the weights: with the usual small ones all answers of a random model are alike


def tiny_tokenizer() -> Tokenizer:
    """WordPiece over single letters: every text has tokens, none is unknown."""
    letters = string.ascii_lowercase + string.digits + string.punctuation
    pieces = [*SPECIAL, *MARKERS, *letters, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


def tiny_model(*, seed: int = 0, labels: tuple[str, ...] = STANCE_LABELS.names) -> StanceModel:
    """One layer, random weights: the answers mean nothing, but they differ from pair to pair."""
    torch.manual_seed(seed)
    encoder = BertConfig(
        vocab_size=tiny_tokenizer().get_vocab_size(),
        hidden_size=HIDDEN,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
    )
    model = StanceModel(StanceConfig(encoder=encoder.to_dict(), labels=list(labels))).eval()
    with torch.no_grad():
        for name, weight in model.head.named_parameters():
            weight.mul_(0.0 if name.endswith("bias") else SPREAD)
    return model


def tiny_bundle(folder: Path, *, seed: int = 0, onnx: bool = True, settings: EncodeSettings | None = None) -> Path:
    """Write the model folder and return it; with ``onnx`` as it ships, without as a training run leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    model = tiny_model(seed=seed)
    if onnx:
        from training.export import export_onnx

        export_onnx(model, folder / ONNX)
    else:
        model.save_pretrained(folder)
    tiny_tokenizer().save(str(folder / TOKENIZER))
    save(folder, tiny_manifest(settings or EncodeSettings(max_length=256)))
    return folder


def tiny_manifest(settings: EncodeSettings) -> Manifest:
    """A manifest with every part filled in."""
    corpus = TrainedOn(corpus="none", licence="CC0-1.0", source="random numbers", examples=0, sha256="0" * 64)
    return Manifest(
        name="tiny",
        version="0",
        encoder="random",
        labels=Labels(names=STANCE_LABELS.names, scores=STANCE_LABELS.scores),
        encode=settings,
        calibration=Calibration(temperature=1.5),
        trained_on=(corpus,),
    )


@cache
def shared_bundle() -> Path:
    """One tiny bundle for all tests of a run that do not change it."""
    folder = Path(tempfile.mkdtemp(prefix="stance-tiny-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return tiny_bundle(folder / "tiny")
