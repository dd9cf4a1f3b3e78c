"""Whose voice each sentence is in: direct and indirect quotation, and quotations that run over several sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.actors import lexicon as lex
from stance.actors.fold import Folded, fold
from stance.actors.quotes import Quoted, read_quotes
from stance.actors.reference import OWN_VOICE
from stance.types import Document, Mention, Mentions, Sentence, Speech, Voice

MIN_QUOTED_WORDS = 4  # fewer quoted words are a term in scare quotes
BETWEEN = lex.MONTHS_AND_DAYS | frozenset(
    (
        *(
            "also",
            "has",
            "have",
            "had",
            "is",
            "was",
            "be",
            "been",
            "then",
            "later",
            "again",
            "earlier",
            "recently",
            "already",
        ),
        *("on", "in", "a", "an", "this", "last", "further", "previously", "once", "not", "never"),
    )
)
STATEMENT_SHARE = 0.2  # of sentences in the first person, from which on the whole text is its issuer's statement


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with what decides its voice."""

    sentence: Sentence
    folded: Folded
    quoted: Quoted
    mentions: tuple[Mention, ...]
    words: tuple[str, ...]

    def mention_at(self, index: int) -> Mention | None:
        """The mention that begins at word ``index``."""
        start = self.folded.starts[index] if index < len(self.folded) else -1
        return next((m for m in self.mentions if m.span.start <= start < m.span.end), None)


@dataclass(frozen=True, slots=True)
class _Attribution:
    """A word of saying outside of the quotation marks, with its subject where that is an actor."""

    speaker: Mention | None


def attribute(document: Document, sentences: Sequence[Sentence], mentions: Mentions) -> tuple[Speech, ...]:  # noqa: ARG001
    """One Speech for each sentence; the speaker of an unfinished quotation carries over, backwards from its end too."""
    lines = _lines(sentences, mentions)
    voices: list[Voice] = []
    speakers: list[Mention | None] = []
    attributed: list[bool] = []
    for line in lines:
        found = _attribution(line)
        voice = _voice(line, found)
        voices.append(voice)
        speakers.append(found.speaker if found is not None and voice != "action" else None)
        attributed.append(found is not None)
    _carry(lines, voices, speakers, attributed)
    _own_voice(lines, voices, speakers)
    return tuple(Speech(line.sentence.index, voices[i], speakers[i]) for i, line in enumerate(lines))


def _lines(sentences: Sequence[Sentence], mentions: Mentions) -> list[_Line]:
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions.found:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    lines = []
    for sentence, quoted in zip(sentences, read_quotes(sentences), strict=True):
        folded = fold(sentence.text, offset=sentence.span.start)
        inside = tuple(by_sentence[sentence.index]) if sentence.index in by_sentence else ()
        words = tuple(
            "" if quoted.holds(folded.starts[i] - folded.offset) else word for i, word in enumerate(folded.words)
        )
        lines.append(_Line(sentence, folded, quoted, inside, words))
    return lines


def _voice(line: _Line, found: _Attribution | None) -> Voice:
    quoted_words = sum(not word and line.folded.word(i).isalnum() for i, word in enumerate(line.words))
    if line.quoted.starts_open or line.quoted.ends_open or quoted_words >= MIN_QUOTED_WORDS:
        return "direct_quote"
    return "indirect_quote" if found is not None else "action"


def _attribution(line: _Line) -> _Attribution | None:
    verbs = [i for i, word in enumerate(line.words) if word in lex.SPEAKING]
    options = [*(_subject(line, verb) for verb in verbs), _according(line)]
    known = [option for option in options if option is not None]
    named = [option for option in known if option.speaker is not None]
    return named[0] if named else (known[0] if known else _transcript(line))


def _according(line: _Line) -> _Attribution | None:
    """According to a spokesman of X: the first actor in the phrase, before any comma."""
    for i in range(len(line.words) - 2):
        if line.words[i : i + 2] == ("according", "to"):
            stop = next((k for k in range(i + 2, len(line.words)) if line.words[k] in (",", ".", "")), len(line.words))
            named = [m for m in line.mentions if i + 2 <= _word_at(line, m.span.start) < stop and _is_noun(m)]
            private = named and lex.PRIVATE_ROLES & set(line.words[i + 2 : _word_at(line, named[0].span.start)])
            return _Attribution(named[0] if named and not private else None)
    return None


def _inverted(line: _Line, verb: int) -> Mention | None:
    """ "...," said Putin; Iran was far, said the Kremlin."""
    after = verb + 1 + (line.folded.word(verb + 1) == "the")
    mention = line.mention_at(after) if after < len(line.folded) else None
    if mention is None or not _plain(line, mention):
        return None
    comma = line.words[verb - 1] == ","
    follows_quote = verb == 0 or not line.words[verb - 1] or (comma and "" in line.words[max(0, verb - 3) : verb])
    ends = line.folded.word(_word_at(line, mention.span.end)) in ("", ".", ",")
    return mention if follows_quote or (comma and ends) else None


def _subject(line: _Line, verb: int) -> _Attribution | None:
    inverted = _inverted(line, verb)
    if inverted is not None:
        return _Attribution(inverted)
    before = [m for m in line.mentions if m.span.end <= line.folded.starts[verb] and _plain(line, m)]
    for mention in reversed(before):
        between = line.words[_word_at(line, mention.span.end) : verb]
        if len(between) <= 5 and all(word in BETWEEN or word.endswith("ly") or word.isdigit() for word in between):
            return _Attribution(mention)
    subject = _first_subject(line, before, verb)
    return _Attribution(subject)


def _first_subject(line: _Line, before: Sequence[Mention], verb: int) -> Mention | None:
    """The mention that opens the clause: "Xi, who came for two days, said ..." """
    for mention in before:
        first, last = _word_at(line, mention.span.start), _word_at(line, mention.span.end)
        opens = first <= 1 or line.words[first - 1] in ('"', ",", "") or (line.words[first - 1] == "the" and first <= 4)
        if opens and _is_noun(mention) and line.words[last : last + 1] == (",",) and "," in line.words[last + 1 : verb]:
            return mention
    return None


def _transcript(line: _Line) -> _Attribution | None:
    """MR. CARNEY: ..., Lavrov: "..." """
    for mention in line.mentions[:1]:
        last = _word_at(line, mention.span.end)
        if _word_at(line, mention.span.start) <= 1 and line.folded.word(last) == ":":
            return _Attribution(mention)
    return None


def _carry(
    lines: Sequence[_Line], voices: list[Voice], speakers: list[Mention | None], attributed: Sequence[bool]
) -> None:
    for i, line in enumerate(lines):
        if speakers[i] is not None or attributed[i] or i == 0 or voices[i] != "direct_quote":
            continue
        goes_on = line.quoted.starts_open or (
            _wholly_quoted(line) and voices[i - 1] == "direct_quote" and _near(lines[i - 1], line)
        )
        if goes_on:
            speakers[i] = speakers[i - 1]
    for i in range(len(lines) - 2, -1, -1):
        unknown = speakers[i] is None and not attributed[i] and voices[i] == "direct_quote"
        if unknown and lines[i].quoted.ends_open:
            speakers[i] = speakers[i + 1]


def _own_voice(lines: Sequence[_Line], voices: list[Voice], speakers: list[Mention | None]) -> None:
    """A text in the first person: "we" outside of quotation marks, resolved to an actor, speaks."""
    own = [next(_first_person(line), None) for line in lines]
    voices_of_it = {m.actor for line in lines for m in _first_person(line)}
    spoken = sum(mention is not None for mention in own)
    is_statement = len(voices_of_it) == 1 and spoken >= max(2, STATEMENT_SHARE * len(lines))
    latest = next((mention for mention in own if mention is not None), None)
    for i, mention in enumerate(own):
        latest = mention or latest
        if voices[i] == "action" and (mention is not None or is_statement):
            voices[i], speakers[i] = "direct_quote", mention or latest


def _first_person(line: _Line) -> Iterator[Mention]:
    return (m for m in line.mentions if m.form == OWN_VOICE and _plain(line, m))


def _near(before: _Line, line: _Line) -> bool:
    return line.sentence.index - before.sentence.index == 1


def _wholly_quoted(line: _Line) -> bool:
    return bool(line.quoted.spans) and sum(1 for word in line.words if word.isalpha()) == 0


def _is_noun(mention: Mention) -> bool:
    """Whether a mention can speak: an adjective ("Russian") cannot, a people ("Russians") can."""
    return mention.how != "demonym" or mention.text.endswith("s")


def _plain(line: _Line, mention: Mention) -> bool:
    return not line.quoted.holds(mention.span.start - line.sentence.span.start)


def _word_at(line: _Line, offset: int) -> int:
    """The first word at or after a document offset."""
    return next((i for i, start in enumerate(line.folded.starts) if start >= offset), len(line.folded))
