"""What coders are told: the question, the labels, what to do in doubt. The long form is the project's codebook."""

from __future__ import annotations

from stance.annotate.items import Item
from stance.labels import LabelScheme
from stance.panel.coded import NOT_A_PAIR
from stance.types import AUTHOR

UNCLEAR = "unclear"
"""What a coder writes where no label can be given; it is counted and left out."""
QUESTION = "Reading this sentence where it stands, what position does the source take toward the target?"
MEANINGS = {
    "hostile": "confronts the target, by force, pressure or accusation",
    "distancing": "keeps back, moves away, objects, without confrontation",
    "neutral": "takes no position toward it",
    "cooperative": "works with it, short of taking its side",
    "supportive": "takes its side, or gives it something of weight",
}
OTHERS = {
    NOT_A_PAIR: "the sentence does not speak of these two actors at all",
    UNCLEAR: "no label can be given, even with the context",
}


def answers(scheme: LabelScheme) -> dict[str, str]:
    """What a coder may answer, in scale order, each with what it means (empty for labels of another scheme)."""
    return {**{name: MEANINGS.get(name, "") for name in scheme.names}, **OTHERS}


def question(item: Item) -> str:
    """The question of one item, with the actors' names."""
    source = "the author of the text" if item.example.source == AUTHOR.code else item.source_name
    return f"What position does {source} (source) take toward {item.target_name} (target)?"


def guide(scheme: LabelScheme, *, how: str) -> str:
    """A page for coders, in Markdown; ``how``: what to do in their tool."""
    rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in answers(scheme).items())
    return f"""# Coding guide

> {QUESTION}

Order matters: Norway toward Denmark and Denmark toward Norway are two questions.

| answer | the source … |
|---|---|
{rows}

- The sentence decides. Earlier sentences say who "she" or "the bloc" is and who speaks; they add no stance, and
  neither does what you know of the world.
- Words are acts: who blames another is hostile to it, who objects is distancing.
- Joint acts go both ways. A reported act counts for the one who is said to have done it.
- Two labels of one sentence: the stronger one, unless the weaker is plainly its point.
- If two neighbouring labels can both be defended and you cannot choose, give both.
- Answer every item, alone, and without asking what the model says.

{how}
"""
