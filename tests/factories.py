"""Small, valid Documents, Predictions and Reports for tests. All text here was written for the project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stance.aggregate import aggregate
from stance.labels import STANCE_LABELS, LabelScheme
from stance.types import (
    AUTHOR,
    Actor,
    DirectedPair,
    Document,
    How,
    Mention,
    ModelInfo,
    Prediction,
    Report,
    Sentence,
    Skipped,
    Span,
    Voice,
)

ACTORS: Mapping[str, Actor] = {
    actor.code: actor
    for actor in (
        Actor("KAZ", "Kazakhstan", "state"),
        Actor("RUS", "Russia", "state"),
        Actor("CHN", "China", "state"),
        Actor("UKR", "Ukraine", "state"),
        Actor("CSTO", "Collective Security Treaty Organization", "igo"),
        AUTHOR,
    )
}
MODEL = ModelInfo("test-model", "0.0", "0" * 64, "none", STANCE_LABELS.names)


def actor(code: str) -> Actor:
    """A known actor, or a state named like its code."""
    return ACTORS[code] if code in ACTORS else Actor(code, code.title(), "state")


def probabilities(label: str, confidence: float = 0.8, *, scheme: LabelScheme = STANCE_LABELS) -> dict[str, float]:
    """``confidence`` on ``label``, the rest on the others, halving with each step away from it."""
    centre = scheme.index(label)
    weights = {name: 0.5 ** abs(index - centre) for index, name in enumerate(scheme.names) if index != centre}
    rest = (1 - confidence) / sum(weights.values())
    return {name: confidence if name == label else weights[name] * rest for name in scheme.names}


def prediction(
    source: str = "KAZ",
    target: str = "RUS",
    label: str = "neutral",
    *,
    confidence: float = 0.8,
    sentence: int = 0,
    source_mentions: tuple[Mention, ...] = (),
    target_mentions: tuple[Mention, ...] = (),
    voice: Voice = "action",
    probs: Mapping[str, float] | None = None,
    scheme: LabelScheme = STANCE_LABELS,
    truncated: bool = False,
) -> Prediction:
    """A prediction of ``label``; ``probs`` overrides label and confidence."""
    probs = probs or probabilities(label, confidence, scheme=scheme)
    return Prediction(
        pair=DirectedPair(sentence, actor(source), actor(target), source_mentions, target_mentions, voice),
        probabilities=probs,
        label=max(probs, key=lambda name: probs[name]),
        label_set=scheme.smallest_set(tuple(probs.values()), mass=0.8),
        score=scheme.expected(probs),
        truncated=truncated,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a factory report.

    ``judged``: "KAZ>RUS distancing .74" or with a voice at the end; ``skipped``: why the line is boilerplate instead.
    """

    text: str
    judged: tuple[str, ...] = ()
    skipped: str | None = None
    new_block: bool = False


def make_report(
    lines: Sequence[Line],
    *,
    names: Mapping[str, tuple[str, How]],
    id: str = "article-1",
    title: str | None = None,
    published: date | None = None,
    source: str | None = None,
    url: str | None = None,
    metadata: Mapping[str, object] | None = None,
    skipped: Sequence[tuple[str, str]] = (),
    seed: int = 0,
) -> Report:
    """A report whose mentions are the ``names`` (text → code, how) that occur in the lines.

    ``skipped``: (text in the document, reason) of rejected mentions.
    """
    text, spans = _layout(lines)
    kept = [(line, span) for line, span in zip(lines, spans, strict=True) if line.skipped is None]
    blocks = [sum(earlier.new_block for earlier in lines[: lines.index(line) + 1]) for line, _ in kept]
    sentences = tuple(
        Sentence(index, span, line.text, block)
        for index, ((line, span), block) in enumerate(zip(kept, blocks, strict=True))
    )
    mentions = tuple(m for sentence in sentences for m in _mentions(sentence, names))
    predictions = tuple(
        _judge(spec, sentence.index, mentions)
        for sentence, (line, _) in zip(sentences, kept, strict=True)
        for spec in line.judged
    )
    return Report(
        document=Document(id, text, title, published, source, url, "en", dict(metadata or {})),
        model=MODEL,
        sentences=sentences,
        mentions=mentions,
        predictions=predictions,
        dyads=aggregate(predictions, scheme=STANCE_LABELS, seed=seed),
        skipped=(*_boilerplate(lines, spans), *_rejected(text, skipped)),
    )


def _layout(lines: Sequence[Line]) -> tuple[str, list[Span]]:
    text, spans = "", []
    for line in lines:
        gap = "" if not text else "\n\n" if line.new_block or line.skipped else " "
        start = len(text) + len(gap)
        text += gap + line.text
        spans.append(Span(start, len(text)))
    return text, spans


def _mentions(sentence: Sentence, names: Mapping[str, tuple[str, How]]) -> Iterable[Mention]:
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    for match in re.finditer(rf"\b(?:{longest_first})\b", sentence.text) if names else ():
        code, how = names[match.group()]
        span = Span(*match.span()).shift(sentence.span.start)
        yield Mention(actor(code), span, match.group(), sentence.index, how, match.group())


def _judge(spec: str, sentence: int, mentions: Sequence[Mention]) -> Prediction:
    codes, label, confidence, *voice = spec.split()
    source, target = codes.split(">")
    here = [mention for mention in mentions if mention.sentence == sentence]
    return prediction(
        source,
        target,
        label,
        confidence=float(confidence),
        sentence=sentence,
        source_mentions=tuple(m for m in here if m.actor.code == source),
        target_mentions=tuple(m for m in here if m.actor.code == target),
        voice=voice[0] if voice else "action",  # type: ignore[arg-type]
    )


def _boilerplate(lines: Sequence[Line], spans: Sequence[Span]) -> Iterable[Skipped]:
    return (Skipped("block", s, line.text, line.skipped) for line, s in zip(lines, spans, strict=True) if line.skipped)


def _rejected(text: str, skipped: Sequence[tuple[str, str]]) -> Iterable[Skipped]:
    return (Skipped("mention", Span(text.index(t), text.index(t) + len(t)), t, reason) for t, reason in skipped)


CENTRAL_ASIA_NAMES: Mapping[str, tuple[str, How]] = {
    "Kazakhstan": ("KAZ", "name"),
    "Kazakh": ("KAZ", "demonym"),
    "Astana": ("KAZ", "metonym"),
    "Tokayev": ("KAZ", "person"),
    "Russia": ("RUS", "name"),
    "Russian": ("RUS", "demonym"),
    "Moscow": ("RUS", "metonym"),
    "Kremlin": ("RUS", "metonym"),
    "China": ("CHN", "name"),
    "Chinese": ("CHN", "demonym"),
    "Beijing": ("CHN", "metonym"),
    "Xi Jinping": ("CHN", "person"),
    "Ukraine": ("UKR", "name"),
    "Kyiv": ("UKR", "metonym"),
}

CENTRAL_ASIA_LINES = (
    Line(
        "When Xi Jinping landed in the Kazakh capital, he promised that China would stand behind Kazakhstan "
        "“no matter how the world turns”.",
        ("CHN>KAZ supportive .86 direct_quote", "KAZ>CHN neutral .62"),
        new_block=True,
    ),
    Line(
        "Tokayev thanked Beijing for the pledge, and the two sides signed fourteen agreements on rail and gas.",
        ("KAZ>CHN cooperative .91", "CHN>KAZ cooperative .78"),
    ),
    Line("The ceremony lasted a little under an hour."),
    Line(
        "A year earlier Kazakhstan had asked Russia for help when riots spread, and Moscow sent paratroopers "
        "within a day.",
        ("KAZ>RUS cooperative .72", "RUS>KAZ supportive .88"),
        new_block=True,
    ),
    Line(
        "Yet when the war against Ukraine began, Astana declined to send soldiers and offered Moscow no word "
        "of support.",
        ("KAZ>RUS distancing .81", "KAZ>UKR neutral .70", "RUS>UKR hostile .64"),
    ),
    Line(
        "In the Kremlin nobody spoke of ingratitude in public.",
    ),
    Line(
        "Tokayev said on a stage shared with the Russian president that Kazakhstan would not recognise the two "
        "breakaway regions of Ukraine.",
        ("KAZ>RUS distancing .77 indirect_quote", "KAZ>UKR cooperative .52 indirect_quote", "RUS>UKR neutral .58"),
    ),
    Line(
        "Kazakh banks began to close accounts that helped Russia get round sanctions, and police fined drivers who "
        "showed the signs of the Russian campaign.",
        ("KAZ>RUS distancing .84",),
    ),
    Line("ALSO READ: Australia and Malaysia sign a palm oil deal", skipped="teaser"),
    Line(
        "None of this has broken the older bond: Astana still sells its oil through Russian ports, and ministers "
        "from Moscow are welcomed every month.",
        ("KAZ>RUS cooperative .69", "RUS>KAZ cooperative .57"),
        new_block=True,
    ),
    Line(
        "Diplomats read the Chinese promise to oppose “any interference” as a quiet message to Moscow.",
        ("CHN>RUS distancing .66 indirect_quote",),
    ),
    Line(
        "Kyiv has accused Russia of shelling grain silos near the river and called the Russian army a band of looters.",
        ("UKR>RUS hostile .93 indirect_quote", "RUS>UKR hostile .79"),
    ),
    Line(
        "Ukraine and Kazakhstan keep embassies in each other's capitals.",
        ("UKR>KAZ neutral .71", "KAZ>UKR neutral .66"),
    ),
    Line(
        "China and Ukraine were both absent from the meeting.",
        ("CHN>UKR neutral .90", "UKR>CHN neutral .91"),
    ),
    Line("They will meet again in the spring.", new_block=True),
    Line("The writer teaches history at a small college in London.", skipped="author biography"),
)


def central_asia_report() -> Report:
    """A realistic article on Central Asia: four states, KAZ → RUS mixed, teaser and biography left out."""
    return make_report(
        CENTRAL_ASIA_LINES,
        names=CENTRAL_ASIA_NAMES,
        id="steppe-2023-014",
        title="Between two neighbours: how Kazakhstan keeps its doors open",
        published=date(2023, 3, 14),
        source="The Steppe Review",
        url="https://steppe.example/between-two-neighbours",
        metadata={"section": "Analysis", "words": 1204},
        skipped=(("They", "pronoun without a clear antecedent"), ("the two sides", "group that no earlier line names")),
    )


def many_actors_report(count: int = 9) -> Report:
    """A report with more actors than a matrix can show, each opposed to the next."""
    codes = [f"A{chr(65 + index)}X" for index in range(count)]
    names: dict[str, tuple[str, How]] = {code.title(): (code, "name") for code in codes}
    labels = STANCE_LABELS.names
    lines = [
        Line(f"{a.title()} spoke of {b.title()} at length.", (f"{a}>{b} {labels[index % len(labels)]} .8",))
        for index, (a, b) in enumerate(zip(codes, codes[1:] + codes[:1], strict=True))
    ]
    return make_report(lines, names=names, id="many", title="Many actors")


def empty_report(text: str = "The rain did not stop until the evening.") -> Report:
    """A report on a text without actors."""
    return make_report([Line(text)] if text else [], names={}, id="empty")
