"""Word lists of the rules on names within names, goods, languages, teams and the two senses of a name. All folded."""

from __future__ import annotations

from stance.actors.lexicon import words
from stance.types import SkipTag

MEDIA = words(
    """
    post times herald tribune gazette journal star sun mirror telegraph observer magazine monitor review news mail
    quarterly weekly daily courier examiner chronicle spectator today television tv radio
    """
)
COMPANIES = words(
    """
    airlines airline airways aviation motors motor electric steel petroleum telecom telecommunications holdings
    group inc corp corporation ltd plc gmbh llc ag sa industries express insurance securities capital partners mobile
    unicom evergrande tobacco foods pharma pharmaceutical pharmaceuticals chemical chemicals shipyards shipping
    semiconductor technologies technology logistics breweries brewery mining minerals goose apparel bancorp re
    """
)
SCHOOLS = words(
    """
    university institute college school academy museum library hospital orchestra philharmonic symphony foundation
    centre center society fund trust association institution church cathedral seminary observatory enterprise
    initiative
    """
)
SPORTS_BODIES = words(
    """
    open cup grand league premiership olympics games city fc rovers rangers redskins capitals nationals wizards
    bulldogs tech marathon championship championships masters derby prix gp
    """
)
GEOGRAPHY = words(
    """
    ocean sea strait straits gulf peninsula channel river delta desert archipelago basin canal mountains valley bay
    highlands subcontinent bridge creek lake park hill hills falls springs beach mount mill ridge gardens terminal
    point plateau lowlands trench ridge fold glacier current rainforest savannah falls rapids coast
    """
)
PLACES_AFTER = words("state county street avenue road lane square township parish boulevard drive heights airport")
STRONG_TAIL = words("airlines airways university inc corp corporation ltd holdings times tribune herald fc plc")

# "Inner Mongolia", "East Palestine", "South Georgia", "New Britain": another place than the second word.
COMPASS = words("north south east west new inner outer upper lower central little old greater")
# After a name: a creature, plant, disease or ware called after it.
FOODS = words(
    """
    food cuisine restaurant restaurants coffee tea cheese wine wines beer vodka fries toast bread yogurt yoghurt salad
    pastry pastries dressing bean beans shepherd roulette doll dolls pig pigs bulldog poodle sandwich dinner breast
    giblets legs stew gravy proverb dub music novel opera nut nuts duck sprout sprouts chocolate chocolates whisky
    whiskey rum cigar cigars carpet carpets rug rugs dumplings noodles curry sausage sausages ham butter bacon
    kebab kebabs delight bath baths rice chili pepper peppers flu measles cat cats mastiff terrier hound horn windows
    door accent literature cinema poetry ballet ballad songs song folk fiction muslin silk porcelain pizza dishes dish
    wave folder envelope recipe recipes caviar sauce muffin muffins omelette waffle waffles pancakes hat hats
    band bands dancers phrasebook meringue buns bun pie
    """
)
BARE_FOODS = words(
    "havana manila panama turkey guinea brazil peking bombay china swiss"
)  # named without a demonym: Brazil nuts
LANGUAGE_NOUNS = words(
    """
    language languages translation translations translator original alphabet dictionary grammar word words phrase
    phrases dialect dialects subtitles lessons lesson speaker speakers spelling transcript verb noun accent script
    letters text texts pronunciation vocabulary prose verse
    """
)
LANGUAGE_VERBS = words(
    """
    speak speaks speaking spoke spoken fluent translated learn learns learned learnt learning read reads understands
    understand teach teaches taught
    """
)
TONGUE_VERBS = words("speak speaks speaking spoke spoken fluent translated")  # whose object is always a tongue
LANGUAGE_ADJECTIVES = words(
    """
    fluent broken excellent perfect good poor halting rusty accented native flawless impeccable passable
    simple plain his her their both bad better
    """
)
LANGUAGE_FROM = words("in into from to")
SWITCH = words("switched switching switch switches translated rendered translate lapsed lapsing broke slipped")

TONGUE_GRADES = words("fluent passable halting rusty broken accented flawless impeccable")

ORIGIN_SUFFIXES = words(
    """
    based born language speaking style educated themed trained registered flagged made built listed headquartered
    bred raised schooled domiciled incorporated
    """
)
ORIGIN_VERBS = words("born based headquartered educated raised registered incorporated trained resident domiciled")
ANCESTRY_NOUNS = words(
    """
    diaspora minority minorities exile exiles emigre emigres immigrant immigrants migrant migrants descent ancestry
    origin heritage extraction roots parentage parents descendants community communities émigré émigrés expatriates
    expats
    """
)
BY_BIRTH = words("birth descent origin marriage ancestry blood")
PREDICATES = words(", now is was became become also as been remains remained")
DUAL_NATIONALS = words(
    """
    diplomat politician statesman judge prosecutor commander adviser advisor aide citizen national lawyer journalist
    """
)
CROWDS = words("thousands hundreds dozens scores tens millions")
HYPHENATED = words("american americans canadian canadians australian australians british briton britons argentine")
RELATIONS = words(
    """
    relations relationship ties talks summit trade war wars alliance treaty rivalry cooperation agreement accord
    dialogue partnership dispute border friendship pact deal negotiations commission council consultations drills
    exercise exercises front border contacts understanding crisis tension tensions confrontation project venture
    """
)

TEAM_NOUNS = words(
    """
    cricketers cricketer footballers squad goalkeeper striker strikers midfielder batsmen batsman bowlers bowler
    wrestlers wrestler weightlifters sprinter sprinters rowers skaters gymnasts gymnast olympians swimmers runners
    fencers judoka skiers medallist medallists
    """
)
SQUADS = words("national women men young own junior olympic star youth")
GAMES = words(
    """
    football soccer cricket hockey volleyball basketball rugby chess swimming olympic paralympic wrestling judo ski
    tennis handball baseball cycling rowing athletics boxing badminton gymnastics
    """
)
PLAY = words(
    """
    beat beats beaten defeated thrashed edged drew draw lost lose win won wins faced face faces play plays played
    attacked defended hammered crushed upset eliminated knocked qualified qualify trounced host hosts scored lead leads
    led
    """
)
FIXTURES = words("final finals match matches fixture semifinal quarterfinal qualifier friendly derby")
PLAYED = words("played plays play playing scored capped goalkeeper striker midfielder bowled batted")
MATCH = words(
    """
    goalless striker midfielder quarterfinal semifinal quarterfinals semifinals qualifier qualifiers wicket
    wickets innings halftime equaliser equalizer shootout referee kickoff cricketers footballers batsmen offside
    playoff playoffs scored scorer goalscorer goalkeeper
    """
)
MATCH_PAIRS = frozenset(
    {
        ("on", "penalties"), ("extra", "time"), ("world", "cup"), ("group", "stage"), ("injury", "time"),
        ("semi", "final"), ("semi", "finals"), ("quarter", "final"), ("quarter", "finals"), ("half", "time"),
        ("asian", "cup"), ("nations", "league"), ("test", "match"),
        ("six", "nations"), ("first", "whistle"), ("final", "whistle"),
    }
)  # fmt: skip

PRIVATE_FROM = words(
    """
    student students tourist tourists journalist journalists reporter reporters correspondent economist economists
    professor scholar scholars scientist scientists researcher researchers engineer engineers lawyer lawyers doctor
    doctors nurse nurses activist activists analyst analysts expert experts pilgrim pilgrims visitor visitors
    writer writers novelist poet author musician musicians singer artist artists businessman businessmen
    player players athlete athletes swimmer sprinter boxer cyclist trader traders actor actress
    entrepreneur farmer farmers backpacker backpackers academic academics teacher teachers
    photographer blogger columnist immigrant immigrants company companies firm firms investor investors
    """
)
RIVERS = words("jordan niger senegal paraguay uruguay gambia")
PEOPLE_AFTER_ARTICLE = words("by who said says living named called with from whose , .")


THINGS_AFTER_SURNAME = words("tower towers organization hotel foundation university jr doctrine plaza center library")
SENTENCE_OPENERS = words(
    """
    meanwhile yesterday today tomorrow later earlier instead perhaps maybe both neither like unlike asked even once now
    again next given following besides plus why
    """
)

# What a private noun after a name says of its bearer; any other is a person of that nationality.
PRIVATE_TAGS: dict[SkipTag, frozenset[str]] = {
    "company": words(
        """
        company companies firm firms airline airlines carrier corporation corporations conglomerate manufacturer
        manufacturers automaker automakers carmaker carmakers maker makers startup startups retailer retailers brand
        brands supermarket supermarkets bank banks giant
        """
    ),
    "media": words(
        """
        media press news website radio television tv newspaper newspapers magazine magazines broadcaster tabloid
        tabloids daily
        """
    ),
    "team": words(
        "footballer footballers player players athlete athletes swimmer swimmers cyclist boxer skier golfer coach"
    ),
    "private": words(
        """
        critic critics activist activists dissident dissidents opposition oppositionist
        protester protesters protestor protestors
        demonstrator demonstrators campaigner campaigners rebel rebels rebellion insurgent insurgents insurgency
        militant militants separatist separatists guerrilla guerrillas guerilla guerillas jihadist jihadists extremist
        extremists mercenary mercenaries journalist journalists expert experts analyst analysts candidate candidates
        """
    ),
    "ancestry": words("descent origin ancestry heritage extraction"),
}
