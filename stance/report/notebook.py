"""What a notebook shows of a Report or a Dyad: a small, self-contained piece of HTML without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stance.labels import LabelScheme
from stance.report.html_parts import Mark, dyad_step, esc, how_found, interval_svg, marked
from stance.report.view import (
    GLYPHS,
    Overview,
    count_text,
    dyad_glyph,
    dyad_words,
    even_scheme,
    level,
    number,
    overview,
    plural,
    scheme_of,
    score_text,
    title_of,
    why_empty,
    within,
)
from stance.types import Actor, Dyad, Prediction, Report, Sentence, Span

MAX_LINES = 5
"""Lines of evidence shown: the whole of it is in the HTML report."""
MAX_SENTENCE = 400

TINTS: Mapping[int | None, tuple[str, str]] = {
    -2: ("#f6b27a", "#7a3500"),
    -1: ("#fbdcbc", "#8a4a10"),
    0: ("#e9e8e4", "#55585e"),
    1: ("#cfe1f6", "#1d4f8a"),
    2: ("#94bfec", "#0d3a75"),
    None: ("linear-gradient(115deg, #fbdcbc 0 50%, #cfe1f6 50% 100%)", "#1d1f24"),
}
"""Background and text of each level, as in the style sheet of the report; None: mixed."""

# All selectors begin with the class of the piece: nothing else of the notebook changes. Its ground is light in dark
# notebooks too, so that the colours mean the same there.
_STYLE = (
    "<style>"
    ".stance-nb{background:#fbfaf7;color:#1d1f24;font:14px/1.45 system-ui,sans-serif;padding:12px 16px;"
    "border:1px solid #e2dfd8;border-radius:6px;max-width:900px;overflow-x:auto}"
    ".stance-nb p{margin:0 0 8px}"
    ".stance-nb small{color:#5c6068;font-size:12px}.stance-nb td small{color:inherit}"
    ".stance-nb table{border-collapse:separate;border-spacing:3px;margin:0 0 8px}"
    ".stance-nb th{font-weight:600;text-align:left;color:#1d1f24;background:none}"
    ".stance-nb td{padding:5px 9px;border-radius:4px;text-align:left;vertical-align:top;color:#1d1f24}"
    ".stance-nb ol{list-style:none;margin:0;padding:0}"
    ".stance-nb li{margin:0 0 8px}"
    ".stance-nb .m.source{font-weight:700;text-decoration:underline}"
    ".stance-nb .m.target{font-weight:700;text-decoration:underline dashed}"
    ".stance-nb .scale{width:110px;height:12px;vertical-align:middle;margin:0 6px}"
    ".stance-nb .scale path{fill:none;stroke:#1d1f24;vector-effect:non-scaling-stroke}"
    ".stance-nb .scale .axis{opacity:.32}.stance-nb .scale .span{opacity:.6;stroke-width:3}"
    ".stance-nb .scale .dot{stroke-width:9;stroke-linecap:round}"
    "</style>"
)


def notebook_html(value: Report | Dyad) -> str:
    """A report as its matrix and strongest lines, a dyad as its stance, interval and evidence."""
    # A lone surrogate, from an escape in a JSON record, cannot be sent to a notebook.
    return (_report(value) if isinstance(value, Report) else _dyad(value)).encode(errors="replace").decode()


def _report(report: Report) -> str:
    layout, scheme = overview(report), scheme_of(report)
    empty = why_empty(report)
    parts = [
        f"<p><b>{esc(title_of(report))}</b><br><small>{_about(report)}</small></p>",
        f"<p>{esc(empty)}</p>" if empty else "",
        _matrix(layout, scheme) if layout.cells else "",
        _further(layout),
        _lines(report, scheme),
    ]
    return f'<div class="stance-nb">{_STYLE}{"".join(parts)}</div>'


def _about(report: Report) -> str:
    document = report.document
    facts = (
        document.published.isoformat() if document.published else "",
        document.source or "",
        plural(len(report.sentences), "sentence"),
        plural(len(report.predictions), "judgement"),
    )
    return " · ".join(esc(fact) for fact in facts if fact)


def _matrix(layout: Overview, scheme: LabelScheme) -> str:
    head = "".join(f'<th scope="col" title="{esc(actor.name)}">{esc(actor.code)}</th>' for actor in layout.columns)
    rows = "".join(
        f'<tr><th scope="row" title="{esc(source.name)}">{esc(source.code)}</th>'
        + "".join(_cell(source, target, layout, scheme) for target in layout.columns)
        + "</tr>"
        for source in layout.rows
    )
    return (
        f"<table><thead><tr><th><small>source ↓ target →</small></th>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(source: Actor, target: Actor, layout: Overview, scheme: LabelScheme) -> str:
    dyad = layout.cells.get((source.code, target.code))
    if dyad is None:
        return "<td></td>" if source == target else "<td>·</td>"
    score = f"{score_text(dyad)}<br>" if dyad.n else ""
    return (
        f'<td style="{_tint(dyad_step(dyad, scheme))}"><b>{dyad_glyph(dyad, scheme)} {esc(dyad_words(dyad, scheme))}'
        f"</b><br>{score}<small>{count_text(dyad)}</small></td>"
    )


def _tint(step: int | None) -> str:
    ground, ink = TINTS[step]
    return f"background:{ground};color:{ink}"


def _further(layout: Overview) -> str:
    count = len(layout.ranked) + len(layout.rest)
    return f"<p><small>{plural(count, 'further pair')}, not shown here.</small></p>" if count else ""


def _lines(report: Report, scheme: LabelScheme) -> str:
    bearing = [prediction for prediction in report.predictions if scheme.sign(prediction.label)]
    strongest = sorted(bearing, key=lambda p: (-abs(p.score), -p.probabilities[p.label]))[:MAX_LINES]
    sentences = {sentence.index: sentence for sentence in report.sentences}
    items = "".join(_line(p, sentences[p.pair.sentence], report.document.text, scheme) for p in strongest)
    return f"<ol>{items}</ol>" if items else ""


def _line(prediction: Prediction, sentence: Sentence, text: str, scheme: LabelScheme) -> str:
    span = Span(sentence.span.start, min(sentence.span.end, sentence.span.start + MAX_SENTENCE))
    cut = "…" if span != sentence.span else ""
    return f"<li>{_head(prediction, scheme)}<br>{marked(text, span, _marks(prediction))}{cut}</li>"


def _head(prediction: Prediction, scheme: LabelScheme) -> str:
    pair, step = prediction.pair, level(prediction.label, scheme)
    return (
        f'<b style="{_tint(step)};border-radius:3px;padding:0 6px">{GLYPHS[step]} {esc(prediction.label)}</b> '
        f"{esc(pair.source.code)} → {esc(pair.target.code)} <small>{prediction.probabilities[prediction.label]:.0%} · "
        f"score {number(prediction.score)} · {esc(pair.voice.replace('_', ' '))} · sentence {pair.sentence + 1}</small>"
    )


def _marks(prediction: Prediction) -> Iterator[Mark]:
    pair = prediction.pair
    for role, mentions in (("source", pair.source_mentions), ("target", pair.target_mentions)):
        for mention in within(mentions, prediction):
            yield Mark(mention.span, f"m {role}", f"{role}: {mention.actor.name} ({mention.how})")


def _dyad(dyad: Dyad) -> str:
    scheme = even_scheme(tuple(dyad.shares))
    step = dyad_step(dyad, scheme)
    score = f"{interval_svg(dyad)} {score_text(dyad)} · " if dyad.n else ""
    left = len(dyad.evidence) - MAX_LINES
    more = f"<small>{plural(left, 'further line')}, not shown here.</small>" if left > 0 else ""
    return (
        f'<div class="stance-nb">{_STYLE}<p><b>{esc(dyad.source.name)} → {esc(dyad.target.name)}</b> '
        f'<b style="{_tint(step)};border-radius:3px;padding:1px 8px">{dyad_glyph(dyad, scheme)} '
        f"{esc(dyad_words(dyad, scheme))}</b><br>{score}<small>{count_text(dyad)}</small></p>"
        f"<ol>{''.join(_item(p, scheme) for p in dyad.evidence[:MAX_LINES])}</ol>{more}</div>"
    )


def _item(prediction: Prediction, scheme: LabelScheme) -> str:
    """A dyad does not hold its sentences, only how each names the two."""
    pair = prediction.pair
    found = (
        how_found(mentions, sentence=pair.sentence, author=actor.kind == "author")
        for actor, mentions in ((pair.source, pair.source_mentions), (pair.target, pair.target_mentions))
    )
    return f"<li>{_head(prediction, scheme)}<br>{' → '.join(esc(words) for words in found)}</li>"
