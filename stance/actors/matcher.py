"""Mentions of catalogue actors in a text: longest match, then rules for what is no actor, then offices and people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from stance.actors import lexicon as lex
from stance.actors.affiliations import HOST
from stance.actors.choice import choose
from stance.actors.fold import Folded, fold_sentence
from stance.actors.holders import bearer, posted
from stance.actors.index import Candidate, Index
from stance.actors.memory import Memory
from stance.actors.objection import Look, Objection
from stance.actors.offices import grow
from stance.actors.pieces import Piece, Roles, merge
from stance.actors.recalled import by_office_alone, recalled
from stance.actors.reference import place_of_mention
from stance.actors.rules import reject
from stance.types import Document, Mention, Mentions, Sentence, Skipped, Span

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue, Form

# "Sino-Russian", "Franco-German": the first half names an actor only before a hyphen.
PREFIXES = {
    "sino": "CHN",
    "russo": "RUS",
    "anglo": "GBR",
    "franco": "FRA",
    "indo": "IND",
    "turco": "TUR",
    "turko": "TUR",
    "italo": "ITA",
    "greco": "GRC",
    "germano": "DEU",
    "americano": "USA",
    "nippo": "JPN",
    "serbo": "SRB",
    "austro": "AUT",
}
HALVES = {"KOR": ("north", "PRK"), "PRK": ("south", "KOR")}
UNKNOWN = Objection("not clear", "ambiguous")
STATE_KINDS = ("state", "historical", "territory", "unknown")


@dataclass(frozen=True, slots=True)
class Scan:
    """One sentence folded, with its candidates."""

    sentence: Sentence
    folded: Folded
    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class _Found:
    pieces: list[Piece] = field(default_factory=list)
    rejected: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True)
class Matcher:
    """Finds the catalogue's actors in a document. The automaton is built at the first use and kept."""

    catalogue: Catalogue

    def find(self, document: Document, sentences: Sequence[Sentence], *, on: date | None) -> Mentions:
        """All mentions in order of span, and the names that were turned down with the reason.

        ``on`` is the date of the document: dated forms (people in office) count only if valid then; None is the widest
        reading.
        """
        scans = [self._scan(sentence) for sentence in sentences]
        memory = Memory.of(candidate for scan in scans for candidate in scan.candidates)
        results = [self._decide(scan, memory, on) for scan in scans]
        for i, scan in enumerate(scans):
            if i == 0 or scan.sentence.heading:  # a headline names by surname whom the text names in full below it
                results[i] = self._decide(scan, memory, on)
        found = [
            self._mention(document, scan, piece)
            for scan, result in zip(scans, results, strict=True)
            for piece in (*result.pieces, *(_members(scan.candidates) if scan.candidates else ()))
        ]
        rejected = [skipped for result in results for skipped in result.rejected]
        return Mentions(tuple(sorted(found, key=place_of_mention)), tuple(rejected))

    def prepare(self) -> None:
        """Build the automaton now rather than at the first document."""
        _ = self._index

    @cached_property
    def _index(self) -> Index:
        return Index(self.catalogue.forms)

    @cached_property
    def _roles(self) -> Roles:
        private = frozenset(
            role.text.casefold() for role in self.catalogue.roles if role.kind == "private" and " " not in role.text
        )
        state = frozenset(
            role.text.casefold() for role in self.catalogue.roles if role.kind == "state" and " " not in role.text
        )
        return Roles((lex.STATE_ROLES | state) - lex.PRIVATE_ROLES, (lex.PRIVATE_ROLES | private) - lex.STATE_ROLES)

    def _scan(self, sentence: Sentence) -> Scan:
        folded = fold_sentence(sentence)
        return Scan(sentence, folded, self._index.candidates(folded))

    def _decide(self, scan: Scan, memory: Memory, on: date | None) -> _Found:
        found = _Found()
        if not scan.candidates and not memory.learned and lex.INTRODUCING.isdisjoint(scan.folded.words):
            return found
        chosen = list(self._chosen(scan, memory, on, found))
        grown = self._grown(scan.folded, chosen, found) if chosen else []
        grown += list(by_office_alone(scan.folded, grown, memory))
        for piece in grown:
            if piece.person is not None:
                memory.learn(scan.folded, *piece.person, piece.code)
        if memory.learned:
            grown += recalled(scan.folded, scan.candidates, grown, memory, found.rejected)
        found.pieces = merge(scan.folded, grown) if len(grown) > 1 else grown
        return found

    def _grown(self, folded: Folded, chosen: list[Piece], found: _Found) -> list[Piece]:
        """The names grown into offices and people; ``found`` takes those that are turned down on the way."""
        chosen += _prefixed(folded, chosen)
        chosen += _halves(folded, chosen)
        starts = {piece.first for piece in chosen}
        grown: list[Piece] = []
        for piece in chosen:
            result = grow(folded, piece, roles=self._roles, starts=starts - {piece.first})
            if isinstance(result, Objection):
                found.rejected.append(_skipped(folded, piece.first, piece.last, result, piece.code))
            else:
                grown.append(result)
        grown, hosts = posted(folded, grown)
        found.rejected += [_skipped(folded, host.first, host.last, HOST, host.code) for host in hosts]
        return [*grown, *self._bearers(folded, grown)]

    def _chosen(self, scan: Scan, memory: Memory, on: date | None, found: _Found) -> Iterator[Piece]:
        before: Piece | None = None
        refused = -1
        for candidate, after in zip_longest(scan.candidates, scan.candidates[1:]):
            if candidate.members:
                continue
            look = Look.at(scan.folded, candidate, named=before.last if before else -1, refused=refused)
            objection = reject(look, memory)
            form: Form | None = None
            if objection is None:
                form, objection = choose(scan.folded, candidate, memory=memory, on=on, before=before, after=after)
            if form is None:
                refused = candidate.last if objection is not None and objection.tag == "venue" else refused
                found.rejected.append(
                    _skipped(scan.folded, candidate.first, candidate.last, objection or UNKNOWN, _would_be(candidate))
                )
                continue
            kind = self.catalogue.actor(form.code).kind
            before = Piece(
                candidate.first,
                candidate.last,
                form.code,
                form.how,
                form.text,
                is_state=kind in STATE_KINDS,
                core=candidate.first,
            )
            if form.how == "person" and candidate.last - candidate.first > 1:
                memory.meet(scan.folded, candidate.first, candidate.last, form.code)
            yield before

    def _bearers(self, folded: Folded, pieces: Sequence[Piece]) -> Iterator[Piece]:
        offices = [piece for piece in pieces if piece.how == "office"]
        if not offices:
            return
        covered = {i for piece in pieces for i in range(piece.first, piece.last)}
        for piece in offices:
            name = bearer(folded, piece, roles=self._roles, taken=covered.__contains__)
            if name is not None:
                yield Piece(*name, piece.code, "person", "person named with the office", person=name)

    def _mention(self, document: Document, scan: Scan, piece: Piece) -> Mention:
        span = Span(scan.folded.starts[piece.first], scan.folded.ends[piece.last - 1])
        return Mention(
            self.catalogue.actor(piece.code), span, span.of(document.text), scan.sentence.index, piece.how, piece.form
        )


def _skipped(folded: Folded, first: int, last: int, objection: Objection, code: str) -> Skipped:
    span = Span(folded.starts[first], folded.ends[last - 1])
    return Skipped("mention", span, folded.between(first, last), objection.reason, objection.tag, code)


def _would_be(candidate: Candidate) -> str:
    """The actor that a candidate would have been; "" where it is none of the catalogue's."""
    if candidate.reading.sure or not candidate.forms:
        return candidate.reading.sure
    return next((form.code for form in candidate.forms if not form.ambiguous), candidate.forms[0].code)


def _members(candidates: Sequence[Candidate]) -> Iterator[Piece]:
    """A group that is a mere list of states: one mention for each, with the same span."""
    for candidate in candidates:
        for code in candidate.members:
            yield Piece(candidate.first, candidate.last, code, "description", "a member of the group")


def _prefixed(folded: Folded, chosen: Sequence[Piece]) -> list[Piece]:
    pieces = []
    for piece in chosen:
        at = piece.first - 1
        if piece.first in folded.glued and folded.is_capital(at) and folded.word(at) in PREFIXES:
            pieces.append(Piece(at, at + 1, PREFIXES[folded.word(at)], "demonym", f"{folded.raw(at)}-"))
    return pieces


def _halves(folded: Folded, chosen: Sequence[Piece]) -> list[Piece]:
    """ "North and South Korea", "East and West Germany": the half that is named by its adjective alone."""
    pieces = []
    for piece in chosen:
        words = (folded.word(piece.first - 2), folded.word(piece.first - 1), folded.word(piece.first))
        if (
            piece.code in HALVES
            and words[1] in ("and", "or")
            and words[0] == HALVES[piece.code][0]
            and folded.is_capital(piece.first - 2)
        ):
            pieces.append(
                Piece(piece.first - 2, piece.first - 1, HALVES[piece.code][1], "name", "half of a divided country")
            )
    return pieces
