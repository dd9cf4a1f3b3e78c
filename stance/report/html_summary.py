"""The first section of the page: the matrix (or list) of dyads, and the legend."""

from __future__ import annotations

from collections.abc import Sequence

from stance.labels import LabelScheme
from stance.report.html_page import Page
from stance.report.html_parts import css_level, dyad_chip, dyad_step, esc, interval_svg
from stance.report.view import (
    GLYPHS,
    MIXED_GLYPH,
    Overview,
    count_text,
    dyad_glyph,
    dyad_words,
    level,
    number,
    overview,
    score_text,
    why_empty,
)
from stance.types import Actor, Dyad


def summary_section(page: Page) -> str:
    """Matrix, neutral-only dyads and legend; a plain sentence where nothing was found."""
    report = page.report
    layout = overview(report)
    empty = why_empty(report)
    parts = [f'<p class="empty">{esc(empty)}</p>'] if empty else []
    if layout.cells:
        parts += [_matrix(layout, page)]
    if layout.ranked:
        parts += [_list(layout.ranked, page)]
    if report.dyads:
        parts += [_rest(layout.rest, page), _legend(page.scheme)]
    heading = '<h2 id="h-summary">Who stands where</h2>'
    return f'<section id="summary" aria-labelledby="h-summary">{heading}{"".join(parts)}</section>'


def _matrix(layout: Overview, page: Page) -> str:
    head = "".join(_column_head(actor) for actor in layout.columns)
    rows = "".join(_row(actor, layout, page) for actor in layout.rows)
    return (
        '<p class="hint">Each row is a source, each column the target of its stance. '
        "Choose a cell to follow that pair through the text.</p>"
        '<div class="scroll">'
        f'<table class="matrix" style="--columns:{len(layout.columns)}"><thead><tr>'
        '<td class="corner"><span>source ↓</span> <span>target →</span></td>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _column_head(actor: Actor) -> str:
    return f'<th scope="col"><b>{esc(actor.code)}</b><span>{esc(actor.name)}</span></th>'


def _row(source: Actor, layout: Overview, page: Page) -> str:
    cells = "".join(_cell(source, target, layout, page) for target in layout.columns)
    return f'<tr><th scope="row"><b>{esc(source.code)}</b><span>{esc(source.name)}</span></th>{cells}</tr>'


def _cell(source: Actor, target: Actor, layout: Overview, page: Page) -> str:
    dyad, scheme = layout.cells.get((source.code, target.code)), page.scheme
    if dyad is None:
        return (
            '<td class="self"></td>'
            if source == target
            else '<td class="none"><span aria-label="no line">·</span></td>'
        )
    return (
        f'<td><button type="button" class="cell" data-level="{css_level(dyad_step(dyad, scheme))}" '
        f'data-dyad="{page.number(dyad)}" aria-pressed="false" aria-label="{esc(_spoken(dyad, scheme))}">'
        f'<span class="verdict"><b>{dyad_glyph(dyad, scheme)}</b> <span>{esc(dyad_words(dyad, scheme))}</span></span>'
        f'{_figures(dyad)}<span class="count">{count_text(dyad)}</span></button></td>'
    )


def _figures(dyad: Dyad) -> str:
    if dyad.mean is None or dyad.interval is None:
        return ""
    low, high = dyad.interval
    return (
        f'{interval_svg(dyad)}<span class="figures"><b>{number(dyad.mean)}</b> '
        f"<span>{number(low)} … {number(high)}</span></span>"
    )


def _spoken(dyad: Dyad, scheme: LabelScheme) -> str:
    score = f", score {score_text(dyad)}" if dyad.n else ""
    return f"{dyad.source.name} toward {dyad.target.name}: {dyad_words(dyad, scheme)}{score}, {count_text(dyad)}"


def _list(dyads: Sequence[Dyad], page: Page) -> str:
    items = "".join(_item(dyad, page) for dyad in dyads)
    return (
        '<p class="hint">Pairs beyond the matrix: the stance of the first actor toward the second, most lines first. '
        f'Choose a pair to follow it through the text.</p><ul class="ranked">{items}</ul>'
    )


def _item(dyad: Dyad, page: Page) -> str:
    return (
        f'<li><button type="button" class="row" data-dyad="{page.number(dyad)}" aria-pressed="false">'
        f'<span class="pair"><b>{esc(dyad.source.name)}</b> → <b>{esc(dyad.target.name)}</b></span>'
        f"{dyad_chip(dyad, page.scheme)}"
        f'<span class="figures">{interval_svg(dyad)} {score_text(dyad)}</span>'
        f'<span class="count">{count_text(dyad)}</span></button></li>'
    )


def _rest(dyads: Sequence[Dyad], page: Page) -> str:
    if not dyads:
        return ""
    pairs = " ".join(
        f'<button type="button" class="plain" data-dyad="{page.number(d)}" aria-pressed="false">'
        f"{esc(d.source.code)} → {esc(d.target.code)} <small>{d.n_neutral}</small></button>"
        for d in dyads
    )
    return f'<p class="rest"><span>Named together, no position taken:</span> {pairs}</p>'


def _legend(scheme: LabelScheme) -> str:
    steps = "".join(
        f'<li><i data-level="{level(name, scheme)}">{GLYPHS[level(name, scheme)]}</i> {esc(name)}</li>'
        for name in scheme.names
    )
    return (
        f'<ul class="legend" aria-label="Legend">{steps}<li><i data-level="mixed">{MIXED_GLYPH}</i> '
        "mixed: clear lines point both ways</li></ul>"
    )
