"""A small panel and the run that it could come from. All text here was written for the project."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from stance.dataset.tables import STORIES, table_columns
from stance.labels import STANCE_LABELS
from stance.report.parquet import arrow_schema
from stance.report.records import flat, judgements
from stance.types import How, Report
from tests.dataset_world import run_record
from tests.factories import Line, make_report

ATTACK = "</script><script>alert('x')</script><img src=x onerror=alert(1)>"
NAMES: Mapping[str, tuple[str, How]] = {
    "Kazakhstan": ("KAZ", "name"),
    "Astana": ("KAZ", "metonym"),
    "Russia": ("RUS", "name"),
    "Moscow": ("RUS", "metonym"),
}
COUNTRIES = {"KAZ": "Kazakhstan", "RUS": "Russia", "CHN": "China", "al-Noor": "al-Noor"}

# dyad, month → mean score, articles, corrected mean. March of KAZ → RUS is missing: a gap.
CELLS = {
    ("KAZ", "RUS", "2024-01-01"): (0.5, 20, 0.3),
    ("KAZ", "RUS", "2024-02-01"): (0.7, 3, 0.4),
    ("KAZ", "RUS", "2024-04-01"): (-0.6, 12, -0.4),
    ("KAZ", "RUS", "2024-05-01"): (-0.9, 10, -0.6),
    ("RUS", "KAZ", "2024-01-01"): (-0.2, 8, -0.1),
    ("RUS", "KAZ", "2024-02-01"): (0.1, 9, 0.0),
    ("RUS", "KAZ", "2024-03-01"): (0.3, 7, 0.2),
    ("CHN", "KAZ", "2024-01-01"): (1.4, 6, 1.1),
    ("CHN", "al-Noor", "2024-02-01"): (-1.0, 1, -0.5),
}


def panel_rows(*, corrected: bool = False) -> list[dict[str, object]]:
    return [_row(key, cell, corrected=corrected) for key, cell in CELLS.items()]


def _row(key: tuple[str, str, str], cell: tuple[float, int, float], *, corrected: bool) -> dict[str, object]:
    source, target, period = key
    mean, articles, mended = cell
    row: dict[str, object] = {"period": period, "by": "month", "source": source, "source_name": COUNTRIES[source]}
    row |= {"target": target, "target_name": COUNTRIES[target], "n": 2 * articles, "n_articles": articles}
    row |= {"n_stories": articles, "mean_score": mean, "low": max(mean - 0.4, -2), "high": min(mean + 0.4, 2)}
    row |= (
        {"corrected_mean": mended, "corrected_low": mended - 0.6, "corrected_high": mended + 0.6} if corrected else {}
    )
    return row | {f"share_{label}": 0.2 for label in STANCE_LABELS.names}


def write_panel(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), path)
        return path
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


HOSTILE = "Kazakhstan 🚩 refused Russia twice in Öskemen."


def run_reports() -> list[Report]:
    """Two articles of January (the second a copy of the first), one of February, whose text is an attack."""
    lines = [
        Line("Astana thanked Moscow for the grain.", ("KAZ>RUS cooperative .8 indirect_quote",)),
        Line(HOSTILE, ("KAZ>RUS hostile .9", "RUS>KAZ neutral .9")),
    ]
    url = "https://steppe.example/grain"
    first = make_report(
        lines, names=NAMES, id="a-1", title="Grain", published=date(2024, 1, 31), source="Courier", url=url
    )
    copy = make_report(lines, names=NAMES, id="a-2", title="Grain", published=date(2024, 1, 31), source="Echo")
    attack = make_report(
        [Line(f"Kazakhstan {ATTACK} warned Russia.", ("KAZ>RUS distancing .7",))],
        names=NAMES,
        id=ATTACK,
        title=ATTACK,
        published=date(2024, 2, 1),
        source=ATTACK,
        url="javascript:alert(1)",
    )
    return [first, copy, attack]


def write_run(out: Path, reports: Sequence[Report]) -> Path:
    """The tables of a run that figures read. Reports with the same text are one story."""
    texts = [report.document.text for report in reports]
    stories = [texts.index(text) for text in texts]
    judged = [
        {"article": number, **flat(judgement), "published": report.document.published}
        for number, report in enumerate(reports)
        for judgement in judgements(report)
    ]
    articles = [_article(number, report) for number, report in enumerate(reports)]
    weights = [{"article": n, "story": story, "weight": 1 / stories.count(story)} for n, story in enumerate(stories)]
    for table, rows in (("judgements", judged), ("articles", articles), ("skipped", []), ("dyads", [])):
        (out / table).mkdir(parents=True)
        _write(out / table / "part-00000.parquet", table, rows)
    _write(out / f"{STORIES}.parquet", STORIES, weights)
    (out / "run.json").write_text(json.dumps(run_record()), "utf-8")
    return out


def _article(number: int, report: Report) -> dict[str, object]:
    document = report.document
    return {
        "article": number,
        "document": document.id,
        "origin": f"corpus.jsonl:{number + 1}",
        "title": document.title,
        "published": document.published,
        "outlet": document.source,
        "url": document.url,
    }


def _write(path: Path, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    schema = arrow_schema(table_columns(table, labels=STANCE_LABELS.names), metadata={})
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema=schema), path)
