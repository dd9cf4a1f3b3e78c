"""``stance models``: the list, the card of one, and whether its files are whole."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.commandline import invoke
from tests.tiny import shared_bundle


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two models, as a package would carry them."""
    folder = tmp_path / "models"
    for name in ("default", "other"):
        shutil.copytree(shared_bundle(), folder / name)
    (folder / "default" / "README.md").write_text("# The card of the default model\n", encoding="utf-8")
    for module in ("stance.shipped", "stance.bundle"):
        monkeypatch.setattr(f"{module}.default_folder", lambda: folder / "default")
    return folder


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("words", [("models",), ("models", "list")])
def test_the_shipped_models_are_listed(words: tuple[str, ...]) -> None:
    done = invoke(*words)
    assert re.search(r"^default +0 +random +0\.\d MB +0 judgements", done.out, re.MULTILINE)
    assert re.search(r"^other +0 +random", done.out, re.MULTILINE)


def test_the_list_as_json_names_the_folders(shelf: Path) -> None:
    rows = json.loads(invoke("models", "list", "--format", "json").out)
    assert [(row["model"], row["folder"]) for row in rows] == [(n, str(shelf / n)) for n in ("default", "other")]


def test_no_models_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stance.shipped.default_folder", lambda: tmp_path / "default")
    done = invoke("models")
    assert (done.code, done.out) == (0, "")
    assert f"no models in {tmp_path}" in done.err


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("words", [("models", "default"), ("models", "info", "default"), ("models", "info")])
def test_info_shows_the_card_also_in_its_short_form(words: tuple[str, ...]) -> None:
    assert invoke(*words).out == "# The card of the default model\n"


def test_info_of_a_folder_without_a_card_shows_the_manifest(shelf: Path) -> None:
    assert json.loads(invoke("models", shelf / "other").out)["name"] == "tiny"
    assert json.loads(invoke("models", "info", "default", "--format", "json").out)["name"] == "tiny"


@pytest.mark.usefixtures("shelf")
def test_whole_models_are_verified() -> None:
    done = invoke("models", "verify")
    assert (done.code, done.out) == (0, "default: whole\nother: whole\n")


def test_verify_names_every_broken_file_and_fails(shelf: Path) -> None:
    spoil(shelf / "other" / "tokenizer.json")
    (shelf / "other" / "model.onnx").unlink()
    done = invoke("models", "verify", "default", "other")
    assert done.code == 1
    assert done.out.startswith("default: whole\nother: broken\n")
    assert "model.onnx: missing" in done.out
    assert "tokenizer.json: checksum" in done.out
    verdicts = json.loads(invoke("models", "verify", "--format", "json").out)
    assert [(verdict["model"], verdict["whole"], len(verdict["faults"])) for verdict in verdicts] == [
        ("default", True, 0),
        ("other", False, 2),
    ]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("words", [("models", "verify", "none"), ("models", "none"), ("models", "info", "none")])
def test_a_model_that_is_not_there_is_a_mistake_of_the_user(words: tuple[str, ...]) -> None:
    done = invoke(*words)
    assert done.code == 2
    assert done.err.startswith("error: none: no such model folder")
