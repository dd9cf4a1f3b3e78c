"""Word lists of the rules on places: what makes a city or a country a mere venue. All folded."""

from __future__ import annotations

from stance.actors.lexicon import words

# Prepositions that make a city the place where something happens.
PREPOSITIONS = words("in at near around outside across inside throughout downtown central beyond")
# "from Goma", "to Harare", "for Paris", "through Vienna" are places only beside words of movement, or of speech.
DIRECTIONS = words("from to for through via over towards into")
MOVEMENT = words(
    """
    visit visits visited visiting trip trips travel travels traveled travelled traveling travelling flew fly flies
    flying flown flight flights arrive arrived arrives arriving went go goes going gone head heads headed heading
    return returned returns returning journey journeys journeyed tour toured summoned back drive drove driven drives
    way home plane train car bus ferry came come comes coming moved leave leaves left leaving depart departed departs
    departing bound sailed sail walked route passing passed transit transited stopover layover landed ride rode
    relocated rushed hurried escorted airlifted evacuated fled flee fleeing escaped deported extradited commute ferried
    """
)
# Words that may stand between the movement and the preposition: "flew home by car and back to".
ON_THE_WAY = words(
    """
    home back by on a the car train plane air sea bus road ferry helicopter boat directly straight overland later
    again secretly quietly early late today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday
    out off all his her their its way abroad north south east west
    """
)
# "anger in Beijing", "confidence in Brussels", "aimed at Moscow": the government after all.
MOOD = words(
    """
    anger alarm concern concerns fury unease relief outrage dismay fear fears suspicion suspicions frustration
    frustrations irritation doubt doubts worry worries nerves jitters satisfaction consternation eyebrows misgivings
    resentment applause confidence trust faith belief hope hopes hackles alarms panic bells calculations thinking
    displeasure annoyance delight indignation uproar protests mistrust distrust disappointment
    """
)
GROWING = words("grew grows growing rose rises rising mounted mounting spread spreading deepened simmered")
AIMED = words(
    """
    aimed directed levelled leveled anger angry swipe swipes jab jabs furious barb barbs criticism outrage frustration
    irritation dismay unease dig digs salvo lashed lash hit hitting shot fired pointed look looked looks lashing
    infuriated exasperated exasperation annoyed annoyance alarm finger fingers dismayed displeasure laughed
    """
)
# "authorities in Kyiv", "the leadership in Beijing": people of power, by their seat.
POWER = words(
    """
    government governments authorities authority regime regimes leaders leadership officials rulers people
    administration policymakers lawmakers junta generals mandarins masters ministers bureaucrats
    technocrats hardliners hawks cabinet warlords clerics mullahs official spokesman spokeswoman spokesperson
    ministry ministries juntas military
    """
)
# "the prime minister in Islamabad": the head of the state whose seat it is, if no other state is named with him.
HEADS_OF_STATE = words("president premier minister government emir king sultan chancellor")
# "the man in the White House"
SEATS = words("house kremlin street palace elysee office wing")
HOLDERS = words("man woman men occupant tenant everyone")
# What is held somewhere: a summit in Turkey.
EVENTS = words(
    """
    summit summits conference conferences meeting meetings talks forum forums seminar seminars workshop workshops
    festival congress symposium exhibition expo fair retreat ceremony speech speeches lecture lectures interview
    interviews concert dinner gathering gatherings wedding funeral tournament match championship championships games
    negotiations session sessions briefing briefings gala reception convention consultations rounds hotel hotels
    holiday holidays vacation diaspora airport sidelines reunion graduation studies internship symposia colloquium
    """
)
HELD = words(
    """
    met meets held gathered convened speaking spoke speaks stayed staying studied studies lives lived living born
    educated raised hospitalised hospitalized holidaying vacationing schooled buried exiled exile interviewed
    settled retired
    """
)
SAID = words("said says told tells declared spoke speaking wrote announced added remarked quipped joked")
SENT = words("edited broadcast broadcasts broadcasting reporting operating operates published livestreamed beamed")
# Nouns after a city that make it a place or an event: "a Geneva hotel", "the Astana talks".
VENUE_NOUNS = words(
    """
    airport hotel hotels hospital residents resident suburb suburbs apartment flat restaurant cafe café street streets
    stadium district neighbourhood neighborhood outskirts skyline subway metro courtroom conference summit summits
    meeting meetings forum talks process round rounds negotiations format bureau offices studio studios stop leg
    gathering gala session biennale marathon traffic weather rain stock bourse market markets prison jail cemetery
    theatre theater church mosque synagogue zoo museum square quarter headquarters mansion villa palace residence
    compound penthouse home house
    """
)
TREATY_NOUNS = words(
    """
    accord accords agreement agreements protocol protocols convention conventions declaration memorandum communique
    consensus treaty treaties framework principles compact plan spring charter act agenda
    """
)
COMMON_TREATY_NOUNS = words("act plan agenda spring principles framework compact charter")
# "Nairobi's Jomo Kenyatta airport", "Moscow's Red Square": sites in a city.
SITES = words(
    """
    square airport airports airfield district quarter suburb suburbs street streets stadium hotel hotels centre center
    university museum church cathedral mosque synagogue hospital station port harbour harbor park palace theatre
    theater arena hall prison jail subway metro market bazaar outskirts bridge zoo opera boulevard avenue cemetery
    residents neighbourhood neighborhood waterfront slums zone skyline
    """
)
# "the outskirts of Damascus", "the mayor of London"
PERSONS_SITES = words("airport airfield stadium square street avenue boulevard bridge park arena station hospital")
PARTS = words(
    """
    streets street outskirts suburb suburbs centre center heart edge port city town airport university residents
    district districts mayor neighbourhood neighborhood neighbourhoods slums bars cafes north south east west
    northeast northwest southeast southwest kilometres kilometers miles km
    """
)
QUARTERS = words("north south east west centre center interior northeast northwest southeast southwest")
REGIONAL = words(
    """
    northern southern eastern western central northeastern northwestern southeastern southwestern north south east west
    """
)
CITY_NOUNS = words("city cities town capital metropolis")
# States that are one city, so that "in Singapore" is mostly a venue.
CITY_STATES = words("luxembourg singapore monaco djibouti vatican")
STAKES = words(
    """
    invest invested invests investing investment investments interest interests influence election elections elected
    embassy ambassador envoy power coup parliament voters vote votes rule
    """
)

MONTHS = words(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat
    sun
    """
)
_PROVINCES = (
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois "
    "indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri "
    "montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming "
    "ontario alberta saskatchewan manitoba quebec queensland tasmania ont mich pa ga tex calif fla ill ky ala conn tenn"
)
PROVINCES = frozenset(_PROVINCES.split())
PROVINCE_PAIRS = {
    "new": words("york jersey mexico hampshire brunswick"),
    "north": words("carolina dakota"),
    "south": words("carolina dakota wales"),
    "west": words("virginia"),
    "nova": words("scotia"),
    "british": words("columbia"),
    "washington": words("state"),
    "rhode": words("island"),
}
