from __future__ import annotations

from itertools import permutations

from actor_world import resolved, sentences_of, speeches

from stance.pairs import MAX_ACTORS, make_pairs
from stance.types import AUTHOR, Actor, DirectedPair, Mention, Mentions, Pairs, Sentence, Span, Speech


def pairs_of(text: str, *, author: bool = False) -> Pairs:
    return make_pairs(sentences_of(text), resolved(text), speeches(text), author=author)


def arrows(pairs: Pairs) -> list[tuple[int, str, str, str]]:
    return [(p.sentence, p.source.code, p.target.code, p.voice) for p in pairs.pairs]


def test_every_ordered_pair_of_distinct_actors() -> None:
    found = arrows(pairs_of("Russia, China and Iran met."))
    assert found == [(0, s, t, "action") for s in ("RUS", "CHN", "IRN") for t in ("RUS", "CHN", "IRN") if s != t]
    assert {(s, t) for _, s, t, _ in found} == set(permutations(("RUS", "CHN", "IRN"), 2))


def test_mentions_of_one_actor_are_one_actor() -> None:
    (there, back) = pairs_of("Russia and the Kremlin like China.").pairs
    assert [m.text for m in there.source_mentions] == ["Russia", "Kremlin"]
    assert [m.text for m in there.target_mentions] == ["China"]
    assert (back.source, back.target) == (there.target, there.source)
    assert back.target_mentions == there.source_mentions


def test_one_actor_gives_no_pair_and_nothing_is_skipped() -> None:
    assert pairs_of("Russia rests.\nRain falls.") == Pairs(())


def test_a_carried_speaker_joins_the_sentence() -> None:
    text = "“Iran is our friend,” Putin said.\n“Poland is not our friend at all.”"
    found = [pair for pair in pairs_of(text).pairs if pair.sentence == 1]
    assert {(p.source.code, p.target.code) for p in found} == {("RUS", "POL"), ("POL", "RUS")}
    speaker = next(p for p in found if p.source.code == "RUS").source_mentions[0]
    assert (speaker.how, speaker.sentence, speaker.text) == ("speaker", 0, "Putin")


def test_a_speaker_named_in_the_sentence_is_not_doubled() -> None:
    pairs = pairs_of("Putin said that Iran was far.").pairs
    assert [len(p.source_mentions) for p in pairs] == [1, 1]
    assert all(m.how != "speaker" for p in pairs for m in (*p.source_mentions, *p.target_mentions))


def test_voices() -> None:
    assert arrows(pairs_of("Putin said that Iran was far.")) == [
        (0, "RUS", "IRN", "indirect_quote"),
        (0, "IRN", "RUS", "action"),
    ]
    assert {voice for *_, voice in arrows(pairs_of('"Iran is our best friend of all," Putin said.'))} == {
        "direct_quote"
    }


def test_author_pairs_only_on_demand() -> None:
    text = "Russia and China met."
    assert AUTHOR not in {p.source for p in pairs_of(text).pairs}
    found = [p for p in pairs_of(text, author=True).pairs if p.source == AUTHOR]
    assert [(p.target.code, p.voice, p.source_mentions) for p in found] == [
        ("RUS", "author", ()),
        ("CHN", "author", ()),
    ]
    assert [p.target.code for p in pairs_of("Russia rests.", author=True).pairs] == ["RUS"]


def test_too_many_actors_are_cut_and_counted() -> None:
    names = [f"A{i:02d}" for i in range(MAX_ACTORS + 2)]
    text = " ".join(names)
    sentence = Sentence(3, Span(0, len(text)), text)
    mentions = tuple(
        Mention(Actor(name, name, "state"), Span(4 * i, 4 * i + 3), name, 3, "name") for i, name in enumerate(names)
    )
    result = make_pairs((sentence,), Mentions(mentions), (Speech(3, "action"),), author=True)
    assert len(result.pairs) == MAX_ACTORS * (MAX_ACTORS - 1) + MAX_ACTORS
    assert [(s.kind, s.text) for s in result.skipped] == [("pair", "A12"), ("pair", "A13")]
    assert "12 actors" in result.skipped[0].reason


def test_headings_are_paired_too() -> None:
    sentence = Sentence(0, Span(0, 12), "RUSSIA CHINA", heading=True)
    mentions = Mentions(
        (
            Mention(Actor("RUS", "Russia", "state"), Span(0, 6), "RUSSIA", 0, "name"),
            Mention(Actor("CHN", "China", "state"), Span(7, 12), "CHINA", 0, "name"),
        )
    )
    pairs = make_pairs((sentence,), mentions, ()).pairs
    assert len(pairs) == 2
    assert all(isinstance(pair, DirectedPair) and pair.source != pair.target for pair in pairs)


def test_the_members_of_a_long_enumeration_are_not_paired_with_each_other() -> None:
    text = "China wrote to Estonia, Latvia, Lithuania, the United Kingdom and Russia."
    pairs = pairs_of(text)
    ends = {(p.source.code, p.target.code) for p in pairs.pairs}
    listed = ("EST", "LVA", "LTU", "GBR", "RUS")
    assert ends == {("CHN", code) for code in listed} | {(code, "CHN") for code in listed}
    (left_out,) = pairs.skipped
    assert left_out.text == "Estonia, Latvia, Lithuania, the United Kingdom and Russia"
    assert left_out.reason == "a list of 5 actors: they were not paired with each other"


def test_a_short_enumeration_and_scattered_names_are_paired() -> None:
    assert len(pairs_of("Estonia, Latvia, Lithuania and Russia met.").pairs) == 12
    scattered = "Estonia thanked Latvia, Lithuania warned Russia, and China armed Iran."
    assert len(pairs_of(scattered).pairs) == 30


def test_those_who_speak_together_say_nothing_of_each_other_unless_named() -> None:
    text = "Poland and Germany are friends.\nWe condemn Iran."
    read = speeches(text, metadata={"voice": "POL,DEU"})
    mentions = resolved(text, metadata={"voice": "POL,DEU"})
    found = {(p.source.code, p.target.code) for p in make_pairs(sentences_of(text), mentions, read).pairs if p.sentence}
    assert found == {("POL", "IRN"), ("DEU", "IRN"), ("IRN", "POL"), ("IRN", "DEU")}


def test_an_owner_that_the_text_never_names_is_implied() -> None:
    text = "Iran must go."
    pairs = make_pairs(sentences_of(text), resolved(text), speeches(text, metadata={"voice": "POL"})).pairs
    assert [(p.source.code, p.source_mentions, p.voice) for p in pairs if p.target.code == "IRN"] == [
        ("POL", (), "direct_quote")
    ]
