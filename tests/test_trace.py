"""How a document was read, explained; the names that nobody resolved; tags of all that was turned down."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from commandline import invoke, spawn
from factories import Line, make_report
from rich.console import Console

from stance.actors.catalogue import Catalogue
from stance.actors.matchers import Matchers
from stance.actors.trace import Trace, trace
from stance.actors.unresolved import unresolved
from stance.report import render
from stance.report.as_json import load_report
from stance.report.records import SCHEMA_VERSION
from stance.report.terminal import MAX_NAMES, print_report
from stance.report.trace_json import to_record
from stance.text.clean import clean
from stance.text.sentences import split
from stance.types import Document

MATCHERS = Matchers(Catalogue.load())
TEXT = """\
The Russian president met Barack Obama. "Astana is calm," he said.

Abdel Nour of the Altyn Front met them in Paris. The Kazakh journalist smiled. Nour left.
"""


def traced(text: str, *, on: date | None = None, **fields: Any) -> Trace:
    document = Document("d", text, published=on, **fields)
    sentences = split(document, clean(document))
    mentions, speeches = MATCHERS.read(document, sentences)
    return trace(document, sentences, mentions, speeches, catalogue=MATCHERS.catalogue)


def names(text: str, **fields: Any) -> list[tuple[str, int]]:
    return [(name.text, name.count) for name in traced(text, **fields).unresolved]


def explained(*arguments: str | Path, stdin: bytes = b"") -> Any:
    done = invoke("actors", *arguments, "--explain", "-f", "json", stdin=stdin)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_a_dated_mention_tells_the_day_and_the_term() -> None:
    record = to_record(traced(TEXT, on=date(2010, 5, 4)))
    russia, obama = record["sentences"][0]["mentions"]
    assert (russia["actor"], russia["how"], russia["date"]) == ("RUS", "office", "2010-05-04")
    assert (obama["actor"], obama["date"], obama["since"]) == ("USA", "2010-05-04", "2009-01-20")
    astana = record["sentences"][1]["mentions"][0]
    assert (astana["actor"], astana["date"]) == ("KAZ", None)


def test_without_a_date_people_are_read_widely_and_the_trace_says_so() -> None:
    record = to_record(traced("Dmitry Medvedev thanked China."))
    assert [(m["actor"], m["date"]) for m in record["sentences"][0]["mentions"]] == [
        ("RUS", "widest reading"),
        ("CHN", None),
    ]


def test_what_was_rejected_has_its_tag_reason_and_the_actor_it_would_have_been() -> None:
    record = to_record(traced("Nursultan Nazarbayev met a Russian journalist in Paris.", on=date(2024, 1, 1)))
    rejected = {item["text"]: (item["tag"], item["actor"]) for item in record["sentences"][0]["rejected"]}
    assert rejected == {
        "Nursultan Nazarbayev": ("former", "KAZ"),
        "Russian": ("private", "RUS"),
        "Paris": ("venue", "FRA"),
    }
    assert all(item["reason"] for item in record["sentences"][0]["rejected"])


def test_each_sentence_has_its_voice_and_speaker() -> None:
    sentences = to_record(traced('China spoke up. "Kenya is a friend," Xi Jinping said.'))["sentences"]
    assert [(s["voice"], [speaker["actor"] for speaker in s["speakers"]]) for s in sentences][1] == (
        "direct_quote",
        ["CHN"],
    )


def test_offsets_of_a_trace_point_into_the_document() -> None:
    record = to_record(traced(TEXT))
    for sentence in record["sentences"]:
        for item in (*sentence["mentions"], *sentence["rejected"], *sentence["speakers"], *record["unresolved"]):
            assert TEXT[item["start"] : item["end"]] == item["text"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya met the Altyn Front. The Altyn Front spoke.", [("Altyn Front", 2)]),
        ("It met Daniyar Sultanbek. Sultanbek left. Kenya saw Sultanbek.", [("Daniyar Sultanbek", 3)]),
        ("Workers left. They saw President Zorvan on Monday in May.", [("Zorvan", 1)]),
        ("The Fund for the Rivers spoke to O'Leary and John F. Brandt.",
         [("Fund for the Rivers", 1), ("O'Leary", 1), ("John F. Brandt", 1)]),
        ("Kenya sailed the Black Sea and drank. Yesterday Muslim workers came.", []),
        ("The Agreement was signed. Kenya likes the Agreement; it is an agreement.", []),
        ("Zorvan Front Meets Altyn League as Kenya Waits", []),
        ("Air India flew to Lake Chad. The Moscow Times saw it.", []),
        ("", []),
    ],
)  # fmt: skip
def test_names_without_an_actor(text: str, expected: list[tuple[str, int]]) -> None:
    assert names(text) == expected


def test_names_are_not_looked_for_where_capitals_tell_nothing() -> None:
    document = Document("d", "Der Minister sah das Haus.", language="de")
    sentences = split(document, clean(document))
    assert unresolved(sentences, mentions=(), rejected=(), language="de") == ()
    assert unresolved(sentences, mentions=(), rejected=(), language="en")


def test_an_overlay_resolves_what_was_listed(tmp_path: Path) -> None:
    overlay, text = tmp_path / "mine.csv", "Kenya met the Altyn Front. The Security Council left."
    assert [name["text"] for name in explained(text)["unresolved"]] == ["Altyn Front"]
    overlay.write_text("text,code,how\nAltyn Front,KAZ,name\nthe Harbour Forum,UNSC,organ\n", encoding="utf-8")
    record = explained(text + " The Harbour Forum stayed.", "--actors", overlay)
    assert record["unresolved"] == []
    assert [m["actor"] for s in record["sentences"] for m in s["mentions"]] == ["KEN", "KAZ", "UN", "UN"]


@pytest.mark.parametrize("order", [("{}", "--explain"), ("--explain", "{}"), ("show", "{}", "--explain")])
def test_the_explanation_of_a_file_on_a_narrow_terminal(tmp_path: Path, order: tuple[str, ...]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    done = spawn("actors", *(part.format(file) for part in order), COLUMNS="60")
    assert done.code == 0
    assert all(len(line) <= 60 for line in done.out.splitlines())
    for told in ("no date", "✓ Astana", "metonym", "✗ Paris", "(FRA)", "direct quote", "Altyn Front", "text,code,how"):
        assert told in done.out


def test_an_explanation_goes_to_a_file_and_reads_what_analyze_reads(tmp_path: Path) -> None:
    page, records = tmp_path / "trace.txt", b'{"text": "We thank Ghana.", "id": "a"}\n{"text": "No.", "id": "b"}\n'
    assert [record["document"] for record in explained("-", "--input-format", "jsonl", stdin=records)] == ["a", "b"]
    own = explained("We thank Ghana.", "--voice", "UNSC")
    assert own["notes"] and own["sentences"][0]["speakers"][0]["actor"] == "UN"
    assert invoke("actors", "We thank Ghana.", "--explain", "-o", page).code == 0
    assert "✓ Ghana" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("none.txt",), ("x", "--voice", "ZZZ"), ("x", "-d", "soon"), ("x", "-f", "csv")])
def test_bad_input_is_refused_with_a_sentence(arguments: tuple[str, ...]) -> None:
    done = invoke("actors", *arguments, "--explain")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ") and done.err.count("\n") == 1


def test_codes_are_found_in_any_spelling() -> None:
    for name, code in (("UNSC", "UN"), ("ROM", "ROU"), ("KAZ", "KAZ")):
        done = invoke("actors", "resolve", name, "-f", "json")
        assert {row["actor"] for row in json.loads(done.out)} == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Several Nordic countries thanked Kenya.",
        "All Baltic states but Latvia thanked Kenya.",
        "Kenya thanked the former Dutch colony of Suriname.",
    ],
)
def test_everything_turned_down_in_a_reference_has_a_tag_and_an_actor(text: str) -> None:
    rejected = [item for sentence in traced(text).sentences for item in sentence.rejected]
    assert all(item.skipped.tag and item.actor for item in rejected)


def test_names_inside_longer_words_of_another_language_have_a_tag() -> None:
    rejected = [r.skipped.tag for s in traced("印度洋很大。", language="zh").sentences for r in s.rejected]
    assert rejected == ["other_name"]


def test_a_newspaper_or_bank_is_nobody_whom_he_can_mean() -> None:
    he = [m.actor.code for m in _he("President Xi Jinping spoke. A Russian bank closed. He thanked Kenya.")]
    assert he == ["CHN"]


def _he(text: str) -> list[Any]:
    return [r.mention for s in traced(text).sentences for r in s.resolved if r.mention.text == "He"]


def test_a_report_counts_names_in_order_of_frequency() -> None:
    found = traced("Kenya met the Altyn Front and the Zorvan League. The Zorvan League spoke to Kenya.").unresolved
    first, second = found
    assert (first.text, first.count, first.sentence) == ("Zorvan League", 2, 0)
    assert (second.text, second.count) == ("Altyn Front", 1)


LETTERS = ("Anvar", "Bodrum", "Corvin", "Dalmen", "Estrin", "Falken", "Gorman")
REPORT = make_report(
    [Line(f"Peru met the {name} Front, which left.") for name in LETTERS] + [Line("Peru saw the Corvin Front again.")],
    names={"Peru": ("PER", "name")},
)


def test_the_json_report_lists_names_without_an_actor() -> None:
    record = json.loads(render(REPORT, format="json"))
    first = record["unresolved"][0]
    assert (first["text"], first["count"], first["sentence"]) == ("Corvin Front", 2, 2)
    assert record["document"]["text"][first["start"] : first["end"]] == "Corvin Front"
    assert len(record["unresolved"]) == len(LETTERS)


def test_reports_written_before_they_listed_names_are_read() -> None:
    record = json.loads(render(REPORT, format="json"))
    del record["unresolved"]
    older = json.dumps(record | {"schema_version": "1.1"})
    assert load_report(older) == load_report(render(REPORT, format="json"))
    assert SCHEMA_VERSION == "1.2"


@pytest.mark.parametrize("width", [60, 140])
def test_the_terminal_shows_the_most_frequent_names_and_how_to_add_one(width: int) -> None:
    page = StringIO()
    print_report(REPORT, console=Console(width=width, file=page))
    shown = page.getvalue().partition("Names without an actor")[2]
    assert all(len(line) <= width for line in shown.splitlines())
    assert sum("Front" in line.partition(":")[0] for line in shown.splitlines()) == MAX_NAMES + 1
    assert f"{len(LETTERS) - MAX_NAMES} more names" in shown
    assert "--actors FILE.csv" in shown
    assert "text,code,how\n  Corvin Front,CODE,name" in shown


def test_the_page_lists_all_names_with_a_link_to_the_first() -> None:
    section = render(REPORT, format="html").partition('id="names"')[2].partition("</section>")[0]
    assert all(f"{name} Front" in section for name in LETTERS)
    assert '<a href="#s2">' in section
    assert "text,code,how" in section


def test_reports_without_such_names_say_nothing_of_them() -> None:
    report = make_report([Line("Peru left.")], names={"Peru": ("PER", "name")})
    assert "Names without an actor" not in render(report, format="html")
    assert json.loads(render(report, format="json"))["unresolved"] == []
