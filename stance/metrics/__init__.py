"""Every figure that the project reports, computed in one place on frozen results; numpy only."""

from __future__ import annotations

from stance.metrics.agreement import Agreement, krippendorff_alpha
from stance.metrics.bootstrap import BOOTSTRAP, Bootstrap, Interval, cluster_bootstrap
from stance.metrics.calibration import Calibration, ReliabilityBin, SetScores, calibration, set_log_loss, set_scores
from stance.metrics.classification import Classification, ClassScore, Confusion, classify, classify_signs, macro_f1
from stance.metrics.endtoend import (
    ArticleFigures,
    FoundFigures,
    Judgement,
    Judgements,
    Key,
    LabelFigures,
    article_figures,
    found_figures,
    label_figures,
    spearman,
    strongest,
)
from stance.metrics.scaling import fit_temperature
from stance.metrics.swap import ChangeRate, change_rate, replacement_audit, swap_audit

__all__ = [
    "BOOTSTRAP",
    "Agreement",
    "ArticleFigures",
    "Bootstrap",
    "Calibration",
    "ChangeRate",
    "ClassScore",
    "Classification",
    "Confusion",
    "FoundFigures",
    "Interval",
    "Judgement",
    "Judgements",
    "Key",
    "LabelFigures",
    "ReliabilityBin",
    "SetScores",
    "article_figures",
    "calibration",
    "change_rate",
    "classify",
    "classify_signs",
    "cluster_bootstrap",
    "fit_temperature",
    "found_figures",
    "krippendorff_alpha",
    "label_figures",
    "macro_f1",
    "replacement_audit",
    "set_log_loss",
    "set_scores",
    "spearman",
    "strongest",
    "swap_audit",
]
