"""Small pieces of the HTML page. Every text from outside goes through ``esc``."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from stance.labels import LabelScheme
from stance.report.view import GLYPHS, dyad_glyph, dyad_level, dyad_words, harmless, level
from stance.types import Dyad, Mention, Prediction, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of document text to wrap in a ``<span>``: its class, tooltip, and number of its actor on the page."""

    span: Span
    css: str
    title: str
    actor: int | None = None


def esc(value: object) -> str:
    """``value`` as HTML text, safe in elements and in quoted attributes."""
    return html.escape(harmless(str(value)), quote=True)


def asset(name: str) -> str:
    """A template, style sheet or script of the pages."""
    return files("stance.report").joinpath("assets", name).read_text(encoding="utf-8")


def is_web(url: str) -> bool:
    """Whether an address may be a link: anything else (``javascript:`` …) stays text."""
    return url.lower().startswith(("http://", "https://"))


def chip(text: str, step: int | None, *, glyph: str | None = None) -> str:
    """A label as a coloured tag; ``step`` None is the striped tag of a mixed dyad."""
    signs = glyph or GLYPHS[step or 0]
    return f'<span class="chip" data-level="{css_level(step)}"><b aria-hidden="true">{signs}</b> {esc(text)}</span>'


def css_level(step: int | None) -> str:
    """Value of ``data-level``, by which the style sheet colours."""
    return "mixed" if step is None else str(step)


def dyad_step(dyad: Dyad, scheme: LabelScheme) -> int | None:
    """The level that colours a dyad; None where it is mixed."""
    return None if dyad.mixed else dyad_level(dyad, scheme)


def dyad_chip(dyad: Dyad, scheme: LabelScheme) -> str:
    """The dyad's label set as a tag."""
    return chip(dyad_words(dyad, scheme), dyad_step(dyad, scheme), glyph=dyad_glyph(dyad, scheme))


def label_chip(prediction: Prediction, scheme: LabelScheme) -> str:
    """The label of one judgement as a tag."""
    return chip(prediction.label, level(prediction.label, scheme))


def interval_svg(dyad: Dyad) -> str:
    """Mean and interval on the scale −2 … 2, drawn; empty where there is none. The numbers stand beside it in text."""
    if dyad.mean is None or dyad.interval is None:
        return ""
    low, high, mean = (_place(value) for value in (*dyad.interval, dyad.mean))
    return (
        '<svg class="scale" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="axis" d="M4 6H96M50 2V10"/>'
        f'<path class="span" d="M{low:.1f} 6H{max(high, low + 0.1):.1f}"/>'
        f'<path class="dot" d="M{mean:.1f} 6h.01"/></svg>'
    )


def _place(score: float) -> float:
    return 4 + (min(max(score, -2), 2) + 2) / 4 * 92


def share_bar(dyad: Dyad, scheme: LabelScheme) -> str:
    """The share of each label over all lines as one stacked bar."""
    shown = [(name, dyad.shares[name]) for name in scheme.names if dyad.shares[name] > 0]
    words = ", ".join(f"{name} {share:.0%}" for name, share in shown)
    parts = "".join(
        f'<span data-level="{level(name, scheme)}" style="flex-grow:{share:.4f}"></span>' for name, share in shown
    )
    return (
        f'<div class="shares" role="img" aria-label="Share of lines: {esc(words)}" title="{esc(words)}">{parts}</div>'
    )


def probability_bars(probabilities: Mapping[str, float], scheme: LabelScheme) -> str:
    """One small bar for each label."""
    return '<ul class="bars">' + "".join(_bar(name, probabilities[name], scheme) for name in scheme.names) + "</ul>"


def _bar(name: str, p: float, scheme: LabelScheme) -> str:
    return (
        f"<li><span>{esc(name)}</span>"
        f'<i aria-hidden="true"><i data-level="{level(name, scheme)}" style="width:{100 * p:.1f}%"></i></i>'
        f"<span>{p:.0%}</span></li>"
    )


def marked(text: str, span: Span, marks: Iterable[Mark]) -> str:
    """``text[span]`` escaped, with the marks inside it wrapped; of overlapping marks the first, then longest, wins."""
    parts: list[str] = []
    cursor = span.start
    for mark in sorted(marks, key=lambda m: (m.span.start, -m.span.end)):
        if mark.span.start >= cursor and mark.span.end <= span.end and mark.span.start < mark.span.end:
            parts += [esc(text[cursor : mark.span.start]), _wrapped(text, mark)]
            cursor = mark.span.end
    return "".join((*parts, esc(text[cursor : span.end])))


def _wrapped(text: str, mark: Mark) -> str:
    actor = "" if mark.actor is None else f' data-a="{mark.actor}"'
    return f'<span class="{mark.css}"{actor} title="{esc(mark.title)}">{esc(mark.span.of(text))}</span>'


def how_found(mentions: Sequence[Mention], *, sentence: int, author: bool) -> str:
    """How the actor was found, as text: ``“Tokayev” (person)``."""
    if author:
        return "the text’s own voice"
    if not mentions:
        return "implied by the context"
    return ", ".join(dict.fromkeys(_found(mention, sentence) for mention in mentions))


def _found(mention: Mention, sentence: int) -> str:
    where = "" if mention.sentence == sentence else f", sentence {mention.sentence + 1}"
    return f"“{' '.join(mention.text.split())}” ({mention.how}{where})"
