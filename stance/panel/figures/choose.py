"""Which dyads a figure shows: those that the user named, or those with most articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from stance.errors import ConfigError
from stance.panel.figures.points import DyadKey
from stance.panel.figures.table import Panel
from stance.panel.figures.values import MAX_ACTORS, MAX_PAIRS, MAX_SERIES, Kind
from stance.report.view import plural

ARROWS = ("→", "->", ">", "-")


def named_dyads(panel: Panel, text: str) -> tuple[DyadKey, ...]:
    """The dyads of ``KAZ-RUS,RUS-KAZ`` in order. Codes may hold hyphens; raises ConfigError for any not there."""
    known = {(row.source, row.target) for row in panel.rows}
    found, unknown = [], []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        matches = [dyad for dyad in _readings(part) if dyad in known]
        found += matches[:1]
        unknown += [] if matches else [part]
    if unknown or not found:
        raise ConfigError(_unknown(unknown, known))
    return tuple(dict.fromkeys(found))


def _readings(part: str) -> Iterator[DyadKey]:
    """Every way to cut the text in two: ``al-Shabaab-KEN`` has three parts and two readings."""
    for arrow in ARROWS:
        pieces = part.split(arrow)
        for cut in range(1, len(pieces)):
            yield arrow.join(pieces[:cut]).strip(), arrow.join(pieces[cut:]).strip()


def _unknown(parts: Sequence[str], known: set[DyadKey]) -> str:
    if not parts:
        return "no dyad was named: expected SOURCE-TARGET such as KAZ-RUS, several with commas"
    names = sorted(f"{source}-{target}" for source, target in known)
    near = [match for part in parts for match in get_close_matches(part, names, n=2)] or names[:5]
    return f"the panel has no dyad {', '.join(parts)}; it has {', '.join(dict.fromkeys(near))}" + (
        f" and others ({len(names)} in all)" if len(names) > len(set(near)) else ""
    )


def by_articles(panel: Panel) -> tuple[DyadKey, ...]:
    """All dyads, those with most articles first."""
    articles: Counter[DyadKey] = Counter()
    for row in panel.rows:
        articles[row.source, row.target] += row.n_articles
    return tuple(sorted(articles, key=lambda dyad: (-articles[dyad], dyad)))


def pairs_of(dyads: Sequence[DyadKey]) -> tuple[tuple[DyadKey, ...], ...]:
    """The dyads with their opposites beside them: one group for each two actors, in order of the first."""
    groups: dict[frozenset[str], list[DyadKey]] = {}
    for dyad in dyads:
        groups.setdefault(frozenset(dyad), []).append(dyad)
    return tuple(tuple(group) for group in groups.values())


def for_heat(panel: Panel, named: Sequence[DyadKey]) -> tuple[Panel, tuple[str, ...]]:
    """The rows of the named dyads (or all) among the actors that fit, and a note on what does not."""
    rows = [row for row in panel.rows if not named or (row.source, row.target) in named]
    totals = tuple(row for row in panel.totals if not named or (row.source, row.target) in named)
    articles: Counter[str] = Counter()
    for row in rows:
        articles.update({row.source: row.n_articles, row.target: row.n_articles})
    kept = {code for code, _ in articles.most_common(MAX_ACTORS)}
    shown = tuple(row for row in rows if {row.source, row.target} <= kept)
    left = len(articles) - len(kept)
    note = f"The {MAX_ACTORS} actors with most articles; {plural(left, 'further actor')} left out."
    return replace(panel, rows=shown, totals=totals), (note,) if left else ()


def over_time(panel: Panel, named: Sequence[DyadKey], kind: Kind) -> tuple[tuple[DyadKey, ...], tuple[str, ...]]:
    """The dyads of a figure over time, and a note on what does not fit in it."""
    pairs = pairs_of(named or by_articles(panel))
    if named and kind == "time" and len(named) > MAX_SERIES:
        raise ConfigError(
            f"a figure over time shows up to {MAX_SERIES} dyads, found {len(named)}: use --kind grid, or name fewer"
        )
    most = MAX_PAIRS if kind == "grid" else len(pairs) if named else 1
    left = len(pairs) - most
    note = f"The {plural(most, 'pair')} with most articles; {plural(left, 'further pair')} left out."
    return tuple(dyad for pair in pairs[:most] for dyad in pair), (note,) if left > 0 else ()
