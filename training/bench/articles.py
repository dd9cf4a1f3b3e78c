"""News articles made for the bench: as many as are asked for, no two the same, the same ones each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from stance.types import Document

ACTORS = (
    "Norway", "Peru", "Kenya", "Nepal", "Chile", "Ghana", "Malta", "Portugal", "Denmark", "Ecuador", "Bolivia",
    "Serbia", "Senegal", "Zambia", "Iceland", "Estonia", "Uruguay", "Tanzania", "Finland", "Austria", "Belgium",
    "Latvia", "Japan", "Croatia", "Bulgaria", "Morocco", "Brazil", "Canada", "Russia", "China", "India", "Pakistan",
    "Armenia", "Turkey", "Iran", "Egypt", "Sudan", "Ethiopia", "Ukraine", "Poland", "Germany", "France",
    "Kazakhstan", "Vietnam", "Indonesia", "NATO", "ASEAN", "the European Union", "the African Union", "Mercosur",
)  # fmt: skip
PEOPLE = ("Maren Solberg", "Tomas Okafor", "Ilse Vantongeren", "Rafael Quispe", "Anwar Haddadi", "Yuki Tanabe")
GOODS = ("radars", "wagons", "turbines", "patrol boats", "tonnes of wheat", "generators", "vaccines", "buses")
# Two actors and more meet in these: a pass of the model each.
MEETINGS = (
    "{a} accused {b} on {day} of moving {n} soldiers to the border without notice.",
    "{a} and {b} signed an agreement on {n} {goods}, and {c} welcomed it as a step toward calm.",
    "“We will not forget what {b} did to our {n} fishermen,” the foreign minister of {a}, {person}, told reporters.",
    "{a} summoned the ambassador of {b} after {n} {goods} had been held at the port for {m} days.",
    "The government of {a} thanked {b} for {n} {goods}, while {c} called the delivery a provocation against {d}.",
    "{a} imposed tariffs of {m} per cent on {goods} from {b}, {c} and {d}.",
    "Talks between {a} and {b} about the {n} refugees ended on {day} without a result.",
    "{person} said that {a} stands by {b} and will send another {n} {goods} before {day}.",
    "{a} rejected the claim of {b} that its aircraft had crossed the line {m} times.",
)
# At most one actor: never read by the model.
OTHERS = (
    "The meeting on {day} lasted {m} hours, and about {n} people waited outside the hall.",
    "Prices rose by {m} per cent in {a} over the past year, the statistics office said on {day}.",
    "{person}, who has led the delegation since {day}, did not take questions.",
    "Some {n} {goods} are stored near the river, according to a list that was published on {day}.",
    "In {a}, parliament will debate the budget of {n} million for roads and schools.",
    "No date was set for the next round.",
    "Observers counted {n} lorries at the crossing, {m} more than a week before.",
)


def article(number: int, *, sentences: int = 14, meetings: float = 0.45) -> Document:
    """The article of that number; ``meetings``: share of its sentences in which actors meet."""
    chance = Random(number)
    lines = [
        _sentence(chance, MEETINGS if chance.random() < meetings else OTHERS)
        for _ in range(chance.randint(sentences // 2, sentences * 3 // 2))
    ]
    return _document(number, lines)


def refrain(number: int, *, openings: int = 100, sentences: int = 10) -> Document:
    """An article that opens with one of so many paragraphs, and goes on with sentences of its own that no model reads.

    The model has ``openings`` paragraphs to read in each part of a corpus; the steps beside it read everything.
    """
    shared, own = Random(number % openings), Random(-1 - number)
    lines = [_sentence(shared, MEETINGS) for _ in range(3)]
    return _document(number, [*lines, *(_sentence(own, OTHERS) for _ in range(sentences))])


def write_articles(path: Path, documents: Iterator[Document]) -> Path:
    """JSON lines, as ``stance batch`` reads them."""
    with path.open("w", encoding="utf-8") as file:
        for one in documents:
            published = one.published.isoformat() if one.published else None
            row = {"id": one.id, "title": one.title, "date": published, "source": one.source, "text": one.text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def _document(number: int, lines: list[str]) -> Document:
    paragraphs = (" ".join(lines[n : n + 3]) for n in range(0, len(lines), 3))
    return Document(
        id=f"made-{number}",
        text="\n\n".join(paragraphs) + "\n",
        title=f"Report {number} from the border",
        published=date(2001, 1, 1) + timedelta(days=number % 7000),
        source=f"Wire {number % 40}",
    )


def _sentence(chance: Random, forms: tuple[str, ...]) -> str:
    a, b, c, d = chance.sample(ACTORS, 4)
    day = date(2001, 1, 1) + timedelta(days=chance.randrange(7000))
    line = chance.choice(forms).format(
        a=a,
        b=b,
        c=c,
        d=d,
        n=chance.randint(100, 99_999),
        m=chance.randint(2, 90),
        day=f"{day.day} {day:%B} {day.year}",
        goods=chance.choice(GOODS),
        person=chance.choice(PEOPLE),
    )
    return line[0].upper() + line[1:]
