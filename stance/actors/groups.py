"""Which states an adjective or noun of a definite description can mean: "the Central Asian country", "the kingdom"."""

from __future__ import annotations

COUNTRY_NOUNS = frozenset({"country", "nation", "republic", "kingdom", "island", "state", "neighbor", "neighbour"})
PAIR_NOUNS = frozenset(
    {
        "countries",
        "sides",
        "nations",
        "states",
        "parties",
        "leaders",
        "neighbors",
        "neighbours",
        "governments",
        "delegations",
        "presidents",
    }
)

# Groups that are no more than a list of states: a mention of one is a mention of each member.
EXPANDED: dict[str, str] = {
    "C5+1": "KAZ KGZ TJK TKM UZB USA",
    "C5": "KAZ KGZ TJK TKM UZB",
    "Central Asian states": "KAZ KGZ TJK TKM UZB",
    "Central Asian countries": "KAZ KGZ TJK TKM UZB",
    "Central Asian republics": "KAZ KGZ TJK TKM UZB",
    "E3": "FRA DEU GBR",
    "EU3": "FRA DEU GBR",
    "EU-3": "FRA DEU GBR",
    "E3/EU": "FRA DEU GBR EU",
    "P5+1": "CHN FRA RUS GBR USA DEU",
    "Baltic states": "EST LVA LTU",
    "Baltic countries": "EST LVA LTU",
    "Baltic nations": "EST LVA LTU",
    "Baltics": "EST LVA LTU",
    "Weimar Triangle": "DEU FRA POL",
    "Benelux": "BEL NLD LUX",
    "Nordic countries": "DNK FIN ISL NOR SWE",
    "Nordic states": "DNK FIN ISL NOR SWE",
    "Scandinavian countries": "DNK NOR SWE",
    "Koreas": "PRK KOR",
    "two Koreas": "PRK KOR",
    "Congos": "COD COG",
}

_CENTRAL_ASIA = "KAZ KGZ TJK TKM UZB"
_SOUTHEAST_ASIA = "BRN KHM IDN LAO MYS MMR PHL SGP THA TLS VNM"
_SOUTH_ASIA = "AFG BGD BTN IND MDV NPL PAK LKA"
_EAST_ASIA = "CHN JPN KOR PRK MNG TWN"
_GULF = "BHR KWT OMN QAT SAU ARE IRN IRQ"
_LEVANT = "ISR JOR LBN SYR PSE TUR YEM EGY CYP"
_CAUCASUS = "ARM AZE GEO"
_BALTIC = "EST LVA LTU"
_NORDIC = "DNK FIN ISL NOR SWE"
_BALKAN = "ALB BIH BGR HRV GRC XKX MKD MNE ROU SRB SVN"
_WEST_EUROPE = "AND AUT BEL FRA DEU IRL ITA LIE LUX MLT MCO NLD PRT SMR ESP CHE GBR VAT"
_EAST_EUROPE = "BLR CZE HUN MDA POL RUS SVK UKR"
_WEST_AFRICA = "BEN BFA CPV CIV GMB GHA GIN GNB LBR MLI MRT NER NGA SEN SLE TGO"
_EAST_AFRICA = "BDI COM DJI ERI ETH KEN MDG MWI MUS MOZ RWA SYC SOM SSD SDN TZA UGA"
_SOUTHERN_AFRICA = "AGO BWA LSO NAM SWZ ZAF ZMB ZWE"
_CENTRAL_AFRICA = "CMR CAF TCD COG COD GNQ GAB STP"
_NORTH_AFRICA = "DZA EGY LBY MAR TUN SDN"
_SOUTH_AMERICA = "ARG BOL BRA CHL COL ECU GUY PRY PER SUR URY VEN"
_CENTRAL_AMERICA = "BLZ CRI SLV GTM HND NIC PAN MEX"
_CARIBBEAN = "ATG BHS BRB CUB DMA DOM GRD HTI JAM KNA LCA VCT TTO"
_PACIFIC = "FJI FSM KIR MHL NRU PLW PNG SLB TON TUV VUT WSM"
_ISLANDS = "TWN CUB CYP LKA JPN GBR IRL ISL MLT MDV MDG SGP PHL IDN NZL BHR COM CPV MUS SYC STP TLS PNG"
_LANDLOCKED = (
    "AFG NPL BTN LAO MNG BOL PRY CHE AUT HUN CZE SVK SRB MKD XKX MDA BLR ARM AZE MLI NER TCD BFA ETH SSD UGA RWA BDI "
    "ZMB ZWE MWI BWA LSO SWZ CAF"
)
_FORMER_SOVIET = f"{_CENTRAL_ASIA} {_CAUCASUS} {_BALTIC} BLR MDA UKR RUS"
_ASIA = f"{_CENTRAL_ASIA} {_SOUTHEAST_ASIA} {_SOUTH_ASIA} {_EAST_ASIA}"
_AFRICA = f"{_WEST_AFRICA} {_EAST_AFRICA} {_SOUTHERN_AFRICA} {_CENTRAL_AFRICA} {_NORTH_AFRICA}"
_EUROPE = f"{_WEST_EUROPE} {_EAST_EUROPE} {_BALKAN} {_NORDIC} {_BALTIC} CYP"

REGIONS: dict[str, frozenset[str]] = {
    name: frozenset(codes.split())
    for name, codes in {
        "central asian": _CENTRAL_ASIA,
        "southeast asian": _SOUTHEAST_ASIA,
        "south asian": _SOUTH_ASIA,
        "east asian": _EAST_ASIA,
        "asian": _ASIA,
        "gulf": _GULF,
        "gulf arab": "BHR KWT OMN QAT SAU ARE",
        "middle eastern": f"{_GULF} {_LEVANT}",
        "arab": "BHR KWT OMN QAT SAU ARE IRQ JOR LBN SYR PSE YEM EGY LBY TUN DZA MAR SDN MRT SOM DJI COM",
        "caucasus": _CAUCASUS,
        "south caucasus": _CAUCASUS,
        "baltic": _BALTIC,
        "nordic": _NORDIC,
        "scandinavian": "DNK NOR SWE",
        "balkan": _BALKAN,
        "western balkan": _BALKAN,
        "european": _EUROPE,
        "eastern european": f"{_EAST_EUROPE} {_BALKAN} {_BALTIC}",
        "central european": "AUT CZE HUN POL SVK SVN DEU CHE",
        "west african": _WEST_AFRICA,
        "east african": _EAST_AFRICA,
        "southern african": _SOUTHERN_AFRICA,
        "central african": _CENTRAL_AFRICA,
        "north african": _NORTH_AFRICA,
        "african": _AFRICA,
        "sahel": "BFA MLI NER TCD MRT",
        "south american": _SOUTH_AMERICA,
        "central american": _CENTRAL_AMERICA,
        "latin american": f"{_SOUTH_AMERICA} {_CENTRAL_AMERICA} CUB DOM HTI",
        "north american": "USA CAN MEX",
        "caribbean": _CARIBBEAN,
        "pacific": _PACIFIC,
        "pacific island": _PACIFIC,
        "former soviet": _FORMER_SOVIET,
        "post soviet": _FORMER_SOVIET,
        "ex soviet": _FORMER_SOVIET,
        "island": f"{_ISLANDS} {_CARIBBEAN} {_PACIFIC}",
        "communist": "CHN CUB LAO PRK VNM",
        "isolated": "PRK",
        "jewish": "ISR",
        "landlocked": f"{_CENTRAL_ASIA} {_LANDLOCKED}",
    }.items()
}


def fits_region(code: str, adjectives: str) -> bool:
    """Whether a description with these adjectives can mean the state; unknown adjectives fit none."""
    return adjectives in REGIONS and code in REGIONS[adjectives]
