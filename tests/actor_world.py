"""A tiny catalogue and a one-line way to analyse text, for the tests of matcher, resolver, speakers and pairs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from stance.actors.catalogue import Catalogue
from stance.actors.documents import read_owner
from stance.actors.forms import Form
from stance.actors.matcher import Matcher
from stance.actors.read import read_actors
from stance.actors.resolve import resolve
from stance.types import Actor, Document, Mentions, Sentence, Span, Speech

STATES = {
    "KAZ": ("Kazakhstan", "Kazakh", "Kazakhs", "Astana"),
    "RUS": ("Russia", "Russian", "Russians", "Moscow"),
    "CHN": ("China", "Chinese", "", "Beijing"),
    "DEU": ("Germany", "German", "Germans", "Berlin"),
    "TUR": ("Turkey", "Turkish", "Turks", "Ankara"),
    "IRN": ("Iran", "Iranian", "Iranians", "Tehran"),
    "UKR": ("Ukraine", "Ukrainian", "Ukrainians", "Kyiv"),
    "GEO": ("Georgia", "Georgian", "Georgians", "Tbilisi"),
    "JOR": ("Jordan", "Jordanian", "Jordanians", "Amman"),
    "TCD": ("Chad", "Chadian", "Chadians", "N'Djamena"),
    "POL": ("Poland", "Polish", "Poles", "Warsaw"),
    "CHE": ("Switzerland", "Swiss", "", "Bern"),
    "IND": ("India", "Indian", "Indians", "New Delhi"),
    "PRK": ("North Korea", "North Korean", "North Koreans", "Pyongyang"),
    "KOR": ("South Korea", "South Korean", "South Koreans", "Seoul"),
    "SYR": ("Syria", "Syrian", "Syrians", "Damascus"),
    "CIV": ("Côte d'Ivoire", "Ivorian", "Ivorians", "Yamoussoukro"),
    "FRA": ("France", "French", "", "Paris"),
    "UZB": ("Uzbekistan", "Uzbek", "Uzbeks", "Tashkent"),
    "KGZ": ("Kyrgyzstan", "Kyrgyz", "", "Bishkek"),
    "TJK": ("Tajikistan", "Tajik", "Tajiks", "Dushanbe"),
    "TKM": ("Turkmenistan", "Turkmen", "Turkmens", "Ashgabat"),
    "PSE": ("West Bank", "Palestinian", "Palestinians", "Ramallah"),
    "EST": ("Estonia", "Estonian", "Estonians", "Tallinn"),
    "LVA": ("Latvia", "Latvian", "Latvians", "Riga"),
    "LTU": ("Lithuania", "Lithuanian", "Lithuanians", "Vilnius"),
    "GBR": ("United Kingdom", "British", "", "London"),
}
OTHERS = (
    Form("US", "USA", "name", case="exact"),
    Form("USA", "USA", "name", case="exact"),
    Form("United States", "USA", "name"),
    Form("American", "USA", "demonym"),
    Form("Washington", "USA", "metonym"),
    Form("White House", "USA", "metonym"),
    Form("Department of State", "USA", "organ"),
    Form("Kremlin", "RUS", "metonym"),
    Form("NATO", "NATO", "name"),
    Form("EU", "EU", "name", case="exact"),
    Form("UN", "UN", "name", case="exact"),
    Form("G7", "G7", "name"),
    Form("WHO", "WHO", "name", case="exact"),
    Form("the West", "WEST", "name", case="exact"),
    Form("LeT", "LET", "name"),
    Form("Taliban", "TALIBAN", "name"),
    Form("al-Qaeda", "AL_QAEDA", "name"),
    Form("China Daily", "CHN", "organ"),
    Form("Kassym-Jomart Tokayev", "KAZ", "person", date(2019, 3, 20)),
    Form("Tokayev", "KAZ", "person", date(2019, 3, 20)),
    Form("Nursultan Nazarbayev", "KAZ", "person", date(1991, 12, 16), date(2019, 3, 19)),
    Form("Vladimir Putin", "RUS", "person"),
    Form("Putin", "RUS", "person"),
    Form("Xi Jinping", "CHN", "person", date(2012, 11, 15)),
    Form("Xi", "CHN", "person", date(2012, 11, 15), ambiguous=True),
    Form("Antony Blinken", "USA", "person", date(2021, 1, 26), date(2025, 1, 20)),
    Form("Barack Obama", "USA", "person", date(2009, 1, 20), date(2017, 1, 20)),
    Form("Obama", "USA", "person", date(2009, 1, 20), date(2017, 1, 20)),
    Form("Joe Biden", "USA", "person"),
    Form("Biden", "USA", "person"),
    Form("Friday", "TUR", "person", case="exact"),
    Form("Albert", "FRA", "person", case="exact"),
)
KINDS = {"NATO": "igo", "EU": "igo", "UN": "igo", "WHO": "igo", "G7": "bloc", "WEST": "bloc"}
ARMED = ("TALIBAN", "AL_QAEDA", "LET")


def _catalogue() -> Catalogue:
    forms = list(OTHERS)
    for code, (name, adjective, people, capital) in STATES.items():
        forms.append(Form(name, code, "name", ambiguous=code in ("GEO", "JOR", "TCD")))
        forms += [Form(text, code, "demonym") for text in (adjective, people) if text]
        forms.append(Form(capital, code, "metonym"))
    codes = {form.code for form in forms}
    kinds: dict[str, Any] = {code: KINDS.get(code, "nonstate" if code in ARMED else "state") for code in codes}
    return Catalogue({code: Actor(code, code, kinds[code]) for code in codes}, tuple(forms))


CATALOGUE = _catalogue()
MATCHER = Matcher(CATALOGUE)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """One sentence a line."""
    found, start = [], 0
    for index, line in enumerate(text.split("\n")):
        found.append(Sentence(index, Span(start, start + len(line)), line))
        start += len(line) + 1
    return tuple(found)


def find(text: str, *, on: date | None = None) -> Mentions:
    return MATCHER.find(Document("d", text), sentences_of(text), on=on)


def named(text: str, *, on: date | None = None) -> list[tuple[str, str]]:
    """(code, text) of each mention."""
    return [(m.actor.code, m.text) for m in find(text, on=on).found]


def codes(text: str, *, on: date | None = None) -> list[str]:
    return [code for code, _ in named(text, on=on)]


def reasons(text: str, *, on: date | None = None) -> list[str]:
    return [skipped.reason for skipped in find(text, on=on).rejected]


def resolved(text: str, *, source: str | None = None, metadata: Mapping[str, Any] | None = None) -> Mentions:
    document = Document("d", text, source=source, metadata=metadata or {})
    sentences = sentences_of(text)
    found = MATCHER.find(document, sentences, on=None)
    groups = found.by_sentence()
    lines = [(sentence, groups.get(sentence.index, ())) for sentence in sentences]
    owner = read_owner(document, lines, catalogue=CATALOGUE)
    return resolve(document, sentences, found, catalogue=CATALOGUE, owner=owner)


def speeches(text: str, *, source: str | None = None, metadata: Mapping[str, Any] | None = None) -> tuple[Speech, ...]:
    return actors(text, source=source, metadata=metadata)[1]


def actors(
    text: str, *, source: str | None = None, metadata: Mapping[str, Any] | None = None, title: str | None = None
) -> tuple[Mentions, tuple[Speech, ...]]:
    """Mentions and speeches of a text of one sentence a line."""
    document = Document("d", text, title=title, source=source, metadata=metadata or {})
    return read_actors(document, sentences_of(text), matcher=MATCHER, catalogue=CATALOGUE)
