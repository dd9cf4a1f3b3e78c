"""Items that are no actors: rejected names, unknown names, nouns with an article.

Without the strangers ("an analyst", "Jane Doe") and the things ("the draft") a pronoun that means them would be
given to the nearest actor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stance.actors import lexicon as lex
from stance.actors import refwords as ref
from stance.actors.facts import women
from stance.actors.fold import Folded
from stance.actors.items import Item, ItemKind, Place, gender_of, is_plural, is_verb, noun_after, place_of
from stance.actors.offices import MUNICIPAL
from stance.actors.other_names import NAMESAKE, PERSON
from stance.actors.people import BARE_SURNAME
from stance.actors.reference import Line
from stance.actors.senses import AMERICAN_STATE
from stance.actors.terms import NOT_IN_OFFICE
from stance.types import Skipped, SkipTag

PERSON_TAGS: frozenset[SkipTag] = frozenset({"private", "former"})
IGNORED_TAGS: frozenset[SkipTag] = frozenset({"venue", "ancestry", "language", "member"})
# Of tags that people and things share, the reasons that mean a person.
PERSON_REASONS = frozenset({PERSON.reason, NAMESAKE.reason, BARE_SURNAME.reason, MUNICIPAL.reason})
MAX_NOUNS = 5
_LEADS = ref.DETERMINERS | ref.POSSESSIVES


def strangers(line: Line) -> Iterator[Item]:
    """Strangers and things: rejected names, unknown names, nouns with an article."""
    folded, covered = line.folded, line.covered()
    rejected = _rejected(line)
    capitals = frozenset() if folded.is_headline() else folded.capitals
    done = 0
    for i, word in enumerate(folded.words):
        known = i in capitals or word in _LEADS or i in rejected
        if not known or i < done or i in covered:
            continue
        if i in rejected:
            item = _turned_down(line, i, rejected[i])
        elif word in _LEADS:
            item = _noun(line, i, covered)
        else:
            item = _unknown(line, i, covered)
        done = item.last if item else i + 1
        if item is not None:
            yield item


def _rejected(line: Line) -> Mapping[int, Skipped]:
    if not line.rejected:
        return {}
    place = {start: i for i, start in enumerate(line.folded.starts)}
    return {place[skipped.span.start]: skipped for skipped in line.rejected if skipped.span.start in place}


def _turned_down(line: Line, first: int, skipped: Skipped) -> Item | None:
    """A name that is no actor; a mere venue or affiliation is nothing that a pronoun takes up."""
    if skipped.tag in IGNORED_TAGS or skipped.reason == AMERICAN_STATE.reason:
        return None
    folded, last = line.folded, first
    while last < len(folded) and folded.starts[last] < skipped.span.end:
        last += 1
    while folded.is_capital(last) and last - first < MAX_NOUNS and folded.word(last).isalpha():
        last += 1
    end = max(last, last if folded.word(last - 1) in ref.HUMANS else noun_after(folded, last))
    personal = _is_personal(skipped) or (skipped.tag == "affiliation" and folded.word(end - 1) in ref.HUMANS)
    if skipped.tag == "affiliation" and not personal:
        return None
    kind: ItemKind = "person" if personal else "thing"
    if is_plural(folded.word(end - 1)) and folded.word(end - 1) in ref.HUMANS:
        kind = "things"
    gender = gender_of(folded, first, last)
    return Item(
        first, end, kind, place_of(folded, first, end), (), gender, line.is_quoted(first), folded.word(last - 1)
    )


def _is_personal(skipped: Skipped) -> bool:
    return skipped.tag in PERSON_TAGS or skipped.reason in PERSON_REASONS or skipped.reason.startswith(NOT_IN_OFFICE)


def _noun(line: Line, at: int, covered: frozenset[int]) -> Item | None:
    """A noun with its article or possessive: "the draft" is a thing, "an analyst" a stranger."""
    folded, last = line.folded, at + 1
    while last < min(at + 1 + MAX_NOUNS, len(folded)) and last not in covered and _is_noun(folded, last):
        last += 1
    run = [folded.word(i) for i in range(at + 1, last)]
    if not run or (run[0] in ref.TIME_NOUNS and folded.word(at) != "its") or run[-1] in ref.TIME_NOUNS:
        return None
    human = next((i for i in range(at + 1, last) if _is_human(folded, i, last)), None)
    quoted = line.is_quoted(at)
    if human is not None:
        plural = is_plural(folded.word(human))
        end = human + 1
        return Item(
            at, end, "things" if plural else "person", place_of(folded, at, end), (), gender_of(folded, at, end),
            quoted, folded.word(human),
        )  # fmt: skip
    plural = is_plural(run[-1]) or is_plural(run[0])
    before = folded.word(at - 1)
    place: Place = "object"
    if before in ref.PREPOSITIONS:
        place = "oblique"
    elif at == 0 or (before in ref.CLAUSE_STARTS and is_verb(folded, last)):
        place = "subject"
    return Item(at, last, "things" if plural else "thing", place, (), "", quoted, f"{line.sentence.index} {at}")


def _is_noun(folded: Folded, at: int) -> bool:
    word = folded.word(at)
    return (
        word.isalpha()
        and not folded.is_capital(at)
        and word not in lex.FUNCTION_WORDS
        and word not in ref.PREPOSITIONS
        and word not in lex.SPEAKING
    )


def _is_human(folded: Folded, at: int, last: int) -> bool:
    word = folded.word(at)
    return word in ref.HUMANS and (word not in ref.AMBIGUOUS_HUMANS or at == last - 1 or is_verb(folded, at + 1))


def _unknown(line: Line, at: int, covered: frozenset[int]) -> Item | None:
    """A capitalised name that the catalogue does not know: a person if it looks like one, else a thing."""
    folded, last = line.folded, at
    while last < min(at + MAX_NOUNS, len(folded)) and last not in covered and _is_name(folded, last, at):
        last += 1
    while last > at and folded.word(last - 1) in lex.NAME_PARTICLES:
        last -= 1
    if last == at:
        return None
    words = [folded.word(i) for i in range(at, last)]
    place = place_of(folded, at, last)
    if _opens(folded, at) and len(words) == 1 and place != "subject":
        return None
    titled = folded.word(at - 1) in lex.TITLES or words[0] in lex.TITLES
    kind: ItemKind = "person" if titled or _looks_personal(folded, at, last, words) else "thing"
    if len(words) == 1 and kind == "thing" and is_plural(words[0]):
        kind = "things"
    return Item(at, last, kind, place, (), gender_of(folded, at, last), line.is_quoted(at), words[-1])


def _is_name(folded: Folded, at: int, first: int) -> bool:
    word = folded.word(at)
    if at > first and word in lex.NAME_PARTICLES and folded.is_capital(at + 1):
        return True
    if not folded.is_capital(at) or not word.isalpha() or word in lex.MONTHS_AND_DAYS:
        return False
    opening = _opens(folded, at) and (word in ref.ADVERBS or word in ref.PREPOSITIONS)
    return not opening and word not in lex.FUNCTION_WORDS


def _opens(folded: Folded, at: int) -> bool:
    """Whether word ``at`` begins the sentence or a quotation, where any word has a capital."""
    return at == 0 or not (folded.word(at - 1).isalnum() or folded.word(at - 1) in (",", "'", "-"))


def _looks_personal(folded: Folded, at: int, last: int, words: Sequence[str]) -> bool:
    known = words[0] in lex.GIVEN_NAMES or words[0] in women().given
    if len(words) == 1:
        return folded.word(last) in lex.SPEAKING and not folded.is_upper(at) and at > 0
    if folded.word(at - 1) == "the" or words[-1] in ref.ORGANISATION_ENDINGS or words[-1] in lex.STATE_ROLES:
        return False
    return known or (len(words) <= 3 and place_of(folded, at, last) in ("subject", "possessor"))
