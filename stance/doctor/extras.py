"""Which packages the core and each extra need, and which of them are there, by the package's own metadata."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
USES: Mapping[str, str] = {
    "html": "reading web pages",
    "languages": "names of actors in six other languages",
    "parquet": "reading and writing Parquet",
    "batch": "corpora, panels, stories, SQL",
    "plot": "figures",
    "huggingface": "the model as a transformers model and pipeline",
    "sklearn": "the scikit-learn estimator",
    "spacy": "the spaCy component",
    "ray": "many machines, with Ray",
    "serve": "the service and its page",
    "train": "training, and the torch runtime",
}
"""What each extra is for. Those that only people who work on the project need are not among them."""

_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)\s*(?:\[(?P<extras>[^]]*)\])?(?P<range>[^;]*)(?:;(?P<marker>.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*["'](?P<extra>[\w-]+)["']""")


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is needed: the range of versions, and the version that is installed, if any."""

    name: str
    wanted: str
    found: str | None

    @property
    def fits(self) -> bool:
        """Whether it is there and not older than the range allows."""
        least = re.search(r">=\s*([\d.]+)", self.wanted)
        return self.found is not None and (least is None or _numbers(self.found) >= _numbers(least[1]))


@dataclass(frozen=True, slots=True)
class Extra:
    """A set of packages, what it is for, and the command that installs it; the core has no name."""

    name: str
    use: str
    packages: tuple[Package, ...]

    @property
    def missing(self) -> tuple[Package, ...]:
        """Packages that are absent or too old."""
        return tuple(package for package in self.packages if not package.fits)

    @property
    def remedy(self) -> str:
        """What installs it."""
        return f"pip install 'stance[{self.name}]'" if self.name else "pip install --force-reinstall stance"


def read_extras() -> tuple[Extra, ...]:
    """The core (without a name) and the extras of ``USES``, each with the packages that it brings.

    Read from the installed package, or from pyproject.toml in a checkout that was not installed.
    """
    stated = _stated()
    core = Extra("", "reading articles", tuple(_packages(stated, "")))
    return (core, *(Extra(name, use, tuple(_packages(stated, name))) for name, use in USES.items()))


def _stated() -> tuple[str, ...]:
    """Requirements as package metadata writes them: ``name[extras]>=version; extra == "html"``."""
    try:
        found = requires("stance")
    except PackageNotFoundError:
        found = None
    if found is not None or not PROJECT.is_file():
        return tuple(found or ())
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras: Mapping[str, list[str]] = project["optional-dependencies"]
    marked = (f'{one}; extra == "{name}"' for name, group in extras.items() for one in group)
    return (*project["dependencies"], *marked)


def _packages(stated: Iterable[str], extra: str) -> Iterator[Package]:
    """What one extra asks for; where it names another extra of stance, also what that asks for."""
    for one in stated:
        needed = _REQUIREMENT.match(one)
        marked = _EXTRA.search(one)
        if needed is None or (marked["extra"] if marked else "") != extra:
            continue
        if needed["name"] == "stance":
            for other in (needed["extras"] or "").split(","):
                yield from _packages(stated, other.strip())
        else:
            yield Package(needed["name"], needed["range"].strip(" ()"), _version(needed["name"]))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version: "2.13.0+cpu" gives (2, 13, 0)."""
    leading = re.match(r"\d+(?:\.\d+)*", version)
    numbers = tuple(map(int, leading[0].split("."))) if leading else ()
    return (*numbers, 0, 0, 0)[:3]
