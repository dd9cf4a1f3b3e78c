"""The article on the page: every sentence, coloured by stance, with its judgements; what was left out, in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.report.html_page import Page
from stance.report.html_parts import Mark, esc, how_found, label_chip, marked, probability_bars
from stance.report.view import level, number, strongest
from stance.types import Actor, DirectedPair, Mention, Prediction, Report, Sentence, Skipped, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the article: a sentence, something left out, or (both None) text that no step spoke of."""

    span: Span
    sentence: Sentence | None = None
    skipped: Skipped | None = None


def article_section(page: Page) -> str:
    """The whole text, in order."""
    report = page.report
    language = f' lang="{esc(report.document.language)}"' if report.document.language else ""
    paragraphs = "".join(_paragraph(group, page) for group in _paragraphs(report))
    return (
        '<section id="article" aria-labelledby="h-article"><h2 id="h-article">The text</h2>'
        '<p class="hint" id="reading" aria-live="polite">Each sentence shows its strongest stance.</p>'
        f'<div class="prose"{language}>{paragraphs}</div></section>'
    )


def _pieces(report: Report) -> Iterator[Piece]:
    """Sentences and left-out blocks in order of the text, and whatever lies between them: nothing vanishes."""
    known = [Piece(sentence.span, sentence=sentence) for sentence in report.sentences]
    known += [Piece(item.span, skipped=item) for item in report.skipped if item.kind in ("block", "sentence")]
    cursor, text = 0, report.document.text
    for piece in sorted(known, key=lambda p: (p.span.start, p.sentence is None)):
        start = max(piece.span.start, cursor)
        if start >= piece.span.end:  # covered already, as when a sentence is also reported as skipped
            continue
        yield from _between(text, Span(cursor, start))
        yield Piece(Span(start, piece.span.end), piece.sentence, piece.skipped)
        cursor = piece.span.end
    yield from _between(text, Span(cursor, len(text)))


def _between(text: str, span: Span) -> Iterator[Piece]:
    if span.of(text).strip():
        yield Piece(span)


def _paragraphs(report: Report) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in _pieces(report):
        if group and _breaks(group[-1], piece, report.document.text):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _breaks(last: Piece, piece: Piece, text: str) -> bool:
    if last.sentence and piece.sentence:
        new_block = last.sentence.block != piece.sentence.block or last.sentence.heading != piece.sentence.heading
        return new_block or text[last.span.end : piece.span.start].count("\n") > 1
    return bool(last.skipped or piece.skipped)


def _paragraph(group: Sequence[Piece], page: Page) -> str:
    first, text = group[0], page.report.document.text
    if first.skipped:
        inner = " ".join(marked(text, piece.span, ()) for piece in group)
        return f'<p class="left"><span class="why">left out: {esc(first.skipped.reason)}</span> {inner}</p>'
    css = ' class="heading"' if first.sentence and first.sentence.heading else ""
    return f"<p{css}>" + " ".join(_piece(piece, page) for piece in group) + "</p>"


def _piece(piece: Piece, page: Page) -> str:
    text, scheme = page.report.document.text, page.scheme
    if piece.sentence is None:
        return f'<span class="loose">{marked(text, piece.span, ())}</span>'
    index = piece.sentence.index
    inner = marked(text, piece.span, _marks(index, page))
    judged = page.judged.get(index)
    if not judged:
        return f'<span class="s" id="s{index}">{inner}</span>'
    levels = " ".join(f"{page.number(p.pair)}:{level(p.label, scheme)}" for p in judged)
    return (
        f'<span class="s judged" id="s{index}" role="button" tabindex="0" aria-expanded="false" aria-controls="card" '
        f'data-l="{levels}" data-level="{level(strongest(judged).label, scheme)}">{inner}</span>'
    )


def _marks(index: int, page: Page) -> Iterator[Mark]:
    for mention in page.mentions.get(index, ()):
        yield Mark(mention.span, "m", f"{mention.actor.name} ({mention.how})", page.actors[mention.actor.code])
    for item in page.rejected.get(index, ()):
        yield Mark(item.span, "m no", f"left out: {item.reason}")


def details(page: Page) -> str:
    """The judgements of each sentence, hidden until the script shows them in the card."""
    return "".join(
        f'<div id="t{index}"><p class="where">Sentence {index + 1}</p>'
        + "".join(_judgement(prediction, page) for prediction in sorted(judged, key=lambda p: -abs(p.score)))
        + "</div>"
        for index, judged in sorted(page.judged.items())
    )


def _judgement(prediction: Prediction, page: Page) -> str:
    pair, scheme = prediction.pair, page.scheme
    cut = " · sentence cut for the model" if prediction.truncated else ""
    return (
        f'<div class="judgement" data-dyad="{page.number(pair)}"><p class="head">'
        f'<span class="pair"><b>{esc(pair.source.code)}</b> → '
        f"<b>{esc(pair.target.code)}</b></span> {label_chip(prediction, scheme)} "
        f'<span class="score">{number(prediction.score)}</span></p>'
        f'{probability_bars(prediction.probabilities, scheme)}<dl class="found">'
        f"<dt>source</dt><dd>{_actor(pair.source, pair.source_mentions, pair)}</dd>"
        f"<dt>target</dt><dd>{_actor(pair.target, pair.target_mentions, pair)}</dd>"
        f"<dt>voice</dt><dd>{esc(pair.voice.replace('_', ' '))}{cut}</dd></dl></div>"
    )


def _actor(actor: Actor, mentions: Sequence[Mention], pair: DirectedPair) -> str:
    found = how_found(mentions, sentence=pair.sentence, author=actor.kind == "author")
    return f"{esc(actor.name)}: {esc(found)}"
