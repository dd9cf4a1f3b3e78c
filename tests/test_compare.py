"""Comparisons: every variant with every seed once, and a table that says what each is worth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from stance.config import load_yaml
from stance.errors import ConfigError
from training import compare, train
from training.compare import Comparison, jobs, render
from training.experiment import Experiment

CONFIGS = sorted((Path(__file__).parents[1] / "configs" / "comparisons").glob("*.yaml"))


@pytest.fixture
def comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two variants with two seeds, in a folder where results can be written."""
    monkeypatch.setattr(compare, "RESULTS", tmp_path / "comparisons.json")
    monkeypatch.setattr(compare, "PAGE", tmp_path / "comparisons.md")
    variants = [
        {"name": "plain", "description": "as it is"},
        {"name": "long", "description": "three epochs", "settings": {"fit.epochs": 3}},
    ]
    path = tmp_path / "toy.yaml"
    values = {"name": "toy", "description": "A toy.", "experiment": "toy-experiment.yaml", "seeds": [1, 2]}
    path.write_text(yaml.safe_dump(values | {"common": {"fit.epochs": 1}, "variants": variants}))
    return path


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The run folders that were asked for; each run gives its number of epochs, and a tenth a seed, as macro-F1."""
    folders: list[Path] = []

    def run(config: Path, *, overrides: Sequence[str], data_dir: Path, output: Path) -> Path:
        assert config.name == "toy-experiment.yaml"
        assert data_dir == Path("data")
        settings = dict(item.split("=") for item in overrides)
        value = 0.1 * float(settings["fit.epochs"]) + 0.01 * float(settings["seed"])
        figures = {"labels": {"macro_f1": value}, "signs": {"macro_f1": value}}
        output.mkdir(parents=True)
        (output / "metrics.json").write_text(json.dumps({"seconds": 120.0, "dev": {"overall": figures}}))
        folders.append(output)
        return output

    monkeypatch.setattr(train, "run", run)
    return folders


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_each_variant_of_a_shipped_comparison_is_an_experiment(config: Path) -> None:
    comparison = load_yaml(config, Comparison)
    found = jobs(comparison)
    assert len({job.folder for job in found}) == len(comparison.variants) * len(comparison.seeds)
    for job in found:
        experiment = load_yaml(config.parent / comparison.experiment, Experiment, overrides=job.overrides)
        assert experiment.seed == job.seed


def test_every_variant_is_trained_once_and_the_page_gives_the_means(
    comparison: Path, trained: list[Path], tmp_path: Path
) -> None:
    arguments = [str(comparison), "--data-dir", "data", "--runs", str(tmp_path / "runs")]
    compare.main([*arguments, "--only", "plain"])
    assert [folder.name for folder in trained] == ["toy-plain-s1", "toy-plain-s2"]
    compare.main(arguments)
    assert [folder.name for folder in trained[2:]] == ["toy-long-s1", "toy-long-s2"]
    page = compare.PAGE.read_text()
    plain, long = (next(line for line in page.splitlines() if name in line) for name in ("as it is", "three epochs"))
    assert "0.115 ± 0.007" in plain
    assert "0.315 ± 0.007" in long
    compare.main(arguments)
    assert len(trained) == 4, "what has figures is not trained again"


def test_other_settings_are_another_run(comparison: Path, trained: list[Path], tmp_path: Path) -> None:
    arguments = [str(comparison), "--data-dir", "data", "--only", "plain"]
    compare.main([*arguments, "--runs", str(tmp_path / "first")])
    values = yaml.safe_load(comparison.read_text()) | {"common": {"fit.epochs": 2}}
    comparison.write_text(yaml.safe_dump(values))
    compare.main([*arguments, "--runs", str(tmp_path / "second")])
    assert len(trained) == 4
    assert "0.215 ± 0.007" in compare.PAGE.read_text()


def test_an_unknown_variant_is_named_with_the_known_ones(
    comparison: Path, trained: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        compare.main([str(comparison), "--data-dir", "data", "--only", "short"])
    assert stopped.value.code == 2
    assert "toy has no variant short: expected plain, long" in capsys.readouterr().err
    assert not trained
    with pytest.raises(ConfigError, match="expected plain, long"):
        jobs(load_yaml(comparison, Comparison), only=["short"])


def test_a_variant_without_figures_has_no_row(comparison: Path) -> None:
    page = render([load_yaml(comparison, Comparison)], {})
    assert "## toy" in page
    assert "as it is" not in page
