from __future__ import annotations

import sys
from pathlib import Path

import pytest

from stance import StanceAnalyzer
from stance.actors import territories
from stance.actors.catalogue import Catalogue
from stance.actors.declension import inflected
from stance.actors.matchers import Matchers
from stance.actors.territories import LANGUAGES, local_forms
from stance.errors import ConfigError, MissingExtraError
from stance.types import Document, Sentence, Span
from tests.tiny import shared_bundle

CATALOGUE = Catalogue.load()
MATCHERS = Matchers(CATALOGUE)


def named(language: str | None, text: str, *, matchers: Matchers = MATCHERS) -> list[tuple[str, str]]:
    """(code, text) of each mention in one sentence."""
    sentence = Sentence(0, Span(0, len(text)), text)
    found = matchers.read(Document("d", text, language=language), [sentence])[0].found
    assert all(mention.span.of(text) == mention.text for mention in found)
    return [(mention.actor.code, mention.text) for mention in found]


def codes(language: str, text: str) -> list[str]:
    return [code for code, _ in named(language, text)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "La France et l’Iran ont reçu les États-Unis à Vienne.", "FRA IRN USA"),
        ("fr", "Selon la RDC, l'ONU et la Côte d'Ivoire suivront la Corée du Sud.", "COD UN CIV KOR"),
        ("fr", "D'Espagne au Viêt Nam, l'OTAN se tait.", "ESP VNM NATO"),
        ("es", "Los Estados Unidos y Corea del Norte hablaron con México.", "USA PRK MEX"),
        ("es", "EE. UU. y la UE criticaron a Arabia Saudita; España no.", "USA EU SAU ESP"),
        ("es", "Rusia contestó a Turquía y a la ONU.", "RUS TUR UN"),
        ("de", "Russlands Antwort an die Türkei ließ die Nato kalt.", "RUS TUR NATO"),
        ("de", "Ein Gesandter der Vereinigten Staaten reiste nach Kasachstan.", "USA KAZ"),
        ("de", "In den Vereinigten Arabischen Emiraten traf Frankreich auf Großbritannien.", "ARE FRA GBR"),
        ("ru", "Россия предложила Казахстану и Китаю новый договор.", "RUS KAZ CHN"),
        ("ru", "США спорили с Саудовской Аравией и Республикой Корея в ООН.", "USA SAU KOR UN"),
        ("ru", "Посол Соединенных Штатов уехал из Беларуси в Киргизию.", "USA BLR KGZ"),
        ("zh", "中国与美国在联合国会谈，俄罗斯没有参加。", "CHN USA UN RUS"),
        ("zh", "哈萨克斯坦向阿联酋出售小麦，沙特反对。", "KAZ ARE SAU"),
        ("zh", "欧盟和北约支持乌克兰。", "EU NATO UKR"),
        ("ar", "قالت إيران إن الصين ستزور روسيا.", "IRN CHN RUS"),
        ("ar", "رسالة للولايات المتحدة ولبنان وبالأردن", "USA LBN JOR"),
        ("ar", "وفرنسا والسعودية في الأمم المتحدة", "FRA SAU UN"),
    ],
)
def test_names_in_other_languages(language: str, text: str, expected: str) -> None:
    assert codes(language, text) == expected.split()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "发展中国家在印度洋开会。"),
        ("zh", "他住在内蒙古和马里兰。"),
        ("fr", "Il chine dans le golfe du Mexique."),
        ("es", "Compró chile y una granada en Granada."),
        ("de", "Ein niger Baum, eine Insel: kein island."),
        ("ru", "Того, кто спорит, не слышно."),
        ("ar", "دعم مالي كبير"),
    ],
)  # fmt: skip
def test_words_that_only_hold_or_resemble_a_name(language: str, text: str) -> None:
    assert named(language, text) == []


def test_a_longer_word_that_holds_a_name_is_told() -> None:
    text = "发展中国家很多。"
    found, _ = MATCHERS.read(Document("d", text, language="zh-Hans-CN"), [Sentence(0, Span(0, len(text)), text)])
    assert [(skipped.text, skipped.reason) for skipped in found.rejected] == [("发展中国家", "part of another name")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_of_the_united_nations_has_a_name_in_every_language(language: str) -> None:
    have = {form.code for form in local_forms(language, CATALOGUE.actors)}
    ambiguous = {
        "fr": {"MUS", "DMA", "GRD"},
        "es": {"MUS", "GRD"},
        "ru": {"TGO"},
        "ar": {"MLI"},
        "zh": set(),
        "de": set(),
    }
    states = {actor.code for actor in CATALOGUE.actors.values() if actor.kind == "state"}
    assert states - have == ambiguous[language]
    assert {"UN", "EU", "NATO", "XKX", "PSE", "TWN", "ESH", "USSR"} <= have


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_found_in_a_sentence_of_its_own(language: str) -> None:
    forms = [form for form in local_forms(language, CATALOGUE.actors) if form.code]
    assert [form.text for form in forms if form.code not in codes(language, f"«{form.text}».")] == []


@pytest.mark.parametrize(
    ("name", "language", "form"),
    [
        ("Корея", "ru", "Корее"), ("Филиппины", "ru", "Филиппин"), ("Израиль", "ru", "Израилем"), ("США", "ru", "США"),
        ("Европейский союз", "ru", "Европейского союза"), ("Перу", "ru", "Перу"), ("China", "de", "Chinas"),
        ("Vereinigtes Königreich", "de", "Vereinigten Königreichs"), ("Chine", "fr", "Chine"),
    ],
)  # fmt: skip
def test_cases_of_names(name: str, language: str, form: str) -> None:
    assert form in inflected(name, language)


def test_a_text_in_english_or_without_language_is_read_by_the_full_matcher() -> None:
    text = "The Russian president met envoys of Turkey."
    assert [code for code, _ in named(None, text)] == [code for code, _ in named("en-GB", text)] == ["RUS", "TUR"]


def test_the_catalogue_in_another_language_knows_its_names() -> None:
    russian = Catalogue.load(language="ru")
    assert {form.code for form in russian.lookup("Казахстаном")} == {"KAZ"}
    assert not CATALOGUE.lookup("Казахстаном")
    assert len(Catalogue.load(language="en").forms) == len(CATALOGUE.forms)


def test_an_overlay_counts_in_every_language(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("text,code,how\nКремль,RUS,metonym\n", encoding="utf-8")
    assert named("ru", "Кремль молчит.", matchers=Matchers(Catalogue.load(overlay=path))) == [("RUS", "Кремль")]


def test_a_language_without_names_is_refused_with_those_that_have() -> None:
    with pytest.raises(ConfigError, match=r"language 'pt': expected en \(English\), fr \(French\)"):
        Catalogue.load(language="pt")


def test_without_babel_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    territories._all_forms.cache_clear()
    monkeypatch.setitem(sys.modules, "babel", None)
    with pytest.raises(
        MissingExtraError, match=r"names in Russian needs packages .* pip install 'stance\[languages\]'"
    ):
        named("ru", "Россия.", matchers=Matchers(CATALOGUE))


def test_an_article_that_tells_its_language_is_analysed_by_names() -> None:
    analyzer = StanceAnalyzer.load(shared_bundle())
    report = analyzer.analyze(Document("d", "Россия ответила Китаю. Он молчит.", language="ru-RU"))
    assert {(dyad.source.code, dyad.target.code) for dyad in report.dyads} == {("RUS", "CHN"), ("CHN", "RUS")}
    assert not analyzer.analyze("Россия ответила Китаю.").dyads
