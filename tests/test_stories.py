from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from stance.errors import ConfigError, DataError, MissingExtraError, StanceError
from stance.stories import make_stories, signature
from stance.stories.corpus import Corpus
from stance.stories.signature import N_BYTES, words
from tests.dataset_world import Article, build_run

WIRE = """Envoys of Kazakhstan and Uzbekistan met in Shymkent on Tuesday to settle how the two countries share the
water of the Syr Darya in dry summers. After six hours of talks the delegations said that a joint commission would open
and close the gates of the upper reservoirs from May, and that farmers on both banks would be told the quotas in April.

“Nobody downstream should learn from an empty canal that the agreement has failed,” the Kazakh water minister told
reporters. His Uzbek colleague called the commission a step that both presidents had wanted since last autumn.

The river has lost a fifth of its flow in ten years, according to figures that the commission will publish. Engineers
blame leaking canals on both sides as much as the melting of the glaciers, and donors have offered loans for repairs.

A final text is to be signed in Tashkent before the end of the month, once the ministries of finance have agreed on
who pays for the gauges."""
RIVAL = """A long quarrel over irrigation water came nearer to its end this week, when Uzbek and Kazakh officials left a
meeting in Shymkent with the outline of a deal. According to two people who were in the room, dams on the upper course
will no longer be run by one government alone: quotas are to be fixed each spring by a commission of ten.

Villages near Kyzylorda, where wells turned salty last year, greeted the news with caution. “We have heard promises
before,” said a cotton grower. Economists in Tashkent expect the repair of canals to cost more than either side admits.

Signing is planned for later this month, although the question of money is open."""
EDITED = WIRE.replace("told\nreporters", "said").replace("“", '"').replace("”", '"').replace("ten years", "a decade")


def numbers(*texts: str, days: Sequence[int | None] = ()) -> list[Article]:
    given = days or [0] * len(texts)
    dates = [None if day is None else date(2024, 1, 1) + timedelta(days=day) for day in given]
    return [Article(published=day, minhash=signature(text)) for day, text in zip(dates, texts, strict=True)]


def stories(run: Path) -> list[int]:
    return [int(story) for story in pq.read_table(run / "stories.parquet")["story"].to_pylist()]


def made(out: Path, articles: Sequence[Article], **options: object) -> list[int]:
    run = build_run(out, articles, stories=False)
    make_stories(run, **options)  # type: ignore[arg-type]
    return stories(run)


def generated(seed: int, length: int = 300) -> list[str]:
    """Words of no language: frequent ones and rare ones, as in a text."""
    chance = random.Random(seed)
    return [f"w{int(min(chance.paretovariate(0.7), 60_000))}" for _ in range(length)]


def edited(text: list[str], share: float, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [f"new{chance.randrange(10_000)}" if chance.random() < share else word for word in text]


def test_the_signature_of_a_text_never_changes() -> None:
    found = signature("Astana and Tashkent agreed on the water of the river.", cleaned=True)
    assert (len(found), found[:12].hex()) == (N_BYTES, "090000001af1837f707d0667")
    assert signature("...", cleaned=True) == signature("") == b""


def test_case_quotes_and_punctuation_do_not_count() -> None:
    plain = 'He said: "It is Astana\'s offer" - no more.'
    assert signature(plain, cleaned=True) == signature("HE SAID “it is Astana’s offer” — no more!", cleaned=True)
    assert signature("no more offers", cleaned=True) != signature("more no offers", cleaned=True)


def test_credit_lines_and_headings_do_not_count() -> None:
    credit = "\n\nReporting by A. Writer in Astana; Editing by B. Reader"
    assert signature(WIRE + credit, cleaned=True) == signature(WIRE, cleaned=True)
    assert signature(f"# Water deal near\n\n{WIRE}") == signature(f"# Neighbours agree at last\n\n{WIRE}")


def test_text_without_spaces_is_read_by_character() -> None:
    assert words("哈萨克斯坦Astana与乌") == [*"哈萨克斯坦", "astana", *"与乌"]


def test_copies_share_a_story_and_other_reports_of_the_event_do_not(tmp_path: Path) -> None:
    cut = WIRE.rpartition("\n\n")[0]
    retitled = f"River pact within reach\n\nSHYMKENT, March 4 (Steppe News) — {EDITED}"
    longer = f"{WIRE}\n\n{RIVAL.partition('. ')[2]}"
    run = build_run(tmp_path / "run", numbers(RIVAL, WIRE, cut, retitled, longer, "Rain in Rome."), stories=False)
    result = make_stories(run)
    table = pq.read_table(run / "stories.parquet")
    assert table.column_names == ["article", "story", "weight"]
    assert table["article"].to_pylist() == [0, 1, 2, 3, 4, 5]
    assert table["story"].to_pylist() == [0, 1, 1, 1, 1, 5]
    assert table["weight"].to_pylist() == [1.0, 0.25, 0.25, 0.25, 0.25, 1.0]
    assert (result.n_articles, result.n_stories, result.largest) == (6, 3, 4)


def test_a_digest_does_not_glue_the_reports_in_it(tmp_path: Path) -> None:
    first, second = (" ".join(generated(seed)) for seed in (1, 2))
    digest = f"{first} {second}"
    assert made(tmp_path / "digest-first", numbers(digest, first, second)) == [0, 0, 2]
    assert made(tmp_path / "digest-last", numbers(first, second, digest)) in ([0, 1, 0], [0, 1, 1])
    assert made(tmp_path / "digest-between", numbers(first, digest, second)) == [0, 0, 2]


def test_a_text_that_comes_again_much_later_is_no_copy(tmp_path: Path) -> None:
    articles = numbers(WIRE, WIRE, WIRE, WIRE, days=[0, 29, 365, None])
    assert made(tmp_path / "default", articles) == [0, 0, 2, 0]
    assert made(tmp_path / "no limit", articles, within_days=None) == [0, 0, 0, 0]
    assert made(tmp_path / "a week", articles, within_days=7) == [0, 1, 2, 0]


def test_the_threshold_decides(tmp_path: Path) -> None:
    base = generated(5)
    articles = numbers(" ".join(base), " ".join(edited(base, 0.15, 6)))
    assert made(tmp_path / "default", articles) == [0, 0]
    assert made(tmp_path / "strict", articles, threshold=0.95) == [0, 1]


def test_articles_without_words_are_stories_of_their_own(tmp_path: Path) -> None:
    nothing = [Article(minhash=b""), Article(minhash=None), Article(minhash=signature("Yes.")), Article(minhash=b"")]
    assert made(tmp_path / "run", nothing) == [0, 1, 2, 3]
    assert made(tmp_path / "empty", []) == []


def test_parts_and_formats_do_not_matter(tmp_path: Path) -> None:
    texts = [" ".join(edited(generated(n // 3), 0.05, n)) for n in range(12)]
    expected = made(tmp_path / "one", numbers(*texts))
    assert expected == [n - n % 3 for n in range(12)]
    for name, format, size in (("a", "parquet", 5), ("b", "jsonl", 4), ("c", "csv", 1)):
        run = build_run(tmp_path / name, numbers(*texts), format=format, part_size=size, stories=False)
        make_stories(run)
        assert (run / "stories.parquet").read_bytes() == (tmp_path / "one/stories.parquet").read_bytes()


def test_a_text_printed_by_thousands_is_one_story(tmp_path: Path) -> None:
    sign = signature(WIRE)
    articles = [Article(published=date(2024, 1, 1 + n % 28), minhash=sign) for n in range(3000)]
    run = build_run(tmp_path / "run", articles, stories=False)
    assert make_stories(run).largest == 3000


def test_estimates_are_near_the_truth() -> None:
    base = generated(1, 2000)
    pairs = [set(pairwise(text)) for text in (base, base[:1000])]
    first, second = signature(" ".join(base), cleaned=True), signature(" ".join(base[:1000]), cleaned=True)
    rows = np.frombuffer(first + second, np.uint8).reshape(2, -1)
    corpus = Corpus(
        article=np.arange(2),
        day=np.zeros(2, np.int32),
        sizes=rows[:, :4].copy().view("<u4").ravel(),
        values=rows[:, 4:].copy().view("<u2"),
    )
    similar = corpus.similarity(np.array([0]), np.array([1]))
    assert corpus.sizes.tolist() == [len(pairs[0]), len(pairs[1])]
    assert similar.jaccard[0] == pytest.approx(len(pairs[0] & pairs[1]) / len(pairs[0] | pairs[1]), abs=0.12)
    assert similar.containment[0] == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize("options", [{"threshold": 0.0}, {"threshold": 1.5}, {"within_days": -1}])
def test_impossible_settings_are_refused(tmp_path: Path, options: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match="a threshold above 0 and up to 1, and days from 0: found"):
        made(tmp_path / "run", [], **options)


def test_signatures_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"article of corpus.jsonl:2 has a signature of 3 bytes, expected 260"):
        made(tmp_path / "run", [Article(), Article(minhash=b"abc")])


def test_without_rensa_or_with_another_one_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rensa", type("rensa", (), {"RMinHash": type("RMinHash", (), {})}))
    with pytest.raises(StanceError, match=r"pip install 'rensa>=0.5,<0.6'"):
        signature(WIRE)
    monkeypatch.setitem(sys.modules, "rensa", None)
    with pytest.raises(MissingExtraError, match=r"stance\[batch\]"):
        signature(WIRE)


Edit = Callable[[list[str], list[str]], list[str]]
COPIES: dict[str, tuple[Edit, float]] = {
    "headline": (lambda text, other: other[:12] + text[12:], 1.0),
    "cut by a half": (lambda text, _: text[: len(text) // 2], 0.9),
    "a tenth of the words": (lambda text, _: edited(text, 0.1, len(text)), 0.95),
    "as much again appended": (lambda text, other: text + (other * 9)[: len(text)], 0.9),
}


@pytest.mark.parametrize("kind", COPIES)
def test_copies_of_real_articles_are_found_and_others_stay_apart(tmp_path: Path, shared: Path, kind: str) -> None:
    with gzip.open(shared / "pool/pool.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [words(json.loads(line)["text"]) for line, _ in zip(file, range(120), strict=False)]
    edit, least = COPIES[kind]
    half = len(texts) // 2
    copies = [edit(text, texts[half + n]) for n, text in enumerate(texts[:half])]
    found = made(tmp_path / "run", numbers(*map(" ".join, [*texts[:half], *copies])))
    assert found[:half] == list(range(half))
    assert np.mean([story == n for n, story in enumerate(found[half:])]) >= least
    assert all(story in (n, half + n) for n, story in enumerate(found[half:]))
