"""What other languages call the catalogue's actors: territory names of CLDR (through Babel), and a table of our own."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from stance.actors.declension import inflected
from stance.actors.forms import Form
from stance.errors import ConfigError, MissingExtraError

LANGUAGES = {"fr": "French", "es": "Spanish", "de": "German", "ru": "Russian", "zh": "Chinese", "ar": "Arabic"}
TABLE = Path(__file__).parent / "data" / "languages.csv"
# Codes of CLDR that are no ISO 3166-1 alpha-3 codes.
FORMER = frozenset({"DDR"})  # whose territory today bears another name
OTHER_TERRITORIES = {"XKX": "XK", "UN": "UN", "EU": "EU"}
SOURCE = "cldr"
_EXPLAINED = re.compile(r"\s*\([^)]*\)")


def primary(language: str | None) -> str:
    """The language of a tag without script and region: "zh-Hans-CN" is "zh"; nothing is English."""
    return re.split(r"[-_]", language.strip().lower())[0] if language and language.strip() else "en"


def check_language(language: str) -> str:
    """The primary language, if the catalogue can be read in it.

    Raises:
        ConfigError: for any other language, with those that there are.
    """
    code = primary(language)
    if code != "en" and code not in LANGUAGES:
        known = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
        raise ConfigError(f"no names of actors in language {language!r}: expected en (English), {known}")
    return code


def local_forms(language: str, codes: Collection[str]) -> tuple[Form, ...]:
    """The names that ``language`` has for the actors of these codes, in all cases.

    A form without a code is a name that holds another and means no actor: "the Indian Ocean" in Chinese.

    Raises:
        MissingExtraError: Babel is not installed.
    """
    return tuple(form for form in _all_forms(language) if form.code in codes or not form.code)


@lru_cache(maxsize=len(LANGUAGES))
def _all_forms(language: str) -> tuple[Form, ...]:
    own, dropped = _own_names(language)
    names = {(text, code): SOURCE for text, code in _cldr_names(language) if (text, code) not in dropped}
    names |= dict.fromkeys(own, "hand")
    found: dict[tuple[str, str], Form] = {}
    for (name, code), source in names.items():
        for text in inflected(name, language):
            found.setdefault((text, code), Form(text, code, "name", note=LANGUAGES[language], source=source))
    return tuple(found.values())


def _cldr_names(language: str) -> Iterator[tuple[str, str]]:
    try:
        from babel import Locale
        from babel.core import get_global
    except ImportError as error:
        raise MissingExtraError(feature=f"finding names in {LANGUAGES[language]}", extra="languages") from error
    names = Locale.parse(language).territories
    aliases = get_global("territory_aliases").items()
    iso = {code: found[0] for code, found in aliases if len(code) == 3 and code not in FORMER and len(found) == 1}
    territories = {code: found for code, found in {**iso, **OTHER_TERRITORIES}.items() if found in names}
    many = Counter(_short(names[territory]) for territory in set(territories.values()))
    for code, territory in territories.items():
        if many[_short(names[territory])] == 1:  # not "the Virgin Islands", which two become without their brackets
            yield _short(names[territory]), code


def _short(name: str) -> str:
    """A name as texts write it: without what CLDR explains in brackets."""
    return _EXPLAINED.sub("", name).replace(" - ", "-")


def _own_names(language: str) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
    """Rows of the table: names, and those of CLDR to leave out because they mean something else as often."""
    own: list[tuple[str, str]] = []
    dropped: set[tuple[str, str]] = set()
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["language"] == language:
                pair = row["text"], row["code"]
                if row["note"] == "drop":
                    dropped.add(pair)
                else:
                    own.append(pair)
    return own, dropped
