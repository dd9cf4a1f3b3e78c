from __future__ import annotations

import pytest
from actor_world import sentences_of, speeches

from stance.actors.quotes import read_quotes


def voices(text: str, *, source: str | None = None) -> list[tuple[str, str | None]]:
    return [(s.voice, s.speaker.actor.code if s.speaker else None) for s in speeches(text, source=source)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia attacked Ukraine.", ("action", None)),
        ('"We will never leave our friends," Putin said.', ("direct_quote", "RUS")),
        ("“We will never leave our friends,” said Putin.", ("direct_quote", "RUS")),
        ('Putin said: "We will never leave our friends in Iran."', ("direct_quote", "RUS")),
        ("Putin said that Iran was a friend.", ("indirect_quote", "RUS")),
        ("Iran is a friend, according to the Kremlin.", ("indirect_quote", "RUS")),
        ("Moscow told China that it would wait.", ("indirect_quote", "RUS")),
        ("The Chinese Foreign Ministry has repeatedly warned Poland.", ("indirect_quote", "CHN")),
        ("Putin, speaking on the train, said that Iran was far.", ("indirect_quote", "RUS")),
        ("Putin, who had met Xi Jinping, said that Iran was far.", ("indirect_quote", "RUS")),
        ('Experts said "nobody knows what Russia will do".', ("direct_quote", None)),
        ("An expert said that Russia would wait.", ("indirect_quote", None)),
        ('Poland took a "short pause".', ("action", None)),
        ("Iran is far, according to experts on Russia.", ("indirect_quote", None)),
        ("According to the baker, Russian trains are late.", ("indirect_quote", None)),
        ("Jane Doe, a baker, said Russia was cold.", ("indirect_quote", None)),
        ("“We will never leave you,” Putin said, according to the Chinese government.", ("direct_quote", "RUS")),
    ],
)
def test_voice_of_one_sentence(text: str, expected: tuple[str, str | None]) -> None:
    assert voices(text) == [expected]


def test_a_quotation_left_open_keeps_its_speaker() -> None:
    text = '"Iran is our friend," Putin said. "It always was.\nGermany knows that.\nPoland forgets it."\nChina sang.'
    assert voices(text) == [("direct_quote", "RUS")] * 3 + [("action", None)]


def test_a_speaker_named_at_the_end_speaks_from_the_start() -> None:
    text = '"Iran has built a bridge.\nGermany likes bridges.\nIt was right," Putin said.'
    assert voices(text) == [("direct_quote", "RUS")] * 3


def test_a_sentence_wholly_in_quotes_follows_the_one_before() -> None:
    text = "“Iran is our friend,” Putin said.\n“Poland is not our friend at all.”"
    assert voices(text)[1] == ("direct_quote", "RUS")


def test_a_speaker_found_later_keeps_the_sentence_that_names_him() -> None:
    second = speeches("“Iran is our friend,” Putin said.\n“Poland is not our friend at all.”")[1]
    assert second.speaker is not None
    assert (second.sentence, second.speaker.sentence, second.speaker.text) == (1, 0, "Putin")


def test_one_told_sentence_between_two_quotations_changes_no_speaker() -> None:
    text = "“Iran is our friend,” Putin said.\nTrains ran late.\n“Poland is not our friend at all.”"
    assert voices(text)[1:] == [("action", None), ("direct_quote", "RUS")]


def test_after_a_longer_report_a_quotation_has_no_speaker() -> None:
    text = "“Iran is our friend,” Putin said.\nTrains ran late.\nRain fell.\n“Poland is not our friend at all.”"
    assert voices(text)[3] == ("direct_quote", None)


def test_a_private_speaker_blocks_the_carry() -> None:
    text = "“Iran is our good friend,” Putin said.\n“Poland is a better one,” the baker said."
    assert voices(text)[1] == ("direct_quote", None)


def test_he_added() -> None:
    text = "Putin spoke to reporters.\n“Iran is our only good friend,” he added."
    assert voices(text)[1] == ("direct_quote", "RUS")


def test_a_mark_that_never_closes_ends_with_its_sentence() -> None:
    text = '"Iran is our good old friend, Putin said.\nPoland builds a road.\nChina builds a bridge.'
    assert [voice for voice, _ in voices(text)[1:]] == ["action", "action"]


def test_a_statement_is_in_the_voice_of_its_issuer() -> None:
    text = "We thank Poland.\nOur aid helps Ukraine.\nIran must stop."
    assert voices(text, source="US Department of State") == [("direct_quote", "USA")] * 3
    assert voices(text) == [("action", None)] * 3


def test_one_first_person_sentence_makes_no_statement() -> None:
    text = "We thank Poland.\nRain fell.\nIran must stop.\nA road was built.\nA bridge was built.\nNight came."
    assert voices(text, source="US Department of State")[2] == ("action", None)


def test_one_speech_for_each_sentence_in_order() -> None:
    text = "Russia left.\n\nPutin said that Iran was far."
    assert [speech.sentence for speech in speeches(text)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "no" twice.', ['"no"']),
        ("„Nein“ sagte er.", ["„Nein“ sagte er."]),
        ("«Niet», he said.", ["«Niet»"]),
        ('It was over," he said.', ['It was over,"']),
        ("He's the boys' friend.", []),
    ],
)
def test_quotation_marks(text: str, quoted: list[str]) -> None:
    (read,) = read_quotes(sentences_of(text))
    assert [span.of(text) for span in read.spans] == quoted
