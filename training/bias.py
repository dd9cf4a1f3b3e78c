"""Does the label depend on who the actors are? Flip rate under other actors, and what a name alone is worth.

    python -m training.bias GOLD [--model FOLDER] [--copies 3]

Each sentence is read again with other actors of the same kind in the place of its own (``training.corpora.augment``).
The flip rate is the share of judgements whose label changes. The prior of an actor is the mean change of the expected
score, over all judgements that it was put into, against the same sentence with the actors that it really has: 0 for
every actor is a model that reads the sentence and not the name.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stance.actors.catalogue import Catalogue
from stance.analyzer import StanceAnalyzer
from stance.errors import DataError, StanceError
from stance.evaluation.labelled import PairClassifier
from stance.evaluation.render import number, table
from stance.gold import read_gold
from stance.labels import LabelScheme
from stance.metrics import replacement_audit
from stance.metrics.swap import ChangeRate
from stance.types import StanceExample
from training.corpora.augment import ActorSwapper, by_sentence

LEAST = 5  # judgements, for an actor's prior to be shown


@dataclass(frozen=True, slots=True)
class Prior:
    """Mean change of the expected score where ``actor`` stands in as source or target of ``n`` judgements."""

    actor: str
    n: int
    change: float


@dataclass(frozen=True, slots=True)
class Bias:
    """Flip rate over replaced judgements, and the priors of the actors put in, the most positive first."""

    flips: ChangeRate
    priors: tuple[Prior, ...]

    @property
    def spread(self) -> float:
        """Standard deviation of the priors; NaN with fewer than two."""
        return statistics.stdev(p.change for p in self.priors) if len(self.priors) > 1 else float("nan")


def bias(
    classifier: PairClassifier,
    examples: Sequence[StanceExample],
    *,
    catalogue: Catalogue,
    scheme: LabelScheme,
    copies: int = 3,
) -> Bias:
    """Read each sentence with its own and, ``copies`` times, with other actors. DataError where none can be."""
    own, replaced = _replaced(examples, ActorSwapper(catalogue), copies)
    if not own:
        raise DataError(f"no actor of the {len(examples)} examples can be replaced: they need names of the catalogue")
    before, after = classifier.predict_examples(own), classifier.predict_examples(replaced)
    changes: dict[str, list[float]] = {}
    for old, new, was, now in zip(own, replaced, before, after, strict=True):
        for code in {new.source, new.target} - {old.source, old.target}:
            changes.setdefault(code, []).append(now.score - was.score)
    priors = [
        Prior(code, len(found), statistics.fmean(found)) for code, found in changes.items() if len(found) >= LEAST
    ]
    return Bias(
        flips=replacement_audit(original=before, replaced=after, scheme=scheme),
        priors=tuple(sorted(priors, key=lambda prior: (-prior.change, prior.actor))),
    )


def _replaced(
    examples: Sequence[StanceExample], swapper: ActorSwapper, copies: int
) -> tuple[list[StanceExample], list[StanceExample]]:
    own, replaced = [], []
    for judged in by_sentence(examples):
        for seed in range(copies):
            for old, new in zip(judged, swapper.swap_sentence(judged, seed=seed), strict=False):
                if (old.source, old.target) != (new.source, new.target):
                    own.append(old)
                    replaced.append(new)
    return own, replaced


def render(found: Bias) -> str:
    """Markdown: the audit, and the actors whose names are worth most and least."""
    flips = found.flips
    rows = [
        ("judgements with other actors", str(flips.n)),
        ("label changes (flip rate)", number(flips.label)),
        ("sign changes", number(flips.sign)),
        ("mean change of the expected score", number(flips.score)),
        ("standard deviation of actors' priors", number(found.spread)),
    ]
    ends = found.priors if len(found.priors) <= 10 else (*found.priors[:5], *found.priors[-5:])
    priors = [(prior.actor, str(prior.n), f"{prior.change:+.3f}") for prior in ends]
    return f"{table(('figure', 'value'), rows)}\n\n{table(('actor', 'judgements', 'prior'), priors)}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the audit; 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m training.bias", description=main.__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--model", type=Path, help="model folder; the shipped one by default")
    parser.add_argument("--copies", type=int, default=3)
    options = parser.parse_args(arguments)
    try:
        examples = read_gold(options.gold).judgements
        analyzer = StanceAnalyzer.load(options.model)
        found = bias(
            analyzer.classifier, examples, catalogue=analyzer.catalogue, scheme=analyzer.scheme, copies=options.copies
        )
    except StanceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(render(found), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
