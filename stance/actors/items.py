"""What a later word may take up: an item of a sentence, its grammatical place, and the items that are actors."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from stance.actors import lexicon as lex
from stance.actors import refwords as ref
from stance.actors.facts import women
from stance.actors.fold import Folded
from stance.actors.reference import Line
from stance.types import Actor, Mention

ItemKind = Literal["body", "person", "plural", "thing", "things"]
Place = Literal["subject", "embedded", "object", "possessor", "oblique", "adjective"]
_BEFORE_NOUN = ref.DETERMINERS | ref.POSSESSIVES | set(ref.NUMBERS) | {"former", "both", "all"}
_SURE_VERBS = ref.AUXILIARIES | ref.AGENT_VERBS


@dataclass(slots=True)  # not frozen, since a frozen one takes four times as long to make; nothing changes one
class Item:
    """Words ``first`` up to ``last`` of a sentence; without ``actors`` it is no actor, with several it is all of them.

    ``gender``: "f", "m" or "" where unknown. ``parts``: the members of a
    coordination. ``refers``: it is a pronoun or description that was resolved itself. Mentions with one ``key`` are of
    one entity.
    """

    first: int
    last: int
    kind: ItemKind
    place: Place
    actors: tuple[Actor, ...] = ()
    gender: str = ""
    quoted: bool = False
    name: str = ""
    parts: tuple[Item, ...] = ()
    refers: bool = False
    key: tuple[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        codes = " ".join(sorted([actor.code for actor in self.actors])) if self.actors else f"- {self.name}"
        self.key = (self.kind, codes)


def place_of(folded: Folded, first: int, last: int) -> Place:
    """The grammatical place of a noun phrase, from the words round it."""
    before = first - 1
    while folded.word(before) in _BEFORE_NOUN or folded.word(before) in lex.TITLES or folded.word(before).isdigit():
        before -= 1
    lead, after = folded.word(before), folded.word(last)
    if after == "'" and (folded.word(last + 1) == "s" or folded.word(last - 1).endswith("s")):
        return "possessor"
    if lead in ref.PREPOSITIONS and lead not in ("since", "before", "after", "until", "as", "than"):
        return "oblique"
    opens = before < 0 or lead in ref.CLAUSE_STARTS or lead in ref.TIME_NOUNS or lead in lex.MONTHS_AND_DAYS
    opens = opens or lead in ref.ADVERBS or lead.isdigit() or lead in lex.SPEAKING or lead.endswith("ly")
    if is_verb(folded, last) and (opens or (after in _SURE_VERBS and not lead.endswith(("ed", "ing", "s")))):
        return "embedded" if lead in ref.SUBORDINATING else "subject"
    return "subject" if opens and after in (",", "who", "which", "whose", "(", "himself", "itself") else "object"


def is_verb(folded: Folded, at: int) -> bool:
    """Whether the word after a name is likely its verb: small letters, no function word but an auxiliary."""
    word = folded.word(at)
    if word in ref.AUXILIARIES or word in lex.SPEAKING or word in ref.ADVERBS:
        return True
    if not word.isalpha() or folded.is_capital(at) or at in folded.glued or word in ("almost", "as"):
        return False
    return word not in lex.FUNCTION_WORDS and word not in ref.PREPOSITIONS and word not in ref.CONJUNCTIONS


def gender_of(folded: Folded, first: int, last: int) -> str:
    """The gender that a name or title shows."""
    known = women()
    words = [folded.word(i) for i in range(first, last)]
    before = folded.word(first - 1)
    if before in ref.FEMALE_NOUNS or not ref.FEMALE_NOUNS.isdisjoint(words):
        return "f"
    if before in ref.MALE_NOUNS or not ref.MALE_NOUNS.isdisjoint(words):
        return "m"
    names = [word for i, word in enumerate(words, first) if folded.is_capital(i) and word not in lex.TITLES]
    if not known.surnames.isdisjoint(names) or not known.given.isdisjoint(names[:-1]):
        return "f"
    return "m" if not lex.GIVEN_NAMES.isdisjoint(names[:-1]) else ""


def mentioned(line: Line) -> Iterator[Item]:
    """The mentions of actors, those that share a span as one item."""
    grouped: dict[tuple[int, int], list[Mention]] = {}
    for mention in line.mentions:
        if mention.how == "pronoun":  # those that count are added when they are resolved
            continue
        grouped.setdefault((mention.span.start, mention.span.end), []).append(mention)
    starts, ends = line.folded.starts, line.folded.ends
    for (start, end), mentions in grouped.items():
        first, last = bisect_left(starts, start), bisect_left(ends, end)
        if starts[first : first + 1] == (start,) and ends[last : last + 1] == (end,):
            yield _item(line, first, last + 1, mentions)


def _item(line: Line, first: int, last: int, mentions: Sequence[Mention]) -> Item:
    folded, mention = line.folded, mentions[0]
    quoted = line.is_quoted(first)
    actors = tuple(dict.fromkeys(m.actor for m in mentions))
    kind, end = _kind(folded, first, last, mention), last
    if len(actors) > 1:
        kind = "plural"
    elif mention.how == "demonym" and kind == "body":
        end = noun_after(folded, last)
        head = folded.word(end - 1)
        if end > last and head in ref.HUMANS and head not in lex.PRIVATE_ROLES:
            kind = "plural" if is_plural(head) else "person"
        else:
            return Item(first, last, "body", "adjective", actors, quoted=quoted)
    gender = gender_of(folded, first, end) if kind == "person" else ""
    return Item(first, end, kind, place_of(folded, first, end), actors, gender, quoted)


def _kind(folded: Folded, first: int, last: int, mention: Mention) -> ItemKind:
    if mention.how == "person":
        return "person"
    words = [folded.word(i) for i in range(first, last)]
    final = words[-1]
    if mention.how == "demonym":
        people = final.endswith("s") and not final.endswith("ss")
        return "plural" if people or (folded.word(first - 1) == "the" and is_verb(folded, last)) else "body"
    if mention.how in ("office", "organ", "description"):
        roles = [word for word in words if word in lex.PERSONAL_ROLES]
        if final in lex.STATE_ROLES and is_plural(final):
            return "plural"
        if final in ref.HUMANS or (roles and final not in ref.BODY_ENDINGS):
            return "person"
    return "body"


def noun_after(folded: Folded, at: int) -> int:
    """The end of the one or two nouns that an adjective belongs to."""
    end = at
    while end < at + 3 and folded.word(end).isalpha() and not folded.is_capital(end):
        if folded.word(end) in lex.FUNCTION_WORDS or folded.word(end) in ref.PREPOSITIONS:
            break
        end += 1
        if folded.word(end - 1) in ref.HUMANS:
            return end
    return at


def is_plural(word: str) -> bool:
    """Whether a noun looks like one of several."""
    return word in ("people", "men", "women", "police") or (
        word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3
    )
