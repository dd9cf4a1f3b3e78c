"""The way from text to pairs stage by stage, beside the model's; loading and memory of the catalogue."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from stance.actors.catalogue import Catalogue
from stance.actors.matchers import Matchers
from stance.actors.naming import CatalogueNames
from stance.aggregate import aggregate
from stance.bundle import Bundle
from stance.classify import Classifier
from stance.evaluation.render import table
from stance.pairs import make_pairs
from stance.passages import from_document
from stance.text.clean import clean
from stance.text.sentences import split
from stance.types import Document
from training.bench.given import Given

ROUNDS = 3
LOADS = 5
TEXT = ("clean", "sentences", "mentions", "references, speakers", "pairs")
MODEL = ("encode", "classify", "aggregate")
Stages = dict[str, float]
T = TypeVar("T")
# In a process of its own: nothing is loaded before, and the peak of memory is its own.
_LOAD = """
import time
from stance.actors.catalogue import Catalogue
from stance.actors.matcher import Matcher
def resident():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))
before, start = resident(), time.process_time()
catalogue = Catalogue.load()
loaded = time.process_time()
matcher = Matcher(catalogue)
matcher.prepare()
print(loaded - start, time.process_time() - loaded, resident() - before)
"""


def text_stages(given: Given) -> str:
    """The section of the page on text stages, matching and the catalogue."""
    documents = given.documents
    catalogue = Catalogue.load()
    matchers = Matchers(catalogue)
    classifier = Classifier.from_bundle(Bundle.load(None), actors=CatalogueNames(catalogue), threads=1)
    total = sum(len(split(document, clean(document))) for document in documents)
    stages = _smallest([_text(documents, matchers) for _ in range(ROUNDS)])
    stages |= _model(documents, matchers, classifier)
    loads = _smallest([_load() for _ in range(LOADS)])
    whole, text = sum(stages.values()), sum(stages[name] for name in TEXT)
    timed = {**stages, "text to pairs, together": text}
    rows = [(name, f"{1e6 * spent / total:.1f}", f"{100 * spent / whole:.1f} %") for name, spent in timed.items()]
    return "\n".join(
        (
            f"{len(documents)} documents, {total} sentences; the shipped model on one thread. CPU seconds, of the text "
            f"stages the smallest of {ROUNDS} rounds. Goal: text to pairs below 10 %.",
            "",
            table(("stage", "µs a sentence", "share"), rows),
            "",
            f"- matching alone: {total / stages['mentions']:,.0f} sentences a second",
            f"- text to pairs: {total / text:,.0f} sentences a second",
            f"- catalogue load: {loads['load']:.3f} s; its index of forms, at the first text: {loads['index']:.3f} s",
            f"- memory of the catalogue with its index: {loads['memory']:.0f} MB",
            "",
        )
    )


def _text(documents: Sequence[Document], matchers: Matchers) -> Stages:
    """CPU seconds of each stage up to the pairs."""
    spent = dict.fromkeys(TEXT, 0.0)
    for document in documents:
        blocks = _timed(spent, "clean", lambda d=document: clean(d))
        sentences = _timed(spent, "sentences", lambda d=document, b=blocks: split(d, b))
        named = {"mentions": 0.0}
        _timed(named, "mentions", lambda d=document, s=sentences: matchers.english.find(d, s, on=d.published))
        read = {"read": 0.0}
        mentions, speeches = _timed(read, "read", lambda d=document, s=sentences: matchers.read(d, s))
        spent["mentions"] += named["mentions"]
        spent["references, speakers"] += max(read["read"] - named["mentions"], 0.0)
        _timed(spent, "pairs", lambda s=sentences, m=mentions, v=speeches: make_pairs(s, m, v))
    return spent


def _model(documents: Sequence[Document], matchers: Matchers, classifier: Classifier) -> Stages:
    """CPU seconds of making model input, of the model itself with its calibration, and of the dyads."""
    spent = dict.fromkeys(MODEL, 0.0)
    context = classifier.encoder.settings.context
    for document in documents:
        sentences = split(document, clean(document))
        pairs = make_pairs(sentences, *matchers.read(document, sentences)).pairs
        passages = from_document(sentences, pairs, context=context)
        encoded: Stages = {"encode": 0.0}
        _timed(encoded, "encode", lambda p=passages: [classifier.encoder.encode(one.passage) for one in p])
        predicted: Stages = {"predict": 0.0}
        predictions = _timed(predicted, "predict", lambda s=sentences, p=pairs: classifier.predict(s, p))
        spent["encode"] += encoded["encode"]
        spent["classify"] += max(predicted["predict"] - encoded["encode"], 0.0)
        _timed(spent, "aggregate", lambda p=predictions: aggregate(p, scheme=classifier.scheme))
    return spent


def _timed(spent: Stages, name: str, step: Callable[[], T]) -> T:
    start = time.process_time()
    result = step()
    spent[name] += time.process_time() - start
    return result


def _smallest(rounds: Sequence[Stages]) -> Stages:
    return {name: min(found[name] for found in rounds) for name in rounds[0]}


def _load() -> Stages:
    """Seconds to load the catalogue and to index its forms, and megabytes that both take."""
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, encoding="utf-8", check=True)
    return dict(zip(("load", "index", "memory"), map(float, done.stdout.split()), strict=True))
