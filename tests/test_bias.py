"""The audit of names: flips and priors of classifiers whose dependence on names is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from stance.actors.catalogue import Catalogue
from stance.errors import DataError
from stance.labels import STANCE_LABELS
from stance.types import Actor, DirectedPair, Prediction, Span, StanceExample
from training.bias import bias, main, render

CATALOGUE = Catalogue.load()
TEXT = "Peru thanked Togo for the maps."


def judgement(n: int, text: str = TEXT) -> StanceExample:
    return StanceExample(
        id=str(n), text=text, source="PER", target="TGO", labels=frozenset({"cooperative"}), group=str(n),
        source_spans=(Span(0, 4),), target_spans=(Span(13, 17),),
    )  # fmt: skip


class Reads:
    """Cooperative, unless the source's code comes late in the alphabet and ``names`` count."""

    def __init__(self, *, names: bool) -> None:
        self.names = names

    def predict_examples(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        return tuple(self._predict(example) for example in examples)

    def _predict(self, example: StanceExample) -> Prediction:
        label = "hostile" if self.names and example.source > "PER" else "cooperative"
        pair = DirectedPair(0, *(Actor(code, code, "state") for code in (example.source, example.target)))
        p = {name: float(name == label) for name in STANCE_LABELS.names}
        return Prediction(pair, p, label, (label,), STANCE_LABELS.score(label))


def test_a_reader_of_sentences_never_flips() -> None:
    examples = [judgement(n) for n in range(30)]
    found = bias(Reads(names=False), examples, catalogue=CATALOGUE, scheme=STANCE_LABELS, copies=2)
    assert (found.flips.n, found.flips.label) == (60, 0.0)
    assert not any(prior.change for prior in found.priors)


def test_a_reader_of_names_is_found_out() -> None:
    examples = [judgement(n) for n in range(200)]
    found = bias(Reads(names=True), examples, catalogue=CATALOGUE, scheme=STANCE_LABELS, copies=5)
    assert 0.1 < found.flips.label < 0.6
    assert found.spread > 0.3
    assert found.priors[0].change > found.priors[-1].change
    assert found.priors[-1].change < -0.5
    page = render(found)
    assert "| label changes (flip rate)" in page
    assert found.priors[-1].actor in page


def test_actors_that_cannot_be_replaced_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stranger = StanceExample(id="1", text="It met it.", source="A", target="B", labels=frozenset({"neutral"}))
    with pytest.raises(DataError, match="no actor of the 1 examples can be replaced"):
        bias(Reads(names=False), [stranger], catalogue=CATALOGUE, scheme=STANCE_LABELS)
    assert main([str(tmp_path)]) == 2
    assert "error: " in capsys.readouterr().err
    single = bias(Reads(names=False), [judgement(1)], catalogue=CATALOGUE, scheme=STANCE_LABELS, copies=1)
    assert math.isnan(single.spread)
