"""Coded folders: documents, judgements, offsets, and errors that name file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stance.errors import DataError
from stance.gold import COLUMNS, GoldKey, line_of, line_span, locate, locate_pair, read_gold
from stance.types import Span

ARTICLE = """# source: a made-up wire
# date: 2021-03-04
# note: written on 5 May 2022
Ruritania expelled an envoy of Graustark.
It called the move overdue.
Graustark's allies in Graustark City objected, and Ruritanians cheered Ruritania.
"""
ROWS = (
    "01\t1\tRUR\tGRA\thostile\t-\tRuritania\tGraustark\taction",
    "01\t2\tRUR\tGRA\tdistancing\thostile\tIt\t-\tindirect_quote",
    "01\t3\tGRA\tRUR\tdistancing\t-\tGraustark City\tRuritania\taction",
)


def folder(tmp_path: Path, *, rows: tuple[str, ...] = ROWS, article: str = ARTICLE) -> Path:
    (tmp_path / "articles").mkdir(parents=True, exist_ok=True)
    (tmp_path / "articles" / "01_made_up.txt").write_text(article, encoding="utf-8")
    (tmp_path / "gold.tsv").write_text("\n".join(("\t".join(COLUMNS), *rows, "")), encoding="utf-8")
    return tmp_path


def test_documents_keep_lines_and_date(tmp_path: Path) -> None:
    gold = read_gold(folder(tmp_path))
    document = gold.document("01")
    assert document.published == date(2021, 3, 4)
    assert document.text.splitlines() == ARTICLE.splitlines()[3:]
    assert [line_span(document, n).of(document.text) for n in (1, 2, 3)] == document.text.splitlines()
    assert [line_of(document, document.text.index(word)) for word in ("expelled", "overdue", "cheered")] == [1, 2, 3]
    assert line_of(document, line_span(document, 2).start - 1) == 1


def test_judgements(tmp_path: Path) -> None:
    gold = read_gold(folder(tmp_path), part="made_up")
    first, second, third = gold.judgements
    assert (first.id, first.labels, first.also, first.context) == ("01:1:RUR:GRA", {"hostile"}, None, ())
    assert (second.also, second.voice, second.target_spans) == ("hostile", "indirect_quote", ())
    assert third.context == tuple(gold.document("01").text.splitlines()[:2])
    assert {example.group for example in gold.judgements} == {"made_up/01"}
    assert [str(key) for key in gold.keys] == [example.id for example in gold.judgements]
    assert third.origin == f"{tmp_path / 'gold.tsv'}:4"


def test_unrelated_lines_are_no_context(tmp_path: Path) -> None:
    gold = read_gold(folder(tmp_path, article=ARTICLE.replace("source: a made-up wire", "three unrelated sentences")))
    assert [example.context for example in gold.judgements] == [(), (), ()]


def test_codes_are_normalised_but_keys_are_not(tmp_path: Path) -> None:
    gold = read_gold(folder(tmp_path), canonical=lambda code: {"RUR": "RURITANIA"}.get(code, code))
    assert gold.judgements[0].source == "RURITANIA"
    assert gold.keys[0] == GoldKey("01", 1, "RUR", "GRA")


def test_the_stronger_of_two_judgements_stays(tmp_path: Path) -> None:
    again = "01\t1\tRUR\tGRA\tneutral\t-\tRuritania\tGraustark\taction"
    gold = read_gold(folder(tmp_path, rows=(again, *ROWS)))
    assert len(gold.judgements) == 3
    assert gold.judgements[0].labels == {"hostile"}
    assert gold.merged == (GoldKey("01", 1, "RUR", "GRA"),)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("02\t1\tA\tB\thostile\t-\t-\t-\taction", "there is no article '02'"),
        ("01\t4\tA\tB\thostile\t-\t-\t-\taction", "has lines 1 to 3, not 4"),
        ("01\tx\tA\tB\thostile\t-\t-\t-\taction", "line must be a number, found 'x'"),
        ("01\t1\tA\tA\thostile\t-\t-\t-\taction", "source and target are both 'A'"),
        ("01\t1\tA\tB\tangry\t-\t-\t-\taction", "unknown label 'angry'"),
        ("01\t1\tA\tB\thostile\tangry\t-\t-\taction", "unknown label 'angry' in also"),
        ("01\t1\tA\tB\thostile\t-\tZenda\t-\taction", "source_text 'Zenda' does not stand in"),
        ("01\t1\tA\tB\thostile\t-\t-\t-\tsung", "unknown voice 'sung'"),
        ("01\t1\tA\tB\thostile", "expected 9 cells, found 5"),
    ],
)
def test_each_problem_names_its_line(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        read_gold(folder(tmp_path, rows=(*ROWS, row)))
    assert len(caught.value.problems) == 1
    assert f"{tmp_path / 'gold.tsv'}:5: " in caught.value.problems[0]


def test_all_problems_at_once(tmp_path: Path) -> None:
    bad = "09\t1\tA\tA\tangry\t-\t-\t-\tsung"
    with pytest.raises(DataError, match=r"8 problem\(s\)"):
        read_gold(folder(tmp_path, rows=(bad, *ROWS, bad)))


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no articles"):
        read_gold(tmp_path)
    with pytest.raises(DataError, match=r"coder_9\.tsv: cannot be read"):
        read_gold(folder(tmp_path), file="coder_9.tsv")
    with pytest.raises(DataError, match="expected one of 01"):
        read_gold(folder(tmp_path)).document("07")


@pytest.mark.parametrize(
    ("mention", "expected"),
    [("Oman", Span(11, 15)), ("Rom", Span(0, 3)), ("-", ()), ("Zenda", ())],
)
def test_locate_prefers_word_boundaries(mention: str, expected: object) -> None:
    assert locate("Romania or Oman", mention) == ((expected,) if isinstance(expected, Span) else ())


def test_two_mentions_do_not_share_a_place_where_they_need_not() -> None:
    text = "Backers of Zenda met as Zenda fell."
    source, target = locate_pair(text, source="Zenda", target="Backers of Zenda")
    assert source[0].start == text.rindex("Zenda")
    assert target[0].of(text) == "Backers of Zenda"


def test_real_folder(shared: Path) -> None:
    gold = read_gold(shared / "gold_dev")
    assert (len(gold.documents), len(gold.judgements), gold.merged) == (19, 854, ())
    for key, example in zip(gold.keys, gold.judgements, strict=True):
        document = gold.document(key.file)
        assert line_span(document, key.line).of(document.text) == example.text
        assert all(span.of(example.text).strip() for span in (*example.source_spans, *example.target_spans))
