"""The model card: generated from ``stance.json`` alone, so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stance.bundle import ONNX, SAFETENSORS, Manifest
from stance.evaluation.render import table

NAMES = {
    "given_macro_f1": "macro-F1, five labels, given pairs",
    "given_macro_f1_sign": "macro-F1, sign, given pairs",
    "given_accuracy": "accuracy, given pairs",
    "given_calibration_error": "calibration error (ECE), given pairs",
    "given_coverage": "label sets that hold the coded label, given pairs",
    "given_set_size": "labels in a set (mean), given pairs",
    "given_article_sign": "article sign accuracy, given pairs",
    "found_f1": "end-to-end F1, non-neutral directed signs",
    "found_precision": "end-to-end precision",
    "found_recall": "end-to-end recall",
    "linking_named": "named actors found (F1)",
    "linking_implied": "implied actors found (F1)",
    "article_sign": "article sign accuracy, end to end",
    "macro_f1": "macro-F1, five labels",
    "macro_f1_sign": "macro-F1, sign",
    "accuracy": "accuracy",
    "calibration_error": "calibration error (ECE)",
    "f1": "F1",
    "coverage": "label sets that hold the coded label",
    "set_size": "labels in a set (mean)",
    "flip_rate": "label changes with the actors (flip rate)",
    "flip_rate_sign": "sign changes with the actors",
    "prior_spread": "standard deviation of actors' priors (score)",
    "priors": "actors put in five times or more",
    "label_agreement": "labels equal to fp32 torch",
    "mean_difference": "mean difference of probabilities",
    "max_difference": "largest difference of probabilities",
}


def render(manifest: Manifest) -> str:
    """The card of a bundle, in Markdown with the usual metadata header."""
    parts = (_header(manifest), _intended(manifest), _figures(manifest), _data(manifest), _limits(manifest))
    return "\n".join(parts)


def _header(manifest: Manifest) -> str:
    return f"""---
license: {manifest.licence.lower()}
language: en
base_model: {manifest.encoder}
tags: [stance-detection, sentiment-analysis, international-relations]
---

# stance · {manifest.name} {manifest.version}

Reads a sentence, its context and its actors, and says for each ordered pair what stance the source takes toward the
target: {_either(manifest)}. This card is generated from `stance.json`.
"""


def _intended(manifest: Manifest) -> str:
    encode, temperature = manifest.encode, f"{manifest.calibration.temperature:.3f}"
    room = f"{encode.context} earlier sentences of context; {encode.max_length} tokens at most"
    return f"""## Use

{_snippet(manifest)}

For English news, statements and speeches on international relations. Encoder: `{manifest.encoder}`; marking:
`{encode.mark}`; {room}. {_runtime(manifest)} Temperature {temperature}; label sets are conformal: labels with
a probability of at least {manifest.calibration.set_threshold:.3f}, which held the coded label of held-out text in
{manifest.calibration.coverage:.0%} of the cases.
"""


def _for_torch(manifest: Manifest) -> bool:
    return SAFETENSORS in manifest.files and ONNX not in manifest.files


def _snippet(manifest: Manifest) -> str:
    if not _for_torch(manifest):
        return """```python
from stance import StanceAnalyzer

report = StanceAnalyzer.load().analyze("Kazakhstan declined to recognise the entities that Russia backs.")
```"""
    return """```python
import stance  # makes the model known to transformers
from transformers import pipeline

judge = pipeline("directed-stance", model="…")  # this folder, or its name on the hub
judge({"text": "Ghana thanked Togo for the loan.", "source": "Ghana", "target": "Togo"})
```"""


def _runtime(manifest: Manifest) -> str:
    if _for_torch(manifest):
        return "Runs on torch\n(`pip install 'stance[huggingface]'`)."
    return "Runs on onnxruntime\n(int8); torch is not needed."


def _figures(manifest: Manifest) -> str:
    parts = [_figure_table(name, values) for name, values in manifest.metrics.items()]
    return "\n".join(("## Figures", "", *parts))


def _figure_table(name: str, values: Mapping[str, Any]) -> str:
    columns = {key: value for key, value in values.items() if isinstance(value, Mapping)}
    if columns:
        figures = list(dict.fromkeys(figure for column in columns.values() for figure in column))
        rows = [(NAMES.get(f, f), *(_number(column.get(f)) for column in columns.values())) for f in figures]
        return f"{name}\n\n{table(('figure', *columns), rows)}\n"
    return f"{name}\n\n{table(('figure', 'value'), [(NAMES.get(k, k), _number(v)) for k, v in values.items()])}\n"


def _number(value: Any) -> str:
    return "–" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def _data(manifest: Manifest) -> str:
    rows = [(t.corpus, str(t.examples), t.licence, t.source, t.sha256[:12]) for t in manifest.trained_on]
    taught = f"\nAnd from the probabilities of a teacher for all of this text: {manifest.teacher}.\n"
    return f"""## Trained on

{table(("corpus", "judgements", "licence", "source", "sha256"), rows)}
{taught if manifest.teacher else ""}"""


def _limits(manifest: Manifest) -> str:
    own = any(used.corpus == "irstance" for used in manifest.trained_on)
    return f"""## Limits

{_OF_OUR_CORPUS if own else ""}Probabilities are calibrated on held-out text of the
same kind and will be less reliable elsewhere: read the evidence lines before drawing a conclusion, and correct a panel
with a coded sample. Not for judging persons.
"""


_OF_OUR_CORPUS = """\
The five-point labels that this model learned from were given by machine coders who followed the codebook, not by
people; agreement among such coders is an upper bound on agreement with people. The training text is mostly American and
Western news, statements and Security Council speeches up to 2022. """


def _either(manifest: Manifest) -> str:
    *first, last = (f"`{name}`" for name in manifest.labels.names)
    return f"{', '.join(first)} or {last}"
