"""opensanctions/countrynames (MIT): misspellings and long forms, in English only."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import yaml

from stance.actors.forms import Form, plain
from training.catalogue.hand import State, usual_case

# The source mixes some 200 languages, regions and citizens: only what is English or nearly the English name is kept.
_LONG_FORM = re.compile(
    r"^(?:the )?(?:\w+ ){0,3}(?:republic|kingdom|state|commonwealth|federation|union|emirate)\b", re.I
)
_FOREIGN = re.compile(r"\b(?:of the|of)\b", re.I)
NEAR = 0.88
SHORTEST = 7


def forms(sources: Path, states: Iterable[State]) -> Iterator[Form]:
    """Latin-script forms that are near an English name of the state, or an English long form."""
    by_iso = {state.iso2: state for state in states if state.iso2}
    with gzip.open(sources / "countrynames" / "data.yaml.gz", "rt", encoding="utf-8") as file:
        data = yaml.safe_load(file)
    for iso2, texts in data.items():
        state = by_iso.get(str(iso2))
        for text in texts if state else ():
            if state and _english(str(text), state):
                yield Form(str(text), state.code, "name", None, None, usual_case(str(text)), source="countrynames")


def _english(text: str, state: State) -> bool:
    if not text.isascii() or len(text) < SHORTEST or not text[0].isalpha() or re.search(r"[^A-Za-z' .\-]|  ", text):
        return False
    names = [plain(name).casefold() for name in state.names]
    key = plain(text).casefold()
    if key in names or text.islower():
        return False
    if _LONG_FORM.match(text) and _FOREIGN.search(text):
        return any(name in key for name in names)
    return any(abs(len(key) - len(name)) <= 1 and key[0] == name[0] and _ratio(key, name) >= NEAR for name in names)


def _ratio(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right).ratio()
