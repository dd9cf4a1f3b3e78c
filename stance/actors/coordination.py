"""Several items as one: "A, B and C", and all the items of a sentence in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stance.actors import refwords as ref
from stance.actors.fold import Folded
from stance.actors.items import Item, Place, is_verb, mentioned, place_of
from stance.actors.reference import Line
from stance.actors.strangers import strangers

_LINKS = frozenset({",", "and", "&", "the", "both", "'", "s", "or", "/", "his", "her", "its", "—"})


def read_items(line: Line) -> list[Item]:
    """The items of a sentence in order, coordinations after their members."""
    found = sorted((*mentioned(line), *strangers(line)), key=lambda item: (item.first, -item.last))
    return _coordinated(line.folded, found)


def _coordinated(folded: Folded, items: list[Item]) -> list[Item]:
    """The items with "A, B and C" added as one more item each; its members take over its place."""
    result: list[Item] = []
    run: list[Item] = []
    for item in items:
        if run and (not _joins(folded, run, item) or _is_done(folded, run)):
            result += _closed(folded, run)
            run = []
        run = [*run, item]
    return [*result, *_closed(folded, run)] if run else result


def _joins(folded: Folded, run: Sequence[Item], item: Item) -> bool:
    if not 0 < item.first - run[-1].last <= 4:
        return False
    words = [folded.word(i) for i in range(run[-1].last, item.first)]
    if run[-1].kind == "things" and words == [","]:
        return False  # "the two presidents, A and B": what follows says who they are
    return set(words) <= _LINKS and bool(set(words) & {"and", ",", "&", "/"})


def _is_done(folded: Folded, run: Sequence[Item]) -> bool:
    """Whether a list has had its "and": what follows is another clause."""
    return len(run) > 1 and "and" in [folded.word(i) for i in range(run[-2].last, run[-1].first)]


def _closed(folded: Folded, run: list[Item]) -> list[Item]:
    members = [item for item in run if item.kind in ("body", "person", "plural")]
    if len(members) < 2 or len(members) != len(run):
        return run
    gap = [folded.word(i) for i in range(run[-2].last, run[-1].first)]
    if not {"and", "&", "/"} & set(gap) or (len(run) == 2 and "," in gap):
        return run
    first, last = run[0].first, run[-1].last
    place = place_of(folded, last - 1, last) if run[-1].place == "possessor" else _place_of_run(folded, first, last)
    actors = tuple(dict.fromkeys(actor for item in run for actor in item.actors))
    known = actors if all(item.actors for item in run) else ()
    parts = tuple(item if item.place == "adjective" else replace(item, place=place) for item in run)
    adjectives = all(item.place == "adjective" for item in run)
    if adjectives:
        return run
    whole = Item(first, last, "plural", place, known, "", run[0].quoted, f"list {first}", parts)
    return [*parts, whole]


def _place_of_run(folded: Folded, first: int, last: int) -> Place:
    before = first - 1
    while folded.word(before) in ref.DETERMINERS or folded.word(before) == "both":
        before -= 1
    lead = folded.word(before)
    if lead in ref.PREPOSITIONS:
        return "oblique"
    return "subject" if is_verb(folded, last) or (before < 0 and folded.word(last) != ".") else "object"
