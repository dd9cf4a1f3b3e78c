"""A teacher's reading of a student's training text (Hinton et al. 2015, Distilling the knowledge in a network)."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch

from stance.actors.naming import CatalogueNames
from stance.batch import Floats
from stance.bundle import Bundle
from stance.classify import Classifier
from stance.errors import ConfigError
from stance.files import write_atomic
from stance.labels import LabelScheme
from stance.passages import IndexedPassage, from_examples
from stance.types import StanceExample
from training.runs import is_finished

log = logging.getLogger(__name__)
LOGITS = "logits.npz"
STEP = 500  # passages between two writes


def teacher_probabilities(
    run: Path,
    examples: Sequence[StanceExample],
    *,
    scheme: LabelScheme,
    actors: CatalogueNames,
    temperature: float,
) -> Floats:
    """softmax(logits / temperature) of the teacher in a run folder, (N, K).

    The logits are kept in the run folder, by a hash of each passage: a reading that was interrupted goes on, and
    another selection of the same text costs nothing. Raises ConfigError where the folder holds no finished run or a
    model with other labels.
    """
    if not is_finished(run):
        raise ConfigError(f"{run}: holds no finished run: train the teacher first (training.train … --output {run})")
    classifier = Classifier.from_bundle(Bundle.load(run / "model"), actors=actors, runtime="torch")
    if classifier.scheme.names != scheme.names:
        raise ConfigError(f"{run}: reads {', '.join(classifier.scheme.names)}, the student {', '.join(scheme.names)}")
    logits = _logits(classifier, examples, path=run / LOGITS)
    scaled = logits / temperature
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    found: Floats = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


def described(run: Path) -> str:
    """What a student's card says of the teacher in a run folder: its experiment, encoder and weights."""
    model = Bundle.load(run / "model").info
    return f"{model.name} {model.version} ({model.encoder}, weights {model.sha256[:12]})"


def _logits(classifier: Classifier, examples: Sequence[StanceExample], *, path: Path) -> Floats:
    keyed = [(_key(indexed, examples), indexed) for indexed in from_examples(examples, name_of=classifier.name_of)]
    kept = _read(path)
    unread = list({key: indexed for key, indexed in keyed if key not in kept}.items())
    for start in range(0, len(unread), STEP):
        part = unread[start : start + STEP]
        with torch.autocast("cuda" if torch.cuda.is_available() else "cpu", dtype=torch.bfloat16):
            values = classifier.logits([indexed for _, indexed in part], total=len(examples)).values
        kept.update((key, values[list(indexed.positions)]) for key, indexed in part)
        _write(path, kept)
        log.info("teacher: %d of %d passages", start + len(part), len(unread))
    found = np.zeros((len(examples), len(classifier.scheme)), dtype=np.float32)
    for key, indexed in keyed:
        found[list(indexed.positions)] = kept[key]
    return found


def _read(path: Path) -> dict[str, Floats]:
    if not path.is_file():
        return {}
    with np.load(path) as file:
        parts = np.split(file["logits"].astype(np.float32), np.cumsum(file["pairs"])[:-1])
        return dict(zip(file["keys"].tolist(), parts, strict=True))


def _write(path: Path, kept: Mapping[str, Floats]) -> None:
    file = io.BytesIO()
    np.savez_compressed(
        file,
        keys=np.array(list(kept)),
        pairs=np.array([len(rows) for rows in kept.values()]),
        logits=np.concatenate(list(kept.values())).astype(np.float16),
    )
    write_atomic(path, file.getvalue())


def _key(indexed: IndexedPassage, examples: Sequence[StanceExample]) -> str:
    """Hash of what the teacher reads: the sentence, its context, its pairs and where they stand."""
    judged = [examples[p] for p in indexed.positions]
    pairs = [(e.source, e.target, e.source_spans, e.target_spans) for e in judged]
    return hashlib.sha256(repr((judged[0].context, judged[0].text, pairs)).encode()).hexdigest()[:16]
