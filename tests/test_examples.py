"""Examples in and out of files: columns, label sets, spans, and errors that name file and line."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import DataError, MissingExtraError
from stance.examples import MAX_SHOWN, data_error, examples_from_records, read_examples, write_examples
from stance.labels import STANCE_LABELS
from stance.types import Span, StanceExample

TEXT = 'Ruritania said, "we back Graustark", and signed.'
FULL = StanceExample(
    id="a-1",
    text=TEXT,
    source="Ruritania",
    target="Graustark",
    labels=frozenset({"cooperative", "supportive"}),
    context=("The ministers met, at last.", 'They said "yes".'),
    also="neutral",
    source_spans=(Span(0, 9), Span(17, 19)),
    target_spans=(Span(25, 34),),
    voice="direct_quote",
    corpus="mine",
    weight=0.5,
    group="story 1",
)
BARE = StanceExample(id="a-2", text="Nothing, here", source="A", target="B", labels=frozenset({"neutral"}))


def json_line(**changes: object) -> str:
    record = {"text": TEXT, "source": "Ruritania", "target": "Graustark", "label": "supportive"} | changes
    return json.dumps({name: value for name, value in record.items() if value is not None}) + "\n"


WHOLE = gzip.compress(b"".join(json_line(id=f"{n}", weight=n / 7 + 1).encode() for n in range(50)))  # cut off by tests


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".parquet", ".jsonl.gz", ".csv.gz"])
def test_round_trip(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"data{suffix}"
    write_examples(path, [FULL, BARE])
    read = read_examples(path)
    assert [example.origin.split(":")[0] for example in read] == [str(path)] * 2
    assert [_without_origin(example) for example in read] == [FULL, BARE]


def _without_origin(example: StanceExample) -> StanceExample:
    from dataclasses import replace

    return replace(example, origin="")


@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
    context=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])).filter(str.strip)),
)
def test_any_text_survives_a_table(tmp_path_factory: pytest.TempPathFactory, text: str, context: list[str]) -> None:
    path = tmp_path_factory.mktemp("tables") / "data.csv"
    example = StanceExample(
        id="1", text=text, source="A", target="B", labels=frozenset({"neutral"}), context=tuple(context)
    )
    write_examples(path, [example])
    assert _without_origin(read_examples(path)[0]) == example


def test_csv_cells(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(
        f'text,source,target,label,source_spans,context\n"{TEXT.replace(chr(34), chr(34) * 2)}",Ruritania,Graustark,'
        'hostile|distancing,0:9;17:19,"First.\nSecond."\n',
        encoding="utf-8-sig",
    )
    (example,) = read_examples(path)
    assert example.labels == {"hostile", "distancing"}
    assert [span.of(example.text) for span in example.source_spans] == ["Ruritania", "we"]
    assert example.context == ("First.", "Second.")
    assert example.id == "data.csv:3"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("supportive", {"supportive"}),
        ("positive", {"cooperative", "supportive"}),
        ("negative", {"hostile", "distancing"}),
        ("neutral", {"neutral"}),
        ("neutral|negative", {"neutral", "hostile", "distancing"}),
        (["distancing", "neutral"], {"distancing", "neutral"}),
    ],
)
def test_labels_are_sets(label: object, expected: set[str]) -> None:
    record = {"text": TEXT, "source": "A", "target": "B", "labels": label}
    assert examples_from_records([(1, record)], place="here")[0].labels == expected


def test_labels_are_optional_for_prediction(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(json_line(label=None))
    assert read_examples(path, labelled=False)[0].labels == set(STANCE_LABELS.names)
    with pytest.raises(DataError, match="label is missing"):
        read_examples(path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"source": None}, "source is missing"),
        ({"target": "  "}, "target is missing"),
        ({"target": "Ruritania"}, "two distinct actors"),
        ({"text": 3}, "text must be text, found 3"),
        ({"label": "suportive"}, r"unknown label 'suportive': expected one of hostile.*; did you mean 'supportive'\?"),
        ({"labels": "neutral"}, "both label and labels"),
        ({"label": 2}, "must be a name or a list"),
        ({"also": "positive"}, "also: unknown label 'positive'"),
        ({"source_spans": [[0, 900]]}, "0:900 lies outside the text of 48 characters"),
        ({"target_spans": [[5, 5]]}, "5:5 lies outside"),
        ({"target_spans": "3-9"}, "must be"),
        ({"target_spans": [[1]]}, "must be"),
        ({"weight": 0}, "weight must be a number above 0"),
        ({"weight": "nan"}, "weight must be a number above 0"),
        ({"voice": "sung"}, "unknown voice 'sung'"),
        ({"context": 4}, "context must be"),
        ({"contxt": "x"}, "unknown column 'contxt'; did you mean 'context'?"),
    ],
)
def test_each_problem_names_its_line(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(json_line() + json_line(**changes))
    with pytest.raises(DataError, match=message) as caught:
        read_examples(path)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(f"{path}:2: ")


def test_all_problems_at_once(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(json_line(id="x") + "{\n" + "[1]\n" + json_line(id="x") + json_line(weight=-1, label="bad"))
    with pytest.raises(DataError, match=r"5 problem\(s\)") as caught:
        read_examples(path)
    assert [problem.split(": ")[0].rsplit(":", 1)[1] for problem in caught.value.problems] == ["2", "3", "5", "5", "4"]


def test_other_columns_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(json_line(country="Ruritania", url="https://example.org"))
    assert len(read_examples(path)) == 1


def test_many_problems_are_capped() -> None:
    error = data_error("x", [f"line {n}" for n in range(MAX_SHOWN + 7)])
    assert f"{MAX_SHOWN + 7} problem(s)" in str(error)
    assert str(error).endswith("… and 7 more")
    assert f"line {MAX_SHOWN}" not in str(error)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("data.xlsx", b"x", "unknown format '.xlsx'"),
        ("data.csv", b"text,source\na,b\n", "column 'target' is missing"),
        ("data.csv", b"text,source,target,label\na,b,c,neutral,d\n", "more cells than the 4 columns"),
        ("data.csv", b'text,source,target,label\n"a"b,b,c,neutral\n', "not a well-formed table"),
        ("data.jsonl", b"\xff\xfe", "not UTF-8"),
        ("data.jsonl", b"\n", "holds no examples"),
        ("data.jsonl.gz", b"plain", "cannot be read as gzip"),
        ("data.jsonl.gz", WHOLE[:-12], "cannot be read as gzip"),
        ("data.csv.gz", WHOLE[:30] + b"\xff\xff\xff\xff" + WHOLE[34:], "cannot be read as gzip"),
        ("data.parquet", b"plain", "not a Parquet file"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=message) as caught:
        read_examples(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("action", [read_examples, lambda path: write_examples(path, [BARE])], ids=["read", "write"])
def test_parquet_without_pyarrow_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: Callable[[Path], object]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"Parquet needs packages .* pip install 'stance\[parquet\]'"):
        action(tmp_path / "data.parquet")
    assert not list(tmp_path.iterdir())


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.jsonl: cannot be read"):
        read_examples(tmp_path / "none.jsonl")


def test_gzip_is_read_as_written_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl.gz"
    path.write_bytes(gzip.compress(json_line().encode()))
    assert read_examples(path)[0].text == TEXT
