"""Every shipped configuration is valid, and says what may be done with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from stance.config import load_yaml
from stance.errors import ConfigError
from tests.commandline import ROOT
from training.corpora import corpus_names, load_config, load_corpus
from training.experiment import Experiment

EXPERIMENTS = sorted((ROOT / "configs" / "experiments").glob("*.yaml"))


@pytest.mark.parametrize("path", EXPERIMENTS, ids=lambda path: path.stem)
def test_an_experiment_is_valid_and_names_known_corpora_and_splits(path: Path) -> None:
    experiment = load_yaml(path, Experiment)
    for use in (*experiment.data.train, *experiment.data.dev):
        assert use.split in load_config(use.corpus, overrides=use.options).splits
    trained = {(use.corpus, use.split) for use in experiment.data.train}
    assert trained.isdisjoint((use.corpus, use.split) for use in experiment.data.dev)


def test_the_shipped_model_is_trained_on_corpora_that_allow_it() -> None:
    experiment = load_yaml(ROOT / "configs" / "experiments" / "default.yaml", Experiment)
    assert all(load_config(use.corpus).licence_allows_shipping for use in experiment.data.train)


def test_every_corpus_states_its_licence_and_why() -> None:
    for name in corpus_names():
        corpus = load_config(name)
        assert corpus.licence, name
        assert corpus.licence_reason, name


def test_the_written_passages_need_no_data_folder(tmp_path: Path) -> None:
    examples = load_corpus("irstance_written", data_dir=tmp_path, split="all")
    assert len({example.group for example in examples}) > 100
    assert all(span.of(e.text).strip() for e in examples for span in (*e.source_spans, *e.target_spans))
    assert {label for example in examples for label in example.labels} == {
        "hostile", "distancing", "neutral", "cooperative", "supportive",
    }  # fmt: skip


def test_a_misspelt_setting_is_named() -> None:
    with pytest.raises(ConfigError, match="learning_rate"):
        load_yaml(EXPERIMENTS[0], Experiment, overrides=["fit.lerning_rate=1"])
