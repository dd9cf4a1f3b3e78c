"""Which judgements of a run to code: a random part with known probabilities, and those that the model is least sure of.

The uncertain part is a *certainty stratum* (Särndal, Swensson & Wretman 1992, ch. 3.7): its judgements are chosen by a
rule that nothing random enters, so each would be in every draw. With π the probability of the random part, drawn from
all judgements independently of that rule, a judgement is in the whole draw with probability 1 if it is in the uncertain
part and π if not. Both are exact, so the whole draw weighted by 1 / probability is as unbiased as the random part.
Without a random part most judgements could never be drawn: then no probability is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stance.annotate.items import Item, Suggestion
from stance.dataset.rows import spans_within
from stance.errors import ConfigError, MissingExtraError
from stance.panel.cells import Weighting
from stance.panel.sample import CONTEXT, SampleOptions, before, cut, draw_sample, stored_sentences
from stance.panel.selection import Selection
from stance.types import Span, StanceExample

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from stance.dataset.open import Dataset

Measure = Literal["entropy", "margin", "set"]
Key = tuple[int, int, str, str]
"""Article, sentence, source, target."""


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """What to draw. ``uncertain``: the share of ``n`` that goes to the uncertain part; ``suggest``: keep model labels.

    ``measure``: entropy of the probabilities; margin between the two likeliest; set: size of the label set. Of equals
    the larger label set comes first. ``by``: strata of the random part, and what the uncertain part takes turns in.
    """

    n: int = 200
    uncertain: float = 0.5
    measure: Measure = "entropy"
    by: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    weighting: Weighting = "story"
    seed: int = 0
    suggest: bool = False


@dataclass(frozen=True, slots=True)
class Draw:
    """The items in random order. ``random``, ``uncertain``: how many came by each part; ``both`` by the two."""

    items: tuple[Item, ...]
    population: int
    random: int
    uncertain: int

    @property
    def both(self) -> int:
        """Items that both parts hold; each is there once."""
        return self.random + self.uncertain - len(self.items)


def draw_items(dataset: Dataset, options: DrawOptions) -> Draw:
    """Draw judgements to code. Raises DataError if none matches the selection, ConfigError on a share outside 0 … 1."""
    if not 0 <= options.uncertain <= 1:
        raise ConfigError(f"the uncertain share is {options.uncertain}: expected a number from 0 (none) to 1 (all)")
    from stance.dataset.open import connect

    most = round(options.n * options.uncertain)
    chances, population = _random_part(dataset, options, n=options.n - most)
    with connect(dataset) as connection:
        sure = _uncertain_part(connection, dataset, options, n=most)
        found = _items(connection, dataset, chances, sure, suggest=options.suggest)
        items = [replace(item, frame=options.selection.words()) for item in found]
    order = np.random.default_rng((options.seed, 2)).permutation(len(items))
    return Draw(tuple(items[place] for place in order.tolist()), population, len(chances), len(sure))


def _random_part(dataset: Dataset, options: DrawOptions, *, n: int) -> tuple[Mapping[Key, float], int]:
    """The probability of each judgement of the random part, and how many there were to draw from."""
    sheet = draw_sample(
        dataset,
        SampleOptions(
            n=max(n, 1),
            by=options.by,
            selection=options.selection,
            weighting=options.weighting,
            seed=options.seed,
        ),
    )
    found = {_key(row): float(str(row["probability"])) for row in sheet.rows}
    return (found if n else {}), sheet.population


def _uncertain_part(
    connection: DuckDBPyConnection, dataset: Dataset, options: DrawOptions, *, n: int
) -> tuple[Key, ...]:
    """The judgements that the model is least sure of, one of each set of copies; strata take turns."""
    strata = " || chr(10) || ".join(f"coalesce(CAST({cut(name)} AS VARCHAR), '')" for name in options.by) or "''"
    order = "unsure DESC, size DESC, article, sentence, source, target"
    found = connection.execute(
        f"WITH rated AS (SELECT article, sentence, source, target, {strata} AS stratum, len(label_set) AS size, "
        f"round({_unsure(options.measure, dataset.labels.names)}, 9) AS unsure, "
        "row_number() OVER (PARTITION BY story, sentence_text, source, target ORDER BY article, sentence) AS copy "
        f"FROM judgements WHERE {options.selection.where()}), "
        f"turns AS (SELECT *, row_number() OVER (PARTITION BY stratum ORDER BY {order}) AS turn "
        "FROM rated WHERE copy = 1) "
        f"SELECT article, sentence, source, target FROM turns ORDER BY turn, {order} LIMIT {n}"
    ).fetchall()
    return tuple((int(article), int(sentence), source, target) for article, sentence, source, target in found)


def _unsure(measure: Measure, labels: Sequence[str]) -> str:
    """The measure in SQL, larger where the model is less sure."""
    names = [f'"p_{label}"' for label in labels]
    if measure == "entropy":  # H = −Σ p ln p, Shannon 1948
        return " + ".join(f"CASE WHEN {name} > 0 THEN -{name} * ln({name}) ELSE 0 END" for name in names)
    ranked = f"list_reverse_sort([{', '.join(names)}])"
    return f"{ranked}[2] - {ranked}[1]" if measure == "margin" else "len(label_set)"


def _items(
    connection: DuckDBPyConnection,
    dataset: Dataset,
    chances: Mapping[Key, float],
    sure: Sequence[Key],
    *,
    suggest: bool,
) -> Iterator[Item]:
    """The items of both parts, without their frame."""
    keys, certain = sorted({*chances, *sure}), frozenset(sure)
    texts = stored_sentences(connection, sorted({key[0] for key in keys}))
    labels, run = frozenset(dataset.labels.names), dataset.path.resolve().name
    for row in _rows(connection, keys):
        key = _key(row)
        yield Item(
            example=_example(row, texts[key[0]], run=run, labels=labels),
            source_name=row["source_name"],
            target_name=row["target_name"],
            before=before(texts[key[0]], key[1]),
            document=row["document"],
            title=row["title"] or "",
            published=str(row["published"] or ""),
            outlet=row["outlet"] or "",
            url=row["url"] or "",
            article=key[0],
            sentence=key[1],
            probability=(1.0 if key in certain else chances[key]) if chances else None,
            random=chances.get(key),
            drawn=len(keys),
            suggestion=_suggestion(row) if suggest else None,
        )


def _suggestion(row: Mapping[str, Any]) -> Suggestion:
    return Suggestion(labels=(row["label"],), model=f"{row['model']} {row['model_version']}")


def _rows(connection: DuckDBPyConnection, keys: Sequence[Key]) -> list[Mapping[str, Any]]:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError(feature="drawing items", extra="batch") from error
    columns = {
        name: [key[place] for key in keys] for place, name in enumerate(("article", "sentence", "source", "target"))
    }
    connection.register("keys", pa.table({**columns, "place": list(range(len(keys)))}))
    cursor = connection.execute(
        "SELECT j.*, a.url FROM keys k JOIN judgements j USING (article, sentence, source, target) "
        "JOIN articles a USING (article) ORDER BY k.place"
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _key(row: Mapping[str, Any]) -> Key:
    return int(row["article"]), int(row["sentence"]), str(row["source"]), str(row["target"])


def _example(row: Mapping[str, Any], texts: Mapping[int, str], *, run: str, labels: frozenset[str]) -> StanceExample:
    article, sentence, source, target = _key(row)
    span = Span(row["sentence_start"], row["sentence_end"])
    spans = {
        role: tuple(found.shift(-span.start) for found in spans_within(row[f"{role}_mentions"], span))
        for role in ("source", "target")
    }
    return StanceExample(
        id=f"{article}:{sentence}:{source}>{target}",
        text=row["sentence_text"],
        source=source,
        target=target,
        labels=labels,
        context=_context(texts, sentence),
        source_spans=spans["source"],
        target_spans=spans["target"],
        voice=row["voice"],
        corpus=run,
        group=f"{run}:{row['story']}",
    )


def _context(texts: Mapping[int, str], sentence: int) -> tuple[str, ...]:
    """The stored sentences that directly precede, oldest first: the model must not read across a gap."""
    found: list[str] = []
    for number in range(sentence - 1, max(sentence - CONTEXT, 0) - 1, -1):
        if number not in texts:
            break
        found.insert(0, texts[number])
    return tuple(found)
