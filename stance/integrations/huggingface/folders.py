"""Model folders as the hub knows them: fetched by their manifest, and never mixed with the weights of another model."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stance.bundle import CARD, ONNX, SAFETENSORS, Bundle
from stance.errors import BundleError, ConfigError
from stance.shipped import MANIFEST

_FETCHING = ("revision", "token", "cache_dir", "local_files_only", "force_download")


def open_bundle(name: str | os.PathLike[str], settings: Mapping[str, Any]) -> Bundle:
    """The checked model folder: a path, or the name of a model on the hub, of which the named files are fetched.

    ``settings``: those of ``from_pretrained``; the ones that say what to fetch, and from where, are used.

    Raises:
        BundleError: no model folder, or one that does not match its checksums.
    """
    folder = Path(name) if Path(name).is_dir() else _fetched(str(name), settings)
    return Bundle.load(folder / (settings.get("subfolder") or ""))


def require_safetensors(settings: Mapping[str, Any]) -> None:
    """Raise ConfigError where weights are asked for, or to be written, as pickles."""
    if settings.get("use_safetensors") is False or settings.get("safe_serialization") is False:
        raise ConfigError(
            "weights are read and written as safetensors only: leave the option out, pickles can run code"
        )


def require_no_other_weights(folder: Path, *, own: frozenset[str]) -> None:
    """Raise BundleError where ``folder`` holds weights that would stand beside ``own`` and be taken for the same."""
    other = [name for name in (ONNX, SAFETENSORS) if name not in own and (folder / name).exists()]
    if other:
        raise BundleError(f"{folder}: holds {other[0]} of another model: save into an empty folder")


def _fetched(name: str, settings: Mapping[str, Any]) -> Path:
    """A folder with the manifest of a model on the hub and the files that it lists."""
    from huggingface_hub import snapshot_download

    asked = {key: settings[key] for key in _FETCHING if settings.get(key) is not None}
    place = f"{settings['subfolder']}/" if settings.get("subfolder") else ""
    folder = Path(snapshot_download(name, allow_patterns=[place + MANIFEST], **asked))
    files = Bundle.read(folder / place).manifest.files
    return Path(snapshot_download(name, allow_patterns=[place + file for file in (*files, MANIFEST, CARD)], **asked))
