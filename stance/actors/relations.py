""" "Its northern neighbour", "his host", "the guest": who stands in that relation to an actor named before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stance.actors import refwords as ref
from stance.actors.discourse import SUBJECTS, Discourse, Here
from stance.actors.facts import COMPASS, neighbours
from stance.actors.fold import Folded
from stance.actors.lexicon import words
from stance.actors.reference import LOOK_BACK, STATE_KINDS, Line, Reference, one
from stance.types import Actor

NEIGHBOURS = frozenset({"neighbour", "neighbor"})
GUESTS = frozenset({"guest", "guests", "visitor", "visitors"})
HOSTS = frozenset({"host", "hosts"})
COLLEAGUES = frozenset({"colleague", "counterpart"})
TRIGGERS = NEIGHBOURS | GUESTS | HOSTS | COLLEAGUES
# Nouns that name the other side together with an adjective: "his Egyptian colleague".
COUNTERPARTS = words("counterpart counterparts colleague colleagues host hosts guest guests homologue")
POINTS = {**{point: point for point in COMPASS}, **{f"{point}ern": point for point in COMPASS}}
OWNERS = frozenset({"his", "her", "its", "their", "s", "'"})
BEFORE_GUEST = OWNERS | {"the"}
MAX_ADJECTIVES = 2
REACH = 6  # words from a verb of visiting to the place or person
RECEIVING = words("received receives receiving welcomed welcomes hosted hosts greeted greets entertained feted")
VISITING = words("visited visits visiting")
ARRIVING = words("arrived arrives landed lands flew flies came travelled traveled went days hours visit trip seated")
TOWARDS = frozenset({"in", "at", "to", "into", "beside"})


@dataclass(frozen=True, slots=True)
class _Visit:
    host: tuple[Actor, ...]
    guest: tuple[Actor, ...]


def related(here: Here) -> Reference | None:
    """The actor of the noun of relation here; the possessive before it is a reference of its own."""
    folded, at, noun = here.line.folded, here.at, here.word
    first = _first(folded, at)
    if noun not in TRIGGERS or first is None or here.quoted or _is_named(here, first):
        return None
    owner = _owner(here, first)
    if noun in NEIGHBOURS:
        actor = _neighbour(here, owner, POINTS.get(folded.word(first), "")) if owner is not None else None
    elif noun in COLLEAGUES:
        subject = here.discourse.subject(at)
        known = subject is not None and len(subject.actors) == 1 and first == at
        actor = _other_person(here, subject.actors[0]) if subject is not None and known else None
    elif folded.word(first - 1) not in BEFORE_GUEST:
        return None
    else:
        actor = _beside(here) or _of_visit(here, owner, is_guest=noun in GUESTS)
    rule = f"{folded.between(first, at + 1)}: of {owner.name if owner is not None else 'the visit told before'}"
    return one(first, at + 1, actor, "description", rule)


def _beside(here: Here) -> Actor | None:
    """ "The host, Sergei Lavrov,": who is named in apposition."""
    folded, at = here.line.folded, here.at
    if folded.word(at + 1) != "," or at + 2 >= len(folded):
        return None
    start = folded.starts[at + 2]
    return next((m.actor for m in here.line.mentions if m.span.start == start and m.how == "person"), None)


def names_other_side(here: Here) -> bool:
    """Whether a possessive stands before a counterpart, who is the other side: "his colleague", "his Chinese host"."""
    folded, start = here.line.folded, here.line.folded.starts
    after = here.at + 1
    if folded.word(after) in COLLEAGUES:
        return True
    named = after < len(folded) and any(m.span.start == start[after] for m in here.line.mentions)
    return named and any(folded.word(i) in COUNTERPARTS for i in range(after, after + 4))


def _first(folded: Folded, at: int) -> int | None:
    """The first word after the possessive or article that begins the phrase, None where none stands near."""
    for first in range(at, at - MAX_ADJECTIVES - 1, -1):
        before = folded.word(first - 1)
        if before in BEFORE_GUEST:
            return first
        if not before.isalpha() or before in ref.PREPOSITIONS or folded.is_capital(first - 1):
            return None
    return None


def _is_named(here: Here, first: int) -> bool:
    """Whether the phrase holds a name, or one follows: "its neighbour Russia", "his guest, Barack Obama,"."""
    folded, at = here.line.folded, here.at
    following = at + 1 + (folded.word(at + 1) == ",")
    if folded.is_capital(following) and here.word in NEIGHBOURS:
        return True
    start, end = folded.starts[first], folded.ends[at]
    return any(m.span.start < end and start < m.span.end for m in here.line.mentions if m.how != "pronoun")


def _owner(here: Here, first: int) -> Actor | None:
    """Whose neighbour or guest it is: of the pronoun or the name before "'s"."""
    word = here.line.folded.word(first - 1)
    if word == "the":
        return None
    last = first - 1 if word == "'" else first - 2 if word == "s" else first
    item = next((i for i in reversed(here.discourse.items(-1)) if i.last == last and len(i.actors) == 1), None)
    return item.actors[0] if item is not None else None


def _neighbour(here: Here, owner: Actor, point: str) -> Actor | None:
    """The one neighbour on that side that the text names, else the only one that there is."""
    sides = neighbours().get(owner.code, {})
    known = sides.get(point, frozenset()) if point else frozenset().union(*sides.values())
    named = (known & here.scene.codes) - {owner.code}
    if len(named) == 1:
        return here.scene.actor_of(next(iter(named)))
    return here.scene.actor_of(next(iter(known))) if point and len(known) == 1 and not named else None


def _of_visit(here: Here, owner: Actor | None, *, is_guest: bool) -> Actor | None:
    """The other side of the last visit told, which the owner, if there is one, must have been part of."""
    visit = next(_visits(here), None)
    if visit is not None:
        wanted, other = (visit.guest, visit.host) if is_guest else (visit.host, visit.guest)
        if len(wanted) == 1 and (owner is None or (owner in other and owner not in wanted)):
            return wanted[0]
    return _other_person(here, owner) if owner is not None else None


def _other_person(here: Here, owner: Actor) -> Actor | None:
    """The one other actor of which the last sentences name a person."""
    discourse, newest = here.discourse, len(here.discourse.lines) - 1
    for index in range(newest, max(-1, newest - LOOK_BACK), -1):
        items = discourse.here(here.at) if index == newest else discourse.items(index)
        others = {a for item in items if item.kind == "person" for a in item.actors} - {owner}
        if others:
            return others.pop() if len(others) == 1 else None
    return None


def _visits(here: Here) -> Iterator[_Visit]:
    """The visits that this sentence, up to here, and the ones before tell of, the latest first."""
    discourse, newest = here.discourse, len(here.discourse.lines) - 1
    for index in range(newest, max(-1, newest - LOOK_BACK - 1), -1):
        line = discourse.lines[index]
        stop = here.at if index == newest else len(line.folded)
        for i in range(stop - 1, -1, -1):
            visit = _visit(here, index, i) if not line.is_quoted(i) else None
            if visit is not None and visit.host != visit.guest:
                yield visit


def _visit(here: Here, index: int, at: int) -> _Visit | None:
    line, discourse = here.discourse.lines[index], here.discourse
    folded, word = line.folded, line.folded.word(at)
    if word in RECEIVING:
        subject, other = _before(discourse, index, at), _after(discourse, index, at)
        if folded.word(at + 1) == "by":
            subject, other = other, subject
        return _Visit(subject, other) if subject or other else None
    if word not in VISITING and not (word in ARRIVING and folded.word(at + 1) in TOWARDS):
        return None
    guest, host = _before(discourse, index, at), _place(here, line, index, at)
    return _Visit((host,), guest) if guest and host is not None else None


def _before(discourse: Discourse, index: int, at: int) -> tuple[Actor, ...]:
    found = [item for item in discourse.items(index) if item.last <= at and item.place in SUBJECTS]
    return found[-1].actors if found else ()


def _after(discourse: Discourse, index: int, at: int) -> tuple[Actor, ...]:
    found = [i for i in discourse.items(index) if at < i.first <= at + REACH and i.place != "adjective"]
    return next((item.actors for item in found if item.actors), ())


def _place(here: Here, line: Line, index: int, at: int) -> Actor | None:
    """The state of the place or person that a verb of visiting leads to; a venue counts here."""
    folded = line.folded
    start, end = folded.starts[at], folded.ends[min(at + REACH, len(folded) - 1)]
    venues = [s for s in line.rejected if s.tag == "venue" and s.code and start < s.span.start < end]
    if venues:
        return here.scene.actor_of(venues[0].code)
    actors = _after(here.discourse, index, at)
    return actors[0] if len(actors) == 1 and actors[0].kind in STATE_KINDS else None
