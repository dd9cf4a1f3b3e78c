"""Make the shipped model from scratch: train → export → quantise → check parity → evaluate → bundle.

    python -m training.make_model --data-dir DIR [--gold DIR] [--config …] [--run runs/…] [-o models/default]
    python -m training.make_model --figures --gold DIR [-o models/default]

Each stage leaves its result in the run folder and is not repeated when the command is started again. With --figures the
weights stay, and the card gets the gold figures of today's reading of actors and speakers.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from stance.actors.catalogue import Catalogue
from stance.actors.naming import CatalogueNames
from stance.analyzer import StanceAnalyzer
from stance.batch import Batch, collate
from stance.bundle import ONNX, Bundle, Calibration, Manifest, save, sha256
from stance.card import render
from stance.classify import Classifier
from stance.config import load_yaml
from stance.errors import ConfigError, StanceError
from stance.evaluation import CoderComparison, Evaluation, GoldEvaluation, Named, evaluate_examples
from stance.files import write_atomic
from stance.gold import read_gold
from stance.labels import LabelScheme
from stance.model import StanceModel
from stance.passages import from_examples
from stance.types import StanceExample
from training.bias import bias
from training.corpora import load_config
from training.evaluate import beside, evaluate
from training.experiment import Experiment
from training.export import Parity, export_onnx, parity, quantise
from training.rowwise import quantise_rows
from training.runs import CONFIG
from training.train import calibrate, dev_figures, finished, load_data

log = logging.getLogger(__name__)
AGREEMENT = 0.99  # share of labels that quantising may not change
MEGABYTES = 35
CODEBOOK = Path(__file__).parents[1] / "docs" / "codebook.md"


def make(
    *, config: Path, run_folder: Path, data_dir: Path, gold: Path | None, output: Path, rows: bool = False
) -> Path:
    """Make the bundle ``output`` and return it. Raises StanceError where parity or size is not reached."""
    # 1. train, unless the run is there
    _require_licences(load_yaml(config, Experiment))
    finished(config, data_dir=data_dir, output=run_folder)
    trained = Bundle.load(run_folder / "model")
    experiment = load_yaml(run_folder / CONFIG, Experiment)
    catalogue = Catalogue.load()
    _, held_out = load_data(experiment, data_dir=data_dir)

    # 2. export, quantise, compare
    staged = run_folder / "bundle"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir()
    shutil.copy(trained.tokenizer, staged / trained.tokenizer.name)
    model = StanceModel.from_pretrained(trained.folder, use_safetensors=True)
    model.config.save_pretrained(staged)
    export_onnx(model, run_folder / "fp32.onnx")
    (quantise_rows if rows else quantise)(run_folder / "fp32.onnx", staged / ONNX)
    checked = parity(model, staged / ONNX, _batches(trained, held_out, catalogue))
    require_parity(checked, staged / ONNX)

    # 3. calibrate what is shipped, evaluate, bundle
    version = f"{experiment.name}-{trained.info.sha256[:8]}"
    named = {"name": output.name, "version": version, "codebook_sha256": sha256(CODEBOOK)}
    manifest = trained.manifest.model_copy(update=named)
    save(staged, manifest)
    classifier = Classifier.from_bundle(Bundle.load(staged), actors=CatalogueNames(catalogue))
    classifier = classifier.recalibrated(Calibration())
    calibration = calibrate(classifier, held_out, coverage=experiment.coverage)
    classifier = classifier.recalibrated(calibration)
    shipped = evaluate_examples(classifier, held_out, scheme=classifier.scheme)
    metrics: dict[str, Any] = {
        "held-out": {"fp32": manifest.metrics["dev"], "int8 (shipped)": dev_figures(shipped)},
        "int8 against fp32": asdict(checked),
    }
    analyzer = StanceAnalyzer(classifier=classifier, catalogue=catalogue, model=Bundle.load(staged).info)
    if gold is not None:
        metrics |= gold_figures(analyzer, gold)
    return publish(staged, manifest.model_copy(update={"calibration": calibration, "metrics": metrics}), output)


def refresh(output: Path, gold: Path) -> Path:
    """Score the bundle ``output`` on a gold folder again and write its card; the weights stay."""
    analyzer = StanceAnalyzer.load(output)
    manifest = Bundle.load(output).manifest
    manifest = manifest.model_copy(update={"metrics": manifest.metrics | gold_figures(analyzer, gold)})
    save(output, manifest)
    write_atomic(output / "README.md", render(Bundle.load(output).manifest))
    return output


def gold_figures(analyzer: StanceAnalyzer, folder: Path) -> dict[str, dict[str, Any]]:
    """The tables of a gold folder: the model beside the baselines and, where there are two codings, the second coder;
    each label; and the same sentences with other actors.
    """
    coded = read_gold(folder)
    evaluation = evaluate(analyzer, coded)
    systems = [Named("model", evaluation), *beside(folder, coded)]
    scheme = analyzer.scheme
    audit = bias(analyzer.classifier, coded.judgements, catalogue=analyzer.catalogue, scheme=scheme)
    return {
        "gold_dev": {system.name: _column(system.figures) for system in systems},
        "gold_dev, each label": _labels(evaluation.given, scheme),
        "gold_dev with other actors": {
            "judgements": audit.flips.n,
            "flip_rate": audit.flips.label,
            "flip_rate_sign": audit.flips.sign,
            "prior_spread": audit.spread,
            "priors": len(audit.priors),
        },
    }


def _labels(given: Evaluation, scheme: LabelScheme) -> dict[str, dict[str, float]]:
    found = {figures.name: figures for figures in given.overall.labels.classes}
    return {
        name: {
            "precision": found[name].precision,
            "recall": found[name].recall,
            "f1": found[name].f1,
            "calibration_error": given.calibration.classwise_ece[n],
            "coverage": given.sets.per_label[name],
        }
        for n, name in enumerate(scheme.names)
        if name in given.sets.per_label
    }


def publish(staged: Path, manifest: Manifest, output: Path) -> Path:
    """Write manifest and card, then put the folder in place of ``output``."""
    save(staged, manifest)
    write_atomic(staged / "README.md", render(Bundle.load(staged).manifest))
    old = output.with_name(f".{output.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.rename(old)
    output.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(staged, output)
    shutil.rmtree(old, ignore_errors=True)
    return output


def _column(figures: GoldEvaluation | CoderComparison) -> dict[str, float]:
    given = {
        "given_macro_f1": figures.labels.labels.macro_f1,
        "given_macro_f1_sign": figures.labels.signs.macro_f1,
        "given_accuracy": figures.labels.labels.accuracy,
        "found_f1": figures.found.f1,
        "article_sign": figures.articles.sign_accuracy,
    }
    if isinstance(figures, CoderComparison):
        return given
    return given | {
        "given_article_sign": figures.given_articles.sign_accuracy,
        "given_calibration_error": figures.given.calibration.ece,
        "given_coverage": figures.given.sets.coverage,
        "given_set_size": figures.given.sets.size,
        "found_precision": figures.found.precision,
        "found_recall": figures.found.recall,
        "linking_named": figures.linking.named.f1,
        "linking_implied": figures.linking.implied.f1,
    }


def _batches(bundle: Bundle, examples: Sequence[StanceExample], catalogue: Catalogue, *, size: int = 16) -> list[Batch]:
    classifier = Classifier.from_bundle(bundle, actors=CatalogueNames(catalogue))
    passages = from_examples(examples, name_of=classifier.name_of)
    encoded = [sentence for indexed in passages for sentence in classifier.encoder.encode(indexed.passage)]
    return [collate(encoded[n : n + size], pad_id=classifier.encoder.pad_id) for n in range(0, len(encoded), size)]


def _require_licences(experiment: Experiment) -> None:
    unlabelled = experiment.teacher.unlabelled if experiment.teacher else ()
    uses = [load_config(use.corpus, overrides=use.options) for use in (*experiment.data.train, *unlabelled)]
    if refused := [f"{c.name} ({c.licence_reason})" for c in uses if not c.licence_allows_shipping]:
        raise ConfigError(f"a shipped model may not be trained on {'; '.join(refused)}: leave the corpus out")


def require_parity(checked: Parity, path: Path) -> None:
    """Raise StanceError where quantising changed too many labels or the file is too large."""
    size = path.stat().st_size / 1e6
    log.info("int8: %.1f MB, %s", size, checked)
    if checked.label_agreement < AGREEMENT:
        raise StanceError(
            f"{path}: int8 gives the label of torch for {checked.label_agreement:.2%} of {checked.pairs} pairs, "
            f"expected at least {AGREEMENT:.0%}: change the quantisation scheme in training/export.py"
        )
    if size > MEGABYTES:
        raise StanceError(
            f"{path}: {size:.1f} MB, expected at most {MEGABYTES}: use a smaller encoder or quantise more"
        )


def main(
    *,
    data_dir: Annotated[Path | None, typer.Option(help="folder of the public corpora")] = None,
    gold: Annotated[Path | None, typer.Option(help="coded gold folder for the card's figures")] = None,
    config: Annotated[Path, typer.Option(help="experiment")] = Path("configs/experiments/default.yaml"),
    run_folder: Annotated[Path, typer.Option("--run", help="run folder")] = Path("runs/default"),
    output: Annotated[Path, typer.Option("--output", "-o", help="bundle to write")] = Path("models/default"),
    rows: Annotated[bool, typer.Option("--rows", help="activations in int8 too: faster, a little coarser")] = False,
    figures: Annotated[bool, typer.Option("--figures", help="only score the bundle on the gold folder again")] = False,
) -> None:
    """Make the shipped model."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        if figures:
            typer.echo(refresh(output, _given(gold, "--gold")))
        else:
            data = _given(data_dir, "--data-dir")
            made = make(config=config, run_folder=run_folder, data_dir=data, gold=gold, output=output, rows=rows)
            typer.echo(made)
    except StanceError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error


def _given(folder: Path | None, option: str) -> Path:
    if folder is None:
        raise ConfigError(f"{option} is missing: give a folder")
    return folder


if __name__ == "__main__":
    typer.run(main)
