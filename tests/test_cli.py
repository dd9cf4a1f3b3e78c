"""The commands on good input: what goes where, in which format, in which order."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from runpy import run_module

import pyarrow.parquet as pq
import pytest

from stance import StanceAnalyzer, __version__
from stance.cli.output import counted
from stance.text.read import read_documents
from tests.commandline import command, environment, invoke, spawn
from tests.tiny import shared_bundle

ARTICLE = """\
Astana and Beijing agree on a rail link

Kazakhstan and China signed an agreement on a new rail link on Monday. Chinese Foreign Minister Wang Yi thanked Astana.

Russia condemned the agreement, and the European Union voiced concern over the pressure of Russia on Kazakhstan.
"""
ESCAPE = "\x1b["


@pytest.fixture
def model() -> Path:
    return shared_bundle()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "rail.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def several(tmp_path: Path) -> Path:
    path = tmp_path / "several.jsonl"
    records = [{"id": f"d{n}", "text": ARTICLE, "date": f"2024-05-0{n}"} for n in (1, 2, 3)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def lines_of(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_help_names_every_command() -> None:
    done = invoke("--help")
    assert done.code == 0
    assert not done.err
    for name in ("analyze", "predict", "actors", "evaluate", "train", "runs", "models"):
        assert re.search(rf"^│ {name} ", done.out, re.MULTILINE), name


def test_no_command_shows_the_help() -> None:
    assert invoke() == invoke("--help")


def test_help_is_quick() -> None:
    """Processor time, and the best of three: a busy machine must not decide."""
    times = []
    for _ in range(3):
        before = os.times()
        subprocess.run(command("--help"), check=True, capture_output=True, env=environment())
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert 0 < min(times) < 0.4


def test_version() -> None:
    assert invoke("--version").out == f"stance {__version__}\n"


def test_the_package_runs_as_a_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["stance", "--version"])
    with pytest.raises(SystemExit, match="0"):
        run_module("stance", run_name="__main__")
    assert capsys.readouterr().out == f"stance {__version__}\n"


def test_the_table_shows_dyads_and_evidence(model: Path, article: Path) -> None:
    done = invoke("analyze", article, "--model", model, "--date", "3 May 2024")
    assert done.code == 0
    assert not done.err
    assert "KAZ → CHN" in done.out
    assert "2024-05-03" in done.out
    assert "voiced concern" in " ".join(done.out.split())


def test_a_given_voice_speaks_and_the_report_says_so(model: Path, tmp_path: Path) -> None:
    path = tmp_path / "statement.txt"
    path.write_text("The raid was a crime. We expect an answer from Iran.", encoding="utf-8")
    done = invoke("analyze", path, "--model", model, "--voice", "Poland", "--format", "json")
    report = json.loads(done.out)
    assert report["document"]["metadata"]["voice"] == "POL"
    assert report["notes"] == ["read as the voice of Poland (POL): voice given for the document"]
    assert ("POL", "IRN", "direct_quote") in {(p["source"], p["target"], p["voice"]) for p in report["predictions"]}
    table = invoke("analyze", path, "--model", model, "--voice", "POL")
    assert report["notes"][0] in " ".join(table.out.split())


def test_jsonl_gives_every_judgement_of_the_library(model: Path, article: Path) -> None:
    done = invoke("analyze", article, "--model", model, "--format", "jsonl")
    (document,) = read_documents(article)
    expected = StanceAnalyzer.load(model).analyze(document).predictions
    found = lines_of(done.out)
    assert len(expected) > 5
    assert [(f["source"]["code"], f["target"]["code"], f["label"], f["score"]) for f in found] == [  # type: ignore[index]
        (p.pair.source.code, p.pair.target.code, p.label, pytest.approx(p.score)) for p in expected
    ]


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "html"])
def test_a_file_holds_what_the_screen_shows(model: Path, article: Path, tmp_path: Path, format: str) -> None:
    target = tmp_path / f"report.{format}"
    screen = invoke("analyze", article, "--model", model, "--format", format)
    done = invoke("analyze", article, "--model", model, "-o", target)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert target.read_text(encoding="utf-8") == screen.out
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_format_goes_before_suffix(model: Path, article: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    invoke("analyze", article, "--model", model, "-o", target, "--format", "json")
    assert json.loads(target.read_text(encoding="utf-8"))["document"]["id"] == "rail"


def test_a_table_in_a_file_is_plain_text(
    model: Path, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    target = tmp_path / "report.txt"
    assert invoke("analyze", article, "--model", model, "-o", target).code == 0
    text = target.read_text(encoding="utf-8")
    assert "KAZ → CHN" in text
    assert ESCAPE not in text


def test_parquet(model: Path, several: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.parquet"
    assert invoke("analyze", several, "--model", model, "-o", target).code == 0
    rows = pq.read_table(target).to_pylist()
    assert list(dict.fromkeys(row["document"] for row in rows)) == ["d1", "d2", "d3"]


def test_several_documents_give_several_reports(model: Path, several: Path) -> None:
    table = invoke("analyze", several, "--model", model).out
    places = [table.index(name) for name in ("d1 · 2024-05-01", "d2 · 2024-05-02", "d3 · 2024-05-03")]
    assert places == sorted(places)
    reports = json.loads(invoke("analyze", several, "--model", model, "--format", "json").out)
    assert [report["document"]["id"] for report in reports] == ["d1", "d2", "d3"]
    rows = list(csv.DictReader(StringIO(invoke("analyze", several, "--model", model, "--format", "csv").out)))
    assert {row["document"] for row in rows} == {"d1", "d2", "d3"}


def test_a_batch_gives_what_single_calls_give(model: Path, several: Path, article: Path) -> None:
    together = lines_of(invoke("analyze", several, "--model", model, "--format", "jsonl").out)
    alone = lines_of(invoke("analyze", article, "--model", model, "--format", "jsonl").out)
    assert [line["score"] for line in together if line["document"] == "d2"] == [line["score"] for line in alone]


def test_standard_input(model: Path, article: Path) -> None:
    piped = lines_of(invoke("analyze", "-", "--model", model, "--format", "jsonl", stdin=ARTICLE.encode()).out)
    named = lines_of(invoke("analyze", article, "--model", model, "--format", "jsonl").out)
    assert [line | {"document": "rail"} for line in piped] == named


def test_input_format_overrides_the_guess(model: Path, tmp_path: Path) -> None:
    path = tmp_path / "records.dat"
    path.write_text(json.dumps({"id": "one", "text": ARTICLE}) + "\n", encoding="utf-8")
    done = invoke("analyze", path, "--model", model, "--input-format", "jsonl", "--format", "jsonl")
    assert {line["document"] for line in lines_of(done.out)} == {"one"}


def test_context_changes_what_the_model_sees(model: Path, article: Path) -> None:
    def scores(*options: str) -> list[object]:
        return [
            line["score"]
            for line in lines_of(invoke("analyze", article, "--model", model, "-f", "jsonl", *options).out)
        ]

    assert scores() == scores("--context", "2")  # the tiny bundle's own setting
    assert scores() != scores("--context", "0")


def test_sentiment_adds_the_author(model: Path, article: Path) -> None:
    def sources(*options: str) -> set[str]:
        found = lines_of(invoke("analyze", article, "--model", model, "-f", "jsonl", *options).out)
        return {line["source"]["code"] for line in found}  # type: ignore[index]

    assert "AUTHOR" not in sources()
    assert "AUTHOR" in sources("--sentiment")


def test_lines(model: Path, tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("China thanked Russia. Russia thanked China.\nChina left.\n", encoding="utf-8")
    found = lines_of(invoke("analyze", path, "--model", model, "-f", "jsonl", "--lines").out)
    assert {line["sentence"]["text"] for line in found} == {"China thanked Russia. Russia thanked China."}  # type: ignore[index]


def test_own_actors(model: Path, tmp_path: Path) -> None:
    text, overlay = tmp_path / "a.txt", tmp_path / "actors.csv"
    text.write_text("Freedonia attacked Sylvania.", encoding="utf-8")
    overlay.write_text(
        "text,code,how,name,kind\nFreedonia,FRD,name,Freedonia,state\nSylvania,SYL,name,Sylvania,state\n",
        encoding="utf-8",
    )
    found = lines_of(invoke("analyze", text, "--model", model, "-f", "jsonl", "--actors", overlay).out)
    assert {(line["source"]["code"], line["target"]["code"]) for line in found} == {("FRD", "SYL"), ("SYL", "FRD")}  # type: ignore[index]


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "html"])
def test_an_article_without_actors_gives_an_empty_report_that_says_so(model: Path, tmp_path: Path, format: str) -> None:
    path = tmp_path / "garden.txt"
    path.write_text("The roses opened early this year. Bees came.", encoding="utf-8")
    done = invoke("analyze", path, "--model", model, "--format", format)
    assert done.code == 0
    assert "No actors found" in (done.out if format == "table" else done.err)
    if format == "json":
        assert json.loads(done.out)["dyads"] == []


PAIRS = (
    {"id": "b", "text": "Kazakhstan thanked China for the loan.", "source": "KAZ", "target": "CHN"},
    {"id": "a", "text": "Kazakhstan thanked China for the loan.", "source": "CHN", "target": "KAZ"},
    {"text": "He promised help.", "source": "RUS", "target": "ARM", "context": ["Putin met Pashinyan."]},
)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(pair) + "\n" for pair in PAIRS), encoding="utf-8")
    return path


def test_predict_keeps_order_and_ids(model: Path, pairs: Path) -> None:
    done = invoke("predict", pairs, "--model", model)
    assert (done.code, done.err) == (0, "")
    rows = lines_of(done.out)
    assert [row["id"] for row in rows] == ["b", "a", "pairs.jsonl:3"]
    assert list(rows[0]) == ["id", "source", "target", "label", "label_set", "probabilities", "score", "truncated"]
    assert sum(rows[0]["probabilities"].values()) == pytest.approx(1)  # type: ignore[attr-defined]
    assert rows[0]["score"] != rows[1]["score"], "source and target swapped must not read alike"


def test_predict_finds_the_actors_that_have_no_spans(model: Path, pairs: Path, tmp_path: Path) -> None:
    path = tmp_path / "spans.jsonl"
    path.write_text(json.dumps(PAIRS[0] | {"source_spans": [[0, 10]], "target_spans": [[19, 24]]}), encoding="utf-8")
    with_spans, without = (lines_of(invoke("predict", p, "--model", model).out)[0] for p in (path, pairs))
    assert with_spans["score"] == pytest.approx(without["score"])
    implied = tmp_path / "implied.jsonl"
    implied.write_text(json.dumps(PAIRS[0] | {"text": "It thanked them for the loan."}), encoding="utf-8")
    assert lines_of(invoke("predict", implied, "--model", model).out)[0]["score"] != pytest.approx(without["score"])


def test_predict_in_all_formats(model: Path, pairs: Path, tmp_path: Path) -> None:
    rows = lines_of(invoke("predict", pairs, "--model", model).out)
    table = list(csv.DictReader(StringIO(invoke("predict", pairs, "--model", model, "--format", "csv").out)))
    assert [(row["id"], row["label"], row["truncated"]) for row in table] == [
        (r["id"], r["label"], "false") for r in rows
    ]
    target = tmp_path / "out.parquet"
    assert invoke("predict", "-", "--model", model, "-o", target, stdin=pairs.read_bytes()).code == 0
    stored = pq.read_table(target).to_pylist()
    assert [row["label_set"] for row in stored] == [row["label_set"] for row in rows]
    assert [row["p_neutral"] for row in stored] == [row["probabilities"]["neutral"] for row in rows]  # type: ignore[index]


def test_actors_of_a_text_a_file_and_standard_input(article: Path) -> None:
    def codes(*arguments: str | Path, stdin: bytes = b"") -> list[object]:
        return [line["actor"] for line in lines_of(invoke("actors", *arguments, "-f", "jsonl", stdin=stdin).out)]

    assert codes("China thanked Russia.") == ["CHN", "RUS"]
    assert codes("show", "China thanked Russia.") == ["CHN", "RUS"]
    assert codes(article) == codes("-", stdin=ARTICLE.encode())
    assert {"KAZ", "CHN", "RUS", "EU"} <= set(codes(article))


def test_actors_as_a_table() -> None:
    done = invoke("actors", "China thanked Russia.")
    assert re.search(r"^text +1 +China +CHN +China +name", done.out, re.MULTILINE)


def test_actors_in_another_language() -> None:
    found = lines_of(invoke("actors", "--language", "ru", "Россия ответила Китаю.", "-f", "jsonl").out)
    assert [line["actor"] for line in found] == ["RUS", "CHN"]
    assert [
        line["actor"] for line in lines_of(invoke("actors", "resolve", "-l", "de", "Chinas", "-f", "jsonl").out)
    ] == ["CHN"]


def test_no_actors_is_no_error() -> None:
    done = invoke("actors", "The roses opened.")
    assert (done.code, done.out) == (0, "")
    assert "no actors found" in done.err


def test_resolve_a_name_with_and_without_a_date() -> None:
    ever = lines_of(invoke("actors", "resolve", "Tokayev", "--format", "jsonl").out)
    assert {form["actor"] for form in ever} == {"KAZ"}
    assert invoke("actors", "resolve", "Tokayev", "--date", "2024-05-01").code == 0
    before = invoke("actors", "resolve", "Tokayev", "--date", "1991-05-01")
    assert (before.code, before.out) == (1, "")
    assert "nobody on 1991-05-01" in before.err


def test_resolve_an_unknown_name_suggests_another() -> None:
    done = invoke("actors", "resolve", "Kazakhstann")
    assert done.code == 1
    assert "Kazakhstan" in done.err


LABELLED = [PAIRS[0] | {"label": "cooperative"}, PAIRS[1] | {"label": "neutral"}]


def test_evaluate_a_labelled_file(model: Path, tmp_path: Path) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in LABELLED), encoding="utf-8")
    table = invoke("evaluate", model, path)
    assert table.code == 0
    assert "macro-F1 (5 labels)" in table.out
    assert json.loads(invoke("evaluate", model, path, "--format", "json").out)["overall"]["n"] == 2


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    folder = tmp_path / "coded"
    (folder / "articles").mkdir(parents=True)
    text = "# written for the tests\nKazakhstan thanked China.\nRussia attacked Ukraine.\n"
    (folder / "articles" / "01_made_up.txt").write_text(text, encoding="utf-8")
    head = "file\tline\tsource\ttarget\tlabel\talso\tsource_text\ttarget_text\tvoice\n"
    rows = (
        "01\t1\tKAZ\tCHN\tcooperative\t-\tKazakhstan\tChina\taction\n"
        "01\t2\tRUS\tUKR\thostile\t-\tRussia\tUkraine\taction\n"
    )
    for name in ("gold.tsv", "coder_1.tsv"):
        (folder / name).write_text(head + rows, encoding="utf-8")
    return folder


def test_evaluate_a_coded_folder(model: Path, coded: Path, tmp_path: Path) -> None:
    given, found = tmp_path / "given.tsv", tmp_path / "found.tsv"
    done = invoke("evaluate", model, coded, "--predictions", given, "--found", found, "-o", tmp_path / "figures.json")
    assert (done.code, done.out) == (0, "")
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["found"]["gold"] == 2
    assert [line.split("\t")[:4] for line in given.read_text(encoding="utf-8").splitlines()[1:]] == [
        ["01", "1", "KAZ", "CHN"],
        ["01", "2", "RUS", "UKR"],
    ]
    assert "End to end" in invoke("evaluate", model, coded, "--file", "coder_1.tsv").out
    assert len(found.read_text(encoding="utf-8").splitlines()) > 1


def test_no_colour_in_a_pipe(model: Path, article: Path) -> None:
    done = spawn("analyze", article, "--model", model)
    assert (done.code, done.err) == (0, "")
    assert ESCAPE not in done.out


def on_a_terminal(*arguments: str | Path, **changes: str) -> str:
    """What a terminal of 100 columns receives."""
    controller, terminal = pty.openpty()
    env = environment(TERM="xterm-256color", COLUMNS="100", **changes)
    with subprocess.Popen(command(*arguments), stdout=terminal, stderr=terminal, stdin=terminal, env=env) as process:
        os.close(terminal)
        received = b""
        while chunk := _read(controller):
            received += chunk
    os.close(controller)
    assert process.returncode == 0
    return received.decode()


def _read(controller: int) -> bytes:
    try:
        return os.read(controller, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_colour_on_a_terminal_unless_refused(model: Path, article: Path) -> None:
    assert ESCAPE + "1m" in on_a_terminal("analyze", article, "--model", model)
    for plain in (
        on_a_terminal("analyze", article, "--model", model, NO_COLOR="1"),
        on_a_terminal("--no-color", "analyze", article, "--model", model),
    ):
        assert not re.search(r"\x1b\[[\d;]*3[0-8]", plain), "a colour"
        assert "KAZ → CHN" in plain


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_records_are_counted_where_only_the_report_leaves_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(sys, "stdout", StringIO())
    assert list(counted("ab")) == ["a", "b"]
    assert sys.stderr.getvalue() == "\r1 read\r2 read\r\x1b[K"
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert list(counted("ab")) == ["a", "b"]
    assert sys.stderr.getvalue() == ""


def test_output_is_utf8_whatever_the_locale(model: Path, article: Path) -> None:
    done = spawn("analyze", article, "--model", model, "-f", "json", PYTHONIOENCODING="ascii")
    assert json.loads(done.out)["document"]["id"] == "rail"
    table = spawn("analyze", article, "--model", model, PYTHONIOENCODING="ascii")
    assert table.code == 0
    assert "KAZ ? CHN" in table.out


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("format", ["table", "jsonl"])
def test_a_reader_that_stops_early_and_an_interrupt_are_quiet(model: Path, tmp_path: Path, format: str) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps({"text": ARTICLE}) + "\n") * 500, encoding="utf-8")
    # Whatever started the tests may ignore interrupts, and a child inherits that: hence a start that does not.
    start = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from stance.cli import main; main()"
    )
    arguments = [sys.executable, "-c", start, *command("analyze", path, "--model", model, "--format", format)[3:]]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdout=pipe, stderr=pipe, env=environment()) as reading:
        assert reading.stdout is not None
        assert reading.stdout.readline()
        reading.stdout.close()
        assert reading.stderr is not None
        assert reading.stderr.read() == b""
    with subprocess.Popen(arguments, stdout=pipe, stderr=pipe, env=environment()) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (130, b"")
