"""Which actors of the gold's lines were found: those that the line names, and those that it only implies.

A gold actor counts as named where a judgement of its line quotes its words, and as implied where none does. A found
actor counts as named where the text calls it by name, demonym, office, person …, and as implied where only a reference
or an earlier sentence stands for it. Lines without judgements say nothing about who is in them and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from stance.gold import GoldFolder
from stance.metrics.classification import ratio
from stance.types import AUTHOR, Mention

Place = tuple[str, int]
Ends = Mapping[Place, Set[str]]
IMPLIED = frozenset({"pronoun", "description", "speaker"})


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """``hits`` of ``gold`` actors were found; ``right`` of ``predicted`` ones stand in a judgement of their line.

    F1 is the harmonic mean of precision (right / predicted) and recall (hits / gold).
    """

    gold: int
    predicted: int
    hits: int
    right: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Linking:
    """Actors of the lines, named and implied, by the code of the gold."""

    named: LinkFigures
    implied: LinkFigures


@dataclass(frozen=True, slots=True)
class Seen:
    """The codes found in each place, a line that became a sentence: ``named`` by the text, ``others`` otherwise.

    Others are found by reference, or carried over from an earlier sentence into a pair.
    """

    places: frozenset[Place]
    named: Ends
    others: Ends

    def at(self, place: Place) -> Set[str]:
        """All codes found in a place."""
        return self.named.get(place, frozenset()) | self.others.get(place, frozenset())


def linking(gold: GoldFolder, found: Seen) -> Linking:
    """Compare the actors found with those of the judgements."""
    named, every = _ends(gold)
    implied = {place: codes - named.get(place, set()) for place, codes in every.items()}
    return Linking(
        named=_figures(gold=named, found=found, predicted=found.named, every=every),
        implied=_figures(gold=implied, found=found, predicted=found.others, every=every),
    )


def seen(
    places: Iterable[Place], mentions: Iterable[tuple[Place, Mention]], carried: Iterable[tuple[Place, str]]
) -> Seen:
    """From mentions, and from codes that a line's pairs have without a mention in it."""
    named: dict[Place, set[str]] = {}
    others: dict[Place, set[str]] = {}
    for place, mention in mentions:
        (others if mention.how in IMPLIED else named).setdefault(place, set()).add(mention.actor.code)
    for place, code in carried:
        if code != AUTHOR.code:
            others.setdefault(place, set()).add(code)
    return Seen(frozenset(places), named, {place: codes - named.get(place, set()) for place, codes in others.items()})


def _ends(gold: GoldFolder) -> tuple[dict[Place, set[str]], dict[Place, set[str]]]:
    named: dict[Place, set[str]] = {}
    every: dict[Place, set[str]] = {}
    for key, example in zip(gold.keys, gold.judgements, strict=True):
        place = (key.file.zfill(2), key.line)
        for code, spans in ((key.source, example.source_spans), (key.target, example.target_spans)):
            if code != AUTHOR.code:
                every.setdefault(place, set()).add(code)
                if spans:
                    named.setdefault(place, set()).add(code)
    return named, every


def _figures(*, gold: Ends, found: Seen, predicted: Ends, every: Ends) -> LinkFigures:
    wanted = sum(len(codes) for codes in gold.values())
    hits = sum(len(codes & found.at(place)) for place, codes in gold.items())
    judged = {place: codes for place, codes in predicted.items() if place in every}
    proposed = sum(len(codes) for codes in judged.values())
    right = sum(len(codes & every[place]) for place, codes in judged.items())
    precision, recall = ratio(right, proposed), ratio(hits, wanted)
    f1 = 2 * precision * recall / (precision + recall) if hits and right else 0.0
    return LinkFigures(wanted, proposed, hits, right, precision, recall, f1)
