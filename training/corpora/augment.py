"""More training examples from the ones there are: other actors in the same sentence, and pairs that are neutral.

A swap replaces the actors of a sentence, wherever the sentence and its context name them, by others of the same kind:
a name by a name, a demonym by a demonym, a capital by a capital, a leader by a leader. The labels stay, so that the
model learns the relation and not who usually stands in it. All judgements of a sentence are swapped together, so that
they stay one sentence. Everything is deterministic under the seed.
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
    swapped = (
        replace(added, id=f"{added.id}~swap{n}")
        for judged in by_sentence(examples)
        for n in range(settings.swaps)
        for added in swapper.swap_sentence(judged, seed=f"{seed}:{n}")
    )
    neutral = (
        added
        for example in examples
        for added in _neutrals(example, settings=settings, swapper=swapper, seed=seed)
        if added.source != added.target and (added.text, added.source, added.target) not in coded
    )
    return tuple(replace(added, weight=added.weight * settings.weight) for added in (*swapped, *neutral))


def by_sentence(examples: Iterable[StanceExample]) -> list[list[StanceExample]]:
    """The judgements of each sentence together, in the order of the sentences."""
    sentences: dict[tuple[str, str, tuple[str, ...]], list[StanceExample]] = {}
    for example in examples:
        sentences.setdefault((example.group, example.text, example.context), []).append(example)
    return list(sentences.values())


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
        """The example with two other actors; None where one is unknown, unnamed or named in a way without a match."""
        known = {code: self._code(example, code) for code in (example.source, example.target)}
        found = self.swap_sentence((example,), seed=seed)
        if not found or None in known.values():
            return None
        kept = (found[0].source in known.values(), found[0].target in known.values())
        authors = tuple(code == AUTHOR.code for code in known.values())
        return found[0] if kept == authors else None

    def swap_sentence(self, examples: Sequence[StanceExample], *, seed: str | int) -> tuple[StanceExample, ...]:
        """All judgements of one sentence with other actors; none where no actor can be replaced.

        The examples share text and context. An actor that is unknown, unnamed or named in a way without a match stays.
        """
        first = examples[0]
        rng = random.Random(f"{seed}:{first.id}")
        texts = (*first.context, first.text)
        raw = {code: self._code(example, code) for example in examples for code in (example.source, example.target)}
        plan = [chosen for chosen in self._plan(raw.values(), texts, rng) if self._fits(chosen, texts)]
        edits = [self._edits(text, plan) for text in texts]
        if not edits[-1] or None in edits[-1] or any(None in found for found in edits):
            return ()
        new = {chosen.old: chosen.code for chosen in plan}
        text, own = _apply(first.text, edits[-1]), edits[-1]
        context = tuple(_apply(before, found) for before, found in zip(first.context, edits, strict=False))
        return tuple(
            replace(
                example,
                source=new.get(raw[example.source] or "", example.source),
                target=new.get(raw[example.target] or "", example.target),
                text=text,
                context=context,
                source_spans=tuple(_moved(span, own) for span in example.source_spans),
                target_spans=tuple(_moved(span, own) for span in example.target_spans),
            )
            for example in examples
        )

    def _code(self, example: StanceExample, code: str) -> str | None:
        spans = example.source_spans if code == example.source else example.target_spans
        return self._names.code_of(code, [span.of(example.text) for span in spans])

    def _fits(self, replacement: Replacement, texts: Sequence[str]) -> bool:
        """Whether the old actor is named, and the new one has a form for each naming."""
        namings = [span.of(text) for text in texts for span in self._names.mentions(replacement.old, text)]
        return bool(namings) and all(replacement.form_for(naming) is not None for naming in namings)

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

    def _plan(self, codes: Iterable[str | None], texts: Sequence[str], rng: random.Random) -> list[Replacement]:
        """Whom to put in place of whom: AUTHOR stays, each other known actor gets a new and different one."""
        old = [code for code in dict.fromkeys(codes) if code is not None and code != AUTHOR.code]
        plan: list[Replacement] = []
        for code in old:
            taken = {*old, *(chosen.code for chosen in plan)}
            chosen = self._names.replacement(code, taken=taken, texts=texts, rng=rng)
            if chosen is not None:
                plan.append(chosen)
        return plan

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
