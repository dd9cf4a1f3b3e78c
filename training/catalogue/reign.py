"""REIGN (MIT): the effective leader of each state, 1945 to March 2021, mostly by surname."""

from __future__ import annotations

import csv
import gzip
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from training.catalogue.people import Person

FIRST_YEAR = 1990
SOVIET_END, YUGOSLAV_END, SERBIAN_START = (1992, 1), (2003, 2), (2006, 6)
# REIGN uses Correlates of War abbreviations.
COW = {
    "BHM": "BHS", "HAI": "HTI", "TRI": "TTO", "BAR": "BRB", "GRN": "GRD", "SLU": "LCA", "SVG": "VCT", "AAB": "ATG",
    "SKN": "KNA", "GUA": "GTM", "HON": "HND", "SAL": "SLV", "COS": "CRI", "PAR": "PRY", "URU": "URY", "UKG": "GBR",
    "IRE": "IRL", "NTH": "NLD", "FRN": "FRA", "MNC": "MCO", "SWZ": "CHE", "SPN": "ESP", "POR": "PRT", "GMY": "DEU",
    "GDR": "DDR", "AUS": "AUT", "CZE": "CSK", "CZR": "CZE", "SLO": "SVK", "SNM": "SMR", "MAC": "MKD", "CRO": "HRV",
    "KOS": "XKX", "BOS": "BIH", "SLV": "SVN", "BUL": "BGR", "MLD": "MDA", "ROM": "ROU", "LAT": "LVA", "LIT": "LTU",
    "GRG": "GEO", "SWD": "SWE", "DEN": "DNK", "ICE": "ISL", "CAP": "CPV", "EQG": "GNQ", "GAM": "GMB", "MAA": "MRT",
    "NIR": "NER", "CDI": "CIV", "GUI": "GIN", "BFO": "BFA", "SIE": "SLE", "TOG": "TGO", "CAO": "CMR", "NIG": "NGA",
    "CEN": "CAF", "CHA": "TCD", "CON": "COG", "DRC": "COD", "TAZ": "TZA", "BUI": "BDI", "ANG": "AGO", "MZM": "MOZ",
    "ZAM": "ZMB", "ZIM": "ZWE", "MAW": "MWI", "SAF": "ZAF", "LES": "LSO", "BOT": "BWA", "SWA": "SWZ", "MAG": "MDG",
    "MAS": "MUS", "SEY": "SYC", "MOR": "MAR", "ALG": "DZA", "SUD": "SDN", "LEB": "LBN", "KUW": "KWT", "BAH": "BHR",
    "UAE": "ARE", "OMA": "OMN", "TAJ": "TJK", "KYR": "KGZ", "KZK": "KAZ", "MON": "MNG", "TAW": "TWN", "ROK": "KOR",
    "BHU": "BTN", "BNG": "BGD", "MYA": "MMR", "SRI": "LKA", "MAD": "MDV", "NEP": "NPL", "THI": "THA", "CAM": "KHM",
    "DRV": "VNM", "MAL": "MYS", "SIN": "SGP", "BRU": "BRN", "PHI": "PHL", "INS": "IDN", "ETM": "TLS", "AUL": "AUS",
    "NEW": "NZL", "VAN": "VUT", "SOL": "SLB", "FIJ": "FJI", "NAU": "NRU", "MSI": "MHL", "PAL": "PLW", "WSM": "WSM",
    "YPR": "SOUTH_YEMEN", "YAR": "YEM", "GNB": "GNB", "STP": "STP", "SSD": "SSD", "LIE": "LIE", "FSM": "FSM",
    "MNG": "MNE",
}  # fmt: skip
# San Marino changes its captains regent twice a year; the source runs the two names together.
SKIPPED = frozenset({"SMR"})
_NOTES = re.compile(r"\([^)]*\)|\bJr\.?$")


def people(sources: Path, codes: Iterable[str], later: Iterable[Person]) -> Iterator[Person]:
    """Leaders in office since 1990; a term that is open in 2021 takes its end from ``later`` sources."""
    known, followers = frozenset(codes), list(later)
    with gzip.open(sources / "reign" / "leaderlist_3_21.csv.gz", "rt", encoding="cp1252", errors="replace") as file:
        for row in csv.DictReader(file):
            code = _state(row)
            if code in known - SKIPPED and int(row["eyear"].strip(". ") or FIRST_YEAR) >= FIRST_YEAR:
                yield _close(_person(code, row), followers)


def _state(row: dict[str, str]) -> str:
    """The state of a row; the source gives a successor state the leaders of the old one."""
    code = COW.get(row["stateabb"], row["stateabb"])
    since, until = (int(row["syear"]), int(row["smonth"])), (int(row["eyear"].strip(". ") or 9999), 1)
    if code == "RUS" and until < SOVIET_END:
        return "USSR"
    if code == "YUG" and since >= YUGOSLAV_END:
        return "SRB" if since >= SERBIAN_START else "SCG"
    return code


def _person(code: str, row: dict[str, str]) -> Person:
    name = " ".join(_NOTES.sub("", row["leader"].strip()).replace(".", ". ").split())
    if "," in name:
        name = " ".join(reversed([part.strip() for part in name.split(",")]))
    since = date(int(row["syear"]), int(row["smonth"]), min(int(row["sdate"] or 1), 28) if row["sdate"] else 1)
    year, month = row["eyear"].strip(". "), row["emonth"].strip(". ")
    until = date(int(year), int(month), monthrange(int(year), int(month))[1]) if year and month else None
    full = name if " " in name and "." not in name else ""
    return Person(code, full, name.rsplit(" ", 1)[-1], since, until, "leader", source="reign")


def _close(person: Person, later: list[Person]) -> Person:
    if person.until:
        return person
    same = [other for other in later if other.key == person.key and (other.since or date.min) <= date(2021, 12, 31)]
    after = sorted(
        other.since for other in later if other.code == person.code and other.since and other.since.year >= 2021
    )
    until = same[0].until if same else (after[0] if after else date(2021, 12, 31))
    if until and person.since and until < person.since:
        until = date(2021, 12, 31)
    return Person(person.code, person.full, person.surname, person.since, until, person.role, source="reign")
