"""How the actors of a document were read, for a terminal: sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from stance.actors.forms import bare
from stance.actors.trace import Rejection, Resolution, Trace, TracedSentence
from stance.report.terminal_text import names_without_actor, plain, short
from stance.report.view import plural
from stance.types import Mention, Speech

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

MARGIN = 5
"""Columns of the sentence's number, under which nothing else stands."""
_FOUND, _CODE, _TURNED_DOWN, _VOICE = "green", "bold #4a8fd0", "#b98232", "#a868c4"
_LONGEST_SPEAKER = 40


def print_trace(trace: Trace, *, console: Console) -> None:
    """Print the trace. Colours follow the console: none when piped."""
    for part in _parts(trace, width=console.width):
        console.print(part, highlight=False)


def _parts(trace: Trace, *, width: int) -> Iterator[RenderableType]:
    yield _header(trace)
    yield from (plain(note, "dim") for note in trace.notes)
    words = min(max((len(text) for text in _texts(trace)), default=1), max(width // 3, 12))
    for traced in trace.sentences:
        yield plain("")
        yield _sentence(traced)
        if traced.resolved or traced.rejected:
            yield _names(traced, trace, words=words)
    yield plain("\nWithout a line on the voice a sentence is told by the text itself (action).", "dim")
    sentences = {traced.sentence.index: traced.sentence for traced in trace.sentences}
    yield from names_without_actor(trace.unresolved, sentences, width=width)


def _texts(trace: Trace) -> Iterator[str]:
    for traced in trace.sentences:
        yield from (" ".join(resolution.mention.text.split()) for resolution in traced.resolved)
        yield from (" ".join(rejection.skipped.text.split()) for rejection in traced.rejected)


def _header(trace: Trace) -> Text:
    document = trace.document
    found = sum(len(traced.resolved) for traced in trace.sentences)
    rejected = sum(len(traced.rejected) for traced in trace.sentences)
    day = "no date: people and offices in their widest reading (--date gives one)"
    facts = (
        document.id if document.title else "",
        f"as of {document.published.isoformat()}" if document.published else day,
        plural(len(trace.sentences), "sentence"),
        plural(found, "mention"),
        f"{rejected} turned down",
    )
    title = " ".join((document.title or document.id).split())
    told = plain(" · ".join(fact for fact in facts if fact), "dim")
    return plain("").append(plain(f"{title}\n", "bold")).append(told)


def _sentence(traced: TracedSentence) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 1))
    table.add_column(width=MARGIN - 1, justify="right", style="dim")
    table.add_column(ratio=1)
    table.add_row(str(traced.sentence.index + 1), _marked(traced))
    if traced.speech and (traced.speech.voice != "action" or traced.speech.speaker):
        table.add_row("", _voice(traced.speech))
    return table


def _marked(traced: TracedSentence) -> Text:
    """The sentence, what was found in bold, what was turned down underlined."""
    sentence = traced.sentence
    text = plain(sentence.text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
    for rejection in traced.rejected:
        span = rejection.skipped.span.shift(-sentence.span.start)
        text.stylize(f"underline {_TURNED_DOWN}", span.start, span.end)
    for resolution in traced.resolved:
        span = resolution.mention.span.shift(-sentence.span.start)
        text.stylize("bold", span.start, span.end)
    return text


def _voice(speech: Speech) -> Text:
    text = plain("").append(plain(speech.voice.replace("_", " "), _VOICE))
    if not speech.speaker:
        return text.append(plain(" · no actor speaks", "dim"))
    for number, speaker in enumerate(speech.speakers()):
        text.append(plain(", " if number else " · ", "dim")).append(plain(speaker.actor.code, _CODE))
        text.append(plain(f" {_place(speaker, speech.sentence)}", "dim"))
    return text.append(plain(" speaks" if len(speech.speakers()) == 1 else " speak", "dim"))


def _place(speaker: Mention, sentence: int) -> str:
    elsewhere = "" if speaker.sentence == sentence else f", sentence {speaker.sentence + 1}"
    return f"(“{short(speaker.text, limit=_LONGEST_SPEAKER)}”{elsewhere})"


def _names(traced: TracedSentence, trace: Trace, *, words: int) -> Table:
    """All names of a sentence in order: the actor and the rule, or the reason why there is none."""
    from rich.table import Table

    table = Table.grid(padding=(0, 1))
    table.add_column(width=MARGIN + 1, justify="right")
    table.add_column(width=words, overflow="fold")
    table.add_column(min_width=5, max_width=16, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for _, cells in sorted(_rows(traced, trace), key=lambda row: row[0]):
        table.add_row(*cells)
    return table


def _rows(traced: TracedSentence, trace: Trace) -> Iterator[tuple[tuple[int, int], tuple[Text, ...]]]:
    for (start, end), group in groupby(traced.resolved, key=lambda r: (r.mention.span.start, r.mention.span.end)):
        together = tuple(group)
        codes = plain(" ".join(resolution.mention.actor.code for resolution in together), _CODE)
        text = " ".join(together[0].mention.text.split())
        yield (start, end), (plain("✓", _FOUND), plain(text), codes, plain(_rule(together, trace), "dim"))
    for (start, end), refused in groupby(traced.rejected, key=lambda r: (r.skipped.span.start, r.skipped.span.end)):
        first, *others = refused
        text = " ".join(first.skipped.text.split())
        would = " ".join(rejection.actor.code for rejection in (first, *others) if rejection.actor)
        would_be = plain(f"({would})" if would else "", "dim")
        yield (start, end), (plain("✗", _TURNED_DOWN), plain(text), would_be, _reason(first))


def _rule(together: Sequence[Resolution], trace: Trace) -> str:
    """The rule, the words that it rests on, and the date if it counts: ``person · Xi Jinping, since 2013-03-14``."""
    mention, term = together[0].mention, together[0].term
    form = mention.form
    if form.casefold().startswith(f"{mention.text.casefold()}: "):
        form = form[len(mention.text) + 2 :]
    facts = [mention.how, "" if bare(form).casefold() == bare(mention.text).casefold() else form]
    facts.append(f"since {term.since}" if term and term.since else "")
    facts.append(f"until {term.until}" if term and term.until else "")
    if together[0].dated:
        facts.append(f"as of {trace.document.published}" if trace.document.published else "no date: widest reading")
    return " · ".join(fact for fact in facts if fact)


def _reason(rejection: Rejection) -> Text:
    """The tag and the reason, where it says more: ``venue``, ``company: banks``."""
    tag, reason = rejection.skipped.tag.replace("_", " "), rejection.skipped.reason.removeprefix("private: ")
    more = "" if reason in (tag, f"a {tag}", f"an {tag}") else reason
    text = plain("").append(plain(tag, _TURNED_DOWN))
    return text.append(plain(": " if tag and more else "", "dim")).append(plain(more, "dim"))
