"""irstance: annotations without text, the tables that say where the text is, and the reader that joins them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from stance.actors.catalogue import Catalogue
from stance.errors import DataError
from stance.gold import COLUMNS as GOLD_COLUMNS
from stance.labels import STANCE_LABELS
from training.corpora import load_config, load_corpus
from training.corpora.config import CorpusConfig
from training.corpora.passages import Texts, TextSource, read_passages, read_written
from training.corpora.rows import text_hash
from training.corpora.standoff import (
    STANDOFF,
    main,
    passage_rows,
    read_codes,
    read_standoff,
    rows_of_folder,
    write_standoff,
    written_passages,
)

FIRST, SECOND = "Norway thanked\nPeru  for the maps.", "It also joined\tthe talks of al-Qaeda."
ARTICLE = f"LIMA (Wire) – Envoys met.\n\n{FIRST} {SECOND}\n\nMore soon. {SECOND}"
LINES = ("Norway thanked Peru for the maps.", "It also joined the talks of al-Qaeda.")
JUDGEMENTS = (
    "001\t1\tNOR\tPER\tcooperative\t-\tNorway\tPeru\taction",
    "001\t1\tPER\tNOR\tneutral\tcooperative\tPeru\tNorway\tauthor",
    "001\t2\tNOR\tAL QAEDA\tcooperative\tneutral\tIt\t-\taction",
)
ID = "0a1b2c3d4e5f"
SENTENCES = ("Chad warned Togo.", "Togo did not answer.")


def where(part: str) -> str:
    start = ARTICLE.index(part)
    return f"{start}-{start + len(part)}"


def write_data(folder: Path, text: str = ARTICLE) -> Path:
    """A data folder: a pool, and the sentences of a public corpus in each of the formats that are read."""
    folder.mkdir(parents=True, exist_ok=True)
    records = ({"id": "ffffffffffff", "text": "Chad rested."}, {"id": ID, "text": text, "title": "not read"})
    (folder / "pool.jsonl.gz").write_bytes(gzip.compress("".join(json.dumps(r) + "\n" for r in records).encode()))
    (folder / "a.tsv").write_text(f"n\tsentence\n1\tChad  warned Togo.\n2\t{SENTENCES[1]}\n", encoding="utf-8")
    return folder


def part(
    folder: Path, name: str, notes: tuple[str, ...], lines: tuple[str, ...], rows: dict[int, tuple[str, ...]]
) -> None:
    """A coded part as coders leave it: notes and lines, and a table a coder."""
    (folder / name / "articles").mkdir(parents=True)
    text = "\n".join((*(f"# {note}" for note in notes), *lines)) + "\n"
    (folder / name / "articles" / "001.txt").write_text(text, encoding="utf-8")
    for coder, judgements in rows.items():
        table = "\n".join(("\t".join(GOLD_COLUMNS), *judgements)) + "\n"
        (folder / name / f"coder_{coder}.tsv").write_text(table, encoding="utf-8")


SETTLED = "001\t1\tPER\tNOR\tcooperative\tneutral\tPeru\tNorway\taction"
ROW = "001\t1\tTCD\tTGO\tdistancing\thostile\tChad\tTogo\taction"


def coded_folder(folder: Path) -> Path:
    part(folder, "cut", (f"source: a wire, pool {ID}",), LINES, {1: JUDGEMENTS, 2: JUDGEMENTS[1:2], 3: (SETTLED,)})
    part(
        folder,
        "rows",
        ("ten unrelated sentences",),
        SENTENCES,
        {1: (ROW, ROW.replace("001\t1", "001\t2").replace("Chad", "-"))},
    )
    part(folder, "speech", ("unscon UNSC_1999_SPV.1_spch002.txt sentences 1-2",), SENTENCES, {1: (ROW,)})
    return folder


def texts(data: Path) -> Texts:
    source = TextSource(files=("a.tsv",), fields=("sentence",))
    return Texts.read(pool="pool.jsonl.gz", sources={"made_up": source}, data_dir=data)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The configuration of a corpus whose text is in the data folder only."""
    from training.corpora.passages import write_passages

    coded, data = coded_folder(tmp_path / "coded"), write_data(tmp_path / "data")
    rows, passages = data / "rows.tsv.gz", data / "passages.tsv.gz"
    write_standoff(rows, rows_of_folder(coded))
    write_passages(passages, passage_rows(coded, texts=texts(data)))
    values = load_config("irstance").model_dump(mode="json") | {
        "name": "made_up",
        "files_in": "data",
        "files": {rows.name: hashlib.sha256(rows.read_bytes()).hexdigest(), passages.name: None},
        "passages": passages.name,
        "pool": "pool.jsonl.gz",
        "texts": {"made_up": {"files": ["a.tsv"], "fields": ["sentence"]}},
        "splits": {"all": {"files": [rows.name]}},
        "rows_per_line": None,
    }
    config = tmp_path / "made_up.yaml"
    config.write_text(yaml.safe_dump(values), encoding="utf-8")
    return config


def test_neither_file_holds_text(corpus: Path, tmp_path: Path) -> None:
    del corpus
    for name in ("rows.tsv.gz", "passages.tsv.gz"):
        found = gzip.decompress((tmp_path / "data" / name).read_bytes()).decode()
        assert not [word for word in ("thanked", "joined", "warned", "answer") if word in found], name


def test_what_the_tables_say(tmp_path: Path) -> None:
    cut, rows, speech = passage_rows(coded_folder(tmp_path / "coded"), texts=texts(write_data(tmp_path / "data")))
    assert (cut.origin, cut.group, cut.lines) == (ID, ID, f"{where(FIRST)} {where(SECOND)}")
    keys = " ".join(f"made_up:{text_hash(sentence)}" for sentence in SENTENCES)
    assert (rows.origin, rows.group, rows.lines) == ("unrelated", "rows/001", keys)
    assert (speech.origin, speech.group, speech.lines) == ("passage", "UNSC_1999_SPV.1", keys)


def test_examples_are_joined_with_text_context_and_spans(corpus: Path, tmp_path: Path) -> None:
    loaded = load_corpus(corpus, data_dir=tmp_path / "data", split="all")
    there, back, second, one, two, speech = loaded
    assert (there.text, there.source, there.target, there.labels) == (LINES[0], "NOR", "PER", {"cooperative"})
    assert [span.of(there.text) for span in (*there.source_spans, *there.target_spans)] == ["Norway", "Peru"]
    assert (back.source, back.target) == ("PER", "NOR")
    assert (second.text, second.context, second.target_spans) == (LINES[1], LINES[:1], ())
    assert second.target == Catalogue.load().canonical("AL QAEDA")
    assert (one.context, two.context) == ((), ()), "unrelated lines are no context"
    assert one.group != two.group, "and each goes to a split by itself"
    assert (speech.group, speech.text) == ("UNSC_1999_SPV.1", SENTENCES[0])
    assert {example.corpus for example in loaded} == {"made_up"}


def test_the_adjudicated_label_goes_first(corpus: Path, tmp_path: Path) -> None:
    def back(coder: str) -> list[tuple[set[str], str | None]]:
        loaded = load_corpus(corpus, data_dir=tmp_path / "data", split="all", overrides=[f"coder={coder}"])
        return [(set(example.labels), example.also) for example in loaded if example.source == "PER"]

    assert back("final") == [({"cooperative"}, "neutral")]
    assert back("3") == [({"cooperative"}, "neutral")]
    assert back("1") == back("2") == [({"neutral"}, "cooperative")]


def test_the_rows_of_a_line_share_its_weight(corpus: Path, tmp_path: Path) -> None:
    few = load_corpus(corpus, data_dir=tmp_path / "data", split="all", overrides=["rows_per_line=1"])
    assert [example.weight for example in few] == [0.5, 0.5, 1.0, 1.0, 1.0, 1.0]


def test_parts_are_left_out(corpus: Path, tmp_path: Path) -> None:
    def parts(*overrides: str) -> int:
        return len(load_corpus(corpus, data_dir=tmp_path / "data", split="all", overrides=overrides))

    assert parts("without_parts=[cut]") == 3
    assert parts("parts=[cut]") == 3
    assert parts("without_lines=[cut/001:1, speech/001:1]") == 3
    assert parts("parts=[cut, speech]") == 4


def test_an_altered_article_is_named(corpus: Path, tmp_path: Path) -> None:
    write_data(tmp_path / "data", ARTICLE.replace("thanked", "praised"))
    with pytest.raises(DataError, match="the text is not what was coded") as caught:
        load_corpus(corpus, data_dir=tmp_path / "data", split="all")
    assert len(caught.value.problems) == 1, "one line of two is altered, whatever the number of its rows"
    assert "cut/001:1: the sentence has sha256" in caught.value.problems[0]


def test_every_missing_text_is_named(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "a.tsv").write_text(f"n\tsentence\n1\t{SENTENCES[0]}\n", encoding="utf-8")
    with pytest.raises(DataError, match="text of coded passages is missing") as caught:
        load_corpus(corpus, data_dir=tmp_path / "data", split="all")
    assert [problem.split(": ")[1].split(" with")[0] for problem in caught.value.problems] == [
        "the sentence of made_up",
        "the sentence of made_up",
    ]
    (tmp_path / "data" / "a.tsv").unlink()
    with pytest.raises(DataError, match=r"a\.tsv is missing: coded sentences are joined with its text"):
        load_corpus(corpus, data_dir=tmp_path / "data", split="all")


def test_lines_that_no_text_has_cannot_be_described(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", ARTICLE.replace("thanked", "praised"))
    with pytest.raises(DataError, match="lines without a source") as caught:
        list(passage_rows(coded_folder(tmp_path / "coded"), texts=texts(data)))
    assert [problem.split("/")[-1] for problem in caught.value.problems] == ["001.txt:1: not in the texts"]


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    passages = tmp_path / "passages.tsv"
    passages.write_text("part\tfile\tid\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"passages\.tsv:1: expected the columns part, file, group, origin, lines"):
        read_passages(passages, texts=Texts({}, {}))


@pytest.mark.parametrize(
    ("name", "content", "fields"),
    [
        ("a.csv", 'text\n"Chad, said  Togo, left."\n', ("text",)),
        ("a.jsonl", '{"text": null, "tokens": ["Chad,", "said", "Togo,", "left."]}\n', ("text", "tokens")),
        ("a.txt", "[Chad], said [Togo], left.\t1\t2\t0\n", ("text",)),
    ],
)
def test_sentences_are_read_from_each_format(tmp_path: Path, name: str, content: str, fields: tuple[str, ...]) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    read = Texts.read(pool=None, sources={"x": TextSource(files=(name,), fields=fields)}, data_dir=tmp_path)
    assert list(read.sentences["x"].values()) == ["Chad, said Togo, left."]


def test_written_text_lies_beside_its_annotations(tmp_path: Path) -> None:
    notes = ("written for the project", "register: wire copy", "region: Andes")
    part(tmp_path / "coded", "w01", notes, LINES, {1: JUDGEMENTS})
    main(["--coded", str(tmp_path / "coded"), "--written", "--output", "own", "--folder", str(tmp_path)])
    written = read_written(tmp_path / "own_passages.jsonl.gz")
    assert list(written.values()) == list(written_passages(tmp_path / "coded"))
    passage = written["w01", "001"]
    assert (passage.register, passage.region, passage.lines, passage.group) == ("wire copy", "Andes", LINES, "w01/001")
    before = (tmp_path / "own.tsv.gz").read_bytes()
    write_standoff(tmp_path / "own.tsv.gz", read_standoff(tmp_path / "own.tsv.gz"))
    assert (tmp_path / "own.tsv.gz").read_bytes() == before


def test_text_of_ones_own_and_a_data_folder_exclude_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for more in ([], ["--written", "--data-dir", str(tmp_path)]):
        with pytest.raises(SystemExit):
            main(["--coded", str(tmp_path), *more])
        assert "give either --data-dir" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["irstance", "irstance_written"])
def test_shipped_annotations_have_known_codes_and_legal_labels(name: str) -> None:
    rows = read_standoff(STANDOFF / f"{name}.tsv.gz")
    known = {*Catalogue.load().actors, *read_codes().values(), "AUTHOR"}
    assert sorted({code for row in rows for code in (row.source, row.target)} - known) == []
    assert {label for row in rows for label in (row.label, row.also) if label} == set(STANCE_LABELS.names)
    assert max(Counter((*row.judged, row.coder) for row in rows).values()) == 1
    assert not [row for row in rows if row.source == row.target or row.also == row.label]


def check_examples(corpus: CorpusConfig, data_dir: Path) -> None:
    examples = load_corpus(corpus.name, data_dir=data_dir, split="all")
    assert len({example.id for example in examples}) == len(examples) > 5000
    assert {label for example in examples for label in example.labels} == set(STANCE_LABELS.names)
    for example in examples:
        assert example.corpus == corpus.name
        assert example.source != example.target
        assert example.group
        assert all(span.of(example.text).strip() for span in (*example.source_spans, *example.target_spans))


def test_the_stand_off_corpus_loads(shared: Path) -> None:
    check_examples(load_config("irstance"), shared / "corpora")


def test_the_written_corpus_loads_without_any_data(tmp_path: Path) -> None:
    check_examples(load_config("irstance_written"), tmp_path)


def test_the_seed_is_in_it_row_for_row(shared: Path) -> None:
    shipped = {(row.judged, row.coder): (row.label, row.also) for row in read_standoff(STANDOFF / "irstance.tsv.gz")}
    seed = list(rows_of_folder(shared / "irstance_seed"))
    assert Counter(row.coder for row in seed) == {1: 5049, 2: 467}
    assert all(shipped[row.judged, row.coder] == (row.label, row.also) for row in seed)
