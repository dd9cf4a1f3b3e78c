"""What the terminal and the HTML page both show: which dyads stand in a matrix, how numbers read, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stance.actors.unresolved import unresolved
from stance.aggregate import describe
from stance.labels import LabelScheme
from stance.types import Actor, Dyad, Mention, Prediction, Report, Sentence, Skipped, SkippedKind, Span, Unresolved

MAX_MATRIX_ACTORS = 6
"""Beyond this a matrix is mostly empty: the pairs of further actors are listed below it."""
GLYPHS: Mapping[int, str] = {-2: "−−", -1: "−", 0: "0", 1: "+", 2: "++"}
"""Signs for the levels −2 … 2, so that colour is never the only channel."""
MIXED_GLYPH = "±"
OVERLAY_HINT = (
    "To count one as an actor, give --actors FILE.csv with a row that has the code of the actor it is or speaks for:"
)


@dataclass(frozen=True, slots=True)
class Overview:
    """The dyads of a report, laid out: ``cells`` of a matrix of the actors of whom most is said.

    Outside of it stand ``ranked``, the dyads with a position, and ``rest``, the neutral-only ones.
    """

    rows: tuple[Actor, ...]
    columns: tuple[Actor, ...]
    cells: Mapping[tuple[str, str], Dyad]
    ranked: tuple[Dyad, ...]
    rest: tuple[Dyad, ...]


@dataclass(frozen=True, slots=True)
class SkippedGroup:
    """All that was left out for one reason."""

    kind: SkippedKind
    reason: str
    items: tuple[Skipped, ...]


def overview(report: Report, *, max_actors: int = MAX_MATRIX_ACTORS) -> Overview:
    """Order the actors by how much is said of them; the first ``max_actors`` make the matrix (0: no matrix)."""
    actors = _actors([dyad for dyad in report.dyads if dyad.n] or report.dyads)[:max_actors]
    codes = {actor.code for actor in actors}
    cells = {(d.source.code, d.target.code): d for d in report.dyads if {d.source.code, d.target.code} <= codes}
    outside = [dyad for dyad in report.dyads if (dyad.source.code, dyad.target.code) not in cells]
    return Overview(
        rows=tuple(actor for actor in actors if any(actor.code == source for source, _ in cells)),
        columns=tuple(actor for actor in actors if any(actor.code == target for _, target in cells)),
        cells=cells,
        ranked=tuple(dyad for dyad in outside if dyad.n),
        rest=tuple(dyad for dyad in outside if not dyad.n),
    )


def _actors(dyads: Iterable[Dyad]) -> tuple[Actor, ...]:
    """Actors of the dyads, those with most lines first, the author last."""
    weight: Counter[Actor] = Counter()
    for dyad in dyads:
        for actor in (dyad.source, dyad.target):
            weight[actor] += 100 * dyad.n + dyad.n_neutral
    return tuple(sorted(weight, key=lambda actor: (actor.kind == "author", -weight[actor], actor.code)))


def title_of(report: Report) -> str:
    """The document's title, or else its headline, or else its id; on one line."""
    headline = next((s.text for s in report.sentences[:1] if s.heading), None)
    return " ".join((report.document.title or headline or report.document.id).split())


def skipped_groups(report: Report) -> tuple[SkippedGroup, ...]:
    """The skipped items by kind and reason, the largest group first."""
    groups: dict[tuple[SkippedKind, str], list[Skipped]] = {}
    for item in report.skipped:
        groups.setdefault((item.kind, item.reason), []).append(item)
    found = [SkippedGroup(kind, reason, tuple(items)) for (kind, reason), items in groups.items()]
    return tuple(sorted(found, key=lambda group: (-len(group.items), group.kind, group.reason)))


def unresolved_names(report: Report) -> tuple[Unresolved, ...]:
    """The names of the text that no actor of the catalogue bears, most frequent first; found anew at each call."""
    language = report.document.language
    return unresolved(report.sentences, mentions=report.mentions, rejected=report.skipped, language=language)


def overlay_example(names: Sequence[Unresolved]) -> tuple[str, str]:
    """Header and row of an actor overlay that would resolve the first of the names."""
    text = f'"{names[0].text}"' if "," in names[0].text else names[0].text
    return "text,code,how", f"{text},CODE,name"


def excerpt(sentence: Sentence, span: Span, *, room: int) -> str:
    """Some ``room`` characters of a sentence round a span of the document, on one line."""
    start, end = span.start - sentence.span.start, span.end - sentence.span.start
    beside = max(room - (end - start), 0) // 2
    lead, tail = sentence.text[:start], sentence.text[end:]
    if len(lead) > beside:
        lead = "…" + lead[-beside:].partition(" ")[2]
    if len(tail) > beside:
        tail = tail[:beside].rpartition(" ")[0] + " …"
    return " ".join(f"{lead}{sentence.text[start:end]}{tail}".split())


def why_empty(report: Report) -> str | None:
    """A plain sentence for a report that has nothing to show, None for all others."""
    if not report.sentences:
        return "No sentences found: the text is empty, or all of it was left out."
    if not report.mentions and not report.predictions:
        return "No actors found: the text names no state or organisation that the catalogue knows."
    if not report.predictions:
        names = ", ".join(sorted({mention.actor.name for mention in report.mentions}))
        return f"No pairs found: no sentence relates two different actors (found: {names})."
    if not any(dyad.n for dyad in report.dyads):
        return "No positions found: all lines that name two actors read as neutral."
    return None


def scheme_of(report: Report) -> LabelScheme:
    """The report's labels on the scale −2 … 2."""
    return even_scheme(report.model.labels)


def even_scheme(labels: Sequence[str]) -> LabelScheme:
    """Labels in even steps on the scale −2 … 2 (exactly the default scores for five labels)."""
    steps = max(len(labels) - 1, 1)
    return LabelScheme(names=tuple(labels), scores=tuple(-2 + 4 * index / steps for index in range(len(labels))))


def level(label: str, scheme: LabelScheme) -> int:
    """Where a label stands on the scale, −2 … 2: the key to glyphs and colours."""
    return round(scheme.score(label))


def dyad_level(dyad: Dyad, scheme: LabelScheme) -> int:
    """The level that colours a dyad: that of its label, or its mean where several labels remain."""
    if len(dyad.label_set) == 1:
        return level(dyad.label_set[0], scheme)
    return round(dyad.mean or 0.0)


def dyad_glyph(dyad: Dyad, scheme: LabelScheme) -> str:
    """Signs of a dyad's labels, from neutral outwards: ``+``, ``0/−``, ``+/++``; ``±`` where mixed."""
    if dyad.mixed:
        return MIXED_GLYPH
    levels = sorted((level(label, scheme) for label in dyad.label_set), key=abs)
    return "/".join(GLYPHS[step] for step in (levels[0], levels[-1])) if len(levels) > 1 else GLYPHS[levels[0]]


def dyad_words(dyad: Dyad, scheme: LabelScheme) -> str:
    """The dyad's label set in words."""
    return describe(dyad.label_set, dyad.mixed, scheme=scheme)


def number(value: float) -> str:
    """A score with its sign: ``+1.4``, ``−0.3``, ``0.0``."""
    text = f"{abs(value):.1f}"
    if float(text) == 0:
        return "0.0"
    return ("+" if value > 0 else "−") + text


def score_text(dyad: Dyad) -> str:
    """Mean and interval, ``+1.4 [+0.9, +1.8]``; empty where no line takes a position."""
    if dyad.mean is None or dyad.interval is None:
        return ""
    low, high = dyad.interval
    return f"{number(dyad.mean)} [{number(low)}, {number(high)}]"


def count_text(dyad: Dyad) -> str:
    """``3 lines, 2 neutral``: the position-bearing lines, and the neutral ones beside them."""
    bearing = f"{dyad.n} line{'s' * (dyad.n != 1)}"
    neutral = f"{dyad.n_neutral} neutral"
    if not dyad.n:
        return neutral
    return f"{bearing}, {neutral}" if dyad.n_neutral else bearing


def plural(count: int, noun: str) -> str:
    """``1 sentence``, ``2 sentences``."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


def strongest(predictions: Sequence[Prediction]) -> Prediction:
    """The prediction with the strongest stance; of equals the surest, then the first."""
    return max(predictions, key=lambda p: (abs(p.score), p.probabilities[p.label]))


def within(mentions: Iterable[Mention], prediction: Prediction) -> tuple[Mention, ...]:
    """The mentions that lie in the prediction's own sentence."""
    return tuple(mention for mention in mentions if mention.sentence == prediction.pair.sentence)


_CONTROLS = (*range(9), 11, 12, *range(14, 32), *range(127, 160))
_DIRECTION_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSAFE = dict.fromkeys((*_CONTROLS, *_DIRECTION_OVERRIDES), "\N{REPLACEMENT CHARACTER}")


def harmless(text: str) -> str:
    """``text`` without control and direction-override characters, which could rewrite a terminal or reorder a page.

    Each is replaced by one other character, so that offsets stay true.
    """
    return text.translate(_UNSAFE)
