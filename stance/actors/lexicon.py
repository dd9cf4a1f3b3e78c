"""Word lists of the actor rules: closed classes of English, all folded (small letters, no diacritics)."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


# Words inside a name that may be small whatever the form's case is.
PARTICLES = words(
    """
    of the and for in on to at de du da do dos das del della di la le les el al ul an as bin bint ibn ben ould abu
    von van der den ter ten y e s d l
    """
)
NAME_PARTICLES = words(
    """
    al el ul ud bin bint ibn ben ould abu de da di do dos del du la le von van der den ter
    """
)

# Nouns that make "<actor> <noun>" the state itself (office, organ, armed forces).
STATE_ROLES = words(
    """
    government governments administration administrations authorities authority regime leadership leader leaders
    president presidents presidency premier premiers chancellor chancellors chancellery minister ministers ministry
    ministries secretary secretaries undersecretary department departments parliament parliaments parliamentarian
    parliamentarians congress congressman congresswoman congressmen senate senator senators lawmaker lawmakers
    legislator legislators legislature mp mps mep meps cabinet cabinets embassy embassies ambassador ambassadors
    envoy envoys emissary diplomat diplomats diplomacy consul consulate consulates delegation delegations delegate
    delegates official officials officialdom spokesman spokeswoman spokesperson spokespersons spokespeople spokesmen
    army armies military militaries navy force forces troop troops soldier soldiers marine marines peacekeeper
    peacekeepers peacekeeping police policeman policemen officer officers commander commanders general generals
    admiral colonel captain lieutenant brigadier marshal court courts judge judges prosecutor prosecutors king queen
    prince princess princes emir sultan monarch monarchy crown head heads chief chiefs side sides mission missions
    representative representatives negotiator negotiators ruler rulers intelligence agency agencies council councils
    commission commissioner commissioners counterpart counterparts statesman executive junta kremlin duma rada
    knesset treasury office team servicemen serviceman paratroopers commandos airmen sailors border-guards guard
    guards coastguard attorney governor governors mayor inspector inspectors tsar czar statement chairman chairwoman
    chair speaker foreign-ministry adviser advisers advisor advisors aide aides strongman dictator bloc alliance
    secretariat summit
    """
)
# Nouns that make "<actor> <noun>" a private person or group, or a body that is not its state.
PRIVATE_ROLES = words(
    """
    journalist journalists reporter reporters correspondent correspondents columnist columnists blogger bloggers
    photographer photographers author authors writer writers novelist novelists poet poets historian historians
    academic academics academician scholar scholars professor professors scientist scientists researcher researchers
    analyst analysts expert experts economist economists pundit pundits commentator commentators observer observers
    critic critics activist activists dissident dissidents opposition oppositionist
    protester protesters protestor protestors
    demonstrator demonstrators campaigner campaigners rebel rebels rebellion insurgent insurgents insurgency
    militant militants separatist separatists guerrilla guerrillas guerilla guerillas jihadist jihadists extremist
    extremists mercenary mercenaries tourist tourists traveller travellers traveler travelers holidaymaker
    holidaymakers backpacker backpackers footballer footballers player players athlete athletes swimmer swimmers
    cyclist boxer skier golfer singer singers actor actors actress actresses musician musicians film films filmmaker
    filmmakers comedian rapper model painter artist artists designer company companies firm firms airline airlines
    carrier corporation corporations conglomerate businessman businesswoman businessmen businesspeople tycoon
    tycoons oligarch oligarchs billionaire billionaires millionaire entrepreneur entrepreneurs manufacturer
    manufacturers automaker automakers carmaker carmakers maker makers startup startups start-up start-ups retailer
    retailers brand brands newspaper newspapers magazine magazines broadcaster tabloid tabloids daily ngo ngos
    charity charities think-tank think-tanks university universities club clubs coach lawyer lawyers doctor doctors
    chef farmer farmers fisherman fishermen shareholder shareholders investor investors trader traders descent
    origin ancestry heritage extraction hacker hackers gangster gangsters mafia
    """
)
PRIVATE_COMPOUNDS = words(
    """
    media press news website radio television tv
    """
)
# "Russia's state nuclear company": what acts for a state if the state owns it.
STATE_RUN = words(
    """
    company companies firm firms corporation corporations enterprise enterprises conglomerate airline carrier
    broadcaster newspaper newspapers bank banks lender monopoly producer giant utility operator
    """
)
MODIFIERS = words(
    """
    senior top deputy vice prime foreign interior defence defense finance financial first second third acting
    interim caretaker outgoing incoming new current then state armed military special central federal national
    supreme constitutional naval air ground land sea security border coast presidential parliamentary government
    governmental ruling communist party trade economic economy energy justice health home external general chief
    permanent international political diplomatic intelligence law high low local regional royal imperial islamic
    revolutionary civil civilian public internal affairs prosecutor attorney two three four five six several some
    many all other own veteran hardline reformist conservative right far left wing transitional provisional puppet
    crown house lower upper peoples people commerce industry transport environment education culture oil embassy
    consular top-level high-level mid-level high-ranking ranking visiting united union executive joint chiefs backed
    led controlled run owned peacekeeping democratic
    """
)
FORMER = words(
    """
    former ex onetime erstwhile ousted deposed toppled overthrown exiled self-exiled disgraced late-night
    """
)
COMPLEMENT_HEADS = words(
    """
    secretary undersecretary minister ministers ministry department house head heads chief chiefs commissioner
    director council office chamber board secretaries agency member members service
    """
)
ENVOYS = words(
    """
    ambassador ambassadors envoy envoys emissary consul
    """
)
# Nouns that introduce a person of a state that stands elsewhere.
INTRODUCING = words(
    """
    minister spokesman spokeswoman spokesperson ambassador envoy
    """
)
PORTFOLIOS = words(
    """
    information energy agriculture culture education environment transport infrastructure labour labor tourism water
    oil petroleum mining mines communications digital reconstruction planning investment integration migration
    immigration fisheries industry science technology development ministry presidential government emergency emergencies
    """
)
TITLES = words(
    """
    president premier chancellor king queen prince princess emir sultan sheikh sheik ayatollah general gen admiral
    colonel col lieutenant lt brigadier marshal senator sen congressman congresswoman representative rep governor
    gov secretary minister spokesman spokeswoman spokesperson ambassador envoy pope mr mrs ms mr. mrs. dr sir lord
    lady dame comrade leader chairman chairwoman speaker judge justice commander undersecretary commissioner vice
    prime foreign deputy defense defence assistant crown interior finance first supreme state presidents ministers
    messrs chief
    """
)
FAMILY_TITLES = words(
    """
    mr mrs ms dr prof professor sir lord lady dame miss coach
    """
)

OFFICE_OF = words(
    """
    government governments president presidents presidency premier chancellor minister ministers ministry ministries
    secretary parliament senate congress leader leaders leadership authorities representative representatives
    ambassador ambassadors delegation delegations embassy king queen prince emir sultan republic kingdom federation
    union commonwealth sultanate emirate military army navy forces police officials official officers troops regime
    capital ruler head heads court courts rulers diplomats diplomat spokesman spokeswoman spokesperson bank
    territory mission consulate consul council administration governor side prime chairman chair
    """
)
PERSONAL_ROLES = words(
    """
    president premier chancellor minister secretary undersecretary ambassador envoy diplomat consul official
    spokesman spokeswoman spokesperson commander general admiral colonel judge prosecutor king queen prince princess
    emir sultan head chief representative negotiator ruler commissioner leader chairman chairwoman chair speaker
    adviser advisor aide senator congressman lawmaker governor statesman dictator strongman
    """
)
VENUE_PREPOSITIONS = words(
    """
    in at near around outside across inside throughout via downtown central from
    """
)
SPEAKING = words(
    """
    said says say saying told tells tell added adds stated states announced announces warned warns claimed claims
    insisted insists argued argues noted notes declared declares stressed stresses emphasized emphasised explained
    explains replied responded reiterated confirmed confirms denied denies tweeted wrote writes continued concluded
    commented remarked observed pointed suggested suggests acknowledged admitted accused accuses urged urges called
    vowed pledged promised asserted maintained contended alleged predicted demanded asked asks answered reported
    reports quoted recalled underlined underscored affirmed reaffirmed repeated cautioned believes believe thinks
    hopes hoped indicated hailed echoed proposed condemned
    """
)

# Capitalised nouns after a name that make it part of another name.
EVENT_NOUNS = words(
    """
    protocol convention conventions accord accords agreement agreements memorandum conference treaty consensus
    spring declaration charter act summit forum war wars crisis fashion week biennale
    """
)
CONTAINER_OF = words(
    """
    university bank museum church gulf sea strait bay times voice institute college school state cape club academy
    radio
    """
)
CENTRAL_BANKS = words(
    """
    england russia japan korea canada israel thailand mexico greece italy finland spain france ukraine kazakhstan
    lithuania latvia estonia
    """
)

US_STATES = words(
    """
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana
    iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
    nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming
    carolina dakota
    """
)
GEORGIA_STATE = words(
    """
    tbilisi saakashvili ossetia ossetian abkhazia abkhaz caucasus russia russian georgian georgians armenia
    azerbaijan ivanishvili kobakhidze zourabichvili margvelashvili shevardnadze gori batumi moscow ukraine moldova
    turkey nato eu european kremlin brussels
    """
)
GIVEN_NAMES = words(
    """
    michael john james robert david william richard thomas charles joseph daniel matthew anthony mark
    donald steven paul andrew george kevin brian edward ronald timothy jason jeffrey ryan jacob gary nicholas eric
    jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis
    jerry tyler aaron jose adam nathan henry douglas peter zachary kyle walter ethan jeremy harold keith christian
    roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe bruce billy albert willie gabriel
    logan alan juan wayne roy ralph randy eugene vincent russell louis philip bobby johnny bradley denzel kerry
    booker vernon colin montel hamilton deandre mary patricia jennifer linda elizabeth barbara susan jessica sarah
    karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah
    stephanie rebecca laura sharon cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha
    katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia
    victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa
    ann sara madison frances kathryn janice jean abigail alice judy sophia grace denise amber doris marilyn danielle
    beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori neil tom tim jim bill bob ben
    dan sam steve mike nick chris matt ken ron don greg jeff kim phil rob tony isaiah
    """
)
# Names of places that people bear as given names: "Chad Smith", "Israel Katz", "Paris Hilton".
PLACES_AS_GIVEN = words(
    """
    chad georgia israel jordan paris sydney victoria sofia kenya india ireland austin vienna london florence malta
    cuba brazil santiago berlin washington lima holland german roman francis asia cairo
    """
)
MONTHS_AND_DAYS = words(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday
    """
)
FUNCTION_WORDS = words(
    """
    a an the and or but nor of in on at to for from by with without as is are was were be been being has have had do
    does did will would shall should can could may might must not no that which who whom whose this these those it
    its he his him she her hers they their them we our us you your i my me if then than so such also there here when
    where while after before during since until over under into onto about against between among through per via
    amid toward towards upon says said say told because however although though despite more most less least very
    just only still already yet again
    """
)
