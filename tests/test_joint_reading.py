"""The shipped model gives a sentence the same answer whatever it is read with."""

from __future__ import annotations

import numpy as np
import pytest

from stance import StanceAnalyzer
from stance.batch import MULTIPLE, collate
from stance.text.read import read_documents
from tests.commandline import ROOT


@pytest.fixture(scope="module")
def analyzer() -> StanceAnalyzer:
    return StanceAnalyzer.load(threads=1)


def test_a_sentence_read_alone_or_with_others_gets_the_same_logits(analyzer: StanceAnalyzer) -> None:
    (document,) = read_documents(ROOT / "examples" / "caucasus.txt")
    work = analyzer.classifier.prepare((analyzer.read(document),))
    sentences = [one.sentence for one in work.passes]
    assert any(len(sentence.ids) % MULTIPLE == 3 for sentence in sentences), "the lengths at which kernels differ"
    together = analyzer.classifier.recall(sentences)
    for sentence in sentences:
        alone = analyzer.classifier.recall([sentence])[sentence]
        np.testing.assert_allclose(together[sentence], alone, atol=1e-4)


def test_rows_are_filled_up_and_the_filling_is_masked(analyzer: StanceAnalyzer) -> None:
    (document,) = read_documents(ROOT / "examples" / "caucasus.txt")
    sentences = [one.sentence for one in analyzer.classifier.prepare((analyzer.read(document),)).passes]
    for sentence in sentences:
        batch = collate([sentence], pad_id=0)
        assert batch.input_ids.shape[1] % MULTIPLE == 0
        assert batch.attention_mask.sum() == len(sentence.ids)
        assert not batch.slot_weights[:, len(sentence.ids) :].any()


def test_recalled_sentences_are_not_read_again(analyzer: StanceAnalyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    (document,) = read_documents(ROOT / "examples" / "pacific.txt")
    reading = analyzer.read(document)
    classifier = analyzer.classifier
    work = classifier.prepare((reading,))
    memory = classifier.recall([one.sentence for one in work.passes])
    expected = classifier.predict(reading.sentences, reading.pairs.pairs)
    monkeypatch.setattr(classifier.runtime, "run", None)
    (found,) = classifier.judge((reading,), work, memory=memory)
    assert [p.label for p in found] == [p.label for p in expected]
    assert [p.score for p in found] == pytest.approx([p.score for p in expected], abs=1e-4)
