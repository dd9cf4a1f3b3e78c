"""Hard sentences on names, venues, people, dates, references, groups and speakers: how many pieces are read right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from stance.actors.catalogue import Catalogue
from stance.actors.matchers import Matchers
from stance.text.clean import clean
from stance.text.sentences import split
from stance.types import Document, Mentions, Span, Speech

FILE = Path(__file__).parent / "data" / "actors.yaml"
MORE = Path(__file__).parent / "data" / "actors_more.yaml"
FLOORS = {"actor": 0.86, "none": 0.88, "speaker": 0.84}
Case = Mapping[str, Any]


@cache
def cases() -> tuple[Case, ...]:
    return tuple(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@cache
def matchers() -> Matchers:
    return Matchers(Catalogue.load())


def read(case: Case) -> tuple[Document, Mentions, tuple[Speech, ...]]:
    metadata = {"voice": case["voice"]} if "voice" in case else {}
    document = Document(case["id"], case["text"], published=case.get("date"), metadata=metadata)
    mentions, speeches = matchers().read(document, split(document, clean(document)))
    return document, mentions, speeches


def place(text: str, at: str, nth: int) -> Span:
    return Span(*[match.span() for match in re.finditer(rf"(?<!\w){re.escape(at)}(?!\w)", text)][nth - 1])


def codes(value: str | Sequence[str]) -> set[str]:
    given = {value} if isinstance(value, str) else set(value)
    return {matchers().catalogue.canonical(code) for code in given - {"none"}}


def pieces(case: Case) -> Iterator[tuple[str, str, bool]]:
    """(kind, what was expected and found, whether right) of each piece of a case."""
    document, mentions, speeches = read(case)
    for piece in case.get("expect", ()):
        span = place(document.text, piece["at"], piece.get("nth", 1))
        found = {mention.actor.code for mention in mentions.found if mention.span.overlaps(span)}
        wanted = codes(piece["actor"])
        told = f"{piece['at']!r}: expected {sorted(wanted) or 'nobody'}, found {sorted(found) or 'nobody'}"
        yield "actor" if wanted else "none", told, found == wanted
    for line in case.get("speakers", ()):
        speech = speeches[line["sentence"] - 1] if line["sentence"] <= len(speeches) else None
        if speech is None:
            yield "speaker", f"sentence {line['sentence']}: not there", False
            continue
        voices = {line["voice"]} if isinstance(line.get("voice"), str) else set(line.get("voice") or [speech.voice])
        found = {speech.speaker.actor.code} if speech.speaker else set()
        wanted = codes(line["speaker"])
        right = (found <= wanted and bool(found) == bool(wanted)) and speech.voice in voices
        told = f"sentence {line['sentence']}: expected {sorted(wanted)} {sorted(voices)}, found {found} {speech.voice}"
        yield "speaker", told, right


@cache
def judged() -> tuple[tuple[str, str, str, bool], ...]:
    return tuple((case["id"], *piece) for case in cases() for piece in pieces(case))


def test_the_cases_are_well_formed() -> None:
    assert len(cases()) >= 300
    assert len({case["id"] for case in cases()}) == len(cases())
    for case in cases():
        for piece in case.get("expect", ()):
            assert place(case["text"], piece["at"], piece.get("nth", 1)), case["id"]


@pytest.mark.parametrize("kind", FLOORS)
def test_hard_cases_are_read_right(kind: str) -> None:
    rows = [row for row in judged() if row[1] == kind]
    share = sum(row[3] for row in rows) / len(rows)
    failures = Counter(f"{case} {told}" for case, _, told, right in rows if not right)
    assert share >= FLOORS[kind], f"{share:.3f} of {len(rows)} right; wrong:\n" + "\n".join(failures)


def test_more_sentences_of_newswire_and_statements_are_read_right() -> None:
    """Sentences that were read right once: names, people, references and speakers in the wording of several genres."""
    more: Sequence[Case] = yaml.safe_load(MORE.read_text(encoding="utf-8"))
    assert len(more) >= 500
    wrong = [f"{case['id']} {told}" for case in more for _, told, right in pieces(case) if not right]
    assert not wrong, "\n".join(wrong)
