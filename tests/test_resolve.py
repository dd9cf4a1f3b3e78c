from __future__ import annotations

import pytest
from actor_world import CATALOGUE, resolved, sentences_of

from stance.actors.resolve import resolve
from stance.types import Document, Mention, Mentions


def added(text: str, *, source: str | None = None) -> list[tuple[int, str, str, str]]:
    """(sentence, code, text, how) of the references."""
    hows = ("pronoun", "description")
    found = resolved(text, source=source).found
    return [(m.sentence, m.actor.code, m.text, m.how) for m in found if m.how in hows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Putin met farmers.\nHe praised China.", [(1, "RUS", "He", "pronoun")]),
        ("Putin spoke at length.\nLater she praised China.", [(1, "RUS", "she", "pronoun")]),
        ("NATO spoke on Monday.\nIt said that China was near.", [(1, "NATO", "It", "pronoun")]),
        (
            "Putin and Xi Jinping talked.\nThey discussed Ukraine.",
            [(1, "RUS", "They", "pronoun"), (1, "CHN", "They", "pronoun")],
        ),
        (
            "Kazakhstan and China signed.\nBoth countries thanked Russia.",
            [(1, "KAZ", "Both countries", "description"), (1, "CHN", "Both countries", "description")],
        ),
        (
            "Poland replied.\nThen Germany replied.\nThe two sides will meet.",
            [(2, "DEU", "The two sides", "description"), (2, "POL", "The two sides", "description")],
        ),
        (
            "Kazakhstan and China signed.\nExports of the Central Asian country rose.",
            [(1, "KAZ", "the Central Asian country", "description")],
        ),
        (
            "Ukraine and Poland signed.\nThe former Soviet republic thanked Germany.",
            [(1, "UKR", "The former Soviet republic", "description")],
        ),
        ("Iran tested a rocket.\nThe country denied it to Germany.", [(1, "IRN", "The country", "description")]),
        ("NATO met on Monday.\nThe alliance backs Ukraine.", [(1, "NATO", "The alliance", "description")]),
        ("Taliban fighters came.\nThe group thanked Iran.", [(1, "TALIBAN", "The group", "description")]),
        (
            "The Syrian army advanced.\nGovernment forces thanked Russia.",
            [(1, "SYR", "Government forces", "description")],
        ),
        ("US troops arrived.\nPoland praised it.\nThe troops worry Russia.", [(2, "USA", "The troops", "description")]),
        (
            "North Korea and South Korea fired.\nThe South replied to China.",
            [(1, "KOR", "South", "description")],
        ),
        ("The president of Poland spoke.\nThe president left.", [(1, "POL", "The president", "description")]),
        ("Poland spoke.\nThe government declined.", [(1, "POL", "The government", "description")]),
        ("The UK signed.\nUnited Kingdom spoke.\nThe island left.", [(2, "GBR", "The island", "description")]),
    ],
)
def test_what_a_reference_means(text: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert sorted(added(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "John Doe, a baker, met Putin.\nHe was late.",  # a stranger is nearer
        "Rain fell.\nHe was late.",
        "Kazakhstan and China signed.\nExports of the country rose.",  # two candidates
        "Kazakhstan and Uzbekistan signed.\nExports of the Central Asian country rose.",
        "Poland, Germany and France signed.\nBoth countries left.",
        "Iran and the country's navy left.",  # named in the sentence already
        "Poland spoke.\nIt rained in Germany.",
        'Putin spoke.\n"He lies," the baker said.',  # within another's quotation
        "The North and the South of Poland differ.",
        "North Korea and South Korea fired.\nThe North of Japan is cold, the South East warm.",
        "North Korea and South Korea fired.\nTowns in north and south burn.",
        "Poland spoke.\nThe government of the day declined.",
        "Germany met Poland.\nThe president of the club left.",
        "Poland spoke.\nThe state of things is bad.",
        "Poland spoke.\nThe 2nd country left.",
        "Kazakhstan spoke.\nThe European country left.",  # does not fit
        "US troops and German troops arrived.\nThe troops worry.",  # whose?
        "We like Poland.\nOur roads reach Germany.",  # no issuer: nobody knows who "we" is
    ],
)
def test_what_stays_unresolved(text: str) -> None:
    assert added(text) == []


def test_pronouns_follow_a_chain() -> None:
    assert [entry[:2] for entry in added("Putin spoke.\nHe paused.\nHe blamed Poland.")] == [(1, "RUS"), (2, "RUS")]


def test_a_release_speaks_for_its_issuer() -> None:
    text = "We thank Germany.\nOur troops help Poland.\nIran is far."
    assert added(text, source="US Department of State, press release") == [
        (0, "USA", "We", "pronoun"),
        (1, "USA", "Our", "pronoun"),
    ]
    assert added(text, source="The Daily Example on the United States") == []


def test_metadata_may_name_the_voice() -> None:
    found = resolved("We thank Germany.", metadata={"voice": "Poland"}).found
    assert [(m.actor.code, m.text) for m in found] == [("POL", "We"), ("DEU", "Germany")]


def test_the_other_side_of_a_release() -> None:
    text = "The United States and Poland held talks.\nWe thank Poland.\nForeign Minister Przyklad spoke."
    text += "\nOur governments agree."
    found = resolved(text, source="US Department of State").found
    assert [(m.actor.code, m.text) for m in found if m.sentence == 2] == [("POL", "Foreign Minister Przyklad")]
    assert {m.actor.code for m in found if m.sentence == 3} == {"USA", "POL"}


RELEASE = "The United States and Poland held talks.\nWe thank Poland.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Both governments agree.", [("USA", "Both governments"), ("POL", "Both governments")]),
        ("Both parties agree.", [("USA", "Both parties"), ("POL", "Both parties")]),
        ("The delegations met.", [("USA", "delegations"), ("POL", "delegations")]),
        ("Both roads are long.", []),
        ("Secretary Muster spoke.", [("USA", "Secretary Muster")]),
        ("Deputy Secretary Muster spoke.", [("USA", "Deputy Secretary Muster")]),
        ("Secretary of State Muster spoke.", [("USA", "Secretary of State Muster")]),
        ("The Secretary spoke.", [("USA", "Secretary")]),
        ("Secretary General Muster spoke.", []),  # of some organisation
        ("Secretary of Agriculture Muster spoke.", []),  # of either side
        ("Prime Minister Przyklad spoke.", [("POL", "Prime Minister Przyklad")]),
        ("Crown Prince Przyklad spoke.", [("POL", "Crown Prince Przyklad")]),
        ("The Prime Minister spoke.", [("POL", "Prime Minister")]),
        ("The President of the club spoke.", []),
        ("She likes Foreign films.", []),
        ("Any Prime Minister would.", []),  # no one in particular
    ],
)
def test_whose_office_it_is_in_a_release(text: str, expected: list[tuple[str, str]]) -> None:
    found = resolved(RELEASE + text, source="US Department of State").found
    assert sorted((m.actor.code, m.text) for m in found if m.sentence == 2) == sorted(expected)


def test_a_joint_statement_speaks_for_its_signatories() -> None:
    text = "Poland and Germany affirm their friendship.\nWe condemn Iran."
    found = resolved(text, source="Joint Statement of two governments").found
    assert {m.actor.code for m in found if m.text == "We"} == {"POL", "DEU"}


def test_turns_of_a_transcript() -> None:
    text = "QUESTION: Do we trust Iran?\nMR. EXAMPLE: We trust Poland.\nWe always did."
    found = resolved(text, source="White House").found
    assert [(m.sentence, m.actor.code) for m in found if m.text.casefold() == "we"] == [(1, "USA"), (2, "USA")]


def test_us_the_pronoun_is_not_the_country() -> None:
    found = resolved("Poland helps us.\nWe like the US.", source="White House").found
    assert [(m.text, m.how) for m in found if m.sentence == 0] == [("Poland", "name"), ("us", "pronoun")]
    assert all(m.actor.code == "USA" for m in found if m.sentence == 1)


def test_spans_point_at_the_text_and_found_mentions_stay() -> None:
    text = "Kazakhstan and China signed.\nBoth countries thanked Russia."
    before = resolved("Kazakhstan and China signed.")
    after = resolved(text)
    assert all(text[m.span.start : m.span.end] == m.text for m in after.found)
    assert set(before.found) <= set(after.found)


def test_nothing_named_nothing_added() -> None:
    text = "He said so.\nThe country rests."
    empty = Mentions(())
    found: tuple[Mention, ...] = resolve(Document("d", text), sentences_of(text), empty, catalogue=CATALOGUE).found
    assert found == ()
