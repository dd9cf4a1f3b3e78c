"""A model folder: weights, tokenizer, and ``stance.json`` with everything that training decided.

model.onnx (or model.safetensors) · config.json · tokenizer.json · stance.json · README.md (generated card)
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from stance.config import StrictModel
from stance.encode import EncodeSettings
from stance.errors import BundleError
from stance.files import write_atomic
from stance.labels import LabelScheme
from stance.shipped import MANIFEST, default_folder
from stance.types import ModelInfo

FORMAT = 1
ONNX, SAFETENSORS, TOKENIZER = "model.onnx", "model.safetensors", "tokenizer.json"
CARD, CONFIG = "README.md", "config.json"


class Calibration(StrictModel):
    """Fitted on development data: logits are divided by ``temperature`` before the softmax.

    ``set_threshold``: probability from which a label belongs to the label set, chosen so that sets hold the coded label
    of held-out judgements with probability ``coverage`` (``stance.metrics.conformal``).
    """

    temperature: float = Field(1.0, gt=0)
    coverage: float = Field(0.9, gt=0, lt=1)
    set_threshold: float = Field(0.1, ge=0, le=1)


class TrainedOn(StrictModel):
    """A corpus that the weights have seen."""

    corpus: str
    licence: str
    source: str
    examples: int
    sha256: str


class Labels(StrictModel):
    """Names and scores, from the most negative to the most positive."""

    names: tuple[str, ...]
    scores: tuple[float, ...]


class Manifest(StrictModel):
    """The contents of ``stance.json``."""

    format: int = FORMAT
    name: str
    version: str
    encoder: str
    licence: str = "Apache-2.0"
    labels: Labels
    encode: EncodeSettings
    calibration: Calibration = Calibration()
    trained_on: tuple[TrainedOn, ...] = ()
    teacher: str = Field("", description="the model whose probabilities these weights also learned from")
    codebook_sha256: str = Field("", description="of the codebook that says what the labels mean")
    metrics: dict[str, Any] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict, description="sha256 of each other file of the folder")


class Bundle:
    """A verified model folder."""

    def __init__(self, *, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self.scheme = LabelScheme(names=manifest.labels.names, scores=manifest.labels.scores)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Bundle:
        """Open a folder (default: the shipped model) and check its files against their checksums.

        Raises BundleError: no folder, no or broken ``stance.json``, a file missing or changed.
        """
        bundle = cls.read(_folder(path))
        for name, expected in bundle.manifest.files.items():
            if fault := _fault(bundle.folder / name, expected):
                raise BundleError(fault)
        return bundle

    @classmethod
    def read(cls, folder: Path) -> Bundle:
        """Open a folder without looking at its other files: some may be missing yet. Raises BundleError."""
        return cls(folder=folder, manifest=_manifest(folder / MANIFEST))

    @property
    def weights(self) -> Path:
        """The weights file: ONNX if there is one."""
        found = [self.folder / name for name in (ONNX, SAFETENSORS) if (self.folder / name).is_file()]
        if not found:
            raise BundleError(f"{self.folder}: no weights: expected {ONNX} or {SAFETENSORS}")
        return found[0]

    @property
    def tokenizer(self) -> Path:
        """The tokenizer file."""
        return self.folder / TOKENIZER

    @property
    def info(self) -> ModelInfo:
        """Identity of the model for reports."""
        manifest = self.manifest
        return ModelInfo(
            name=manifest.name,
            version=manifest.version,
            sha256=manifest.files.get(self.weights.name) or sha256(self.weights),
            encoder=manifest.encoder,
            labels=manifest.labels.names,
            codebook_sha256=manifest.codebook_sha256,
        )


def save(folder: Path, manifest: Manifest) -> None:
    """Write ``stance.json`` with the checksums of the files that stand beside it now."""
    files = {p.name: sha256(p) for p in sorted(folder.iterdir()) if p.is_file() and p.name not in (MANIFEST, CARD)}
    whole = manifest.model_copy(update={"files": files})
    write_atomic(folder / MANIFEST, json.dumps(whole.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n")


def verify(path: str | Path | None = None) -> tuple[str, ...]:
    """All that is wrong with the files of a model folder, a sentence each; nothing if it is whole.

    Raises BundleError where there is no folder, or no readable ``stance.json`` that says what belongs into it.
    """
    folder = _folder(path)
    files = _manifest(folder / MANIFEST).files
    return tuple(fault for name, expected in files.items() if (fault := _fault(folder / name, expected)))


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folder(path: str | Path | None) -> Path:
    """The default folder, one that is named, or that of a model which stands beside the default one."""
    folder = default_folder() if path is None else Path(path)
    beside = default_folder().parent / str(path)
    folder = beside if not folder.exists() and beside.is_dir() else folder
    if not folder.is_dir():
        remedy = f"give a folder that holds {MANIFEST}" if path else "install a complete wheel, or run `make model`"
        raise BundleError(f"{folder}: no such model folder: {remedy}")
    return folder


def _manifest(path: Path) -> Manifest:
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BundleError(f"{path.parent}: not a model folder: {MANIFEST} is missing") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"{path}: cannot be read: {error}") from error
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise BundleError(f"{path}: not a model manifest of format {FORMAT}: {problems}") from error


def _fault(path: Path, expected: str) -> str | None:
    """What is wrong with a file that should have this checksum."""
    if not path.is_file():
        return f"{path}: missing: the model folder is incomplete, fetch it again"
    if (found := sha256(path)) != expected:
        return (
            f"{path}: checksum {found[:12]}… does not match {expected[:12]}… in {MANIFEST}: "
            "the file was changed or cut off, fetch it again"
        )
    return None
