"""What a spaCy Doc tells of its stances: ``doc._.stances``, ``span._.stances`` and their tokens.

Results are kept in ``doc.user_data["stance"]`` as plain values, so that they pass through ``Doc.to_bytes``, ``DocBin``
and the processes of ``nlp.pipe``; the attributes make frozen types of them. The text is not kept twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from stance.integrations.spacy_docs import PUBLISHED, RESULT, tokens_of
from stance.report.as_json import load_record, to_record
from stance.types import Actor, Dyad, Mention, Prediction, Report, Sentence

LEFT_OUT = ("skipped_counts", "unresolved")


@dataclass(frozen=True, slots=True)
class SpanStance:
    """A judgement on the tokens of a Doc.

    ``sentence``: the tokens that were read. ``source_spans``, ``target_spans``: where the two are named, labelled with
    their codes; empty where an actor is only implied, and in an earlier sentence where its speaker was named there.
    """

    prediction: Prediction
    sentence: TokenSpan
    source_spans: tuple[TokenSpan, ...]
    target_spans: tuple[TokenSpan, ...]

    @property
    def source(self) -> Actor:
        """Who takes the stance."""
        return self.prediction.pair.source

    @property
    def target(self) -> Actor:
        """Toward whom."""
        return self.prediction.pair.target

    @property
    def label(self) -> str:
        """The likeliest label."""
        return self.prediction.label

    @property
    def score(self) -> float:
        """The expected score, −2 … 2."""
        return self.prediction.score


@dataclass(frozen=True, slots=True)
class _Kept:
    """A report with the record that it was made from, and its judgements by sentence."""

    record: Any
    report: Report
    judgements: Mapping[int, Sequence[Prediction]]


_READ: WeakKeyDictionary[Doc, _Kept] = WeakKeyDictionary()


def keep(doc: Doc, report: Report) -> None:
    """Write the report into the Doc."""
    record = dict(to_record(report))
    record["document"] = {**record["document"], "text": "", "metadata": {}}
    record["sentences"] = [{**sentence, "text": ""} for sentence in record["sentences"]]
    doc.user_data[RESULT] = {key: value for key, value in record.items() if key not in LEFT_OUT}
    _READ.pop(doc, None)


def report_of(doc: Doc) -> Report | None:
    """``doc._.stance_report``: None where the component has not read the Doc."""
    kept = _kept(doc)
    return kept.report if kept else None


def _kept(doc: Doc) -> _Kept | None:
    record = doc.user_data.get(RESULT)
    if record is None:
        return None
    kept = _READ.get(doc)
    if kept is None or kept.record is not record:
        report = load_record(_with_text(record, doc.text))
        judgements: dict[int, list[Prediction]] = {}
        for prediction in report.predictions:
            judgements.setdefault(prediction.pair.sentence, []).append(prediction)
        kept = _READ[doc] = _Kept(record, report, judgements)
    return kept


def _with_text(record: dict[str, Any], text: str) -> dict[str, Any]:
    sentences = [{**sentence, "text": text[sentence["start"] : sentence["end"]]} for sentence in record["sentences"]]
    return {**record, "document": {**record["document"], "text": text}, "sentences": sentences}


def stances_of_doc(doc: Doc) -> tuple[Dyad, ...]:
    """``doc._.stances``: the stance of each ordered pair of actors over the document; () before it was read."""
    report = report_of(doc)
    return report.dyads if report else ()


def stances_of_span(span: TokenSpan) -> tuple[SpanStance, ...]:
    """``span._.stances``: the judgements of the sentences that begin in the span."""
    kept = _kept(span.doc)
    if kept is None:
        return ()
    sentences = kept.report.sentences
    first, last = (bisect_left(sentences, edge, key=_start) for edge in (span.start_char, span.end_char))
    inside = {sentence.index: sentence for sentence in sentences[first:last]}
    return tuple(on_tokens(span.doc, one, inside) for index in inside for one in kept.judgements.get(index, ()))


def _start(sentence: Sentence) -> int:
    return sentence.span.start


def evidence_of(doc: Doc, *, source: str, target: str) -> tuple[SpanStance, ...]:
    """``doc._.stance_evidence(source=…, target=…)``: the judgements of a pair (codes), most telling first."""
    report = report_of(doc)
    if report is None:
        return ()
    sentences = {sentence.index: sentence for sentence in report.sentences}
    found = [dyad for dyad in report.dyads if (dyad.source.code, dyad.target.code) == (source, target)]
    return tuple(on_tokens(doc, one, sentences) for dyad in found for one in dyad.evidence)


def on_tokens(doc: Doc, prediction: Prediction, sentences: Mapping[int, Sentence]) -> SpanStance:
    """The judgement with the tokens of its sentence and mentions; ``sentences``: by index."""
    pair = prediction.pair
    return SpanStance(
        prediction=prediction,
        sentence=tokens_of(doc, sentences[pair.sentence].span),
        source_spans=mention_spans(doc, pair.source_mentions),
        target_spans=mention_spans(doc, pair.target_mentions),
    )


def mention_spans(doc: Doc, mentions: Sequence[Mention]) -> tuple[TokenSpan, ...]:
    """The tokens of the mentions, labelled with the codes of their actors."""
    return tuple(tokens_of(doc, mention.span, label=mention.actor.code) for mention in mentions if mention.text)


def register() -> None:
    """Give every Doc and Span the attributes."""
    Doc.set_extension("stances", getter=stances_of_doc, force=True)
    Doc.set_extension("stance_report", getter=report_of, force=True)
    Doc.set_extension("stance_evidence", method=evidence_of, force=True)
    TokenSpan.set_extension("stances", getter=stances_of_span, force=True)
    if not Doc.has_extension(PUBLISHED):
        Doc.set_extension(PUBLISHED, default=None)
