"""Bodies and offices with nothing but an article: the bloc, the agency, the president, the junta, the troops."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from stance.actors import lexicon as lex
from stance.actors.discourse import SUBJECTS, Here
from stance.actors.facts import ANY_BODY, bodies, members_of, monarchies, titles
from stance.actors.fold import Folded, fold
from stance.actors.items import place_of
from stance.actors.lexicon import words
from stance.actors.reference import BODY_KINDS, LOOK_BACK, STATE_KINDS, Line, Reference, nearest, one
from stance.actors.release import is_own_head
from stance.actors.titled import WORLD, has_full_name, holder, is_bound, only_speaker, title_end, whose_title
from stance.types import Actor

ARMED_NOUNS = frozenset(
    {"group", "movement", "militants", "insurgents", "rebels", "militia", "guerrillas", "jihadists"}
)
SAME_NOUNS = words(
    """
    troops forces soldiers peacekeepers army police fighters court officials ministry delegation embassy
    ambassador envoy diplomats minister leader spokesman spokeswoman spokesperson diplomat official general
    commander adviser advisor negotiator representative commissioner
    """
)
GOVERNING = words(
    """
    government president authorities regime ministry parliament military army premier chancellor junta king
    queen emir sultan pope pontiff presidency cabinet monarch generals administration
    """
)
PORTFOLIOS = words(
    """
    prime foreign defence defense interior finance justice trade economy energy oil health agriculture environment
    transport immigration home education culture water fisheries
    """
)
LONG_OFFICES = frozenset({"crown-prince", "supreme-leader"})
SPOKESPEOPLE = frozenset({"spokesman", "spokeswoman", "spokesperson"})
UN_BODIES = frozenset({"council", "assembly"})
SAME_NOUN_BACK = 8
ARTICLES = frozenset({"the", "this", "that"})
TRIGGERS = ARTICLES | {"government"}


def bare(here: Here) -> Reference | None:
    """The actor of the body or office that begins here."""
    if here.word not in ARTICLES and not (here.at == 0 and here.word == "government"):
        return None
    return _body(here) or _office(here)


def _body(here: Here) -> Reference | None:
    folded, at = here.line.folded, here.at
    if folded.word(at + 1) in UN_BODIES and folded.is_capital(at + 1) and not folded.is_capital(at + 2):
        known = _short_name(here, folded.word(at + 1)) if folded.word(at + 2) not in ("of", "for", "on") else None
        return one(at, at + 2, known, "description", f"the {folded.word(at + 1)}: without its full name")
    for noun in range(at + 1, min(at + 4, len(folded))):
        adjectives = " ".join(folded.words[at + 1 : noun])
        codes = bodies().get((folded.word(noun), adjectives))
        if codes is None:
            continue
        if folded.is_capital(noun) and noun == at + 1 and not folded.is_capital(noun + 1):
            return one(at, noun + 1, _short_name(here, folded.word(noun)), "description", "a name said in full before")
        if folded.word(noun + 1) == "of" or folded.is_capital(noun) or _is_compound(folded, noun):
            return None
        actor = _named_body(codes, here) or _implied_body(codes, adjectives, here)
        return one(at, noun + 1, actor, "description", f"{folded.between(at, noun + 1)}: {actor.name if actor else ''}")
    return None


def _short_name(here: Here, word: str) -> Actor | None:
    """The Commission, the Council: of a body whose mention had that word, or of the United Nations that are named."""
    actor = _same_noun(here, (word,))
    if actor is not None or word not in UN_BODIES or "EU" in here.scene.codes:
        return actor
    return here.scene.actor_of(WORLD) if WORLD in here.scene.codes or not has_full_name(here, word) else None


def _is_compound(folded: Folded, noun: int) -> bool:
    """The court case, the bank holiday."""
    after = folded.word(noun + 1)
    return after in lex.STATE_ROLES or after in ("case", "ruling", "account", "holiday", "building", "members")


def _named_body(codes: Collection[str], here: Here) -> Actor | None:
    """The fitting body that was named last, by itself or by one of its officers."""
    discourse, newest = here.discourse, len(here.discourse.lines) - 1
    for index in range(newest, max(-1, newest - LOOK_BACK - 1), -1):
        items = discourse.here(here.at) if index == newest else discourse.items(index)
        named = {a for item in items for a in item.actors if _is_body(a, codes)}
        if named:
            return named.pop() if len(named) == 1 else None
    everywhere = {actor for actor in map(here.scene.actor_of, here.scene.codes) if _is_body(actor, codes)}
    return everywhere.pop() if len(everywhere) == 1 else None


def _is_body(actor: Actor, codes: Collection[str]) -> bool:
    return actor.kind in BODY_KINDS and (actor.code in codes or ANY_BODY in codes)


def _implied_body(codes: Sequence[str], adjectives: str, here: Here) -> Actor | None:
    """A body that nothing names: the only one that the adjectives fit, or the only one with a member in the text."""
    if adjectives and len(codes) == 1 and ANY_BODY not in codes:
        return here.scene.actor_of(codes[0])
    discourse, newest = here.discourse, len(here.discourse.lines) - 1
    near = {
        actor.code
        for index in range(newest, max(-1, newest - LOOK_BACK - 1), -1)
        for item in (discourse.here(here.at) if index == newest else discourse.items(index))
        for actor in item.actors
    }
    for named in (near, here.scene.codes):
        treaty = [code for code in codes if here.scene.actor_of(code).kind == "igo"]  # nobody calls an unnamed G7 so
        fitting = [code for code in treaty if len(set(members_of().get(code, ())) & named) > (code != codes[0])]
        if fitting:
            return here.scene.actor_of(fitting[0]) if len(fitting) == 1 else None
    return None


def _office(here: Here) -> Reference | None:
    line, at, folded = here.line, here.at, here.line.folded
    first = at if here.word == "government" else at + 1
    titled = title_end(folded, first)
    if titled > first + 1:
        return _governing(here, first, titled)
    long = f"{folded.word(first)}-{folded.word(first + 1)}" in LONG_OFFICES
    long = long or (folded.word(first) in PORTFOLIOS and folded.word(first + 1) in ("minister", "ministry"))
    last = first + 1 + long
    word = folded.word(last - 1)
    if word in GOVERNING or last > first + 1:
        return _governing(here, first, last)
    if word in ARMED_NOUNS and not is_bound(folded, last):
        return one(at, last, nearest(line, at, here.before, kinds=("nonstate",)), "description", f"the {word}")
    for noun in range(first, min(at + 4, len(folded))):
        word = folded.word(noun)
        if not word.isalpha():
            return None
        if word in SAME_NOUNS and not is_bound(folded, noun + 1):
            found = _same_noun(here, (word,)) or (only_speaker(here) if word in SPOKESPEOPLE else None)
            found = found or (holder(here, word) if noun == first else None)
            return one(at, noun + 1, found, "description", f"the {word}: the one named before")
    return None


def _governing(here: Here, first: int, last: int) -> Reference | None:
    """The government, the president, the king: of the state whose office was named, or that stands nearest."""
    folded = here.line.folded
    if is_bound(folded, last) or here.quoted:
        return None
    title = folded.words[first:last]
    actor: Actor | None
    if (title == ("president",) and len(here.owner) == 1 and here.owner[0].code not in monarchies()) or (
        here.owner and is_own_head(here.line, first, here.scene)
    ):
        actor = here.owner[0]
    else:
        actor = _same_noun(here, title) or _seated(here) or _of_nearest(here, last, titles().get(" ".join(title)))
    if actor is not None and _is_urged(here, actor, last):
        return None
    end = last + (folded.word(last) in SAME_NOUNS)
    return one(here.at, end, actor, "description", f"the {' '.join(title)}: of {actor.name if actor else ''}")


def _is_urged(here: Here, actor: Actor, last: int) -> bool:
    """ "We urge the government": in its own words, a state does not mean its own."""
    place = place_of(here.line.folded, _head(here), last)
    return actor in here.owner and place == "object" and here.line.folded.word(last - 1) != "president"


def _of_nearest(here: Here, last: int, codes: frozenset[str] | None) -> Actor | None:
    """The one state, with such an office, in the clause before or in the nearest sentence; else the text's topic."""
    named = _states((here.line,), codes, before=here.at)
    if named:
        joins = place_of(here.line.folded, _head(here), last) in SUBJECTS and here.at > 0
        return named[0] if len(named) == 1 and (joins or codes is not None) else None
    for earlier in list(reversed(here.before[-LOOK_BACK:])):
        near = _states((earlier,), codes)
        if near:
            return near[0] if len(near) == 1 else _of_subject(here, earlier, near) if _speaks(here, last) else None
    if codes is not None:
        return whose_title(here, codes)
    return here.scene.topic


def _speaks(here: Here, last: int) -> bool:
    """Whether a verb of saying stands beside the office."""
    folded, at = here.line.folded, here.at
    return folded.word(last) in lex.SPEAKING or folded.word(at - 1) in lex.SPEAKING


def _of_subject(here: Here, earlier: Line, near: Sequence[Actor]) -> Actor | None:
    """ "Lima has accused Quito. '…,' the minister said.": of the state with which that sentence begins."""
    index = next(i for i, line in enumerate(here.discourse.lines) if line.sentence.index == earlier.sentence.index)
    for item in here.discourse.items(index):
        if item.place == "subject" or (item.place == "possessor" and item.first <= 1):
            return item.actors[0] if len(item.actors) == 1 and item.actors[0] in near else None
    return None


def _head(here: Here) -> int:
    """Where the phrase begins that the office belongs to: "<a spokesman> for the foreign ministry"."""
    folded, at = here.line.folded, here.at
    if folded.word(at - 1) in ("for", "of", "at") and folded.word(at - 2) in lex.STATE_ROLES:
        return at - 2
    return at


def _seated(here: Here) -> Actor | None:
    """ "In Jerusalem the prime minister's office ...": the state whose capital opens the sentence."""
    line = here.line
    if line.folded.word(0) != "in" or line.actors(before=here.at):
        return None
    start, stop = line.folded.starts[1], line.folded.starts[here.at]
    places = [s for s in line.rejected if s.tag == "venue" and s.code and start <= s.span.start < stop]
    return here.scene.actor_of(places[0].code) if len(places) == 1 and places[0].span.start == start else None


def _states(lines: Iterable[Line], codes: frozenset[str] | None, *, before: int | None = None) -> list[Actor]:
    kinds = STATE_KINDS if codes is None else (*STATE_KINDS, *BODY_KINDS)
    named = [actor for line in lines for actor in line.actors(before=before, kinds=kinds)]
    return [actor for actor in dict.fromkeys(named) if codes is None or actor.code in codes]


def _same_noun(here: Here, words: Sequence[str]) -> Actor | None:
    """ "The troops" after "US troops": the one actor whose mention last had the same noun; else one that follows."""
    line, at = here.line, here.at
    start = line.folded.starts[at]
    named = {m.actor for m in line.mentions if m.span.start < start and _has_words(m.text, words)}
    if named:
        return named.pop() if len(named) == 1 else None
    for earlier in reversed(here.before[-SAME_NOUN_BACK:]):
        found = {m.actor for m in earlier.mentions if _has_words(m.text, words)}
        if found:
            return found.pop() if len(found) == 1 else None
    later = {m.actor for m in line.mentions if at == 0 and _has_words(m.text, words)}
    return later.pop() if len(later) == 1 and not line.folded.is_headline() else None


def _has_words(text: str, words: Sequence[str]) -> bool:
    named = fold(text).words
    return any(tuple(named[i : i + len(words)]) == tuple(words) for i in range(len(named) - len(words) + 1))
