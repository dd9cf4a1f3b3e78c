"""One model, the same answer everywhere: 200 sentences through every way in, compared to 1e-4.

The sentences are the project's own. As pairs they go through whatever takes pairs, as one article through whatever
finds the pairs itself; the yardstick is ``StanceAnalyzer``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from stance.analyzer import StanceAnalyzer
from stance.examples import read_examples
from stance.integrations.frames import score
from stance.labels import STANCE_LABELS
from tests.commandline import invoke
from tests.serve_world import served
from training.corpora import load_corpus

NUMBER, CLOSE = 200, 1e-4
LABELS = STANCE_LABELS.names
Answer = Mapping[str, float]
"""Label → probability."""
Judged = dict[tuple[int, str, str], Answer]
"""Where the sentence begins, source, target → what was answered."""

pytestmark = pytest.mark.slow


@cache
def analyzer() -> StanceAnalyzer:
    return StanceAnalyzer.load(threads=1)


@cache
def records() -> tuple[dict[str, str], ...]:
    """One pair of each of 200 different sentences, from as many passages as can be."""
    examples = load_corpus("irstance_written", data_dir=".", split="all")
    first = {example.text: example for example in reversed(examples) if example.source != "AUTHOR"}
    chosen = list(first.values())[:: len(first) // NUMBER][:NUMBER]
    return tuple({"id": e.id, "text": e.text, "source": e.source, "target": e.target} for e in chosen)


@cache
def article() -> str:
    """The same sentences, each a paragraph."""
    return "\n\n".join(record["text"] for record in records())


@pytest.fixture(scope="module")
def pairs_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parity") / "pairs.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def article_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parity") / "articles.jsonl"
    path.write_text(json.dumps({"id": "a", "text": article()}) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    pytest.importorskip("fastapi", reason="needs the extra serve")
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def expected(pairs_file: Path) -> list[Answer]:
    found = analyzer().predict(read_examples(pairs_file, scheme=STANCE_LABELS, labelled=False))
    return [prediction.probabilities for prediction in found]


@pytest.fixture(scope="module")
def judged() -> Judged:
    report = analyzer().analyze(article())
    found = {
        (report.sentences[p.pair.sentence].span.start, p.pair.source.code, p.pair.target.code): p.probabilities
        for p in report.predictions
    }
    assert len(found) > NUMBER
    return found


def same(found: Iterable[Answer], expected: Iterable[Answer]) -> None:
    for one, other in zip(found, expected, strict=True):
        assert dict(one) == pytest.approx(dict(other), abs=CLOSE)


def same_judgements(found: Judged, expected: Judged) -> None:
    assert found.keys() == expected.keys()
    same((found[key] for key in expected), expected.values())


def of_rows(rows: Iterable[Mapping[str, Any]], start: str = "sentence_start") -> Judged:
    """From rows of a table of judgements."""
    return {(row[start], row["source"], row["target"]): {label: row[f"p_{label}"] for label in LABELS} for row in rows}


def of_report(record: Mapping[str, Any]) -> Judged:
    """From a report as JSON."""
    starts = [sentence["start"] for sentence in record["sentences"]]
    return {(starts[p["sentence"]], p["source"], p["target"]): p["probabilities"] for p in record["predictions"]}


def post(address: str, body: Mapping[str, Any]) -> Any:
    import httpx

    return httpx.post(address, json=dict(body), timeout=300).raise_for_status().json()


def by_command(pairs: Path) -> list[Answer]:
    done = invoke("predict", pairs, "--format", "jsonl")
    return [json.loads(line)["probabilities"] for line in done.out.splitlines()]


def by_pipeline(_: Path) -> list[Answer]:
    pytest.importorskip("transformers", reason="needs the extra huggingface")
    from transformers import pipeline

    answers = pipeline("directed-stance")([dict(record) for record in records()])
    return [answer["probabilities"] for answer in answers]


def by_data_set(_: Path) -> list[Answer]:
    datasets = pytest.importorskip("datasets", reason="needs the extra train")
    from stance.integrations.huggingface import scorer

    rows = datasets.Dataset.from_list([dict(record) for record in records()]).map(scorer(threads=1), batched=True)
    return [{label: row[f"stance_p_{label}"] for label in LABELS} for row in rows]


def by_estimator(_: Path) -> list[Answer]:
    pytest.importorskip("sklearn", reason="needs the extra sklearn")
    from stance.integrations.sklearn import StanceEstimator

    X = [dict(record) for record in records()]  # noqa: N806
    model = StanceEstimator("none").fit(X[: len(LABELS)], list(LABELS))
    return [dict(zip(model.classes_, row, strict=True)) for row in model.predict_proba(X).tolist()]


def by_pandas(_: Path) -> list[Answer]:
    pandas = pytest.importorskip("pandas")
    frame = score(pandas.DataFrame(records()), source="source", target="target", model=analyzer())
    return [{label: row[f"p_{label}"] for label in LABELS} for row in frame.to_dict("records")]


def by_polars(_: Path) -> list[Answer]:
    polars = pytest.importorskip("polars")
    frame = score(polars.DataFrame(records()), source="source", target="target", model=analyzer())
    return [{label: row[f"p_{label}"] for label in LABELS} for row in frame.to_dicts()]


GIVEN: dict[str, Callable[[Path], list[Answer]]] = {
    "stance predict": by_command,
    "transformers": by_pipeline,
    "datasets": by_data_set,
    "scikit-learn": by_estimator,
    "pandas": by_pandas,
    "polars": by_polars,
}


@pytest.mark.parametrize("way", GIVEN)
def test_given_pairs_get_the_same_answer(way: str, pairs_file: Path, expected: list[Answer]) -> None:
    same(GIVEN[way](pairs_file), expected)


def test_given_pairs_get_the_same_answer_over_http(service: str, expected: list[Answer]) -> None:
    answer = post(f"{service}/v1/predict", {"examples": list(records())})
    same((one["probabilities"] for one in answer["predictions"]), expected)


def analysed_by_command(file: Path, _: Path) -> Judged:
    return of_report(json.loads(invoke("analyze", file, "--format", "json").out))


def analysed_together(_: Path, __: Path) -> Judged:
    from stance.report.as_json import to_record

    return of_report(to_record(analyzer().analyze_together([article(), "Ghana met Togo."])[0]))


def analysed_by_batch(file: Path, folder: Path) -> Judged:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra batch")
    done = invoke("batch", file, "-o", folder / "out")
    assert done.code == 0, done.err
    return of_rows(parquet.read_table(folder / "out" / "judgements").to_pylist())


def analysed_by_spacy(_: Path, __: Path) -> Judged:
    spacy = pytest.importorskip("spacy", reason="needs the extra spacy")
    import stance.integrations.spacy  # noqa: F401  (an installed package is found by its entry point)
    from stance.report.as_json import to_record

    nlp = spacy.blank("en")
    nlp.add_pipe("stance", config={"threads": 1})
    return of_report(to_record(nlp(article())._.stance_report))


def analysed_by_pandas(_: Path, __: Path) -> Judged:
    pandas = pytest.importorskip("pandas")
    frame = score(pandas.DataFrame({"text": [article()]}), model=analyzer())
    return of_rows(frame.to_dict("records"))


def analysed_by_ray(_: Path, __: Path) -> Judged:
    pyarrow = pytest.importorskip("pyarrow", reason="needs the extra batch")
    from stance.integrations.ray import StancePredictor

    return of_rows(StancePredictor()(pyarrow.table({"text": [article()]})).to_pylist())


def analysed_by_spark(_: Path, __: Path) -> Judged:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow", reason="needs the extra batch")
    from stance.integrations.spark import judgements

    (rows,) = judgements([pandas.DataFrame({"text": [article()]})])
    return of_rows(rows.to_dict("records"))


FOUND: dict[str, Callable[[Path, Path], Judged]] = {
    "stance analyze": analysed_by_command,
    "analyze_together": analysed_together,
    "stance batch": analysed_by_batch,
    "spaCy": analysed_by_spacy,
    "pandas": analysed_by_pandas,
    "Ray": analysed_by_ray,
    "Spark": analysed_by_spark,
}


@pytest.mark.parametrize("way", FOUND)
def test_found_pairs_get_the_same_answer(way: str, article_file: Path, judged: Judged, tmp_path: Path) -> None:
    same_judgements(FOUND[way](article_file, tmp_path), judged)


def test_found_pairs_get_the_same_answer_over_http(service: str, judged: Judged) -> None:
    same_judgements(of_report(post(f"{service}/v1/analyze", {"text": article()})), judged)


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromedriver"), reason="no chromium with its chromedriver is installed")
@pytest.mark.skipif(find_spec("selenium") is None, reason="needs selenium")
def test_found_pairs_get_the_same_answer_in_the_browser(service: str, judged: Judged) -> None:
    from tests.browser_world import chromium, saved_report

    with chromium() as browser:
        same_judgements(of_report(saved_report(browser, service, article())), judged)
