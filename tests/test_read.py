from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import DataError, MissingExtraError
from stance.text import read as reading
from stance.text.decode import decode
from stance.text.read import document_from_text, parse_date, read_documents
from stance.types import Document

TEXT = "Norland left the league.\r\n\r\nSudmark\u00a0said “no”\u200b: café, Łódź."


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_one(path: Path, **options: str) -> Document:
    (document,) = read_documents(path, **options)
    return document


def error_of(act: Callable[[], object]) -> DataError:
    with pytest.raises(DataError) as caught:
        act()
    return caught.value


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_is_given_as_it_is(tmp_path: Path, encoding: str) -> None:
    document = read_one(write(tmp_path, "a.txt", TEXT.encode(encoding)))
    assert (document.id, document.text, document.title) == ("a", TEXT, None)


def test_utf16_of_both_orders(tmp_path: Path) -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert read_one(write(tmp_path, "a", mark + TEXT.encode(encoding))).text == TEXT


def test_windows_text() -> None:
    text = "“Norland” left – the café’s owner said: " + "plain words " * 20
    assert decode(text.encode("cp1252"), name="a") == text


def test_text_in_another_script_and_encoding() -> None:
    text = "Министр иностранных дел заявил, что страна закроет границу, и призвал соседей к переговорам. " * 5
    assert decode(text.encode("cp1251"), name="a") == text


def test_utf8_with_a_broken_byte_stays_utf8() -> None:
    assert decode("“ä” “ö” “ü” “é”".encode() + b"\xe2\x80", name="a").startswith("“ä” “ö” “ü” “é”")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    try:
        (document,) = read_documents(None, stdin=data, format="txt")
    except DataError as error:
        assert "expected" in str(error) or "UTF-8" in str(error)
    else:
        document.text.encode()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 text", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"{\\rtf1 text}", "RTF"),
        (b"RIFF\x00\x00", "sound"),
        (b"some text \x00\x01\x02 and more", "binary"),
        ("Norland left".encode("utf-16-le"), "UTF-16 without"),
        (b"\xff\xfea\xd8", "utf-16-le"),
    ],
)
def test_binary_data_is_named(tmp_path: Path, data: bytes, kind: str) -> None:
    for name in ("a.txt", "a", "a.html", "a.pdf"):
        error = error_of(lambda name=name: list(read_documents(write(tmp_path, name, data))))
        assert kind in str(error)
        assert name in str(error)


# What cannot be read


def test_missing_empty_and_wrong_input_is_refused_at_once(tmp_path: Path) -> None:
    assert "does not exist" in str(error_of(lambda: read_documents(tmp_path / "none.txt")))
    assert "is a folder" in str(error_of(lambda: read_documents(tmp_path)))
    for content in ("", " \n\u00a0\n", b"\xef\xbb\xbf \n", " " * 5000):
        for name in ("a.txt", "a.md", "a.json", "a.jsonl", "a"):
            path = write(tmp_path, name, content)
            assert error_of(lambda path=path: list(read_documents(path)))
    assert "is empty" in str(error_of(lambda: read_documents(None, stdin=b"")))
    assert "no input" in str(error_of(lambda: read_documents(None)))


def test_unknown_formats_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "text,date\nNorland left,2022\n")
    assert "txt, md, html, json, jsonl" in str(error_of(lambda: read_documents(path)))
    assert "docx" in str(error_of(lambda: read_documents(path, format="docx")))
    assert read_one(path, format="txt").text.startswith("text,date")


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(b"Norland left. ")
        file.truncate(50_000_000)
    assert "50 MB" in str(error_of(lambda: list(read_documents(path, format="txt"))))


def test_a_huge_line_among_records_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_DOCUMENT_BYTES", 100)
    path = write(tmp_path, "a.jsonl", '{"text": "Norland left."}\n{"text": "' + "x" * 1000 + '"}\n[]\n')
    problems = error_of(lambda: read_documents(path)).problems
    assert [problem.split(":")[1] for problem in problems] == ["2", "3"]
    assert "longer than" in problems[0]


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Norland left.")
    path.chmod(0)
    assert "cannot be read" in str(error_of(lambda: read_documents(path)))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b'{"text": "Norland left."}\n',))
    writer.start()
    documents = list(read_documents(path))
    writer.join()
    assert [document.text for document in documents] == ["Norland left."]


# Records

RECORD = {
    "text": "Norland left.",
    "id": 7,
    "title": " A title ",
    "date": "3 June 2022",
    "source": "The Norland Times",
    "url": "https://example.org",
    "language": "en",
    "section": {"name": "World"},
}


def check_record(document: Document) -> None:
    assert document == Document(
        id="7",
        text="Norland left.",
        title="A title",
        published=date(2022, 6, 3),
        source="The Norland Times",
        url="https://example.org",
        language="en",
        metadata={"section": {"name": "World"}},
    )


def test_json_objects_lists_and_lines(tmp_path: Path) -> None:
    check_record(read_one(write(tmp_path, "a.json", json.dumps(RECORD, indent=2))))
    listed = list(read_documents(write(tmp_path, "a.json", json.dumps([RECORD, {"text": "Sudmark stayed."}]))))
    check_record(listed[0])
    assert listed[1].id == "a:2"
    lines = json.dumps(RECORD) + "\r\n\n" + json.dumps({"text": "Sudmark stayed.", "id": None, "date": ""}) + "\n"
    for data in (lines.encode(), lines.encode("utf-8-sig"), lines.encode("utf-16")):
        found = list(read_documents(write(tmp_path, "a.jsonl", data)))
        check_record(found[0])
        assert (found[1].id, found[1].published) == ("a:3", None)


def test_all_problems_of_json_lines_are_told_at_once(tmp_path: Path) -> None:
    content = [
        '{"text": "Norland left."}',
        '{"lede": "Norland left.", "byline": "x"}',
        '{"text": 5, "title": ["x"], "date": "spring", "id": true}',
        "not json",
        "[1]",
        '{"text": "  "}',
        "[" * 100_000,
    ]
    error = error_of(lambda: read_documents(write(tmp_path, "a.jsonl", "\n".join(content))))
    told = [problem.split(f"{tmp_path}/a.jsonl:", 1)[1] for problem in error.problems]
    assert [line.split(":")[0] for line in told] == ["2", "3", "3", "3", "3", "4", "5", "6", "7"]
    assert "lede, byline" in told[0]
    assert "spring" in str(error)
    assert "expected objects with the field text" in str(error)


def test_many_problems_are_counted(tmp_path: Path) -> None:
    error = error_of(lambda: read_documents(write(tmp_path, "a.jsonl", "{}\n" * 30)))
    assert "30 problems" in str(error)
    assert error.problems[-1] == "… and 10 more"


def test_problems_of_json_are_told_with_their_lines(tmp_path: Path) -> None:
    content = '[\n {"text": "Norland left."},\n {"title": "x"},\n\n 5\n]'
    error = error_of(lambda: read_documents(write(tmp_path, "a.json", content)))
    assert [problem.rsplit("a.json:", 1)[1].split(":")[0] for problem in error.problems] == ["3", "5"]
    for bad, told in (
        ('{"text": \n x}', "a.json:2"),
        ('{"text": "x"}\n{"text": "y"}', "jsonl"),
        ("[]", "no record"),
        ("[" * 100_000, "JSON"),
    ):
        assert told in str(error_of(lambda bad=bad: read_documents(write(tmp_path, "a.json", bad))))


def test_json_lines_are_streamed(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"text": "Norland left."}\n' * 3)
    documents = read_documents(path)
    assert [next(documents).id, next(documents).id] == ["a:1", "a:2"]


def test_characters_that_cannot_be_written_are_replaced() -> None:
    (document,) = read_documents(None, stdin=b'{"text": "Norland \\ud800 left."}')
    assert document.text == "Norland \ufffd left."


# Formats by content


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"Norland left.", ["Norland left."]),
        (b'{"text": "Norland left."}', ["Norland left."]),
        (b'{"text": "Norland left."}\n{"text": "x"}', ["Norland left.", "x"]),
        (b'\xef\xbb\xbf[{"text": "Norland left."}]', ["Norland left."]),
        (b'{\n"text": "Norland left."\n}', ["Norland left."]),
        (b"[Norburg] Norland left.", ["[Norburg] Norland left."]),
        (b"{braces} Norland left.", ["{braces} Norland left."]),
    ],
)
def test_formats_are_told_by_content(data: bytes, texts: list[str]) -> None:
    assert [document.text for document in read_documents(None, stdin=data)] == texts


# HTML

PARAGRAPH = (
    "The foreign ministry of Norland said on Tuesday that it would close its border with Sudmark within a week. " * 3
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="{{charset}}">
<title>Norland shuts its border – The Norland Times</title>
<meta property="og:title" content="Norland shuts its border">
<meta property="og:site_name" content="The Norland Times">
<meta property="article:published_time" content="2022-06-03T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Norland shuts its border</h1>
<p>{PARAGRAPH}</p><p>Sudmark called the step “regrettable”. {PARAGRAPH}</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
@pytest.mark.parametrize("name", ["a.html", "a.htm", "a"])
def test_html_gives_text_title_date_and_site(tmp_path: Path, charset: str, name: str) -> None:
    pytest.importorskip("trafilatura")
    document = read_one(write(tmp_path, name, PAGE.format(charset=charset).encode(charset)))
    assert (document.title, document.published, document.source) == (
        "Norland shuts its border",
        date(2022, 6, 3),
        "The Norland Times",
    )
    assert "“regrettable”" in document.text
    assert "All rights reserved" not in document.text


def test_html_without_an_article_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    path = write(tmp_path, "a.html", "<html><body></body></html>")
    assert "no article text" in str(error_of(lambda: read_documents(path)))


def test_html_without_trafilatura_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match=r"stance\[html\]"):
        read_documents(write(tmp_path, "a.html", PAGE.format(charset="utf-8")))


# Markdown

MARKDOWN = """---
title: Norland shuts its border
date: 2022-06-03
section: World
---

# Norland *shuts* its border

![A post](post.png)
The **foreign ministry** of [Norland](https://example.org/nor_land_(state)) said it would `close` its border_post_1.
It has __not__ said when.[^1] <!-- check --> 3 * 4 = 2 * 6.

> “We regret it,” said *Sudmark*.

```
code
```

- talks
- an <b>open</b> border

[^1]: A note
[x]: https://example.org
"""


def test_markdown_gives_readable_text_and_its_front_matter(tmp_path: Path) -> None:
    document = read_one(write(tmp_path, "a.md", MARKDOWN))
    assert [line for line in document.text.splitlines() if line.strip()] == [
        "# Norland shuts its border",
        "The foreign ministry of Norland said it would close its border_post_1.",
        "It has not said when.  3 * 4 = 2 * 6.",
        "“We regret it,” said Sudmark.",
        "- talks",
        "- an open border",
    ]
    assert (document.title, document.published) == ("Norland shuts its border", date(2022, 6, 3))
    assert document.metadata == {"section": "World"}


@pytest.mark.parametrize("matter", ["title: [", "- a\n- b", "date: spring"])
def test_bad_front_matter_is_refused(tmp_path: Path, matter: str) -> None:
    path = write(tmp_path, "a.md", f"---\n{matter}\n---\nNorland left.")
    assert "a.md" in str(error_of(lambda: read_documents(path)))


def test_markdown_without_text_is_refused(tmp_path: Path) -> None:
    assert "is empty" in str(error_of(lambda: read_documents(write(tmp_path, "a.md", "![a](b.png)"))))


# Documents and dates


def test_a_document_is_named_after_its_text() -> None:
    document = document_from_text("Norland left.")
    assert len(document.id) == 12
    assert document.id == document_from_text("Norland left.").id != document_from_text("Norland stayed.").id
    assert "empty" in str(error_of(lambda: document_from_text(" \n")))


@pytest.mark.parametrize(
    "text",
    [
        "2022-06-03",
        "2022-06-03T10:00:00Z",
        "2022-06-03 10:00:00+02:00",
        "2022/6/3",
        "20220603",
        "3 June 2022",
        "3rd of June, 2022",
        "June 3, 2022",
        "Jun. 3rd 2022",
        "Friday, June 3, 2022",
        "Fri, 03 Jun 2022 16:03:11 +0000",
        "3-Jun-2022",
        "3.6.2022",
        " JUNE  3, 2022 ",
        "June 3, 2022 at 10:45 pm",
    ],
)
def test_dates(text: str) -> None:
    assert parse_date(text) == date(2022, 6, 3)


@pytest.mark.parametrize(
    "text", ["", "2022 (autumn)", "June 2022", "2022", "03/04/2022", "2022-02-30", "31 June 2022", "spring", "0"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    assert "expected a day such as" in str(error_of(lambda: parse_date(text)))
