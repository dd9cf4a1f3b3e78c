"""The ordinal label scheme: names, scores, coarse signs. Five labels by default; a bundle carries its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stance.errors import ConfigError


@dataclass(frozen=True, slots=True)
class LabelScheme:
    """Labels from the most negative to the most positive, with one score each (strictly increasing)."""

    names: tuple[str, ...]
    scores: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.names) != len(self.scores) or len(set(self.names)) != len(self.names):
            raise ConfigError(
                f"a label scheme needs one score for each distinct label, found {self.names} and {self.scores}"
            )
        if list(self.scores) != sorted(set(self.scores)):
            raise ConfigError(f"label scores must increase from the first label to the last, found {self.scores}")

    def __len__(self) -> int:
        return len(self.names)

    def index(self, name: str) -> int:
        """Position of a label; raises ConfigError naming the legal labels."""
        if name not in self.names:
            raise ConfigError(f"unknown label {name!r}: expected one of {', '.join(self.names)}")
        return self.names.index(name)

    def score(self, name: str) -> float:
        """Score of a label."""
        return self.scores[self.index(name)]

    def sign(self, name: str) -> int:
        """Coarse sign of a label: −1, 0 or 1."""
        score = self.score(name)
        return (score > 0) - (score < 0)

    def of_sign(self, sign: int) -> frozenset[str]:
        """The set of labels with this coarse sign."""
        return frozenset(name for name in self.names if self.sign(name) == sign)

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """The labels in scale order."""
        return tuple(sorted(labels, key=self.index))

    def expected(self, probabilities: Mapping[str, float]) -> float:
        """Expected score, in the units of ``scores``."""
        return sum(self.score(name) * p for name, p in probabilities.items())

    def likely_set(self, probabilities: Sequence[float], *, threshold: float) -> tuple[str, ...]:
        """The labels from the first to the last whose probability reaches ``threshold``; at least the likeliest."""
        top = max(probabilities)
        reaching = [n for n, p in enumerate(probabilities) if p >= min(threshold, top)]
        return self.names[reaching[0] : reaching[-1] + 1]

    def smallest_set(self, probabilities: Sequence[float], *, mass: float) -> tuple[str, ...]:
        """Shortest run of adjacent labels whose probabilities reach ``mass``; of equal runs the likeliest."""
        k = len(self.names)
        runs = [(start, end) for start in range(k) for end in range(start + 1, k + 1)]
        reaching = [run for run in runs if sum(probabilities[slice(*run)]) >= mass - 1e-9]
        start, end = min(reaching or [(0, k)], key=lambda run: (run[1] - run[0], -sum(probabilities[slice(*run)])))
        return self.names[start:end]


STANCE_LABELS = LabelScheme(
    names=("hostile", "distancing", "neutral", "cooperative", "supportive"), scores=(-2.0, -1.0, 0.0, 1.0, 2.0)
)
