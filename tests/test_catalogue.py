from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from stance.actors.catalogue import DATA, Catalogue
from stance.actors.forms import Form, bare
from stance.errors import DataError

CATALOGUE = Catalogue.load()
STATES = Path(__file__).parents[1] / "configs" / "actors" / "states.csv"


def words(text: str) -> list[str]:
    return text.split()


MEMBERS = words("""
AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV
KHM CMR CAN CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH
FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ
KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MDA MCO MNG
MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL PRT QAT ROU RUS RWA KNA
LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE SYR TJK TZA THA TLS TGO
TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB VUT VEN VNM YEM ZMB ZWE
""")
OTHERS = ["VAT", "PSE", "TWN", "XKX"]
HISTORICAL = ["USSR", "YUG", "CSK", "DDR"]
ORGANISATIONS = words("NATO EU UN CSTO SCO EAEU CIS ASEAN AU OSCE G7 G20 BRICS OPEC IMF IAEA ICC WTO WHO GCC OIC WEST")
ARMED_GROUPS = words("TALIBAN HAMAS HEZBOLLAH HOUTHIS ISIS AL_QAEDA PKK BOKO_HARAM WAGNER SDF")


def codes(name: str, on: date | None = None) -> set[str]:
    return {form.code for form in CATALOGUE.lookup(name, on=on)}


def state_rows() -> list[dict[str, str]]:
    with STATES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def overlay(folder: Path, text: str) -> Path:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_member_of_the_united_nations_is_a_state() -> None:
    assert len(MEMBERS) == 193
    assert [code for code in MEMBERS + OTHERS if CATALOGUE.actor(code).kind != "state"] == []
    assert [code for code in HISTORICAL if CATALOGUE.actor(code).kind != "historical"] == []


def test_organisations_and_armed_groups() -> None:
    kinds = defaultdict(set)
    for actor in CATALOGUE.actors.values():
        kinds[actor.kind].add(actor.code)
    assert len(kinds["igo"] | kinds["bloc"]) >= 60
    assert set(ORGANISATIONS) <= kinds["igo"] | kinds["bloc"]
    assert set(ARMED_GROUPS) <= kinds["nonstate"]


@pytest.mark.parametrize("column", ["names", "demonyms", "capitals"])
def test_every_state_by_its_names_demonyms_and_capitals(column: str) -> None:
    missed = [
        (row["code"], text)
        for row in state_rows()
        for text in row[column].split("|")
        if text and row["code"] in MEMBERS and text not in DROPPED and row["code"] not in codes(text)
    ]
    assert missed == []


DROPPED = {"Lett", "Letts"}


def test_every_member_has_a_demonym_and_a_head_of_state_or_government() -> None:
    have: dict[str, set[str]] = defaultdict(set)
    for form in CATALOGUE.forms:
        have[form.how].add(form.code)
    assert [code for code in MEMBERS if code not in have["demonym"]] == []
    assert [code for code in MEMBERS if code not in have["person"]] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kyiv", "UKR"), ("Kiev", "UKR"), ("KYIV", "UKR"), ("Kyiv's", "UKR"), ("the Kremlin", "RUS"),
        ("White House", "USA"), ("State Department", "USA"), ("Downing Street", "GBR"), ("Élysée", "FRA"),
        ("Elysee Palace", "FRA"), ("Bundestag", "DEU"), ("Knesset", "ISR"), ("Ak Orda", "KAZ"), ("Akorda", "KAZ"),
        ("Zhongnanhai", "CHN"), ("Blue House", "KOR"), ("Verkhovna Rada", "UKR"), ("Nur-Sultan", "KAZ"),
        ("Astana", "KAZ"), ("IDF", "ISR"), ("IRGC", "IRN"), ("PLA Navy", "CHN"), ("Gazprom", "RUS"),
        ("KazMunayGas", "KAZ"), ("Xinhua", "CHN"), ("TASS", "RUS"), ("Saudi Aramco", "SAU"), ("MI6", "GBR"),
        ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("U.S.", "USA"), ("US", "USA"), ("the West", "WEST"),
        ("Côte d'Ivoire", "CIV"), ("Cote d’Ivoire", "CIV"), ("Burma", "MMR"), ("Sana'a", "YEM"), ("Sanaa", "YEM"),
        ("Ulan Bator", "MNG"), ("Brussels", "EU"), ("Security Council", "UN"), ("G-7", "G7"),
        ("al-Qa'ida", "AL_QAEDA"), ("Hizballah", "HEZBOLLAH"), ("Daesh", "ISIS"),
        ("Northern Ireland", "GBR"), ("Chinese Communist Party", "CHN"),
    ],
)  # fmt: skip
def test_names_and_metonyms(name: str, code: str) -> None:
    assert code in codes(name)


@pytest.mark.parametrize(
    "name", ["turkey", "us", "china", "polish", "jordan", "chad", "who", "Huawei", "Boeing", "trump"]
)
def test_words_and_firms_that_are_no_actors(name: str) -> None:
    assert codes(name) == set()


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("Medvedev", "2009-06-01", "RUS"), ("Putin", "2009-06-01", "RUS"), ("Dmitry Medvedev", "2009-06-01", "RUS"),
        ("Nazarbayev", "2019-03-01", "KAZ"), ("Nazarbayev", "1995-05-05", "KAZ"), ("Tokayev", "2019-04-01", "KAZ"),
        ("Tokaev", "2022-01-05", "KAZ"), ("Kassym-Jomart Tokayev", "2023-01-01", "KAZ"),
        ("Zelensky", "2022-03-01", "UKR"), ("Zelenskyy", "2022-03-01", "UKR"), ("Zelenskiy", "2022-03-01", "UKR"),
        ("Volodymyr Zelensky", "2022-03-01", "UKR"), ("Obama", "2010-01-01", "USA"), ("Bush", "1990-06-01", "USA"),
        ("Bush", "2003-03-20", "USA"), ("Merkel", "2015-09-01", "DEU"), ("Xi Jinping", "2022-09-14", "CHN"),
        ("Lavrov", "2014-03-01", "RUS"), ("Gorbachev", "1990-10-03", "USSR"), ("Saddam Hussein", "1991-01-17", "IRQ"),
    ],
)  # fmt: skip
def test_people_in_office(name: str, on: str, code: str) -> None:
    assert code in codes(name, date.fromisoformat(on))


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("Zelensky", "2015-01-01"), ("Obama", "2019-01-01"), ("Merkel", "2023-01-01"), ("Bush", "1996-01-01"),
        ("Nazarbayev", "2024-01-01"), ("Saddam Hussein", "2005-01-01"), ("Gorbachev", "1995-01-01"),
    ],
)  # fmt: skip
def test_people_out_of_office(name: str, on: str) -> None:
    assert codes(name, date.fromisoformat(on)) == set()
    assert codes(name) != set()


def test_a_person_who_changes_office_is_found_in_both() -> None:
    before, after = date(2019, 3, 18), date(2019, 3, 21)
    assert any("head of state" in form.note for form in CATALOGUE.lookup("Nazarbayev", on=before))
    assert codes("Nazarbayev", after) == codes("Tokayev", after) == {"KAZ"}
    assert codes("Tokayev", date(2009, 1, 1)) == set()


@pytest.mark.parametrize("surname", ["Rice", "Powell", "Wang", "Kim", "Moon", "Brown", "Singh"])
def test_common_surnames_are_ambiguous(surname: str) -> None:
    found = [form for form in CATALOGUE.lookup(surname) if form.how == "person"]
    assert found
    assert all(form.ambiguous and form.case == "exact" for form in found)


@pytest.mark.parametrize("surname", ["Putin", "Xi", "Merkel", "Erdogan", "Netanyahu", "Lukashenko"])
def test_unmistakable_surnames_are_not(surname: str) -> None:
    assert any(not form.ambiguous for form in CATALOGUE.lookup(surname))


def test_forms_of_several_actors_at_one_time_are_flagged() -> None:
    groups: dict[str, list[Form]] = defaultdict(list)
    for form in CATALOGUE.forms:
        groups[bare(form.text).casefold()].append(form)
    clashes = [
        (one.text, one.code, other.code)
        for forms in groups.values()
        for one, other in combinations(forms, 2)
        if one.code != other.code and _overlap(one, other) and not (one.ambiguous or other.ambiguous)
    ]
    assert clashes == []


def _overlap(one: Form, other: Form) -> bool:
    starts = max(one.since or date.min, other.since or date.min)
    ends = min(one.until or date.max, other.until or date.max)
    return starts <= ends and ends - starts > timedelta(days=45)


def test_codes_are_canonical_and_dates_in_order() -> None:
    assert [form for form in CATALOGUE.forms if form.code not in CATALOGUE.actors] == []
    assert [code for code in CATALOGUE.actors if not re.fullmatch(r"[A-Z][A-Z0-9_+-]*", code)] == []
    assert [form for form in CATALOGUE.forms if form.since and form.until and form.until < form.since] == []
    assert [form for form in CATALOGUE.forms if not form.source] == []
    assert [alias for alias, code in CATALOGUE.aliases.items() if code not in CATALOGUE.actors] == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("ISIL", "ISIS"), ("AL SHABAAB", "AL-SHABAAB"), ("ALSHABAAB", "AL-SHABAAB"), ("KAZ", "KAZ"), ("XYZ", "XYZ"),
        ("HOUTHI", "HOUTHIS"), ("UNSC", "UN"), ("ROM", "ROU"), ("ZAR", "COD"), ("KSV", "XKX"), ("PAL", "PSE"),
        ("DPRK", "PRK"), ("UAE", "ARE"), ("uk", "GBR"), ("DNR", "DPR"), ("LNR", "LPR"), ("East Asia Summit", "EAS"),
    ],
)  # fmt: skip
def test_other_spellings_of_codes(given: str, code: str) -> None:
    assert CATALOGUE.canonical(given) == code


@pytest.mark.parametrize(
    "code", words("ABKHAZIA DPR EAS GLOBAL_COALITION HOUTHIS LPR PKK QUINT SDF SOUTH_OSSETIA TRNC XKX YPG")
)
def test_codes_of_regions_coalitions_and_groups_are_the_catalogues_own(code: str) -> None:
    assert CATALOGUE.canonical(code) == code
    assert CATALOGUE.actor(code).kind != "unknown"


def test_every_code_of_coded_articles_is_in_the_catalogue(shared: Path) -> None:
    files = sorted((shared / "gold_dev").glob("*.tsv"))
    assert files
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            used = {
                row[end] for row in csv.DictReader(lines, delimiter="\t", quoting=3) for end in ("source", "target")
            }
        unknown = {code for code in used if CATALOGUE.actor(code).kind == "unknown"}
        assert unknown <= {"AUTHOR"}, f"{file.name}: codes that the catalogue lacks"


def test_an_unknown_code_gives_an_actor_of_unknown_kind() -> None:
    actor = CATALOGUE.actor("NO_SUCH_CODE")
    assert (actor.code, actor.kind) == ("NO_SUCH_CODE", "unknown")


def test_roles_are_of_one_kind() -> None:
    kinds = {role.text: role.kind for role in CATALOGUE.roles}
    assert len(kinds) == len(CATALOGUE.roles) > 200
    assert (kinds["president"], kinds["ministry"], kinds["troops"]) == ("state",) * 3
    assert (kinds["journalist"], kinds["opposition"], kinds["tourists"]) == ("private",) * 3


def test_an_overlay_adds_actors_forms_and_dates(tmp_path: Path) -> None:
    path = overlay(
        tmp_path,
        "\ufefftext,code,how,since,until,case,ambiguous,kind,name\n"
        "River League,RIVERS,name,,,,,igo,League of River States\n"
        '"Mill, the",RIVERS,metonym,,,exact,true,,\n'
        "Ada Quill,KAZ,person,2031-01-01,2032-12-31,,,,\n",
    )
    mine = Catalogue.load(overlay=path)
    assert (mine.actor("RIVERS").name, mine.actor("RIVERS").kind) == ("League of River States", "igo")
    assert {form.code for form in mine.lookup("the river league's")} == {"RIVERS"}
    assert mine.lookup("Mill, the")[0].ambiguous
    assert not mine.lookup("mill, the")
    assert {form.code for form in mine.lookup("Ada Quill", on=date(2031, 5, 1))} == {"KAZ"}
    assert not mine.lookup("Ada Quill", on=date(2033, 5, 1))
    assert mine.lookup("Ada Quill")[0].source == "overlay"
    assert len(mine.forms) == len(CATALOGUE.forms) + 3


def test_an_overlay_tells_all_its_faults_with_file_and_line(tmp_path: Path) -> None:
    path = overlay(
        tmp_path,
        "text,code,how,since,until,ambiguous\n"
        "Rivers,RIVERS,nmae,,,\n"
        ",KAZ,name,,,\n"
        "Ada Quill,KAZ,person,2031-13-01,,\n"
        "Bo Reed,KAZ,person,2031-02-01,2030-02-01,maybe\n"
        "a,b,name,,,,,\n",
    )
    with pytest.raises(DataError) as caught:
        Catalogue.load(overlay=path)
    lines = [int(problem.removeprefix(f"{path}:").split(":")[0]) for problem in caught.value.problems]
    assert lines == [2, 3, 4, 5, 5, 6]
    assert "did you mean 'name'" in caught.value.problems[0]
    assert "2031-13-01" in caught.value.problems[2]


def test_an_overlay_with_wrong_columns_names_the_legal_ones(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="did you mean 'code'") as caught:
        Catalogue.load(overlay=overlay(tmp_path, "text,cod,how\nRivers,RIVERS,name\n"))
    assert "missing column code" in str(caught.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00broken\x81"])
def test_an_overlay_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "mine.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match="expected a CSV file in UTF-8"):
        Catalogue.load(overlay=path)


def test_the_data_is_small_and_read_fast() -> None:
    from time import process_time

    start = process_time()
    Catalogue.load()
    assert process_time() - start < 0.5  # 0.1 s where nothing else runs; twice that is the goal
    assert sum(path.stat().st_size for path in DATA.glob("*.csv")) < 3_000_000
