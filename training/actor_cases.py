"""How the hand-written hard cases of actors, tags and speakers are read: ``python -m training.actor_cases``.

Writes docs/actor-cases.md with the share of pieces read right and, by the id of its case, each piece that is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import yaml

from stance.actors.catalogue import Catalogue
from stance.actors.matchers import Matchers
from stance.evaluation.render import table
from stance.text.clean import clean
from stance.text.sentences import split
from stance.types import Document, Mentions, Skipped, Span, Speech
from training.pages import write_or_check

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
FRESH = DATA / "actors_fresh.yaml"
FILES = (DATA / "actors.yaml", DATA / "actors_more.yaml", FRESH)
PAGE = ROOT / "docs" / "actor-cases.md"

Case = Mapping[str, Any]
Kind = Literal["actor", "none", "tag", "speaker"]
KINDS: Mapping[Kind, str] = {
    "actor": "words that name or stand for an actor",
    "none": "words that name none",
    "tag": "the class of the reason why a name is no actor",
    "speaker": "voice and speaker of a sentence",
}
INTRODUCTION = """\
# Hard cases of actors, and which are read wrong

Sentences written to be hard: names of two meanings, places that are mere venues, people in and out of office,
references, groups, quotations. They stand in `tests/data/actors*.yaml` with what a reader makes of them. The rules were
written with most of them in view; the fresh ones (`actors_fresh.yaml`) were written afterwards, without a look at the
rules, and tell better what to expect of other hard sentences. This page is written by `make docs`; a test compares it.
In your own text `stance actors FILE --explain` shows the same decisions.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """One expectation of a case: what kind, whether it is met, what was expected and found."""

    case: str
    group: str
    kind: Kind
    right: bool
    told: str


@cache
def cases() -> tuple[Case, ...]:
    """The hard cases, as written."""
    return tuple(case for file in FILES for case in yaml.safe_load(file.read_text(encoding="utf-8")))


@cache
def fresh() -> frozenset[str]:
    """The ids of the cases that no rule has seen."""
    return frozenset(case["id"] for case in yaml.safe_load(FRESH.read_text(encoding="utf-8")))


@cache
def matchers() -> Matchers:
    """Matchers over the shipped catalogue."""
    return Matchers(Catalogue.load())


@cache
def judged() -> tuple[Piece, ...]:
    """Every piece of every case."""
    return tuple(Piece(case["id"], case["group"], *piece) for case in cases() for piece in _pieces(case))


def place(text: str, at: str, nth: int) -> Span:
    """Where the ``nth`` occurrence of some whole words stands; IndexError if there is none."""
    return Span(*[match.span() for match in re.finditer(rf"(?<!\w){re.escape(at)}(?!\w)", text)][nth - 1])


def many(value: str | Sequence[str]) -> set[str]:
    """One value or several."""
    return {value} if isinstance(value, str) else set(value)


def codes(value: str | Sequence[str]) -> set[str]:
    """Codes of actors in the catalogue's spelling; "none" is none."""
    return {matchers().catalogue.canonical(code) for code in many(value) - {"none"}}


def read(case: Case) -> tuple[Document, Mentions, tuple[Speech, ...]]:
    """The document of a case with its actors and voices."""
    metadata = {"voice": case["voice"]} if "voice" in case else {}
    document = Document(case["id"], case["text"], published=case.get("date"), metadata=metadata)
    mentions, speeches = matchers().read(document, split(document, clean(document)))
    return document, mentions, speeches


def _pieces(case: Case) -> Iterator[tuple[Kind, bool, str]]:
    document, mentions, speeches = read(case)
    for expected in case.get("expect", ()):
        span = place(document.text, expected["at"], expected.get("nth", 1))
        found = {mention.actor.code for mention in mentions.found if mention.span.overlaps(span)}
        wanted = codes(expected["actor"])
        yield "actor" if wanted else "none", found == wanted, _told(repr(expected["at"]), wanted, found, by=" and ")
        rejected = [skipped for skipped in mentions.rejected if skipped.span.overlaps(span)]
        if "tag" in expected and not found and (rejected or _is_known(expected["at"])):
            yield "tag", *_tagged(expected, rejected)
    for line in case.get("speakers", ()):
        yield "speaker", *_spoken(line, speeches)


def _is_known(name: str) -> bool:
    """Whether the catalogue has the name, so that it has to be turned down; others are nobody's from the start."""
    return name[:1].isupper() and bool(matchers().catalogue.lookup(name))


def _tagged(expected: Mapping[str, Any], rejected: Sequence[Skipped]) -> tuple[bool, str]:
    """Any of the tags, where several can be defended."""
    wanted, found = many(expected["tag"]), {skipped.tag for skipped in rejected}
    return bool(wanted & found), _told(f"tag of {expected['at']!r}", wanted, found)


def _spoken(line: Mapping[str, Any], speeches: Sequence[Speech]) -> tuple[bool, str]:
    where = f"sentence {line['sentence']}"
    if line["sentence"] > len(speeches):
        return False, f"{where}: not there"
    speech = speeches[line["sentence"] - 1]
    voices = many(line.get("voice") or speech.voice)
    found, wanted = {speech.speaker.actor.code} if speech.speaker else set(), codes(line["speaker"])
    right = found <= wanted and bool(found) == bool(wanted) and speech.voice in voices
    expected = f"{_listed(wanted)} in {_listed(voices)}"
    return right, f"{where}: expected {expected}, found {_listed(found)} in {speech.voice}"


def _told(what: str, wanted: set[str], found: set[str], *, by: str = " or ") -> str:
    return f"{what}: expected {_listed(wanted, by)}, found {_listed(found, by)}"


def _listed(values: set[str], by: str = " or ") -> str:
    return by.join(sorted(value or "no tag" for value in values)) or "nobody"


def right(kind: Kind, *, unseen: bool) -> tuple[bool, ...]:
    """For each piece of a kind, of the fresh cases or of the others, whether it is read right."""
    return tuple(piece.right for piece in judged() if piece.kind == kind and (piece.case in fresh()) is unseen)


def failures(kind: Kind) -> tuple[str, ...]:
    """What is read wrong, each with the id of its case."""
    return tuple(f"{piece.case}: {piece.told}" for piece in judged() if piece.kind == kind and not piece.right)


def render() -> str:
    """The whole page."""
    found = {said: [right(kind, unseen=unseen) for unseen in (False, True)] for kind, said in KINDS.items()}
    found["all"] = [tuple(chain.from_iterable(column)) for column in zip(*found.values(), strict=True)]
    rows = [(said, *(cell for part in parts for cell in _cells(part))) for said, parts in found.items()]
    summary = table(("what has to be read", "pieces", "right", "fresh pieces", "right"), rows)
    sections = [_section(kind, said) for kind, said in KINDS.items()]
    return "\n".join((INTRODUCTION, f"{len(cases())} cases, {len(fresh())} of them fresh.\n", summary, *sections))


def _cells(part: Sequence[bool]) -> tuple[str, str]:
    return str(len(part)), f"{100 * sum(part) / len(part):.1f} %"


def _section(kind: Kind, said: str) -> str:
    listed = "\n".join(f"- `{name}`: {told}" for name, told in (line.split(": ", 1) for line in failures(kind)))
    return f"\n## Read wrong: {said}\n\n{listed or 'None.'}\n"


def main() -> None:
    """Writes the page, or with ``--check`` says whether it is current."""
    write_or_check(PAGE, render, command="training.actor_cases", says="Write docs/actor-cases.md.")


if __name__ == "__main__":
    main()
