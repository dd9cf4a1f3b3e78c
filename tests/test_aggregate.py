from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.aggregate import CLEAR_SIGN, aggregate, describe
from stance.errors import ConfigError
from stance.labels import STANCE_LABELS, LabelScheme
from stance.types import Dyad, Prediction
from tests.factories import prediction

COARSE = LabelScheme(names=("negative", "neutral", "positive"), scores=(-1.0, 0.0, 1.0))


def only(predictions: list[Prediction], **options: int) -> Dyad:
    (dyad,) = aggregate(predictions, scheme=STANCE_LABELS, **options)
    return dyad


def line(label: str, sentence: int, confidence: float = 0.8) -> Prediction:
    return prediction("KAZ", "RUS", label, confidence=confidence, sentence=sentence)


def test_direction_is_kept() -> None:
    dyads = aggregate(
        [prediction("KAZ", "RUS", "distancing"), prediction("RUS", "KAZ", "supportive")], scheme=STANCE_LABELS
    )
    assert {(d.source.code, d.target.code, d.label_set[0]) for d in dyads} == {
        ("KAZ", "RUS", "distancing"),
        ("RUS", "KAZ", "supportive"),
    }


def test_neutral_lines_are_counted_and_do_not_dilute_the_score() -> None:
    alone = only([line("hostile", 0)])
    among = only([line("hostile", 0), *(line("neutral", i) for i in range(1, 4))])
    assert (among.n, among.n_neutral) == (1, 3)
    assert among.mean == alone.mean
    assert among.interval == alone.interval
    assert among.shares == {"hostile": 0.25, "distancing": 0, "neutral": 0.75, "cooperative": 0, "supportive": 0}


def test_mean_is_of_the_expected_scores() -> None:
    lines = [line("hostile", 0), line("distancing", 1)]
    assert only(lines).mean == pytest.approx(sum(p.score for p in lines) / 2)


def test_neutral_only() -> None:
    dyad = only([line("neutral", 0, 0.9), line("neutral", 1, 0.95)])
    assert (dyad.n, dyad.n_neutral, dyad.mean, dyad.interval) == (0, 2, None, None)
    assert dyad.label_set == ("neutral",)
    assert not dyad.mixed


def test_label_set_covers_what_the_evidence_does_not_separate() -> None:
    probs = {"hostile": 0.03, "distancing": 0.5, "neutral": 0.4, "cooperative": 0.05, "supportive": 0.02}
    assert only([prediction(probs=probs)]).label_set == ("distancing", "neutral")


def test_clear_lines_on_both_sides_are_mixed_and_never_averaged_to_neutral() -> None:
    dyad = only([line("cooperative", i) for i in range(3)] + [line("distancing", i) for i in range(3, 6)])
    assert dyad.mixed
    assert dyad.mean == pytest.approx(0)
    assert dyad.label_set == ("distancing", "cooperative")


def test_unclear_lines_do_not_make_a_dyad_mixed() -> None:
    weak = {"hostile": 0.1, "distancing": 0.45, "neutral": 0.4, "cooperative": 0.05, "supportive": 0.0}
    assert weak["hostile"] + weak["distancing"] < CLEAR_SIGN
    assert not only([line("cooperative", 0), prediction(probs=weak, sentence=1)]).mixed


def test_a_line_labelled_neutral_is_never_clear() -> None:
    split = {"hostile": 0.31, "distancing": 0.31, "neutral": 0.38, "cooperative": 0.0, "supportive": 0.0}
    dyad = only([line("cooperative", 0), prediction(probs=split, sentence=1)])
    assert (dyad.n, dyad.n_neutral, dyad.mixed) == (1, 1, False)


def test_mixed_set_lists_clear_labels_only() -> None:
    weak = {"hostile": 0.45, "distancing": 0.1, "neutral": 0.4, "cooperative": 0.05, "supportive": 0.0}
    dyad = only([line("cooperative", 0), line("distancing", 1), prediction(probs=weak, sentence=2)])
    assert dyad.label_set == ("distancing", "cooperative")


def test_evidence_is_most_telling_first_and_neutral_last() -> None:
    dyad = only([line("neutral", 0), line("distancing", 1), line("hostile", 2), line("distancing", 3, 0.9)])
    assert [p.pair.sentence for p in dyad.evidence] == [2, 3, 1, 0]


def test_evidence_of_a_mixed_dyad_shows_both_sides_in_turn() -> None:
    labels = ["hostile", "hostile", "hostile", "cooperative", "supportive", "neutral"]
    dyad = only([line(label, index) for index, label in enumerate(labels)])
    signs = [STANCE_LABELS.sign(p.label) for p in dyad.evidence]
    assert signs[0] == -signs[1]
    assert signs[2] == -signs[3]
    assert signs[4:] == [-1, 0]


def test_a_single_line_has_an_honest_interval() -> None:
    unsure, sure = only([line("distancing", 0, 0.4)]), only([line("distancing", 0, 0.99)])
    assert unsure.interval is not None
    assert sure.interval is not None
    assert unsure.interval[0] == -2
    assert unsure.interval[1] >= 1
    assert sure.interval == (
        -1,
        pytest.approx(sure.mean),
    )  # the mean lies beyond the percentiles, the interval holds it


def test_more_lines_narrow_the_interval() -> None:
    def width(n: int) -> float:
        low, high = only([line("cooperative", i, 0.7) for i in range(n)]).interval or (0, 0)
        return high - low

    assert width(2) > width(8) > width(64) > 0


def test_interval_agrees_with_drawing_line_by_line() -> None:
    """The multinomial shortcut is the plain bootstrap: a line with replacement, then its label."""
    lines = [line("cooperative", 0, 0.6), line("distancing", 1, 0.7), line("hostile", 2, 0.5), line("hostile", 3, 0.9)]
    draw = random.Random(1)
    means = []
    for _ in range(4000):
        picked = draw.choices(lines, k=len(lines))
        labels = [draw.choices(list(p.probabilities), weights=list(p.probabilities.values()))[0] for p in picked]
        means.append(sum(map(STANCE_LABELS.score, labels)) / len(labels))
    means.sort()
    assert only(lines).interval == pytest.approx((means[99], means[3899]), abs=0.26)


def test_seed_decides_and_is_the_only_thing_that_does() -> None:
    lines = [line("cooperative", i, 0.5 + i / 50) for i in range(9)]
    other = [prediction("CHN", "RUS", "hostile", sentence=i) for i in range(9)]
    assert only(lines, seed=3) == only(lines, seed=3)
    assert len({only(lines, seed=seed).interval for seed in range(5)}) > 1
    among = aggregate([*other, *reversed(lines)], scheme=STANCE_LABELS, seed=3)
    assert next(d for d in among if d.source.code == "KAZ").interval == only(lines, seed=3).interval


def test_dyads_are_ordered_by_lines_then_code() -> None:
    rows = [("RUS", "UKR", "hostile"), ("CHN", "RUS", "neutral"), ("CHN", "KAZ", "hostile"), ("RUS", "UKR", "hostile")]
    dyads = aggregate([prediction(*row, sentence=i) for i, row in enumerate(rows)], scheme=STANCE_LABELS)
    assert [(d.source.code, d.target.code) for d in dyads] == [("RUS", "UKR"), ("CHN", "KAZ"), ("CHN", "RUS")]


def test_the_author_is_a_source_like_others() -> None:
    (author,) = aggregate([prediction("AUTHOR", "RUS", "hostile")], scheme=STANCE_LABELS)
    (state,) = aggregate([prediction("KAZ", "RUS", "hostile")], scheme=STANCE_LABELS)
    assert (author.mean, author.label_set) == (state.mean, state.label_set)


def test_nothing_in_nothing_out() -> None:
    assert aggregate([], scheme=STANCE_LABELS) == ()


def test_another_scheme_works_and_a_wrong_one_is_refused() -> None:
    coarse = prediction("KAZ", "RUS", "negative", scheme=COARSE)
    (dyad,) = aggregate([coarse], scheme=COARSE)
    assert dyad.label_set == ("negative",)
    with pytest.raises(ConfigError, match="negative"):
        aggregate([coarse], scheme=STANCE_LABELS)


def test_probabilities_of_another_scheme_are_refused() -> None:
    with pytest.raises(ConfigError, match="expected the labels"):
        aggregate([prediction(probs={"neutral": 1.0})], scheme=STANCE_LABELS)


def test_fifty_dyads_are_quick() -> None:
    labels = STANCE_LABELS.names
    lines = [prediction(f"A{i % 7}", f"B{i % 8}", labels[i % 5], sentence=i) for i in range(300)]
    aggregate(lines[:1], scheme=STANCE_LABELS)  # the first call imports numpy
    best = min(_seconds(lines) for _ in range(5))
    assert best < 0.1  # the goal is 0.05 s; slower machines run this too


def _seconds(lines: list[Prediction]) -> float:
    start = time.process_time()  # not the clock on the wall: other work may share the machine
    aggregate(lines, scheme=STANCE_LABELS)
    return time.process_time() - start


weights = st.lists(st.floats(0.001, 1), min_size=5, max_size=5)


@given(st.lists(weights, min_size=1, max_size=12))
def test_invariants(rows: list[list[float]]) -> None:
    lines = [
        prediction(probs={name: w / sum(row) for name, w in zip(STANCE_LABELS.names, row, strict=True)}, sentence=i)
        for i, row in enumerate(rows)
    ]
    dyad = only(lines)
    assert dyad.n + dyad.n_neutral == len(lines)
    assert sum(dyad.shares.values()) == pytest.approx(1)
    assert sorted(p.pair.sentence for p in dyad.evidence) == list(range(len(lines)))
    assert dyad.label_set == STANCE_LABELS.order(dyad.label_set)
    assert (dyad.mean is None) == (dyad.n == 0)
    if dyad.mean is not None and dyad.interval is not None:
        assert -2 <= dyad.interval[0] <= dyad.mean <= dyad.interval[1] <= 2
    if dyad.mixed:
        assert {STANCE_LABELS.sign(name) for name in dyad.label_set} == {-1, 1}


@pytest.mark.parametrize(
    ("labels", "mixed", "words"),
    [
        (("neutral",), False, "neutral"),
        (("distancing", "neutral"), False, "neutral or distancing"),
        (("neutral", "cooperative"), False, "neutral or cooperative"),
        (("supportive", "cooperative"), False, "cooperative or supportive"),
        (("hostile", "distancing"), False, "hostile or distancing"),
        (("hostile", "distancing", "neutral"), False, "neutral to hostile"),
        (("neutral", "cooperative", "supportive"), False, "neutral to supportive"),
        (("distancing", "neutral", "cooperative"), False, "unclear: distancing to cooperative"),
        (("distancing", "cooperative"), True, "mixed: cooperative and distancing"),
        (("hostile", "cooperative", "supportive"), True, "mixed: supportive, cooperative and hostile"),
        ((), False, "no judgement"),
    ],
)
def test_describe(labels: tuple[str, ...], mixed: bool, words: str) -> None:
    assert describe(labels, mixed) == words
