"""Which judgements are meant: dyads, voices and dates, as SQL over a run and as words that a coding sheet can carry."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, cast, get_args

from stance.errors import ConfigError, DataError, did_you_mean, or_one_of
from stance.text.dates import parse_date
from stance.types import AUTHOR, Voice

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue

ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadPattern:
    """A directed dyad; ``*`` stands for any actor, as a source for any but AUTHOR."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}>{self.target}"

    def where(self) -> str:
        """The condition in SQL."""
        source = f"source <> {quoted(AUTHOR.code)}" if self.source == ANY else f"source = {quoted(self.source)}"
        return source if self.target == ANY else f"{source} AND target = {quoted(self.target)}"


EVERY_DYAD = DyadPattern(source=ANY, target=ANY)


@dataclass(frozen=True, slots=True)
class Selection:
    """Judgements of these dyads, in these voices (none: any), published from ``since`` to ``until``, both inclusive."""

    dyads: tuple[DyadPattern, ...] = (EVERY_DYAD,)
    voices: tuple[Voice, ...] = ()
    since: date | None = None
    until: date | None = None

    def where(self) -> str:
        """The condition on a judgement in SQL."""
        dyads = " OR ".join(f"({dyad.where()})" for dyad in self.dyads)
        return f"(({dyads}) AND {self.said()} AND {self.when()})"

    def said(self) -> str:
        """The condition on the voice alone."""
        return f"voice IN ({', '.join(map(quoted, self.voices))})" if self.voices else "true"

    def when(self) -> str:
        """The condition on dates alone; an article without a date meets it only where no date is asked for."""
        since = f"published >= DATE {quoted(self.since.isoformat())}" if self.since else "true"
        until = f"published <= DATE {quoted(self.until.isoformat())}" if self.until else "true"
        return f"coalesce({since} AND {until}, false)"

    def words(self) -> str:
        """The selection as text that ``from_words`` reads: ``dyads=KAZ>RUS;voices=action;since=2024-01-01``."""
        parts = {
            "dyads": ",".join(map(str, self.dyads)),
            "voices": ",".join(self.voices),
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def from_words(text: str) -> Selection:
    """The selection that ``Selection.words`` wrote; raises DataError if the text is no such thing."""
    found = dict(part.partition("=")[::2] for part in text.split(";") if part)
    dyads = [dyad.split(">") for dyad in found.pop("dyads", str(EVERY_DYAD)).split(",")]
    voices, since, until = (found.pop(name, "") for name in ("voices", "since", "until"))
    if found or any(len(dyad) != 2 for dyad in dyads):
        raise DataError(f"{text!r} is no frame: expected what stance sample wrote, such as dyads=KAZ>RUS;voices=action")
    return Selection(
        tuple(DyadPattern(source=source, target=target) for source, target in dyads),
        parse_voices(voices),
        parse_date(since) if since else None,
        parse_date(until) if until else None,
    )


def parse_voices(text: str | None) -> tuple[Voice, ...]:
    """Voices with commas between them."""
    legal = get_args(Voice)
    return tuple(cast("Voice", one_of(word, legal, what="voice")) for word in _words(text))


def parse_dyads(text: str | None, *, codes: Collection[str]) -> tuple[DyadPattern, ...]:
    """Dyads with commas between them: ``KAZ-RUS``, ``KAZ-*`` or, as codes may hold a hyphen, ``KAZ>RUS``.

    ``codes``: the actors of the run. Raises ConfigError that names the nearest code.
    """
    words = _words(text)
    return tuple(_dyad(word, codes) for word in words) if words else (EVERY_DYAD,)


def one_of(word: str, legal: Sequence[str], *, what: str) -> str:
    """The legal word, or a ConfigError that names the nearest one."""
    if word in legal:
        return word
    raise ConfigError(f"unknown {what} {word!r}: expected one of {', '.join(legal)}{did_you_mean(word, legal)}")


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _words(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def _dyad(word: str, codes: Collection[str]) -> DyadPattern:
    cuts = list(splits(word))
    if not cuts:
        raise ConfigError(f"{word!r} is no dyad: expected two codes such as KAZ-RUS or KAZ-*")
    for source, target in cuts:
        found = [_code(part, codes) for part in (source, target)]
        if found[0] and found[1]:
            return DyadPattern(source=found[0], target=found[1])
    unknown = [part for part in cuts[0] if not _code(part, codes)]
    raise ConfigError(f"{word!r}: " + "; ".join(_unknown(part, codes) for part in unknown))


def splits(word: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a dyad in two: by its arrow, else by each hyphen, since codes hold some."""
    arrow = re.fullmatch(r"(.+?)\s*(?:->|>|→)\s*(.+)", word)
    if arrow:
        yield arrow[1], arrow[2]
        return
    for match in re.finditer("-", word):
        if 0 < match.start() < len(word) - 1:
            yield word[: match.start()], word[match.end() :]


def _code(text: str, codes: Collection[str]) -> str:
    """The actor's code in the run or in the catalogue, empty if it is in neither."""
    if text == ANY or text in codes or text == AUTHOR.code:
        return text
    catalogue = _catalogue()
    code = catalogue.canonical(text)
    return code if code in catalogue.actors or code in codes else ""


def _unknown(text: str, codes: Collection[str]) -> str:
    catalogue = _catalogue()
    named = [form.code for form in catalogue.lookup(text)]
    near = named or _near(text, sorted(codes)) or _near(text, sorted(catalogue.actors))
    return f"unknown actor {text!r}{or_one_of(dict.fromkeys(near[:3]))}"


@cache
def _catalogue() -> Catalogue:
    """Loaded only for a code that the run does not hold."""
    from stance.actors.catalogue import Catalogue

    return Catalogue.load()


def _near(text: str, codes: Sequence[str]) -> list[str]:
    return difflib.get_close_matches(text.upper(), codes, n=3, cutoff=0.5)
