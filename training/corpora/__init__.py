"""Corpora as training examples: ``load_corpus(name, data_dir=…, split=…)``.

A corpus is a file ``configs/corpora/<name>.yaml`` and a reader (one module each) that turns one file into rows. Splits,
leak rules, weights and checksums are the same code for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

import yaml

from stance.config import load_yaml
from stance.errors import ConfigError, DataError
from stance.examples import FORMATS
from stance.types import StanceExample
from training.corpora.config import CorpusConfig, SplitRule
from training.corpora.rows import Row
from training.splits import group_of, position, text_key

CONFIGS = Path(__file__).parents[2] / "configs" / "corpora"
SHIPPED_FILES = CONFIGS / "standoff"


READERS = (
    "conflibert_cameo",
    "dse",
    "irstance",
    "newsmtsc",
    "own",
    "plover_gsr",
    "seesaw",
    "unlabelled",
    "unscon",
    "zsp_plv",
)


class Reader(Protocol):
    """A reader module: its configuration class, and the rows of one file (``folder``: where the corpus's text lies)."""

    Config: type[CorpusConfig]

    def rows(self, corpus: CorpusConfig, *, path: Path, folder: Path) -> Iterator[Row]:
        """The rows of one file."""
        ...


def reader_of(name: str) -> Reader:
    """The reader module of this name, imported when it is needed."""
    return cast("Reader", import_module(f"training.corpora.{name}"))


def corpus_names() -> tuple[str, ...]:
    """The corpora that have a configuration."""
    return tuple(sorted(path.stem for path in CONFIGS.glob("*.yaml")))


def load_config(name: str | Path, *, overrides: Sequence[str] = ()) -> CorpusConfig:
    """The configuration of a corpus, by name, by path of a YAML file, or of a file of judgements (``own``)."""
    if is_examples_file(name):
        return _of_file(Path(name), overrides)
    path = Path(name) if Path(name).suffix == ".yaml" else CONFIGS / f"{name}.yaml"
    if not path.exists():
        raise ConfigError(
            f"unknown corpus {str(name)!r}: expected a YAML file, a file of judgements "
            f"({', '.join(FORMATS)}) or one of {', '.join(corpus_names())}"
        )
    return load_yaml(path, reader_of(_reader_name(path)).Config, overrides=overrides)


def is_examples_file(name: str | Path) -> bool:
    """Whether this is the name of a file of judgements (``stance.examples``)."""
    return str(name).removesuffix(".gz").lower().endswith(FORMATS)


def _of_file(file: Path, overrides: Sequence[str]) -> CorpusConfig:
    from training.corpora.own import config_of

    if overrides:
        raise ConfigError(f"{file}: a file of judgements takes no options: write a corpus configuration for it")
    if not file.is_file():
        raise DataError(f"{file}: no such file of judgements")
    return config_of(file)


def _reader_name(path: Path) -> str:
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    reader = values.get("reader") if isinstance(values, dict) else None
    if reader not in READERS:
        raise ConfigError(f"{path}: unknown reader {reader!r}: expected one of {', '.join(READERS)}")
    return str(reader)


def load_corpus(
    name: str | Path,
    *,
    data_dir: Path | str,
    split: str = "train",
    overrides: Sequence[str] = (),
    without: Sequence[str] = (),
    augmented: bool = False,
) -> tuple[StanceExample, ...]:
    """The examples of one split, in file order, after the leak rules of the configuration.

    ``overrides``: dotted settings of the corpus, for example ``weight=0.5``. ``without``: more leak rules, as
    ``corpus/split``: their sentences are left out (a held-out split whose sentences this corpus repeats).
    ``augmented``: what the configuration's ``augment`` adds follows the examples. Raises DataError if a file is missing
    or does not match its checksum, ConfigError for an unknown corpus, split or setting.
    """
    corpus = load_config(name, overrides=overrides)
    if split not in corpus.splits:
        raise ConfigError(f"{corpus.name} has no split {split!r}: expected one of {', '.join(corpus.splits)}")
    rule = corpus.splits[split]
    folder = Path(data_dir) / corpus.folder
    check_files(corpus, data_dir=data_dir, names=(*rule.files, *rule.without))
    held_out = {text_key(row.example.text) for row in _rows(corpus, rule.without, folder)}
    for other in (*rule.without_corpora, *without):
        held_out |= texts_of(other, data_dir=data_dir)
    found = tuple(
        replace(row.example, weight=row.example.weight * corpus.weight)
        for row in _rows(corpus, rule.files, folder)
        if _kept(row, rule, corpus) and text_key(row.example.text) not in held_out
    )
    if not found:
        raise DataError(f"{corpus.name}: split {split!r} holds no examples: widen its share or its leak rules")
    return (*found, *_augmented(found, corpus)) if augmented else found


def _augmented(examples: Sequence[StanceExample], corpus: CorpusConfig) -> tuple[StanceExample, ...]:
    from stance.actors.catalogue import Catalogue
    from training.corpora.augment import augment

    return augment(examples, settings=corpus.augment, catalogue=Catalogue.load(), seed=corpus.seed)


def texts_of(corpus_split: str, *, data_dir: Path | str) -> frozenset[str]:
    """The text keys of ``corpus/split``; the corpus may be a path of a YAML file."""
    name, _, split = corpus_split.rpartition("/")
    if not name:
        raise ConfigError(f"leak rule {corpus_split!r}: expected corpus/split, for example zsp_plv/test")
    return frozenset(text_key(example.text) for example in load_corpus(name, data_dir=data_dir, split=split))


def _kept(row: Row, rule: SplitRule, corpus: CorpusConfig) -> bool:
    start, end = rule.share
    inside = (start, end) == (0.0, 1.0) or start <= position(group_of(row.example), seed=corpus.seed) < end
    return inside and row.flags.isdisjoint(rule.without_flags)


def _rows(corpus: CorpusConfig, names: Sequence[str], folder: Path) -> Iterator[Row]:
    reader = reader_of(corpus.reader)
    for name in names:
        yield from reader.rows(corpus, path=_path(corpus, name, folder), folder=folder)


def _path(corpus: CorpusConfig, name: str, folder: Path) -> Path:
    return (SHIPPED_FILES if corpus.files_in == "project" else folder) / name


def check_files(corpus: CorpusConfig, *, data_dir: Path | str, names: Sequence[str] | None = None) -> dict[str, str]:
    """File → sha256 of the files asked for (all by default); DataError with every missing or altered one."""
    folder = Path(data_dir) / corpus.folder
    found: dict[str, str] = {}
    problems: list[str] = []
    for name in dict.fromkeys(names if names is not None else corpus.files):
        path = _path(corpus, name, folder)
        if not path.exists():
            problems.append(f"{path} is missing: get it from {corpus.source}")
            continue
        found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        if corpus.files[name] not in (None, found[name]):
            problems.append(f"{path} has sha256 {found[name]}, expected {corpus.files[name]}: not the stated version")
    if problems:
        raise DataError(f"{corpus.name}: {len(problems)} file(s) missing or altered", tuple(problems))
    return found


def describe(name: str | Path) -> dict[str, Any]:
    """Name, source, citation, licence and checksums of a corpus: what a model card states about its training data."""
    corpus = load_config(name)
    fields = {"name", "title", "source", "paper", "licence", "licence_allows_shipping", "licence_reason", "files"}
    return corpus.model_dump(mode="json", include=fields)
