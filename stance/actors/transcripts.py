"""Turns of a transcript: whose label stands before the words, and whose words follow until the next label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from stance.actors import lexicon as lex
from stance.actors import namewords
from stance.actors.documents import Owner
from stance.actors.fold import fold
from stance.actors.joint import Lines
from stance.types import Actor, Mention, Sentence

_ASKS = (
    r"(?:Q|QUESTION(?:ER)?|Question(?:er)?|REPORTER|Reporter|JOURNALIST|Journalist|CORRESPONDENT|Correspondent|PRESS|MEDIA"
    r"|MODERATOR|Moderator|HOST|Host|INTERVIEWER|Interviewer|OPERATOR|Operator|PARTICIPANT|ANCHOR|Anchor)"
)
ASKED = re.compile(rf"\W{{0,2}}{_ASKS}(?: \d+)?(?: \([^)]*\))?\s?(?:[:.]\s|:$)|\W{{0,2}}Q\s+(?=[A-Z\"\u201c(\u2014-])")
ANSWERED = re.compile(r"\W{0,2}(?:A|ANSWER|Answer)\s?:\s")
SHOUTED = re.compile(r"\W{0,2}((?:[A-Z][A-Z'\u2019.-]*,?\s){0,6}[A-Z][A-Z'\u2019.-]+)(?: \([^)]*\))?\s?:\s")
NAMED = re.compile(
    r"\W{0,2}((?:[A-Z][\w.'\u2019-]*)(?:,? (?:[A-Z][\w.'\u2019-]*|of|for|the|and|al|bin|de|van|von)){0,7})"
    r"(?: \([^)]*\))?\s?:\s"
)
MAX_LABEL = 70
MAX_NAMES = 4  # after an office: given names and surname
HEAD_LINES = 8  # a speech begins among the first lines
SPEECH_LINES = 3  # lines in the first person that make one
FIRST_PERSON = frozenset({"i", "we", "my", "our", "us", "me"})
MEDIA = frozenset(
    """
    afp ap reuters bloomberg cnn bbc nbc abc cbs nhk tass ria interfax xinhua cctv cgtn kyodo yonhap dpa anadolu rt nyt
    efe ansa pti ani cnbc fox npr aljazeera jazeera politico euronews axios guardian kommersant novosti ntv dawn
    """.split()  # noqa: SIM905
)
COURTESY = frozenset({"mr", "ms", "mrs", "miss", "dr"})
FOREIGN = frozenset({"prime", "foreign", "chancellor", "king", "premier", "taoiseach", "emir", "sultan"})


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn that a sentence belongs to: who speaks (nobody known: an empty tuple), and where its label ends.

    ``label``: the actor's mention within the label, None where none stands there.
    """

    actors: tuple[Actor, ...]
    label: Mention | None
    begins: int
    end: int


@dataclass(frozen=True, slots=True)
class _Label:
    sentence: int
    text: str
    asks: bool
    answers: bool
    shouted: bool
    end: int


@dataclass(frozen=True, slots=True)
class _Talk:
    """A transcript: its lines, the labels by line, who is interviewed, and its title as a line."""

    lines: Lines
    labels: dict[int, _Label]
    guest: tuple[Actor, ...]
    title: Lines


def read_turns(lines: Lines, owner: Owner | None, *, title: Lines = ()) -> tuple[Turn | None, ...]:
    """For each sentence its turn, None before the first one and in texts that are no transcripts.

    ``title``: the document's title as a line, for whom it introduces.
    """
    labels = {n: label for n, (sentence, _) in enumerate(lines) if (label := _label(sentence, n)) is not None}
    if not _is_transcript(list(labels.values()), lines, owner):
        return (None,) * len(lines)
    guest = owner.actors if owner is not None else _guest(lines[: min(labels)])
    talk = _Talk(lines, labels, guest, title)
    current: Turn | None = None
    result: list[Turn | None] = []
    for n in range(len(lines)):
        if n in labels:
            current = _turn(labels[n], talk)
        result.append(current)
    return tuple(result)


def _label(sentence: Sentence, place: int) -> _Label | None:
    text = sentence.text
    if ":" not in text[: MAX_LABEL + 2] and not text.lstrip().startswith("Q"):
        return None
    if found := ASKED.match(text + " "):
        return _Label(place, found.group().strip(" :."), True, False, True, min(found.end(), len(text)))
    if found := ANSWERED.match(text):
        return _Label(place, "A", False, True, True, found.end())
    if found := SHOUTED.match(text):
        return _Label(place, found.group(1), False, False, True, found.end())
    found = NAMED.match(text)
    if found is None or len(found.group(1)) > MAX_LABEL:
        return None
    return _Label(place, found.group(1), False, False, False, found.end())


def _is_transcript(labels: Sequence[_Label], lines: Lines, owner: Owner | None) -> bool:
    """Whether the labels are those of a conversation: questions marked as such, shouted names, or names that recur."""
    if not labels:
        return False
    asked = sum(label.asks for label in labels)
    shouted = sum(label.shouted for label in labels)
    if (asked and len(labels) > 1) or shouted > 1:
        return True
    if owner is not None and (shouted or asked):
        return True
    if shouted and _is_speech(labels[0], lines):
        return True
    names = Counter(label.text.casefold() for label in labels)
    unquoted = [
        label for label in labels if lines[label.sentence][0].text[label.end :].lstrip()[:1] not in '"\u201c\u00ab'
    ]
    questions = any("?" in lines[label.sentence][0].text for label in labels)
    return len(unquoted) > 1 and (max(names.values()) > 1 or (questions and owner is not None))


def _is_speech(label: _Label, lines: Lines) -> bool:
    """Whether the one label names a person or an office, at the head of a text whose "I" and "we" it explains."""
    sentence, mentions = lines[label.sentence]
    end = sentence.span.start + label.end
    if label.sentence >= HEAD_LINES or not any(m.span.end <= end and m.how in ("person", "office") for m in mentions):
        return False
    own = sum(not FIRST_PERSON.isdisjoint(fold(after.text).words) for after, _ in lines[label.sentence :])
    return own >= SPEECH_LINES


def _guest(before: Lines) -> tuple[Actor, ...]:
    """Who is interviewed: the only actor whose person or office the introduction names."""
    people = dict.fromkeys(m.actor for _, mentions in before for m in mentions if m.how in ("person", "office"))
    return tuple(people) if len(people) == 1 else ()


def _turn(label: _Label, talk: _Talk) -> Turn:
    n, guest = label.sentence, talk.guest
    sentence, mentions = talk.lines[n]
    end = sentence.span.start + label.end
    inside = next((m for m in mentions if m.span.end <= end), None)
    if label.asks or _is_media(label):
        return Turn((), None, n, end)
    if label.answers:
        return Turn(guest, None, n, end)
    words = fold(label.text).words
    met = _introduced(words, (*reversed(talk.lines[:n]), *talk.title, *talk.lines[n + 1 :]))
    if words[0] in COURTESY and guest and inside is not None and inside.actor not in guest:
        inside = None if met is None else inside
    if inside is not None:
        return Turn((inside.actor,), inside, n, end)
    if met is not None:
        return Turn((met,), None, n, end)
    if _asks_by_mark(talk, n) and not label.shouted:
        return Turn((), None, n, end)
    ours = label.shouted and not FOREIGN & set(words)
    return Turn(guest if ours else (), None, n, end)


def _is_media(label: _Label) -> bool:
    words = fold(label.text).words
    return bool(MEDIA & set(words)) or words[-1] in (namewords.MEDIA | lex.PRIVATE_COMPOUNDS | {"agency"})


def _introduced(words: Sequence[str], others: Lines) -> Actor | None:
    """The actor of the person of that surname whom another line names: in an introduction, a label, an answer."""
    surname = words[-1]
    if surname in lex.STATE_ROLES or surname in lex.TITLES or len(surname) < 2:
        return None
    return next((actor for line in others if (actor := _bearer(surname, *line)) is not None), None)


def _bearer(surname: str, sentence: Sentence, mentions: Sequence[Mention]) -> Actor | None:
    """Whose person of that surname a line names: Ruritania's in "Ruritanian Foreign Minister Anna Falk"."""
    if surname not in sentence.text.casefold():
        return None
    for mention in mentions:
        if mention.how not in ("person", "office"):
            continue
        after = fold(sentence.text[mention.span.end - sentence.span.start :])
        names = takewhile(after.is_capital, range(min(MAX_NAMES, len(after.words))))
        if surname in fold(mention.text).words or surname in (after.words[n] for n in names):
            return mention.actor
    return None


def _asks_by_mark(talk: _Talk, n: int) -> bool:
    """Whether the turn that begins with sentence ``n`` ends with a question."""
    stop = next((k for k in sorted(talk.labels) if k > n), len(talk.lines))
    return talk.lines[stop - 1][0].text.rstrip(" \"\u201d'\u2019)").endswith("?")
