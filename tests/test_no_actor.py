"""Names that stand for nobody: places on the way, matches, tongues, namesakes, relatives; and such as do stand."""

from __future__ import annotations

import pytest
from actor_world import codes, find, resolved


@pytest.mark.parametrize(
    ("text", "tag", "code"),
    [
        ("He had just left Warsaw.", "venue", "POL"),
        ("They flew to Paris and then to Berlin.", "venue", "DEU"),
        ("The firm moved its plant from Shenzhen to Tashkent.", "venue", "UZB"),
        ("Their parliament voted to move the embassy to Astana.", "venue", "KAZ"),
        ("She chose Astana for her first trip.", "venue", "KAZ"),
        ("He called it theft at his Berlin villa.", "venue", "DEU"),
        ("Bern talks on Syria end without a deal", "venue", "CHE"),
        ("In the village of Zalipie, in Poland, nobody noticed.", "venue", "POL"),
        ("They will convene at Lask Air Base in Poland.", "venue", "POL"),
        ("In southern Poland, factories reopened.", "venue", "POL"),
        ("He spoke at the Warsaw Conference on Security.", "other_name", "POL"),
        ("Farmers in eastern Washington ship wheat.", "other_name", "USA"),
        ("They rebuilt the other Warsaw.", "other_name", "POL"),
        ("A singer named Jordan waved.", "other_name", "JOR"),
        ("The pupils of Jordan High in Utah sang.", "other_name", "JOR"),
        ("The India-Poland final was late.", "team", "IND"),
        ("The chess player played for Poland.", "team", "POL"),
        ("The goalkeeper slipped, and the Germans had their draw.", "team", "DEU"),
        ("It appeared in Turkish, German and Polish.", "language", "POL"),
        ("He speaks fluent Russian and passable German.", "language", "DEU"),
        ("Schools will end teaching in Russian by May.", "language", "RUS"),
        ("His mother was half German, he said.", "ancestry", "DEU"),
        ("The spokesman, German by birth, was tired.", "ancestry", "DEU"),
        ("Thousands of Germans marched.", "ancestry", "DEU"),
        ("The author, a German citizen, was freed.", "affiliation", "DEU"),
        ("The Polish-Turkish diplomat resigned.", "affiliation", "POL"),
        ("Rifaat al-Putin, an exile, wrote.", "private", "RUS"),
        ("It was Putin the candidate whom they sought.", "private", "RUS"),
        ("They landed at Barack Obama airport.", "venue", "USA"),
    ],
)
def test_a_name_that_stands_for_nobody(text: str, tag: str, code: str) -> None:
    assert (tag, code) in [(skipped.tag, skipped.code) for skipped in find(text).rejected]
    assert code not in codes(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The vote left Kyiv without shells.", ["UKR"]),
        ("Power shifted from Berlin to Warsaw.", ["DEU", "POL"]),
        ("Warsaw talks to Ankara.", ["POL", "TUR"]),
        ("Russia shelled the east of Ukraine.", ["RUS", "UKR"]),
        ("Washington's eastern flank worries Warsaw.", ["USA", "POL"]),
        ("The German-Polish commission met.", ["DEU", "POL"]),
        ("Russia fears the Germans.", ["RUS", "DEU"]),
        ("Agents of India killed a Polish citizen.", ["IND", "POL"]),
        ("Ships wait in Russian, Chinese and Turkish waters.", ["RUS", "CHN", "TUR"]),
        ("The EU High Representative spoke.", ["EU"]),
        ("Jordan signed.", ["JOR"]),
    ],
)
def test_the_same_words_around_a_name_that_does_stand_for_its_state(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_surname_like_a_state_s_is_the_person_s_once_the_text_named_one_in_full() -> None:
    assert codes("Michael Jordan retired.\nYears later Poland, and Jordan went, thanked Jordan's king.") == [
        "POL",
        "JOR",
    ]


def test_a_plan_named_after_a_man_holds_no_office() -> None:
    assert codes("Kyiv does not need a new Marshall Plan, one German official said.") == ["UKR", "DEU"]


@pytest.mark.parametrize(
    "text",
    [
        "Putin spoke.\nReporters asked about his father.",
        "Putin spoke.\nReporters asked about his eldest son.",
        "Poland spoke.\nIt does not follow that the war is over.",
    ],
)
def test_relatives_and_an_empty_it_are_nobody(text: str) -> None:
    assert not [m for m in resolved(text).found if m.how == "pronoun"]


def test_what_a_relative_s_owner_has_besides_is_the_owner_s() -> None:
    found = resolved("Putin spoke.\nReporters asked about his envoy.").found
    assert [m.actor.code for m in found if m.how == "pronoun"] == ["RUS"]
