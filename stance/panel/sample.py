"""A random sample of a run's judgements for people to code, as a sheet that a spreadsheet opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stance.errors import DataError
from stance.panel.absent import nothing
from stance.panel.cells import WEIGHTS, Weighting
from stance.panel.design import OTHER, Drawn, draw
from stance.panel.draws import Ints
from stance.panel.periods import UNITS, By
from stance.panel.selection import Selection, one_of, quoted
from stance.tabular import csv_records

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from stance.dataset.open import Dataset

CUTS = ("dyad", *UNITS, "outlet", "label", "score")
TELLING = ("label", "score")
"""Cuts whose names would tell the coder what the model says."""
CONTEXT = 3
"""Sentences before the one in question, as far as the run has stored them."""


@dataclass(frozen=True, slots=True)
class SampleOptions:
    """What to draw. ``by``: the strata; ``oversample``: how many times as likely lines are that may bear a position."""

    n: int = 300
    by: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    weighting: Weighting = "story"
    least: int = 2
    oversample: float = 1.0
    seed: int = 0
    show_label: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a coding sheet, in random order, and how many judgements they were drawn from."""

    rows: tuple[Mapping[str, object], ...]
    population: int
    strata: int


def parse_cuts(text: str | None) -> tuple[str, ...]:
    """Names of cuts with commas between them."""
    words = [word.strip() for word in (text or "").split(",") if word.strip()]
    return tuple(dict.fromkeys(one_of(word, CUTS, what="stratum") for word in words))


def draw_sample(dataset: Dataset, options: SampleOptions) -> Sheet:
    """Draw judgements with known probabilities. Raises DataError if no judgement matches, saying what there is."""
    from stance.dataset.open import connect

    with connect(dataset) as connection:
        frame = _frame(connection, dataset, options)
        drawn = draw(frame.strata, frame.sizes, n=options.n, least=options.least, seed=options.seed)
        names = _names(frame, drawn, options)
        rows = tuple(_rows(connection, options, drawn, names))
    return Sheet(rows, len(frame.strata), len(set(drawn.strata.tolist())))


def to_csv(sheet: Sheet) -> str:
    """The sheet with its head."""
    return csv_records(tuple(sheet.rows[0]), sheet.rows)


@dataclass(frozen=True, slots=True)
class _Frame:
    """All judgements that can be drawn, in the order of their keys; ``names``: of the strata."""

    strata: Ints
    sizes: np.ndarray[tuple[int], np.dtype[np.float64]]
    names: tuple[str, ...]


def _frame(connection: DuckDBPyConnection, dataset: Dataset, options: SampleOptions) -> _Frame:
    position = f"label IN ({', '.join(quoted(n) for n in dataset.labels.names if dataset.labels.sign(n))})"
    cuts = [f"coalesce(CAST({cut(name)} AS VARCHAR), '')" for name in options.by]
    connection.execute(
        "CREATE TEMP TABLE frame AS SELECT row_number() OVER (ORDER BY article, sentence, source, target) - 1 AS line, "
        f"article, sentence, source, target, {WEIGHTS[options.weighting]} * CASE WHEN {position} OR len(label_set) > 1 "
        f"THEN {options.oversample} ELSE 1 END AS size, {' || chr(10) || '.join(cuts) or quoted('all')} AS stratum "
        f"FROM judgements WHERE {options.selection.where()}"
    )
    found = connection.execute(
        "SELECT dense_rank() OVER (ORDER BY stratum) - 1 AS stratum, size FROM frame ORDER BY line"
    ).fetchnumpy()
    if not len(found["size"]):
        raise DataError(nothing(connection, dataset.path, options.selection))
    names = connection.execute("SELECT DISTINCT stratum FROM frame ORDER BY stratum").fetchall()
    strata, sizes = np.asarray(found["stratum"], np.int64), np.asarray(found["size"], np.float64)
    return _Frame(strata, sizes, tuple(name.replace("\n", ", ") for (name,) in names))


def cut(name: str) -> str:
    """The stratum of a judgement in SQL, where it is cut by ``name``, one of ``CUTS``."""
    if name in UNITS:
        return By(unit=name).period()  # type: ignore[arg-type]
    return {
        "dyad": "source || '>' || target",
        "outlet": "outlet",
        "label": "label",
        "score": "'score fifth ' || ntile(5) OVER (ORDER BY score, article, sentence, source, target)",
    }[name]


def _names(frame: _Frame, drawn: Drawn, options: SampleOptions) -> Mapping[int, str]:
    """Names of the strata; numbers in random order where names would tell what the model says."""
    used = sorted(set(drawn.strata.tolist()))
    if options.show_label or not set(options.by) & set(TELLING):
        return {number: "other" if number == OTHER else frame.names[number] for number in used}
    shuffled = np.random.default_rng((options.seed, 1)).permutation(len(used))
    return {number: f"stratum {place + 1}" for number, place in zip(used, shuffled.tolist(), strict=True)}


def _rows(
    connection: DuckDBPyConnection, options: SampleOptions, drawn: Drawn, names: Mapping[int, str]
) -> Iterator[Mapping[str, object]]:
    import pyarrow as pa

    connection.register("drawn", pa.table({"line": drawn.rows, "place": np.arange(len(drawn.rows))}))
    cursor = connection.execute(
        "SELECT j.article, j.sentence, j.source, j.target, j.document, j.title, j.published, j.outlet, a.url, "
        "a.origin, j.source_name, j.target_name, j.voice, j.sentence_text, j.label FROM drawn d "
        "JOIN frame f USING (line) JOIN judgements j "
        "ON (f.article, f.sentence, f.source, f.target) = (j.article, j.sentence, j.source, j.target) "
        "JOIN articles a ON a.article = j.article ORDER BY d.place"
    )
    columns = [column[0] for column in cursor.description or ()]
    found = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    contexts = stored_sentences(connection, sorted({int(row["article"]) for row in found}))
    for row, probability, stratum in zip(found, drawn.probabilities, drawn.strata.tolist(), strict=True):
        model = row.pop("label")
        earlier = before(contexts[row["article"]], row["sentence"])
        keys = {name: row.pop(name) for name in ("article", "sentence", "source", "target")}
        yield {
            "label": "",
            "source_name": row.pop("source_name"),
            "target_name": row.pop("target_name"),
            "sentence_text": row.pop("sentence_text"),
            "context": earlier,
            "note": "",
            **row,
            **keys,
            **({"model_label": model} if options.show_label else {}),
            "probability": repr(float(probability)),
            "stratum": names[stratum],
            "frame": options.selection.words(),
        }


def stored_sentences(connection: DuckDBPyConnection, articles: Sequence[int]) -> Mapping[int, Mapping[int, str]]:
    """The stored sentences of the articles, by number."""
    found = connection.execute(
        "SELECT DISTINCT article, sentence, sentence_text FROM judgements "
        f"WHERE article IN ({', '.join(map(str, articles))})"
    ).fetchall()
    texts: dict[int, dict[int, str]] = {}
    for article, sentence, text in found:
        texts.setdefault(article, {})[sentence] = text
    return texts


def before(texts: Mapping[int, str], sentence: int) -> str:
    """The sentences before, with […] for those in which no pair was judged, which the run does not store."""
    parts: list[str] = []
    for number in range(max(0, sentence - CONTEXT), sentence):
        part = texts.get(number, "[…]")
        if part != "[…]" or parts[-1:] != ["[…]"]:
            parts.append(part)
    return " ".join(parts)
