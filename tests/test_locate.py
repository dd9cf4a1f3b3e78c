"""Where the actors of given pairs stand."""

from __future__ import annotations

import pytest

from stance.actors.catalogue import Catalogue
from stance.actors.matcher import Matcher
from stance.labels import STANCE_LABELS
from stance.locate import locate
from stance.types import Span, StanceExample

CATALOGUE = Catalogue.load()
MATCHER = Matcher(CATALOGUE)


def located(text: str, source: str, target: str, **spans: tuple[Span, ...]) -> tuple[list[str], list[str]]:
    """The texts of the source's and the target's spans."""
    labels = frozenset(STANCE_LABELS.names)
    example = StanceExample(id="1", text=text, source=source, target=target, labels=labels, **spans)  # type: ignore[arg-type]
    (found,) = locate((example,), catalogue=CATALOGUE, matcher=MATCHER)
    return [span.of(text) for span in found.source_spans], [span.of(text) for span in found.target_spans]


@pytest.mark.parametrize(
    ("source", "target"), [("KAZ", "CHN"), ("Kazakhstan", "China"), ("KAZ", "China"), ("Astana", "Beijing")]
)
def test_by_code_and_by_name(source: str, target: str) -> None:
    text = "Kazakhstan thanked Chinese leaders." if target != "China" else "Kazakhstan thanked China."
    found, aimed = located(text, source, target)
    assert found == ["Kazakhstan"]
    assert len(aimed) == 1
    assert aimed[0].startswith("Chin")


def test_word_for_word_comes_first_and_every_time() -> None:
    assert located("The EU praised NATO; NATO thanked the EU.", "EU", "NATO") == (["EU", "EU"], ["NATO", "NATO"])


def test_no_part_of_a_word() -> None:
    assert located("Nigerian troops left Niger.", "Niger", "Nigeria")[0] == ["Niger"]


def test_no_part_of_the_other_actor() -> None:
    assert located("South Korea warned Korea watchers.", "South Korea", "Korea") == (["South Korea"], ["Korea"])


def test_given_spans_stay() -> None:
    text = "China said that China would pay Russia."
    assert located(text, "CHN", "RUS", source_spans=(Span(16, 21),)) == (["China"], ["Russia"])
    example = StanceExample(
        id="1", text=text, source="CHN", target="RUS", labels=frozenset(), source_spans=(Span(16, 21),)
    )
    assert locate((example,), catalogue=CATALOGUE, matcher=MATCHER)[0].source_spans == (Span(16, 21),)


def test_implied_actors_and_the_author_have_no_spans() -> None:
    assert located("They promised help to Armenia.", "RUS", "ARM") == ([], ["Armenia"])
    assert located("AUTHOR praises Armenia.", "AUTHOR", "ARM")[0] == []


def test_own_actors_that_the_catalogue_does_not_know() -> None:
    assert located("Acme Corp (ACME) sued Russia.", "ACME", "RUS") == (["ACME"], ["Russia"])


def test_order_is_kept() -> None:
    examples = [
        StanceExample(id=str(n), text="China thanked Russia.", source=s, target=t, labels=frozenset())
        for n, (s, t) in enumerate((("CHN", "RUS"), ("RUS", "CHN")))
    ]
    found = locate(examples, catalogue=CATALOGUE, matcher=MATCHER)
    assert [(e.id, e.source_spans) for e in found] == [("0", (Span(0, 5),)), ("1", (Span(14, 20),))]
