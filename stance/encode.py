"""The only place where a sentence, its context and its actors become model input: for training and for serving alike.

``mark: all`` marks every actor of the sentence once, and one encoder pass serves all ordered pairs. ``mark: pair``
makes one pass for each ordered pair, with different markers for source and target (the slower cross-encoder yardstick).

    [CLS] context [SEP] [E] implied actor [/E] sentence with [E] marked mentions [/E] [SEP]

``names: masked`` puts a stand-in of the same kind (the same for all its namings) wherever the text calls an actor by
name, so that the label cannot depend on who the actors are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from pydantic import Field

from stance.config import StrictModel
from stance.errors import BundleError
from stance.types import ActorKind, EncodedSentence, Span

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

ACTOR, SOURCE, TARGET = ("[E]", "[/E]"), ("[S]", "[/S]"), ("[T]", "[/T]")
MARKERS: tuple[str, ...] = (*ACTOR, *SOURCE, *TARGET)
NAME_TOKENS = 8  # of an implied actor's name
AUTHOR_SLOT = (0,)  # AUTHOR reads the [CLS] position
# Short names that the encoders know, of actors of little weight in the news.
STATES = (
    "Norway", "Peru", "Kenya", "Nepal", "Chile", "Ghana", "Malta", "Portugal", "Denmark", "Ecuador", "Bolivia",
    "Senegal", "Zambia", "Iceland", "Estonia", "Slovenia", "Uruguay", "Paraguay", "Namibia", "Tanzania", "Cameroon",
    "Finland", "Austria", "Belgium", "Latvia", "Jamaica", "Botswana", "Croatia", "Bulgaria", "Luxembourg",
    "Madagascar", "Oman",
)  # fmt: skip
ORGANISATIONS = ("Mercosur", "ASEAN", "ECOWAS", "OPEC", "CARICOM", "APEC", "SADC", "the Nordic Council")
ARMED_GROUPS = ("Polisario", "UNITA", "FARC", "the Tamil Tigers", "Shining Path", "Renamo")
STAND_INS: dict[ActorKind, tuple[str, ...]] = {
    "igo": ORGANISATIONS, "bloc": ORGANISATIONS, "nonstate": ARMED_GROUPS,
}  # fmt: skip


class EncodeSettings(StrictModel):
    """How text becomes model input. Lives once, in the bundle, so that training and serving cannot differ."""

    mark: Literal["all", "pair"] = Field("all", description="one pass for all pairs, or one pass a pair")
    context: int = Field(2, ge=0, description="earlier sentences given as context")
    names: Literal["written", "masked"] = Field("written", description="actors as the text names them, or stand-ins")
    max_length: int = Field(192, ge=32, description="tokens, including markers and special tokens")
    cls_token: str = "[CLS]"
    sep_token: str = "[SEP]"
    pad_token: str = "[PAD]"


@dataclass(frozen=True, slots=True)
class MarkedActor:
    """An actor to mark.

    ``spans`` are offsets into the sentence; an actor without one is implied, and its name is put before the sentence.
    """

    name: str
    spans: tuple[Span, ...] = ()
    author: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, its context (oldest first), its actors, and the ordered pairs asked for: (source, target) indices.

    ``turn``: how far the list of stand-ins is turned, so that in training no place has a name of its own.
    """

    text: str
    context: tuple[str, ...]
    actors: tuple[MarkedActor, ...]
    pairs: tuple[tuple[int, int], ...]
    turn: int = 0


class ActorNames(Protocol):
    """Who an actor is, and where a text calls it by name."""

    def kind(self, code: str) -> ActorKind:
        """The kind of an actor's code."""
        ...

    def spans(self, code: str, text: str) -> tuple[Span, ...]:
        """Where the text calls the actor by name, from left to right."""
        ...


_Token = tuple[int, int | None]  # a token id, and the slot that it opens


@dataclass(frozen=True, slots=True)
class _Slot:
    """An actor, the marker tokens round its mentions, and the name that it goes by (None: its own)."""

    actor: MarkedActor
    marker: tuple[str, str]
    stand_in: str | None = None


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of ``tokenizer.json``, with the markers added and with no truncation or padding of its own."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the binding raises bare Exception for each cause
        raise BundleError(
            f"{path}: cannot be read as a tokenizer ({error}): expected the tokenizer.json of a fast tokenizer"
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.add_special_tokens(list(MARKERS))
    tokenizer.encode_special_tokens = True  # "[SEP]" in an article is text, not structure
    return tokenizer


class PassageEncoder:
    """Turns passages into token ids and slot positions."""

    def __init__(self, *, tokenizer: Tokenizer, settings: EncodeSettings, actors: ActorNames | None = None) -> None:
        if settings.names == "masked" and actors is None:
            raise BundleError("the model reads masked names: give the encoder the names of actors (a catalogue's)")
        self.tokenizer = tokenizer
        self.settings = settings
        self.actors = actors
        names = (settings.cls_token, settings.sep_token, settings.pad_token, *MARKERS)
        ids = {name: tokenizer.token_to_id(name) for name in names}
        if missing := [name for name, id_ in ids.items() if id_ is None]:
            raise BundleError(f"the tokenizer lacks the tokens {', '.join(missing)} that the encode settings name")
        self._ids = {name: id_ for name, id_ in ids.items() if id_ is not None}
        self.pad_id = self._ids[settings.pad_token]

    def with_names(self, names: Literal["written", "masked"]) -> PassageEncoder:
        """The same encoder for names as written or masked."""
        settings = self.settings.model_copy(update={"names": names})
        return PassageEncoder(tokenizer=self.tokenizer, settings=settings, actors=self.actors)

    def encode(self, passage: Passage) -> tuple[EncodedSentence, ...]:
        """One EncodedSentence (``mark: all``) or one for each pair (``mark: pair``); the pairs keep their order."""
        if not passage.pairs:
            return ()
        stand_ins = self._stand_ins(passage)
        if self.settings.mark == "all":
            slots = tuple(_Slot(actor, ACTOR, stand_ins[n]) for n, actor in enumerate(passage.actors))
            return (self._encode(passage, slots, passage.pairs),)

        def slot(n: int, marker: tuple[str, str]) -> _Slot:
            return _Slot(passage.actors[n], marker, stand_ins[n])

        return tuple(self._encode(passage, (slot(s, SOURCE), slot(t, TARGET)), ((0, 1),)) for s, t in passage.pairs)

    def _stand_ins(self, passage: Passage) -> list[str | None]:
        """For each actor a name of its kind that is not its own and that the rest of the text does not use."""
        if self.settings.names == "written" or self.actors is None:
            return [None] * len(passage.actors)
        codes = [actor.code for actor in passage.actors]
        rest = " ".join(self._without_names(text, codes) for text in (*self._chosen(passage.context), passage.text))
        taken: set[str] = set()
        return [None if actor.author else self._stand_in(actor, passage.turn, rest, taken) for actor in passage.actors]

    def _stand_in(self, actor: MarkedActor, turn: int, rest: str, taken: set[str]) -> str | None:
        assert self.actors is not None  # _stand_ins has looked
        names = STAND_INS.get(self.actors.kind(actor.code), STATES)
        turned = [names[(n + turn) % len(names)] for n in range(len(names))]
        free = next((name for name in turned if name not in taken and name not in rest), None)
        if free is not None:
            taken.add(free)
        return free

    def _without_names(self, text: str, codes: Sequence[str]) -> str:
        assert self.actors is not None
        for span in sorted({span for code in codes for span in self.actors.spans(code, text)}, reverse=True):
            text = text[: span.start] + " " + text[span.end :]
        return text

    def _encode(
        self, passage: Passage, slots: tuple[_Slot, ...], pairs: tuple[tuple[int, int], ...]
    ) -> EncodedSentence:
        prefix, marked, truncated = self._body(passage.text, slots)
        body = [*prefix, *marked]
        sep = self._ids[self.settings.sep_token]
        context = self._context(passage.context, slots, room=self.settings.max_length - 3 - len(body))
        head = [self._ids[self.settings.cls_token], *context, *([sep] if context else [])]
        positions: list[list[int]] = [[] for _ in slots]
        for at, (_, slot) in enumerate(body, start=len(head)):
            if slot is not None:
                positions[slot].append(at)
        return EncodedSentence(
            ids=(*head, *(token for token, _ in body), sep),
            slots=tuple(tuple(found) or AUTHOR_SLOT for found in positions),
            pairs=pairs,
            truncated=truncated,
        )

    def _body(self, text: str, slots: tuple[_Slot, ...]) -> tuple[list[_Token], list[_Token], bool]:
        """Prefix and marked sentence, cut to fit. An actor whose marker is cut off becomes an implied one."""
        marked = self._mark(text, slots)
        room, truncated = self.settings.max_length - 3, False  # [CLS], a [SEP] after the context, a [SEP] at the end
        while True:
            prefix = self._prefix(slots, seen={slot for _, slot in marked if slot is not None})
            excess = len(prefix) + len(marked) - room
            if excess <= 0 or not marked:
                return prefix[:room], marked, truncated
            marked, truncated = marked[: max(len(marked) - excess, 0)], True

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _prefix(self, slots: Sequence[_Slot], *, seen: set[int]) -> list[_Token]:
        """Marked names of the actors that have no marker in the sentence."""
        prefix: list[_Token] = []
        for i, slot in enumerate(slots):
            if i not in seen and not slot.actor.author:
                opening, closing = (self._ids[marker] for marker in slot.marker)
                name = self._tokens(slot.stand_in or slot.actor.name)[:NAME_TOKENS]
                prefix += [(opening, i), *((token, None) for token in name), (closing, None)]
        return prefix

    def _mark(self, text: str, slots: Sequence[_Slot]) -> list[_Token]:
        """The sentence's tokens with markers put in; an opening marker carries its slot."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        before: dict[int, list[_Token]] = {}
        after: dict[int, list[_Token]] = {}
        for i, slot in enumerate(slots):
            opening, closing = (self._ids[marker] for marker in slot.marker)
            for span in () if slot.actor.author else slot.actor.spans:
                covered = _covered(encoding, span)
                if covered:
                    before.setdefault(covered[0], []).append((opening, i))
                    after.setdefault(covered[-1], []).insert(0, (closing, None))
        own = self._named(text, encoding, slots)
        return [
            item
            for n, tokens in enumerate(own)
            for item in (*before.get(n, ()), *((token, None) for token in tokens), *after.get(n, ()))
        ]

    def _named(self, text: str, encoding: Encoding, slots: Sequence[_Slot]) -> list[tuple[int, ...]]:
        """What stands for each token: itself, or for the first token of a masked name the stand-in, then nothing."""
        own: list[tuple[int, ...]] = [(token,) for token in encoding.ids]
        masked: set[int] = set()
        for slot in slots:
            for span in self._namings(slot, text):
                covered = _covered(encoding, span)
                if slot.stand_in and covered and masked.isdisjoint(covered):
                    masked.update(covered)
                    own[covered[0]] = tuple(self._tokens(slot.stand_in))
                    for n in covered[1:]:
                        own[n] = ()
        return own

    def _namings(self, slot: _Slot, text: str) -> tuple[Span, ...]:
        return self.actors.spans(slot.actor.code, text) if slot.stand_in and self.actors else ()

    def _chosen(self, context: Sequence[str]) -> Sequence[str]:
        """The sentences of context that the model sees."""
        return context[-self.settings.context :] if self.settings.context else ()

    def _context(self, context: Sequence[str], slots: Sequence[_Slot], *, room: int) -> list[int]:
        """The last sentences of context that fit, cut from the left."""
        tokens = [
            token
            for sentence in self._chosen(context)
            for own in self._named(sentence, self.tokenizer.encode(sentence, add_special_tokens=False), slots)
            for token in own
        ]
        return tokens[max(len(tokens) - room, 0) :] if room > 0 else []


def _covered(encoding: Encoding, span: Span) -> list[int]:
    """The tokens that a span touches."""
    return [n for n, (start, end) in enumerate(encoding.offsets) if start < span.end and span.start < end]
