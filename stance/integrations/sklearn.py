"""The model as an estimator of scikit-learn, fitted on a user's own judgements. Needs the extra ``sklearn``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.errors import ConfigError, MissingExtraError, StanceError
from stance.examples import COARSE
from stance.integrations.finetune import Training, finetuned
from stance.integrations.logistic import Correction, Doubles, fit_correction
from stance.integrations.reader import PairValues, Reader, open_reader
from stance.integrations.records import examples_of
from stance.labels import LabelScheme
from stance.metrics.scaling import log_softmax

try:
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.utils import Tags, assert_all_finite, check_consistent_length, compute_sample_weight
    from sklearn.utils.multiclass import check_classification_targets
    from sklearn.utils.validation import _check_sample_weight, check_is_fitted, column_or_1d
except ImportError as error:
    raise MissingExtraError(feature="StanceEstimator", extra="sklearn") from error

HEADS = ("logistic", "none", "finetune")
SPREAD_OF_SCORES = 0.1


@dataclass(frozen=True, slots=True)
class Spread:
    """The spread given to standardised features and to the constant: the square root of a prior variance."""

    states: float
    constant: float


# Chosen on coded sentences that the shipped model has not seen. Where its own answer is the start, little is to be
# learned, and a few examples say nothing of how frequent the labels are; of new labels, all is.
WITH_PRIOR, WITHOUT_PRIOR = Spread(states=0.015, constant=0.3), Spread(states=0.05, constant=1.0)


class StanceEstimator(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A classifier of directed pairs: ``X`` are records, ``y`` their labels, in a codebook of your own if you like.

    A record has ``text``, ``source``, ``target`` and perhaps the other columns of docs/data-format.md; ``X`` is a list
    of mappings or StanceExamples, or a data frame. Records of one text (and ``group``) are read together, as everywhere
    in this library: keep them on one side of a split (GroupKFold).

    ``head``: "logistic", a regression on what the model's pair head reads, in seconds and without torch; "finetune",
    all weights trained further (extra ``train``); "none", the model as it is, to compare with. Where ``y`` uses the
    model's labels, or negative, neutral, positive, fitting starts from the model's own answer.
    ``C``: of "logistic", how far it may depart from there. ``class_weight``: as in scikit-learn. ``model``: a
    folder, None the shipped one. ``actors``: a CSV over the catalogue. The others are of "finetune".

    Fitted: ``classes_``, ``model_sha256_``, and ``correction_`` or ``network_``. It pickles, without the folder.
    """

    def __init__(
        self,
        head: str = "logistic",
        *,
        C: float = 1.0,  # noqa: N803 scikit-learn's name
        class_weight: dict[Any, float] | str | None = None,
        model: str | Path | None = None,
        actors: str | Path | None = None,
        epochs: float = 4,
        learning_rate: float = 3e-5,
        random_state: int = 0,
    ) -> None:
        self.head = head
        self.C = C
        self.class_weight = class_weight
        self.model = model
        self.actors = actors
        self.epochs = epochs
        self.learning_rate = learning_rate
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.input_tags.dict = True
        return tags

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> StanceEstimator:  # noqa: N803
        """Learn from judgements. Raises DataError with every bad record, ConfigError of a wrong parameter."""
        self._check_parameters()
        if y is None:
            raise ValueError(f"{type(self).__name__} requires y to be passed, but the target y is None")
        y = column_or_1d(y, warn=True)
        assert_all_finite(y, input_name="y")
        check_classification_targets(y)
        check_consistent_length(X, y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        target = np.eye(len(self.classes_))[codes]
        weights = _check_sample_weight(sample_weight, target, dtype=np.float64)
        if self.class_weight is not None:
            weights = weights * compute_sample_weight(self.class_weight, y)
        reader = self._reader()
        self.model_sha256_ = reader.bundle.info.sha256
        self._learn(X, target, weights, reader)
        return self

    def predict_proba(self, X: Any) -> Doubles:  # noqa: N803
        """(n, classes), in the order of ``classes_``."""
        check_is_fitted(self)
        reader = self._reader()
        if reader.bundle.info.sha256 != self.model_sha256_:
            raise StanceError(f"{reader.bundle.folder}: holds another model than the one fitted on: fit again")
        if self.head == "finetune":
            return self._tuned(X, reader)
        values = self._values(X, reader)
        prior = self._prior(values.log_p, reader.bundle.scheme)
        if self.head == "none":
            return np.exp(prior)
        return np.exp(self.correction_.apply(_features(values), prior))

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """The likeliest class of each record."""
        likeliest = self.predict_proba(X).argmax(axis=1)
        labels: NDArray[Any] = self.classes_[likeliest]
        return labels

    def _check_parameters(self) -> None:
        problems = []
        if self.head not in HEADS:
            problems.append(f"head must be one of {', '.join(HEADS)}, found {self.head!r}")
        for name in ("C", "epochs", "learning_rate"):
            if not getattr(self, name) > 0:
                problems.append(f"{name} must be above 0, found {getattr(self, name)!r}")
        if problems:
            raise ConfigError("; ".join(problems))

    def _reader(self) -> Reader:
        return open_reader(self.model, actors=self.actors)

    def _values(self, X: Any, reader: Reader) -> PairValues:  # noqa: N803
        return reader.read(examples_of(X))

    def _learn(self, X: Any, target: Doubles, weights: Doubles, reader: Reader) -> None:  # noqa: N803
        scheme = reader.bundle.scheme
        sets = _label_sets(self.classes_, scheme)
        counts = weights @ target + 1
        self.base_rates_ = np.log(counts / counts.sum())
        if self.head == "none" and sets is None:
            raise ConfigError(
                f"head='none' gives the model's own labels ({', '.join((*scheme.names, *COARSE))}), "
                f"found {', '.join(map(str, self.classes_))} in y: use head='logistic'"
            )
        if self.head == "logistic":
            self.correction_ = self._corrected(self._values(X, reader), target, weights, scheme)
        if self.head == "finetune":
            self.network_ = finetuned(
                reader.bundle,
                reader.analyzer.locate(examples_of(X)),
                classifier=reader.classifier,
                allowed=(target if sets is None else target @ sets).astype(np.float32),
                weights=weights.astype(np.float32),
                anew=tuple(map(str, self.classes_)) if sets is None else None,
                training=Training(self.epochs, self.learning_rate, self.random_state),
            )

    def _corrected(self, values: PairValues, target: Doubles, weights: Doubles, scheme: LabelScheme) -> Correction:
        spread = WITHOUT_PRIOR if _label_sets(self.classes_, scheme) is None else WITH_PRIOR
        sizes = (values.log_p.shape[1], values.states.shape[1])
        return fit_correction(
            _features(values),
            self._prior(values.log_p, scheme),
            target,
            weights=weights,
            strength=self.C**0.5 * np.repeat((SPREAD_OF_SCORES, spread.states), sizes),
            constant=self.C**0.5 * spread.constant,
        )

    def _prior(self, log_p: Doubles, scheme: LabelScheme) -> Doubles:
        """Where fitting starts from: the model's answer in terms of ``classes_``, or how frequent they are."""
        sets = _label_sets(self.classes_, scheme)
        if sets is None:
            return np.tile(self.base_rates_, (len(log_p), 1))
        return log_softmax(np.log(np.exp(log_p) @ sets.T + 1e-12))

    def _tuned(self, X: Any, reader: Reader) -> Doubles:  # noqa: N803
        from stance.runtime.torch import TorchRuntime

        own = _label_sets(self.classes_, reader.bundle.scheme) is not None
        classifier = reader.classifier.over(TorchRuntime(self.network_))
        examples = reader.analyzer.locate(examples_of(X))
        scores = classifier.run(classifier.prepare_examples(examples)).values.astype(np.float64)
        if not own:
            return np.exp(log_softmax(scores))
        return np.exp(self._prior(reader.log_p(scores), reader.bundle.scheme))


def _features(values: PairValues) -> Doubles:
    return np.hstack((values.log_p, values.states))


def _label_sets(classes: NDArray[Any], scheme: LabelScheme) -> Doubles | None:
    """(classes, K): 1 for each label of the model that a class means; None where a class means none."""
    names = [str(name) for name in classes]
    if not {*names} <= {*scheme.names, *COARSE}:
        return None
    sets = [{name} if name in scheme.names else scheme.of_sign(COARSE[name]) for name in names]
    return np.array([[float(label in members) for label in scheme.names] for members in sets])
