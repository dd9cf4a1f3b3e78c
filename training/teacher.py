"""A teacher's reading of a student's training text (Hinton et al. 2015, Distilling the knowledge in a network)."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from stance.actors.naming import CatalogueNames
from stance.batch import Floats
from stance.bundle import Bundle
from stance.classify import Classifier
from stance.errors import ConfigError
from stance.files import write_atomic
from stance.labels import LabelScheme
from stance.passages import from_examples
from stance.types import StanceExample

log = logging.getLogger(__name__)
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

    The logits are kept in the run folder, by a hash of the examples; a reading that was interrupted goes on. Raises
    ConfigError where the folder holds no finished run or a model with other labels.
    """
    if not (run / "metrics.json").is_file():
        raise ConfigError(f"{run}: holds no finished run: train the teacher first (training.train … --output {run})")
    classifier = Classifier.from_bundle(Bundle.load(run / "model"), actors=actors, runtime="torch")
    if classifier.scheme.names != scheme.names:
        raise ConfigError(f"{run}: reads {', '.join(classifier.scheme.names)}, the student {', '.join(scheme.names)}")
    logits = _logits(classifier, examples, path=run / f"logits-{_key(examples)}.npz")
    scaled = logits / temperature
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    found: Floats = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


def _logits(classifier: Classifier, examples: Sequence[StanceExample], *, path: Path) -> Floats:
    passages = from_examples(examples, name_of=classifier.name_of)
    values = np.zeros((len(examples), len(classifier.scheme)), dtype=np.float32)
    done = 0
    if path.is_file():
        with np.load(path) as kept:
            values, done = kept["logits"].astype(np.float32), int(kept["done"])
    for start in range(done, len(passages), STEP):
        part = passages[start : start + STEP]
        positions = [p for indexed in part for p in indexed.positions]
        values[positions] = classifier.logits(part, total=len(examples)).values[positions]
        _write(path, values, done=start + len(part))
        log.info("teacher: %d of %d passages", start + len(part), len(passages))
    return values


def _write(path: Path, logits: Floats, *, done: int) -> None:
    file = io.BytesIO()
    np.savez_compressed(file, logits=logits.astype(np.float16), done=np.array(done))
    write_atomic(path, file.getvalue())


def _key(examples: Sequence[StanceExample]) -> str:
    digest = hashlib.sha256()
    for e in examples:
        digest.update("\t".join((*e.context, e.text, e.source, e.target)).encode() + b"\n")
    return digest.hexdigest()[:12]
