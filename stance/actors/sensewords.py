"""Names with another sense, and the words that tell which is meant. All folded."""

from __future__ import annotations

from dataclasses import dataclass

from stance.actors.lexicon import words
from stance.types import SkipTag


@dataclass(frozen=True, slots=True)
class Sense:
    """Another thing of the same name: the words that speak for it, and those that speak for the state."""

    reason: str
    tag: SkipTag
    other: frozenset[str]
    own: frozenset[str]
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()


SENSES: dict[str, Sense] = {
    "georgia": Sense(
        "the state of the USA",
        "other_name",
        words(
            """
            atlanta savannah augusta macon marietta columbus runoff runoffs statehouse kemp warnock ossoff
            raffensperger abrams fulton gubernatorial bulldogs ballots caucus midterms electoral peach primaries
            """
        ),
        words(
            """
            tbilisi saakashvili ossetia ossetian abkhazia abkhaz caucasus georgian georgians ivanishvili kobakhidze
            zourabichvili margvelashvili shevardnadze gori batumi kutaisi tskhinvali sukhumi zugdidi poti kavelashvili
            """
        ),
        before=words("rural metro coastal"),
        after=words(
            """
            governor gov senator senators senate congressman congresswoman republican republicans democrat democrats
            voters voter runoff legislature statehouse tech bulldogs sheriff peach peaches peanuts
            """
        ),
    ),
    "turkey": Sense(
        "the bird",
        "food",
        frozenset(),
        frozenset(),
        before=words("roast frozen cold talk talking talks wild stuffed smoked sliced ground"),
        after=words("sandwich sandwiches breast farm farms farmers dinner shoot vulture hunt hunting bacon"),
    ),
    "iceland": Sense(
        "the supermarket chain",
        "company",
        words("grocer supermarket supermarkets grocery shoppers aisles retailer retailers label"),
        words("reykjavik icelandic icelanders"),
        after=words("foods stores store shops shoppers"),
    ),
    "jordan": Sense(
        "a person or brand of that name",
        "other_name",
        words("nba basketball sneakers sneaker nike bulls"),
        words("amman jordanian jordanians abdullah hashemite aqaba"),
    ),
    "chad": Sense(
        "a piece of paper, or a person",
        "other_name",
        frozenset(),
        frozenset(),
        before=words("hanging dimpled pregnant"),
    ),
}
