"""The hand-written tables of ``configs/actors``: states, organisations, metonyms, people, ambiguous forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from stance.actors.forms import Case, Form, FormHow, bare
from training.catalogue.people import Person, family_name
from training.catalogue.tables import ActorRow, first_day, last_day, many, read_table

STATE_COLUMNS = ("code", "iso2", "gec", "kind", "names", "demonyms", "capitals")
ORGANISATION_COLUMNS = ("code", "kind", "aliases", "names", "organs")
FORM_COLUMNS = ("text", "code", "how", "since", "until", "case", "ambiguous", "note")
PEOPLE_COLUMNS = ("code", "name", "surname", "variants", "since", "until", "role")
AMBIGUOUS_COLUMNS = ("text", "code", "case", "ambiguous", "note")
WORD_COLUMNS = ("text", "why")
ALIAS_COLUMNS = ("alias", "code", "why")
MAX_ACRONYM = 7


@dataclass(frozen=True, slots=True)
class State:
    """A state, territory or historical state with its names (the first is the usual one) and codes in the sources."""

    code: str
    iso2: str
    gec: str
    kind: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]

    @property
    def actor(self) -> ActorRow:
        """Its row in the catalogue."""
        return ActorRow(self.code, self.names[0], self.kind)


def states(folder: Path) -> list[State]:
    """``states.csv``."""
    return [
        State(
            row["code"], row["iso2"], row["gec"], row["kind"],
            many(row["names"]), many(row["demonyms"]), many(row["capitals"]),
        )
        for row in read_table(folder / "states.csv", columns=STATE_COLUMNS)
    ]  # fmt: skip


def state_forms(state: State) -> Iterator[Form]:
    """Names, demonyms and capitals of a state."""
    for how, texts in (("name", state.names), ("demonym", state.demonyms), ("metonym", state.capitals)):
        for text in texts:
            note = "capital" if how == "metonym" else ""
            yield Form(text, state.code, cast(FormHow, how), None, None, usual_case(text), False, note, "hand")


def organisations(folder: Path) -> Iterator[tuple[ActorRow, tuple[Form, ...]]]:
    """``organisations.csv`` and ``nonstate.csv``: the actor and its forms; organs are bodies that speak for it."""
    for file in ("organisations.csv", "nonstate.csv"):
        for row in read_table(folder / file, columns=ORGANISATION_COLUMNS):
            names = many(row["names"])
            parts = (("name", names), ("organ", many(row["organs"])))
            forms = tuple(
                Form(text, row["code"], cast(FormHow, how), None, None, usual_case(text), False, "", "hand")
                for how, texts in parts
                for text in texts
            )
            yield ActorRow(row["code"], names[0], row["kind"], many(row["aliases"])), forms


def extra_forms(folder: Path) -> Iterator[Form]:
    """``forms_*.csv``: metonyms, organs and offices one by one."""
    for path in sorted(folder.glob("forms_*.csv")):
        for row in read_table(path, columns=FORM_COLUMNS):
            since, until = first_day(row["since"]), last_day(row["until"])
            case = cast(Case, row["case"] or usual_case(row["text"]))
            how, flag = cast(FormHow, row["how"]), row["ambiguous"] == "true"
            yield Form(row["text"], row["code"], how, since, until, case, flag, row["note"], "hand")


def people(folder: Path) -> Iterator[Person]:
    """``people_*.csv``: people in office; an empty surname means the last word of the name, "-" none.

    A file may say in ``source`` where its facts are from; those without are "hand".
    """
    for path in sorted(folder.glob("people_*.csv")):
        for row in read_table(path, columns=PEOPLE_COLUMNS, optional="source"):
            surname = "" if row["surname"] == "-" else row["surname"] or family_name(row["name"])
            since, until = first_day(row["since"]), last_day(row["until"])
            variants = many(row["variants"])
            source = row["source"] or "hand"
            yield Person(row["code"], row["name"], surname, since, until, row["role"], variants, source)


def ambiguous(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """``ambiguous.csv`` by (text, code); code "*" is every actor."""
    rows = read_table(folder / "ambiguous.csv", columns=AMBIGUOUS_COLUMNS)
    return {(row["text"], row["code"]): row for row in rows}


def common_words(folder: Path) -> dict[str, str]:
    """``common_words.csv``: surnames that are ordinary words, places or too common, folded, with the reason."""
    rows = read_table(folder / "common_words.csv", columns=WORD_COLUMNS)
    return {bare(row["text"]).casefold(): row["why"] for row in rows}


def code_aliases(folder: Path) -> dict[str, tuple[str, ...]]:
    """``code_aliases.csv``: other spellings of codes, by code: ISO codes of old states, CAMEO, usual acronyms."""
    found: dict[str, list[str]] = {}
    for row in read_table(folder / "code_aliases.csv", columns=ALIAS_COLUMNS):
        found.setdefault(row["code"], []).append(row["alias"])
    return {code: tuple(aliases) for code, aliases in found.items()}


def usual_case(text: str) -> Case:
    """Acronyms only in capitals; everything else in any."""
    letters = text.replace(".", "").replace("-", "").replace(" ", "")
    return "exact" if letters.isupper() and len(letters) <= MAX_ACRONYM else "any"
