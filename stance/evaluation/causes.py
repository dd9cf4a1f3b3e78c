"""Why a gold judgement was missed, or a finding is spurious: by the step of the analysis that went wrong."""

from __future__ import annotations

from stance.evaluation.linking import Seen
from stance.evaluation.results import Miss, MissCause, Spurious, SpuriousCause
from stance.labels import LabelScheme
from stance.metrics import Judgement, Judgements
from stance.types import AUTHOR


def misses(*, gold: Judgements, predicted: Judgements, seen: Seen, scheme: LabelScheme) -> tuple[Miss, ...]:
    """The position-bearing gold judgements that were not found with their sign, in the gold's order."""
    found = []
    for key, judgement in gold.items():
        guess = predicted.get(key)
        sign = scheme.sign(judgement.label)
        if not sign or (guess and scheme.sign(guess.label) == sign):
            continue
        found.append(Miss(judgement, _miss_cause(judgement, guess, seen, scheme), guess.label if guess else None))
    return tuple(found)


def spurious(*, gold: Judgements, predicted: Judgements, scheme: LabelScheme) -> tuple[Spurious, ...]:
    """The position-bearing findings that the gold does not hold with their sign, in the order of prediction."""
    found = []
    for key, judgement in predicted.items():
        true = gold.get(key)
        sign = scheme.sign(judgement.label)
        if not sign or (true and scheme.sign(true.label) == sign):
            continue
        found.append(Spurious(judgement, _spurious_cause(true, scheme), true.label if true else None))
    return tuple(found)


def _miss_cause(judgement: Judgement, guess: Judgement | None, seen: Seen, scheme: LabelScheme) -> MissCause:
    if guess is None:
        return _unproposed(seen, judgement)
    return "wrong sign" if scheme.sign(guess.label) else "read as neutral"


def _spurious_cause(true: Judgement | None, scheme: LabelScheme) -> SpuriousCause:
    if true is None:
        return "pair not in gold"
    return "wrong sign" if scheme.sign(true.label) else "neutral in gold"


def _unproposed(seen: Seen, judgement: Judgement) -> MissCause:
    """Why a judgement's pair was never proposed."""
    key = judgement.key
    place = (key.file, key.line)
    if place not in seen.places:
        return "sentence skipped"
    present = seen.at(place) | {AUTHOR.code}
    match (key.source in present, key.target in present):
        case (False, False):
            return "neither actor found"
        case (False, True):
            return "source not found"
        case (True, False):
            return "target not found"
        case _:
            return "pair not proposed"
