from __future__ import annotations

import csv
import gzip
import io
import json
import os
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import DataError, MissingExtraError
from stance.inputs import Corpus, Entry, InputOptions, open_corpus
from stance.text import read as reading
from stance.text.read import read_documents
from stance.types import Document

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
zstandard = pytest.importorskip("zstandard")

RECORDS = [
    {
        "id": "n-1",
        "text": "Norland left the league.\n\nSudmark said “no”, and «nein»; so it goes.",
        "title": "Norland leaves",
        "date": "2022-06-03",
        "source": "The Norland Times",
        "url": "https://example.org/1",
        "language": "en",
    },
    {"id": "n-2", "text": 'Sudmark "regretted" it,\r\nthen closed its border.', "date": "2022-06-04"},
    {"id": "n-3", "text": "Norland thanked Sudmark for the gas: 5 % more – free of charge."},
]
TEXTS = [record["text"] for record in RECORDS]
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS).encode()


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table(records: Sequence[dict[str, Any]], delimiter: str = ",", **options: Any) -> str:
    buffer = io.StringIO()
    names = list(dict.fromkeys(name for record in records for name in record))
    writer = csv.DictWriter(buffer, names, delimiter=delimiter, **options)
    writer.writeheader()
    writer.writerows(records)
    return buffer.getvalue()


def parquet(records: Sequence[dict[str, Any]], **options: Any) -> bytes:
    sink = io.BytesIO()
    names = list(dict.fromkeys(name for record in records for name in record))
    pq.write_table(
        pa.table({name: [record.get(name) for record in records] for name in names}),
        sink,
        **{"row_group_size": 2} | options,
    )
    return sink.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return sink.getvalue()


def zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


def corpus(*paths: Path | str, **options: str) -> Corpus:
    return open_corpus([str(path) for path in paths], options=InputOptions(**options))


def entries(*paths: Path | str, start: int = 0, **options: str) -> list[Entry]:
    return list(corpus(*paths, **options).entries(start=start))


def documents(*paths: Path | str, **options: str) -> list[Document]:
    found = entries(*paths, **options)
    assert not [entry.error for entry in found if entry.error]
    return [entry.document for entry in found if entry.document is not None]


def errors(found: Sequence[Entry], folder: Path) -> dict[str, str]:
    """What went wrong, by origin within the folder."""
    return {entry.origin.removeprefix(f"{folder}/"): entry.error for entry in found if entry.error}


def error_of(act: Callable[[], object]) -> str:
    with pytest.raises(DataError) as caught:
        act()
    return str(caught.value)


# Formats

UTF16 = LINES.decode().encode("utf-16")
FORMS = {
    "news.jsonl": LINES,
    "news.ndjson": LINES,
    "bom.jsonl": b"\xef\xbb\xbf" + LINES,
    "utf16.jsonl": UTF16,
    "news.jsonl.gz": gzip.compress(LINES),
    "members.jsonl.gz": b"".join(gzip.compress(line) for line in LINES.splitlines(keepends=True)) + b"\0" * 512,
    "news.jsonl.zst": zst(LINES),
    "frames.jsonl.zst": b"".join(map(zst, LINES.splitlines(keepends=True))),
    "list.json": json.dumps(RECORDS).encode(),
    "pretty.json": json.dumps(RECORDS, indent=2).encode("utf-8-sig"),
    "lines.json": LINES,
    "list.json.gz": gzip.compress(json.dumps(RECORDS).encode()),
    "news.csv": table(RECORDS).encode(),
    "news.csv.gz": gzip.compress(table(RECORDS).encode()),
    "news.csv.zst": zst(table(RECORDS).encode()),
    "bom.csv": table(RECORDS).encode("utf-8-sig"),
    "utf16.csv": table(RECORDS).encode("utf-16"),
    "western.csv": table(RECORDS).encode("cp1252"),
    "semicolon.csv": table(RECORDS, ";").encode(),
    "quoted.csv": table(RECORDS, quoting=csv.QUOTE_ALL).encode(),
    "news.tsv": table(RECORDS, "\t").encode(),
    "news.parquet": parquet(RECORDS),
    "news.zip": zipped({"a/news.jsonl": LINES}),
    "packed.zip": zipped({"news.csv.gz": gzip.compress(table(RECORDS).encode()), "__MACOSX/._news.csv": b"\0\1"}),
    "table.zip": zipped({"news.parquet": parquet(RECORDS)}),
}


def expected() -> list[Document]:
    first = Document(
        id="n-1",
        text=TEXTS[0],
        title="Norland leaves",
        published=date(2022, 6, 3),
        source="The Norland Times",
        url="https://example.org/1",
        language="en",
    )
    second = Document(id="n-2", text=TEXTS[1], published=date(2022, 6, 4))
    return [first, second, Document(id="n-3", text=TEXTS[2])]


@pytest.mark.parametrize("name", FORMS)
def test_every_format_gives_the_same_documents(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, FORMS[name])
    found = corpus(path)
    assert [entry.document for entry in found.entries()] == expected()
    assert found.total_bytes == len(FORMS[name])
    assert found.size in (None, 3)
    for start in range(5):
        assert list(found.entries(start=start)) == list(found.entries())[start:]


@pytest.mark.parametrize("name", ["news.jsonl", "list.json", "object.json", "a.txt", "a.md"])
def test_a_corpus_reads_what_an_analysis_reads(tmp_path: Path, name: str) -> None:
    records = [{key: value for key, value in record.items() if key != "id"} for record in RECORDS]
    contents = {
        "news.jsonl": "".join(json.dumps(record) + "\n" for record in records),
        "list.json": json.dumps(records),
        "object.json": json.dumps(records[0]),
        "a.txt": TEXTS[0],
        "a.md": f"---\ntitle: A title\n---\n# A *heading*\n\n{TEXTS[0]}",
    }
    path = write(tmp_path, name, contents[name])
    assert documents(path) == list(read_documents(path))


def test_articles_as_files(tmp_path: Path) -> None:
    write(tmp_path, "news/b.txt.gz", gzip.compress(b"Sudmark stayed."))
    write(tmp_path, "news/a.txt", "Norland left.")
    write(tmp_path, "news/2024/c.md", "Norland *left*.")
    write(tmp_path, "news/.hidden.txt", "no")
    write(tmp_path, "news/.git/x.txt", "no")
    write(tmp_path, "news/table.xlsx", b"PK\x03\x04")
    found = entries(tmp_path / "news")
    assert [entry.number for entry in found] == [0, 1, 2, 3]
    assert [entry.origin.removeprefix(f"{tmp_path}/") for entry in found] == [
        "news/2024/c.md",
        "news/a.txt",
        "news/b.txt.gz",
        "news/table.xlsx",
    ]
    assert [entry.document and (entry.document.id, entry.document.text) for entry in found] == [
        ("c", "Norland left."),
        ("a", "Norland left."),
        ("b", "Sudmark stayed."),
        None,
    ]
    assert "unknown format .xlsx: expected one of .txt" in str(found[3].error)
    assert corpus(tmp_path / "news").size == 4


PARAGRAPH = "The foreign ministry of Norland said on Tuesday that it would close its border with Sudmark. " * 3
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Norland shuts its border</title>"
    "<meta property='article:published_time' content='2022-06-03T10:00:00Z'></head>"
    f"<body><nav>Home</nav><article><h1>Norland shuts its border</h1><p>{PARAGRAPH}</p>"
    f"<p>It said “soon”. {PARAGRAPH}</p></article></body></html>"
)


def test_html_in_folders_and_archives(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    write(tmp_path, "in/a.html", PAGE)
    write(
        tmp_path, "in/b.zip", zipped({"x/c.html": PAGE.encode(), "x/": b"", "d.html": b"<html></html>", "e.zip": b""})
    )
    found = entries(tmp_path / "in")
    assert found[0].document is not None
    assert found[0].document.published == date(2022, 6, 3)
    assert found[1].document == replace(found[0].document, id="c")
    assert found[1].origin == f"{tmp_path}/in/b.zip!x/c.html"
    assert "no article text" in str(found[2].error)
    assert "archive within an archive" in str(found[3].error)


def warc(pages: Sequence[tuple[str, str, bytes]], *, packed: bool = True, status: str = "200 OK") -> bytes:
    """Each page as it was asked for and as it was answered, as records of a web archive."""
    parts = []
    for url, kind, body in pages:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        parts += [warc_record(url, "request", b"GET / HTTP/1.1\r\n\r\n"), warc_record(url, "response", answer)]
    return b"".join(map(gzip.compress, parts) if packed else parts)


def warc_record(url: str, sort: str, content: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {sort}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-06-05T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{url[-1]}>\r\nContent-Type: application/http; msgtype={sort}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


@pytest.fixture
def pages() -> list[tuple[str, str, bytes]]:
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    return [
        ("https://example.org/1", "text/html; charset=windows-1252", PAGE.encode("cp1252")),
        ("https://example.org/2", "image/png", b"\x89PNG"),
        ("https://example.org/3", "text/plain", TEXTS[0].encode()),
    ]


@pytest.mark.parametrize("pack", ["", "members", "whole", "zstd"])
def test_web_archives(tmp_path: Path, pages: list[tuple[str, str, bytes]], pack: str) -> None:
    data = warc(pages, packed=pack == "members")
    data = gzip.compress(data) if pack == "whole" else zst(data) if pack == "zstd" else data
    path = write(tmp_path, f"crawl.warc{'.zst' if pack == 'zstd' else '.gz' if pack else ''}", data)
    html, text = documents(path)
    assert (html.id, html.published, html.url) == ("1", date(2022, 6, 3), "https://example.org/1")
    assert "“soon”" in html.text
    assert (text.id, text.text, text.url, text.published) == ("3", TEXTS[0], "https://example.org/3", None)
    assert text.metadata == {"url": "https://example.org/3", "warc_date": "2022-06-05T00:00:00Z"}
    origins = [int(entry.origin.rpartition("@")[2]) for entry in entries(path)]
    if pack in ("", "members"):  # there the offset leads to the record
        from warcio.archiveiterator import ArchiveIterator

        first = [next(iter(ArchiveIterator(io.BytesIO(data[at:])))) for at in origins]
        assert [record.rec_headers.get_header("WARC-Target-URI")[-1] for record in first] == ["1", "3"]
    assert [entry.document for entry in corpus(path).entries(start=1)] == [text]


def test_pages_that_were_not_found_are_passed_over(tmp_path: Path, pages: list[tuple[str, str, bytes]]) -> None:
    assert entries(write(tmp_path, "a.warc", warc(pages, packed=False, status="404 Not Found"))) == []


# Fields


def test_columns_may_have_other_names(tmp_path: Path) -> None:
    record = {"Body": "Norland left.", "Headline": "A title", "published_at": "2022-06-03T08:00:00Z", "Outlet": "NT"}
    wanted = Document(
        id="x", text="Norland left.", title="A title", published=date(2022, 6, 3), source="NT", metadata={}
    )
    for name, data in (("a.jsonl", json.dumps(record)), ("a.csv", table([record])), ("a.parquet", parquet([record]))):
        (found,) = documents(write(tmp_path, name, data))
        assert replace(found, id="x") == wanted


def test_columns_may_be_named(tmp_path: Path) -> None:
    record = {"t": "Norland left.", "text": "not this", "day": "2022-06-03", "who": "NT", "date": "long ago"}
    for name, data in (("a.jsonl", json.dumps(record)), ("a.csv", table([record])), ("a.parquet", parquet([record]))):
        (found,) = documents(write(tmp_path, name, data), text="t", date="day", outlet="who")
        assert (found.text, found.published, found.source) == ("Norland left.", date(2022, 6, 3), "NT")


def test_source_beside_target_is_an_actor_and_not_the_outlet(tmp_path: Path) -> None:
    record = {"text": "Norland left.", "source": "NOR", "target": "SWE"}
    for more, outlet in (({}, None), ({"outlet": "NT"}, "NT")):
        (found,) = documents(write(tmp_path, "a.jsonl", json.dumps(record | more)))
        assert found.source == outlet


def test_a_missing_column_is_one_error(tmp_path: Path) -> None:
    records = [{"lede": "Norland left.", "day": "x"}] * 3
    for name, data in (("a.csv", table(records)), ("a.parquet", parquet(records))):
        path = write(tmp_path, name, data)
        assert "no column text (found: lede, day)" in errors(entries(path), tmp_path)[name]
        told = errors(entries(path, text="lede", date="dat"), tmp_path)
        assert list(told) == [name]
        assert "no column dat (found" in told[name]
    path = write(tmp_path, "twice.csv", "text,text\na,b\n")
    assert "twice" in errors(entries(path), tmp_path)["twice.csv"]


def test_native_types_of_tables(tmp_path: Path) -> None:
    import datetime as dt

    for day in (date(2022, 6, 3), dt.datetime(2022, 6, 3, 23, 59), pa.scalar(1654300799123456789, pa.timestamp("ns"))):
        columns = {"text": ["Norland left."], "date": pa.array([day]), "id": [7], "picture": [b"\0"], "voice": ["KAZ"]}
        pq.write_table(pa.table(columns), tmp_path / "a.parquet")
        (found,) = documents(tmp_path / "a.parquet")
        assert (found.id, found.published, found.metadata) == ("7", date(2022, 6, 3), {"voice": "KAZ"})
    path = write(tmp_path, "a.jsonl", '{"text": "Norland left.", "date": 20220603, "title": NaN}')
    assert documents(path)[0].published == date(2022, 6, 3)


# Errors


def test_bad_records_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = ['{"text": "a"}', "{bad", "", '{"text": " "}', '{"text": "b", "date": "spring"}', "[1]", '{"text": "c"}']
    write(tmp_path, "in/a.jsonl", "\n".join(lines))
    write(tmp_path, "in/b.csv", 'text,date\n"a\nb",\n" ",\nc,spring\nd\ne,2022-06-03\n')
    write(tmp_path, "in/c.json", '[{"text": "a"},\n{"text": 5},\n{"text": "b"}]')
    write(tmp_path, "in/d.txt", " ")
    found = entries(tmp_path / "in")
    assert [entry.number for entry in found] == list(range(len(found)))
    assert all((entry.document is None) == (entry.error is not None) for entry in found)
    told = errors(found, tmp_path / "in")
    assert list(told) == [
        "a.jsonl:2",
        "a.jsonl:4",
        "a.jsonl:5",
        "a.jsonl:6",
        "b.csv:4",
        "b.csv:5",
        "b.csv:6",
        "c.json:2#2",
        "d.txt",
    ]
    assert "not JSON" in told["a.jsonl:2"]
    assert "spring" in told["b.csv:5"]
    assert "expected 2 cells, as in the header, found 1" in told["b.csv:6"]
    assert "text: expected an article's text, found a number" in told["c.json:2#2"]
    assert [entry.document.text for entry in found if entry.document] == [
        "a",
        "c",
        "a\nb",
        "e",
        "a",
        "b",
    ]


MANY = b"".join(
    json.dumps({"text": f"Norland left {n} times: {n * 7919 % 1000003}."}).encode() + b"\n" for n in range(5000)
)


@pytest.mark.parametrize("pack", [gzip.compress, zst])
@pytest.mark.parametrize("harm", ["cut", "flipped"])
def test_damage_ends_a_file_but_not_the_run(tmp_path: Path, pack: Callable[[bytes], bytes], harm: str) -> None:
    data = bytearray(pack(MANY))
    half = len(data) * 3 // 4
    data[half:] = b"" if harm == "cut" else bytes(byte ^ 0x55 for byte in data[half : half + 64]) + data[half + 64 :]
    name = "a.jsonl.gz" if pack is gzip.compress else "a.jsonl.zst"
    write(tmp_path, f"in/{name}", bytes(data))
    write(tmp_path, "in/b.jsonl", LINES)
    found = entries(tmp_path / "in")
    assert found == entries(tmp_path / "in")
    told = errors(found, tmp_path / "in")
    assert "fetch it again" in told[name]
    assert [entry.document for entry in found[-3:]] == expected()
    good = [entry for entry in found[:-3] if entry.document]
    assert [entry.document.text for entry in good[:100]] == [
        json.loads(line)["text"] for line in MANY.splitlines()[:100]
    ]
    assert len(good) > 500


def test_damaged_archives_and_tables(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.jsonl": MANY, "b.jsonl": LINES}))
    data[3000:3100] = bytes(100)
    write(tmp_path, "in/a.zip", bytes(data))
    write(tmp_path, "in/b.zip", b"PK\x03\x04 no archive")
    write(tmp_path, "in/c.parquet", parquet(RECORDS)[:-20])
    write(tmp_path, "in/d.parquet", b"")
    write(tmp_path, "in/e.csv", 'text\n"never closed\nand on\n')
    write(tmp_path, "in/f.jsonl", b"%PDF-1.7\n" + LINES)
    write(tmp_path, "in/g.json", b'[{"text": "a"}, {"text": ')
    write(tmp_path, "in/h.csv", b"\x89PNG\r\n\0\0\0")
    write(tmp_path, "in/i.warc.gz", b"no web archive at all\n")
    found = entries(tmp_path / "in")
    told = errors(found, tmp_path / "in")
    # What the unpacker takes for good is only known to be bad where the checksum follows.
    told = {origin: error for origin, error in told.items() if not origin.startswith("a.zip!a.jsonl:")}
    names = ["a.zip!a.jsonl", "b.zip", "c.parquet", "d.parquet", "e.csv", "f.jsonl:1", "g.json", "h.csv", "i.warc.gz"]
    assert list(told) == names
    assert "in the row of line 2 is never closed" in told["e.csv"]
    assert "PDF" in told["f.jsonl:1"]
    assert "PNG" in told["h.csv"]
    assert "end of the file" in told["g.json"] or "line 1" in told["g.json"]
    assert [entry.document for entry in found if entry.origin.startswith(f"{tmp_path}/in/a.zip!b")] == expected()


def test_a_damaged_row_group_costs_its_own_rows(tmp_path: Path) -> None:
    records = [{"text": f"Norland left {n} times."} for n in range(600)]
    data = bytearray(parquet(records, row_group_size=300, compression="none", use_dictionary=False))
    data[4:40] = b"\xff" * 36
    found = entries(write(tmp_path, "a.parquet", bytes(data)))
    assert [entry.document.text for entry in found[300:]] == [record["text"] for record in records[300:]]
    assert "damaged" in str(found[0].error)
    assert all(entry.error for entry in found[:300])
    assert entries(tmp_path / "a.parquet", start=450) == found[450:]


def test_cut_off_web_archives(tmp_path: Path, pages: list[tuple[str, str, bytes]]) -> None:
    for name, cut in (("a.warc.gz", 100), ("a.warc", 40), ("a.warc", 150)):
        path = write(tmp_path, name, warc(pages, packed=name.endswith(".gz"))[:-cut])
        found = entries(path)
        assert [entry.error is None for entry in found] == [True, False]
        assert "cut off" in str(found[-1].error)


def test_a_table_of_two_encodings_is_read(tmp_path: Path) -> None:
    filler = "".join(f"Norland left {n} times.\n" for n in range(4000)).encode()
    path = write(tmp_path, "a.csv", b"text\n" + filler + "“Łódź”\n".encode() + "“café”\n".encode("cp1252"))
    assert [document.text for document in documents(path)[-2:]] == ["“Łódź”", "“café”"]


def test_large_records_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stance.inputs import blobs, csv_records, json_list

    for module in (reading, blobs, csv_records, json_list):
        monkeypatch.setattr(module, "MAX_DOCUMENT_BYTES", 1000)
    long = json.dumps({"text": "Norland left. " * 100})
    write(tmp_path, "a.jsonl", f'{long}\n{{"text": "a"}}\n')
    write(tmp_path, "b.txt", "Norland left. " * 100)
    write(tmp_path, "c.zip", zipped({"d.txt": b"Norland left. " * 100}))
    write(tmp_path, "e.csv", "text\n" + "Norland left. " * 100)
    write(tmp_path, "f.json", "[" + " " * 200_000 + long * 50)
    found = errors(entries(tmp_path), tmp_path)
    assert list(found) == ["a.jsonl:1", "b.txt", "c.zip!d.txt", "e.csv", "f.json"]


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stance.inputs import archives, streams

    for module in (streams, archives):
        monkeypatch.setattr(module, "MAX_UNPACKED", 1_000_000)
        monkeypatch.setattr(module, "MAX_RATIO", 100)
    data = b'{"text": "' + b"Norland " * 5000 + b'"}\n'
    data *= 50
    for name, packed in (
        ("a.jsonl.gz", gzip.compress(data)),
        ("b.jsonl.zst", zst(data)),
        ("c.zip", zipped({"d.jsonl": data})),
    ):
        last = entries(write(tmp_path, name, packed))[-1]
        assert "unpacks to more than 100 times its size" in str(last.error)


def test_an_encrypted_member_is_an_error(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"Norland left."}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        data[at] |= 1
    assert "encrypted" in str(entries(write(tmp_path, "a.zip", bytes(data)))[0].error)


# What is named


def test_patterns_and_repetitions(tmp_path: Path) -> None:
    for name in ("a/2.jsonl", "a/1.jsonl", "b/1.jsonl", "b/x.csv"):
        write(tmp_path, name, LINES if name.endswith("l") else table(RECORDS))
    origins = [entry.origin for entry in entries(f"{tmp_path}/**/*.jsonl")]
    assert origins[::3] == [f"{tmp_path}/{name}:1" for name in ("a/1.jsonl", "a/2.jsonl", "b/1.jsonl")]
    assert len(entries(tmp_path / "b", tmp_path / "a", f"{tmp_path}/*/1.jsonl")) == 12
    assert [entry.origin for entry in entries(f"{tmp_path}/**")] == [entry.origin for entry in entries(tmp_path)]
    odd = write(tmp_path, "odd[1].jsonl", LINES)
    assert len(entries(odd)) == 3


def test_links_that_lead_back_end(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "Norland left.")
    try:
        (tmp_path / "in" / "up").symlink_to(tmp_path / "in", target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    found = entries(tmp_path / "in")
    assert [entry.document is not None for entry in found] == [True, False]


def test_all_problems_of_the_inputs_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "pictures/a.png", b"")
    (tmp_path / "empty").mkdir()
    odd = write(tmp_path, "a.docx", b"")
    inputs = [tmp_path / "none", f"{tmp_path}/*.csv", odd, tmp_path / "pictures", tmp_path / "empty"]
    told = error_of(lambda: corpus(*inputs))
    for part in ("none does not exist", "*.csv matches nothing", "unknown format .docx", "found .png (1)", "is empty"):
        assert part in told
    assert "5 of 5" in told
    assert "docx" in error_of(lambda: corpus(odd, format="docx"))
    assert "no input" in error_of(corpus)
    assert [document.text for document in documents(write(tmp_path, "notes", "Norland left."), format="txt")] == [
        "Norland left."
    ]


def test_a_missing_package_is_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, package, extra in (
        ("a.jsonl.zst", "zstandard", "batch"),
        ("a.parquet", "pyarrow", "batch"),
        ("a.warc", "warcio", "batch"),
        ("a.html", "trafilatura", "html"),
    ):
        path = write(tmp_path, name, b"")
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(MissingExtraError, match=rf"stance\[{extra}\]"):
            corpus(path)
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(MissingExtraError):
        corpus("hf:someone/something")


def test_changed_input_has_another_fingerprint(tmp_path: Path) -> None:
    path = write(tmp_path, "in/a.jsonl", LINES)
    first = corpus(tmp_path / "in")
    assert first.fingerprint == corpus(tmp_path / "in").fingerprint == corpus(f"{tmp_path}/in/").fingerprint
    seen = {first.fingerprint, corpus(tmp_path / "in", text="body").fingerprint}
    os.utime(path, ns=(1, 1))
    seen.add(corpus(tmp_path / "in").fingerprint)
    path.write_bytes(LINES + LINES)
    os.utime(path, ns=(1, 1))
    seen.add(corpus(tmp_path / "in").fingerprint)
    write(tmp_path, "in/b.txt", "x")
    seen.add(corpus(tmp_path / "in").fingerprint)
    assert len(seen) == 5


def test_positions_grow_to_the_total(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl.gz", "c.parquet", "d.zip", "e.csv"):
        write(tmp_path, name, FORMS.get(name.replace(name[0], "news", 1), b""))
    found = corpus(tmp_path)
    positions = [entry.position for entry in found.entries()]
    assert positions == sorted(positions)
    assert positions[-1] == found.total_bytes


class _Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["news.jsonl.gz", "list.json", "news.csv", "news.parquet", "news.zip", "table.zip"])
def test_a_reader_that_stops_early_leaves_no_file_open(tmp_path: Path, name: str) -> None:
    found = corpus(write(tmp_path, name, FORMS[name])).entries()
    assert next(found).number == 0
    found.close()  # type: ignore[attr-defined]  # a file left open is a warning, and warnings are errors


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", _Stdin(LINES + b"{}\n"))
    found = corpus("-")
    assert "from its start" in error_of(lambda: found.entries(start=1))
    assert [entry.document for entry in found.entries()][:3] == expected()
    assert "only once" in error_of(found.entries)
    assert (found.size, found.total_bytes) == (None, 0)
    assert "cannot be read as parquet" in error_of(lambda: corpus("-", format="parquet"))
    monkeypatch.setattr(sys, "stdin", _Stdin(table(RECORDS).encode()))
    assert documents("-", format="csv") == expected()


@pytest.mark.slow
def test_data_sets(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    rows = [{"text": text, "date": "2022-06-03", "n": number} for number, text in enumerate(TEXTS * 200)]
    saved = datasets.Dataset.from_list(rows)
    saved.save_to_disk(str(tmp_path / "saved"))
    datasets.DatasetDict({"train": saved, "test": saved.select(range(2))}).save_to_disk(str(tmp_path / "both"))
    found = entries(tmp_path / "saved")
    assert [(entry.document.text, entry.document.published) for entry in found] == [
        (row["text"], date(2022, 6, 3)) for row in rows
    ]
    assert found[4].origin == f"{tmp_path}/saved:5"
    assert entries(tmp_path / "saved", start=595) == found[595:]
    assert corpus(tmp_path / "saved").size == 600
    assert [len(entries(tmp_path / "both", split=split)) for split in ("", "train", "test")] == [602, 600, 2]
    assert "no split dev" in error_of(lambda: corpus(tmp_path / "both", split="dev"))


@pytest.mark.slow
def test_data_sets_by_name(tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    write(tmp_path, "data/train.jsonl", LINES)
    found = entries(f"hf:{tmp_path}/data")
    assert [entry.document.text for entry in found] == TEXTS
    assert entries(f"datasets:{tmp_path}/data", start=1, split="train")[0].document == found[1].document
    told = error_of(lambda: corpus(f"hf:{tmp_path}/none", f"hf:{tmp_path}/data"))
    assert "cannot be loaded" in told


# Any size

_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1a\x1c\x1d\x1e\x1f\x7f")
_WORDS = st.text(_CHARACTERS.filter(lambda c: c >= " " or c in "\t\n\r"), max_size=40).map(lambda text: f"A {text}.")


@given(st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=5), st.sampled_from([",", ";", "\t"]))
def test_any_text_comes_back_from_tables_and_lines(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    folder = tmp_path_factory.mktemp("round")
    records = [{"text": text, "title": title} for text, title in rows]
    lines = write(folder, "a.jsonl", "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))
    listed = write(folder, "a.json", json.dumps(records, indent=1))
    cells = write(folder, "a.csv", table(records, delimiter))
    for path in (lines, listed, cells):
        assert [(d.text, d.title) for d in documents(path)] == [(text, title.strip()) for text, title in rows]


def test_a_list_longer_than_the_window_is_read(tmp_path: Path) -> None:
    records = [{"text": f"Norland {'left ' * (n % 5000)}{n}."} for n in range(200)]
    for indent in (None, 1):
        path = write(tmp_path, "a.json", json.dumps(records, indent=indent))
        assert [document.text for document in documents(path)] == [record["text"] for record in records]


def peak(path: Path) -> tuple[int, int]:
    """How many documents there are, and the most memory that reading them took, in bytes."""
    found = corpus(path)
    tracemalloc.start()
    try:
        return sum(1 for entry in found.entries() if entry.document), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["jsonl.gz", "jsonl.zst", "json", "csv", "zip"])
def test_memory_stays_flat(tmp_path: Path, suffix: str) -> None:
    article = "The minister of Norland met the ambassador of Sudmark on Tuesday. " * 75
    records = [{"text": f"{number} {article}"} for number in range(10_000 if suffix == "jsonl.gz" else 2000)]
    data = "".join(json.dumps(record) + "\n" for record in records).encode()
    assert len(data) > (49_000_000 if suffix == "jsonl.gz" else 9_900_000)
    content = {
        "jsonl.gz": lambda: gzip.compress(data, 1),
        "jsonl.zst": lambda: zst(data),
        "json": lambda: json.dumps(records).encode(),
        "csv": lambda: table(records).encode(),
        "zip": lambda: zipped({"a.jsonl": data}),
    }[suffix]()
    path = write(tmp_path, f"a.{suffix}", content)
    count, most = peak(path)
    assert count == len(records)
    assert most < 5_000_000
