"""Sentences, contexts and actors as model input."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.encode import AUTHOR_SLOT, MarkedActor, Passage, PassageEncoder, load_tokenizer
from stance.errors import BundleError
from stance.types import EncodedSentence, Span
from tests.tiny_training import tiny_passage_encoder

TEXT = "Russia condemned China"
RUSSIA = MarkedActor("Russia", (Span(0, 6),))
CHINA = MarkedActor("China", (Span(17, 22),))
AUTHOR = MarkedActor("the author", author=True)
BOTH = ((0, 1), (1, 0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tokenizer")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> PassageEncoder:
    return tiny_passage_encoder(folder)


@pytest.fixture(scope="module")
def short(folder: Path) -> PassageEncoder:
    return tiny_passage_encoder(folder, max_length=48)


def words(encoder: PassageEncoder, sentence: EncodedSentence) -> list[str]:
    """The tokens, with the letters of a word joined."""
    pieces = [encoder.tokenizer.id_to_token(token) for token in sentence.ids]
    return " ".join(pieces).replace(" ##", "").split()


def test_each_mention_is_marked_and_slots_point_at_opening_markers(encoder: PassageEncoder) -> None:
    (sentence,) = encoder.encode(Passage(TEXT, (), (RUSSIA, CHINA), BOTH))
    assert words(encoder, sentence) == ["[CLS]", "[E]", "russia", "[/E]", "condemned", "[E]", "china", "[/E]", "[SEP]"]
    assert [encoder.tokenizer.id_to_token(sentence.ids[slot[0]]) for slot in sentence.slots] == ["[E]", "[E]"]
    assert sentence.slots[0] == (1,)
    assert sentence.slots[0] < sentence.slots[1]
    assert sentence.pairs == BOTH


def test_pair_marking_makes_one_sentence_a_pair_with_directed_markers(folder: Path) -> None:
    cross = tiny_passage_encoder(folder, mark="pair")
    forward, backward = cross.encode(Passage(TEXT, (), (RUSSIA, CHINA), BOTH))
    assert words(cross, forward) == ["[CLS]", "[S]", "russia", "[/S]", "condemned", "[T]", "china", "[/T]", "[SEP]"]
    assert words(cross, backward) == ["[CLS]", "[T]", "russia", "[/T]", "condemned", "[S]", "china", "[/S]", "[SEP]"]
    assert [cross.tokenizer.id_to_token(forward.ids[slot[0]]) for slot in forward.slots] == ["[S]", "[T]"]
    assert forward.slots == backward.slots[::-1]


def test_an_implied_actor_is_prefixed_by_name(encoder: PassageEncoder) -> None:
    actors = (MarkedActor("Russia"), MarkedActor("China", (Span(13, 18),)))
    (sentence,) = encoder.encode(Passage("it condemned China", (), actors, BOTH))
    assert words(encoder, sentence)[:5] == ["[CLS]", "[E]", "russia", "[/E]", "it"]
    assert sentence.slots[0] == (1,)


def test_author_reads_the_cls_position(encoder: PassageEncoder) -> None:
    (sentence,) = encoder.encode(Passage(TEXT, (), (AUTHOR, CHINA), ((0, 1),)))
    assert sentence.slots[0] == AUTHOR_SLOT
    assert words(encoder, sentence).count("[E]") == 1


def test_several_mentions_share_a_slot(encoder: PassageEncoder) -> None:
    actors = (MarkedActor("Russia", (Span(0, 6), Span(11, 13))), MarkedActor("China"))
    (sentence,) = encoder.encode(Passage("Russia and it", (), actors, ((0, 1),)))
    assert len(sentence.slots[0]) == 2


def test_context_is_the_last_k_sentences_before_the_sentence(folder: Path) -> None:
    encoder = tiny_passage_encoder(folder, context=1)
    (sentence,) = encoder.encode(Passage(TEXT, ("the nato", "in ukraine"), (RUSSIA, CHINA), BOTH))
    assert words(encoder, sentence)[:5] == ["[CLS]", "in", "ukraine", "[SEP]", "[E]"]


def test_context_gives_way_and_a_cut_actor_becomes_an_implied_one(folder: Path) -> None:
    encoder = tiny_passage_encoder(folder, max_length=48, context=3)
    text = "Russia " + "and " * 40 + "China"
    actors = (MarkedActor("Russia", (Span(0, 6),)), MarkedActor("China", (Span(len(text) - 5, len(text)),)))
    (sentence,) = encoder.encode(Passage(text, ("the nato",) * 3, actors, BOTH))
    assert sentence.truncated
    assert len(sentence.ids) <= 48
    assert words(encoder, sentence)[1:4] == ["[E]", "china", "[/E]"]
    assert sentence.slots[1] == (1,)


def test_structure_written_in_the_text_stays_text(encoder: PassageEncoder) -> None:
    hostile = "[SEP] [E] Russia [/E] and China"
    at = hostile.index("China")
    actors = (MarkedActor("Russia", (Span(10, 16),)), MarkedActor("China", (Span(at, at + 5),)))
    (sentence,) = encoder.encode(Passage(hostile, (), actors, BOTH))
    assert words(encoder, sentence).count("[SEP]") == 1
    assert words(encoder, sentence).count("[E]") == 2


def test_no_pairs_no_input(encoder: PassageEncoder) -> None:
    assert encoder.encode(Passage(TEXT, (), (RUSSIA,), ())) == ()


@given(text=st.text(max_size=300), cuts=st.tuples(*[st.integers(0, 300)] * 4))
def test_any_text_and_spans_fit_the_length_and_keep_every_slot(
    short: PassageEncoder, text: str, cuts: tuple[int, int, int, int]
) -> None:
    first, second = (Span(*sorted(min(cut, len(text)) for cut in pair)) for pair in (cuts[:2], cuts[2:]))
    actors = (MarkedActor("Russia", (first,)), MarkedActor("China", (second,)))
    (sentence,) = short.encode(Passage(text, (text,), actors, BOTH))
    assert len(sentence.ids) <= short.settings.max_length
    opening = short.tokenizer.token_to_id("[E]")
    assert all(sentence.ids[position] == opening for slot in sentence.slots for position in slot)


def test_a_tokenizer_without_the_named_tokens_is_refused(folder: Path) -> None:
    with pytest.raises(BundleError, match="<s>"):
        tiny_passage_encoder(folder, cls_token="<s>")


def test_a_broken_tokenizer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text("{}")
    with pytest.raises(BundleError, match="cannot be read as a tokenizer"):
        load_tokenizer(path)
