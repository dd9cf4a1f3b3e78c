"""Words by which a text takes a position where it says nobody's name: what is needed, what is good, what is wrong."""

from __future__ import annotations

from collections.abc import Collection

from stance.actors.lexicon import words

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
    unjust unjustified unjustifiable unprovoked brutal brutally brutality heinous unacceptable atrocity
    atrocities aggression aggressive aggressively aggressor horrific reckless recklessly recklessness illegal
    illegally illicit unlawful unlawfully illegitimate sham malign repress represses repressed repression
    repressive abuse abuses abused abusive violate violates violated violating violation violations crackdown
    destabilize destabilise destabilizing destabilising tragic tragically corrupt corruption crime crimes terror
    terrorist terrorists terrorism coerce coerces coerced coercion coercive threat threats threaten threatens
    threatened threatening disinformation propaganda persecute persecutes persecuted persecution arbitrary
    arbitrarily injustice oppress oppresses oppressed oppression oppressive egregious premeditated provocation
    provocations provocative irresponsible false fraudulent victims suffering escalate escalates escalated
    escalating escalation escalatory bully bullies bullied bullying intimidate intimidates intimidated
    intimidating intimidation harass harasses harassed harassing harassment cruel cruelty inhumane barbaric
    savage ruthless outrageous deplorable dangerous dangerously hostile belligerent torture tortured massacre
    massacres genocide genocidal
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
