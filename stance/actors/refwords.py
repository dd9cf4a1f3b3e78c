"""Word lists of the rules for references: closed classes, verbs by what they ask of their subject or object."""

from __future__ import annotations

from stance.actors import lexicon as lex
from stance.actors.lexicon import words


def _inflected(bases: str) -> frozenset[str]:
    """Regular verbs with all their forms: sign → signs, signed, signing."""
    return frozenset(form for base in bases.split() for form in _forms(base))


def _forms(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return base, f"{base}s", f"{base}d", f"{base[:-1]}ing"
    if base.endswith("y") and base[-2] not in "aeo":
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    plural = f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh")) else f"{base}s"
    doubled = (f"{base}{base[-1]}ed", f"{base}{base[-1]}ing") if base[-1] in "tlrpbgnm" else ()
    return base, plural, f"{base}ed", f"{base}ing", *doubled


AUXILIARIES = words(
    """
    is are was were be been being has have had having do does did will would shall should can could may might must
    cannot need dare ought
    """
)
PREPOSITIONS = words(
    """
    in on at to for from by with without of into onto about against between among through per via amid toward
    towards upon under over during since until after before behind beside besides despite including inside outside
    near off past than throughout within beyond across along around above below unlike like as regarding concerning
    alongside versus following
    """
)
CONJUNCTIONS = words(
    """
    and but or nor so yet while whereas although though because if unless when whenever where once whether that
    which who whom whose how why what since until after before as than
    """
)
SUBORDINATING = words("after before when while as if because although though since until that which where whether once")
CLAUSE_STARTS = CONJUNCTIONS | frozenset({",", ";", ":", "—", "–", "-", '"', "(", ".", "?", "!", "'"})
DETERMINERS = words("the a an this these those any each every no some another either neither")
POSSESSIVES = words("its his her their our my your whose")
ADVERBS = words(
    """
    also never not always still already just only even then now later soon again ever once often long merely simply
    perhaps rather indeed too thus hence therefore meanwhile today yesterday tomorrow first last nor n't t
    """
)
TIME_NOUNS = words(
    """
    day days week weeks month months year years hour hours minute minutes morning evening afternoon night time times
    moment while decade decades century generation weekend spring summer autumn winter end beginning start eve
    monday tuesday wednesday thursday friday saturday sunday same way rest lot number series kind sort half
    """
)
NUMBERS = {
    **{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9, "10": 10},
}

IRREGULAR = words(
    """
    sat met shook spoke went came left began took made gave held kept found fell rose stood won lost drew broke hid
    rode ran wrote
    """
)
OPPOSING = words("voted vote votes voting campaigned acted acts conspired plotted turned testified spoke sided")
HEARKENING = words(
    """
    listen listens listened listening talk talks talked talking speak spoke speaking apologise apologised apologize
    apologized
    """
)
DEALING = words(
    """
    negotiate negotiates negotiated negotiating talk talks talked deal dealt cooperate side sided work works trade
    trades
    """
)
CHARGING = words("accused accuses accusing blamed blames blaming charged")
DENYING = words("denied denies deny denying rejected rejects dismissed dismisses refuted disputed disputes")
JUDGING = words(
    """
    thanked thanks thank praised praises praise blamed blames blame criticised criticized criticises criticizes rebuked
    condemned condemns congratulated congratulates commended commends faulted chided scolded mocked pressed attacked
    """
)
SENDING_AWAY = words("expelled expels expelling summoned summons summoning ejected")
ENVOYS = words("ambassador ambassadors envoy envoys diplomat diplomats charge attache consul")
# Whose object's own troops or policy the infinitive is about: "asked X to withdraw its troops".
TELLING = words(
    """
    ask asks asked asking tell tells told telling urge urges urged urging order orders ordered ordering press presses
    pressed pressing want wants wanted force forces forced forcing compel compels compelled oblige obliges obliged
    allow allows allowed allowing permit permits permitted persuade persuades persuaded convince convinced pressure
    pressured pressures invite invites invited warn warned encourage encourages encouraged encouraging enable enables
    enabled help helps helped helping require requires required implore implored beg begged push pushes pushed
    """
)
CALLING = words("call calls called calling prevail prevailed prevails appeal appealed pressure wait waits waited")
# What nobody does to things of his own: "rammed one of its boats".
HARMING = words(
    """
    rammed ram rams shot shoots shelled shells bombed bombs attacked attacks seized seizes detained detains arrested
    sank sunk sinks downed downs boarded boards struck strikes hit hits killed kills fired intercepted intercepts
    captured captures hijacked harassed abducted kidnapped murdered assassinated poisoned expelled jailed hacked
    """
)
TRESPASSING = words(
    """
    violated violates violating violate invaded invades invading invade breached breaches breaching infringed entered
    infringes occupied occupies occupying occupy annexed annexes annexing annex crossed penetrated
    """
)
TERRITORY = words("airspace border borders waters territory sovereignty soil frontier territorial")
# States whose name is a plural: "the Maldives ... they".
PLURAL_NAMES = frozenset({"ARE", "SLB", "MDV", "PHL", "NLD", "BHS", "SYC", "COM", "MHL"})

# What only a person or a body can do.
AGENT_VERBS = (
    lex.SPEAKING
    | _inflected(
        """
        want wish hope intend plan refuse agree decide accept reject sign ratify recognise recognize withdraw deploy
        join expel recall summon invite protest retaliate respond react negotiate consult mediate impose sanction vote
        veto abstain purchase lend invest donate arm train invade occupy annex seize detain arrest release deport
        extradite deny regret apologise apologize thank welcome praise criticise criticize blame denounce support
        oppose back endorse reconsider review consider study examine seek pursue try attempt commit cooperate assist
        aid defend fear worry expect understand know believe prefer choose insist demand mobilise mobilize ban bar
        suspend halt resume monitor inspect recruit evacuate obey comply violate respect tolerate allow permit mind
        object enforce host boycott abandon renounce reassure assure persuade congratulate appoint nominate elect
        ask warn urge pledge promise vow accuse condemn express voice stop contemplate hesitate pretend care hand
        intervene collaborate coordinate lobby complain appeal crave pay send own
        """
    )
    | words(
        """
        said told spoke spoken speak speaks thought chose chosen sought fought fight fights knew known understood
        felt feels feel withdrew withdrawn forbade forbidden bought buys buy sold sells sell paid sent lent swore
        sworn met meets meet took gave given forgave forgiven forgive spends spent
        """
    )
)
# What happens to things: "before it expires", "where it begins".
THING_VERBS = _inflected(
    """
    happen occur expire reopen collapse cost apply matter contain stipulate require involve depend last work arrive
    end start open close fail pass exist remain appear emerge
    """
) | words("begin begins began begun come comes came go goes went mean means meant lie lies lay hold holds held")
# Verbs whose object is a person or a body.
TO_SOMEONE = _inflected(
    """
    ask thank accuse urge warn invite advise inform persuade convince blame criticise criticize condemn sanction
    attack invade threaten arm reassure remind assure pressure lobby sue punish isolate force oblige
    congratulate greet receive reward appoint support praise defend oppose help assist aid trust recognise recognize
    believe consult betray host rescue antagonise antagonize provoke appease contain deter condemn shun snub
    embarrass isolate encourage enable
    """
) | words("tell tells told met meets meeting fight fights fought beat beats")
GIVING = _inflected("offer hand lend award grant deny promise owe sell send deliver cost") | words(
    "give gives gave given giving sold sells selling sent sends sending lent lends paid pay pays paying tell told "
    "leave leaves left"
)
# Whoever is "our" ally or rival is somebody else.
OTHERS = words("allies partners rivals foes enemies adversaries neighbours neighbors")
# Nouns of what is between actors: "relations with it", "sanctions on them".
BETWEEN_ACTORS = words(
    """
    relations ties talks war sanctions pressure trade alliance treaty negotiations dialogue cooperation embargo
    conflict dispute peace contacts partnership friendship attack attacks strikes aggression solidarity war wars
    """
)
# What a state or body has: its embassy, its border, its nuclear programme.
OWNED = lex.STATE_ROLES | words(
    """
    territory border borders soil airspace waters economy people peoples citizens citizen nationals neighbour
    neighbours neighbor neighbors ally allies partner partners interests sovereignty independence security currency
    coast islands nuclear ballistic missile missiles weapons arsenal decision commitment commitments obligations
    position stance concern concerns support demand demands offer refusal claim claims membership bid purchase
    promise intention intentions policy policies neutrality aggression invasion occupation annexation reputation
    enemies enemy friends friend rivals rival adversaries adversary foe foes cousins cousin colony colonies
    citizenry airforce fleet ships warships jets soldiers monitors engineers intermediaries sanctions veto vote
    sailors nationals diaspora exports imports market markets troops war wars border flag constitution laws law
    peacekeepers proxies influence hostility ambition ambitions approach appeal response reply answer opposition
    efforts effort determination readiness willingness belief view views own
    """
)
HUMANS = (
    lex.PRIVATE_ROLES
    | lex.PERSONAL_ROLES
    | words(
        """
        man woman men women boy girl mother father wife husband son daughter brother sister child widow waiter driver
        student students teacher teachers nurse nurses pilot pilots worker workers resident residents villager
        villagers guest guests host hosts visitor visitors person persons people friend friends colleague colleagues
        counterpart counterparts successor predecessor candidate candidates nominee minister deputy deputies voter
        voters priest bishop patriarch mufti cleric clerics soldier survivor survivors victim victims witness
        passenger passengers mediator mediators translator veteran veterans president counsel partner aide
        """
    )
)
FEMALE_NOUNS = words(
    """
    woman mother wife daughter sister widow queen princess spokeswoman chairwoman congresswoman mrs ms
    """
)
MALE_NOUNS = words("man father husband son brother king prince emir sultan pope spokesman chairman congressman mr sir")
AMBIGUOUS_HUMANS = words("general head chief chair speaker crown observer partner minister author actor guard")
BODY_ENDINGS = words(
    """
    assembly council commission ministry office department staff service agency committee house court secretariat
    mission union parliament congress government administration
    """
)
ORGANISATION_ENDINGS = words(
    """
    revolution council agreement accord street university company airport group party bank court committee house
    assembly commission agency institute center centre foundation association press times post news street square
    treaty convention conference summit act article protocol programme program base palace river sea lake island
    mountains project pipeline batteries system systems initiative fund force forces army strait canal park road
    declaration memorandum plan pact deal process war crisis cup league prize day road belt
    """
)
