# mypy: disable-error-code="override, no-untyped-call"
# Signatures differ from those of transformers, whose own differ from version to version.
"""The models that transformers loads from a model folder: torch weights, or the ONNX graph behind the same calls."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from huggingface_hub import HfApi
from torch import Tensor
from transformers import PreTrainedModel

from stance.batch import Batch
from stance.bundle import CARD, ONNX, SAFETENSORS, TOKENIZER, Bundle, Manifest, save, sha256
from stance.card import render
from stance.errors import BundleError, ConfigError
from stance.files import write_atomic
from stance.integrations.huggingface.folders import open_bundle, require_no_other_weights, require_safetensors
from stance.model import StanceModel
from stance.model_config import StanceConfig
from stance.runtime import Runtime
from stance.runtime.onnx import OnnxRuntime
from stance.runtime.torch import TorchRuntime
from stance.shipped import MANIFEST


class _Published(PreTrainedModel):
    """What is saved and uploaded is always the whole model folder, with its own card."""

    def push_to_hub(
        self,
        repo_id: str,
        *,
        commit_message: str | None = None,
        commit_description: str | None = None,
        private: bool | None = None,
        token: bool | str | None = None,
        revision: str | None = None,
        create_pr: bool = False,
        tags: list[str] | None = None,
    ) -> str:
        """Upload the folder that ``save_pretrained`` writes, in one commit; returns its address.

        The mixin of transformers would put a card of its own in place of the model's. ``tags`` are added to the card.
        """
        api = HfApi()
        name = api.create_repo(repo_id, private=private, token=token, exist_ok=True).repo_id
        with TemporaryDirectory() as folder:
            self.save_pretrained(folder)
            _tag(Path(folder) / CARD, tags or [])
            commit = api.upload_folder(
                repo_id=name,
                folder_path=folder,
                commit_message=commit_message or "Upload model",
                commit_description=commit_description,
                token=token,
                revision=revision,
                create_pr=create_pr,
            )
        return str(commit)


class DirectedStanceModel(_Published, StanceModel):
    """A StanceModel that knows the rest of its folder: ``save_pretrained`` writes manifest, tokenizer and card too."""

    bundle: Bundle | None = None
    tokenizer_json: str = ""

    @classmethod
    def from_pretrained(cls, name: str | os.PathLike[str], *args: Any, **settings: Any) -> Any:
        """The torch weights of a model folder, or of a model on the hub; settings as in transformers.

        Raises:
            BundleError: no model folder, a changed file, or a folder that holds an ONNX graph alone.
        """
        require_safetensors(settings)
        bundle = open_bundle(name, settings)
        if not (bundle.folder / SAFETENSORS).is_file():
            raise BundleError(
                f"{bundle.folder}: holds no torch weights ({SAFETENSORS}), only {bundle.weights.name}: run it with "
                'pipeline("directed-stance", model=…) or StanceAnalyzer.load, or load the folder that training wrote'
            )
        settings.pop("subfolder", None)
        found = super().from_pretrained(bundle.folder, *args, **settings | {"use_safetensors": True})
        model = found[0] if isinstance(found, tuple) else found
        model.bundle, model.tokenizer_json = bundle, bundle.tokenizer.read_text(encoding="utf-8")
        return found

    def runtime(self) -> Runtime:
        """These weights, wherever they stand, behind the interface that the rest of the package uses."""
        return TorchRuntime(self.eval())

    def save_pretrained(
        self, save_directory: str | os.PathLike[str], *args: Any, push_to_hub: bool = False, **settings: Any
    ) -> None:
        """Write config.json, model.safetensors, tokenizer.json, stance.json and the card, README.md.

        Weights that are no longer those of the folder they came from are written without that folder's figures.
        """
        require_safetensors(settings)
        folder, upload = Path(save_directory), {k: settings.pop(k) for k in ("repo_id", "private") if k in settings}
        require_no_other_weights(folder, own=frozenset((SAFETENSORS,)))
        super().save_pretrained(folder, *args, **settings)
        if self.bundle is not None:
            write_atomic(folder / TOKENIZER, self.tokenizer_json)
            save(folder, _still_true(self.bundle.manifest, folder / SAFETENSORS))
            write_atomic(folder / CARD, render(Bundle.read(folder).manifest))
        if push_to_hub:
            self.push_to_hub(upload.pop("repo_id", folder.name), token=settings.get("token"), **upload)


class OnnxDirectedStanceModel(_Published):
    """The ONNX graph of a model folder, on the CPU. Without parameters: it answers, it cannot be trained."""

    config_class = StanceConfig
    main_input_name = "input_ids"

    def __init__(self, config: StanceConfig, *, bundle: Bundle, threads: int = 0) -> None:
        super().__init__(config)
        self.bundle = bundle
        self._runtime = OnnxRuntime(bundle.folder / ONNX, threads=threads)

    def runtime(self) -> Runtime:
        """The graph behind the interface that the rest of the package uses."""
        return self._runtime

    def forward(self, **arrays: Tensor) -> Tensor:
        """Arrays of ``stance.batch.Batch`` → logits (P, K)."""
        return torch.from_numpy(self._runtime.run(Batch(**{name: array.numpy() for name, array in arrays.items()})))

    @property
    def device(self) -> torch.device:
        """Always the CPU."""
        return torch.device("cpu")

    @property
    def dtype(self) -> torch.dtype:
        """Of the logits."""
        return torch.float32

    def to(self, *args: Any, **_: Any) -> OnnxDirectedStanceModel:
        """Stays on the CPU; raises ConfigError where another device is asked for."""
        if any(torch.device(one).type != "cpu" for one in args if isinstance(one, str | torch.device)):
            raise ConfigError(f"{self.bundle.folder}: {ONNX} runs on the CPU: give a folder with {SAFETENSORS}")
        return self

    def save_pretrained(self, save_directory: str | os.PathLike[str], *, push_to_hub: bool = False, **_: Any) -> None:
        """Write the files of the model folder, as they are."""
        source, folder = self.bundle.folder, Path(save_directory)
        files = frozenset(self.bundle.manifest.files)
        require_no_other_weights(folder, own=files)
        folder.mkdir(parents=True, exist_ok=True)
        for name in sorted((*files, MANIFEST, CARD)):
            if (source / name).is_file():
                write_atomic(folder / name, (source / name).read_bytes())
        if push_to_hub:
            self.push_to_hub(folder.name)


def _still_true(manifest: Manifest, weights: Path) -> Manifest:
    """The manifest, without figures and under another version if the weights are no longer those that were measured."""
    if sha256(weights) == manifest.files.get(weights.name):
        return manifest
    return manifest.model_copy(update={"version": f"{manifest.version}+changed", "metrics": {}})


def _tag(card: Path, tags: list[str]) -> None:
    """Add tags to the header of a card."""
    from huggingface_hub import ModelCard

    if tags and card.is_file():
        text = ModelCard.load(card)
        text.data.tags = list(dict.fromkeys((*(text.data.tags or []), *tags)))
        text.save(card)
