"""Which of the forms under one spelling is meant here: by date, by the full name before, by the office beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from stance.actors import lexicon as lex
from stance.actors.fold import Folded
from stance.actors.index import Candidate
from stance.actors.memory import Memory
from stance.actors.offices import Piece

if TYPE_CHECKING:
    from stance.actors.forms import Form

PAST_AFTER = frozenset({"administration", "era", "presidency", "government", "years", "administrations"})
PAST_BEFORE = frozenset({"then", "under", "presidency", "late", "premiership"})
THINGS_AFTER_SURNAME = frozenset(
    {
        "tower",
        "towers",
        "organization",
        "hotel",
        "foundation",
        "university",
        "jr",
        "doctrine",
        "plaza",
        "center",
        "library",
    }
)

SENTENCE_OPENERS = frozenset(
    (
        *(
            "meanwhile",
            "yesterday",
            "today",
            "tomorrow",
            "later",
            "earlier",
            "instead",
            "perhaps",
            "maybe",
            "both",
            "neither",
        ),
        *(
            "like",
            "unlike",
            "asked",
            "even",
            "once",
            "now",
            "again",
            "next",
            "given",
            "following",
            "besides",
            "plus",
            "why",
        ),
    )
)
OFFICE_LINKS = lex.STATE_ROLES | lex.MODIFIERS | {"'", "s", "of", "state", ","}

Choice = tuple["Form | None", str]


def choose(folded: Folded, found: Candidate, *, memory: Memory, on: date | None, before: Piece | None) -> Choice:
    """The form that is meant, or None and the reason why none is."""
    forms = _holding(folded, found, on)
    if not forms:
        return None, f"not in office on {on}"
    people = [form for form in forms if form.how == "person"]
    if people and len(people) == len(forms):
        return _person(folded, found, people, memory=memory, before=before)
    others = [form for form in forms if form.how != "person"]
    if found.last - found.first == 1 and folded.word(found.first) in memory.strangers:
        return None, "a person named before"
    return _preferred(others, memory), ""


def _holding(folded: Folded, found: Candidate, on: date | None) -> Sequence[Form]:
    holding = [form for form in found.forms if form.holds(on)]
    if holding or on is None:
        return holding
    before = (folded.word(found.first - 1), folded.word(found.first - 2))
    past = folded.word(found.last) in PAST_AFTER or any(word in PAST_BEFORE for word in before)
    return [form for form in found.forms if form.since is None or form.since <= on] if past else []


def _preferred(forms: Sequence[Form], memory: Memory) -> Form:
    return max(forms, key=lambda form: (not form.ambiguous, memory.seen[form.code], -forms.index(form)))


def _person(folded: Folded, found: Candidate, forms: Sequence[Form], *, memory: Memory, before: Piece | None) -> Choice:
    if found.last - found.first > 1:
        return _preferred(forms, memory), ""
    surname = folded.word(found.first)
    objection = _someone_else(folded, found, memory)
    if objection:
        return None, objection
    beside = [form for form in forms if _is_beside(folded, before, form, found.first)]
    known = [form for form in forms if surname in memory.people and memory.people[surname] == form.code]
    alone = _surname_alone(folded, found, forms, memory)
    meant = next((options[0] for options in (beside, known, alone) if options), None)
    return (meant, "") if meant else (None, "a surname without its full name or title")


def _someone_else(folded: Folded, found: Candidate, memory: Memory) -> str:
    surname = folded.word(found.first)
    if surname in memory.learned and memory.learned[surname] not in found.codes:
        return "another person of that name"
    if _begins_longer(folded, found):
        return "part of a longer personal name"
    if _is_longer(folded, found):
        memory.strangers.add(surname)
        return "part of a longer personal name"
    if folded.word(found.last) in THINGS_AFTER_SURNAME and folded.is_capital(found.last):
        return "part of another name"
    return ""


def _surname_alone(folded: Folded, found: Candidate, forms: Sequence[Form], memory: Memory) -> list[Form]:
    """The form of a bare surname that needs no full name before it: unambiguous, or with a title of office."""
    surname, title = folded.word(found.first), folded.word(found.first - 1)
    titled = title in lex.TITLES and title not in lex.FAMILY_TITLES
    codes = {form.code for form in forms}
    common = surname in lex.GIVEN_NAMES or surname in lex.MONTHS_AND_DAYS or all(form.ambiguous for form in forms)
    if len(codes) == 1 and (titled or not common) and surname not in memory.strangers:
        return list(forms)
    seen = [form for form in forms if memory.seen[form.code]]
    return seen if titled and len({form.code for form in seen}) == 1 else []


def _is_beside(folded: Folded, before: Piece | None, form: Form, start: int) -> bool:
    """Whether the piece before is of the same actor, only nouns of office between: "Russian President <Medvedev>"."""
    if before is None or before.code != form.code:
        return False
    words = [folded.word(i) for i in range(before.last, start)]
    return len(words) < 6 and all(word in OFFICE_LINKS or word in lex.TITLES for word in words)


def _begins_longer(folded: Folded, found: Candidate) -> bool:
    """Albert Muchanga, Khalid bin Mohamed: a given name that is someone else's surname."""
    word, at = folded.word(found.last), found.last
    if not _touches(folded, at) or folded.is_headline():
        return False
    if word in lex.NAME_PARTICLES and folded.is_capital(at + 1):
        return True
    known = (
        word in lex.STATE_ROLES or word in lex.MODIFIERS or word in lex.MONTHS_AND_DAYS or word in lex.FUNCTION_WORDS
    )
    return (
        folded.is_capital(at) and word.isalpha() and not (known or folded.is_upper(at) or word in THINGS_AFTER_SURNAME)
    )


def _touches(folded: Folded, at: int) -> bool:
    """Whether only one blank stands between word ``at`` and the one before it."""
    return 0 < at < len(folded) and folded.ends[at - 1] + 1 == folded.starts[at]


def _is_longer(folded: Folded, found: Candidate) -> bool:
    """Hunter Biden, Michelle Obama, Boris Johnson Smith: someone else."""
    at = found.first - 1
    word = folded.word(at)
    if not folded.is_capital(at) or folded.text.isupper() or not _touches(folded, found.first):
        return False
    before = folded.word(at - 1)
    if before in lex.TITLES and before not in lex.FAMILY_TITLES:
        return False  # President Hassan Rouhani: title, given name, surname
    if (
        word in lex.TITLES
        or word in lex.STATE_ROLES
        or word in lex.MONTHS_AND_DAYS
        or word in lex.FUNCTION_WORDS
        or folded.is_upper(at)
    ):
        return False
    return at > 0 or not (word in SENTENCE_OPENERS or word.endswith("ly"))
