"""Facts that references rest on: members of groups, what a description can mean, whose title it is, women's names.

The tables stand in ``configs/actors`` and are copied into ``data`` when the catalogue is built.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stance.actors.fold import fold_key

DATA = Path(__file__).parent / "data"
TABLES = ("groups.csv", "descriptions.csv", "bodies.csv", "titles.csv", "neighbours.csv", "women.csv")
ANY_BODY = "*"
CROWNED = ("king", "queen", "emperor", "emir", "sultan")
REALMS = frozenset({"CAN", "AUS", "NZL", "PNG", "JAM", "BHS"})
COMPASS = ("north", "east", "south", "west")


@dataclass(frozen=True, slots=True)
class Group:
    """Some states under one name. ``is_list``: a mention of it is one of each member; else it is one actor, ``code``.

    ``stems`` stand before a noun of the plural: "the three *Baltic* envoys".
    """

    names: tuple[str, ...]
    stems: tuple[str, ...]
    code: str
    members: tuple[str, ...]
    is_list: bool


@dataclass(frozen=True, slots=True)
class Women:
    """Given names that women bear, and surnames by which one woman is known."""

    given: frozenset[str]
    surnames: frozenset[str]


@cache
def groups() -> tuple[Group, ...]:
    """All groups."""
    return tuple(
        Group(_many(names), _many(stems), code, tuple(members.split()), reading == "list")
        for names, stems, code, members, reading in _rows("groups.csv")
    )


@cache
def groups_by_stem() -> Mapping[str, Group]:
    """Groups by the folded stem that stands before a noun of the plural; a body wins over a list of that stem."""
    ranked = sorted(groups(), key=lambda group: not group.is_list)
    return {fold_key(stem): group for group in ranked for stem in group.stems}


@cache
def members_of() -> Mapping[str, tuple[str, ...]]:
    """The members of the groups that are actors themselves, by the group's code."""
    return {group.code: group.members for group in groups() if group.code}


@cache
def described() -> Mapping[str, frozenset[str]]:
    """Which states an adjective or noun of a description fits."""
    return {fold_key(text): frozenset(codes.split()) for text, codes in _rows("descriptions.csv")}


@cache
def bodies() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Which organisations (noun, adjectives) can mean: ("bloc", "west african") is ECOWAS."""
    return {(noun, fold_key(adjectives)): tuple(codes.split()) for noun, adjectives, codes in _rows("bodies.csv")}


@cache
def titles() -> Mapping[str, frozenset[str]]:
    """Titles that only some states or organisations have: kings, emirs, chancellors."""
    return {fold_key(title): frozenset(codes.split()) for title, codes in _rows("titles.csv")}


@cache
def monarchies() -> frozenset[str]:
    """States without a president."""
    return frozenset().union(*(titles()[title] for title in CROWNED)) | REALMS


@cache
def neighbours() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """For each state its neighbours by land or narrow sea: north, east, south, west → codes."""
    return {
        code: {point: frozenset(codes.split()) for point, codes in zip(COMPASS, cells, strict=True)}
        for code, *cells in _rows("neighbours.csv")
    }


@cache
def women() -> Women:
    """Names of women."""
    names = [(fold_key(text).split()[-1], part) for text, part in _rows("women.csv")]
    return Women(
        frozenset(text for text, part in names if part == "given"),
        frozenset(text for text, part in names if part == "surname"),
    )


def _rows(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _many(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)
