"""The other side of a release, where a sentence means it without naming it."""

from __future__ import annotations

import pytest
from actor_world import actors, sentences_of

from stance.actors.trace import trace
from stance.pairs import make_pairs
from stance.types import Document

SOURCE = "US Department of State"
OPENING = "The United States and Iran met on Monday.\nIran sent its minister.\n"


def implied(text: str, *, source: str | None = SOURCE) -> list[tuple[int, str]]:
    """The sentence and code of each implied actor."""
    found, _ = actors(text, source=source)
    return [(one.sentence, one.mention.actor.code) for one in found.implied]


@pytest.mark.parametrize(
    "sentence",
    [
        "We look forward to a deeper partnership.",
        "Washington spoke of close cooperation on water.",
        "The United States is designating nine more officials.",
        "We condemn the brutal treatment of the protesters.",
        "We call on local authorities to free the protesters.",
    ],
)
def test_a_release_means_its_other_side_by_what_is_done_together_or_blamed(sentence: str) -> None:
    assert implied(OPENING + sentence) == [(2, "IRN")]


@pytest.mark.parametrize(
    "sentence",
    [
        "We opened a new library in the capital.",  # says nothing of a second side
        "We thank Poland for its cooperation.",  # names its own
        "Cooperation on water is growing everywhere.",  # nobody takes part
        "We cooperate.",
    ],
)
def test_a_sentence_that_means_nobody_else_implies_nobody(sentence: str) -> None:
    assert implied(OPENING + sentence) == []


def test_the_other_side_works_with_the_issuer() -> None:
    text = f"{OPENING}Iran hopes for lasting ties."
    assert implied(text) == [(2, "USA")]
    assert implied(f"{OPENING}Iran hopes for rain.") == []


def test_news_imply_nobody() -> None:
    text = f"{OPENING}Washington spoke of close cooperation on water."
    assert implied(text, source=None) == []
    assert implied(text, source="China Daily") == []


def test_the_other_side_has_to_stand_shortly_before() -> None:
    gap = "Rain fell.\nNight came.\nSnow fell.\nDay came.\n"
    assert implied(f"{OPENING}{gap}We look forward to a deeper partnership.") == []


def test_a_release_about_two_other_states_implies_neither() -> None:
    text = "The United States met Iran and Poland.\nIran sent a minister, Poland another.\nWe value this partnership."
    assert implied(text) == []


def test_signatories_blame_the_other_side_and_work_with_each_other() -> None:
    opening = "Poland and Germany affirm their friendship.\nIran fires at ships, and Iran must stop.\n"
    source = "Joint Statement of two governments"
    assert implied(f"{opening}We condemn this reckless aggression.", source=source) == [(2, "IRN")]
    assert implied(f"{opening}We look forward to our cooperation.", source=source) == []


def test_an_implied_actor_is_paired_both_ways_and_says_how_it_was_found() -> None:
    text = f"{OPENING}We look forward to a deeper partnership."
    found, voices = actors(text, source=SOURCE)
    pairs = [pair for pair in make_pairs(sentences_of(text), found, voices).pairs if pair.sentence == 2]
    assert {(pair.source.code, pair.target.code) for pair in pairs} == {("USA", "IRN"), ("IRN", "USA")}
    (mention,) = next(pair.target_mentions for pair in pairs if pair.target.code == "IRN")
    assert (mention.how, mention.sentence, mention.text) == ("implied", 1, "Iran")
    assert "partnership" in mention.form


def test_the_trace_shows_implied_actors_in_their_sentence() -> None:
    from actor_world import CATALOGUE

    text = f"{OPENING}We look forward to a deeper partnership."
    found, voices = actors(text, source=SOURCE)
    last = trace(Document("d", text), sentences_of(text), found, voices, catalogue=CATALOGUE).sentences[-1]
    assert [(r.mention.actor.code, r.mention.how) for r in last.resolved][-1] == ("IRN", "implied")
