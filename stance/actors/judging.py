"""Words by which a text takes a position where it says nobody's name: what is needed, what is good, what is wrong."""

from __future__ import annotations

from collections.abc import Collection

from stance.actors.refwords import words

NEED = words("must should need needs ought cannot urgent urgently imperative")
WEIGHT = words(
    """
    important importance critical vital vitally essential crucial key fundamental clear clearly significant
    unequivocal unequivocally
    """
)
PRAISE = words(
    """
    brave bravery courage courageous remarkable historic proud resilience resilient heroic admire admiration steadfast
    staunch strong robust enduring close welcome welcomes tireless tirelessly
    """
)
BLAME = words(
    """
    unjust unjustified unjustifiable unprovoked brutal brutality heinous unacceptable atrocity atrocities aggression
    horrific reckless recklessness illegal illegally illicit unlawful unlawfully sham malign repress repression
    repressive abuse abuses abusive violate violates violated violating violation violations crackdown destabilize
    destabilise destabilizing destabilising tragic tragically corrupt corruption crime crimes terror terrorist
    terrorists terrorism coerce coercion coercive threat threats threaten threatens threatened threatening
    disinformation persecute persecution arbitrary arbitrarily injustice oppress oppression oppressive egregious
    premeditated provocation provocations provocative irresponsible false fraudulent victims suffering
    """
)
VALUES = words(
    """
    rights democracy democracies democratic accountability accountable peace peaceful peacefully freedom freedoms
    sovereignty stability prosperity prosperous dignity security justice transparency transparent
    """
)
HELP = words(
    """
    support supports supported supporting effort efforts commit commits committed commitment commitments assist assists
    assisted assistance cooperate cooperation partner partners partnership help helps helped helping aid shared together
    strengthen strengthens strengthened strengthening promote promotes promoted promoting advance advances advanced
    advancing ensure ensures ensured ensuring
    """
)
POSITION = NEED | WEIGHT | PRAISE | BLAME | VALUES | HELP


def takes_position(spoken: Collection[str]) -> bool:
    """Whether one of the folded words demands, weighs, praises, blames, or speaks of values or help."""
    return not POSITION.isdisjoint(spoken)
