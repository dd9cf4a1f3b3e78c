"""Who stands in a relation to an actor named before, what two actors share, and whom a question addresses."""

from __future__ import annotations

from functools import cache

import pytest

from stance.actors.catalogue import Catalogue
from stance.actors.matchers import Matchers
from stance.text.clean import clean
from stance.text.sentences import split
from stance.types import Document


@cache
def matchers() -> Matchers:
    return Matchers(Catalogue.load())


def found(text: str, piece: str, **metadata: str) -> set[str]:
    """The codes of the mentions that overlap the last occurrence of ``piece``."""
    document = Document("one", text, metadata=metadata)
    mentions, _ = matchers().read(document, split(document, clean(document)))
    start = text.rindex(piece)
    return {m.actor.code for m in mentions.found if m.span.start < start + len(piece) and start < m.span.end}


@pytest.mark.parametrize(
    ("text", "piece", "codes"),
    [
        ("Mexico protested. Its northern neighbour had raised a tax.", "northern neighbour", {"USA"}),
        ("Guyana mobilised. Its western neighbour claims most of the land.", "western neighbour", {"VEN"}),
        ("Oman's sultan received the Kenyan president. The guest spoke of trade.", "The guest", {"KEN"}),
        ("Lavrov met Blinken in Reykjavik. His Turkish colleague stayed away.", "His Turkish colleague", {"TUR"}),
        ("Peru accused Chile of spying. It denied the charge.", "It", {"CHL"}),
        (
            "Kenya and Uganda signed an accord on fish. The accord will last for ten years.",
            "The accord",
            {"KEN", "UGA"},
        ),
        ("Togo imposed sanctions on Benin. The sanctions took effect at noon.", "The sanctions", {"TGO"}),
        ("Ghana expelled its envoy.", "its", set()),
        ("The two states, Togo and Benin, signed.", "The two states", {"BEN", "TGO"}),
        ("Macron rang Scholz. Both men were tired.", "Both men", {"DEU", "FRA"}),
    ],
)
def test_relations_and_shared_acts_are_resolved(text: str, piece: str, codes: set[str]) -> None:
    assert found(text, piece) == codes


def test_a_release_means_its_own_head_of_government() -> None:
    text = "The Prime Minister spoke to President Zelenskyy. He promised shells."
    assert found(text, "He", voice="GBR") == {"GBR"}


def test_you_in_a_question_is_whoever_answers() -> None:
    text = "Q: Will you join the pact?\n\nMR. SNOW: We will see.\n\nQ: And Cuba?\n\nMR. SNOW: No."
    assert found(text, "you", voice="USA") == {"USA"}
