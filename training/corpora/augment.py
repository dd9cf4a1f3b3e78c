"""More training examples from the ones there are: other actors in the same sentence, and pairs that are neutral.

A swap replaces both actors of an example, wherever the sentence and its context name them, by others of the same kind:
a name by a name, a demonym by a demonym, a capital by a capital, a leader by a leader. The label stays, so that the
model learns the relation and not who usually stands in it. Everything is deterministic under the seed.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stance.actors.catalogue import Catalogue
from stance.types import AUTHOR, Span, StanceExample
from training.corpora.config import AugmentSettings
from training.corpora.names import Names, Replacement
from training.splits import position


def augment(
    examples: Sequence[StanceExample], *, settings: AugmentSettings, catalogue: Catalogue, seed: int = 0
) -> tuple[StanceExample, ...]:
    """The added examples only, in the order of those they come from; ids tell how each was made."""
    coded = {(example.text, example.source, example.target) for example in examples}
    swapper = ActorSwapper(catalogue)
    return tuple(
        replace(added, weight=example.weight * settings.weight)
        for example in examples
        for added in _added(example, settings=settings, coded=coded, swapper=swapper, seed=seed)
    )


def _added(
    example: StanceExample,
    *,
    settings: AugmentSettings,
    coded: set[tuple[str, str, str]],
    swapper: ActorSwapper,
    seed: int,
) -> Iterator[StanceExample]:
    for n in range(settings.swaps):
        swapped = swapper.swap(example, seed=f"{seed}:{n}")
        if swapped is not None:
            yield replace(swapped, id=f"{example.id}~swap{n}")
    for neutral in _neutrals(example, settings=settings, swapper=swapper, seed=seed):
        if neutral.source != neutral.target and (neutral.text, neutral.source, neutral.target) not in coded:
            yield neutral


def _neutrals(
    example: StanceExample, *, settings: AugmentSettings, swapper: ActorSwapper, seed: int
) -> Iterator[StanceExample]:
    if settings.reversed_as_neutral and example.labels <= set(settings.reversed_as_neutral):
        yield reversed_neutral(example)
    if example.source == AUTHOR.code:
        return
    if position(f"author:{example.id}", seed=seed) < settings.author_as_neutral:
        yield author_neutral(example)
    if position(f"unrelated:{example.id}", seed=seed) < settings.unrelated_as_neutral:
        yield from swapper.unrelated(example)


def reversed_neutral(example: StanceExample) -> StanceExample:
    """The reversed pair as neutral: for corpora that label the acting side only, and labels that are not mutual."""
    return replace(
        example,
        id=f"{example.id}~reversed",
        source=example.target,
        target=example.source,
        source_spans=example.target_spans,
        target_spans=example.source_spans,
        labels=frozenset({"neutral"}),
        also=None,
        voice="author",
    )


def author_neutral(example: StanceExample) -> StanceExample:
    """AUTHOR → target as neutral: for plain reports, whose own text takes no side."""
    return replace(
        example,
        id=f"{example.id}~author",
        source=AUTHOR.code,
        source_spans=(),
        labels=frozenset({"neutral"}),
        also=None,
        voice="author",
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters to replace, and by what."""

    span: Span
    text: str


class ActorSwapper:
    """Replaces the two actors of an example by others of the same kind."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names = Names(catalogue)

    def swap(self, example: StanceExample, *, seed: str | int) -> StanceExample | None:
        """The example with two other actors, or None where one is unknown, unnamed, or named without a match."""
        rng = random.Random(f"{seed}:{example.id}")
        codes = [
            self._names.code_of(example.source, [span.of(example.text) for span in example.source_spans]),
            self._names.code_of(example.target, [span.of(example.text) for span in example.target_spans]),
        ]
        texts = (*example.context, example.text)
        plan = self._plan(codes, texts, rng)
        if plan is None:
            return None
        edits = [self._edits(text, plan) for text in texts]
        own = edits[-1]
        named = all(chosen.forms or chosen.code == AUTHOR.code for chosen in plan)
        if not named or not own or any(edit is None for found in edits for edit in found):
            return None
        return replace(
            example,
            source=plan[0].code,
            target=plan[1].code,
            text=_apply(example.text, own),
            context=tuple(_apply(text, found) for text, found in zip(example.context, edits, strict=False)),
            source_spans=tuple(_moved(span, own) for span in example.source_spans),
            target_spans=tuple(_moved(span, own) for span in example.target_spans),
        )

    def unrelated(self, example: StanceExample) -> Iterator[StanceExample]:
        """Another actor that the sentence names → the target, as neutral: for sentences about one act."""
        ends = (*example.source_spans, *example.target_spans)
        known = {self._names.code_of(example.source, [span.of(example.text) for span in example.source_spans])}
        known.add(self._names.code_of(example.target, [span.of(example.text) for span in example.target_spans]))
        for code, span in self._names.named_in(example.text).items():
            if code not in known and not any(span.overlaps(end) for end in ends):
                yield replace(
                    example,
                    id=f"{example.id}~unrelated:{code}",
                    source=code,
                    source_spans=(span,),
                    labels=frozenset({"neutral"}),
                    also=None,
                    voice="author",
                )

    def _plan(
        self, codes: Sequence[str | None], texts: Sequence[str], rng: random.Random
    ) -> tuple[Replacement, Replacement] | None:
        """Whom to put in place of whom: AUTHOR stays, both others must be known, new and different."""
        plan: list[Replacement] = []
        for code in codes:
            if code is None:
                return None
            taken = {*codes, *(chosen.code for chosen in plan)}
            chosen = self._names.replacement(code, taken=taken, texts=texts, rng=rng)
            if chosen is None:
                return None
            plan.append(chosen)
        return plan[0], plan[1]

    def _edits(self, text: str, plan: Iterable[Replacement]) -> list[Edit | None]:
        """All edits of one text in order; None stands for a naming that has no match in the new actor."""
        found: list[Edit | None] = []
        for replacement in plan:
            for span in self._names.mentions(replacement.old, text, surnames=replacement.surnames):
                new = replacement.form_for(span.of(text))
                found += [None] if new is None else with_article(text, span, new)
        known = sorted((edit for edit in found if edit is not None), key=lambda edit: edit.span)
        overlap = any(a.span.end > b.span.start for a, b in itertools.pairwise(known))
        return [None] if overlap or len(known) < len(found) else list(known)


ARTICLE = re.compile(r"(?<!\w)(the|a|an) $", re.IGNORECASE)
TAKES_THE = re.compile(
    r"^(United|Soviet|European Union|African Union|Arab League|Czech Republic|Dominican|Central African|Democratic|"
    r"Netherlands|Philippines|Bahamas|Gambia|Maldives|Seychelles|Comoros|(UK|U\.K\.|US|U\.S\.|USA|UAE|UN|U\.N\.|EU)$)|"
    r"(Republic|Islands|Emirates|Federation|Kingdom|States|Union|Nations|Organization|Council)$"
)


def with_article(text: str, span: Span, new: str) -> tuple[Edit, ...]:
    """The edits that put ``new`` at ``span``: "a French" → "an Egyptian", "the UK" → "Chile", "Chile" → "the UK"."""
    before = ARTICLE.search(text[: span.start])
    if before is None:
        if not _takes_the(span.of(text)) and _takes_the(new):
            starts = not text[: span.start].strip()
            return (Edit(span, f"{'The' if starts else 'the'} {new}"),)
        return (Edit(span, new),)
    article, place = before.group(1), Span(before.start(), before.end())
    if article.lower() == "the":
        gone = _takes_the(span.of(text)) and not _takes_the(new)
        return (Edit(place, ""), Edit(span, new)) if gone else (Edit(span, new),)
    fitting = "an" if new[0].lower() in "aeiou" and not new.lower().startswith(("u", "eu")) else "a"
    return Edit(place, f"{fitting.capitalize() if article[0].isupper() else fitting} "), Edit(span, new)


def _takes_the(name: str) -> bool:
    return TAKES_THE.search(name) is not None


def _apply(text: str, edits: Sequence[Edit | None]) -> str:
    parts, at = [], 0
    for edit in edits:
        if edit is not None:
            parts += [text[at : edit.span.start], edit.text]
            at = edit.span.end
    return "".join((*parts, text[at:]))


def _moved(span: Span, edits: Sequence[Edit | None]) -> Span:
    """Where a span lies after the edits; an edit that cuts its border is taken in whole."""
    start, end = span.start, span.end
    shift_start = shift_end = 0
    for edit in edits:
        if edit is None:
            continue
        growth = len(edit.text) - (edit.span.end - edit.span.start)
        if edit.span.end <= span.start:
            shift_start += growth
        elif edit.span.start < span.start:
            start = edit.span.start
        if edit.span.start < span.end:
            shift_end += growth
            end = max(end, edit.span.end)
    return Span(start + shift_start, end + shift_end)
