"""Added examples: other actors in the same sentence with true spans, and neutral pairs only where allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stance.actors.catalogue import Catalogue
from stance.types import Span, StanceExample
from training.corpora.augment import ActorSwapper, augment, with_article
from training.corpora.config import AugmentSettings

CATALOGUE = Catalogue.load()


def example(
    text: str,
    source: str,
    target: str,
    *,
    codes: tuple[str, str],
    context: tuple[str, ...] = (),
    label: str = "hostile",
) -> StanceExample:
    def span(mention: str) -> tuple[Span, ...]:
        return (Span(text.index(mention), text.index(mention) + len(mention)),) if mention else ()

    return StanceExample(
        id=text[:20],
        text=text,
        source=codes[0],
        target=codes[1],
        labels=frozenset({label}),
        context=context,
        source_spans=span(source),
        target_spans=span(target),
    )


TRADE = example("Norway and Peru signed a trade deal.", "Norway", "Peru", codes=("NOR", "PER"), label="cooperative")
COURT = example(
    "A Norwegian court freed Peruvian sailors, officials in Oslo and Lima said.",
    "Norwegian court",
    "Peruvian sailors",
    codes=("NOR", "PER"),
    context=("Norway had held the Peruvians since May.",),
)


@pytest.mark.parametrize("seed", range(20))
def test_swap_changes_both_actors_everywhere_and_keeps_spans_true(seed: int) -> None:
    swapped = ActorSwapper(CATALOGUE).swap(COURT, seed=seed)
    assert swapped is not None
    everything = " ".join((*swapped.context, swapped.text))
    for old in ("Norw", "Peru", "Oslo", "Lima"):
        assert old not in everything
    assert len({swapped.source, swapped.target, "NOR", "PER"}) == 4
    assert {CATALOGUE.actor(swapped.source).kind, CATALOGUE.actor(swapped.target).kind} == {"state"}
    assert swapped.labels == COURT.labels
    demonym, noun = swapped.source_spans[0].of(swapped.text).rsplit(" ", 1)
    assert noun == "court"
    assert swapped.source in {form.code for form in CATALOGUE.lookup(demonym) if form.how == "demonym"}
    demonym, noun = swapped.target_spans[0].of(swapped.text).rsplit(" ", 1)
    assert noun == "sailors"
    assert swapped.target in {form.code for form in CATALOGUE.lookup(demonym) if form.how == "demonym"}


def test_names_take_names_and_the_new_code() -> None:
    swapped = ActorSwapper(CATALOGUE).swap(TRADE, seed=0)
    assert swapped is not None
    for code, spans in ((swapped.source, swapped.source_spans), (swapped.target, swapped.target_spans)):
        assert code in {form.code for form in CATALOGUE.lookup(spans[0].of(swapped.text)) if form.how == "name"}
    assert swapped.text.endswith(" signed a trade deal.")


def test_same_seed_same_swap_other_seed_another() -> None:
    first, again = (ActorSwapper(CATALOGUE).swap(TRADE, seed=4) for _ in range(2))
    assert first == again
    assert len({ActorSwapper(CATALOGUE).swap(TRADE, seed=seed).text for seed in range(6)}) > 3  # type: ignore[union-attr]


def test_leaders_become_leaders() -> None:
    meeting = example(
        "Angela Merkel told Shinzo Abe that Abe was right.", "Angela Merkel", "Shinzo Abe", codes=("DEU", "JPN")
    )
    swapped = ActorSwapper(CATALOGUE).swap(meeting, seed=1)
    assert swapped is not None
    name = swapped.target_spans[0].of(swapped.text)
    assert swapped.target in {form.code for form in CATALOGUE.lookup(name) if form.how == "person"}
    assert swapped.text.endswith(f"that {name.split()[-1]} was right.")


@pytest.mark.parametrize(
    "untouched",
    [
        example("They scolded them.", "They", "them", codes=("NOR", "PER")),
        example("Zenda scolded Peru.", "Zenda", "Peru", codes=("ZENDA", "PER")),
    ],
)
def test_no_swap_where_an_actor_is_not_named_or_not_known(untouched: StanceExample) -> None:
    assert ActorSwapper(CATALOGUE).swap(untouched, seed=0) is None


def test_author_stays_author() -> None:
    opinion = replace(TRADE, source="AUTHOR", source_spans=())
    swapped = ActorSwapper(CATALOGUE).swap(opinion, seed=0)
    assert swapped is not None
    assert swapped.source == "AUTHOR"
    assert "Norway" in swapped.text
    assert "Peru" not in swapped.text


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("a French ship", "French", "Egyptian", "an Egyptian ship"),
        ("An Egyptian ship", "Egyptian", "French", "A French ship"),
        ("in the United States", "United States", "Chile", "in Chile"),
        ("Chile paid", "Chile", "United Kingdom", "The United Kingdom paid"),
        ("from Chile", "Chile", "Netherlands", "from the Netherlands"),
        ("the French ship", "French", "Egyptian", "the Egyptian ship"),
    ],
)
def test_articles_fit(text: str, old: str, new: str, expected: str) -> None:
    written = text
    for edit in reversed(with_article(text, Span(text.index(old), text.index(old) + len(old)), new)):
        written = written[: edit.span.start] + edit.text + written[edit.span.end :]
    assert written == expected


def test_nothing_is_added_unless_asked_for() -> None:
    assert augment([TRADE, COURT], settings=AugmentSettings(), catalogue=CATALOGUE) == ()


def test_neutral_pairs() -> None:
    report = example("Norway fined Peru, Chile said.", "Norway", "Peru", codes=("NOR", "PER"))
    settings = AugmentSettings(
        reversed_as_neutral=("hostile", "distancing"), author_as_neutral=1, unrelated_as_neutral=1, weight=0.5
    )
    added = augment([report, TRADE], settings=settings, catalogue=CATALOGUE)
    from_report = [e for e in added if e.text == report.text]
    assert [(e.source, e.target) for e in from_report] == [("PER", "NOR"), ("AUTHOR", "PER"), ("CHL", "PER")]
    assert all(e.labels == {"neutral"} and e.weight == 0.5 for e in added)
    assert from_report[0].source_spans == report.target_spans
    assert from_report[2].source_spans[0].of(report.text) == "Chile"
    assert [(e.source, e.target) for e in added if e.text == TRADE.text] == [("AUTHOR", "PER")]


def test_a_coded_reverse_is_not_overwritten() -> None:
    report = example("Norway fined Peru.", "Norway", "Peru", codes=("NOR", "PER"))
    back = replace(report, id="back", source="PER", target="NOR", labels=frozenset({"hostile"}))
    settings = AugmentSettings(reversed_as_neutral=("hostile",))
    assert augment([report, back], settings=settings, catalogue=CATALOGUE) == ()


def test_ids_stay_unique() -> None:
    added = augment([TRADE, COURT], settings=AugmentSettings(swaps=3, author_as_neutral=1), catalogue=CATALOGUE)
    assert len(added) == 8
    assert len({e.id for e in added}) == 8
