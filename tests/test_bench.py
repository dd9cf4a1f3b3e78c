"""The bench: texts are repeated until there are enough, and a run keeps the sections that it did not measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from stance.errors import DataError
from training.bench import __main__ as bench
from training.bench.texts import read_texts


def test_texts_repeat_until_there_are_sentences_enough(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Oslo thanked Lima for its help. The talks went on.\n", encoding="utf-8")
    documents = read_texts(tmp_path, sentences=5)
    assert len(documents) == 3
    assert len({document.text for document in documents}) == 3


def test_a_folder_without_texts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no text found"):
        read_texts(tmp_path, sentences=1)


def test_a_run_rewrites_its_own_sections_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.txt").write_text("Oslo thanked Lima for its help.\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("# Old\n\n## Others\n\nKept.\n\n## Words\n\nOld.\n", encoding="utf-8")
    monkeypatch.setattr(bench, "SECTIONS", {"Words": lambda documents: f"{len(documents)} read.\n"})
    assert bench.main(["--data-dir", str(tmp_path), "--sentences", "1", "-o", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "## Others\n\nKept.\n" in text
    assert "## Words\n\n1 read.\n" in text
    assert "Old." not in text
    assert "1 read." in capsys.readouterr().out
