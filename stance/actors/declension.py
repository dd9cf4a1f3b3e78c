"""Case forms of names in languages that decline them: "России" is Russia, "Chinas" is China."""

from __future__ import annotations

from collections.abc import Iterator

# Ending of the nominative → endings of genitive, dative, accusative, instrumental, prepositional; longer ones first.
RUSSIAN: dict[str, tuple[str, str, str, str, str]] = {
    "ая": ("ой", "ой", "ую", "ой", "ой"),
    "яя": ("ей", "ей", "юю", "ей", "ей"),
    "ые": ("ых", "ым", "ые", "ыми", "ых"),
    "ие": ("их", "им", "ие", "ими", "их"),
    "ский": ("ского", "скому", "ский", "ским", "ском"),
    "ный": ("ного", "ному", "ный", "ным", "ном"),
    "ий": ("ия", "ию", "ий", "ием", "ии"),
    "а": ("ы", "е", "у", "ой", "е"),
    "я": ("и", "е", "ю", "ей", "е"),
    "ь": ("и", "и", "ь", "ью", "и"),
    "й": ("я", "ю", "й", "ем", "е"),
    "ы": ("", "ам", "ы", "ами", "ах"),
}
RUSSIAN_SPECIAL = {
    "ия": ("ии", "ии", "ию", "ией", "ии"),  # Россия: "и" where other names in "я" have "е"
    "иль": ("иля", "илю", "иль", "илем", "иле"),
    "га": ("ги", "ге", "гу", "гой", "ге"),
    "ка": ("ки", "ке", "ку", "кой", "ке"),
    "таты": ("татов", "татам", "таты", "татами", "татах"),
    "раты": ("ратов", "ратам", "раты", "ратами", "ратах"),
    "трова": ("тровов", "тровам", "трова", "тровами", "тровах"),
}
CASES = 5
UNCHANGED = frozenset({"о-ва", "и", "—"})
CONSONANTS = "бвгджзклмнпрстфхцчшщ"
HARD = ("а", "у", "", "ом", "е")
GENITIVE_PLURAL = ("ых", "их")
GERMAN_ADJECTIVES = ("es", "er", "e")
NO_GENITIVE_S = ("s", "ß", "x", "z")


def inflected(name: str, language: str) -> Iterator[str]:
    """The name, and what it turns into in the cases of the language (ru, de); other languages keep it as it is."""
    yield name
    if language == "ru":
        yield from _russian(name)
    elif language == "de":
        yield from _german(name)


def _russian(name: str) -> Iterator[str]:
    words = name.split(" ")
    governed = next((i for i, word in enumerate(words) if word.endswith(GENITIVE_PLURAL)), len(words))
    tables = [_cases(word) if i < governed else None for i, word in enumerate(words)]
    for declined in (tables, [tables[0], *[None] * (len(words) - 1)]):  # Республики Корея: of the first word alone
        for case in range(CASES if any(declined) else 0):
            yield " ".join(table[case] if table else word for table, word in zip(declined, words, strict=True))


def _cases(word: str) -> tuple[str, ...] | None:
    """The five other cases of one word; None for acronyms and what is not declined (Перу, Конго, Мали)."""
    if word.isupper() or word in UNCHANGED:
        return None
    for ending, cases in (*RUSSIAN_SPECIAL.items(), *RUSSIAN.items()):
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            return tuple(stem + case for case in cases)
    return tuple(word + case for case in HARD) if word[-1] in CONSONANTS else None


def _german(name: str) -> Iterator[str]:
    words = name.split(" ")
    if not name.isupper() and not name.endswith(NO_GENITIVE_S):
        yield f"{name}s"
    if len(words) > 1 and words[0].endswith(GERMAN_ADJECTIVES):
        weak = " ".join((*map(_weak, words[:-1]), words[-1]))
        yield from (weak, f"{weak}s", f"{weak}n")


def _weak(word: str) -> str:
    """Vereinigte, Vereinigtes: "der Vereinigten Staaten"."""
    for ending in GERMAN_ADJECTIVES:
        if word.endswith(f"t{ending}") or word.endswith(f"sch{ending}"):
            return f"{word.removesuffix(ending)}en"
    return word
