"""Names that nobody resolved: capitalised words of the body that are no actor and were not turned down for a reason.

They are what a user's own list of actors can add. One cheap pass over the words of a document, made when a report is
shown and never while actors are found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stance.actors import lexicon as lex
from stance.actors import refwords as ref
from stance.actors.fold import Folded, fold
from stance.actors.namewords import GEOGRAPHY, SENTENCE_OPENERS
from stance.actors.territories import LANGUAGES, primary
from stance.types import Mention, Sentence, Skipped, Span, Unresolved

MAX_WORDS = 6
# Small words inside a name, if a capital follows: "Front for the Rivers", "Ludwig van der Muster".
INSIDE = lex.NAME_PARTICLES | {"of", "for", "the"}
BODIES = (
    ref.ORGANISATION_ENDINGS
    | ref.BODY_ENDINGS
    | lex.OFFICE_OF
    | lex.CONTAINER_OF
    | lex.words("movement organisation organization society chamber federation confederation league order front")
)
OPENS = frozenset({'"', ":", ";", "(", "[", "—", "–", "-", "•", "*", "/", ".", "?", "!", "…", "'"})
BEFORE_NAME = lex.TITLES | lex.FAMILY_TITLES | lex.STATE_ROLES | lex.PRIVATE_ROLES | lex.FORMER | {"sen", "rep"}
ROLES = BEFORE_NAME | lex.MODIFIERS | lex.PORTFOLIOS | lex.COMPLEMENT_HEADS
COMMON = (
    lex.FUNCTION_WORDS
    | ref.ADVERBS
    | ref.PREPOSITIONS
    | ref.CONJUNCTIONS
    | ref.DETERMINERS
    | ref.TIME_NOUNS
    | ref.NUMBERS.keys()
    | SENTENCE_OPENERS
    | lex.MONTHS_AND_DAYS
)
# Words with a capital that are no names: peoples, faiths, parts of the world, eras, abbreviations.
PLAIN_CAPITALS = lex.words(
    """
    god allah bible quran koran islam muslim muslims islamist islamists christian christians christianity jew jews
    jewish hindu hindus buddhist buddhists catholic catholics orthodox protestant sunni shia shiite shiites ramadan
    easter christmas english africa african africans asia asian asians europe european europeans america americas
    latin arctic antarctic eurasia eurasian atlantic pacific indian balkan balkans caucasus western eastern northern
    southern west east north south middle internet covid aids tv ok pm am gmt utc gdp ceo ngo ngos usd eur ii iii iv
    twitter facebook photo credit source video updated earth celsius fahrenheit dialogue
    """
)
# Of such words alone no name is made: "Foreign Ministry", "Article", "Strait".
NO_NAME = ROLES | COMMON | PLAIN_CAPITALS | GEOGRAPHY | ref.ORGANISATION_ENDINGS


@dataclass(slots=True)
class _Sighting:
    """A name where it was first seen, and how often it was seen since."""

    text: str
    span: Span
    sentence: int
    count: int = 0
    sure: bool = False


@dataclass(slots=True)
class _Seen:
    """What one pass has gathered. ``small``: words that also stand without a capital, which are no names."""

    names: dict[str, _Sighting] = field(default_factory=dict)
    small: set[str] = field(default_factory=set)

    def add(self, folded: Folded, first: int, last: int, sentence: int) -> None:
        key = " ".join(folded.words[first:last])
        if key not in self.names:
            span = Span(folded.starts[first], folded.ends[last - 1])
            self.names[key] = _Sighting(" ".join(folded.between(first, last).split()), span, sentence)
        self.names[key].count += 1
        self.names[key].sure |= last - first > 1 or not _opens(folded, first)


def unresolved(
    sentences: Sequence[Sentence],
    *,
    mentions: Sequence[Mention],
    rejected: Sequence[Skipped],
    language: str | None = None,
) -> tuple[Unresolved, ...]:
    """The names without an actor, the most frequent first; a surname alone counts for the full name before it.

    Left aside are headlines, words that open a sentence and are seen nowhere else, titles, months, and names that were
    turned down for a reason of their own; those that were turned down as ambiguous are listed. Documents in a language
    in which actors are found by name alone give none.
    """
    if primary(language) in LANGUAGES:
        return ()
    seen, taken = _Seen(), _taken(mentions, rejected)
    for sentence in sentences:
        folded = fold(sentence.text, offset=sentence.span.start)
        if not _is_heading(sentence, folded):
            seen.small.update(word for i, word in enumerate(folded.words) if not folded.is_capital(i))
            for first, last in _runs(folded, taken):
                seen.add(folded, first, last, sentence.index)
    named = [name for key, name in _with_surnames(seen.names).items() if name.sure and key not in seen.small]
    found = sorted(named, key=lambda name: (-name.count, name.span))
    return tuple(Unresolved(name.text, name.count, name.sentence, name.span) for name in found)


def _is_heading(sentence: Sentence, folded: Folded) -> bool:
    """Whether capitals tell no name: a heading, a line of capitals, a title in capitals without a full stop."""
    untitled = folded.is_headline() and folded.word(len(folded) - 1) not in (".", "?", "!", '"')
    return sentence.heading or untitled or sentence.text.isupper()


def _taken(mentions: Sequence[Mention], rejected: Sequence[Skipped]) -> Mapping[int, bool]:
    """Offsets that belong to an actor or to a name turned down, and whether they explain the name around them too."""
    taken: dict[int, bool] = {}
    for item in rejected:
        if item.kind == "mention" and item.tag != "ambiguous":
            taken.update(dict.fromkeys(range(item.span.start, item.span.end), item.tag != "venue"))
    for mention in mentions:
        taken.update(dict.fromkeys(range(mention.span.start, mention.span.end), False))
    return taken


def _runs(folded: Folded, taken: Mapping[int, bool]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words that may be one name, titles and openers left off."""
    at = 0
    while at < len(folded):
        last = _run(folded, at) if _is_name_word(folded, at) else at
        if last > at:
            yield from _free(folded, at, last, taken)
        at = max(last, at + 1)


def _run(folded: Folded, first: int) -> int:
    last = first + 1
    while last < len(folded) and last - first < MAX_WORDS:
        step = next((n for n in (1, 2, 3) if _continues(folded, last, n)), 0)
        if not step:
            break
        last += step
    return last


def _continues(folded: Folded, at: int, words: int) -> bool:
    """Whether a name goes on with a capitalised word, ``words - 1`` small ones before it: "Front <for the Rivers>"."""
    target = at + words - 1
    if not _is_name_word(folded, target) or folded.word(target) in lex.MONTHS_AND_DAYS:
        return False
    if words > 1 and folded.word(at) in (".", "'"):  # "John F. Muster", "O'Muster"
        return words == 2 and len(folded.word(at - 1)) == 1 and (folded.word(at) == "." or folded.touches(at))
    if words > 1 and folded.word(at) in ("of", "for") and folded.word(at - 1) not in BODIES:
        return False  # "Muster of the Altyn Front": a person, and where he belongs
    inside = all(folded.word(i) in INSIDE and folded.touches(i) for i in range(at, target))
    return inside and (folded.touches(target) or target in folded.glued)


def _is_name_word(folded: Folded, at: int) -> bool:
    return folded.is_capital(at) and folded.word(at)[:1].isalpha()


def _free(folded: Folded, first: int, last: int, taken: Mapping[int, bool]) -> Iterator[tuple[int, int]]:
    """The parts of a run that are nobody's yet; none where a word of it says what the whole is ("Lake Chad")."""
    marks = [taken.get(folded.starts[i]) for i in range(first, last)]
    if any(marks):
        return
    start = first
    for i, mark in enumerate((*marks, False), first):
        if mark is not None:
            yield from _trimmed(folded, start, i)
            start = i + 1


def _trimmed(folded: Folded, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A name without the words that only lead to it: "Yesterday President <Muster>"."""
    while first < last and (folded.word(first) in COMMON | BEFORE_NAME or folded.word(first) in INSIDE):
        first += 1
    while first < last and (folded.word(last - 1) in INSIDE or folded.word(last - 1) in lex.MONTHS_AND_DAYS):
        last -= 1
    if _is_name(folded.words[first:last]):
        yield first, last


def _is_name(words: Sequence[str]) -> bool:
    """Whether words with capitals can name an actor: no mere letter, title or place such as "Black Sea"."""
    place = len(words) > 1 and words[-1] in GEOGRAPHY
    return sum(map(len, words)) > 1 and not place and not all(word in NO_NAME for word in words)


def _opens(folded: Folded, at: int) -> bool:
    """Whether a word has its capital from its place: at the start of a sentence, quotation or list item."""
    return at == 0 or folded.word(at - 1) in OPENS


def _with_surnames(names: dict[str, _Sighting]) -> dict[str, _Sighting]:
    """The names, those of one word added to the one longer name that ends in it."""
    longer = Counter(key.rsplit(" ", 1)[1] for key in names if " " in key)
    whole = {key.rsplit(" ", 1)[1]: key for key in names if " " in key}
    merged = dict(names)
    for key, name in names.items():
        if longer[key] == 1:
            names[whole[key]].count += name.count
            del merged[key]
    return merged
