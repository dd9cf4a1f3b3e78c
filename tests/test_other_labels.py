"""A batch run of a model whose labels are not the five: its folder says which they are, and its readers take them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

from stance.bundle import ONNX, Bundle, Labels, save
from stance.dataset.open import open_dataset
from stance.labels import LabelScheme
from stance.tabular import csv_records
from tests.bulk_world import articles, batch, write_corpus
from tests.commandline import invoke
from tests.tiny import shared_bundle, tiny_model
from training.export import export_onnx

SCHEME = LabelScheme(("against", "neither", "for"), (-1.0, 0.0, 1.0))


def other_model(folder: Path) -> Path:
    """The tiny model with three labels of other names."""
    shutil.copytree(shared_bundle(), folder)
    export_onnx(tiny_model(labels=SCHEME.names), folder / ONNX)
    labels = Labels(names=SCHEME.names, scores=SCHEME.scores)
    save(folder, Bundle.load(shared_bundle()).manifest.model_copy(update={"labels": labels}))
    return folder


def test_what_people_code_with_other_labels_is_read_with_those_of_the_model(tmp_path: Path) -> None:
    out, sheet = tmp_path / "out", tmp_path / "sheet.csv"
    model = other_model(tmp_path / "model")
    batch(write_corpus(tmp_path / "news.jsonl", articles(12)), out, model=model)
    assert invoke("annotate", "export", out, "--to", "csv", "-n", "9", "-o", sheet).code == 0
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for coder, shift in (("ann", 0), ("bob", 1)):
        coded = [{**row, "label": SCHEME.names[(n + shift * (n == 0)) % 3]} for n, row in enumerate(rows)]
        (tmp_path / f"{coder}.csv").write_text(csv_records(tuple(rows[0]), coded), encoding="utf-8")
    read = ("annotate", "import", tmp_path / "ann.csv", "--from", "csv")
    assert "unknown answer 'against'" in invoke(*read).err
    done = invoke(*read, "--model", model)
    assert done.code == 0, done.err
    assert {json.loads(one)["label"] for one in done.out.splitlines()} == set(SCHEME.names)
    told = invoke("agreement", tmp_path / "ann.csv", tmp_path / "bob.csv", "--model", model, "--format", "json")
    assert told.code == 0, told.err
    assert {one["label"] for one in json.loads(told.out)["labels"]} == set(SCHEME.names)


def test_panels_and_queries_know_the_labels_and_scores_of_the_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(write_corpus(tmp_path / "news.jsonl", articles(12)), out, model=other_model(tmp_path / "model"))
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (told["labels"], told["scores"]) == (list(SCHEME.names), list(SCHEME.scores))
    assert open_dataset(out).labels == SCHEME
    panel = invoke("panel", out, "--by", "year", "-o", tmp_path / "panel.csv")
    assert panel.code == 0, panel.err
    row = next(csv.DictReader(io.StringIO((tmp_path / "panel.csv").read_text(encoding="utf-8"))))
    assert {"share_against", "share_neither", "share_for"} <= set(row)
    assert -1 <= float(row["mean_score"]) <= 1
    asked = invoke("query", out, "SELECT DISTINCT label FROM judgements")
    assert asked.code == 0, asked.err
    assert "neither" in asked.out or "against" in asked.out or "for" in asked.out
