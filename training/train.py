"""Train one experiment: configuration → data → model → fit → calibrate → evaluate → run folder.

    python -m training.train configs/experiments/default.yaml --data-dir DIR [--set fit.epochs=2] [--output runs/NAME]

A run folder holds config.yaml (resolved), environment.json, model/ (a bundle), checkpoints/ (while it runs),
metrics.json, predictions.jsonl and plots. A run that was interrupted goes on from its last checkpoint when it is
started again.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from time import monotonic
from typing import Any

import yaml
from transformers import set_seed

from stance.actors.catalogue import Catalogue
from stance.actors.naming import CatalogueNames
from stance.batch import Floats
from stance.bundle import TOKENIZER, Bundle, Calibration, Labels, Manifest, save
from stance.classify import Classifier, probabilities
from stance.config import load_yaml
from stance.encode import PassageEncoder, load_tokenizer
from stance.errors import ConfigError
from stance.evaluation import Evaluation, Slice, evaluate_examples
from stance.evaluation.labelled import judge, slice_of
from stance.evaluation.results import Judged
from stance.files import write_atomic
from stance.fit import TrainingItem, allowed, fit
from stance.metrics.conformal import conformal_threshold
from stance.metrics.scaling import fit_temperature
from stance.model import StanceModel
from stance.passages import from_examples
from stance.runtime.torch import TorchRuntime, trainable
from stance.types import StanceExample
from training.data import Loaded, load, training_items
from training.encoders import encoder_path, save_tokenizer, special_tokens
from training.experiment import Experiment
from training.plots import plot_confusion, plot_learning_curve, plot_reliability
from training.runs import CONFIG, METRICS, is_finished
from training.teacher import described, teacher_probabilities

log = logging.getLogger(__name__)
RUNS = Path("runs")


def run(
    config: Path,
    *,
    overrides: Sequence[str] = (),
    data_dir: Path | None = None,
    output: Path | None = None,
) -> Path:
    """Train and return the run folder. Raises ConfigError, DataError; a finished run is never overwritten."""
    started = monotonic()

    # 1. configuration and folder
    experiment = load_yaml(config, Experiment, overrides=overrides)
    folder = output or RUNS / f"{experiment.name}-s{experiment.seed}"
    _open_folder(folder, experiment)
    set_seed(experiment.seed)

    # 2. data
    train, held_out = load_data(experiment, data_dir=_data_dir(data_dir))
    actors = CatalogueNames(Catalogue.load())
    workshop = _Workshop(experiment, folder, actors, _encoder(experiment, folder / "model", actors))
    items = workshop.items([example for loaded in train for example in loaded.examples])

    # 3. model and fit
    model = workshop.model()
    history = workshop.fit(model, items, held_out)

    # 4. calibrate, evaluate, save
    calibration = calibrate(workshop.classifier(model), held_out, coverage=experiment.coverage)
    evaluation = evaluate_examples(workshop.classifier(model, calibration), held_out, scheme=experiment.scheme)
    workshop.save(model, calibration, train, evaluation)
    _write_results(folder, evaluation, history, seconds=monotonic() - started)
    shutil.rmtree(folder / "checkpoints", ignore_errors=True)
    return folder


def finished(config: Path, *, overrides: Sequence[str] = (), data_dir: Path | None = None, output: Path) -> Path:
    """The run in ``output``, trained now unless it is finished. Raises as ``run`` does."""
    return output if is_finished(output) else run(config, overrides=overrides, data_dir=data_dir, output=output)


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What every stage of one run needs."""

    experiment: Experiment
    folder: Path
    actors: CatalogueNames
    encoder: PassageEncoder

    def items(self, examples: Sequence[StanceExample]) -> tuple[TrainingItem, ...]:
        """The examples encoded, with their labels and, where there is one, a teacher's probabilities."""
        experiment = self.experiment
        found = training_items(
            examples,
            encoder=self.encoder,
            scheme=experiment.scheme,
            name_of=self.actors.name,
            settings=experiment.data,
            teacher=self._teacher(examples),
        )
        log.info("%d judgements in %d passages to train on", len(examples), len(found))
        return found

    def _teacher(self, examples: Sequence[StanceExample]) -> Floats | None:
        experiment = self.experiment
        if experiment.teacher is None:
            return None
        return teacher_probabilities(
            Path(experiment.teacher.run),
            examples,
            scheme=experiment.scheme,
            actors=self.actors,
            temperature=experiment.fit.teacher_temperature,
        )

    def model(self) -> StanceModel:
        """The encoder with a new head, or the model to go on from."""
        settings = self.experiment.model
        if settings.start:
            return self._started(Bundle.load(settings.start))
        return StanceModel.from_encoder(
            encoder_path(settings.encoder),
            labels=self.experiment.scheme.names,
            vocabulary=self.encoder.tokenizer.get_vocab_size(),
            head=settings.head,
            dropout=settings.head_dropout,
        )

    def _started(self, bundle: Bundle) -> StanceModel:
        model, labels = trainable(bundle), self.experiment.scheme.names
        if labels != bundle.scheme.names:
            model.relabel(labels)
        return model

    def classifier(self, model: StanceModel, calibration: Calibration | None = None) -> Classifier:
        """The model behind the interface of inference, so that training and use cannot differ."""
        return Classifier(
            runtime=TorchRuntime(model.eval()),
            encoder=self.encoder,
            calibration=calibration or Calibration(),
            scheme=self.experiment.scheme,
            name_of=self.actors.name,
        )

    def fit(
        self, model: StanceModel, items: Sequence[TrainingItem], held_out: Sequence[StanceExample]
    ) -> list[dict[str, Any]]:
        """Train in place and return the log."""

        def score(model: StanceModel) -> dict[str, float]:
            return headline(slice_of("dev", judge(self.classifier(model), held_out), scheme=self.experiment.scheme))

        return fit(
            model,
            items,
            settings=self.experiment.fit,
            seed=self.experiment.seed,
            pad_id=self.encoder.pad_id,
            folder=self.folder / "checkpoints",
            evaluate=score,
        )

    def save(
        self, model: StanceModel, calibration: Calibration, train: Sequence[Loaded], evaluation: Evaluation
    ) -> None:
        """Weights and manifest."""
        experiment, folder = self.experiment, self.folder / "model"
        before = Bundle.load(experiment.model.start).manifest if experiment.model.start else None
        model.save_pretrained(folder, safe_serialization=True)
        manifest = Manifest(
            name=experiment.name,
            version=f"seed-{experiment.seed}",
            encoder=before.encoder if before else experiment.model.encoder,
            labels=Labels(names=experiment.scheme.names, scores=experiment.scheme.scores),
            encode=self.encoder.settings,
            calibration=calibration,
            trained_on=(*(before.trained_on if before else ()), *(loaded.trained_on for loaded in train)),
            teacher=described(Path(experiment.teacher.run)) if experiment.teacher else "",
            metrics={"dev": dev_figures(evaluation)},
        )
        save(folder, manifest)


def calibrate(classifier: Classifier, examples: Sequence[StanceExample], *, coverage: float) -> Calibration:
    """Temperature and the threshold of label sets from held-out examples (Guo et al. 2017, Sadinle et al. 2019)."""
    passages = from_examples(examples, name_of=classifier.name_of)
    logits = classifier.logits(passages, total=len(examples)).values
    truth = allowed(examples, scheme=classifier.scheme) > 0
    fitted = Calibration(temperature=fit_temperature(logits, truth), coverage=coverage)
    threshold = conformal_threshold(probabilities=probabilities(logits, fitted), allowed=truth, coverage=coverage)
    return fitted.model_copy(update={"set_threshold": threshold})


def headline(figures: Slice) -> dict[str, float]:
    """The few figures that the training loop watches and that runs are compared by."""
    return {
        "macro_f1": figures.labels.macro_f1,
        "macro_f1_sign": figures.signs.macro_f1,
        "accuracy": figures.labels.accuracy,
    }


def dev_figures(evaluation: Evaluation) -> dict[str, float]:
    """What a manifest says of held-out text."""
    sets = evaluation.sets
    return headline(evaluation.overall) | {
        "calibration_error": evaluation.calibration.ece,
        "coverage": sets.coverage,
        "set_size": sets.size,
    }


def _data_dir(data_dir: Path | None) -> Path:
    found = data_dir or Path(os.environ.get("STANCE_DATA_DIR", ""))
    if not str(found) or not found.is_dir():
        raise ConfigError(f"data folder {str(found)!r} does not exist: give --data-dir (or set STANCE_DATA_DIR)")
    return found


def _open_folder(folder: Path, experiment: Experiment) -> None:
    """Make the folder, or go on in one that holds the same configuration unfinished."""
    resolved = yaml.safe_dump(experiment.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    config = folder / CONFIG
    if is_finished(folder):
        raise ConfigError(f"{folder}: holds a finished run: choose another --output, or remove it")
    if config.is_file() and config.read_text(encoding="utf-8") != resolved:
        raise ConfigError(f"{folder}: holds an unfinished run of another configuration: choose another --output")
    (folder / "model").mkdir(parents=True, exist_ok=True)
    write_atomic(config, resolved)
    versions = {d.metadata["Name"]: d.version for d in distributions() if d.metadata["Name"]}
    write_atomic(folder / "environment.json", json.dumps(dict(sorted(versions.items())), indent=1) + "\n")


def load_data(experiment: Experiment, *, data_dir: Path) -> tuple[list[Loaded], tuple[StanceExample, ...]]:
    """Training corpora with those that only a teacher labels, and the held-out examples, whose texts are in none."""
    held_out = experiment.data.dev
    unlabelled = experiment.teacher.unlabelled if experiment.teacher else ()
    uses = (*experiment.data.train, *unlabelled)
    train = [load(use, data_dir=data_dir, seed=experiment.seed, without=held_out) for use in uses]
    dev = [load(use, data_dir=data_dir, seed=experiment.seed) for use in held_out]
    return train, tuple(example for loaded in dev for example in loaded.examples)


def _encoder(experiment: Experiment, folder: Path, actors: CatalogueNames) -> PassageEncoder:
    if experiment.model.start:
        bundle = Bundle.load(experiment.model.start)
        shutil.copyfile(bundle.tokenizer, folder / TOKENIZER)
        return PassageEncoder(
            tokenizer=load_tokenizer(bundle.tokenizer), settings=bundle.manifest.encode, actors=actors
        )
    save_tokenizer(experiment.model.encoder, folder)
    settings = special_tokens(experiment.model.encoder, experiment.encode)
    return PassageEncoder(tokenizer=load_tokenizer(folder / TOKENIZER), settings=settings, actors=actors)


def _write_results(folder: Path, evaluation: Evaluation, history: list[dict[str, Any]], *, seconds: float) -> None:
    rows = "".join(json.dumps(_result(row), ensure_ascii=False) + "\n" for row in evaluation.judged)
    write_atomic(folder / "predictions.jsonl", rows)
    plot_confusion(evaluation, folder / "confusion.png")
    plot_reliability(evaluation, folder / "reliability.png")
    plot_learning_curve(history, folder / "learning_curve.png")
    metrics = {"seconds": round(seconds, 1), "dev": evaluation.as_dict(), "history": history}
    write_atomic(folder / METRICS, json.dumps(metrics, indent=1, ensure_ascii=False) + "\n")


def _result(row: Judged) -> dict[str, Any]:
    example, prediction = row.example, row.prediction
    return {
        "id": example.id,
        "source": example.source,
        "target": example.target,
        "allowed": sorted(example.labels),
        "label": prediction.label,
        "probabilities": {name: round(value, 6) for name, value in prediction.probabilities.items()},
    }
