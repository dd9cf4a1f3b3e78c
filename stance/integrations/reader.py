"""What the model says and reads of a user's pairs, kept between calls: cross-validation asks for the same often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from stance.analyzer import StanceAnalyzer
from stance.bundle import Bundle
from stance.classify import Classifier, Memory
from stance.integrations.logistic import Doubles
from stance.metrics.scaling import log_softmax
from stance.shipped import MANIFEST
from stance.types import StanceExample

REMEMBERED = 5000  # sentences; 8 kB each for the shipped model


@dataclass(frozen=True, slots=True)
class PairValues:
    """Calibrated log probabilities of the model's labels, (n, K), and what its pair head reads, (n, D)."""

    log_p: Doubles
    states: Doubles


@dataclass(frozen=True, slots=True)
class Reader:
    """A model folder with its catalogue of actors; ``memory`` saves time and changes no answer."""

    bundle: Bundle
    analyzer: StanceAnalyzer
    memory: Memory = field(default_factory=dict)

    @property
    def classifier(self) -> Classifier:
        """The model, with states behind its scores."""
        return self.analyzer.classifier

    def read(self, examples: Sequence[StanceExample]) -> PairValues:
        """Values of each example, in order."""
        if len(self.memory) > REMEMBERED:
            self.memory.clear()
        work = self.classifier.prepare_examples(self.analyzer.locate(examples))
        values = self.classifier.run(work, memory=self.memory).values.astype(np.float64)
        labels = len(self.bundle.scheme)
        return PairValues(log_p=self.log_p(values[:, :labels]), states=values[:, labels:])

    def log_p(self, scores: Doubles) -> Doubles:
        """Calibrated log probabilities."""
        return log_softmax(scores / self.classifier.calibration.temperature)


def open_reader(model: str | Path | None, *, actors: str | Path | None = None) -> Reader:
    """The reader of a model folder (None: the shipped model), opened anew when its manifest or ``actors`` changed."""
    bundle = Bundle.load(model)
    overlay = Path(actors) if actors is not None else None
    stamps = tuple(path.stat().st_mtime_ns for path in (bundle.folder / MANIFEST, overlay) if path and path.is_file())
    return _reader(bundle.folder.resolve(), overlay, stamps)


@lru_cache(maxsize=2)
def _reader(folder: Path, overlay: Path | None, _: tuple[int, ...]) -> Reader:
    bundle = Bundle.load(folder)
    return Reader(bundle, StanceAnalyzer.from_bundle(bundle, actors=overlay, states=True))
