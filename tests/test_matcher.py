from __future__ import annotations

from datetime import date

import pytest
from actor_world import CATALOGUE, MATCHER, codes, find, named, reasons, sentences_of
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.actors.fold import fold, fold_key, haystack
from stance.actors.matcher import Matcher
from stance.types import Document, Sentence, Span

NASTY = [
    "\u200b",
    "\ufeff",
    "\u00a0",
    "\r\n",
    "\u0301",
    "\u2019s",
    "\u2011",
    "—",
    " ",
    "'",
    '"',
    ".",
    "-",
    "İ",
    "ß",
    "中",
    "\u202e",
    "🇰🇿",
]
NAMES = [
    "Russia",
    "US",
    "U.S.",
    "Côte d’Ivoire",
    "Kassym-Jomart Tokayev",
    "Turkey",
    "NATO",
    "Xi",
    "the West Bank",
    "Sino-Russian",
]


@given(st.lists(st.sampled_from(NASTY + NAMES) | st.text(max_size=6), max_size=25).map("".join))
@settings(max_examples=200)
def test_every_span_points_at_its_text(text: str) -> None:
    document = Document("d", text)
    found = MATCHER.find(document, (Sentence(0, Span(0, len(text)), text),), on=None)
    for mention in found.found:
        assert text[mention.span.start : mention.span.end] == mention.text
        assert mention.text.strip()
    for skipped in found.rejected:
        assert text[skipped.span.start : skipped.span.end] == skipped.text


@given(st.text(alphabet=st.sampled_from("aZé\u200b\u0301 -'.’\u00a0中İß"), max_size=30))
@settings(max_examples=200)
def test_folded_words_map_back_in_order(text: str) -> None:
    folded = fold(text, offset=7)
    ends = [7, *folded.ends]
    for i in range(len(folded)):
        assert ends[i] <= folded.starts[i] < folded.ends[i] <= len(text) + 7
        assert folded.raw(i) == text[folded.starts[i] - 7 : folded.ends[i] - 7]


def test_offsets_hold_in_later_sentences_of_a_text_with_bom_and_crlf() -> None:
    text = "\ufeffNothing here.\r\nRus\u200bsia met Côte d’Ivoire.\r\n"
    sentences = (Sentence(0, Span(1, 14), text[1:14]), Sentence(1, Span(16, len(text)), text[16:]))
    found = MATCHER.find(Document("d", text), sentences, on=None).found
    assert [(m.actor.code, m.text, m.sentence) for m in found] == [
        ("RUS", "Rus\u200bsia", 1),
        ("CIV", "Côte d’Ivoire", 1),
    ]
    assert all(text[m.span.start : m.span.end] == m.text for m in found)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Zürich", "zurich"),
        ("U.S.A.", "usa"),
        ("U. S.", "us"),
        ("al\u2011Qaeda", "al qaeda"),
        ("Xi’an", "xi ' an"),
        ("Erdoğan", "erdogan"),
        ("Łódź", "lodz"),
        ("A\u00a0B", "a b"),
    ],
)
def test_fold_key(written: str, key: str) -> None:
    assert fold_key(written) == key


def test_haystack_keeps_words_apart() -> None:
    assert haystack(("us", "us")) == " us  us "
    assert haystack(()) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia's army met Germany’s.", ["Russia's army", "Germany"]),
        ("The U.S. agreed.", ["U.S."]),
        ("The U.S.-led force left.", ["U.S."]),
        ("Both the USA and the US. agreed", ["USA", "US"]),
        ("A pro-Russian, anti-American mood.", ["Russian", "American"]),
        ("The US-China trade talks", ["US", "China"]),
        ("Sino-Russian ties", ["Sino", "Russian"]),
        ("Cote d'Ivoire voted", ["Cote d'Ivoire"]),
        ("Fighters of al Qaeda and Al-Qaeda", ["al Qaeda", "Al-Qaeda"]),
        ("KAZAKHSTAN AND RUSSIA SIGN", ["KAZAKHSTAN", "RUSSIA"]),
        ("Farms on the West Bank", ["West Bank"]),
        ("North and South Korea traded fire", ["North", "South Korea"]),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert [written for _, written in named(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Give us the polish and a turkey.",
        "She asked who came, and us too.",
        "A chinaware shop in Russiaville",
        "Let us go",
        "TELL US WHY",
        "Michael Jordan scored; so did Chad Smith.",
        "Paris Hilton sang.",
        "He reads the South China Morning Post, The Moscow Times and the Washington Post.",
        "Air India and American Airlines fly.",
        "Bank of China lends; the University of Georgia teaches.",
        "Boats cross the Indian Ocean.",
        "The London-based firm and an Iranian-born cook",
        "The French Open began.",
        "She speaks Russian and writes in Chinese.",
        "A cup of Turkish coffee",
        "He lives in Atlanta, Georgia.",
        "Voters in Georgia, Ohio and Florida queue.",
        "On Friday it rained.",
        "Albert Example opened the shop.",
        "Hunter Biden painted.",
    ],
)
def test_no_actor_here(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The South China Morning Post", "private media"),
        ("American Airlines", "a firm"),
        ("Michael Jordan came", "part of a longer personal name"),
        ("The London-based firm", "a mere affiliation (-based)"),
        ("MOSCOW (AP) — Rain fell.", "a dateline"),
        ("They met in Berlin.", "a venue"),
        ("A Russian journalist wrote", "private: journalist"),
        ("A Chinese technology company", "private: company"),
        ("Two German tourists swam", "private: tourists"),
        ("The Iranian opposition", "private: opposition"),
        ("former Russian president", "a former office-holder"),
        ("Iran's former foreign minister", "a former office-holder"),
        ("the former president of Poland", "a former office-holder"),
        ("A Russian ex-minister left", "a former office-holder"),
        ("Former President Muster of Poland left", "a former office-holder"),
        ("ex-President Obama left", "a former office-holder"),
        ("Poland's army expert left", "private: expert"),
        ("Atlanta, Georgia", "part of another name"),
        ("Georgia governor Doe", "the state of the USA"),
    ],
)
def test_what_is_rejected_says_why(text: str, reason: str) -> None:
    assert codes(text) == []
    assert reason in reasons(text)


@pytest.mark.parametrize(
    ("text", "code", "written", "how"),
    [
        ("The Chinese Foreign Ministry spoke.", "CHN", "Chinese Foreign Ministry", "office"),
        ("the Kazakh president left", "KAZ", "Kazakh president", "office"),
        ("The President of Kazakhstan left", "KAZ", "President of Kazakhstan", "office"),
        ("Kazakh President Kassym-Jomart Tokayev left", "KAZ", "Kazakh President Kassym-Jomart Tokayev", "person"),
        ("Secretary of State Antony Blinken left", "USA", "Secretary of State Antony Blinken", "person"),
        ("Georgia's Foreign Ministry spokeswoman left", "GEO", "Georgia's Foreign Ministry spokeswoman", "office"),
        ("Russian state media said", "RUS", "Russian state media", "office"),
        ("authorities in Kyiv said", "UKR", "authorities in Kyiv", "office"),
        ("China Daily wrote", "CHN", "China Daily", "organ"),
        ("Turkish envoy Example Person left", "TUR", "Turkish envoy Example Person", "person"),
        ("Kazakhs voted", "KAZ", "Kazakhs", "demonym"),
        ("Indian farmers' exports to Poland", "POL", "Poland", "name"),
        ("Polish spokesman van der Muster left", "POL", "Polish spokesman van der Muster", "person"),
        ("Iranian army commander Gen. Muster left", "IRN", "Iranian army commander Gen. Muster", "person"),
        ("German spokesman, Erik Muster, left", "DEU", "German spokesman, Erik Muster", "person"),
        ("German spokesman, Uri, Schwyz and Zug left", "DEU", "German spokesman", "office"),
        ("President Muster of Poland left", "POL", "President Muster of Poland", "person"),
        ("Germany's foreign minister's office left", "DEU", "Germany's foreign minister's office", "office"),
        ("German ministry of Food and Trade left", "DEU", "German ministry of Food and Trade", "office"),
        ("Iranian Ministry for Roads and of more", "IRN", "Iranian Ministry for Roads", "office"),
        ("Chinese state bank officials left", "CHN", "Chinese state bank officials", "office"),
        ("Iran's state news agency said so", "IRN", "Iran's state news agency", "office"),
        ("Polish soldiers' boots", "POL", "Polish soldiers", "office"),
        ("Poland's famous army left", "POL", "Poland's famous army", "office"),
        ("Poland's rusted army left", "POL", "Poland", "name"),
        ("Russian 3 ministers left", "RUS", "Russian", "demonym"),
        ("Jan Muster, who hates the Polish army, left", "POL", "Polish army", "office"),
        ("In Muster Stadt, a spokesman for the Polish army left", "POL", "spokesman for the Polish army", "office"),
        ("OIL PRICES FELL, POLISH MINISTER SAYS", "POL", "POLISH MINISTER", "office"),
        ("PRESIDENT OF POLAND MEETS STRANGERS", "POL", "PRESIDENT OF POLAND", "office"),
    ],
)
def test_one_mention_with_its_office(text: str, code: str, written: str, how: str) -> None:
    assert [(m.actor.code, m.text, m.how) for m in find(text).found] == [(code, written, how)]


def test_a_group_of_ministers_does_not_swallow_its_members() -> None:
    assert codes("The G7 foreign ministers of Germany, France and Poland met") == ["G7", "DEU", "FRA", "POL"]


def test_a_list_of_states_expands() -> None:
    assert codes("The Baltic states agreed") == ["EST", "LVA", "LTU"]
    assert set(codes("The C5+1 met")) == {"KAZ", "KGZ", "TJK", "TKM", "UZB", "USA"}


def test_armed_groups_keep_their_fighters() -> None:
    assert codes("Taliban militants left") == ["TALIBAN"]


def test_an_envoy_is_of_the_sender_and_the_host_is_not_named() -> None:
    assert named("US Ambassador to Germany Jane Example spoke") == [
        ("USA", "US Ambassador to Germany Jane Example"),
    ]
    assert named("The Polish ambassador to Iran, Jan Muster, left.\nMuster slept.") == [
        ("POL", "Polish ambassador to Iran, Jan Muster"),
        ("POL", "Muster"),
    ]
    assert codes("The Polish ambassador brought a letter to Iran") == ["POL", "IRN"]


def test_people_introduced_by_office_are_known_afterwards() -> None:
    text = "Turkish Foreign Ministry spokesman Ornek Kisi met reporters.\nKisi spoke of Iran."
    assert named(text)[1:] == [("TUR", "Kisi"), ("IRN", "Iran")]
    text = "Anna Beispiel, a spokeswoman for the German government, said no.\nBeispiel left."
    assert named(text) == [
        ("DEU", "Anna Beispiel"),
        ("DEU", "spokeswoman for the German government"),
        ("DEU", "Beispiel"),
    ]


def test_an_ambiguous_surname_needs_its_full_name_or_title() -> None:
    assert codes("Xi left early.") == []
    assert "a surname without its full name or title" in reasons("Xi left early.")
    assert named("Xi Jinping came.\nXi left early.") == [("CHN", "Xi Jinping"), ("CHN", "Xi")]
    assert named("President Xi left early.") == [("CHN", "President Xi")]


def test_a_headline_may_name_by_surname_whom_the_text_names_in_full() -> None:
    assert named("Xi Visits Ukraine by Train\nXi Jinping came by train.")[0] == ("CHN", "Xi")
    assert codes("Rain\nXi left early.\nXi Jinping came by train.") == ["CHN"]


def test_a_surname_that_no_catalogue_lists_follows_its_full_name() -> None:
    assert named("Antony Blinken came.\nBlinken praised Poland.") == [
        ("USA", "Antony Blinken"),
        ("USA", "Blinken"),
        ("POL", "Poland"),
    ]


def test_people_count_only_while_in_office() -> None:
    assert codes("Nursultan Nazarbayev spoke.", on=date(2015, 5, 1)) == ["KAZ"]
    assert codes("Nursultan Nazarbayev spoke.", on=date(2020, 5, 1)) == []
    assert reasons("Nursultan Nazarbayev spoke.", on=date(2020, 5, 1)) == ["not in office on 2020-05-01"]
    assert codes("Nursultan Nazarbayev spoke.") == ["KAZ"]


def test_a_past_administration_is_still_its_state() -> None:
    assert codes("during the presidency of Barack Obama", on=date(2019, 1, 1)) == ["USA"]
    assert codes("The Obama administration said", on=date(2019, 1, 1)) == ["USA"]
    assert codes("former President Barack Obama said", on=date(2010, 1, 1)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscow said no.", ["RUS"]),
        ("Talks between Moscow and Kyiv stalled.", ["RUS", "UKR"]),
        ("Beijing's warning came.", ["CHN"]),
        ("They met in Moscow and left.", []),
        ("He flew to Beijing.", []),
        ("She works in Kazakhstan.", ["KAZ"]),
        ("Georgia and Russia fought near Gori.", ["GEO", "RUS"]),
        ("Jordan's king", ["JOR"]),
        ("Turkey and Chad signed.", ["TUR", "TCD"]),
        ("Washington accused Iran.", ["USA", "IRN"]),
    ],
)
def test_capitals_as_actors_and_as_venues(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "tag", "code"),
    [
        ("They met in Berlin.", "venue", "DEU"),
        ("The envoys flew home by train to Berlin.", "venue", "DEU"),
        ("He said from Warsaw that it was late.", "venue", "POL"),
        ("A Warsaw hotel was full.", "venue", "POL"),
        ("The Bern talks dragged on.", "venue", "CHE"),
        ("Bern was the dearest city of all.", "venue", "CHE"),
        ("It happened in Warsaw's old town square.", "venue", "POL"),
        ("They spoke at a seminar in Poland.", "venue", "POL"),
        ("They met in Lodz, Poland, on Monday.", "venue", "POL"),
        ("The mission in Warsaw closed.", "venue", "POL"),
        ("PARIS/BERLIN (Wire) - Rain fell.", "venue", "FRA"),
        ("Warsaw, Poland — Rain fell.", "venue", "POL"),
        ("A lawyer from Turkey sued.", "affiliation", "TUR"),
        ("An artist born in Poland sang.", "affiliation", "POL"),
        ("She is Turkish.", "affiliation", "TUR"),
        ("The judge, a Georgian by passport, waved.", "affiliation", "GEO"),
        ("A Polish chef cooked.", "affiliation", "POL"),
        ("Moscow Herald wrote it.", "media", "RUS"),
        ("Polish newspapers wrote it.", "media", "POL"),
        ("German Polish Steel was sold.", "company", "DEU"),
        ("A Turkish airline grew.", "company", "TUR"),
        ("Poland's women's hockey team won.", "team", "POL"),
        ("Poland drew with Latvia in the group stage.", "team", "POL"),
        ("She answered in excellent German.", "language", "DEU"),
        ("A German translation appeared.", "language", "DEU"),
        ("They ate Polish sausages.", "food", "POL"),
        ("Cold Turkey is no fun.", "food", "TUR"),
        ("Polish Americans voted.", "ancestry", "POL"),
        ("The Turkish diaspora marched.", "ancestry", "TUR"),
        ("Ethnic Germans left.", "ancestry", "DEU"),
        ("Two Iranian dissidents wept.", "private", "IRN"),
        ("Former President Barack Obama wept.", "former", "USA"),
        ("A barn in Poland, Ohio, burned.", "other_name", "POL"),
        ("Sheep graze on South Georgia.", "other_name", "GEO"),
        ("They swam in the Jordan.", "other_name", "JOR"),
        ("General Washington slept here.", "other_name", "USA"),
        ("Senator Muster of Georgia slept.", "other_name", "GEO"),
        ("Xi slept.", "ambiguous", "CHN"),
    ],
)
def test_a_name_turned_down_has_a_tag_and_the_code_it_would_have_had(text: str, tag: str, code: str) -> None:
    assert (tag, code) in [(skipped.tag, skipped.code) for skipped in find(text).rejected]
    assert code not in codes(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anger in Beijing grew.", ["CHN"]),
        ("The barb was aimed at Moscow.", ["RUS"]),
        ("Orders from Moscow came late.", ["RUS"]),
        ("Warsaw turned to Berlin for help.", ["POL", "DEU"]),
        ("Moscow talks to Ankara.", ["RUS", "TUR"]),
        ("The prime minister in Warsaw objected.", ["POL"]),
        ("Chinese officials in Warsaw objected.", ["CHN"]),
        ("They met in Berlin and Warsaw said it was pleased.", ["POL"]),
        ("Russia bombed targets in Syria.", ["RUS", "SYR"]),
        ("American troops in Poland dug in.", ["USA", "POL"]),
        ("Russian-American talks failed.", ["RUS", "USA"]),
        ("The Polish Air Force took off.", ["POL"]),
        ("Iran faces penalties, but Poland won its case.", ["IRN", "POL"]),
        ("Ministers of Jordan, Georgia and Turkey met.", ["JOR", "GEO", "TUR"]),
        ("Russia's state gas company raised its price.", ["RUS"]),
    ],
)
def test_words_of_place_and_nation_that_name_the_state_after_all(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_an_article_settles_which_georgia_it_means() -> None:
    assert codes("Voters in Georgia queue near Atlanta.\nGeorgia counts tonight.") == []
    assert codes("Georgia and Russia quarrel.\nGeorgia waits.") == ["GEO", "RUS", "GEO"]
    assert codes("Back in Atlanta they praised Georgia.\nTbilisi thanked them, and Georgia smiled.") == ["GEO", "GEO"]


def test_the_name_met_last_decides_between_namesakes() -> None:
    assert codes("Barack Obama left.\nJan Obama, a baker, stayed.\nObama closed the shop.") == ["USA"]
    assert codes("Obama left.\nObama returned.\nJan Obama baked.\nObama spoke.") == ["USA", "USA", "USA"]


def test_a_minister_introduced_without_a_state_is_of_the_one_just_named() -> None:
    assert named("Poland will pay, Energy Minister Anna Muster said.") == [
        ("POL", "Poland"),
        ("POL", "Energy Minister Anna Muster"),
    ]
    assert codes("Poland thanked Latvia.\nEnergy Minister Anna Muster spoke.") == ["POL", "LVA"]
    assert codes("Poland thanked Energy Minister Anna Muster.") == ["POL"]


def test_the_text_s_own_word_on_an_office_beats_the_catalogue() -> None:
    late = date(2020, 5, 1)
    assert codes("Nursultan Nazarbayev, the minister, spoke.", on=late) == ["KAZ"]
    assert codes("Nursultan Nazarbayev, a former minister, spoke.", on=late) == []
    assert codes("Opposition leader Vladimir Putin spoke.") == []


def test_a_match_never_crosses_sentences() -> None:
    assert codes("We left the United\nStates were many.") == []


def test_mentions_come_in_order_and_the_matcher_keeps_no_memory() -> None:
    text = "Xi Jinping met Putin in Russia."
    first = find(text)
    assert [m.span for m in first.found] == sorted(m.span for m in first.found)
    assert codes("Xi left early.") == []
    assert find(text) == first


def test_matcher_is_built_once() -> None:
    matcher = Matcher(CATALOGUE)
    matcher.find(Document("d", "Russia"), sentences_of("Russia"), on=None)
    index = matcher._index
    matcher.find(Document("d", "China"), sentences_of("China"), on=None)
    assert matcher._index is index
