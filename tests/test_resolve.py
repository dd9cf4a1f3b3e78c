from __future__ import annotations

import pytest
from actor_world import CATALOGUE, resolved, sentences_of

from stance.actors.catalogue import Catalogue
from stance.actors.facts import DATA, TABLES, groups, members_of
from stance.actors.joint import signatories_of
from stance.actors.resolve import resolve
from stance.pairs import make_pairs
from stance.types import Document, Mention, Mentions, Speech


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


def test_a_joint_statement_without_a_list_is_not_of_somebody_it_names() -> None:
    text = "The talks were useful.\nThe delegations spoke of Russia and Ukraine.\nWe condemn Russia."
    found = resolved(text, source="US Department of State: Joint Statement").found
    assert {m.actor.code for m in found if m.text == "We"} == {"USA"}


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


def means(text: str, word: str, nth: int = 1) -> set[str]:
    """The actors of the nth reference that reads ``word``."""
    spans = sorted({m.span for m in resolved(text).found if m.text.casefold() == word.casefold()})
    if len(spans) < nth:
        return set()
    return {m.actor.code for m in resolved(text).found if m.span == spans[nth - 1]}


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Poland recalled its envoy from Germany.", "its", "POL"),
        ("Germany wants Poland to keep its word.", "its", "POL"),
        ("Iran called on Poland to free its prisoners.", "its", "POL"),
        ("Iran says that Poland rammed one of its boats.", "its", "IRN"),
        ("Asked whether it would sign, Poland left.", "it", "POL"),
        ("Iran restored ties with Poland in a deal that China brokered. The rivals met.", "The rivals", "IRN POL"),
        ("Iran, Poland and France met. None of the three signed.", "the three", "IRN POL FRA"),
        ("Iran objected. Estonia and Latvia met. The two Baltic states signed.", "The two Baltic states", "EST LVA"),
        ("Iran thanked the Secretary-General for his help.", "the Secretary-General", "UN"),
        ("Iran wrote to the secretary of state.", "the secretary of state", "USA"),
        ("Iran told the Council that it was late.", "the Council", "UN"),
        ("Germany lets Poland keep its word.", "its", "POL"),
        ("Iran denied the report, and it blamed Poland.", "it", "IRN"),
        ("Iran signed. Then Poland thanked it.", "it", "IRN"),
        ("Ukraine asked Poland when it would vote.", "it", "POL"),
        ("Putin met farmers, and he praised them.", "he", "RUS"),
        ("Putin waited for Xi Jinping and embraced him.", "him", "CHN"),
        ("Pressed on when he might resign, President Putin left.", "he", "RUS"),
        ("Iran blamed Poland. Its envoy said that he was sad.", "he", "IRN"),
        ("Poland and Germany signed, and they thanked Iran.", "they", "POL DEU"),
        ("Estonia's army left. The troops and Poland met.", "The troops", ""),
        ("Poland praised Germany. The former thanked Iran.", "The former", "POL"),
        ("Poland and Germany met. The latter thanked Iran.", "The latter", "DEU"),
        ("Poland and Germany met. Neither side thanked Iran.", "Neither side", "POL DEU"),
        ("Poland, Germany and France met. The three thanked Iran.", "The three", "POL DEU FRA"),
        ("Poland, Germany and France met. Poland left. The other two stayed.", "The other two", "DEU FRA"),
        ("The Baltic states met. All three thanked Iran.", "All three", "EST LVA LTU"),
        ("NATO met. The alliance will help Poland.", "The alliance", "NATO"),
        ("Germany objected. Soon the bloc voted.", "the bloc", "EU"),
        ("Poland let the press wait while the government met.", "the government", "POL"),
        ("Turkey began an offensive. The offensive was condemned by Iran.", "The offensive", "TUR"),
        ('"Your country is far," Putin told Xi Jinping.', "Your country", "CHN"),
    ],
)
def test_references_within_and_after_a_sentence(text: str, word: str, expected: str) -> None:
    assert means(text.replace(". ", ".\n"), word) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Poland hopes that it is clear to all.", "it"),  # impersonal
        ("Poland waited.\nIt was agreed that Iran would come.", "It"),
        ("Poland waited.\nIt rained for two days.", "It"),
        ("Poland read the draft and signed it.", "it"),  # a thing
        ("Poland asked when the bridge opens, and the sign says how long it will last.", "it"),
        ("An analyst in Poland said that he was sad.", "he"),  # a private person
        ("Putin spoke.\nMary Doe said that she was sad.", "she"),
        ("Putin waited for him.", "him"),  # not the subject of its own clause
        ("Poland, he said, would pay.", "he"),
        ("They tell old stories in Poland.", "They"),  # nobody in particular
        ("Poland and Germany built on both sides of a river.", "both sides"),
        ("Poland and Germany met.\nThe two boats left.", "two boats"),
        ("Poland and Germany met.\nThe former president of the club left.", "The former"),
        ("Poland, Germany and France met.\nThe four left.", "The four"),
    ],
)
def test_references_to_nobody(text: str, word: str) -> None:
    assert means(text, word) == set()


def test_a_woman_is_not_he() -> None:
    text = "Putin met Angela Doe, the German chancellor.\nShe praised Iran."
    assert means(text, "She") == {"DEU"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Baltic states met Iran.", "EST LVA LTU IRN"),
        ("Several Baltic states met Iran.", "IRN"),
        ("Two of the three Baltic states met Iran.", "IRN"),
        ("All Baltic states except Latvia met Iran.", "EST LTU LVA IRN"),
        ("The three Baltic foreign ministers met Iran.", "EST LVA LTU IRN"),
    ],
)
def test_a_group_means_its_members_only_where_all_are_meant(text: str, expected: str) -> None:
    assert {m.actor.code for m in resolved(text).found} == set(expected.split())


def test_the_exception_is_no_member() -> None:
    found = resolved("All Baltic states except Latvia met Iran.").found
    assert [m.text for m in found if m.actor.code == "LVA"] == ["Latvia"]


def test_a_name_inside_a_description_of_another_is_no_mention() -> None:
    found = resolved("India left.\nThat former British colony thanked Iran.")
    assert {m.actor.code for m in found.found if m.sentence == 1} == {"IND", "IRN"}
    assert any("description" in skipped.reason for skipped in found.rejected)


def test_the_form_of_a_reference_names_its_antecedent() -> None:
    (found,) = [m for m in resolved("Poland waited.\nIt blamed Iran.").found if m.how == "pronoun"]
    assert "Poland" in found.form
    assert "sentence 1" in found.form


def test_references_beside_a_name_are_not_marked_for_the_model() -> None:
    text = "Poland recalled its envoy from Germany, and it blamed Iran."
    sentences = sentences_of(text)
    pairs = make_pairs(sentences, resolved(text), (Speech(0, "action"),)).pairs
    assert [m.text for m in next(p for p in pairs if p.source.code == "POL").source_mentions] == ["Poland"]


def test_facts_are_those_of_the_hand_written_tables() -> None:
    root = DATA.parents[2] / "configs" / "actors"
    assert all((DATA / name).read_bytes() == (root / name).read_bytes() for name in TABLES)


def test_members_are_actors_and_counted_once() -> None:
    catalogue = Catalogue.load()
    for group in groups():
        assert len(set(group.members)) == len(group.members) > 1
        assert {catalogue.actor(code).kind for code in group.members} <= {"state", "igo"}
    assert set(members_of()) <= set(catalogue.actors)


def test_a_joint_statement_that_lists_nobody_is_nobodys() -> None:
    (line,) = sentences_of("Released by the press office.")
    (mention,) = (m for m in resolved("Iran left.").found)
    assert signatories_of("Joint statement", [(line, ()), (line, (mention,))]) == ()
