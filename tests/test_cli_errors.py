"""Bad input: one clear sentence on standard error, exit code 2, nothing on standard output."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commandline import Outcome, invoke
from tests.tiny import shared_bundle

TEXT = "China thanked Russia on Monday."


@pytest.fixture
def model() -> Path:
    return shared_bundle()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def refused(done: Outcome, *expected: str) -> str:
    """The sentence, after checking that it is one, and that nothing else was said."""
    assert done.code == 2, done
    assert done.out == ""
    first, *details = done.err.splitlines()
    assert first.startswith("error: ")
    assert all(line.startswith("  ") for line in details), "only the problems may follow, indented"
    assert "Traceback" not in done.err
    for part in expected:
        assert part in done.err
    return first


BAD_INPUTS: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "is empty"),
    "blank": ("a.txt", b" \n\t\n ", "is empty"),
    "empty lines": ("a.jsonl", b"", "is empty"),
    "binary": ("a.txt", bytes(range(256)) * 8, "binary"),
    "binary lines": ("a.jsonl", bytes(range(256)) * 8, "binary"),
    "one line of 50 MB": ("a.txt", b"word " * 10_000_000, "expected at most 20 MB"),
    "one record of 50 MB": ("a.jsonl", b'{"text": "' + b"word " * 10_000_000 + b'"}', "a.jsonl:1"),
    "cut off": ("a.json", b'{"text": "abc', "a.json:1: not JSON"),
    "no text": ("a.jsonl", b'{"id": 1}\n{"text": "ok"}\n{"words": "x"}\n', "a.jsonl:3"),
    "bad date inside": ("a.jsonl", b'{"text": "ok", "date": "soon"}', "soon"),
    "a table": ("a.csv", b"a,b\n1,2\n", ".csv"),
}


@pytest.mark.parametrize("case", BAD_INPUTS)
def test_unreadable_article(tmp_path: Path, model: Path, case: str) -> None:
    name, content, expected = BAD_INPUTS[case]
    path = tmp_path / name
    path.write_bytes(content)
    refused(invoke("analyze", path, "--model", model), expected, name)


def test_missing_file_and_folder(tmp_path: Path, model: Path) -> None:
    refused(invoke("analyze", tmp_path / "none.txt", "--model", model), "none.txt", "does not exist")
    refused(invoke("analyze", tmp_path, "--model", model), "is a folder", "expected a file")
    refused(invoke("actors", tmp_path / "none.txt"), "does not exist")
    refused(invoke("actors", tmp_path), "is a folder")
    refused(invoke("actors", ""), "empty")


def test_empty_standard_input(model: Path) -> None:
    refused(invoke("analyze", "-", "--model", model), "standard input", "empty")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a file that may not be read")
def test_forbidden_file(article: Path, model: Path) -> None:
    article.chmod(0)
    refused(invoke("analyze", article, "--model", model), "cannot be read")


def corrupt(folder: Path) -> None:
    with (folder / "model.onnx").open("ab") as file:
        file.write(b"\n")


def garble(folder: Path) -> None:
    (folder / "stance.json").write_text("{", encoding="utf-8")


def lose_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def lose_manifest(folder: Path) -> None:
    (folder / "stance.json").unlink()


def of_another_format(folder: Path) -> None:
    manifest = json.loads((folder / "stance.json").read_text(encoding="utf-8"))
    (folder / "stance.json").write_text(json.dumps(manifest | {"colour": "red"}), encoding="utf-8")


def no_onnx(folder: Path) -> None:
    manifest = json.loads((folder / "stance.json").read_text(encoding="utf-8"))
    (folder / "model.onnx").write_bytes(b"no model")
    del manifest["files"]["model.onnx"]
    (folder / "stance.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (corrupt, ("model.onnx", "checksum")),
        (garble, ("stance.json", "not a model manifest")),
        (lose_tokenizer, ("tokenizer.json", "missing")),
        (lose_manifest, ("stance.json", "is missing")),
        (of_another_format, ("stance.json", "colour")),
        (no_onnx, ("model.onnx", "cannot be loaded")),
        (shutil.rmtree, ("no such model folder",)),
    ],
)
def test_damaged_model_folder(
    tmp_path: Path, article: Path, model: Path, damage: Callable[[Path], None], expected: tuple[str, ...]
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model, folder)
    damage(folder)
    refused(invoke("analyze", article, "--model", folder), *expected)


@pytest.mark.parametrize("day", ["soon", "2024-13-01", "03/04/2024", ""])
def test_bad_date(article: Path, model: Path, day: str) -> None:
    refused(invoke("analyze", article, "--model", model, "--date", day), repr(day), "2026-11-23")
    refused(invoke("actors", "resolve", "Tokayev", "--date", day), repr(day))


def test_bad_actor_table_lists_every_problem(tmp_path: Path, article: Path, model: Path) -> None:
    overlay = tmp_path / "own.csv"
    overlay.write_text("text,code,how,since\nA,B,nickname,soon\nC,,name,\n", encoding="utf-8")
    done = invoke("analyze", article, "--model", model, "--actors", overlay)
    refused(done, "own.csv:2", "nickname", "soon", "own.csv:3")
    refused(invoke("analyze", article, "--model", model, "--actors", tmp_path / "no.csv"), "no.csv")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("analize", "x"), ("'analize'", "'analyze'")),
        (("--bogus",), ("--bogus", "stance --help")),
        (("analyze",), ("FILE", "stance analyze --help")),
        (("analyze", "x", "--fromat", "json"), ("--fromat", "--format")),
        (("analyze", "x", "--format", "xml"), ("'xml'", "'html'")),
        (("analyze", "x", "--input-format", "pdf"), ("'pdf'", "'jsonl'")),
        (("analyze", "x", "--context", "-1"), ("--context", "0")),
        (("analyze", "x", "--context", "two"), ("--context", "integer")),
        (("analyze", "x", "--model"), ("--model", "argument")),
        (("analyze", "x", "y"), ("y", "unexpected")),
        (("evaluate", "m"), ("DATA",)),
        (("actors", "resolve"), ("NAME", "stance actors resolve --help")),
        (("actors", "resolve", "a", "b"), ("b", "unexpected")),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], expected: tuple[str, ...]) -> None:
    done = invoke(*arguments)
    refused(done, *expected)
    assert len(done.err.splitlines()) == 1
    assert "Value error" not in done.err


def test_bad_output_is_noticed_before_the_work(tmp_path: Path, model: Path) -> None:
    """The article does not exist either: the output is checked first."""
    for output, expected in (
        (tmp_path / "none" / "x.json", "there is no folder"),
        (tmp_path / "x.pdf", "its suffix names no format"),
        (tmp_path / "x", "its suffix names no format"),
    ):
        refused(invoke("analyze", "none.txt", "--model", model, "-o", output), expected)
    refused(invoke("analyze", "none.txt", "--model", model, "-o", tmp_path, "-f", "json"), "is a folder")
    refused(invoke("analyze", "none.txt", "--model", model, "--format", "parquet"), "-o FILE.parquet")
    refused(invoke("predict", "none.jsonl", "--model", model, "--format", "parquet"), "-o FILE.parquet")


def test_html_of_several_articles(tmp_path: Path, model: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text((json.dumps({"text": TEXT}) + "\n") * 2, encoding="utf-8")
    refused(invoke("analyze", path, "--model", model, "--format", "html"))


def test_parquet_without_its_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model: Path) -> None:
    monkeypatch.setattr("stance.cli.output.find_spec", lambda _: None)
    refused(invoke("analyze", "x.txt", "-o", tmp_path / "x.parquet"), "stance[parquet]")
    refused(invoke("predict", "x.parquet", "--model", model), "stance[parquet]")


BAD_PAIRS: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "no column": ("p.csv", b"text,source\nabc,KAZ\n", ("p.csv:1", "'target'")),
    "binary": ("p.jsonl", bytes(range(128, 256)) * 8, ("p.jsonl", "UTF-8")),
    "empty": ("p.jsonl", b"", ("p.jsonl", "no examples")),
    "unknown format": ("p.xml", b"<p/>", ("'.xml'", ".jsonl")),
    "two problems": ("p.jsonl", b'{"text": "a", "source": "X", "target": "X"}\n[]\n', ("p.jsonl:1", "p.jsonl:2")),
    "misspelt": ("p.csv", b"text,source,target,contxt\na,X,Y,b\n", ("'contxt'", "'context'")),
}


@pytest.mark.parametrize("case", BAD_PAIRS)
def test_bad_pairs(tmp_path: Path, model: Path, case: str) -> None:
    name, content, expected = BAD_PAIRS[case]
    path = tmp_path / name
    path.write_bytes(content)
    refused(invoke("predict", path, "--model", model), *expected)


def test_bad_pairs_on_standard_input(model: Path) -> None:
    refused(invoke("predict", "-", "--model", model, stdin=b'{"text": "a"}\n'), "standard input:1", "target")


def test_bad_evaluation(tmp_path: Path, model: Path) -> None:
    pairs = tmp_path / "p.jsonl"
    pairs.write_text(json.dumps({"text": TEXT, "source": "CHN", "target": "RUS"}), encoding="utf-8")
    refused(invoke("evaluate", model, pairs), "p.jsonl:1", "label is missing")
    refused(invoke("evaluate", model, tmp_path / "none.jsonl"), "none.jsonl")
    refused(invoke("evaluate", model, tmp_path), "articles")
    refused(invoke("evaluate", model, pairs, "--found", tmp_path / "f.tsv"), "coded folder")
    refused(invoke("evaluate", model, tmp_path, "--found", tmp_path / "none" / "f.tsv"), "there is no folder")
    refused(invoke("evaluate", tmp_path / "none", pairs), "no such model folder")


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch, article: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("stance.analyzer.StanceAnalyzer.load", broken)
    with pytest.raises(ZeroDivisionError):
        invoke("analyze", article)


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, article: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stance.analyzer.StanceAnalyzer.load", interrupted)
    assert invoke("analyze", article) == Outcome(130, "", "")


def test_a_failed_analysis_leaves_the_old_file(tmp_path: Path, model: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("old", encoding="utf-8")
    refused(invoke("analyze", tmp_path / "none.txt", "--model", model, "-o", target))
    assert target.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("voice", "hint"), [("POLL", "POL"), ("Nowhereland", "a code such as"), ("", "a code such as"), ("USA,XQ", "'XQ'")]
)
def test_a_voice_that_is_no_actor(model: Path, article: Path, voice: str, hint: str) -> None:
    refused(invoke("analyze", article, "--model", model, "--voice", voice), "--voice", hint)
