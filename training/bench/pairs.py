"""Pairs a second of the shipped model, beside a model that reads one pair a pass: the way of DSE2QA and NewsMTSC.

The yardstick has the shape of RoBERTa-base, in fp32 and torch, with batches of 32. Its weights are random, since only
its speed is asked for, and its texts are counted in the shipped model's tokens.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stance.analyzer import StanceAnalyzer
from stance.bulk.engine import Task, run_batch
from stance.bulk.machine import cores, plan
from stance.evaluation.render import table
from stance.inputs import open_corpus
from stance.types import Document, Reading
from training.bench.articles import article, write_articles
from training.bench.given import Given

BATCH = 32
SAMPLE = 4 * BATCH  # pairs that the yardstick reads
MADE = 300  # articles
MARKS = 4  # special tokens round a text and its pair
GOAL = 100
INTRODUCTION = """\
The yardstick has RoBERTa-base's shape (random weights; torch, fp32, batches of {batch}) and reads one pair a
pass: the sentence and the two names, once without the earlier sentences that the shipped model sees, once with
them. It reads {sample} pairs drawn evenly from all, in order of length, and its time is that of the model
alone. The time of `stance` is all there is, from the text to the report or, with `stance batch`, to the tables
on the disk, for which it loads the model anew. Both have {cores} core(s); seconds by the clock.

"""


@dataclass(frozen=True, slots=True)
class Texts:
    """Articles, and the pairs that are found in them; ``lengths``: of each pair's input without and with context."""

    name: str
    documents: Sequence[Document]
    sentences: int
    passes: int
    lengths: tuple[tuple[int, ...], tuple[int, ...]]

    @property
    def pairs(self) -> int:
        """The number of pairs."""
        return len(self.lengths[0])


def pairs_a_second(given: Given) -> str:
    """The section on pairs a second."""
    analyzer = StanceAnalyzer.load(threads=cores())
    once = {document.text.partition("\n\n")[2] or document.text: document for document in reversed(given.documents)}
    own = collected("texts given", tuple(once.values()), analyzer)
    made = collected("made articles", tuple(map(article, range(MADE))), analyzer)
    analyzer.analyze(made.documents[0])
    parts = [_section(texts, analyzer) for texts in (own, made)]
    return INTRODUCTION.format(batch=BATCH, sample=SAMPLE, cores=cores()) + "\n".join(parts) + f"\nGoal: {GOAL} ×.\n"


def collected(name: str, documents: Sequence[Document], analyzer: StanceAnalyzer) -> Texts:
    """The articles with what is found in them."""
    readings = [analyzer.read(document) for document in documents]
    return Texts(
        name=name,
        documents=documents,
        sentences=sum(len(reading.sentences) for reading in readings),
        passes=len(analyzer.classifier.prepare(readings).passes),
        lengths=(_lengths(readings, analyzer, context=0), _lengths(readings, analyzer, context=None)),
    )


def _lengths(readings: Sequence[Reading], analyzer: StanceAnalyzer, *, context: int | None) -> tuple[int, ...]:
    """Tokens of a cross-encoder's input for each pair, cut where the shipped model's is."""
    settings, found = analyzer.classifier.encoder.settings, list[int]()
    earlier = settings.context if context is None else context
    for reading in readings:
        texts = [sentence.text for sentence in reading.sentences]
        sizes = [len(one.ids) for one in analyzer.classifier.encoder.tokenizer.encode_batch(texts)] if texts else []
        place = {sentence.index: n for n, sentence in enumerate(reading.sentences)}
        for pair in reading.pairs.pairs:
            at = place[pair.sentence]
            names = len((pair.source.name + " " + pair.target.name).split())
            found.append(min(sum(sizes[max(at - earlier, 0) : at + 1]) + names + MARKS, settings.max_length))
    return tuple(found)


def _section(texts: Texts, analyzer: StanceAnalyzer) -> str:
    yards = [_yardstick(lengths) for lengths in texts.lengths]
    rows = [
        ("RoBERTa-base, a pass a pair", yards[0]),
        ("… with the earlier sentences", yards[1]),
        ("`analyze`, article by article", _rate(texts, lambda: list(analyzer.analyze_many(texts.documents)))),
        ("`analyze_together`", _rate(texts, lambda: analyzer.analyze_together(texts.documents))),
        ("`stance batch`", _batch(texts)),
    ]
    shown = [(name, f"{rate:,.1f}", f"{rate / yards[0]:.1f} ×", f"{rate / yards[1]:.1f} ×") for name, rate in rows]
    title = (
        f"{texts.name.capitalize()}: {len(texts.documents)} articles, {texts.sentences} sentences, {texts.pairs} pairs "
        f"in {texts.passes} passes.\n\n"
    )
    return title + table(("", "pairs a second", "against one sentence", "against the same text"), shown) + "\n"


def _rate(texts: Texts, act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return texts.pairs / (time.perf_counter() - before)


def _batch(texts: Texts) -> float:
    """Of a run of ``stance batch`` without the start of the program: its model and catalogue are loaded once a run."""
    with tempfile.TemporaryDirectory() as folder:
        source = write_articles(Path(folder) / "articles.jsonl", iter(texts.documents))
        task = Task(corpus=open_corpus([str(source)]), out=Path(folder) / "out", machine=plan(threads=cores()))
        summary = run_batch(task)
        return summary.counts.judgements / summary.seconds


def _yardstick(lengths: Sequence[int]) -> float:
    """Pairs a second of the cross-encoder, on an even draw of the pairs."""
    import torch
    from transformers import RobertaConfig, RobertaForSequenceClassification

    torch.set_num_threads(cores())
    torch.manual_seed(0)
    config = RobertaConfig(vocab_size=50_265, max_position_embeddings=514, num_labels=5)
    model = RobertaForSequenceClassification(config).eval()
    ordered = sorted(lengths)
    drawn = [ordered[n * len(ordered) // SAMPLE] for n in range(SAMPLE)] if len(ordered) > SAMPLE else ordered
    batches = [drawn[n : n + BATCH] for n in range(0, len(drawn), BATCH)]
    with torch.inference_mode():
        model(**_input(batches[0]))
        before = time.perf_counter()
        for batch in batches:
            model(**_input(batch))
        return len(drawn) / (time.perf_counter() - before)


def _input(lengths: Sequence[int]) -> dict[str, object]:
    import torch

    tokens = torch.randint(5, 50_000, (len(lengths), max(lengths)))
    mask = torch.tensor([[int(at < length) for at in range(max(lengths))] for length in lengths])
    return {"input_ids": tokens, "attention_mask": mask}
