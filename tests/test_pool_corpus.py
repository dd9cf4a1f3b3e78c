"""Coded passages of a pool of articles: the passage table, the reader that joins it, and the two corpora made so."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
import yaml

from stance.errors import DataError
from stance.gold import COLUMNS as GOLD_COLUMNS
from stance.labels import STANCE_LABELS
from training.corpora import SHIPPED_FILES, load_config, load_corpus
from training.corpora import irstance as irstance_reader
from training.corpora.config import CorpusConfig
from training.corpora.pool import COLUMNS, pool_articles
from training.corpora.standoff import main, read_standoff

FIRST, SECOND = "Norway thanked\nPeru  for the maps.", "It also joined\tthe talks."
ARTICLE = f"LIMA (Wire) – Envoys met.\n\n{FIRST} {SECOND}\n\nMore soon."
LINES = ("Norway thanked Peru for the maps.", "It also joined the talks.")
JUDGEMENTS = (
    "001\t1\tNOR\tPER\tcooperative\t-\tNorway\tPeru\taction",
    "001\t1\tPER\tNOR\tneutral\tcooperative\tPeru\tNorway\tauthor",
    "001\t2\tNOR\tPER\tcooperative\tneutral\tIt\t-\taction",
)
ID = "0a1b2c"


def where(part: str) -> str:
    start = ARTICLE.index(part)
    return f"{start}-{start + len(part)}"


SPANS = f"{where(FIRST)} {where(SECOND)}"


def write_pool(folder: Path, text: str = ARTICLE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    records = ({"id": "ffff", "text": "Chad rested."}, {"id": ID, "text": text, "title": "not read"})
    path = folder / "pool.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(record) + "\n" for record in records).encode()))
    return path


def write_passages(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    path.write_text("".join("\t".join(row) + "\n" for row in (COLUMNS, *rows)), encoding="utf-8")
    return path


def coded_folder(folder: Path, *, note: str = f"# pool {ID} spans {SPANS}") -> Path:
    """A coded part as coders leave it: lines as they were shown, and a note that says which characters they are."""
    articles = folder / "part_a" / "articles"
    articles.mkdir(parents=True)
    (articles / "001.txt").write_text("\n".join((note, *LINES)) + "\n", encoding="utf-8")
    table = "\n".join(("\t".join(GOLD_COLUMNS), *JUDGEMENTS)) + "\n"
    (folder / "part_a" / "coder_1.tsv").write_text(table, encoding="utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The configuration of a corpus whose text is in a pool only: table and stand-off rows hold none of it."""
    coded = coded_folder(tmp_path / "coded")
    rows, passages = tmp_path / "rows.tsv.gz", tmp_path / "passages.tsv"
    main(["--data-dir", str(coded), "--output", str(rows), "--passages", str(passages)])
    assert "thanked" not in passages.read_text() + gzip.decompress(rows.read_bytes()).decode()
    write_pool(tmp_path / "pool")
    values = load_config("irstance_pool").model_dump(mode="json") | {
        "name": "made_up",
        "folder": ".",
        "files_in": "data",
        "files": {rows.name: hashlib.sha256(rows.read_bytes()).hexdigest(), passages.name: None},
        "passages": passages.name,
        "pool": "pool/pool.jsonl.gz",
        "splits": {"all": {"files": [rows.name]}},
    }
    config = tmp_path / "made_up.yaml"
    config.write_text(yaml.safe_dump(values), encoding="utf-8")
    return config


def test_lines_are_cut_from_the_pool_with_white_space_made_one_blank(tmp_path: Path) -> None:
    passages = write_passages(tmp_path / "passages.tsv", ("part_a", "001", ID, SPANS), ("part_b", "007", "ffff", "0-4"))
    parts = pool_articles(passages, pool=write_pool(tmp_path))
    assert {part: list(files) for part, files in parts.items()} == {"part_a": ["001"], "part_b": ["007"]}
    article = parts["part_a"]["001"]
    assert article.lines == LINES
    assert article.document.text == "\n".join(LINES)
    assert article.document.id == "001"
    assert article.context(2) == LINES[:1]
    assert parts["part_b"]["007"].lines == ("Chad",)


def test_all_articles_that_the_pool_lacks_are_named(tmp_path: Path) -> None:
    rows = [("part_a", f"00{n}", article, "0-3") for n, article in enumerate(("dead", ID, "beef"))]
    passages = write_passages(tmp_path / "passages.tsv", *rows)
    with pytest.raises(DataError, match="2 coded articles are missing") as caught:
        pool_articles(passages, pool=write_pool(tmp_path))
    assert [problem.split(" is not in")[0] for problem in caught.value.problems] == [
        f"{passages}:2: article dead",
        f"{passages}:4: article beef",
    ]


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    passages = tmp_path / "passages.tsv"
    passages.write_text("part\tfile\tid\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"passages\.tsv:1: expected the columns part, file, article, spans"):
        pool_articles(passages, pool=write_pool(tmp_path))


def test_examples_are_joined_with_text_context_and_spans(corpus: Path, tmp_path: Path) -> None:
    there, back, second = load_corpus(corpus, data_dir=tmp_path, split="all")
    assert (there.text, there.source, there.target, there.labels) == (LINES[0], "NOR", "PER", {"cooperative"})
    assert [span.of(there.text) for span in (*there.source_spans, *there.target_spans)] == ["Norway", "Peru"]
    assert (back.source, back.target, back.also) == ("PER", "NOR", "cooperative")
    assert (second.text, second.context, second.target_spans) == (LINES[1], LINES[:1], ())
    assert {example.corpus for example in (there, back, second)} == {"made_up"}
    assert {example.group for example in (there, back, second)} == {"part_a/001"}


def test_the_rows_of_a_line_share_its_weight(corpus: Path, tmp_path: Path) -> None:
    few = load_corpus(corpus, data_dir=tmp_path, split="all", overrides=["rows_per_line=1"])
    assert [example.weight for example in few] == [0.5, 0.5, 1.0]


def test_an_altered_pool_is_named(corpus: Path, tmp_path: Path) -> None:
    write_pool(tmp_path / "pool", ARTICLE.replace("thanked", "praised"))
    with pytest.raises(DataError, match="the text is not what was coded") as caught:
        load_corpus(corpus, data_dir=tmp_path, split="all")
    assert len(caught.value.problems) == 1, "one line of two is altered, whatever the number of its rows"
    assert ":1: the sentence has sha256" in caught.value.problems[0]


def test_without_a_pool_the_lines_lie_in_the_folder(corpus: Path, tmp_path: Path) -> None:
    settings = load_config(corpus, overrides=["pool=null"])
    assert isinstance(settings, irstance_reader.Config)
    rows = irstance_reader.rows(settings, path=tmp_path / "rows.tsv.gz", folder=tmp_path / "coded")
    assert [row.example.text for row in rows] == [LINES[0], LINES[0], LINES[1]]


@pytest.mark.parametrize("note", ["# a made-up wire", "# pool 0a1b2c spans", "# pool unknown spans 1-2"])
def test_a_coded_article_that_does_not_say_where_it_is_from(tmp_path: Path, note: str) -> None:
    folder = coded_folder(tmp_path / "coded", note=note)
    with pytest.raises(DataError, match=r"001\.txt: expected a line “# pool ID spans"):
        main(["--data-dir", str(folder), "--output", str(tmp_path / "a.gz"), "--passages", str(tmp_path / "p.tsv")])
    assert not (tmp_path / "p.tsv").exists()


def test_the_shipped_passages_are_those_of_the_shipped_rows() -> None:
    settings = load_config("irstance_pool")
    assert isinstance(settings, irstance_reader.Config)
    assert settings.passages is not None
    (name,) = settings.splits["all"].files
    table = (SHIPPED_FILES / settings.passages).read_text(encoding="utf-8").splitlines()
    assert tuple(table[0].split("\t")) == COLUMNS
    passages = {(part, file): spans for part, file, _, spans in (line.split("\t") for line in table[1:])}
    rows = read_standoff(SHIPPED_FILES / name)
    assert {(row.part, row.file) for row in rows} <= set(passages)
    for row in rows:
        assert 1 <= row.line <= len(passages[row.part, row.file].split())


def check_examples(corpus: CorpusConfig, data_dir: Path) -> None:
    examples = load_corpus(corpus.name, data_dir=data_dir, split="all")
    assert len({example.id for example in examples}) == len(examples) > 100
    assert {label for example in examples for label in example.labels} == set(STANCE_LABELS.names)
    for example in examples:
        assert example.corpus == corpus.name
        assert example.source != example.target
        assert example.group
        assert all(span.of(example.text).strip() for span in (*example.source_spans, *example.target_spans))


def test_the_pool_corpus_loads(shared: Path) -> None:
    check_examples(load_config("irstance_pool"), shared / "corpora")


def test_the_written_corpus_loads_without_any_data(tmp_path: Path) -> None:
    check_examples(load_config("irstance_written"), tmp_path)
