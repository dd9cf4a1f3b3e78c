"""Documents whose whole voice is an actor (statement, readout, transcript): who issued them, and how one knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from stance.actors import lexicon as lex
from stance.actors.fold import fold
from stance.actors.joint import JOINT, Lines, signatories_of
from stance.types import Actor, Document, Mention

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue

Kind = Literal["given", "statement", "readout", "transcript", "source"]

HEAD_LINES = 4
MAX_HEAD_WORDS = 24
MAX_OFFICE_WORDS = 12
HEAD_END = re.compile(r"[,;:(\[|\u2013\u2014\"\u201c]")
OFFICE_HOW = ("name", "office", "organ", "metonym", "demonym")
METADATA_KEYS = ("issuer", "publisher", "source", "author", "speaker")
KINDS: tuple[tuple[Kind, str], ...] = (
    ("readout", r"read-?out"),
    (
        "transcript",
        r"transcript|press (?:briefing|conference|availability)|(?:daily|regular|background) (?:press )?briefing"
        r"|interview",
    ),
    (
        "statement",
        r"(?:joint |press |media |leaders.{0,2} |presidential |chair.{0,5} )*"
        r"(?:statement|communiqu[eé]|declaration|(?:press|media) release|(?:press|media) note|remarks|speech|address"
        r"|message|note verbale)",
    ),
)
_KIND = re.compile("|".join(rf"\b(?P<{kind}>{pattern})s?\b" for kind, pattern in KINDS), re.IGNORECASE)
_BY = re.compile(r"\s*(?:(?:issued|released|delivered|made|given) )?(?:by|of|from)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(?:$|[,:;.|(\u2013\u2014\"\u201c-]|(?:on|regarding|concerning|about|after|following|to|at|with|in|for|from|of|before"
    r"|during|and|marking|calling|condemning)\b)",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\s*(?:['\u2019]s?)?\s*(?:phone |telephone )?(?:call|meeting|conversation|talks|visit)\b", re.IGNORECASE
)
# Words of the names of state media.
PRESS = frozenset(
    """
    news agency press media times daily post herald tribune gazette tv television radio broadcasting voice xinhua tass
    ria novosti sputnik rt cgtn cctv kcna irna anadolu trt interfax mehr fars presstv telesur sana petra spa wam mena
    """.split()  # noqa: SIM905
)
# Offices whose name alone tells whose they are.
SPOKESPERSON = re.compile(r"office of the spokesperson\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Owner:
    """The actors whose voice a document is; ``reason`` tells the reader why it was read so.

    ``press``: the issuer is a news agency or broadcaster of its state, which also reports what others do.
    """

    actors: tuple[Actor, ...]
    kind: Kind
    reason: str
    press: bool = False

    @property
    def note(self) -> str:
        """One line for the report."""
        names = " and ".join(f"{actor.name} ({actor.code})" for actor in self.actors)
        return f"read as the voice of {names}: {self.reason}"


def read_owner(document: Document, lines: Lines, *, catalogue: Catalogue, title: Lines = ()) -> Owner | None:
    """The owner that the user, the source, the title or the head of the text names; None for an ordinary article.

    ``title``: the document's title as a line, with offsets into it.
    """
    given = given_voice(document, catalogue)
    if given:
        return Owner(given, "given", "voice given for the document")
    issuer = _of_source(document, catalogue)
    headed = _of_head(lines, title, catalogue)
    heads = _named_heads(document)
    joint = signatories_of(heads, lines) if issuer or JOINT.search(heads) else ()
    if joint:
        return Owner(joint, "statement", "a joint statement of its signatories")
    if issuer:
        kind: Kind = headed.kind if headed is not None else _kind_of(document) or "source"
        source = HEAD_END.split(_first_source(document))[0].strip()
        return Owner(issuer, kind, f"source {source!r}", press=not PRESS.isdisjoint(fold(source).words))
    return headed


def given_voice(document: Document, catalogue: Catalogue) -> tuple[Actor, ...]:
    """The actors of ``metadata["voice"]``: codes, in a list or with commas between, or the name of one."""
    voice = document.metadata.get("voice")
    if isinstance(voice, (list, tuple)):
        voice = ",".join(str(part) for part in voice)
    if not isinstance(voice, str) or not voice.strip():
        return ()
    actors = tuple(catalogue.actor(code.strip()) for code in voice.split(","))
    if all(actor.kind != "unknown" for actor in actors):
        return actors
    code = _office(voice, catalogue)
    return (catalogue.actor(code),) if code else ()


def _of_source(document: Document, catalogue: Catalogue) -> tuple[Actor, ...]:
    """The name before the first comma or colon of the source has to be an actor's office and nothing else."""
    codes = (_office(HEAD_END.split(text)[0].strip(), catalogue) for text in _sources(document))
    return next(((catalogue.actor(code),) for code in codes if code), ())


def _of_head(lines: Lines, title: Lines, catalogue: Catalogue) -> Owner | None:
    """A title or one of the first lines that says "statement by …", "readout of …'s call", "…'s remarks"."""
    kind: str | None = None
    issuer: tuple[Actor, ...] = ()
    place = ""
    heads = [(sentence.text, mentions, 0) for sentence, mentions in title]
    for text, mentions, start in (*heads, *_heads(lines)):
        if SPOKESPERSON.match(text.strip()) and len(text.split()) < 8:
            issuer, place = issuer or (catalogue.actor("USA"),), place or text.strip()
            continue
        found = _KIND.search(text)
        if found is not None:
            named = _issuer_beside(text, found, mentions, start)
            if named and not issuer:
                issuer, place = named, text.strip()
            kind = kind or (found.lastgroup if named or _TAIL.match(text, found.end()) else None)
        elif not issuer and _is_office_line(text, mentions, start):
            issuer, place = (mentions[0].actor,), text.strip()
    if kind is None or not issuer:
        return None
    return Owner(issuer, _as_kind(kind), f"head {place!r}")


def _heads(lines: Lines) -> Iterator[tuple[str, Sequence[Mention], int]]:
    """The lines at the head of the text that are no sentences, each with its mentions and where it starts."""
    for sentence, mentions in lines[:HEAD_LINES]:
        text = sentence.text
        if len(text.split()) > MAX_HEAD_WORDS or (text.rstrip().endswith((".", "?", "!")) and not sentence.heading):
            return
        yield text, mentions, sentence.span.start


def _issuer_beside(text: str, found: re.Match[str], mentions: Sequence[Mention], start: int) -> tuple[Actor, ...]:
    """Statement by <X> on …; Readout of <X>'s call with …; <X> statement on …"""
    by = _BY.match(text, found.end())
    after = [m for m in mentions if m.span.start - start >= found.end()]
    if by is not None and after and _only_titles(text[by.end() : after[0].span.start - start]):
        end = after[0].span.end - start
        if found.lastgroup == "statement" and JOINT.search(text):
            return _listed(text, after, start)
        if _TAIL.match(text, end) or _CALL.match(text, end):
            return (after[0].actor,)
    before = [m for m in mentions if m.span.end - start <= found.start()]
    if before and _TAIL.match(text, found.end()) and before[0].span.start - start <= 4:
        gap = text[before[-1].span.end - start : found.start()]
        return (before[-1].actor,) if _only_titles(gap) else ()
    return ()


def _listed(text: str, mentions: Sequence[Mention], start: int) -> tuple[Actor, ...]:
    """The signatories: "of Norland, Sudmark and the League"."""
    actors, end = [mentions[0].actor], mentions[0].span.end - start
    for mention in mentions[1:]:
        if not re.fullmatch(r"\W*(?:and|the|\W)*\W*", text[end : mention.span.start - start]):
            break
        actors.append(mention.actor)
        end = mention.span.end - start
    return tuple(dict.fromkeys(actors)) if _TAIL.match(text, end) else ()


def _only_titles(gap: str) -> bool:
    """Whether only titles, names and the like stand between: "by the spokesperson of the"."""
    return all(
        word in ("the", "of", "for", "a", "s", "'", "by", ",", "and", "joint")
        or word in lex.STATE_ROLES
        or word in lex.MODIFIERS
        or word in lex.TITLES
        for word in fold(gap).words
    )


def _is_office_line(text: str, mentions: Sequence[Mention], start: int) -> bool:
    """Whether a line is the name of an office and no more: "Ministry of Foreign Affairs of the Republic of Norland"."""
    if len(mentions) != 1 or len(text.split()) > MAX_OFFICE_WORDS:
        return False
    rest = text[: mentions[0].span.start - start] + " " + text[mentions[0].span.end - start :]
    of_state = mentions[0].how in ("office", "organ", "metonym") or not lex.STATE_ROLES.isdisjoint(fold(rest).words)
    return of_state and _only_titles(rest)


def _kind_of(document: Document) -> Kind | None:
    found = _KIND.search(_named_heads(document))
    return _as_kind(found.lastgroup) if found is not None else None


def _as_kind(group: str | None) -> Kind:
    return next(kind for kind, _ in KINDS if kind == group)


def _sources(document: Document) -> list[str]:
    values = [document.source, *(document.metadata[key] for key in METADATA_KEYS if key in document.metadata)]
    return [value for value in values if isinstance(value, str) and value.strip()]


def _first_source(document: Document) -> str:
    return next(iter(_sources(document)), "")


def _named_heads(document: Document) -> str:
    return " ".join((*_sources(document), document.title or ""))


def _office(head: str, catalogue: Catalogue) -> str:
    words = fold(head).words
    raw = head.split()
    if len(raw) != len(words):
        raw = list(words)
    for start, stop in [*((0, n) for n in range(len(words), 0, -1)), *((n, len(words)) for n in range(1, len(words)))]:
        rest = (*words[:start], *words[stop:])
        if not all(word in lex.STATE_ROLES or word in lex.MODIFIERS or word in ("of", "the", "for") for word in rest):
            continue
        codes = {form.code for form in catalogue.lookup(" ".join(raw[start:stop])) if form.how in OFFICE_HOW}
        if len(codes) == 1:
            return codes.pop()
    return ""
