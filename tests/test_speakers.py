from __future__ import annotations

import pytest
from actor_world import actors, sentences_of, speeches

from stance.actors.quotes import read_quotes


def voices(text: str, *, source: str | None = None, title: str | None = None) -> list[tuple[str, str | None]]:
    found = actors(text, source=source, title=title)[1]
    return [(s.voice, s.speaker.actor.code if s.speaker else None) for s in found]


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
        ('"Enough," Putin shot back.', ("direct_quote", "RUS")),
        ('"Enough!" sighed a baker from Warsaw.', ("direct_quote", None)),
        ('"We stand ready," read a statement from the Turkish army.', ("direct_quote", "TUR")),
        ('Putin was blunt: "Never."', ("direct_quote", "RUS")),
        ('"We stay," said Putin, "as long as Iran likes."', ("direct_quote", "RUS")),
        ("Iran, said Putin, was far.", ("indirect_quote", "RUS")),
        ("Iran would wait, added Putin.", ("indirect_quote", "RUS")),
        ("Iran, the Kremlin insisted, was far.", ("indirect_quote", "RUS")),
        ("Speaking in Warsaw, Putin insisted Iran was far.", ("indirect_quote", "RUS")),
        ("Putin waited for a week and said that Iran was far.", ("indirect_quote", "RUS")),
        ("Poland left the talks, saying that Iran had lied.", ("indirect_quote", "POL")),
        ("Asked about Iran, Putin replied that it was far.", ("indirect_quote", "RUS")),
        ("When China said that it would come, Putin replied that Iran was far.", ("indirect_quote", "RUS")),
        ("Officials in Warsaw said that Iran was far.", ("indirect_quote", "POL")),
        ("The letter from Warsaw said that Iran was far.", ("indirect_quote", "POL")),
        ("In the words of Putin, Iran is far.", ("indirect_quote", "RUS")),
        ("As Putin put it, Iran is far.", ("indirect_quote", "RUS")),
        ("Putin was quoted as saying that Iran was far.", ("indirect_quote", "RUS")),
        ("China quoted Putin as saying that Iran was far.", ("indirect_quote", "RUS")),
        ("The guests were told by Putin that Iran was far.", ("indirect_quote", "RUS")),
        ("Putin did not say that Iran was far.", ("indirect_quote", "RUS")),
        ("Putin went on to say that Iran was far.", ("indirect_quote", "RUS")),
        ("Putin was told that Iran was far.", ("action", None)),
        ("Russia is said to have left Iran.", ("action", None)),
        ("Russia built a new road to Iran.", ("action", None)),
        ("The claims of Iran reached Poland.", ("action", None)),
        ("A baker who lives in Warsaw said that Russia had lied.", ("indirect_quote", None)),
        ("Critics say that Russia lied to Iran.", ("indirect_quote", None)),
        ('Warsaw said the "zone" in Iran was closed.', ("indirect_quote", "POL")),
        ("'We will never leave our friends,' Putin said.", ("direct_quote", "RUS")),
        ("The ministers' talks with Iran won't end in '25.", ("action", None)),
        ("Russia called the Polish vote a farce.", ("indirect_quote", "RUS")),
        ("Russia has called it illegal.", ("indirect_quote", "RUS")),
        ('The Kremlin called the vote "a farce".', ("indirect_quote", "RUS")),
        ("A baker called the vote in Poland unfair.", ("indirect_quote", None)),
        ("Moscow described the talks with Poland as frank.", ("indirect_quote", "RUS")),
        ("Poland left, calling the vote a farce.", ("indirect_quote", "POL")),
        ("Russia called an emergency meeting a day later.", ("action", None)),
        ("Putin called Xi Jinping on Monday.", ("action", None)),
        ("Russia called the head of the Polish army.", ("action", None)),
        ("The vote was called a farce in Poland.", ("action", None)),
        ("Russia sent a so-called peace force.", ("action", None)),
        ("Poland saw a report describing Russia as weak.", ("action", None)),
        ("Russia announced a new road to Iran.", ("action", "RUS")),
        ("The Kremlin declined to comment on Iran.", ("action", "RUS")),
        ("Moscow had no comment.", ("action", "RUS")),
        ("The Kremlin declined to comment on the impact that the trial will have in Iran.", ("action", "RUS")),
        ("Trains stop on the road which Russia announced.", ("action", None)),
        ("In Moscow the Polish president's office said that Iran was far.", ("indirect_quote", "POL")),
        ("Putin had in fact said that Iran was far.", ("indirect_quote", "RUS")),
        ("Russia, which had left, said the same.", ("indirect_quote", "RUS")),
        ('Russia called the vote "unfair" and said that Iran was far.', ("indirect_quote", "RUS")),
        ("In his memoirs Doe claims that Iran is far.", ("indirect_quote", None)),
        ("The report, which the Kremlin sent to Poland, says that Iran is far.", ("indirect_quote", "RUS")),
        ("The letter, signed in haste by Putin, says that Iran is far.", ("indirect_quote", "RUS")),
        ('"Iran is far," read the text, which was signed by Poland.', ("direct_quote", "POL")),
        ("The letter, seen by the Kremlin, says that Iran is far.", ("indirect_quote", None)),
        ("Iran is far, a person in the Polish president's office said.", ("indirect_quote", "POL")),
        ("The UN's experts reported that Iran was far.", ("indirect_quote", "UN")),
        ("Poland's experts reported that Iran was far.", ("indirect_quote", None)),
        ("He quoted the baker as writing that Iran was far.", ("indirect_quote", None)),
        ('"A farce," was how Putin described the vote.', ("direct_quote", "RUS")),
        ("That is how Putin sums it up.", ("action", "RUS")),
        ("It is Moscow's view that Iran is far.", ("indirect_quote", "RUS")),
        ("In Moscow's view, Iran is far.", ("indirect_quote", "RUS")),
        ('"Not our drone": Russia on raid', ("direct_quote", "RUS")),
        ("A baker said that trains were late; the Kremlin said that Iran was far.", ("indirect_quote", "RUS")),
        ("Putin said that Iran was far; Poland denied it.", ("indirect_quote", "RUS")),
        ("The agency reported, citing the Polish president, that Iran was far.", ("indirect_quote", "POL")),
        ("According to the agency, quoting Poland's foreign ministry, Iran is far.", ("indirect_quote", "POL")),
        ("The agency reported that Iran was far, citing Poland's rivers.", ("indirect_quote", None)),
        ("This Wednesday Putin praised the road, saying that Iran was far.", ("indirect_quote", "RUS")),
        ('Putin justified the raid as "defensive" in nature: "At my order the fleet left."', ("direct_quote", "RUS")),
        ('"We stay" tweeted Putin "for now".', ("direct_quote", "RUS")),
        ("Putin warned that \u201dother\u201d roads led to Iran.", ("indirect_quote", "RUS")),
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


def test_the_speaker_of_one_clause_is_never_the_actor_of_the_next() -> None:
    assert voices("A baker said that Russia had warned Poland.") == [("indirect_quote", None)]


def test_an_act_of_speech_has_a_speaker_and_stays_an_act() -> None:
    assert voices("Poland thanked Germany.\nPoland accused Iran of theft.") == [("action", "POL")] * 2


def test_a_paragraph_that_opens_the_marks_again_goes_on() -> None:
    text = '"We go," Putin said. "Nobody stays.\n"Iran knows that.\n"Poland does not."\nIt rained.'
    assert voices(text) == [("direct_quote", "RUS")] * 3 + [("action", None)]


def test_the_subject_of_the_sentence_before_speaks() -> None:
    assert voices('President Putin of Russia shrugged.\n"Ask the Poles."')[1] == ("direct_quote", "RUS")
    assert voices('Trains in Russia ran late.\n"Ask the Poles."')[1] == ("direct_quote", None)


def test_names_before_quotations_are_labels() -> None:
    assert voices('Warsaw: "We go."\nBerlin: "We stay."\nIran: a land of roads.') == [
        ("direct_quote", "POL"),
        ("direct_quote", "DEU"),
        ("action", None),
    ]


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
    text = "We thank Poland.\nRain fell.\nIran sold carpets.\nA road was built.\nA bridge was built.\nNight came."
    assert voices(text, source="US Department of State")[2] == ("action", None)


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("Iran must stop.", "US Department of State", "USA"),
        ("The Iranian crackdown is a tragic mistake.", "US Department of State", "USA"),
        ("Iran sold carpets to Poland.", "US Department of State", None),
        ("Iran must stop.", "China Daily", None),  # a paper reports what others want, too
        ("Iran must stop.", None, None),
        ("Putin said that Iran must stop.", "US Department of State", "RUS"),
    ],
)
def test_a_release_speaks_for_its_issuer_where_it_takes_a_position(
    text: str, source: str | None, expected: str | None
) -> None:
    assert voices(f"Rain fell.\n{text}\nNight came.", source=source)[1][1] == expected


def words_of(text: str, **document: object) -> list[tuple[int, str, str]]:
    """(sentence, word, code) of each mention in the first person."""
    found = actors(text, **document)[0].found  # type: ignore[arg-type]
    first = ("i", "we", "us", "our", "my")
    return [(m.sentence, m.text, m.actor.code) for m in found if m.how == "pronoun" and m.text.casefold() in first]


def test_the_first_person_is_the_speaker_within_marks_and_nobody_outside() -> None:
    text = '"We and our friends stay," Putin said.\nThe baker told us so.\n"I left us no choice," the baker said.'
    assert words_of(text) == [(0, "We", "RUS"), (0, "our", "RUS")]


def test_the_first_person_of_reported_speech_needs_no_marks() -> None:
    assert words_of("This is not for us to say, Putin insisted.\nPutin told us that he was ill.") == [(0, "us", "RUS")]


def test_a_numeral_and_a_country_are_no_first_person() -> None:
    assert words_of('"World War I was long, and so is the US," Putin said.') == []


@pytest.mark.parametrize("voice", ["POL", "Poland"])
def test_a_given_voice_speaks_what_nobody_else_says(voice: str) -> None:
    text = "The raid was a crime.\nWe expect an answer from Iran.\nGermany says that it knows nothing."
    document = {"metadata": {"voice": voice}}
    found = [(s.voice, s.speaker.actor.code if s.speaker else None) for s in speeches(text, **document)]
    assert found == [("direct_quote", "POL")] * 2 + [("indirect_quote", "DEU")]
    assert actors(text, **document)[0].notes == ("read as the voice of POL (POL): voice given for the document",)


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Statement by the Government of Poland on the raid", ["POL"]),
        ("Statement by the Spokesperson of the Ministry of Foreign Affairs of Poland", ["POL"]),
        ("Joint Statement of Poland and Germany", ["POL", "DEU"]),
        ("Poland and Germany issue a joint statement", []),
        ("Joint statement by Poland and Germany alarms Moscow", []),
        ("Statement on the raid in Poland", []),
        ("Poland hails the statement", []),
    ],
)
def test_a_title_names_the_issuer(title: str, codes: list[str]) -> None:
    mentions, read = actors("The raid was a crime.\nIran must answer.", title=title)
    speaking = [[m.actor.code for m in speech.speakers()] for speech in read]
    assert speaking == [codes, codes]
    assert bool(mentions.notes) == bool(codes)


def test_the_line_that_announces_a_joint_statement_names_who_signed_it() -> None:
    text = (
        "The following is the text of a joint statement by Poland and Germany on their talks.\n"
        "Begin text:\nThe raid was a crime.\nRussia and Iran must answer."
    )
    read = actors(text, title="Joint Statement on the Talks")[1]
    assert [[m.actor.code for m in speech.speakers()] for speech in read][2:] == [["POL", "DEU"]] * 2


def test_a_joint_statement_that_names_nobody_at_its_head_is_nobodys() -> None:
    text = "The following was released by the hosts.\nThe raid was a crime.\nRussia and Iran must answer."
    mentions, read = actors(text, title="Joint Statement on the Talks")
    assert not mentions.notes
    assert {speech.voice for speech in read} == {"action"}


@pytest.mark.parametrize("voice", [["POL", "DEU"], "POL,DEU", ("Poland",)])
def test_a_given_voice_may_be_a_list(voice: object) -> None:
    (speech,) = speeches("The raid was a crime.", metadata={"voice": voice})
    assert {m.actor.code for m in speech.speakers()} == ({"POL"} if len(voice) == 1 else {"POL", "DEU"})  # type: ignore[arg-type]


def test_in_a_statement_what_others_do_to_us_is_told_by_its_owner() -> None:
    text = "The raid was a crime.\nGermany thanked our government.\nGermany thanked Iran."
    found = speeches(text, metadata={"voice": "POL"})
    assert [speech.speaker.actor.code for speech in found if speech.speaker] == ["POL", "POL", "DEU"]


def test_a_document_that_was_quoted_before_speaks_on() -> None:
    text = "The letter from Warsaw said that Iran was far.\nRain fell.\nThe letter also said that Russia was near."
    assert voices(text)[2] == ("indirect_quote", "POL")
    assert voices("Rain fell.\nThe letter also said that Russia was near.")[1] == ("indirect_quote", None)


def test_a_readout_is_told_and_only_its_first_person_speaks() -> None:
    text = "Biden met the Polish president.\nBiden said that Iran was far.\nOur friendship is strong."
    read = actors(text, title="Readout of President Biden's meeting with the Polish president")[1]
    assert [(s.voice, s.speaker.actor.code if s.speaker else None) for s in read] == [
        ("action", None),
        ("indirect_quote", "USA"),
        ("direct_quote", "USA"),
    ]


TRANSCRIPT = """\
MR. EXAMPLE: Good morning.
China says that it will wait.
Q: Does Iran wait too?
Q    And Poland?
MR. EXAMPLE: Ask them.
FOREIGN MINISTER PRZYKLAD: We wait."""


def test_each_turn_of_a_transcript_has_its_speaker_and_questions_have_none() -> None:
    found = [code for _, code in voices(TRANSCRIPT, source="White House")]
    assert found == ["USA", "USA", None, None, "USA", None]
    assert {voice for voice, _ in voices(TRANSCRIPT, source="White House")} == {"direct_quote"}


def test_names_that_recur_before_colons_are_turns() -> None:
    text = "Reuters: Will China come?\nVladimir Putin: China will come.\nWe asked it.\nVladimir Putin: Ask China."
    assert voices(text) == [("direct_quote", None)] + [("direct_quote", "RUS")] * 3
    assert words_of(text) == [(2, "We", "RUS")]


def test_answers_are_those_of_the_one_whom_the_introduction_names() -> None:
    text = "President Putin received us.\nQ: Is Iran far?\nA: We are near.\nQ: And Poland?\nA: Far."
    assert [code for _, code in voices(text)][1:] == [None, "RUS", None, "RUS"]


def test_a_surname_in_a_label_is_that_of_the_person_whom_another_line_or_the_title_introduces() -> None:
    text = "MR. EXAMPLE: Welcome.\nFOREIGN MINISTER FALK: We thank you.\nWe came early.\nMR. EXAMPLE: Thank you."
    plain = [code for _, code in voices(text, source="White House")]
    assert plain == ["USA", None, None, "USA"]
    title = "Remarks With Polish Foreign Minister Anna Falk"
    titled = [code for _, code in voices(text, source="White House", title=title)]
    assert titled == ["USA", "POL", "POL", "USA"]
    told = text.replace("Welcome.", "Welcome, also to Polish Foreign Minister Anna Falk.")
    assert [code for _, code in voices(told, source="White House")] == ["USA", "POL", "POL", "USA"]


def test_one_label_at_the_head_of_words_in_the_first_person_makes_a_speech() -> None:
    speech = "Berlin\nPRESIDENT PUTIN: Good morning.\nI have come far.\nWe like it here.\nOur door is open. Iran left."
    assert [code for _, code in voices(speech)][1:] == ["RUS"] * 4
    assert words_of(speech)[-1] == (4, "Our", "RUS")
    report = "PRESIDENT PUTIN: a man in a hurry.\nPoland came far.\nI met him once.\nIran left."
    assert [code for _, code in voices(report)][1:] == [None] * 3


def test_a_colon_makes_no_transcript() -> None:
    assert voices("Note: this text is new.\nMap: Poland and Iran.")[1] == ("action", None)


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
