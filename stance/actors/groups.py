"""Groups that are mere lists of states."""

from __future__ import annotations

from stance.actors.facts import groups

COUNTRY_NOUNS = frozenset(
    (
        *("country", "nation", "republic", "kingdom", "island", "state", "neighbor", "neighbour", "archipelago"),
        *("emirate", "sultanate", "principality", "monarchy", "colony", "theocracy", "member", "power", "territory"),
    )
)
PAIR_NOUNS = frozenset(
    (
        *("countries", "sides", "nations", "states", "parties", "leaders", "neighbors", "neighbours", "governments"),
        *("delegations", "presidents", "capitals", "allies", "rivals", "powers", "ministers", "premiers", "armies"),
        *("men", "women", "statesmen", "chancellors", "monarchs", "kings", "generals", "envoys", "diplomats"),
        *("partners", "foes", "enemies", "adversaries", "republics", "kingdoms", "militaries", "navies", "koreas"),
        *("juntas", "monarchies", "emirates", "neutrals", "superpowers"),
    )
)
PAIR_OF_PEOPLE = frozenset(("men", "women", "statesmen"))
GROUP_NOUNS = (
    *("states", "countries", "nations", "republics", "governments", "capitals", "leaders", "presidents", "premiers"),
    *("neighbours", "neighbors", "members", "partners", "ministers", "prime ministers", "foreign ministers"),
    *("defence ministers", "defense ministers", "trio", "quartet", "heads of state"),
)


def _expanded() -> dict[str, str]:
    lists = [group for group in groups() if group.is_list]
    names = {name: " ".join(group.members) for group in lists for name in group.names}
    for group in lists:
        names |= {f"{stem} {noun}": " ".join(group.members) for stem in group.stems for noun in GROUP_NOUNS}
    return names


# Groups that are no more than a list of states: a mention of one is a mention of each member.
EXPANDED: dict[str, str] = _expanded()
