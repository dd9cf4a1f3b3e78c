"""Verbs of saying, as data: what each needs beside it before it counts as reported speech."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stance.actors import lexicon as lex
from stance.actors.lexicon import words

# These tell what was said whatever follows.
TELL = words("say tell")
# These need a clause, a quotation, or a place between commas ("…, she warned, …").
REPORT = words(
    """
    accept acknowledge add admit advise affirm agree allege allow announce answer argue ask assert assess assure
    believe boast caution claim clarify comment complain concede conclude confess confirm contend continue counter
    declare decide demand deny determine disclose doubt emphasise emphasize estimate explain expect fear find forecast
    grumble guess hint hold hope imply indicate inform insist interject joke judge lament maintain mention muse note
    notify object observe opine order plead pledge point post predict proclaim promise propose protest quip reaffirm
    reason reassert reassure recall reckon recommend reiterate rejoin remark remind repeat reply report respond
    restate retort reveal rule shout sigh signal snap state stipulate stress suggest swear testify think threaten
    tweet underline underscore urge vow warn whisper wonder worry write
    """
)
# These are done with words: their subject speaks, and the sentence tells an act.
ACT = words(
    """
    accuse announce apologise apologize appeal applaud ask blame blast chide commend condemn congratulate
    criticise criticize decry demand denounce deplore dismiss express greet hail invite mock object pledge praise
    promise propose protest rebuff rebuke regret reject ridicule salute slam speak thank threaten urge voice vow
    warn welcome
    """
)
# With these a thing gets a name: "called the vote a farce"; with the second set only before "as".
CALL = words("call brand label")
CALL_AS = CALL | words("describe characterise characterize portray depict")
# With these a bare object is still what was said: "denied the report", "warned Norland".
ASSERT = words(
    """
    admit acknowledge claim confirm deny insist warn reiterate stress emphasise emphasize underline underscore affirm
    reaffirm
    """
)
# With these "that" has to follow at once: "held that", not "maintains a fleet that".
NEAR = words("accept allow decide determine find hold judge maintain observe order point post propose rule")
TO_CLAUSE = words(
    "advise agree ask demand order pledge promise swear threaten urge vow warn remind tell call refuse offer"
)
# The reporter's own word: whoever "reported" it is not the one who spoke.
RELAY = words("report write post")

_IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "find": ("finds", "found", "finding"),
    "hold": ("holds", "held", "holding"),
    "speak": ("speaks", "spoke", "speaking"),
    "swear": ("swears", "swore", "swearing"),
    "think": ("thinks", "thought", "thinking"),
    "write": ("writes", "wrote", "writing"),
    "admit": ("admits", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipping"),
    "slam": ("slams", "slammed", "slamming"),
    "snap": ("snaps", "snapped", "snapping"),
    "regret": ("regrets", "regretted", "regretting"),
    "signal": ("signals", "signalled", "signalling", "signaled", "signaling"),
}
_VOWELS = "aeiou"


def _inflected(verb: str) -> Iterator[str]:
    if verb in _IRREGULAR:
        yield from _IRREGULAR[verb]
    elif verb.endswith("e"):
        yield from (f"{verb}s", f"{verb}d", f"{verb[:-1]}ing")
    elif verb.endswith("y") and verb[-2] not in _VOWELS:
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    else:
        sibilant = verb.endswith(("s", "sh", "ch"))
        yield from (f"{verb}{'es' if sibilant else 's'}", f"{verb}ed", f"{verb}ing")


def _forms(verbs: Iterable[str]) -> dict[str, str]:
    return {form: verb for verb in verbs for form in _inflected(verb)}


# Folded form → verb; the bare form ("did … say") counts only after an auxiliary, and is looked up apart.
FORMS = _forms(sorted(TELL | REPORT | ACT))
CALLING = _forms(sorted(CALL_AS))
# How a quotation is taken up: "…," was how X put it.
SUMMING = (
    CALLING.keys() | FORMS.keys() | words("sums summed puts put sees saw see view views viewed tells told reads read")
)
# Bare forms that are hardly ever nouns: "critics say that".
BARE = words(
    """
    say tell believe argue insist think maintain contend warn suggest deny acknowledge assert allege concede agree
    """
)
# Nouns as often as verbs: a subject has to stand right before them.
NOUNS = words(
    """
    accepts answers asks claims comments complains demands doubts estimates fears finds holds hopes judges objects
    notes orders pleads pledges posts promises proposes protests reasons remarks replies reports rules signals states
    stresses tweets voices thought finding findings holding posting meaning worries counter counters guesses finds
    forecasts mentions appeals rebukes snaps slams speaking ruling reporting writing
    """
)
# A verb phrase that says: its last word stands for the verb.
PHRASES = (
    ("let", "it", "be", "known"),
    ("lets", "it", "be", "known"),
    ("made", "it", "clear"),
    ("makes", "it", "clear"),
    ("made", "clear"),
    ("takes", "the", "view"),
    ("point", "out"),
    ("lets", "know"),
    ("makes", "clear"),
    ("made", "it", "known"),
    ("gave", "notice"),
    ("left", "no", "doubt"),
    ("was", "adamant"),
    ("was", "clear"),
    ("took", "the", "view"),
    ("put", "it"),
    ("puts", "it"),
    ("called", "out"),
    ("called", "for"),
    ("called", "on"),
    ("calls", "for"),
    ("calls", "on"),
    ("shot", "back"),
    ("hit", "back"),
    ("fired", "back"),
    ("chimed", "in"),
    ("read", "out"),
    ("reads", "out"),
    ("read", "from"),
)
FIRST_OF_PHRASE = frozenset(phrase[0] for phrase in PHRASES)
# Adverbs of two words, which may stand before a verb: "had in fact said".
ADVERB_PHRASES = frozenset(
    ("in", word) for word in ("fact", "turn", "effect", "public", "private", "return", "response", "reply", "short")
) | {("of", "course"), ("at", "first"), ("at", "last"), ("at", "once"), ("so", "far"), ("for", "example")}
ACT_PHRASES = frozenset({"called on", "called for", "calls on", "calls for"})

# What somebody holds of a thing: "in X's view", "it is X's position that".
VIEWS = words(
    "view views opinion position contention belief argument assessment account telling eyes judgement judgment"
)
# Without one of these, or a quotation, no sentence is attributed.
TRIGGERS = (
    frozenset(FORMS | CALLING)
    | FIRST_OF_PHRASE
    | TELL
    | REPORT
    | VIEWS
    | {"according", "words", "sees", "saw", ":", "how"}
)

BE = words("is are was were be been being am 's")
AUXILIARY = BE | words("has have had having do does did will would can could may might must shall should")
DENIAL = words("not never no longer neither nor")
CLAUSE = words("that whether how why what if who where when")
DETERMINERS = words(
    "the a an this these those its his her their our my your one some several many both all two three four five another"
)
PREPOSITIONS = words(
    """
    of in on at to for from by with without about against between near into over under after before during since until
    through throughout via amid toward towards upon alongside beside besides behind beyond despite like unlike than
    within outside inside across around ahead because aboard per citing following regarding concerning
    """
)
SUBORDINATORS = words(
    """
    when while as if although though because since before after until once whereas unless whether where asked pressed
    questioned however meanwhile moreover instead but and yet so still even only just perhaps earlier later today
    yesterday also then finally afterwards likewise similarly separately nevertheless nonetheless
    """
)
DATES = lex.MONTHS_AND_DAYS | {"on", "in", "last", "late", "early", "today", "yesterday"}
TIMES = lex.MONTHS_AND_DAYS | words("week weekend month year morning night spring summer autumn fall")
POSSESSIVES = words("its his her their our my your")
# What a text or a person does with words: "…," the letter read; "…," he began.
UTTERING = words("read reads ran runs began begins broke swore wept sang spat cut wrote put")
RELATIVES = words("who whom whose which that where when")
ADVERBS = words(
    """
    also then later again earlier recently already further previously once not never too today yesterday now still
    even just ever instead himself herself itself themselves soon twice afterwards tonight meanwhile thus often
    always thereupon keeps kept goes went on back publicly both all each
    """
)
# What is said and no speaker: "…, said the same".
SAID_THINGS = words("same much nothing little more something anything opposite contrary thing things word words yes no")
# Heads of "<head> from|of|in <actor>" that speak for the actor.
SPEAKING_HEADS = words(
    """
    government governments authorities official officials diplomat diplomats minister ministers ministry ministries
    spokesman spokeswoman spokesperson spokespeople leader leaders leadership envoy envoys ambassador embassy consulate
    delegation delegations president presidency premier chancellor parliament army military regime administration
    representative representatives negotiator negotiators officer officers general commander commanders cabinet side
    team mission secretary court office palace foreign colleague colleagues counterpart counterparts guard
    adviser advisers advisor advisors aide aides wing service services agency
    directorate department authority bureau navy police commission council committee
    delegate delegates deputy deputies emissary emissaries consul undersecretary spokesmen spokespersons chief chiefs
    head heads chairman chairwoman chair premiers presidents chancellery junta lawmaker lawmakers senator senators
    legislator legislators admiral colonel ruler rulers king queen prince princess emir announcer newsreader presenter
    """
)
# "<head> in <an office of the actor>": "a person in the president's office".
INSIDERS = words(
    "person people source sources figure figures member members insider insiders man woman somebody someone"
)
# Nouns for people that an organisation sends, and a state need not: "the UN's experts".
SENT_PEOPLE = words(
    """
    expert experts inspector inspectors investigator investigators monitor monitors observer observers rapporteur
    rapporteurs panel staff peacekeeper peacekeepers coordinator humanitarians
    """
)
# What an actor writes or puts out speaks for it: "the letter from Washington said".
WRITINGS = words(
    """
    statement statements letter letters report cable note notes communique declaration readout release reply answer
    message memo memorandum paper protest post tweet speech resolution decree order ultimatum response verdict ruling
    broadcast telegram document draft text website voice face words editorial commentary
    """
)
