"""Hard sentences on names, venues, people, dates, references, groups and speakers: how many pieces are read right."""

from __future__ import annotations

from typing import get_args

import pytest

from stance.types import SkipTag
from training.actor_cases import KINDS, PAGE, Kind, cases, failures, fresh, judged, many, place, render, right

FLOORS: dict[Kind, float] = {"actor": 0.95, "none": 0.94, "tag": 0.95, "speaker": 0.94}
FRESH_FLOORS: dict[Kind, float] = {"actor": 0.89, "none": 0.92, "tag": 0.92, "speaker": 0.84}


def test_the_cases_are_well_formed() -> None:
    assert len(cases()) >= 300
    assert len({case["id"] for case in cases()}) == len(cases())
    assert len(fresh()) == 100
    for case in cases():
        for piece in case.get("expect", ()):
            assert place(case["text"], piece["at"], piece.get("nth", 1)), case["id"]
            assert many(piece.get("tag", "")) <= {*get_args(SkipTag)}, f"{case['id']}: {piece}"
            assert "tag" not in piece or piece["actor"] == "none", f"{case['id']}: an actor has no tag: {piece}"


@pytest.mark.parametrize("kind", KINDS)
def test_hard_cases_are_read_right(kind: Kind) -> None:
    for floors, unseen in ((FLOORS, False), (FRESH_FLOORS, True)):
        found = right(kind, unseen=unseen)
        share = sum(found) / len(found)
        assert share >= floors[kind], f"{share:.3f} right, fresh: {unseen}:\n" + "\n".join(failures(kind))


def test_failures_are_told_by_the_name_of_their_case() -> None:
    wrong = [piece for piece in judged() if not piece.right]
    assert {piece.case for piece in wrong} <= {case["id"] for case in cases()}
    assert sum(len(failures(kind)) for kind in KINDS) == len(wrong)


def test_the_page_of_failures_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run `make docs`"
