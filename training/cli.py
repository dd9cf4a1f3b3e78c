"""What ``stance train`` and ``stance runs`` call, through the entry point group ``stance.commands``."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typer
import yaml

from stance.errors import DataError, MissingExtraError
from training.runs import CONFIG, METRICS, is_finished

OWN = Path(__file__).parents[1] / "configs" / "experiments" / "own.yaml"
NEEDED = ("torch", "transformers", "datasets", "accelerate", "sklearn", "matplotlib")


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run folder in the comparison; a figure is None while the run is unfinished, or where it is undefined."""

    run: str
    name: str
    seed: int
    encoder: str
    data: str
    macro_f1: float | None
    macro_f1_sign: float | None
    seconds: float | None


def train(config: Path, *, overrides: Sequence[str], data_dir: Path | None, output: Path | None) -> None:
    """Train one experiment and print the run folder. Raises ConfigError, DataError, MissingExtraError.

    ``config`` may be a file of judgements: then the shipped model is trained further on it, as ``OWN`` says.
    """
    try:
        from training.corpora import is_examples_file
        from training.train import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NEEDED:
            raise
        raise MissingExtraError(feature="Training", extra="train") from error
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if is_examples_file(config):
        file = config.resolve()
        uses = (f"data.{part}=[{{corpus: {json.dumps(str(file))}, split: {part}}}]" for part in ("train", "dev"))
        name = re.sub(r"[^a-z0-9_.-]+", "-", file.name.partition(".")[0].lower()).strip("-._") or "own"
        config, overrides, data_dir = OWN, (f"name={name}", *uses, *overrides), data_dir or file.parent
    typer.echo(run(config, overrides=overrides, data_dir=data_dir, output=output))


def runs(folder: Path, *, format: str) -> None:
    """Print the runs of a folder, the best on the development data first. Raises DataError."""
    rows = read_runs(folder)
    if format == "json":
        typer.echo(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False))
    else:
        _print(rows)


def read_runs(folder: Path) -> tuple[RunRow, ...]:
    """The runs in a folder; those without figures last.

    Raises DataError: no folder, no run in it, or a file that cannot be read (all of them at once).
    """
    paths = sorted(path.parent for path in folder.glob(f"*/{CONFIG}"))
    if not paths:
        raise DataError(f"{folder}: holds no runs: expected folders with {CONFIG}, as stance train writes them")
    problems: list[str] = []
    rows = [row for path in paths if (row := _row(path, problems)) is not None]
    if problems:
        raise DataError(f"{folder}: holds runs that cannot be read: repair or remove them", tuple(problems))
    return tuple(sorted(rows, key=lambda row: (row.macro_f1 is None, -(row.macro_f1 or 0.0), row.run)))


def _row(path: Path, problems: list[str]) -> RunRow | None:
    try:
        config = yaml.safe_load((path / CONFIG).read_text(encoding="utf-8"))
        done = is_finished(path)
        metrics = json.loads((path / METRICS).read_text(encoding="utf-8")) if done else None
        return _read(path.name, config, metrics)
    except (OSError, ValueError, yaml.YAMLError) as error:
        problems.append(f"{path}: {' '.join(str(error).split())}")
    except (KeyError, TypeError) as error:
        problems.append(f"{path}: not as stance train writes it: {error!r}")
    return None


def _read(run: str, config: Any, metrics: Any) -> RunRow:
    overall = metrics["dev"]["overall"] if metrics else None
    return RunRow(
        run=run,
        name=config["name"],
        seed=config["seed"],
        encoder=config["model"].get("start") or config["model"]["encoder"],
        data=" + ".join(dict.fromkeys(use["corpus"] for use in config["data"]["train"])),
        macro_f1=overall["labels"]["macro_f1"] if overall else None,
        macro_f1_sign=overall["signs"]["macro_f1"] if overall else None,
        seconds=metrics["seconds"] if metrics else None,
    )


def _print(rows: Sequence[RunRow]) -> None:
    from stance.cli.output import print_table

    head = ("run", "seed", "encoder", "data", "macro-F1", "sign", "time")
    cells = [
        (
            row.run,
            str(row.seed),
            row.encoder,
            row.data,
            _figure(row.macro_f1),
            _figure(row.macro_f1_sign),
            _time(row.seconds),
        )
        for row in rows
    ]
    print_table(head, cells, wrap=("run", "encoder", "data"))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "unfinished"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
