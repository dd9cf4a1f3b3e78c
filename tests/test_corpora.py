"""Corpora: configurations, readers on made-up rows, and the real files where they are present."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from datasets import ClassLabel, Dataset, Features, Value

from stance.actors.catalogue import Catalogue
from stance.errors import ConfigError, DataError
from stance.examples import write_examples
from stance.gold import read_gold
from stance.types import Span, StanceExample
from training.corpora import check_files, corpus_names, describe, load_config, load_corpus
from training.corpora.config import CorpusConfig
from training.corpora.conflibert_cameo import align
from training.corpora.dse import unbracket
from training.corpora.hf import from_dataset
from training.corpora.rows import to_word
from training.corpora.unscon import mentions_of
from training.corpora.zsp_plv import unmark
from training.splits import text_key

PUBLIC = ("conflibert_cameo", "dse", "irstance", "newsmtsc", "plover_gsr", "seesaw", "unscon", "zsp_plv")
OURS = {"irstance_written": "irstance", "unlabelled": "unlabelled"}  # in one split → their reader
HEADER = """
title: made up
source: https://example.org
paper: none
licence: CC0
licence_allows_shipping: true
licence_reason: made up
language: en
folder: .
"""


def own_config(tmp_path: Path, **extra: str) -> Path:
    path = tmp_path / "made_up.yaml"
    settings = {"files": "{a.jsonl: null, b.jsonl: null}", "splits": "{train: {files: [a.jsonl]}}"} | extra
    lines = "".join(f"{name}: {value}\n" for name, value in settings.items())
    path.write_text(f"name: made_up\nreader: own\n{HEADER}{lines}", encoding="utf-8")
    return path


def made_up(n: int, *, text: str = "", weight: float = 1.0) -> StanceExample:
    return StanceExample(
        id=str(n),
        text=text or f"Zenda scolded Ruritania {n} times.",
        source="Zenda",
        target="Ruritania",
        labels=frozenset({"distancing"}),
        weight=weight,
        group=f"g{n}",
    )


def test_every_configuration_loads_and_is_complete() -> None:
    assert corpus_names() == tuple(sorted((*PUBLIC, *OURS)))
    for name in corpus_names():
        corpus = load_config(name)
        assert corpus.name == name
        assert corpus.reader == OURS.get(name, name)
        assert corpus.splits["all" if name in OURS else "train"]
        assert all(corpus.files.values()), f"{name}: a public corpus needs checksums"
        assert describe(name)["licence"] == corpus.licence


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (["reverse=nothing"], "reverse"),
        (["labels.1=[kind]"], "unknown label.*kind"),
        (["splits.train.share=[1, 0]"], "share must be"),
        (["splits.train.files=[other.gz]"], "without a checksum: other.gz"),
        (["splitz=1"], "did you mean 'splits'"),
        (["files.train\\.txt=abc"], "files"),
    ],
)
def test_wrong_settings_are_named(overrides: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_config("dse", overrides=overrides)


def test_unknown_names(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"expected a YAML file, a file of judgements .* or one of conflibert_cameo, dse"
    ):
        load_config("dze")
    with pytest.raises(ConfigError, match="no split 'tests': expected one of train"):
        load_corpus("dse", data_dir=tmp_path, split="tests")
    config = own_config(tmp_path)
    config.write_text(config.read_text().replace("reader: own", "reader: owl"))
    with pytest.raises(ConfigError, match="unknown reader 'owl'"):
        load_config(config)


def test_missing_and_altered_files_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "zsp_plv").mkdir()
    (tmp_path / "zsp_plv" / "PLV_train.tsv.gz").write_bytes(gzip.compress(b"other"))
    with pytest.raises(DataError, match=r"2 file\(s\) missing or altered") as caught:
        load_corpus("zsp_plv", data_dir=tmp_path)
    assert "not the stated version" in caught.value.problems[0]
    assert "is missing: get it from https://github.com/snowood1" in caught.value.problems[1]


def test_own_files_with_splits_weight_and_leak_rules(tmp_path: Path) -> None:
    write_examples(tmp_path / "a.jsonl", [made_up(n, weight=0.5) for n in range(200)])
    write_examples(tmp_path / "b.jsonl", [made_up(7), made_up(8, text="ZENDA scolded Ruritania “8” times")])
    splits = (
        "{train: {files: [a.jsonl], share: [0, 0.7], without: [b.jsonl]}, dev: {files: [a.jsonl], share: [0.7, 1]}, "
        "test: {files: [b.jsonl]}}"
    )
    config = own_config(tmp_path, splits=splits, weight="0.5")
    parts = {name: load_corpus(config, data_dir=tmp_path, split=name) for name in ("train", "dev", "test")}
    ids = {name: {example.id for example in part} for name, part in parts.items()}
    assert not ids["train"] & ids["dev"]
    assert 198 <= len(ids["train"] | ids["dev"]) <= 200
    assert 120 < len(ids["train"]) < 160
    assert not {text_key(e.text) for e in parts["train"]} & {text_key(e.text) for e in parts["test"]}
    assert {(example.weight, example.corpus) for example in parts["train"]} == {(0.25, "made_up")}


def test_a_leak_rule_may_name_a_configuration_file(tmp_path: Path) -> None:
    write_examples(tmp_path / "a.jsonl", [made_up(1), made_up(2)])
    write_examples(tmp_path / "b.jsonl", [made_up(2)])
    config = own_config(tmp_path, splits="{train: {files: [a.jsonl]}, dev: {files: [b.jsonl]}}")
    kept = load_corpus(config, data_dir=tmp_path, without=[f"{config}/dev"])
    assert [example.text for example in kept] == [made_up(1).text]


def test_a_split_without_examples_is_an_error(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        write_examples(tmp_path / name, [made_up(1)])
    config = own_config(tmp_path, splits="{train: {files: [a.jsonl], without: [b.jsonl]}}")
    with pytest.raises(DataError, match="split 'train' holds no examples"):
        load_corpus(config, data_dir=tmp_path)


def test_augmented_examples_follow(tmp_path: Path) -> None:
    norway = StanceExample(
        id="1",
        text="Norway thanked Peru.",
        source="NOR",
        target="PER",
        labels=frozenset({"cooperative"}),
        source_spans=(Span(0, 6),),
        target_spans=(Span(15, 19),),
    )
    write_examples(tmp_path / "a.jsonl", [norway])
    config = own_config(tmp_path, augment="{swaps: 2, weight: 0.5}")
    assert [e.weight for e in load_corpus(config, data_dir=tmp_path, augmented=True)] == [1.0, 0.5, 0.5]
    assert len(load_corpus(config, data_dir=tmp_path)) == 1


def test_marks_become_spans() -> None:
    text, spans = unmark("<s>Zenda </s>told <t>the <s>Zenda</s>ns</t> to go, and <t>Rurit</t>ania too")
    assert text == "Zenda told the Zendans to go, and Ruritania too"
    assert [span.of(text) for span in spans["s"]] == ["Zenda", "Zendans"]
    assert [span.of(text) for span in spans["t"]] == ["the Zendans", "Ruritania"]


def test_brackets_become_spans() -> None:
    text, p, q = unbracket("The [Congre]ss of Zenda met [ King Rudolf’]s men.", place="here")
    assert text == "The Congress of Zenda met  King Rudolf’s men."
    assert (p.name, q.name) == ("Congress", "King Rudolf")
    assert (p.span.of(text), q.span.of(text)) == (p.name, q.name)
    with pytest.raises(DataError, match="here: expected two entities"):
        unbracket("[One] only", place="here")


@pytest.mark.parametrize(
    ("span", "expected"), [(Span(4, 9), "Zenda"), (Span(5, 7), "Zenda"), (Span(3, 10), "Zenda"), (Span(9, 12), "met")]
)
def test_spans_end_at_words(span: Span, expected: str) -> None:
    text = "Now Zenda met."
    assert to_word(text, span).of(text) == expected


def test_tokens_align_where_quotes_were_dropped() -> None:
    text = "“Zenda's king” met (two) envoys."
    tokens = ["Zenda", "'s", "king", "met", "two", "envoys", "."]
    spans = [align(text, tokens, 0, 3), align(text, tokens, 4, 6)]
    assert [span and span.of(text) for span in spans] == ["Zenda's king", "two) envoys"]
    assert align(text, ["Other", "king"], 0, 1) is None


def test_countries_are_found_by_name_and_demonym() -> None:
    assert [span.of("Peruvian envoys left Peru") for span in mentions_of("PER", "Peruvian envoys left Peru")] == [
        "Peruvian"
    ]
    assert mentions_of("PER", "the superubiquitous envoy") == ()


def test_datasets_with_renamed_columns_and_class_labels() -> None:
    features = Features(
        {
            "sentence": Value("string"),
            "a": Value("string"),
            "b": Value("string"),
            "label": ClassLabel(names=["bad", "good"]),
        }
    )
    data = {
        "sentence": ["Zenda hit Ruritania.", "Zenda fed Ruritania."],
        "a": ["Z", "Z"],
        "b": ["R", "R"],
        "label": [0, 1],
    }
    dataset = Dataset.from_dict(data, features=features)
    columns = {"sentence": "text", "a": "source", "b": "target"}
    examples = from_dataset(dataset, columns=columns, labels={"bad": "hostile", "good": "cooperative|supportive"})
    assert [example.labels for example in examples] == [{"hostile"}, {"cooperative", "supportive"}]
    with pytest.raises(DataError, match="unknown label 'bad'"):
        from_dataset(dataset, columns=columns)
    with pytest.raises(DataError, match="no column c: the dataset has sentence, a, b, label"):
        from_dataset(dataset, columns={"c": "text"})


# Row counts of the published files (and what the readers must leave out of them).
EXPECTED = {
    ("dse", "train_official"): 13144 + 8589,
    ("dse", "dev_official"): 1461 + 955,
    ("dse", "test"): 1623 + 1060,
    ("dse", "test_clean"): 1222 + 899,
    ("zsp_plv", "train"): 1050 - 8,
    ("zsp_plv", "test"): 1033,
    ("newsmtsc", "devtest_rw"): 1146,
    ("newsmtsc", "devtest_mt"): 1476 - 3,
    ("unscon", "all"): 380 + 7,
    ("seesaw", "train"): 6263,
    ("seesaw", "dev"): 2436,
    ("seesaw", "test"): 1920,
}


@pytest.mark.parametrize(("name", "split"), EXPECTED)
def test_row_counts(shared: Path, name: str, split: str) -> None:
    assert len(load_corpus(name, data_dir=shared / "corpora", split=split)) == EXPECTED[name, split]


@pytest.mark.parametrize("name", PUBLIC)
def test_real_examples_are_well_formed(shared: Path, name: str) -> None:
    examples = load_corpus(name, data_dir=shared / "corpora", split="train")
    assert len({example.id for example in examples}) == len(examples)
    for example in examples:
        assert example.source != example.target
        assert example.labels
        assert example.group
        assert 0 < example.weight <= 1
        for span in (*example.source_spans, *example.target_spans):
            mention = span.of(example.text)
            assert mention
            assert mention == mention.strip()


@pytest.mark.parametrize("name", PUBLIC)
def test_files_match_their_checksums(shared: Path, name: str) -> None:
    corpus = load_config(name)
    assert check_files(corpus, data_dir=shared / "corpora") == corpus.files


@cache
def texts(
    shared: Path, name: str, split: str, *, overrides: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> frozenset[str]:
    loaded = load_corpus(name, data_dir=shared / "corpora", split=split, overrides=overrides, without=without)
    return frozenset(text_key(example.text) for example in loaded)


def test_no_training_split_holds_a_test_sentence(shared: Path) -> None:
    plv = texts(shared, "zsp_plv", "test")
    gold = {text_key(e.text) for e in read_gold(shared / "gold_dev").judgements}
    for name in PUBLIC:
        train = texts(shared, name, "train")
        assert not train & plv, name
        assert not train & gold, name
    assert not texts(shared, "dse", "train") & (texts(shared, "dse", "dev") | texts(shared, "dse", "test"))
    assert texts(shared, "dse", "train_official") & texts(shared, "dse", "test")
    assert not texts(shared, "irstance", "train") & texts(shared, "irstance", "dev")


def test_further_leak_rules(shared: Path) -> None:
    dev = texts(shared, "irstance", "dev")
    assert texts(shared, "zsp_plv", "train") & dev
    assert not texts(shared, "zsp_plv", "train", without=("irstance/dev",)) & dev
    assert not texts(shared, "irstance", "train", overrides=("without_parts=[news]",)) & texts(shared, "dse", "test")
    with pytest.raises(ConfigError, match="expected corpus/split"):
        texts(shared, "zsp_plv", "train", without=("irstance",))


def test_dse_directions(shared: Path) -> None:
    rows = {name: load_corpus("dse", data_dir=shared / "corpora", split="test", overrides=[f"reverse={name}"])
            for name in ("skip", "neutral")}  # fmt: skip
    assert len(rows["neutral"]) == 2 * 1623
    signed = [example for example in rows["skip"] if "neutral" not in example.labels]
    backward = [example for example in signed if example.source_spans[0].start > example.target_spans[0].start]
    assert (len(signed), len(backward)) == (166 + 33 + 316 + 48, 33 + 48)


def test_states_only_keeps_pairs_of_actors(shared: Path) -> None:
    few = load_corpus("dse", data_dir=shared / "corpora", overrides=["states_only=true"])
    catalogue = Catalogue.load()
    assert 200 < len(few) < 2500
    assert all(catalogue.lookup(example.source) and catalogue.lookup(example.target) for example in few)


def test_reciprocal_records_go_both_ways(shared: Path) -> None:
    pairs = {(e.text, e.source, e.target) for e in load_corpus("plover_gsr", data_dir=shared / "corpora", split="all")}
    assert sum((text, target, source) in pairs for text, source, target in pairs) >= 30


def test_speakers_are_sources_in_unscon(shared: Path) -> None:
    examples = load_corpus("unscon", data_dir=shared / "corpora", split="all")
    pairs = Counter((example.source, example.target) for example in examples)
    assert pairs["UKR", "RUS"] == 81
    assert pairs["USA", "RUS"] == 60
    assert all(not example.source_spans and example.voice == "direct_quote" for example in examples)
    assert sum(bool(example.context) for example in examples) > 0.9 * len(examples)


def test_configuration_values_are_json(tmp_path: Path) -> None:
    assert json.loads(json.dumps(describe(own_config(tmp_path))))["files"] == {"a.jsonl": None, "b.jsonl": None}
    assert issubclass(type(load_config(own_config(tmp_path))), CorpusConfig)
