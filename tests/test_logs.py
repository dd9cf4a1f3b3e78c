"""What goes to standard error where it is no terminal, such as a log: plain lines, without control characters."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from stance.bulk.watch import Progress
from stance.cli import batch_view
from tests.commandline import Outcome, spawn
from tests.tiny import shared_bundle

TEXT = "Kazakhstan thanked China for the loan. Russia condemned Kazakhstan."
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # all but tab and line feed: carriage returns, bells, escapes


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps({"id": f"a{n}", "text": TEXT}) + "\n" for n in range(30)), encoding="utf-8")
    return path


def sober(done: Outcome) -> None:
    assert done.code == 0, done.err
    assert not CONTROL.search(done.err), repr(done.err)
    assert not CONTROL.search(done.out)


@pytest.mark.slow
def test_analyze_writes_no_control_characters(articles: Path, tmp_path: Path) -> None:
    sober(spawn("analyze", articles, "--model", shared_bundle(), "--format", "jsonl"))
    done = spawn("analyze", articles, "--model", shared_bundle(), "-o", tmp_path / "out.csv")
    sober(done)
    assert done.out == done.err == ""


@pytest.mark.slow
def test_batch_writes_lines(articles: Path, tmp_path: Path) -> None:
    done = spawn("batch", articles, "--model", shared_bundle(), "-o", tmp_path / "out")
    sober(done)
    assert "30 articles" in done.err
    assert done.out == ""


@pytest.mark.slow
def test_evaluate_writes_its_tables_and_nothing_else(tmp_path: Path) -> None:
    rows = [{"text": TEXT, "source": "KAZ", "target": "CHN", "label": label} for label in ("neutral", "cooperative")]
    labelled = tmp_path / "labelled.jsonl"
    labelled.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = spawn("evaluate", shared_bundle(), labelled)
    sober(done)
    assert done.err == ""
    assert "macro-F1" in done.out


def test_progress_comes_as_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    clock = iter([0.0, 10.0, 31.0, 31.0, 45.0])
    monkeypatch.setattr(batch_view.time, "monotonic", lambda: next(clock))
    with batch_view.open_view() as view:
        for articles in (1, 20, 40):
            view.progress(Progress(articles, 90, 0, None, articles_per_second=2.0, pairs_per_second=9.0, left=None))
    assert capsys.readouterr().err == "20 articles, 2 articles/s, 9 pairs/s\n"
