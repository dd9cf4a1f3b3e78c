"""The estimator: scikit-learn's own checks, what it accepts, what it learns, and that it goes through their tools."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import estimator_checks as checks
from sklearn.utils.estimator_checks import estimator_checks_generator
from sklearn.utils.validation import validate_data

from stance.analyzer import StanceAnalyzer
from stance.errors import ConfigError, DataError, StanceError
from stance.examples import examples_from_records
from stance.integrations.logistic import fit_correction
from stance.integrations.reader import PairValues, Reader
from stance.integrations.sklearn import StanceEstimator
from tests.tiny import shared_bundle, tiny_bundle

VERBS = {"blamed": "hostile", "thanked": "cooperative", "met": "neutral"}
PAIRS = (("Ghana", "Togo"), ("Peru", "Chile"), ("Kenya", "Uganda"), ("Japan", "Fiji"), ("Malta", "Italy"))
RECORDS = [
    {"text": f"{source} {verb} {target} {when}.", "source": source, "target": target}
    for verb in VERBS
    for source, target in PAIRS
    for when in ("on Monday", "again")
]
LABELS = [label for label in VERBS.values() for _ in range(2 * len(PAIRS))]


@pytest.fixture(scope="module")
def tiny() -> Path:
    return shared_bundle()


@pytest.fixture(scope="module")
def fitted() -> StanceEstimator:
    return StanceEstimator().fit(RECORDS, LABELS)


class OnNumbers(StanceEstimator):
    """The estimator with rows of numbers in place of what the model reads of a text.

    scikit-learn checks estimators with tables of numbers. A sentence cannot be made of these, so all but the reading is
    checked: parameters, labels, weights, fitted state, copies, order of rows.
    """

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array, tags.input_tags.two_d_array, tags.input_tags.dict = False, True, False
        return tags

    def _learn(self, X: Any, *rest: Any) -> None:  # noqa: N803
        super()._learn(validate_data(self, X), *rest)

    def _values(self, X: Any, reader: Reader) -> PairValues:  # noqa: ARG002, N803
        numbers = validate_data(self, X, reset=False).astype(np.float64)
        return PairValues(log_p=np.zeros((len(numbers), 5)), states=np.hstack((numbers, np.sin(numbers))))


def applicable() -> list[Any]:
    return [
        pytest.param(estimator, check, id=checks._check_name(check))
        for estimator, check in estimator_checks_generator(OnNumbers(model=shared_bundle(), C=1000.0))
    ]


@pytest.mark.parametrize(("estimator", "check"), applicable())
def test_checks_of_scikit_learn(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.mark.parametrize(
    "check",
    [
        checks.check_estimator_cloneable,
        checks.check_estimator_tags_renamed,
        checks.check_valid_tag_types,
        checks.check_estimator_repr,
        checks.check_no_attributes_set_in_init,
        checks.check_do_not_raise_errors_in_init_or_set_params,
        checks.check_mixin_order,
        checks.check_parameters_default_constructible,
        checks.check_get_params_invariance,
        checks.check_set_params,
    ],
)
def test_checks_that_need_no_data(check: Any) -> None:
    check("StanceEstimator", StanceEstimator())


def test_before_fitting_there_is_no_answer() -> None:
    with pytest.raises(NotFittedError):
        StanceEstimator().predict(RECORDS)


def test_it_learns_a_codebook_of_its_own() -> None:
    own = [{"hostile": "M-CONF", "cooperative": "V-COOP", "neutral": "V-NEUT"}[label] for label in LABELS]
    model = StanceEstimator(C=10).fit(RECORDS, own)
    assert model.classes_.tolist() == ["M-CONF", "V-COOP", "V-NEUT"]
    new = [
        {"text": "Norway blamed Oman for the delay.", "source": "Norway", "target": "Oman"},
        {"text": "Norway thanked Oman for the aid.", "source": "Norway", "target": "Oman"},
    ]
    assert model.predict(new).tolist() == ["M-CONF", "V-COOP"]
    np.testing.assert_allclose(model.predict_proba(new).sum(axis=1), 1)


def test_without_a_head_it_says_what_the_library_says() -> None:
    model = StanceEstimator("none").fit(RECORDS[:5], ["hostile", "distancing", "neutral", "cooperative", "supportive"])
    library = StanceAnalyzer.load()
    expected = library.predict(examples_from_records(enumerate(RECORDS), place="X", labelled=False))
    found = model.predict_proba(RECORDS)
    for row, prediction in zip(found, expected, strict=True):
        np.testing.assert_allclose(row, [prediction.probabilities[name] for name in model.classes_], atol=1e-6)


def test_coarse_labels_stand_for_their_sets() -> None:
    coarse = StanceEstimator("none").fit(RECORDS[:3], ["negative", "neutral", "positive"]).predict_proba(RECORDS)
    names = ["hostile", "distancing", "neutral", "cooperative", "supportive"]
    fine = StanceEstimator("none").fit(RECORDS[:5], names).predict_proba(RECORDS)  # columns in the order of letters
    np.testing.assert_allclose(coarse[:, 0], fine[:, 1] + fine[:, 2], atol=1e-6)


def test_few_examples_change_the_models_answer_little_and_many_change_it_more() -> None:
    odd = [{"text": f"Ghana met Togo on day {n}.", "source": "Ghana", "target": "Togo"} for n in range(40)]
    both = ["hostile", "neutral"]
    start = StanceEstimator("none").fit(RECORDS[:2], both).predict_proba(odd)[:, 0].mean()
    few, many = (
        StanceEstimator().fit([*odd[:n], RECORDS[0]], ["hostile"] * n + ["neutral"]).predict_proba(odd)[:, 0].mean()
        for n in (2, 40)
    )
    assert start < few < many


def test_the_two_directions_of_a_pair_differ(fitted: StanceEstimator) -> None:
    there = {"text": "Kenya blamed Uganda.", "source": "Kenya", "target": "Uganda"}
    back = there | {"source": "Uganda", "target": "Kenya"}
    one, other = fitted.predict_proba([there, back])
    assert np.abs(one - other).max() > 0.05


def test_all_kinds_of_tables_say_the_same(fitted: StanceEstimator) -> None:
    expected = fitted.predict_proba(RECORDS)
    examples = examples_from_records(enumerate(RECORDS), place="X", labelled=False)
    frame = pd.DataFrame(RECORDS).assign(context=np.nan, id="same", label="of another codebook")
    for rows in (tuple(RECORDS), np.array(RECORDS, dtype=object), examples, frame, pl.DataFrame(RECORDS)):
        np.testing.assert_allclose(fitted.predict_proba(rows), expected, atol=1e-9)


def test_every_bad_record_is_named(fitted: StanceEstimator) -> None:
    bad = [RECORDS[0], {"text": "", "source": "Peru", "target": "Chile"}, {"text": "x", "source": "Oman"}]
    with pytest.raises(DataError, match=r"X:2: text is missing(.|\n)*X:3: target is missing"):
        fitted.predict(bad)
    for odd in ("a sentence", RECORDS[0], ["a sentence"], np.zeros((2, 3)), 7):
        with pytest.raises(DataError, match="X"):
            fitted.predict(odd)


def test_wrong_parameters_are_told_together(tiny: Path) -> None:
    with pytest.raises(ConfigError, match=r"head must be one of logistic, none, finetune.*C must be above 0"):
        StanceEstimator("forest", C=0, model=tiny).fit(RECORDS, LABELS)
    with pytest.raises(ConfigError, match="use head='logistic'"):
        StanceEstimator("none", model=tiny).fit(RECORDS, ["a", "b", "c"] * 10)
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        StanceEstimator(model=tiny).fit(RECORDS, LABELS[:2])


def test_it_works_with_their_tools(tiny: Path) -> None:
    pipeline = make_pipeline(
        FunctionTransformer(lambda rows: [row | {"text": row["text"]} for row in rows]), "passthrough"
    )
    pipeline.steps.append(("stance", StanceEstimator(model=tiny)))
    assert cross_val_score(pipeline, RECORDS, LABELS, cv=2).shape == (2,)
    search = GridSearchCV(StanceEstimator(model=tiny), {"C": [0.1, 10.0], "head": ["logistic", "none"]}, cv=2)
    search.fit(pd.DataFrame(RECORDS), pd.Series(LABELS))
    assert search.best_params_["head"] in ("logistic", "none")
    assert len(search.predict(RECORDS)) == len(RECORDS)
    assert clone(search.best_estimator_).get_params() == search.best_estimator_.get_params()


def test_weights_of_examples_and_of_classes_count(tiny: Path) -> None:
    heavy = np.where(np.array(LABELS) == "hostile", 20.0, 1.0)
    plain, weighted, classed = (
        model.predict_proba(RECORDS)[:, 1].mean()
        for model in (
            StanceEstimator(model=tiny).fit(RECORDS, LABELS),
            StanceEstimator(model=tiny).fit(RECORDS, LABELS, sample_weight=heavy),
            StanceEstimator(model=tiny, class_weight={"hostile": 20.0}).fit(RECORDS, LABELS),
        )
    )
    assert weighted > plain
    assert weighted == pytest.approx(classed)


def test_a_pickle_answers_the_same_and_notices_another_model(tiny: Path, tmp_path: Path) -> None:
    model = StanceEstimator(model=tiny).fit(RECORDS, LABELS)
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict_proba(RECORDS), model.predict_proba(RECORDS))
    again.set_params(model=tiny_bundle(tmp_path / "other", seed=1))
    with pytest.raises(StanceError, match="holds another model"):
        again.predict(RECORDS)


def test_a_checkpoint_of_torch_serves_as_well(tmp_path: Path) -> None:
    folders = tiny_bundle(tmp_path / "onnx", seed=3), tiny_bundle(tmp_path / "torch", seed=3, onnx=False)
    onnx, torch = (StanceEstimator(model=folder).fit(RECORDS, LABELS).predict_proba(RECORDS) for folder in folders)
    np.testing.assert_allclose(onnx, torch, atol=1e-3)


def test_the_correction_is_the_regression_of_scikit_learn_where_the_prior_is_flat() -> None:
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(0)
    features = random.normal(size=(200, 3))
    codes = (features @ [2.0, -1.0, 0.0] + random.normal(size=200) > 0).astype(int) + (features[:, 1] > 1)
    target = np.eye(3)[codes]
    found = fit_correction(features, np.zeros((200, 3)), target, weights=np.ones(200), strength=np.ones(3))
    z = (features - features.mean(axis=0)) / features.std(axis=0)
    theirs = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-8).fit(np.hstack((z, np.ones((200, 1)))), codes)
    expected = theirs.predict_proba(np.hstack((z, np.ones((200, 1)))))
    np.testing.assert_allclose(np.exp(found.apply(features, np.zeros((200, 3)))), expected, atol=1e-3)
