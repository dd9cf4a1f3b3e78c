"""``stance train`` and ``stance runs``: provided by the training package through entry points, and missed politely."""

from __future__ import annotations

import importlib.metadata
import json
import tomllib
from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
import yaml

from stance.errors import DataError
from tests.commandline import ROOT, invoke
from training.cli import read_runs


def declared() -> list[EntryPoint]:
    """The entry points that pyproject.toml declares."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        group = tomllib.load(file)["project"]["entry-points"]["stance.commands"]
    return [EntryPoint(name, value, "stance.commands") for name, value in group.items()]


def provide(monkeypatch: pytest.MonkeyPatch, entries: Sequence[EntryPoint]) -> None:
    """Let the package metadata name these commands; other groups (torch asks for its own) stay as installed."""
    installed = importlib.metadata.entry_points

    def entry_points(*, group: str, name: str | None = None) -> Iterable[EntryPoint]:
        if group != "stance.commands":
            return installed(group=group) if name is None else installed(group=group, name=name)
        return [entry for entry in entries if name in (None, entry.name)]

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, declared())


def test_the_declared_commands_are_there() -> None:
    assert {entry.name for entry in declared()} == {"train", "runs"}
    assert all(callable(entry.load()) for entry in declared())


@pytest.mark.parametrize(
    "entries",
    [[], [EntryPoint(name, f"no_such_package.cli:{name}", "stance.commands") for name in ("train", "runs")]],
    ids=["nothing registered", "registered but absent"],
)
@pytest.mark.parametrize("arguments", [("train", "x.yaml"), ("runs", "x")])
def test_without_the_training_code(
    monkeypatch: pytest.MonkeyPatch, entries: Sequence[EntryPoint], arguments: tuple[str, str]
) -> None:
    provide(monkeypatch, entries)
    done = invoke(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: 'stance {arguments[0]}' needs the training code")
    assert len(done.err.splitlines()) == 1


def test_a_broken_training_package_is_a_bug(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "half_a_package.py").write_text("import no_such_module_at_all\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    provide(monkeypatch, [EntryPoint("train", "half_a_package:train", "stance.commands")])
    with pytest.raises(ModuleNotFoundError, match="no_such_module_at_all"):
        invoke("train", "x.yaml")


@pytest.mark.usefixtures("installed")
def test_train_hands_over_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: dict[str, Any] = {}

    def run(config: Path, *, overrides: Sequence[str], data_dir: Path | None, output: Path | None) -> Path:
        seen.update(config=config, overrides=tuple(overrides), data_dir=data_dir, output=output)
        return tmp_path / "done"

    monkeypatch.setattr("training.train.run", run)
    done = invoke("train", "e.yaml", "--set", "seed=2", "--set", "fit.epochs=1", "--data-dir", tmp_path, "-o", "runs/x")
    assert (done.code, done.out) == (0, f"{tmp_path / 'done'}\n")
    assert seen == {
        "config": Path("e.yaml"),
        "overrides": ("seed=2", "fit.epochs=1"),
        "data_dir": tmp_path,
        "output": Path("runs/x"),
    }


@pytest.mark.usefixtures("installed")
def test_train_refuses_a_missing_configuration(tmp_path: Path) -> None:
    done = invoke("train", tmp_path / "none.yaml", "--data-dir", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "none.yaml: cannot be read" in done.err


def write_run(folder: Path, *, seed: int, macro_f1: float | None) -> None:
    folder.mkdir(parents=True)
    uses = [{"corpus": "letters"}, {"corpus": "news"}, {"corpus": "news"}]
    config = {"name": "small", "seed": seed, "model": {"encoder": "mini"}, "data": {"train": uses}}
    (folder / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    if macro_f1 is not None:
        overall = {"labels": {"macro_f1": macro_f1}, "signs": {"macro_f1": macro_f1 + 0.1}}
        metrics = {"seconds": 3725.4, "dev": {"overall": overall}, "history": []}
        (folder / "metrics.json").write_text(json.dumps(metrics), encoding="utf-8")


@pytest.mark.usefixtures("installed")
def test_runs_are_compared_best_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seed, score in (("worse", 1, 0.4), ("better", 2, 0.5), ("running", 3, None)):
        write_run(tmp_path / name, seed=seed, macro_f1=score)
    monkeypatch.setenv("COLUMNS", "100")
    lines = invoke("runs", tmp_path).out.splitlines()
    assert [line.split()[0] for line in lines] == ["run", "better", "worse", "running"]
    assert lines[1].split() == ["better", "2", "mini", "letters", "+", "news", "0.500", "0.600", "1:02:05"]
    assert lines[3].split()[-1] == "unfinished"
    rows = json.loads(invoke("runs", tmp_path, "--format", "json").out)
    assert [(row["run"], row["macro_f1"]) for row in rows] == [("better", 0.5), ("worse", 0.4), ("running", None)]


@pytest.mark.usefixtures("installed")
def test_a_folder_without_runs(tmp_path: Path) -> None:
    done = invoke("runs", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "holds no runs" in done.err


def test_all_unreadable_runs_are_named(tmp_path: Path) -> None:
    write_run(tmp_path / "good", seed=1, macro_f1=0.4)
    write_run(tmp_path / "cut", seed=1, macro_f1=0.4)
    (tmp_path / "cut" / "metrics.json").write_text('{"seconds', encoding="utf-8")
    write_run(tmp_path / "foreign", seed=1, macro_f1=0.4)
    (tmp_path / "foreign" / "config.yaml").write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_runs(tmp_path)
    assert len(caught.value.problems) == 2
    assert "cut" in caught.value.problems[0]
    assert "foreign" in caught.value.problems[1]
