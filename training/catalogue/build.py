"""Build ``stance/actors/data``: ``python -m training.catalogue.build --sources DIR [-o stance/actors/data]``."""

from __future__ import annotations

import argparse
import logging
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from stance.actors.facts import TABLES
from stance.actors.forms import Form
from stance.actors.lexicon import GIVEN_NAMES
from stance.errors import DataError
from training.catalogue import annexare, countrynames, factbook, hand, people, phoenix, reign, wikidata
from training.catalogue.clean import Doubts, clean
from training.catalogue.tables import ActorRow, write_actors, write_forms

ROOT = Path(__file__).parents[2]
HAND = ROOT / "configs" / "actors"
OUTPUT = ROOT / "stance" / "actors" / "data"

log = logging.getLogger(__name__)


def all_people(sources: Path, states: list[hand.State]) -> list[people.Person]:
    """People in office, hand-written facts first, then sources with exact days, then those with years."""
    codes = [state.code for state in states]
    today = list(factbook.people(sources, states))
    in_2022 = list(wikidata.people(sources, states, today))
    leaders = list(reign.people(sources, codes, [*today, *in_2022]))
    by_hand = list(hand.people(HAND))
    cabinets = people.not_elsewhere(phoenix.people(sources, codes), [*by_hand, *leaders, *today, *in_2022])
    return people.merge([by_hand, leaders, today, cabinets, in_2022])


def build(sources: Path, output: Path) -> None:
    """Write actors.csv, forms.csv, roles.csv, languages.csv and the tables of facts for references."""
    # 1. Actors and their own names
    states = hand.states(HAND)
    organisations = list(hand.organisations(HAND))
    actors = _with_aliases([state.actor for state in states] + [actor for actor, _ in organisations])
    _check_codes(actors)
    by_hand: list[Form] = [form for state in states for form in hand.state_forms(state)]
    by_hand += [form for _, forms in organisations for form in forms] + list(hand.extra_forms(HAND))
    # 2. Names from the sources, people in office
    names: list[Iterable[Form]] = [module.forms(sources, states) for module in (factbook, annexare, countrynames)]
    in_office = all_people(sources, states)
    # 3. Clean and write
    given, codes = people.given_names(in_office) | GIVEN_NAMES, {state.code for state in states}
    doubts = Doubts(hand.ambiguous(HAND), hand.common_words(HAND), given, codes)
    forms = clean(by_hand, [form for group in names for form in group], people.forms(in_office), doubts=doubts)
    output.mkdir(parents=True, exist_ok=True)
    write_actors(output / "actors.csv", actors)
    write_forms(output / "forms.csv", forms)
    for table in ("roles.csv", "languages.csv", *TABLES):
        shutil.copyfile(HAND / table, output / table)
    log.info("%d actors, %d forms written to %s", len(actors), len(forms), output)


def _with_aliases(actors: list[ActorRow]) -> list[ActorRow]:
    """The actors with the other spellings of their codes.

    Raises:
        DataError: an alias is of no actor.
    """
    aliases = hand.code_aliases(HAND)
    unknown = aliases.keys() - {actor.code for actor in actors}
    if unknown:
        raise DataError(f"code_aliases.csv has codes of no actor: {', '.join(sorted(unknown))}")
    return [replace(actor, aliases=(*actor.aliases, *aliases.get(actor.code, ()))) for actor in actors]


def _check_codes(actors: list[ActorRow]) -> None:
    """Every code, and every other spelling of one, belongs to one actor.

    Raises:
        DataError: with every code that is given twice.
    """
    given = Counter(code for actor in actors for code in (actor.code, *actor.aliases))
    problems = tuple(f"{code} is given {count} times" for code, count in given.items() if count > 1)
    if problems:
        raise DataError("each code and alias in configs/actors must belong to one actor:", problems)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder with one folder a source")
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    build(arguments.sources, arguments.output)


if __name__ == "__main__":
    main()
