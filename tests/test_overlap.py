"""Near-duplicates, the data card's figures, and text without labels."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from stance.gold import COLUMNS
from stance.labels import STANCE_LABELS
from training.corpora import datacard, load_config, load_corpus
from training.corpora.overlap import Known, main, runs, twins
from training.corpora.passages import read_written
from training.corpora.seesaw import mention
from training.corpora.standoff import STANDOFF

TEXT = "The envoy of Togo thanked the port workers of Lima for the repair of two ships."
COPY = "“The envoy of Togo thanked the port workers of Lima”, it said, for repairs."
OTHER = "Ministers from nine countries met in the capital to talk about the price of rice."


def test_a_copy_with_other_quotes_and_ending_is_found() -> None:
    known = Known()
    known.add("other", OTHER)
    known.add("text", TEXT)
    found = known.closest("copy", COPY)
    assert found is not None
    assert found.known == "text"
    assert found.share == len(runs(TEXT) & runs(COPY)) / len(runs(COPY)) == pytest.approx(6 / 10)
    assert known.closest("copy", COPY, least=0.7) is None
    assert known.closest("new", "Chad and Niger opened a bridge over the river.") is None


def test_twins_are_named_once_each() -> None:
    assert [(twin.name, twin.known) for twin in twins([("a", TEXT), ("b", OTHER), ("c", COPY), ("d", TEXT)])] == [
        ("c", "a"),
        ("d", "a"),
    ]


def test_short_texts_are_compared_whole() -> None:
    assert runs("Chad left.") == {"chad left"}
    assert [twin.share for twin in twins([("a", "Chad left."), ("b", "CHAD LEFT")])] == [1.0]


def gold_folder(folder: Path, line: str) -> Path:
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "01_a.txt").write_text(f"# made up\n{line}\n", encoding="utf-8")
    row = "\t".join(("01", "1", "TGO", "PER", "cooperative", "-", "-", "-", "action"))
    (folder / "gold.tsv").write_text("\t".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    return folder


def test_the_command_says_what_overlaps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = read_written(STANDOFF / "irstance_written_passages.jsonl.gz")
    line = next(line for passage in written.values() for line in passage.lines if len(line.split()) > 20)
    options = ["--data-dir", str(tmp_path), "--corpora", "irstance_written"]
    assert main([str(gold_folder(tmp_path / "same", line.upper())), *options]) == 1
    assert "shares 100% of its words with article 01" in capsys.readouterr().out
    assert main([str(gold_folder(tmp_path / "new", "Chad and Niger opened a bridge.")), *options]) == 0
    assert "0 overlap(s) of irstance_written" in capsys.readouterr().out
    assert main([str(tmp_path / "nothing"), *options]) == 2


def test_the_corpora_do_not_overlap_with_the_development_gold(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(shared / "gold_dev"), "--data-dir", str(shared / "corpora")]) == 0, capsys.readouterr().out


def test_written_passages_are_no_copies_of_each_other() -> None:
    written = read_written(STANDOFF / "irstance_written_passages.jsonl.gz")
    assert not list(twins(((f"{part}/{file}", " ".join(p.lines)) for (part, file), p in written.items()), least=0.2))


def test_the_data_card_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert datacard.main(["--check"]) == 0, capsys.readouterr().err


def test_families_of_parts() -> None:
    parts = ("pool_s12", "pool_w1", "events_d", "ext_dse2", "ext_dse", "written_a", "w07", "statedept_b", "unsc")
    assert [datacard.family(part) for part in parts] == [
        "pool_s", "pool_w", "events", "ext_dse", "ext_dse", "written", "w", "statedept", "unsc",
    ]  # fmt: skip


def test_text_without_labels_gives_the_pairs_that_the_analyser_finds(tmp_path: Path) -> None:
    article = "Kenya and Uganda signed a grain deal. Later it thanked Rwanda, and Kenya left. It rained in the hills."
    record = json.dumps({"id": "abc", "text": article})
    (tmp_path / "pool.jsonl.gz").write_bytes(gzip.compress(record.encode() + b"\n"))
    (tmp_path / "a.tsv").write_text("sentence\nPeru met Chile in Lima.\nPeru slept.\n", encoding="utf-8")
    values = load_config("unlabelled").model_dump(mode="json") | {
        "files": {"pool.jsonl.gz": None},
        "texts": {"made_up": {"files": ["a.tsv"], "fields": ["sentence"]}},
        "splits": {"all": {"files": ["pool.jsonl.gz"]}},
    }
    config = tmp_path / "made_up.yaml"
    config.write_text(json.dumps(values), encoding="utf-8")
    examples = load_corpus(config, data_dir=tmp_path, split="all")
    pairs = {(e.text.split(".")[0], e.source, e.target) for e in examples}
    assert {("Kenya and Uganda signed a grain deal", "KEN", "UGA"), ("Peru met Chile in Lima", "PER", "CHL")} <= pairs
    assert not [e for e in examples if e.text.startswith(("It rained", "Peru slept"))]
    assert all(e.labels == set(STANCE_LABELS.names) for e in examples), "any label is allowed"
    for example in examples:
        for span in (*example.source_spans, *example.target_spans):
            assert span.of(example.text).strip()
    assert next(e for e in examples if e.text.startswith("Later")).context == ("Kenya and Uganda signed a grain deal.",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Barack Obama", "Obama"), ("Mitt Romney", "Mitt Romney"), ("AUTHOR", None), ("Al Gore", None), ("Senate", None)],
)
def test_names_of_seesaw_are_found_in_full_or_by_surname(name: str, expected: str | None) -> None:
    text = "Obama said that Mitt Romney and Romneycare bored the Senator from Gorely."
    assert [span.of(text) for span in mention(text, name)] == ([expected] if expected else [])
