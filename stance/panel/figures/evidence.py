"""The sentences behind a point: the judgements of its dyad and period, read from the tables of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stance.dataset.open import connect, open_dataset
from stance.dataset.rows import spans_within
from stance.panel.figures.points import Points
from stance.panel.selection import Selection
from stance.types import Span

MOST_PER_POINT = 40
"""Sentences read for a point, the strongest first: more than a reader goes through, and the page stays small."""


@dataclass(frozen=True, slots=True)
class Line:
    """A judged sentence with all that leads back to its article; ``printed``: times that copies of the story have it.

    Offsets are of characters in the document's text. ``origin``: where the record was read. ``sources`` and
    ``targets``: where the two are named in this sentence, empty if they are implied.
    """

    document: str
    origin: str | None
    title: str | None
    published: str | None
    outlet: str | None
    url: str | None
    sentence: int
    span: Span
    text: str
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    source: str
    target: str
    voice: str
    label: str
    probabilities: Mapping[str, float]
    score: float
    printed: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The strongest lines of a point; ``total``: how many there are in the run, wire copies counted once."""

    point: int
    total: int
    lines: tuple[Line, ...]


EVERYTHING = Selection()

_QUERY = """
with wanted as (
    select unnest($points::bigint[]) as point, unnest($sources::varchar[]) as source,
           unnest($targets::varchar[]) as target, unnest($since::date[]) as since,
           unnest($until::date[]) as until
), found as (
    select wanted.point, judged.*,
           count(*) over same as printed,
           row_number() over (same order by judged.article, judged.sentence_start) as copy
    from judgements as judged
    join wanted on judged.source = wanted.source and judged.target = wanted.target
     and (wanted.since is null or (judged.published >= wanted.since and judged.published < wanted.until))
    where {said} and {when}
    window same as (partition by wanted.point, judged.story, judged.sentence_text, judged.source, judged.target)
), ranked as (
    select *, count(*) over (partition by point) as total,
           row_number() over (
               partition by point order by abs(score) desc, article, sentence, source, sentence_start
           ) as place
    from found where copy = 1
)
select ranked.*, articles.origin, articles.url, articles.title as article_title
from ranked join articles using (article)
where ranked.place <= $most
order by ranked.point, ranked.place
"""


def read_evidence(
    run: Path, points: Points, *, selection: Selection = EVERYTHING, most: int = MOST_PER_POINT
) -> tuple[Evidence, ...]:
    """The lines of each point that has some, in the voices and dates of ``selection`` (its dyads are the points').

    Raises DataError if ``run`` is not the folder of a batch run.
    """
    groups: dict[int, list[Mapping[str, Any]]] = {}
    query = _QUERY.format(said=selection.said(), when=selection.when())
    for row in _rows(run, query, _wanted(points) | {"most": most}):
        groups.setdefault(row["point"], []).append(row)
    return tuple(
        Evidence(point, group[0]["total"], tuple(_line(row) for row in group)) for point, group in groups.items()
    )


def _rows(run: Path, query: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connect(open_dataset(run)) as connection:
        cursor = connection.execute(query, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _wanted(points: Points) -> dict[str, Any]:
    """The columns of the table of what is asked for: a point asks for one dyad, that of an asymmetry for both."""
    asked = [(point, dyad) for point in points.points for dyad in _dyads(point.dyad, points.value)]
    return {
        "points": [point.id for point, _ in asked],
        "sources": [source for _, (source, _) in asked],
        "targets": [target for _, (_, target) in asked],
        "since": [point.since for point, _ in asked],
        "until": [point.until for point, _ in asked],
    }


def _dyads(dyad: tuple[str, str], value: str) -> Sequence[tuple[str, str]]:
    source, target = dyad
    if value == "sentiment":
        return (("AUTHOR", target),)
    return ((source, target), (target, source)) if value == "asymmetry" else (dyad,)


def _line(row: Mapping[str, Any]) -> Line:
    span = Span(row["sentence_start"], row["sentence_end"])
    published = row["published"]
    return Line(
        document=row["document"],
        origin=row["origin"],
        title=row["article_title"] or row["title"],
        published=published.isoformat() if published else None,
        outlet=row["outlet"],
        url=row["url"],
        sentence=row["sentence"],
        span=span,
        text=row["sentence_text"],
        sources=spans_within(row["source_mentions"], span),
        targets=spans_within(row["target_mentions"], span),
        source=row["source"],
        target=row["target"],
        voice=row["voice"],
        label=row["label"],
        probabilities={name.removeprefix("p_"): p for name, p in row.items() if name.startswith("p_")},
        score=row["score"],
        printed=row["printed"],
    )
