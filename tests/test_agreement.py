"""``stance agreement``: files of several coders side by side."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.annotate.agreement import AgreementReport, measure
from stance.annotate.coders import Coders, Unit, read_coders
from stance.annotate.codings import Answer, read_answer
from stance.errors import DataError
from stance.examples import read_examples
from stance.labels import STANCE_LABELS
from stance.metrics import Bootstrap, krippendorff_alpha
from tests.commandline import invoke

LABELS = STANCE_LABELS.names
QUICK = Bootstrap(resamples=60)
Row = Mapping[str, Any]


def answer(words: str) -> Answer:
    problems: list[str] = []
    found = read_answer(words.split("|"), place="x:1", scheme=STANCE_LABELS, problems=problems)
    assert not problems
    return found


def coders(*columns: str) -> Coders:
    """One column a coder, answers with spaces between them, "-" for none."""
    tables = [column.split() for column in columns]
    names = tuple(chr(ord("a") + n) for n in range(len(columns)))
    units = tuple(
        Unit(
            key=str(place),
            source="KEN",
            target="UGA",
            marked=f"Line {place}.",
            group=str(place // 2),
            answers={name: answer(word) for name, word in zip(names, row, strict=True) if word != "-"},
        )
        for place, row in enumerate(zip(*tables, strict=True))
    )
    return Coders(names, units)


def report(*columns: str) -> AgreementReport:
    return measure(coders(*columns), scheme=STANCE_LABELS, bootstrap=QUICK)


A = "hostile hostile neutral cooperative neutral supportive distancing neutral"
B = "hostile distancing neutral cooperative neutral cooperative distancing neutral"


def test_alpha_is_that_of_the_metrics_and_its_interval_holds_it() -> None:
    found = report(A, B)
    places = [[LABELS.index(word) for word in column.split()] for column in (A, B)]
    assert found.ordinal.agreement.alpha == pytest.approx(krippendorff_alpha(places, level="ordinal").alpha)
    assert found.nominal.agreement.alpha == pytest.approx(krippendorff_alpha(places, level="nominal").alpha)
    assert found.ordinal.agreement.alpha > found.nominal.agreement.alpha, "neighbours are confused"
    assert found.ordinal.interval.low <= found.ordinal.agreement.alpha <= found.ordinal.interval.high
    assert found.ordinal.interval.clusters == 4, "documents, not lines"


def test_counts_and_shares_are_those_of_the_answers() -> None:
    found = report(A, B)
    (pair,) = found.pairs
    assert (pair.a, pair.b, pair.n, pair.same) == ("a", "b", 8, 0.75)
    table = {
        (r, c): n
        for r, row in zip(found.values, pair.counts, strict=True)
        for c, n in zip(found.values, row, strict=True)
    }
    assert table["hostile", "distancing"] == 1
    assert table["distancing", "hostile"] == 0, "rows are a, columns are b"
    assert sum(table.values()) == 8
    by_label = {one.name: one.agreement for one in found.labels}
    assert by_label["neutral"] == 1
    assert by_label["hostile"] == pytest.approx(2 / 3), "2 × both / (a + b)"
    assert by_label["supportive"] == 0


def test_two_neighbours_stand_between_and_wider_sets_count_as_not_coded() -> None:
    found = report("hostile|distancing hostile|supportive unclear -", "hostile hostile hostile hostile")
    assert found.values == ("hostile", "hostile|distancing")
    assert (found.items, found.by_two, found.by_all) == (4, 1, 1)
    assert found.unused["a"] == {"without an answer": 1, "unclear": 1, "wide set": 1}
    assert (found.same, found.shared) == (0, 1)
    assert [(one.unit.key, one.steps) for one in found.disputes] == [("0", 0.5)]


def test_no_pair_is_a_value_of_its_own_without_a_place_on_the_scale() -> None:
    found = report("not_a_pair not_a_pair neutral hostile", "not_a_pair neutral neutral hostile")
    assert found.nominal.agreement.units == 4
    assert found.ordinal.agreement.units == 2
    assert found.values[0] == "not_a_pair"
    assert [one.steps for one in found.disputes] == [1]


def test_the_worst_items_come_first() -> None:
    found = report("hostile neutral neutral", "supportive neutral cooperative", "- distancing cooperative")
    assert [(one.unit.key, one.steps) for one in found.disputes] == [("0", 4), ("1", 1), ("2", 1)]
    assert len(found.pairs) == 3


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=2, max_size=12))
@settings(deadline=None, max_examples=15)
def test_the_order_of_coders_and_items_changes_nothing(rows: Sequence[tuple[str, str]]) -> None:
    first = report(" ".join(a for a, _ in rows), " ".join(b for _, b in rows))
    second = report(" ".join(b for _, b in reversed(rows)), " ".join(a for a, _ in reversed(rows)))
    for level in ("ordinal", "nominal"):
        one, other = (getattr(found, level).agreement.alpha for found in (first, second))
        assert one == pytest.approx(other, nan_ok=True)
    assert first.same == pytest.approx(second.same)
    assert first.pairs[0].counts == tuple(zip(*second.pairs[0].counts, strict=True))


# Files.
def row(n: int, label: Any, **more: Any) -> Row:
    return {"text": f"Kenya spoke of Uganda, {n}.", "source": "KEN", "target": "UGA", "label": label, **more}


def file(path: Path, rows: Sequence[Row]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), "utf-8")
    return path


def test_files_without_ids_are_joined_by_text_and_pair(tmp_path: Path) -> None:
    a = file(tmp_path / "anna.jsonl", [row(0, "hostile"), row(1, "neutral"), row(2, "neutral")])
    b = file(tmp_path / "ben.jsonl", [row(1, "neutral"), row(0, ["hostile", "distancing"])])
    found = read_coders([a, b], scheme=STANCE_LABELS)
    assert found.names == ("anna", "ben")
    assert [sorted(unit.answers) for unit in found.units] == [["anna", "ben"], ["anna", "ben"], ["anna"]]


def test_a_column_names_the_coders_of_one_file(tmp_path: Path) -> None:
    rows = [row(n, "neutral", coder=name, item=f"i{n}", id=f"i{n}@{name}") for name in "xy" for n in range(3)]
    found = read_coders([file(tmp_path / "all.jsonl", rows)], scheme=STANCE_LABELS)
    assert (found.names, len(found.units)) == (("x", "y"), 3)
    with pytest.raises(DataError, match=r"found one coder \(x\)"):
        read_coders([file(tmp_path / "one.jsonl", rows[:3])], scheme=STANCE_LABELS)


def test_a_swapped_pair_is_another_judgement(tmp_path: Path) -> None:
    turned = {**row(0, "neutral"), "source": "UGA", "target": "KEN"}
    a, b = file(tmp_path / "a.jsonl", [row(0, "hostile")]), file(tmp_path / "b.jsonl", [turned])
    assert [len(unit.answers) for unit in read_coders([a, b], scheme=STANCE_LABELS).units] == [1, 1]
    a, b = (
        file(tmp_path / name, [{**one, "id": "7"}])
        for name, one in (("a.jsonl", row(0, "hostile")), ("b.jsonl", turned))
    )
    with pytest.raises(DataError, match="item 7 has another text or pair"):
        read_coders([a, b], scheme=STANCE_LABELS)


def test_every_problem_of_every_file_is_told(tmp_path: Path) -> None:
    a = file(tmp_path / "a.jsonl", [row(0, "hostil"), row(1, "neutral")])
    b = file(tmp_path / "b.jsonl", [{"text": "x", "source": "KEN"}])
    with pytest.raises(DataError) as error:
        read_coders([a, b], scheme=STANCE_LABELS)
    assert "a.jsonl:1: unknown answer 'hostil': expected one of" in str(error.value)
    assert "did you mean 'hostile'?" in str(error.value)
    assert "b.jsonl:1: target is missing" in str(error.value)
    twice = file(tmp_path / "c.jsonl", [row(0, "hostile"), row(0, "neutral")])
    with pytest.raises(DataError, match=r"answers item .* otherwise at"):
        read_coders([twice, file(tmp_path / "d.jsonl", [row(0, "hostile")])], scheme=STANCE_LABELS)


CORRECTION = {
    "id": "article:3:0f1e2d3c:RUS>AZE",
    "text": "🚢 Russia condemned Azerbaijan for the pact.",
    "source": "RUS",
    "target": "AZE",
    "label": "hostile",
    "context": ["Azerbaijan praised Kazakhstan as a reliable partner."],
    "source_spans": [[2, 8]],
    "target_spans": [[19, 29]],
    "voice": "action",
    "group": "article",
    "corpus": "corrections",
    "predicted": "distancing",
    "model": "default 1",
}
"""A line as the page of the service writes it; test_serve_page.py holds the page to these columns."""


def test_corrections_from_the_page_are_training_data_and_can_be_compared(tmp_path: Path) -> None:
    a = file(tmp_path / "anna.jsonl", [CORRECTION])
    b = file(tmp_path / "ben.jsonl", [{**CORRECTION, "label": "distancing"}])
    (example,) = read_examples(a)
    assert [span.of(example.text) for span in (*example.source_spans, *example.target_spans)] == [
        "Russia",
        "Azerbaijan",
    ]
    (unit,) = read_coders([a, b], scheme=STANCE_LABELS).units
    assert unit.marked == "🚢 [[Russia]] condemned {{Azerbaijan}} for the pact."
    assert set(CORRECTION) == _columns_of_the_page()


def _columns_of_the_page() -> set[str]:
    """The keys that the page's script gives an example."""
    script = (Path(__file__).parents[1] / "stance/serve/assets/page.js").read_text("utf-8")
    body = script.partition("function example(line, label)")[2].partition("return {")[2].partition("};")[0]
    return {line.strip().partition(":")[0].rstrip(",") for line in body.splitlines() if line.strip()}


def test_the_comparison_is_a_table_json_or_a_sheet_to_settle(tmp_path: Path) -> None:
    labels = [*LABELS, "neutral"]
    a = file(tmp_path / "a.jsonl", [row(n, label) for n, label in enumerate(labels)])
    b = file(tmp_path / "b.jsonl", [row(n, label) for n, label in enumerate(["supportive", *labels[1:]])])
    shown = invoke("agreement", a, b, "--worst", "3")
    assert shown.code == 0, shown.err
    assert "Krippendorff's alpha (ordinal)" in shown.out
    assert "- 4 apart, KEN → UGA: a: hostile, b: supportive\n  Kenya spoke of Uganda, 0." in shown.out
    value = json.loads(invoke("agreement", a, b, "--format", "json").out)
    assert (value["items"], value["coded_by_all"], value["same"]) == (6, 6, pytest.approx(5 / 6))
    assert value["alpha_ordinal"]["low"] <= value["alpha_ordinal"]["alpha"] <= value["alpha_ordinal"]["high"]
    assert value["worst"][0]["answers"] == {"a": "hostile", "b": "supportive"}
    sheet = tmp_path / "settle.csv"
    assert invoke("agreement", a, b, "-o", sheet).code == 0
    with sheet.open(encoding="utf-8", newline="") as stream:
        (first, *rest) = csv.DictReader(stream)
    assert (first["a"], first["b"], first["steps"], len(rest)) == ("hostile", "supportive", "4", 5)


def test_two_files_of_which_nothing_is_coded_by_both_have_no_alpha(tmp_path: Path) -> None:
    a, b = file(tmp_path / "a.jsonl", [row(0, "hostile")]), file(tmp_path / "b.jsonl", [row(1, "neutral")])
    value = json.loads(invoke("agreement", a, b, "-f", "json").out)
    assert (value["coded_by_two"], value["alpha_ordinal"]["alpha"], value["same"]) == (0, None, None)
    assert math.isnan(measure(read_coders([a, b], scheme=STANCE_LABELS), scheme=STANCE_LABELS).shared)
    assert io.StringIO(invoke("agreement", a, b).out).readline() == "### Agreement\n"
