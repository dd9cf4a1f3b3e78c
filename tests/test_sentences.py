from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.text.clean import clean
from stance.text.read import document_from_text, read_documents
from stance.text.sentences import MAX_SENTENCE, split
from stance.types import Block, Sentence, Span


def one_block(text: str, *, language: str | None = None) -> tuple[Sentence, ...]:
    document = document_from_text(text, language=language)
    return split(document, (Block(span=Span(0, len(text)), kind="body"),))


def texts(text: str, *, language: str | None = None) -> list[str]:
    return [sentence.text for sentence in one_block(text, language=language)]


WHOLE = [
    "The U.S. President met Gen. Doe and Lt. Col. Roe of the U.S. Army in St. Petersburg.",
    "Mr. Doe, Mrs. Roe and Dr. Poe asked Amb. Coe, i.e. The envoy, to leave.",
    "Prime Minister J. K. Doe, the then-U.S.-president and the U.S.-led forces agreed on 3.5 percent.",
    "See No. 5 of the list on example.com, said Doe Corp. of Norburg.",
    "It was released at 11:00 p.m. EDT on Friday.",
    "The talks of approx. 5 hours, est. 1990, ended vs. Sudmark.",
    "“Stop it!” she said.",
    "“Stop it!” King Olaf told reporters in Norburg.",
    "“Will you sign?” Prime Minister Jane Doe asked.",
    "“We will act.” King Olaf added.",
    "“We will act [...] The time has come,” he said.",
    "Yahoo! said so.",
    "NORBURG (AP) — Norland closed its border.",
    "NORBURG, June 3 (Reuters) - Norland closed its border.",
    "He spoke... of peace and trade.",
    "1. Norland signs.",
]

CUT = [
    ("Norland left.", "Sudmark stayed."),
    ("“This is a warning.”", "He added that more would come."),
    ("“This is a warning!”", "He left."),
    ('"We will act."', 'King Olaf continued, "And we will win."'),
    ("It borders the country.", "“Yes,” he said."),
    ("They agreed with the U.S.", "The talks went on."),
    ("The minister said no.", "Norland had asked twice."),
    ("The answer was No.", "Norland left."),
    ("(It was bad. Very bad.)", "Then Norland left."),
    ("Norland left.[1]", "Sudmark stayed.[2][3]", "The league met."),
    ("It ended at 5 p.m.", "Then they left."),
    ("“This suggestion is out of place[.]”", "The league is a group of nine states."),
    ("Is it true?", "Nobody knows!", "We shall see…", "Perhaps."),
    ("1. Norland signs.", "2. Sudmark signs."),
    ("He met King Olaf.", "Mr. Doe was there."),
    ("“We will not give in.", "We will fight.", "And we will win,” the king said."),
    ('"Who are they?', 'We did not ask," the king said.'),
    ("“Stay,” he said, “and wait.", "We shall see.”", "He left."),
]


@pytest.mark.parametrize("sentence", WHOLE)
def test_one_sentence_stays_whole(sentence: str) -> None:
    assert texts(sentence) == [sentence]


@pytest.mark.parametrize("sentences", CUT)
def test_sentences_are_cut(sentences: tuple[str, ...]) -> None:
    assert texts(" ".join(sentences)) == list(sentences)


def test_glued_sentences_are_cut_and_names_are_not() -> None:
    assert texts("It is the country.The next one left.“Yes,” he said. In 2014.The war began.") == [
        "It is the country.",
        "The next one left.",
        "“Yes,” he said.",
        "In 2014.",
        "The war began.",
    ]
    whole = "Booking.Com Inc. and the U.S.-led example.org bought 3.5 tons of J.K.Doe goods for Node.Js work."
    assert texts(whole) == [whole]


def test_other_white_space_separates_and_invisible_characters_do_no_harm() -> None:
    assert texts("Norland left.\u00a0Sudmark stayed.\r\nThe league met.\u200b The end.\ufeff") == [
        "Norland left.",
        "Sudmark stayed.",
        "The league met.",
        "The end.",
    ]
    assert texts("Nor\u200bland said\nthat it\u00a0left.") == ["Nor\u200bland said\nthat it\u00a0left."]


def test_list_items_in_one_line_are_cut_and_lose_their_marks() -> None:
    assert texts("The agenda: • Norland leaves • Sudmark stays") == ["The agenda:", "Norland leaves", "Sudmark stays"]
    assert texts("- Norland leaves.") == ["Norland leaves."]
    assert texts("## Norland leaves") == ["Norland leaves"]
    assert texts("# # # - ##") != []


def test_skipped_blocks_give_no_sentences_and_the_others_their_number() -> None:
    document = document_from_text("A title\n\nRead more: Ten phones\n\nNorland left. Sudmark stayed.")
    sentences = split(document, clean(document))
    assert [(s.index, s.block, s.heading, s.text) for s in sentences] == [
        (0, 0, True, "A title"),
        (1, 2, False, "Norland left."),
        (2, 2, False, "Sudmark stayed."),
    ]


def test_lines_are_sentences_whatever_they_hold() -> None:
    text = "Norland left. Sudmark stayed.\r\n\r\n  The league met \nand went on.\nRead more: Ten phones\n"
    document = document_from_text(text)
    assert [s.text for s in split(document, clean(document), lines=True)] == [
        "Norland left. Sudmark stayed.",
        "The league met",
        "and went on.",
    ]


def test_a_text_without_a_word_gives_no_crash() -> None:
    assert texts("“ ” …") == ["“ ” …"]
    assert texts("\u200b.") == ["."]


@pytest.mark.parametrize("language", ["de", "de-DE", "ru", "zh", "xx", "EN_us", ""])
def test_other_languages_are_cut_too(language: str) -> None:
    assert texts("Olaf kam. Jane ging.", language=language) == ["Olaf kam.", "Jane ging."]


@pytest.mark.parametrize(
    "piece", ["word ", "x", "“Go. ", '"', ".", "A. ", "1. ", "# ", "U.S. a", "Ab.Cd", "(Ab. ", "Doe "]
)
def test_a_million_characters_do_not_hang_and_no_sentence_is_endless(piece: str) -> None:
    started = time.process_time()
    sentences = one_block(piece * (300_000 // len(piece)))
    assert time.process_time() - started < 20
    assert 0 < max(len(sentence.text) for sentence in sentences) <= MAX_SENTENCE


def test_an_endless_sentence_is_cut_at_white_space() -> None:
    assert {word for sentence in one_block("word " * 2000) for word in sentence.text.split()} == {"word"}


PIECES = st.sampled_from(
    [
        "Norland",
        " ",
        ".",
        " “",
        "”",
        "U.S.",
        "\n",
        "\r\n",
        "\u00a0",
        "\u200b",
        "!",
        "…",
        "(",
        ")",
        "- ",
        "# ",
        "No. 5",
        "é",
        "😀",
        "[1]",
        '"',
        "the",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), min_size=1, max_size=40).map("".join), st.booleans())
def test_offsets_are_exact_and_no_word_is_lost(text: str, lines: bool) -> None:
    if not text.strip():
        return
    document = document_from_text(text)
    blocks = clean(document)
    sentences = split(document, blocks, lines=lines)
    kept = [block.span for block in blocks if block.kind != "skipped"]
    assert [s.index for s in sentences] == list(range(len(sentences)))
    for sentence in sentences:
        assert sentence.text == sentence.span.of(document.text) == sentence.text.strip() != ""
        assert blocks[sentence.block].span.contains(sentence.span)
    ends = [edge for s in sentences for edge in (s.span.start, s.span.end)]
    assert ends == sorted(ends)
    letters = sum(char.isalnum() for span in kept for char in span.of(document.text))
    assert sum(char.isalnum() for s in sentences for char in s.text) == letters


def test_gold_sentences_are_found_again(shared: Path) -> None:
    """The lines of the development articles, joined by spaces, are cut at nearly the same places."""
    found = wanted = proposed = 0
    for path in sorted((shared / "gold_dev" / "articles").glob("*.txt")):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
        joined = " ".join(lines)
        ends = {len(" ".join(lines[:n])) for n in range(1, len(lines)) if lines[n - 1][-1] in '.!?"”'}
        cuts = {sentence.span.end for sentence in one_block(joined)} - {len(joined)}
        found, wanted, proposed = found + len(ends & cuts), wanted + len(ends), proposed + len(cuts)
    assert found / wanted > 0.93
    assert found / proposed > 0.98


def test_the_real_example_is_cut_as_its_coders_cut_it_and_within_quotations(shared: Path) -> None:
    document = next(read_documents(next((shared / "examples").glob("000_*.txt"))))
    coded = next((shared / "gold_dev" / "articles").glob("00_*.txt")).read_text(encoding="utf-8").splitlines()
    sentences = [sentence.text for sentence in split(document, clean(document))]
    assert len(sentences) == 36
    others = [sentence for sentence in sentences if sentence not in coded]
    assert len(others) == 6
    assert all(any(sentence in line and "“" in line for line in coded) for sentence in others)
