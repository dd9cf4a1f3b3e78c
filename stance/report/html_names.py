"""The section of the page with the names that nobody resolved."""

from __future__ import annotations

from stance.report.html_parts import esc
from stance.report.view import OVERLAY_HINT, excerpt, overlay_example, unresolved_names
from stance.types import Report, Sentence, Unresolved

_ROOM = 70
"""Characters of the example beside each name."""
_SHOWN = 10
"""Names that stand open; further ones can be unfolded."""


def names_section(report: Report) -> str:
    """The names by frequency, each with a link to where it first stands; empty where there are none."""
    names = unresolved_names(report)
    if not names:
        return ""
    sentences = {sentence.index: sentence for sentence in report.sentences}
    rows = [_row(name, sentences[name.sentence]) for name in names]
    more = f"<details><summary>{len(rows) - _SHOWN} more</summary>{_table(rows[_SHOWN:])}</details>"
    example = esc("\n".join(overlay_example(names)))
    return (
        '<section id="names" aria-labelledby="h-names"><h2 id="h-names">Names without an actor</h2>'
        "<p>Names in the text that the catalogue does not know, by frequency.</p>"
        f"{_table(rows[:_SHOWN])}{more if len(rows) > _SHOWN else ''}"
        f"<p>{esc(OVERLAY_HINT)}</p><pre>{example}</pre></section>"
    )


def _table(rows: list[str]) -> str:
    return f'<table class="names"><tbody>{"".join(rows)}</tbody></table>'


def _row(name: Unresolved, sentence: Sentence) -> str:
    return (
        f'<tr><td>{name.count:,}</td><th scope="row">{esc(name.text)}</th>'
        f'<td><a href="#s{name.sentence}">{esc(excerpt(sentence, name.span, room=_ROOM))}</a></td></tr>'
    )
