"""Strict configuration: overrides, unknown keys, all problems at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import Field, ValidationError

from stance.config import StrictModel, load_yaml
from stance.errors import ConfigError


class Part(StrictModel):
    name: str
    weight: float = 1.0


class Train(StrictModel):
    epochs: int = Field(default=3, ge=1)
    learning_rate: float = 1e-4


class Whole(StrictModel):
    title: str
    train: Train = Train()
    parts: tuple[Part, ...] = ()
    by_name: dict[str, Part] = Field(default_factory=dict)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_values_and_defaults(tmp_path: Path) -> None:
    config = load_yaml(write(tmp_path, "title: a\ntrain: {epochs: 5}\nparts: [{name: x}]\n"), Whole)
    assert config == Whole(title="a", train=Train(epochs=5), parts=(Part(name="x"),))


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("train.epochs=7", Whole(title="a", train=Train(epochs=7))),
        ("train.learning_rate=2e-5", Whole(title="a", train=Train(learning_rate=2e-5))),
        ("title=b c=d", Whole(title="b c=d")),
        ("parts=[{name: y, weight: 2}]", Whole(title="a", parts=(Part(name="y", weight=2.0),))),
        ("by_name.k.name=z", Whole(title="a", by_name={"k": Part(name="z")})),
    ],
)
def test_overrides(tmp_path: Path, override: str, expected: Whole) -> None:
    assert load_yaml(write(tmp_path, "title: a\n"), Whole, overrides=[override]) == expected


def test_override_of_a_list_item(tmp_path: Path) -> None:
    path = write(tmp_path, "title: a\nparts:\n- name: x\n- name: y\n")
    assert load_yaml(path, Whole, overrides=["parts.1.weight=0.5"]).parts[1] == Part(name="y", weight=0.5)
    with pytest.raises(ConfigError, match="position from 0 to 1"):
        load_yaml(path, Whole, overrides=["parts.2.weight=1"])


@pytest.mark.parametrize("override", ["train.epochs", "=3", "train..epochs=3", "title=[1", "title.x=1"])
def test_malformed_override(tmp_path: Path, override: str) -> None:
    with pytest.raises(ConfigError, match="override"):
        load_yaml(write(tmp_path, "title: a\n"), Whole, overrides=[override])


def test_all_problems_at_once_with_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "train:\n  epoch: 4\n  learning_rate: fast\nparts:\n- name: x\n  wieght: 2\n")
    with pytest.raises(ConfigError) as caught:
        load_yaml(path, Whole)
    text = str(caught.value)
    assert "4 problem(s)" in text
    assert f"{path}:2: train.epoch: unknown key 'epoch': expected one of epochs, learning_rate" in text
    assert f"{path}:3: train.learning_rate" in text
    assert "'fast'" in text
    assert (
        f"{path}:6: parts.0.wieght: unknown key 'wieght': expected one of name, weight; did you mean 'weight'?" in text
    )
    assert "title: missing" in text


def test_unknown_override_names_the_legal_keys(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"with overrides: train\.lerning_rate.*did you mean 'learning_rate'"):
        load_yaml(write(tmp_path, "title: a\n"), Whole, overrides=["train.lerning_rate=1"])


@pytest.mark.parametrize(
    ("text", "message"),
    [("- a\n", "found a list"), ("a: [", "not valid YAML"), ("title: a\ntitle: b\n", ":2: 'title' is given twice")],
)
def test_not_a_mapping(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_yaml(write(tmp_path, text), Whole)


def test_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_yaml(tmp_path / "none.yaml", Whole)


def test_models_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Train().epochs = 4
