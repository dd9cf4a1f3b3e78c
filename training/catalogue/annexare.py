"""annexare/Countries (MIT): English and native names in Latin script."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from stance.actors.forms import Form, plain
from training.catalogue.hand import State, usual_case


def forms(sources: Path, states: Iterable[State]) -> Iterator[Form]:
    """Names joined by ISO 3166-1 alpha-2 code."""
    codes = {state.iso2: state.code for state in states if state.iso2}
    with (sources / "annexare_countries" / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for text in (row["Name"], row["Native"]):
                if row["Code"] in codes and plain(text).isascii():
                    yield Form(text, codes[row["Code"]], "name", None, None, usual_case(text), source="annexare")
