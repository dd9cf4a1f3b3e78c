"""Splits: groups stay together, nothing moves when data is added, copies of held-out texts are dropped."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from stance.errors import ConfigError
from stance.types import StanceExample
from training.splits import drop_texts, position, split_examples, text_key

FRACTIONS = {"train": 0.8, "dev": 0.1, "test": 0.1}


def example(n: int, *, group: str = "") -> StanceExample:
    return StanceExample(
        id=str(n), text=f"Sentence {n}.", source="A", target="B", labels=frozenset({"neutral"}), group=group
    )


EXAMPLES = [example(n, group=f"story {n // 4}") for n in range(4000)]


def test_groups_stay_together_and_sizes_are_close() -> None:
    splits = split_examples(EXAMPLES, fractions=FRACTIONS, seed=3)
    groups = {name: {member.group for member in members} for name, members in splits.items()}
    assert sum(len(members) for members in splits.values()) == len(EXAMPLES)
    assert not (groups["train"] & groups["dev"] or groups["train"] & groups["test"] or groups["dev"] & groups["test"])
    assert len(groups["train"]) / 1000 == pytest.approx(0.8, abs=0.05)
    assert len(groups["dev"]) / 1000 == pytest.approx(0.1, abs=0.03)


def test_order_and_added_data_move_nothing() -> None:
    few = random.Random(0).sample(EXAMPLES, 500)
    whole = {e.id: name for name, members in split_examples(EXAMPLES, fractions=FRACTIONS).items() for e in members}
    part = {e.id: name for name, members in split_examples(few, fractions=FRACTIONS).items() for e in members}
    assert part == {key: whole[key] for key in part}


def test_the_seed_decides() -> None:
    first, second = (split_examples(EXAMPLES, fractions=FRACTIONS, seed=seed)["dev"] for seed in (0, 1))
    assert {e.id for e in first} != {e.id for e in second}


def test_position_is_the_same_on_every_machine() -> None:
    assert position("story 1", seed=0) == pytest.approx(0.1788, abs=1e-4)


def test_without_a_group_the_text_is_the_group() -> None:
    copies = [replace(example(7), id=str(n)) for n in range(50)]
    assert sorted(len(members) for members in split_examples(copies, fractions=FRACTIONS).values()) == [0, 0, 50]


@pytest.mark.parametrize("fractions", [{}, {"train": 0.5}, {"train": 1.5, "dev": -0.5}])
def test_fractions_must_sum_to_one(fractions: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match="sum to 1"):
        split_examples(EXAMPLES, fractions=fractions)


def test_copies_of_held_out_texts_are_dropped() -> None:
    held_out = replace(example(5), text="sentence  “5”")
    assert text_key(held_out.text) == text_key("Sentence 5.")
    assert [e.id for e in drop_texts(EXAMPLES[:8], held_out=[held_out])] == ["0", "1", "2", "3", "4", "6", "7"]
