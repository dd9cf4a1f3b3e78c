"""The evidence on the page: for each dyad its figures and its sentences, most telling first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stance.report.html_page import Page
from stance.report.html_parts import Mark, css_level, dyad_chip, esc, interval_svg, marked, share_bar
from stance.report.view import GLYPHS, count_text, level, score_text, within
from stance.types import Dyad, Prediction

NO_NUMBERS: Mapping[str, int] = {}
"""Of a page on which actors are not numbered."""


def evidence_section(page: Page) -> str:
    """All dyads, each with all its lines; the script shows the chosen one alone."""
    if not page.report.dyads:
        return ""
    blocks = "".join(_block(index, dyad, page) for index, dyad in enumerate(page.report.dyads))
    return (
        '<section id="evidence" aria-labelledby="h-evidence"><h2 id="h-evidence">Evidence</h2>'
        '<p class="hint">The lines behind each pair, most telling first. '
        f'<button type="button" id="all" hidden>Show all pairs</button></p>{blocks}</section>'
    )


def _block(index: int, dyad: Dyad, page: Page) -> str:
    lines = "".join(_line(prediction, page) for prediction in dyad.evidence)
    score = f'<span class="figures">{interval_svg(dyad)} {score_text(dyad)}</span>' if dyad.n else ""
    source, target = page.actors[dyad.source.code], page.actors[dyad.target.code]
    names = f"{esc(dyad.source.name)} → {esc(dyad.target.name)}"
    return (
        f'<details class="dyad" id="d{index}" data-source="{source}" data-target="{target}" data-name="{names}"'
        f'{" open" if index == 0 else ""}><summary><span class="pair">{names}</span> {dyad_chip(dyad, page.scheme)}'
        f'</summary><p class="facts">{score}<span class="count">{count_text(dyad)}</span></p>'
        f'{share_bar(dyad, page.scheme)}<ol class="lines">{lines}</ol></details>'
    )


def _line(prediction: Prediction, page: Page) -> str:
    sentence, step = page.sentences[prediction.pair.sentence], level(prediction.label, page.scheme)
    text = marked(page.report.document.text, sentence.span, marks_of(prediction, page.actors))
    cut = " · sentence cut for the model" if prediction.truncated else ""
    return (
        f'<li data-level="{css_level(step)}"><b class="g" aria-hidden="true">{GLYPHS[step]}</b>'
        f'<a href="#s{sentence.index}">{text}</a>'
        f'<span class="meta">{esc(prediction.label)} {prediction.probabilities[prediction.label]:.0%} · '
        f"{esc(prediction.pair.voice.replace('_', ' '))} · sentence {sentence.index + 1}{cut}</span></li>"
    )


def marks_of(prediction: Prediction, actors: Mapping[str, int] = NO_NUMBERS) -> Iterator[Mark]:
    """Where source and target are named in the sentence; ``actors``: numbers that they have on the page, by code."""
    pair = prediction.pair
    for role, mentions in (("source", pair.source_mentions), ("target", pair.target_mentions)):
        for mention in within(mentions, prediction):
            tip = f"{role}: {mention.actor.name} ({mention.how})"
            yield Mark(mention.span, f"m {role}", tip, actors.get(mention.actor.code))
