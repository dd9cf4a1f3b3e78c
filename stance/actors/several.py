"""References to several actors: both countries, the two, the former, neither, the four, the other two."""

from __future__ import annotations

from stance.actors import lexicon as lex
from stance.actors import refwords as ref
from stance.actors.discourse import Here
from stance.actors.facts import groups_by_stem, members_of
from stance.actors.fold import Folded
from stance.actors.gathered import (
    FAR_BACK,
    last_pair,
    members_named,
    namesakes,
    spelled_out,
    stands_in,
    the_others,
    two_people,
    with_each_other,
    within_quotation,
)
from stance.actors.groups import EXPANDED, PAIR_NOUNS, PAIR_OF_PEOPLE
from stance.actors.reference import LOOK_BACK, Reference, Scene
from stance.types import Actor

TRIGGERS = frozenset({"both", "neither", "two", "all", "the", "these", "our", "delegations", "six", "either", "each"})
ONE_OF_TWO = frozenset({"country", "side", "government", "nation", "state", "party", "leader", "capital", "president"})
PAIRS = frozenset({"neighbours", "neighbors", "rivals", "pair", "duo", "foes", "adversaries"})
SETS = {"trio": 3, "threesome": 3, "quartet": 4, "foursome": 4}
BARE_AFTER = (
    ref.AUXILIARIES | ref.ADVERBS | lex.SPEAKING | ref.AGENT_VERBS | {"aloud", "together", "alone", "alike", ""}
)
BOTH_SIDES = frozenset({"leaders", "ministers", "presidents", "secretaries", "premiers"})
SOME = frozenset({"one", "some", "most", "many", "none", "each", "either", "neither", "any", "several", "half", "few"})
EVERY = frozenset({"none", "each", "neither", "either"})  # what is said of each is said of all
IN_SMALL_LETTERS = {name: codes for name, codes in EXPANDED.items() if name.islower()}
_FIRST_WORDS = frozenset(name.split()[0] for name in IN_SMALL_LETTERS)
SECOND_WORDS = (
    BOTH_SIDES
    | frozenset(("former", "latter", "one", "other", "world", *PAIRS, *SETS, *ref.NUMBERS))
    | frozenset(word for name in IN_SMALL_LETTERS for word in name.split()[:2])
)


def several(here: Here) -> Reference | None:
    """The actors of the expression that begins here, None where there is none or it is not certain."""
    folded, at, word = here.line.folded, here.at, here.word
    if word in ("the", "these", "all") and folded.word(at + 1) not in SECOND_WORDS:
        return None
    if _is_part(folded, at):
        return None
    end, number, other = _parse(folded, at)
    if end == at:
        return _both_sides(here) or _one_of(here) or _listed(folded, at, here.scene) or namesakes(here)
    release = _release(here, end) if word in ("our", "both", "two", "delegations") or number == 2 else None
    if release is not None or word == "delegations":
        return release
    actors = _referred(here, end, number, other=other)
    rule = f"{folded.between(at, end)}: {', '.join(actor.name for actor in actors)}"
    return Reference(at, end, actors, "description", rule) if actors else None


def _is_part(folded: Folded, at: int) -> bool:
    """Whether only some of those are meant that begin at ``at``: "two of the three"; "none of the three" is of all."""
    lead = folded.word(at - 2)
    if folded.word(at - 1) != "of" or (folded.word(at) == "the" and lead in EVERY):
        return False
    return lead in ref.NUMBERS or lead in SOME


def _both_sides(here: Here) -> Reference | None:
    """The leaders, the ministers: in a release its owner and the state that it is about."""
    folded, at = here.line.folded, here.at
    sides = folded.word(at + 1) in BOTH_SIDES and folded.word(at + 2) not in ("of", "from", "who")
    return _release(here, at + 2) if sides and here.word == "the" else None


def _referred(here: Here, end: int, number: int, *, other: bool) -> tuple[Actor, ...]:
    if here.quoted and here.word != "our":
        return within_quotation(here) if number == 2 else ()
    return spelled_out(here, end, number) or (the_others(here, number) if other else _counted(here, end, number))


def _parse(folded: Folded, at: int) -> tuple[int, int, bool]:
    """(end, number, whether "other") of an expression; the end is ``at`` where there is none."""
    word, k = folded.word(at), at + 1
    if word == "delegations":
        return k, 2, False
    if word in ("both", "neither", "either", "each"):
        return _parse_both(folded, at)
    if word == "two":
        k = at
    other = folded.word(k) == "other"
    k += other
    if word == "our":
        end = k + (folded.word(k) == "two") + 1
        return (end, 2, False) if folded.word(end - 1) in PAIR_NOUNS - ref.OTHERS else (at, 0, False)
    number = ref.NUMBERS.get(folded.word(k), 0)
    if not number:
        noun = folded.word(k)
        found = 2 if noun in PAIRS else SETS.get(noun, 0)
        return (k + 1, found, False) if found and word != "all" and folded.word(k + 1) != "of" else (at, 0, False)
    return _counted_end(folded, k + 1, at), number, other


def _parse_both(folded: Folded, at: int) -> tuple[int, int, bool]:
    """Both countries, neither side, both of them, neither would."""
    word, after = folded.word(at), folded.word(at + 1)
    if after == "of" and folded.word(at + 2) in ("them", "which", "whom"):
        return at + 3, 2, False
    k = at + 1 + (after in ("the", "two", "respective"))
    nouns = PAIR_NOUNS if word == "both" else ONE_OF_TWO
    if folded.word(k) in nouns:
        return (k + 1, 2, False) if folded.word(k + 1) != "of" else (at, 0, False)
    bare = after in ref.AUXILIARIES or after in lex.SPEAKING or after in ref.AGENT_VERBS
    bare = bare or (word == "each" and at == 0 and folded.words[at + 2 : at + 4] == ("the", "other"))
    opens = at == 0 or (folded.word(at - 1) in ref.CLAUSE_STARTS and word != "each")
    return (at + 1, 2, False) if bare and opens and word != "either" else (at, 0, False)


def _counted_end(folded: Folded, k: int, at: int) -> int:
    """The end of "the three [Baltic] [finance] ministers [of the G7]"; bare "the three" only before a verb or mark."""
    noun = k
    while noun < k + 4 and folded.word(noun) not in PAIR_NOUNS and folded.word(noun) != "members":
        noun += 1
    if noun < k + 4 and all(_may_stand_before(folded, i) for i in range(k, noun)):
        end = noun + 1
        region = f"{folded.word(end + 1)} {folded.word(end + 2)}n"
        if folded.word(end) == "of" and region in groups_by_stem():
            return end + 3
        if folded.word(end) == "of" and folded.word(end + 1) == "the" and folded.is_capital(end + 2):
            end += 3
            while folded.is_capital(end) and " ".join(folded.words[noun + 3 : end + 1]) in groups_by_stem():
                end += 1
            return end
        return end if folded.word(end) != "of" else at
    after = folded.word(k)
    bare = after in BARE_AFTER | ref.IRREGULAR or not after.isalpha() or after.endswith(("ed", "ly"))
    return k if bare or after in ref.PREPOSITIONS - {"of"} or after in ref.CONJUNCTIONS else at


def _may_stand_before(folded: Folded, at: int) -> bool:
    word = folded.word(at)
    plural = word.endswith("s") and not folded.is_upper(at)
    return word.isalpha() and word not in lex.FUNCTION_WORDS and word not in ref.PREPOSITIONS and not plural


def _release(here: Here, end: int) -> Reference | None:
    """In a release: its owner and the state that it is about."""
    noun, scene = here.line.folded.word(end - 1), here.scene
    if scene.partner is None or not scene.owners or noun not in PAIR_NOUNS | {"delegations", "two"} or here.quoted:
        return None
    if noun == "parties" and here.word != "both":
        return None
    actors = (*(here.owner or scene.owners), scene.partner)
    return Reference(here.at, end, tuple(dict.fromkeys(actors)), "description", "the two parties of the release")


def _counted(here: Here, end: int, number: int) -> tuple[Actor, ...]:
    stem = _stem(here.line.folded, here.at, end)
    if stem is not None:
        members = groups_by_stem()[stem].members
        return members_named(here, members, number)
    bodies = (m.actor for m in here.line.mentions if stands_in(here, m, end) and m.actor.code in members_of())
    body = next(bodies, None)
    if body is not None:
        return members_named(here, members_of()[body.code], number)
    if here.line.folded.word(end - 1) in PAIR_OF_PEOPLE:
        return two_people(here) if number == 2 else ()
    listed = _last_list(here, number)
    return listed if listed or number != 2 else _last_two(here)


def _stem(folded: Folded, at: int, end: int) -> str | None:
    """The name of a group inside the expression."""
    for first in range(at, end):
        for last in range(min(end, first + 3), first, -1):
            words = " ".join(folded.words[first:last])
            if folded.is_capital(first):
                known = next((stem for stem in (words, f"{words}n") if stem in groups_by_stem()), None)
                if known is not None:
                    return known
    return None


def _last_list(here: Here, number: int) -> tuple[Actor, ...]:
    """The last enumeration or group of this many actors, or the last body with this many members."""
    discourse, newest = here.discourse, len(here.discourse.lines) - 1
    back = LOOK_BACK if number == 2 else FAR_BACK
    for index in range(newest, max(-1, newest - back), -1):
        items = discourse.here(here.at) if index == newest else discourse.items(index)
        for item in reversed(items):
            if len(item.actors) == number and item.kind == "plural":
                return item.actors
            members = members_of().get(item.actors[0].code, ()) if len(item.actors) == 1 and number > 2 else ()
            if len(members) == number and item.kind == "body":
                return tuple(map(here.scene.actor_of, members))
    return ()


def _last_two(here: Here) -> tuple[Actor, ...]:
    """The two actors named last, if the sentences that name them name no third."""
    discourse, found = here.discourse, dict[Actor, None]()
    newest = len(discourse.lines) - 1
    for index in range(newest, max(-1, newest - LOOK_BACK - 1), -1):
        items = discourse.here(here.at) if index == newest else discourse.items(index)
        named = [actor for item in items if not item.parts for actor in item.actors]
        if index == newest and len(set(named)) < 2:
            continue
        if not found and len(set(named)) > 2:
            return with_each_other(discourse.lines[index], items)
        found |= dict.fromkeys(named)
        if len(found) >= 2:
            break
    return tuple(found) if len(found) == 2 else ()


def _one_of(here: Here) -> Reference | None:
    """The former, the latter; the one ..., the other ...: one of the two that were named together."""
    folded, at = here.line.folded, here.at
    which = folded.word(at + 1)
    if here.word != "the" or which not in ("former", "latter", "one", "other") or here.quoted:
        return None
    after = folded.word(at + 2)
    bare = after in BARE_AFTER - ref.AGENT_VERBS or not after.isalpha() or after in ref.PREPOSITIONS - {"of"}
    paired = which in ("former", "latter") or (
        {("the", "one"), ("the", "other")} <= set(zip(folded.words, folded.words[1:], strict=False))
    )
    if not paired or not (bare or after in ref.AGENT_VERBS):
        return None
    pair = last_pair(here)
    if len(pair) != 2:
        return None
    actor = pair[0 if which in ("former", "one") else 1]
    return Reference(at, at + 2, (actor,), "description", f"the {which}: of {pair[0].name} and {pair[1].name}")


def _listed(folded: Folded, at: int, scene: Scene) -> Reference | None:
    """Groups written in small letters: "six world powers"."""
    if folded.word(at) not in _FIRST_WORDS:
        return None
    for last in range(min(at + 6, len(folded)), at + 1, -1):
        words = " ".join(folded.words[at:last])
        if words in IN_SMALL_LETTERS:
            actors = tuple(map(scene.actor_of, IN_SMALL_LETTERS[words].split()))
            return Reference(at, last, actors, "description", f"{words}: a group of states")
    return None
