"""The figures, against hand-made counts, published examples and independent implementations."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.labels import STANCE_LABELS
from stance.metrics import (
    Bootstrap,
    Judgement,
    Key,
    article_figures,
    calibration,
    change_rate,
    classify,
    classify_signs,
    cluster_bootstrap,
    fit_temperature,
    found_figures,
    krippendorff_alpha,
    label_figures,
    replacement_audit,
    set_log_loss,
    set_scores,
    spearman,
    strongest,
    swap_audit,
)
from stance.metrics.bootstrap import Ints
from stance.metrics.calibration import reliability_bins
from stance.metrics.conformal import conformal_threshold
from stance.metrics.scaling import log_softmax, negative_log_likelihood
from stance.types import Actor, DirectedPair, Prediction

NAMES = STANCE_LABELS.names
LABELS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=30)

# Four coders, twelve units, missing values: the example of Krippendorff (2011).
KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def one(label: str, *, source: str = "KAZ", target: str = "RUS", mass: float = 1.0) -> Prediction:
    rest = (1 - mass) / (len(NAMES) - 1)
    probabilities = {name: mass if name == label else rest for name in NAMES}
    pair = DirectedPair(0, Actor(source, source, "state"), Actor(target, target, "state"))
    return Prediction(pair, probabilities, label, (label,), STANCE_LABELS.expected(probabilities))


def judged(line: int, label: str, *, score: float | None = None, source: str = "KAZ", file: str = "01") -> Judgement:
    return Judgement(Key(file, line, source, "RUS"), label, score=score)


def by_key(*judgements: Judgement) -> dict[Key, Judgement]:
    return {judgement.key: judgement for judgement in judgements}


def test_scores_of_each_class() -> None:
    gold = ["hostile", "hostile", "neutral", "neutral", "neutral", "supportive"]
    predicted = ["hostile", "neutral", "neutral", "neutral", "hostile", "cooperative"]
    figures = classify(gold=gold, predicted=predicted, names=NAMES)
    hostile, distancing, neutral, cooperative, supportive = figures.classes
    assert (hostile.precision, hostile.recall, hostile.f1, hostile.support) == (0.5, 0.5, 0.5, 2)
    assert [neutral.precision, neutral.recall] == pytest.approx([2 / 3, 2 / 3])
    assert (supportive.recall, supportive.f1, supportive.support) == (0.0, 0.0, 1)
    assert math.isnan(supportive.precision)
    assert math.isnan(distancing.f1)
    assert math.isnan(cooperative.recall)
    assert cooperative.precision == 0.0


def test_macro_f1_averages_the_classes_of_the_gold_only() -> None:
    figures = classify(gold=["hostile", "neutral"], predicted=["hostile", "supportive"], names=NAMES)
    assert figures.macro_f1 == pytest.approx((1 + 0) / 2)
    assert figures.accuracy == 0.5
    assert math.isnan(figures.lenient_accuracy)


def test_lenient_accuracy_accepts_the_second_label() -> None:
    figures = classify(
        gold=["hostile", "neutral", "neutral"],
        predicted=["distancing", "cooperative", "neutral"],
        names=NAMES,
        also=["distancing", None, "cooperative"],
    )
    assert figures.accuracy == pytest.approx(1 / 3)
    assert figures.lenient_accuracy == pytest.approx(2 / 3)


def test_confusion_has_gold_in_rows() -> None:
    counts = classify(gold=["hostile"] * 2, predicted=["neutral"] * 2, names=NAMES).confusion.counts
    assert counts[0][2] == 2
    assert sum(map(sum, counts)) == 2


def test_signs_are_named() -> None:
    figures = classify_signs(gold=[-1, 0, 1, 1], predicted=[-1, 1, 1, 1])
    assert [(c.name, c.support) for c in figures.classes] == [("negative", 1), ("neutral", 1), ("positive", 2)]
    assert figures.macro_f1 == pytest.approx((1 + 0 + 0.8) / 3)


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="found 1 and 2"):
        classify(gold=["neutral", "neutral"], predicted=["neutral"], names=NAMES)


def test_no_rows_give_undefined_figures() -> None:
    figures = classify(gold=[], predicted=[], names=NAMES)
    assert math.isnan(figures.macro_f1)
    assert math.isnan(figures.accuracy)


@given(LABELS, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_macro_f1_agrees_with_scikit_learn(gold: list[str], random: Any) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    predicted = [random.choice(NAMES) for _ in gold]
    expected = metrics.f1_score(gold, predicted, labels=sorted(set(gold)), average="macro", zero_division=0)
    assert classify(gold=gold, predicted=predicted, names=NAMES).macro_f1 == pytest.approx(expected)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_the_published_example(level: Any, alpha: float) -> None:
    agreement = krippendorff_alpha(KRIPPENDORFF, level=level)
    assert agreement.alpha == pytest.approx(alpha, abs=5e-4)
    assert (agreement.units, agreement.values) == (11, 40)


def test_alpha_of_equal_coders_is_one_and_of_opposed_coders_negative() -> None:
    assert krippendorff_alpha([[-2, 0, 1], [-2, 0, 1]]).alpha == pytest.approx(1)
    assert krippendorff_alpha([[-2, 2, -2, 2], [2, -2, 2, -2]]).alpha < 0


def test_alpha_needs_variation_and_paired_values() -> None:
    assert math.isnan(krippendorff_alpha([[1, 1], [1, 1]]).alpha)
    assert math.isnan(krippendorff_alpha([[1, None], [None, 2]]).alpha)
    assert math.isnan(krippendorff_alpha([[], []]).alpha)


def test_ragged_ratings_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\[2, 1\]"):
        krippendorff_alpha([[1, 2], [1]])


@given(LABELS, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_alpha_does_not_depend_on_the_order_of_coders_or_units(labels: list[str], random: Any) -> None:
    first = [STANCE_LABELS.score(label) for label in labels]
    second = [random.choice(STANCE_LABELS.scores) for _ in labels]
    alpha = krippendorff_alpha([first, second]).alpha
    assert krippendorff_alpha([second[::-1], first[::-1]]).alpha == pytest.approx(alpha, nan_ok=True)


def test_calibration_error_by_hand() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False, True, False])
    bins = reliability_bins(confidence=confidence, right=right, bins=10)
    assert [b.n for b in bins] == [0, 0, 0, 0, 0, 2, 0, 0, 0, 4]
    probabilities = np.stack([confidence, 1 - confidence], axis=1)
    allowed = np.stack([right, ~right], axis=1)
    figures = calibration(probabilities=probabilities, allowed=allowed, bins=10)
    assert figures.ece == pytest.approx((4 * 0.2 + 2 * 0.05) / 6)
    assert figures.classwise_ece == pytest.approx((figures.ece, figures.ece))
    assert figures.brier == pytest.approx((3 * 2 * 0.05**2 + 2 * 0.95**2 + 2 * 0.45**2 + 2 * 0.55**2) / 6)
    assert figures.log_loss == pytest.approx(-np.log([0.95, 0.95, 0.95, 0.05, 0.55, 0.45]).mean())


def test_confidence_of_one_and_zero_stay_in_the_bins() -> None:
    bins = reliability_bins(confidence=np.array([0.0, 1.0]), right=np.array([False, True]), bins=15)
    assert (bins[0].n, bins[-1].n) == (1, 1)
    assert math.isnan(bins[7].accuracy)
    at_edge = reliability_bins(confidence=np.array([0.5]), right=np.array([True]), bins=2)
    assert [b.n for b in at_edge] == [1, 0]


def test_a_set_of_allowed_labels_counts_as_one_right_answer() -> None:
    probabilities = np.array([[0.5, 0.2, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1, 0.6]])
    allowed = np.array([[True, True, False, False, False], [False, False, False, False, True]])
    figures = calibration(probabilities=probabilities, allowed=allowed)
    assert (figures.n, figures.n_strict) == (2, 1)
    assert figures.log_loss == pytest.approx(-(math.log(0.7) + math.log(0.6)) / 2)
    assert figures.ece == pytest.approx((0.5 + 0.4) / 2)
    assert figures.brier == pytest.approx(4 * 0.01 + 0.16)


def test_calibration_refuses_other_shapes() -> None:
    with pytest.raises(ValueError, match=r"\(2, 5\) and \(3, 5\)"):
        calibration(probabilities=np.zeros((2, 5)), allowed=np.ones((3, 5), dtype=bool))


def test_impossible_labels_cost_much_but_not_everything() -> None:
    assert 20 < set_log_loss(probabilities=np.array([[1.0, 0.0]]), allowed=np.array([[False, True]])) < 40


def test_label_sets() -> None:
    scores = set_scores(
        label_sets=[("neutral",), ("distancing", "neutral"), ("hostile",)],
        allowed=[frozenset({"neutral"}), frozenset({"distancing"}), frozenset({"neutral", "cooperative"})],
    )
    assert [scores.n, scores.coverage, scores.size] == pytest.approx([3, 2 / 3, 4 / 3])
    assert scores.per_label == {"distancing": 1.0, "neutral": 1.0}


@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.9, 0.99])
def test_conformal_sets_hold_the_label_as_often_as_they_promise(coverage: float) -> None:
    logits, allowed = drawn(scale=1.0, n=6000)
    # Deliberately badly calibrated probabilities: the guarantee does not rest on them.
    p = np.exp(log_softmax(logits * 0.3))
    threshold = conformal_threshold(probabilities=p[:3000], allowed=allowed[:3000], coverage=coverage)
    held = (p[3000:] >= threshold)[allowed[3000:]].mean()
    assert held == pytest.approx(coverage, abs=0.025)


def test_conformal_threshold_is_the_exact_order_statistic() -> None:
    p = np.array([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.6, 0.4]])
    allowed = np.array([[True, False], [True, False], [False, True], [True, True]])
    # Probabilities of the likeliest allowed label: 0.9, 0.8, 0.3, 0.6; rank ⌈5 · 0.6⌉ = 3 from above.
    assert conformal_threshold(probabilities=p, allowed=allowed, coverage=0.6) == 0.6
    assert conformal_threshold(probabilities=p, allowed=allowed, coverage=0.8) == 0.3
    assert conformal_threshold(probabilities=p, allowed=allowed, coverage=0.9) == 0.0, "four are too few to promise 0.9"
    with pytest.raises(ValueError, match="expected two"):
        conformal_threshold(probabilities=p[:0], allowed=allowed[:0], coverage=0.9)
    with pytest.raises(ValueError, match="between 0 and 1"):
        conformal_threshold(probabilities=p, allowed=allowed, coverage=90)


@pytest.mark.parametrize(
    ("probabilities", "threshold", "expected"),
    [
        ((0.5, 0.3, 0.1, 0.06, 0.04), 0.3, ("hostile", "distancing")),
        ((0.4, 0.1, 0.4, 0.06, 0.04), 0.3, ("hostile", "distancing", "neutral")),
        ((0.3, 0.25, 0.2, 0.15, 0.1), 0.5, ("hostile",)),
        ((0.2, 0.2, 0.2, 0.2, 0.2), 0.0, tuple(NAMES)),
    ],
)
def test_likely_sets_are_runs_that_hold_the_likeliest_label(
    probabilities: tuple[float, ...], threshold: float, expected: tuple[str, ...]
) -> None:
    assert STANCE_LABELS.likely_set(probabilities, threshold=threshold) == expected


def drawn(*, scale: float, n: int = 4000) -> tuple[Any, Any]:
    """Logits and labels drawn from softmax(logits / scale)."""
    random = np.random.default_rng(5)
    logits = random.normal(size=(n, 5)) * 3
    p = np.exp(log_softmax(logits / scale))
    labels = np.array([random.choice(5, p=row) for row in p])
    return logits, np.eye(5, dtype=bool)[labels]


def test_temperature_is_recovered() -> None:
    logits, allowed = drawn(scale=2.5)
    assert fit_temperature(logits, allowed) == pytest.approx(2.5, rel=0.08)


def test_temperature_is_the_best_of_a_fine_grid_also_for_sets_and_single_precision() -> None:
    logits, allowed = drawn(scale=0.6, n=400)
    allowed = allowed | np.roll(allowed, 1, axis=1)
    found = fit_temperature(logits.astype(np.float32), allowed)
    grid = np.exp(np.linspace(math.log(0.05), math.log(20), 2000))
    best = min(grid, key=lambda t: negative_log_likelihood(logits / t, allowed))
    assert found == pytest.approx(best, rel=0.005)


def test_temperature_keeps_to_its_bounds() -> None:
    logits, allowed = np.array([[3.0, 0.0]]), np.array([[True, False]])
    assert fit_temperature(logits, allowed) == pytest.approx(0.05, rel=1e-3)
    assert fit_temperature(logits, ~allowed) == pytest.approx(20, rel=1e-3)


def test_weights_count_rows() -> None:
    logits, allowed = drawn(scale=1.5, n=60)
    weights = np.array([2.0] * 30 + [1.0] * 30)
    doubled = fit_temperature(np.concatenate([logits, logits[:30]]), np.concatenate([allowed, allowed[:30]]))
    assert fit_temperature(logits, allowed, weights=weights) == pytest.approx(doubled, rel=1e-4)


def test_fits_refuse_rows_without_a_label() -> None:
    allowed = np.array([[True, False], [False, False]])
    with pytest.raises(ValueError, match=r"rows \[1\]"):
        fit_temperature(np.zeros((2, 2)), allowed)
    with pytest.raises(ValueError, match="non-empty"):
        fit_temperature(np.zeros((0, 2)), np.zeros((0, 2), dtype=bool))


def mean_of(values: Any) -> Any:
    def statistic(rows: Ints) -> float:
        return float(values[rows].mean())

    return statistic


def test_interval_has_the_normal_width() -> None:
    values = np.random.default_rng(1).normal(size=400)
    found = cluster_bootstrap(mean_of(values), groups=range(400))
    assert found.estimate == pytest.approx(values.mean())
    assert found.low < found.estimate < found.high
    assert found.high - found.low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.12)


def test_clusters_widen_the_interval() -> None:
    values = np.repeat(np.random.default_rng(1).normal(size=20), 20)
    alone = cluster_bootstrap(mean_of(values), groups=range(400))
    together = cluster_bootstrap(mean_of(values), groups=np.repeat(np.arange(20), 20).tolist())
    assert together.clusters == 20
    assert together.high - together.low > 3 * (alone.high - alone.low)


def test_a_seed_gives_one_interval() -> None:
    values = np.arange(30.0)
    first, again, other = (
        cluster_bootstrap(mean_of(values), groups=range(30), settings=Bootstrap(resamples=200, seed=seed))
        for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other


def test_one_cluster_has_no_interval() -> None:
    found = cluster_bootstrap(mean_of(np.arange(3.0)), groups=["a", "a", "a"])
    assert found.estimate == 1
    assert math.isnan(found.low)
    assert found.resamples == 0


def test_undefined_resamples_are_counted_out() -> None:
    def statistic(rows: Ints) -> float:
        return 1.0 if 0 in rows else math.nan

    found = cluster_bootstrap(statistic, groups=range(3), settings=Bootstrap(resamples=100))
    assert 0 < found.resamples < 100
    assert (found.low, found.high) == (1, 1)
    assert cluster_bootstrap(lambda _: math.nan, groups=range(3)).resamples == 0


def test_swap_audit_counts_changes() -> None:
    forward = [one("hostile", mass=0.9), one("neutral", mass=0.9), one("cooperative", mass=0.9)]
    swapped = [
        one(label, source="RUS", target="KAZ", mass=mass)
        for label, mass in (("distancing", 0.9), ("neutral", 0.5), ("neutral", 0.9))
    ]
    found = swap_audit(forward=forward, swapped=swapped, scheme=STANCE_LABELS)
    assert [found.n, found.label, found.sign, found.moved] == pytest.approx([3, 2 / 3, 1 / 3, 1])
    assert found.shift == pytest.approx((0.875 + 0.4 + 0.875) / 3)


def test_swap_audit_needs_the_swapped_pairs() -> None:
    with pytest.raises(ValueError, match="expected RUS → KAZ"):
        swap_audit(forward=[one("hostile")], swapped=[one("hostile")], scheme=STANCE_LABELS)
    with pytest.raises(ValueError, match="shorter"):
        change_rate(before=[one("hostile")], after=[], scheme=STANCE_LABELS)


def test_a_model_that_reads_no_names_keeps_its_labels() -> None:
    original = [one("hostile"), one("supportive")]
    replaced = [one("hostile", source="BRA"), one("neutral", source="BRA")]
    found = replacement_audit(original=original, replaced=replaced, scheme=STANCE_LABELS)
    assert (found.label, found.moved, found.score) == (0.5, 0.5, 1.0)
    assert math.isnan(replacement_audit(original=[], replaced=[], scheme=STANCE_LABELS).label)


def test_the_stronger_of_two_judgements_stays() -> None:
    kept = strongest(
        [judged(1, "neutral"), judged(1, "hostile"), judged(1, "supportive"), judged(2, "cooperative")],
        scheme=STANCE_LABELS,
    )
    assert [judgement.label for judgement in kept.values()] == ["hostile", "cooperative"]


def test_pairs_never_proposed_are_misses() -> None:
    gold = by_key(judged(1, "hostile"), judged(2, "supportive"), judged(3, "neutral"), judged(4, "distancing"))
    found = found_figures(
        gold=gold, predicted=by_key(judged(1, "distancing"), judged(4, "cooperative")), scheme=STANCE_LABELS
    )
    assert (found.gold, found.predicted, found.hits) == (3, 2, 1)
    assert [found.precision, found.recall, found.f1] == pytest.approx([0.5, 1 / 3, 0.4])
    assert found.any_sign_f1 == pytest.approx(0.8)


def test_nothing_found_scores_zero() -> None:
    found = found_figures(gold=by_key(judged(1, "hostile")), predicted={}, scheme=STANCE_LABELS)
    assert (found.precision, found.recall, found.f1, found.any_sign_f1) == (0, 0, 0, 0)


def test_shared_labels_leave_out_missing_keys() -> None:
    gold = by_key(judged(1, "hostile"), judged(2, "neutral"), judged(3, "neutral"))
    predicted = by_key(judged(1, "hostile"), judged(2, "hostile"), judged(9, "hostile"))
    figures = label_figures(gold=gold, predicted=predicted, scheme=STANCE_LABELS)
    assert (figures.shared, figures.missing, figures.labels.accuracy) == (2, 1, 0.5)


def test_article_means_leave_neutral_lines_out() -> None:
    gold = by_key(
        judged(1, "hostile"), judged(2, "neutral"),
        judged(1, "cooperative", source="CHN"), judged(2, "distancing", source="CHN"),
        judged(1, "supportive", source="UKR"), judged(1, "neutral", source="USA"),
    )  # fmt: skip
    predicted = by_key(
        judged(1, "distancing", score=-0.26),
        judged(2, "neutral", score=1.9),
        judged(1, "cooperative", score=0.2, source="UKR"),
    )
    figures = article_figures(gold=gold, predicted=predicted, scheme=STANCE_LABELS)
    assert (figures.dyads, figures.clear, figures.right, figures.sign_accuracy) == (3, 2, 1, 0.5)
    assert figures.spearman == pytest.approx(1)


def test_bounds_of_clear_dyads_and_of_taking_sides() -> None:
    gold = by_key(judged(1, "supportive"), judged(2, "distancing"), judged(1, "hostile", source="CHN"))
    at_bound = by_key(judged(1, "cooperative", score=0.25), judged(1, "distancing", score=-0.25, source="CHN"))
    figures = article_figures(gold=gold, predicted=at_bound, scheme=STANCE_LABELS)
    assert (figures.clear, figures.right) == (2, 0)  # a gold mean of exactly 0.5 is clear; ±0.25 takes no side


def test_articles_are_kept_apart() -> None:
    gold = by_key(judged(1, "hostile"), judged(1, "supportive", file="02"))
    predicted = by_key(judged(1, "hostile"), judged(1, "hostile", file="02"))
    assert article_figures(gold=gold, predicted=predicted, scheme=STANCE_LABELS).sign_accuracy == 0.5


@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), min_size=2, max_size=30))
@settings(max_examples=40)
def test_spearman_agrees_with_pearson_of_mean_ranks(points: list[tuple[int, int]]) -> None:
    first, second = (np.array(values) for values in zip(*points, strict=True))

    def ranks(values: Any) -> Any:
        return np.array([(values < v).sum() + ((values == v).sum() - 1) / 2 for v in values])

    found = spearman(first.tolist(), second.tolist())
    if len(set(first)) < 2 or len(set(second)) < 2:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(np.corrcoef(ranks(first), ranks(second))[0, 1])


def test_no_articles_have_no_correlation() -> None:
    assert math.isnan(spearman([], []))
