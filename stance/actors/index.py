"""The automaton over the catalogue's forms, and the candidates it finds in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stance.actors.decoys import DECOYS
from stance.actors.fold import Folded, fold, haystack, visible
from stance.actors.groups import EXPANDED
from stance.actors.lexicon import FUNCTION_WORDS, PARTICLES, SPEAKING
from stance.actors.objection import Objection

if TYPE_CHECKING:
    from stance.actors.forms import Form

# Acronyms that are English words: in a sentence all in capitals only the dotted spelling counts.
MAX_SPELLINGS = 32
WORDS_TOO = frozenset({"us", "who", "may", "can", "is", "as", "it", "un"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A form with its words as the catalogue writes them, so that capitals can be compared."""

    form: Form
    raw: tuple[str, ...]

    def fits(self, words: Sequence[str]) -> bool:
        """Whether the capitals of ``words`` allow this form."""
        if self.form.case == "exact":
            return all(
                word == raw
                or (word.isupper() and len(raw) > 3)
                or (not i and word.casefold() == raw and raw in PARTICLES)
                for i, (word, raw) in enumerate(zip(words, self.raw, strict=True))
            )
        title = self.form.how == "office" and len(words) > 1  # "the homeland security secretary", small as any title
        loose = title or self.form.how == "organ"
        return all(
            _capital_fits(word, raw, free=title or (loose and i > 0))
            for i, (word, raw) in enumerate(zip(words, self.raw, strict=True))
        ) and (title or any(not word[:1].islower() for word in words))


@dataclass(frozen=True, slots=True)
class Reading:
    """What words may mean as they are written: their forms, and what the rules ask of these again and again.

    ``sure``: the one actor that they name without being ambiguous, "" if there is none or more than one. ``is_place``:
    whether they may be a country or a city, and no mere acronym.
    """

    forms: tuple[Form, ...] = ()
    hows: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    sure: str = ""
    is_place: bool = False

    @classmethod
    def of(cls, forms: tuple[Form, ...]) -> Reading:
        """The reading of some forms."""
        hows = frozenset(form.how for form in forms)
        certain = {form.code for form in forms if not form.ambiguous}
        is_place = not hows.isdisjoint(("name", "metonym")) and not all(form.text.isupper() for form in forms)
        codes = frozenset(form.code for form in forms)
        return cls(forms, hows, codes, certain.pop() if len(certain) == 1 else "", is_place)


@dataclass(slots=True)  # not frozen: one is made for each name in a text, and a frozen one takes four times as long
class Candidate:
    """Words ``first`` up to ``last`` of a sentence and the reading that they allow.

    A decoy has an objection instead; a group that is a mere list of states has the codes of its ``members``.
    """

    first: int
    last: int
    reading: Reading = Reading()
    decoy: Objection | None = None
    members: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that the words may be."""
        return self.reading.forms

    @property
    def codes(self) -> frozenset[str]:
        """The actors that the words may name."""
        return self.reading.codes


@dataclass(frozen=True, slots=True)
class _Entry:
    shapes: tuple[Shape, ...]
    decoy: Objection | None = None
    members: tuple[str, ...] = ()
    readings: dict[tuple[str, ...], Reading] = field(default_factory=dict)

    def read(self, words: tuple[str, ...]) -> Reading:
        """The reading of words as written; kept, since there are few ways to write a name."""
        if words in self.readings:
            return self.readings[words]
        reading = Reading.of(tuple(shape.form for shape in self.shapes if shape.fits(words)))
        if len(self.readings) < MAX_SPELLINGS:
            self.readings[words] = reading
        return reading


class Index:
    """All forms and decoys in one automaton; longest match from the left, whole words only."""

    def __init__(self, forms: Iterable[Form]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        entries: dict[str, list[Shape]] = {}
        for form in forms:
            for words, raw in _spellings(form.text):
                entries.setdefault(haystack(words), []).append(Shape(form, raw))
        table = {key: _Entry(tuple(shapes)) for key, shapes in entries.items() if key}
        for text, objection in DECOYS.items():
            table.setdefault(haystack(fold(text).words), _Entry((), objection))
        for text, codes in EXPANDED.items():
            table[haystack(fold(text).words)] = _Entry((), None, tuple(codes.split()))
        self._entries = tuple(table.values())
        self._automaton = AhoCorasick(list(table), matchkind=MatchKind.LeftmostLongest)

    def candidates(self, folded: Folded) -> tuple[Candidate, ...]:
        """The candidates of a sentence, in order, none overlapping."""
        if not folded.words:
            return ()
        return tuple(self._search(folded, 0, len(folded)))

    def _search(self, folded: Folded, start: int, stop: int) -> Iterator[Candidate]:
        # Word i begins at the space before it; a match that fails on capitals is searched again for shorter ones.
        text = haystack(folded.words[start:stop])
        done = start
        for entry, begin, end in self._automaton.find_matches_as_indexes(text):
            first = start + text.count("  ", 0, begin + 1)
            if first < done:
                continue
            last = first + 1 + text.count("  ", begin, end)
            found = self._after_article(folded, first, last, stop) if folded.words[first] == "the" else None
            found = found or self._fit(self._entries[entry], folded, first, last)
            if found:
                done = found.last
                yield found
            elif last - first > 1:
                yield from self._search(folded, first, last - 1)

    def _after_article(self, folded: Folded, first: int, last: int, stop: int) -> Candidate | None:
        """The longer name that begins after "the": "the West" must not hide "West Bank"."""
        text = haystack(folded.words[first + 1 : min(stop, last + 4)])
        hits = self._automaton.find_matches_as_indexes(text)
        if not hits or hits[0][1] != 0:
            return None
        entry, _, size = hits[0]
        until = first + 2 + text.count("  ", 0, size)
        return self._fit(self._entries[entry], folded, first + 1, until) if until > last else None

    def _fit(self, entry: _Entry, folded: Folded, first: int, last: int) -> Candidate | None:
        if not entry.shapes:
            if entry.decoy is not None and folded.word(first) == "the" and not _is_title(folded, first, last):
                return None
            named = folded.is_capital(last - 1) or folded.is_capital(first)
            return Candidate(first, last, Reading(), entry.decoy, entry.members) if named else None
        if last - first == 1 and not folded.is_capital(first) and folded.raw(first).islower():
            return None
        if (
            last - first == 1
            and folded.word(first) in WORDS_TOO
            and folded.text.isupper()
            and "." not in folded.raw(first)
        ):
            return None
        reading = entry.read(tuple([_bare(folded.raw(i)) for i in range(first, last)]))
        return Candidate(first, last, reading) if reading.forms else None


def _is_title(folded: Folded, first: int, last: int) -> bool:
    """Whether "The Australian", "The Nation" is a newspaper here: with its article in capitals, and no noun behind."""
    if not folded.is_capital(first) or not folded.is_capital(last - 1):
        return last - first > 2 and folded.is_capital(last - 1)
    after = folded.word(last)
    return last - first > 2 or not after.isalpha() or after in FUNCTION_WORDS or after in SPEAKING


def _bare(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word
    return visible(word).replace(".", "").replace(" ", "").replace("\u00a0", "")


def _capital_fits(word: str, raw: str, *, free: bool) -> bool:
    if free or not raw[:1].isupper() or raw.casefold() in PARTICLES:
        return True
    if not raw.isupper() and not raw[1:].islower() and len(raw) < 6 and raw.isalpha() and not raw[1:].istitle():
        return word == raw  # LeT, IfO: the capitals are the name
    return word[:1].isupper()


def _spellings(text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    plain = text.replace(" ", "")
    if plain.isascii() and plain.isalpha():  # most forms: folding them is splitting them
        yield tuple(text.lower().split()), tuple(text.split())
        return
    folded = fold(text)
    words, raw = folded.words, tuple(_bare(folded.raw(i)) for i in range(len(folded)))
    yield words, raw
    if "." in words:  # George W. Bush, George W Bush
        kept = [i for i, word in enumerate(words) if word != "."]
        yield tuple(words[i] for i in kept), tuple(raw[i] for i in kept)
    if len(words) == 1 and len(words[0]) == 2 and words[0][0].isalpha() and words[0][1].isdigit():
        yield (words[0][0], words[0][1]), (raw[0][0], raw[0][1])  # G7, G-7
