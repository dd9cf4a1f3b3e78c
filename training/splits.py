"""Splits that keep groups together and stay the same on every machine and in every order of the data."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from stance.errors import ConfigError
from stance.types import StanceExample

NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def position(group: str, *, seed: int = 0) -> float:
    """A number in [0, 1) that depends on the group and the seed only."""
    digest = hashlib.blake2b(f"{seed}\x1f{group}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def group_of(example: StanceExample) -> str:
    """What must stay together: the example's group, or else its text (so that one sentence is never split)."""
    return example.group or text_key(example.text)


def split_examples(
    examples: Iterable[StanceExample], *, fractions: Mapping[str, float], seed: int = 0
) -> dict[str, tuple[StanceExample, ...]]:
    """Distribute whole groups over the named splits by a hash of the group; fractions must sum to 1.

    A group's split does not depend on the other groups, so that added data moves nothing. Sizes are approximate.
    """
    if not fractions or min(fractions.values()) < 0 or abs(sum(fractions.values()) - 1) > 1e-9:
        raise ConfigError(f"split fractions must be at least 0 and sum to 1, found {dict(fractions)}")
    found: dict[str, list[StanceExample]] = {name: [] for name in fractions}
    for example in examples:
        found[_name(position(group_of(example), seed=seed), fractions)].append(example)
    return {name: tuple(members) for name, members in found.items()}


def _name(at: float, fractions: Mapping[str, float]) -> str:
    end = 0.0
    for name, fraction in fractions.items():
        end += fraction
        if at < end:
            return name
    return [name for name, fraction in fractions.items() if fraction][-1]  # the sum may round to just below 1


def text_key(text: str) -> str:
    """A text reduced to its letters and digits, so that copies with other spacing or quotes are still found."""
    return NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKD", text).casefold())


def drop_texts(examples: Sequence[StanceExample], *, held_out: Iterable[StanceExample]) -> tuple[StanceExample, ...]:
    """The examples whose sentence is not among the held-out ones: keeps a copy in another corpus out of training."""
    keys = {text_key(example.text) for example in held_out}
    return tuple(example for example in examples if text_key(example.text) not in keys)
