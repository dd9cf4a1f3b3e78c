"""The bench: texts are repeated until there are enough, and a run keeps the sections that it did not measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from stance.analyzer import StanceAnalyzer
from stance.bundle import Bundle
from stance.errors import DataError
from training.bench import __main__ as bench
from training.bench.articles import article, refrain
from training.bench.memory import Look, shown
from training.bench.pairs import collected
from training.bench.roofline import multiplications
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
    monkeypatch.setattr(bench, "SECTIONS", {"words": bench.Section("Words", lambda g: f"{len(g.documents)} read.\n")})
    assert bench.main(["--data-dir", str(tmp_path), "--sentences", "1", "-o", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "## Others\n\nKept.\n" in text
    assert "## Words\n\n1 read.\n" in text
    assert "Old." not in text
    assert "1 read." in capsys.readouterr().out


def test_made_articles_are_the_same_each_time_and_differ_from_one_another() -> None:
    assert article(7) == article(7)
    assert len({article(number).text for number in range(50)}) == 50


def test_refrains_share_their_opening_alone() -> None:
    first, second = refrain(3, openings=10).text, refrain(13, openings=10).text
    assert first.partition("\n\n")[0] == second.partition("\n\n")[0]
    assert set(first.split("\n\n")[1:]).isdisjoint(second.split("\n\n")[1:])


def test_each_int8_multiplication_of_the_model_is_found_and_multiplies() -> None:
    found = multiplications(str(Bundle.load(None).weights))
    assert len(found) > 30
    assert all(one.run(4)[0].shape[0] == 4 for _, one in found)


def test_memory_is_told_by_tenths_and_the_end_apart() -> None:
    looks = [Look(parts, 100.0 + parts) for parts in range(10)] + [Look(10, 250.0)]
    text = " ".join(shown(looks, part=100, articles=1000).split())
    assert "| 100 | 100 | 100 |" in text
    assert "| 1,000 | 109 | 109 |" in text
    assert "at the end | | 250 |" in text
    assert "changed by +4 MB" in text


def test_the_yardstick_reads_the_same_pairs_with_longer_input_where_it_sees_context() -> None:
    analyzer = StanceAnalyzer.load(threads=1)
    texts = collected("made", (article(1), article(2)), analyzer)
    alone, whole = texts.lengths
    assert len(alone) == len(whole) == texts.pairs > texts.passes
    assert all(a <= b for a, b in zip(alone, whole, strict=True))
    assert sum(alone) < sum(whole)
