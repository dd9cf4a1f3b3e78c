from __future__ import annotations

import json
import os
import pickle
import shutil
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import stance.integrations.spacy as component
from stance import BundleError, DataError, Report, StanceAnalyzer
from stance.classify import Work
from stance.text.clean import clean
from stance.text.read import document_from_text
from stance.text.sentences import as_given, split
from stance.types import Reading, Span
from tests.tiny import shared_bundle

ROOT = Path(__file__).parents[1]
GAS = "Kazakhstan and China signed a gas agreement on Monday. It was welcomed in Moscow. Rain fell."
QUARREL = (
    "France accused Iran of breaking the accord.\n\nAlso Read: Ten walks in autumn\n\nIran called Germany a friend."
)
VISIT = "The ministers of Japan, India and Brazil met. Japan praised India's patience."
TEXTS = (GAS, QUARREL, "", VISIT, GAS)


@pytest.fixture(scope="module")
def analyzer() -> StanceAnalyzer:
    return load_once(os.getpid(), str(shared_bundle()), ())


@cache
def load_once(process: int, model: str, options: tuple[tuple[str, Any], ...]) -> StanceAnalyzer:  # noqa: ARG001
    return LOAD(model, **dict(options))


LOAD = StanceAnalyzer.load


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pipelines of one process share their models: loading the catalogue is most of the time of a test."""
    load = staticmethod(lambda model=None, **given: load_once(os.getpid(), model, tuple(sorted(given.items()))))
    monkeypatch.setattr(StanceAnalyzer, "load", load)


def pipeline(**config: object) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("stance", config={"model": str(shared_bundle()), **config})
    return nlp


def ruled(*patterns: dict[str, object], **config: object) -> Language:
    """A pipeline whose entities come from rules."""
    nlp = pipeline(**config)
    nlp.add_pipe("entity_ruler", before="stance").add_patterns(list(patterns))  # type: ignore[attr-defined]
    return nlp


def said(report: Report) -> list[tuple[int, str, str]]:
    return [(one.pair.sentence, one.pair.source.code, one.pair.target.code) for one in report.predictions]


def assert_same(doc: Doc, report: Report) -> None:
    own = doc._.stance_report
    assert said(own) == said(report)
    assert [one.label for one in own.predictions] == [one.label for one in report.predictions]
    for mine, other in zip(own.predictions, report.predictions, strict=True):
        assert mine.probabilities == pytest.approx(other.probabilities, abs=1e-4)
    assert [(d.source, d.target, d.label_set) for d in doc._.stances] == [
        (d.source, d.target, d.label_set) for d in report.dyads
    ]


def codes(doc: Doc) -> list[str]:
    return [span.label_ for span in doc.spans["stance"]]


def test_the_entry_point_names_the_factory() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["spacy_factories"]
    module, _, name = stated["stance"].partition(":")
    assert getattr(import_module(module), name) is component.make_stance


@pytest.mark.parametrize("text", [GAS, QUARREL, VISIT])
def test_a_blank_pipeline_says_what_the_analyzer_says(analyzer: StanceAnalyzer, text: str) -> None:
    assert_same(pipeline()(text), analyzer.analyze(text))


def test_sentiment_asks_for_the_author_too(analyzer: StanceAnalyzer) -> None:
    assert_same(pipeline(sentiment=True)(VISIT), analyzer.analyze(VISIT, sentiment=True))


def test_a_doc_without_sentences_gets_those_that_were_read() -> None:
    doc = pipeline()(QUARREL)
    read = [sentence.text for sentence in doc._.stance_report.sentences]
    assert [sent.text.strip() for sent in doc.sents] == [read[0], "Also Read: Ten walks in autumn", read[1]]


def test_sentences_of_the_pipeline_are_kept_and_read(analyzer: StanceAnalyzer) -> None:
    nlp = pipeline()
    nlp.add_pipe("sentencizer", config={"punct_chars": [";"]}, first=True)
    doc = nlp("Chad thanked Mali; Mali blamed Niger. Niger left.")
    assert [sent.text for sent in doc.sents] == ["Chad thanked Mali;", "Mali blamed Niger. Niger left."]
    first, second = ([(s.source.code, s.target.code) for s in sent._.stances] for sent in doc.sents)
    assert first == [("TCD", "MLI"), ("MLI", "TCD")]
    assert second == [("MLI", "NER"), ("NER", "MLI")]
    assert_same(pipeline(sentences="stance")(doc), analyzer.analyze(doc.text))


def test_boilerplate_is_cut_out_of_given_sentences() -> None:
    document = document_from_text(QUARREL)
    blocks = clean(document)
    (before, after) = as_given(document, blocks, [Span(0, len(QUARREL))])
    assert (before.text, after.text) == ("France accused Iran of breaking the accord.", "Iran called Germany a friend.")
    own = split(document, blocks)
    assert as_given(document, blocks, [sentence.span for sentence in own]) == own


def test_every_judgement_belongs_to_one_sentence_of_the_doc() -> None:
    doc = pipeline()(GAS + " " + VISIT)
    spread = [one.prediction for sent in doc.sents for one in sent._.stances]
    assert spread == list(doc._.stance_report.predictions)
    assert doc[:0]._.stances == ()


def test_offsets_become_tokens() -> None:
    doc = pipeline()("He flew to Lima.Peru and pro-Chile groups praised Chile.")
    report = doc._.stance_report
    for mention, span in zip(report.mentions, doc.spans["stance"], strict=True):
        assert mention.text in span.text
        assert span.start_char <= mention.span.start
        assert mention.span.end <= span.end_char
    judged = next(one for sent in doc.sents for one in sent._.stances)
    assert judged.sentence.text == doc.text or judged.sentence.text in doc.text
    assert {span.label_ for span in judged.source_spans} == {judged.source.code}


def test_evidence_of_a_dyad_comes_on_tokens() -> None:
    doc = pipeline()(GAS)
    (first, *_) = doc._.stance_evidence(source="KAZ", target="CHN")
    assert [span.text for span in first.source_spans] == ["Kazakhstan"]
    assert [span.text for span in first.target_spans] == ["China"]
    assert first.label == first.prediction.label
    assert first.score == first.prediction.score
    assert doc._.stance_evidence(source="KAZ", target="PER") == ()


def test_an_entity_that_says_whom_it_means_is_an_actor() -> None:
    pattern = {"label": "ORG", "pattern": "the steppe republic", "id": "KAZ"}
    text = "China praised the steppe republic."
    assert codes(ruled(pattern)(text)) == ["CHN", "KAZ"]
    assert codes(ruled(pattern, entities="stance")(text)) == ["CHN"]
    linked = ruled({**pattern, "id": "Q9"}, kb_ids={"Q9": "KAZ"})
    assert codes(linked(text)) == ["CHN", "KAZ"]
    assert codes(ruled({**pattern, "id": "Q9"})(text)) == ["CHN"]


def test_an_entity_that_says_whom_it_means_overrules_the_finder() -> None:
    pattern = {"label": "GPE", "pattern": "Guinea", "id": "GNQ"}
    assert codes(pipeline()("Guinea thanked Spain.")) == ["GIN", "ESP"]
    assert codes(ruled(pattern)("Guinea thanked Spain.")) == ["GNQ", "ESP"]


def test_a_person_who_is_linked_can_be_referred_to() -> None:
    nlp = ruled({"label": "PERSON", "pattern": "Aruzhan Bekova", "id": "KAZ"})
    doc = nlp("Aruzhan Bekova arrived in the evening. She thanked Japan.")
    assert [(s.source.code, s.target.code) for sent in doc.sents for s in sent._.stances][:1] == [("KAZ", "JPN")]


def test_an_entity_without_an_id_changes_no_reading(analyzer: StanceAnalyzer) -> None:
    nlp = ruled({"label": "GPE", "pattern": "Kazakhstan"}, {"label": "LOC", "pattern": "Moscow"})
    assert_same(nlp(GAS), analyzer.analyze(GAS))


def test_only_entities_are_actors_where_the_options_say_so() -> None:
    nlp = ruled({"label": "GPE", "pattern": "Japan"}, {"label": "GPE", "pattern": "India"}, entities="doc")
    doc = nlp(VISIT)
    assert set(codes(doc)) == {"JPN", "IND"}
    assert [(s.text, s.reason) for s in doc._.stance_report.skipped] == [("Brazil", "no entity of the document")]


def test_a_pipeline_without_entities_leaves_them_to_the_finder() -> None:
    assert {"JPN", "IND", "BRA"} <= set(codes(pipeline(entities="doc")(VISIT)))


def test_a_stream_gives_what_single_calls_give_in_one_model_call_a_batch(
    analyzer: StanceAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    nlp = pipeline()
    part = nlp.get_pipe("stance")
    calls: list[int] = []
    judge = part.analyzer.classifier.judge

    def counting(readings: Sequence[Reading], work: Work, **given: Any) -> object:
        calls.append(len(readings))
        return judge(readings, work, **given)

    monkeypatch.setattr(part.analyzer.classifier, "judge", counting)
    docs = list(nlp.pipe(TEXTS, batch_size=3))
    assert calls == [3, 2]
    for doc, text in zip(docs, TEXTS, strict=True):
        if text:
            assert_same(doc, analyzer.analyze(text))
        else:
            assert doc._.stances == ()


def test_a_stream_is_not_read_ahead_of_its_batch() -> None:
    taken: list[int] = []
    texts = (taken.append(n) or GAS for n in range(10))
    stream = pipeline().pipe(texts, batch_size=2)
    next(stream)
    assert len(taken) == 2


def test_dates_come_with_the_context_the_extension_or_the_user_data() -> None:
    nlp, text = pipeline(), "Barack Obama thanked Japan."
    pairs = [(text, {"published": "2014-05-01"}), (text, {"published": "2024-05-01"}), (text, 7)]
    found = [[m.actor.code for m in d._.stance_report.mentions] for d, _ in nlp.pipe(pairs, as_tuples=True)]
    assert found == [["USA", "JPN"], ["JPN"], ["USA", "JPN"]]
    doc = nlp.make_doc(text)
    doc._.published = "2024-05-01"
    assert codes(nlp(doc)) == ["JPN"]
    doc = nlp.make_doc(text)
    doc.user_data |= {"date": "2024-05-01", "id": "a-7"}
    assert codes(nlp(doc)) == ["JPN"]
    assert doc._.stance_report.document.id == "a-7"
    with pytest.raises(DataError, match="published"):
        list(nlp.pipe([(text, {"published": "yesterday"})], as_tuples=True))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_processes_give_the_same_results(analyzer: StanceAnalyzer) -> None:
    nlp = pipeline(threads=1)
    nlp(GAS)  # the parent's model is loaded and has been used
    for doc, text in zip(nlp.pipe(TEXTS, n_process=2, batch_size=2), TEXTS, strict=True):
        if text:
            assert_same(doc, analyzer.analyze(text))
            assert [one for sent in doc.sents for one in sent._.stances]


def test_results_pass_through_a_docbin_and_bytes(analyzer: StanceAnalyzer) -> None:
    nlp = pipeline()
    first = nlp(VISIT)
    packed = DocBin(store_user_data=True, docs=[first]).to_bytes()
    (doc,) = DocBin().from_bytes(packed).get_docs(spacy.blank("en").vocab)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for one in (doc, again):
        assert_same(one, analyzer.analyze(VISIT))
        assert one._.stance_report == first._.stance_report
        assert codes(one) == codes(first)
        assert [sentence.text for sentence in one._.stance_report.sentences] == [s.text for s in one.sents]


def test_a_pipeline_on_disk_holds_its_model_and_actors(tmp_path: Path) -> None:
    model = shutil.copytree(shared_bundle(), tmp_path / "mine")
    actors = tmp_path / "mine.csv"
    actors.write_text("text,code,how,name,kind\nZubrowka,ZUB,name,Zubrowka,state\n")
    nlp = pipeline(model=str(model), actors=str(actors), sentiment=True)
    before = nlp("Zubrowka thanked Japan.")
    nlp.to_disk(tmp_path / "saved")
    shutil.rmtree(model)
    actors.unlink()
    loaded = spacy.load(tmp_path / "saved")
    assert_same(loaded("Zubrowka thanked Japan."), before._.stance_report)
    assert "ZUB" in codes(before)
    loaded.to_disk(tmp_path / "saved")  # over itself
    assert spacy.load(tmp_path / "saved").get_pipe("stance").options.sentiment


def test_settings_pass_through_bytes_and_pickle() -> None:
    nlp = pipeline(sentiment=True)
    other = spacy.blank("en")
    other.add_pipe("stance")
    other.from_bytes(nlp.to_bytes())
    copy = pickle.loads(pickle.dumps(nlp))
    for one in (other, copy):
        assert_same(one(VISIT), nlp(VISIT)._.stance_report)


def test_other_weights_than_the_saved_ones_are_told() -> None:
    nlp = pipeline()
    part = nlp.get_pipe("stance")
    state = json.loads(part.to_bytes()) | {"sha256": "0" * 64}
    part.from_bytes(json.dumps(state).encode())
    with pytest.warns(UserWarning, match="saved with the weights 0000"):
        nlp(GAS)


def test_a_model_that_is_not_there_is_named_at_the_first_use(tmp_path: Path) -> None:
    nlp = pipeline(model=str(tmp_path / "none"))
    with pytest.raises(BundleError, match="no such model folder"):
        nlp(GAS)


def test_the_error_handler_hears_of_the_doc_that_fails_alone() -> None:
    nlp = pipeline()
    failed: list[str] = []
    nlp.set_error_handler(lambda *heard: failed.extend(doc.text for doc in heard[2]))
    pairs = [(GAS, None), (VISIT, {"date": "some day"}), (QUARREL, None)]
    assert [doc.text for doc, _ in nlp.pipe(pairs, as_tuples=True)] == [GAS, QUARREL]
    assert failed == [VISIT]


def test_an_option_that_is_wrong_is_refused() -> None:
    with pytest.raises(ValueError, match="entities"):
        pipeline(entities="some")
