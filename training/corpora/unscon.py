"""UNSCon: verbal conflicts in Security Council speeches, from the speaker's country to the country it targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from stance.actors.catalogue import Catalogue
from stance.actors.naming import pattern
from stance.errors import DataError
from stance.types import Span, StanceExample
from training.corpora.config import CorpusConfig
from training.corpora.rows import Row, label_set, table

NONE = frozenset({"", "_", "-NONE-"})


class Config(CorpusConfig):
    """UNSCon and its options."""

    reader: Literal["unscon"]
    countries: dict[str, str] = Field(description="country as the corpus writes it → actor code")
    unlabelled_as_neutral: bool = Field(
        False,
        description="sentences without a conflict that name a country: neutral toward it (not what the guideline says)",
    )


@dataclass(frozen=True, slots=True)
class _Conflict:
    label: str
    target: str


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:  # noqa: ARG001 the readers' signature
    """An example a conflict with a named target; the earlier sentences of the speech are its context."""
    speech = ""
    earlier: list[str] = []
    for line, record in table(path, delimiter=","):
        if record["fileid"] != speech:
            speech, earlier = record["fileid"], []
        place = f"{path}:{line}"
        source = _speaker(corpus, record["filename"], place=place)
        for conflict in _conflicts(corpus, record, source, place=place):
            yield Row(
                StanceExample(
                    id=f"{corpus.name}:{speech}:{record['speech_sentence_id']}:{conflict.target}",
                    text=record["text"],
                    source=source,
                    target=conflict.target,
                    labels=label_set(corpus, conflict.label, place=place),
                    context=tuple(earlier),
                    target_spans=mentions_of(conflict.target, record["text"]),
                    voice="direct_quote",
                    corpus=corpus.name,
                    group=speech.rsplit("_", 1)[0],  # the debate: its speeches answer each other
                    origin=place,
                )
            )
        earlier.append(record["text"])


def _speaker(corpus: Config, filename: str, *, place: str) -> str:
    return _code(corpus, filename.partition("_preproc_")[2].removesuffix(".txt").lower(), place=place)


def _code(corpus: Config, country: str, *, place: str) -> str:
    if country not in corpus.countries:
        raise DataError(f"{place}: country {country!r} is not in the corpus configuration: add it to countries")
    return corpus.countries[country]


def _conflicts(corpus: Config, record: Mapping[str, str], source: str, *, place: str) -> Iterator[_Conflict]:
    types = {name: record[name] for name in ("A0_Negative_Evaluation", "B1_ChallengeType") if record[name] not in NONE}
    named = {
        "A0_Negative_Evaluation": ("A4_Country_Name", "A4_Country_Name_2"),
        "B1_ChallengeType": ("B3_Country_Name", "B3_Country_Name_2"),
    }
    found: dict[str, str] = {}
    for kind, label in types.items():
        for column in named[kind]:
            if record[column] not in NONE:
                found.setdefault(_code(corpus, record[column], place=place), label)
    yield from (_Conflict(label, target) for target, label in found.items() if target != source)
    if not types and corpus.unlabelled_as_neutral:
        for target in sorted(set(corpus.countries.values()) - {source}):
            if mentions_of(target, record["text"]):
                yield _Conflict("none", target)


def mentions_of(code: str, text: str) -> tuple[Span, ...]:
    """First place where a name, demonym, capital or other undated form of the actor stands, longest form first."""
    found = _pattern(code).search(text)
    return (Span(found.start(), found.end()),) if found else ()


@cache
def _pattern(code: str) -> re.Pattern[str]:
    forms = {
        form.text for form in _catalogue().forms if form.code == code and form.since is None and form.until is None
    }
    return pattern(forms)


@cache
def _catalogue() -> Catalogue:
    return Catalogue.load()
