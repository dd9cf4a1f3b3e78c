"""The report for a terminal: header, matrix (or list), evidence, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from stance.labels import LabelScheme
from stance.report.terminal_text import names_without_actor, plain, short
from stance.report.view import (
    GLYPHS,
    MAX_MATRIX_ACTORS,
    Overview,
    SkippedGroup,
    count_text,
    dyad_glyph,
    dyad_level,
    dyad_words,
    level,
    overview,
    plural,
    scheme_of,
    score_text,
    skipped_groups,
    title_of,
    unresolved_names,
    why_empty,
    within,
)
from stance.types import Dyad, Mention, Prediction, Report, Sentence

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

MAX_EVIDENCE = 4
"""Evidence lines shown for a dyad; the rest are counted."""
MAX_EXAMPLES = 3
"""Examples shown for each reason for which something was left out."""
MAX_NAMES = 5
"""Names without an actor that are shown; the rest are counted."""
_MIN_CELL, _MAX_CELL = 13, 26
"""Widths of a matrix cell: the least that holds an interval and the longest label, and the most that reads well."""

# Orange to blue, after ColorBrewer's PuOr and RdBu: distinct for all common colour blindness, and each at least
# 3:1 against black and against white, since a terminal may be either.
_STYLES = {-2: "bold #d9570a", -1: "#b98232", 0: "#808080", 1: "#4a8fd0", 2: "bold #3573d9"}
_MIXED_STYLE = "bold #a868c4"


def print_report(report: Report, *, console: Console, max_evidence: int = MAX_EVIDENCE) -> None:
    """Print the report. Colours follow the console: none when piped."""
    for part in _parts(report, width=console.width, max_evidence=max_evidence):
        console.print(part, highlight=False)


def _parts(report: Report, *, width: int, max_evidence: int) -> Iterator[RenderableType]:
    scheme = scheme_of(report)
    yield _header(report)
    yield from (plain(note, "dim") for note in report.notes)
    empty = why_empty(report)
    if empty:
        yield plain(f"\n{empty}", "bold")
    if report.predictions:
        yield from _summary(report, scheme, width=width)
        yield from _evidence(report, scheme, limit=max_evidence)
    yield from _left_out(report)
    sentences = {sentence.index: sentence for sentence in report.sentences}
    yield from names_without_actor(unresolved_names(report), sentences, width=width, limit=MAX_NAMES)


def _header(report: Report) -> Text:
    document, model = report.document, report.model
    name = title_of(report)
    facts = (
        document.id if name != document.id else "",
        document.published.isoformat() if document.published else "no date",
        document.source,
        plural(len(report.sentences), "sentence"),
        plural(len(report.predictions), "judgement"),
        f"{model.name} {model.version}",
    )
    return plain(name, "bold").append("\n").append(plain(" · ".join(fact for fact in facts if fact), "dim"))


def _summary(report: Report, scheme: LabelScheme, *, width: int) -> Iterator[RenderableType]:
    layout = _fitting(report, width)
    yield plain("")
    if layout.cells:
        yield plain("Stance of the row toward the column", "bold")
        yield _matrix(layout, scheme, width=min(_cell_width(layout, width), _MAX_CELL))
    if layout.ranked:
        others = "Other pairs: stance" if layout.cells else "Stance"
        yield plain(f"{others} of the first toward the second", "bold")
        yield _list(layout.ranked, scheme)
    if layout.rest:
        silent = ", ".join(f"{_arrow(dyad)} ({dyad.n_neutral})" for dyad in layout.rest)
        yield plain(f"Named together, no position: {silent}", "dim")
    yield _legend(scheme)


def _legend(scheme: LabelScheme) -> Text:
    from rich.text import Text

    steps = [_stance(f"{GLYPHS[level(name, scheme)]} {name}", level(name, scheme)) for name in scheme.names]
    return Text("   ").join(steps)


def _stance(text: str, step: int) -> Text:
    return plain(text, _STYLES[step])


def _arrow(dyad: Dyad) -> str:
    return f"{dyad.source.code} → {dyad.target.code}"


def _fitting(report: Report, width: int) -> Overview:
    """The largest matrix that fits the width; where none of two actors fits, all pairs are listed."""
    fitting = (overview(report, max_actors=actors) for actors in range(MAX_MATRIX_ACTORS, 1, -1))
    return next(
        (layout for layout in fitting if _cell_width(layout, width) >= _MIN_CELL), overview(report, max_actors=0)
    )


def _cell_width(layout: Overview, width: int) -> int:
    """Characters for each cell of a matrix that fits ``width``: borders and padding take three for each column."""
    heading = max((len(row.code) for row in layout.rows), default=0)
    return (width - 1 - (heading + 3)) // max(len(layout.columns), 1) - 3


def _matrix(layout: Overview, scheme: LabelScheme, *, width: int) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.ROUNDED, show_lines=True, border_style="dim")
    table.add_column("", style="bold", no_wrap=True)
    for column in layout.columns:
        table.add_column(plain(column.code), min_width=_MIN_CELL, max_width=width)
    for row in layout.rows:
        cells = (layout.cells.get((row.code, column.code)) for column in layout.columns)
        table.add_row(plain(row.code), *(_cell(dyad, scheme, width) if dyad else plain("·", "dim") for dyad in cells))
    return table


def _cell(dyad: Dyad, scheme: LabelScheme, width: int) -> Text:
    text = _verdict(dyad, scheme)
    if dyad.n:
        score = score_text(dyad)
        text.append("\n").append(score if len(score) <= width else score.replace(" [", "\n["))
    counts = count_text(dyad)
    return text.append("\n").append(counts if len(counts) <= width else counts.replace(", ", "\n"), style="dim")


def _verdict(dyad: Dyad, scheme: LabelScheme) -> Text:
    style = _MIXED_STYLE if dyad.mixed else _STYLES[dyad_level(dyad, scheme)]
    return plain(f"{dyad_glyph(dyad, scheme)} {dyad_words(dyad, scheme)}", style)


def _list(dyads: Sequence[Dyad], scheme: LabelScheme) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    for dyad in dyads:
        table.add_row(plain(_arrow(dyad), "bold"), _verdict(dyad, scheme), score_text(dyad), count_text(dyad))
    return table


def _evidence(report: Report, scheme: LabelScheme, *, limit: int) -> Iterator[RenderableType]:
    sentences = {sentence.index: sentence for sentence in report.sentences}
    for dyad in report.dyads:
        if dyad.n:
            yield _dyad_heading(dyad, scheme)
            yield _lines(dyad, sentences, scheme, limit=limit)


def _dyad_heading(dyad: Dyad, scheme: LabelScheme) -> Text:
    names = plain(f"{dyad.source.name} toward {dyad.target.name}", "not bold")
    heading = plain(f"\n{_arrow(dyad)}  ", "bold").append(names).append("\n").append(_verdict(dyad, scheme))
    return heading.append(f"  {score_text(dyad)}  {count_text(dyad)}", style="not bold")


def _lines(dyad: Dyad, sentences: dict[int, Sentence], scheme: LabelScheme, *, limit: int) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 1))
    table.add_column(width=2, justify="right")
    table.add_column(width=3, justify="right", style="dim")
    table.add_column(ratio=1)
    bearing = [line for line in dyad.evidence if scheme.sign(line.label) != 0]
    for line in islice(bearing, limit):
        step = level(line.label, scheme)
        sentence = sentences[line.pair.sentence]
        table.add_row(_stance(GLYPHS[step], step), str(sentence.index + 1), _sentence(sentence, line, scheme))
    hidden = [plural(len(bearing) - limit, "more line")] if len(bearing) > limit else []
    hidden += [plural(dyad.n_neutral, "neutral line")] if dyad.n_neutral else []
    if hidden:
        table.add_row("", "", plain(f"… and {' and '.join(hidden)}", "dim"))
    return table


def _sentence(sentence: Sentence, line: Prediction, scheme: LabelScheme) -> Text:
    """The sentence with source (bold, underlined) and target (bold) marked, and the label with its probability."""
    text = plain(sentence.text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
    _mark(text, sentence, within(line.pair.target_mentions, line), "bold")
    _mark(text, sentence, within(line.pair.source_mentions, line), "bold underline")
    step = level(line.label, scheme)
    text.append("  ").append(_stance(f"{line.label} {line.probabilities[line.label]:.0%}", step))
    if line.truncated:
        text.append(" (sentence cut for the model)", style="dim")
    return text


def _mark(text: Text, sentence: Sentence, mentions: Sequence[Mention], style: str) -> None:
    for mention in mentions:
        span = mention.span.shift(-sentence.span.start)
        text.stylize(style, max(span.start, 0), max(span.end, 0))


def _left_out(report: Report) -> Iterator[RenderableType]:
    groups = skipped_groups(report)
    cut = sum(prediction.truncated for prediction in report.predictions)
    if groups or cut:
        yield plain("\nLeft out", "bold")
    if cut:
        yield plain(f"{plural(cut, 'judgement')} made on a sentence cut for the model", "dim")
    for group in groups:
        yield _group(group)


def _group(group: SkippedGroup) -> Text:
    examples = dict.fromkeys(short(item.text) for item in group.items)
    shown = ", ".join(f"“{text}”" for text in islice(examples, MAX_EXAMPLES))
    more = " …" if len(examples) > MAX_EXAMPLES else ""
    counted = plain(f"{plural(len(group.items), group.kind)}: {group.reason}", "dim")
    return counted.append(plain(f"  {shown}{more}", "dim italic"))
