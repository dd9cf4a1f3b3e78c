from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from stance.aggregate import aggregate
from stance.errors import ConfigError, DataError, MissingExtraError, StanceError
from stance.files import write_atomic
from stance.labels import STANCE_LABELS
from stance.report import render, render_many
from stance.report.as_json import load_report
from stance.report.parquet import to_table, write_parquet
from stance.report.records import SCHEMA_VERSION, columns, flat, judgements
from stance.report.terminal import print_report
from stance.report.view import overview, skipped_groups, title_of
from stance.types import Report
from tests.factories import MODEL, Line, central_asia_report, empty_report, make_report, many_actors_report

NASTY = 'He said: "KAZ|RUS",\r\nthen\u2028left; =1+1 <b>\x85 Ünïcode 中文'


def nasty_report() -> Report:
    names = {"KAZ": ("KAZ", "name"), "RUS": ("RUS", "name")}
    return make_report(
        [Line(NASTY, ("KAZ>RUS hostile .7 direct_quote", "RUS>KAZ neutral .6"))],
        names=names,  # type: ignore[arg-type]
        id='a,"b"\n',
        title="=cmd, “quoted”",
        metadata={"when": date(2020, 1, 2), "score": float("nan"), "tags": {"a"}, 3: [None, True, 1.5]},
    )


REPORTS = [central_asia_report(), many_actors_report(), nasty_report(), empty_report(), empty_report("")]
ids = ["central-asia", "many", "nasty", "no-actors", "no-text"]


def expected_rows(report: Report) -> list[dict[str, object]]:
    return [dict(flat(judgement)) for judgement in judgements(report)]


# JSON


@pytest.mark.parametrize("report", REPORTS, ids=ids)
def test_json_reads_back_whole(report: Report) -> None:
    again = load_report(render(report, format="json"))
    assert replace(again, document=report.document) == report
    assert replace(again.document, metadata={}) == replace(report.document, metadata={})


def test_json_holds_what_a_reader_looks_for() -> None:
    record = json.loads(render(central_asia_report(), format="json"))
    assert record["schema_version"] == SCHEMA_VERSION
    assert record["document"]["metadata"] == {"section": "Analysis", "words": 1204}
    assert record["skipped_counts"]["teaser"] == 1
    dyad = next(d for d in record["dyads"] if (d["source"], d["target"]) == ("KAZ", "RUS"))
    assert dyad["mixed"]
    assert dyad["stance"] == "mixed: cooperative and distancing"
    labels = [record["predictions"][index]["label"] for index in dyad["evidence"]]
    assert labels == ["distancing", "cooperative", "distancing", "cooperative", "distancing"]


def test_json_metadata_that_json_cannot_hold_is_written_as_text_or_null() -> None:
    metadata = json.loads(render(nasty_report(), format="json"))["document"]["metadata"]
    assert metadata == {"when": "2020-01-02", "score": None, "tags": ["a"], "3": [None, True, 1.5]}


def test_several_reports_are_a_list() -> None:
    assert [r["document"]["id"] for r in json.loads(render_many(REPORTS[:2], format="json"))] == [
        "steppe-2023-014",
        "many",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"schema_version": "1.0"}', '{"schema_version": 3}'])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="not a stance report"):
        load_report(text)


def test_another_schema_version_is_refused() -> None:
    with pytest.raises(DataError, match=r"9\.0.*expected 1\.2"):
        load_report('{"schema_version": "9.0"}')


# JSONL, CSV, Parquet


@pytest.mark.parametrize("report", REPORTS, ids=ids)
def test_jsonl_has_one_complete_line_a_judgement(report: Report) -> None:
    records = [json.loads(line) for line in render(report, format="jsonl").splitlines()]
    assert len(records) == len(report.predictions)
    for record, prediction in zip(records, report.predictions, strict=True):
        assert record["document"] == report.document.id
        assert (record["source"]["code"], record["target"]["code"]) == (
            prediction.pair.source.code,
            prediction.pair.target.code,
        )
        assert record["probabilities"] == prediction.probabilities
        assert (record["label"], record["score"], record["voice"]) == (
            prediction.label,
            prediction.score,
            prediction.pair.voice,
        )
        span = record["sentence"]
        assert report.document.text[span["start"] : span["end"]] == span["text"]
        for mention in record["source"]["mentions"] + record["target"]["mentions"]:
            assert report.document.text[mention["start"] : mention["end"]] == mention["text"]
            assert mention["how"]


@pytest.mark.parametrize("report", REPORTS, ids=ids)
def test_csv_reads_back(report: Report) -> None:
    table = {column.name: column for column in columns(report.model.labels)}
    rows = list(csv.DictReader(io.StringIO(render(report, format="csv"), newline="")))
    read = {
        "text": lambda cell: cell or None,
        "integer": int,
        "number": float,
        "flag": {"true": True, "false": False}.__getitem__,
        "labels": lambda cell: cell.split("|"),
        "mentions": json.loads,
    }
    assert [{name: read[table[name].kind](cell) for name, cell in row.items()} for row in rows] == expected_rows(report)


def test_csv_of_several_reports_has_one_header() -> None:
    rows = list(csv.reader(io.StringIO(render_many(REPORTS, format="csv"), newline="")))
    assert len(rows) == 1 + sum(len(report.predictions) for report in REPORTS)
    assert sum(row[0] == "schema_version" for row in rows) == 1


def test_one_table_refuses_two_schemes() -> None:
    other = replace(REPORTS[0], model=replace(MODEL, labels=("negative", "neutral", "positive")))
    with pytest.raises(ConfigError, match="negative, neutral, positive"):
        render_many([REPORTS[0], other], format="csv")


def test_parquet_reads_back_with_its_schema(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    write_parquet(iter(REPORTS), tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.to_pylist() == [row for report in REPORTS for row in expected_rows(report)]
    metadata = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert metadata["stance.schema_version"] == SCHEMA_VERSION
    assert json.loads(metadata["stance.models"])[0]["name"] == "test-model"
    assert table.schema.names == [column.name for column in columns(MODEL.labels)]
    assert table.schema.field("score").metadata[b"description"] == b"expected score"


def test_parquet_without_judgements_keeps_its_columns() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    assert to_table([]).num_rows == 0
    assert to_table([]).schema.names == to_table(REPORTS[:1]).schema.names


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"stance\[parquet\]"):
        write_parquet(REPORTS[:1], tmp_path / "out.parquet")
    assert not list(tmp_path.iterdir())


def test_swapped_actors_change_every_format() -> None:
    names = {"KAZ": ("KAZ", "name"), "RUS": ("RUS", "name")}
    one, other = (
        make_report([Line("KAZ thanked RUS.", (spec,))], names=names)  # type: ignore[arg-type]
        for spec in ("KAZ>RUS supportive .9", "RUS>KAZ supportive .9")
    )
    for format in ("json", "jsonl", "csv", "html"):
        assert render(one, format=format) != render(other, format=format)


@pytest.mark.parametrize(("format", "hint"), [("jsn", "json"), ("HTML", None), ("yaml", None)])
def test_unknown_format(format: str, hint: str | None) -> None:
    with pytest.raises(ConfigError, match="expected one of json, jsonl, csv, html") as caught:
        render(REPORTS[0], format=format)
    assert hint is None or f"did you mean {hint!r}" in str(caught.value)


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "html"])
def test_lone_surrogates_do_not_stop_a_report(format: str) -> None:
    names = {"KAZ": ("KAZ", "name"), "RUS": ("RUS", "name")}
    report = make_report([Line("KAZ \ud83d RUS", ("KAZ>RUS hostile .7",))], names=names)  # type: ignore[arg-type]
    text = render(report, format=format)
    assert "KAZ ? RUS" in re.sub("<[^>]+>", "", text)
    assert text.encode("utf-8")


# Files


def test_write_atomic_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    write_atomic(path, "früher")
    write_atomic(path, b"\x00later")
    assert path.read_bytes() == b"\x00later"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX systems")
def test_write_atomic_keeps_usual_permissions_and_follows_links(tmp_path: Path) -> None:
    path, link, plain = tmp_path / "out.txt", tmp_path / "link.txt", tmp_path / "plain.txt"
    link.symlink_to(path)
    plain.write_text("as usual")
    write_atomic(link, "text")
    assert link.is_symlink()
    assert path.read_text() == "text"
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_write_atomic_after_a_failure_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StanceError, match="No space left"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_write_atomic_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="choose a file name in an existing, writable folder"):
        write_atomic(tmp_path / "missing" / "out.txt", "x")
    with pytest.raises(StanceError, match="cannot write"):
        write_atomic(tmp_path, "x")


@pytest.mark.skipif(os.name != "posix", reason="devices of POSIX systems")
def test_write_atomic_writes_to_a_device_and_does_not_replace_it() -> None:
    write_atomic(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()


# Terminal


def printed(report: Report, *, width: int = 80, colour: bool = False) -> str:
    stream = io.StringIO()
    system = "truecolor" if colour else None
    print_report(report, console=Console(file=stream, width=width, force_terminal=colour, color_system=system))
    return stream.getvalue()


@pytest.mark.parametrize("report", REPORTS, ids=ids)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_terminal_fits_its_width_and_is_plain_when_piped(report: Report, width: int) -> None:
    text = printed(report, width=width)
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= width


def test_terminal_shows_matrix_evidence_and_what_was_left_out() -> None:
    text = printed(central_asia_report())
    flat_text = " ".join(text.split())
    assert "Stance of the row toward the column" in text
    assert "│ KAZ │" in text
    assert "± mixed: cooperative and distancing −0.2 [" in flat_text
    assert "1 block: teaser “ALSO READ" in flat_text
    assert "2 mentions: " not in text
    assert "1 mention: pronoun without a clear antecedent “They”" in flat_text
    assert "… and 1 more line" in text


def test_terminal_shows_both_sides_of_a_mixed_dyad() -> None:
    text = " ".join(printed(central_asia_report()).split())
    evidence = text[text.index("KAZ → RUS Kazakhstan toward Russia") : text.index("CHN → KAZ China toward")]
    assert "distancing 84%" in evidence
    assert "cooperative 72%" in evidence


def test_terminal_with_many_actors_shows_a_matrix_of_some_and_lists_the_others() -> None:
    report = many_actors_report()
    text = printed(report)
    layout = overview(report)
    assert len({code for pair in layout.cells for code in pair}) <= 6
    assert {id(d) for d in (*layout.cells.values(), *layout.ranked, *layout.rest)} == {id(d) for d in report.dyads}
    assert "Stance of the row toward the column" in text
    assert "Other pairs: stance of the first toward the second" in text
    assert "Named together, no position: " in text


def test_a_narrow_terminal_lists_all_pairs() -> None:
    text = " ".join(printed(many_actors_report(), width=18).split())
    assert "│" not in text
    assert "Stance of the first toward the second" in text
    assert "AAX → ABX" in text


def test_terminal_colours_and_marks_actors_when_it_may() -> None:
    text = printed(central_asia_report(), colour=True)
    assert "\x1b[1;4mKazakh\x1b[0m" in text  # the source: bold and underlined
    assert "\x1b[1mRussia\x1b[0m" in text  # the target: bold
    assert "38;2;217;87;10m−−" in text


def test_terminal_is_not_rewritten_by_hostile_text() -> None:
    names = {"KAZ": ("KAZ", "name"), "RUS": ("RUS", "name")}
    line = Line("KAZ \x1b[2J [red]met[/red] RUS\x9b31m.", ("KAZ>RUS hostile .7",))
    text = printed(make_report([line], names=names, title="[bold]A\x1b]0;x\x07"))  # type: ignore[arg-type]
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert "[red]met[/red]" in text
    assert "[bold]A" in text


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (empty_report(), "No actors found"),
        (empty_report(""), "No sentences found"),
        (make_report([Line("KAZ rested.")], names={"KAZ": ("KAZ", "name")}), "No pairs found"),
        (
            make_report(
                [Line("KAZ and RUS.", ("KAZ>RUS neutral .9",))], names={"KAZ": ("KAZ", "name"), "RUS": ("RUS", "name")}
            ),
            "No positions found",
        ),
    ],
)
def test_an_empty_report_says_so(report: Report, words: str) -> None:
    assert words in printed(report)
    assert words in render(report, format="html")


def test_what_was_cut_for_the_model_is_said() -> None:
    report = central_asia_report()
    cut = tuple(replace(p, truncated=True) for p in report.predictions)
    dyads = aggregate(cut, scheme=STANCE_LABELS)
    report = replace(report, predictions=cut, dyads=dyads)
    assert "22 judgements made on a sentence cut for the model" in printed(report)
    assert "sentence cut for the model" in render(report, format="html")


# View


def test_matrix_orders_actors_by_lines_and_puts_the_author_last() -> None:
    lines = [Line("a", ("AUTHOR>RUS hostile .8",)), *(Line("b", ("KAZ>RUS hostile .8",)) for _ in range(2))]
    layout = overview(make_report(lines, names={}))
    assert [actor.code for actor in layout.rows] == ["KAZ", "AUTHOR"]
    assert [actor.code for actor in layout.columns] == ["RUS"]


def test_skipped_items_are_grouped_by_reason() -> None:
    groups = skipped_groups(central_asia_report())
    assert [(group.reason, len(group.items)) for group in groups] == [
        ("author biography", 1),
        ("teaser", 1),
        ("group that no earlier line names", 1),
        ("pronoun without a clear antecedent", 1),
    ]


def test_a_report_is_titled_by_title_headline_or_id() -> None:
    bare = make_report([Line("KAZ met RUS.")], names={})
    headed = replace(bare, sentences=(replace(bare.sentences[0], heading=True), *bare.sentences[1:]))
    titled = replace(headed, document=replace(bare.document, title="A  title"))
    assert [title_of(one) for one in (titled, headed, bare)] == ["A title", bare.sentences[0].text, bare.document.id]
