# mypy: disable-error-code="override, assignment, arg-type"
# Signatures differ from those of transformers, whose own differ from version to version.
"""``pipeline("directed-stance")``: the answers of ``StanceAnalyzer.predict``, from the classes of transformers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from transformers.pipelines.base import Pipeline

from stance.analyzer import StanceAnalyzer
from stance.errors import ConfigError
from stance.integrations.huggingface.models import DirectedStanceModel, OnnxDirectedStanceModel
from stance.integrations.huggingface.records import examples_of
from stance.report.records import prediction_record
from stance.types import Prediction, StanceExample

AHEAD = 256  # records of a stream that are read before the model is asked
Answer = dict[str, Any]


class DirectedStancePipeline(Pipeline):
    """The stance of ``source`` toward ``target`` in ``text``, for one record, a list, or a stream of records.

    A record is a dict with ``text``, ``source``, ``target`` and optionally ``context``, ``source_spans``,
    ``target_spans``, ``voice`` (docs/data-format.md). ``actors``: a CSV that overlays the catalogue; ``context``:
    earlier sentences that the model sees.
    """

    _load_tokenizer = False
    _load_feature_extractor = False
    _load_image_processor = False
    _load_processor = False
    _load_video_processor = False

    def __init__(
        self,
        model: DirectedStanceModel | OnnxDirectedStanceModel,
        *,
        actors: str | Path | None = None,
        context: int | None = None,
        device: Any = None,
        **settings: Any,  # what transformers hands to every pipeline
    ) -> None:
        if isinstance(model, OnnxDirectedStanceModel) and device is None:
            device = "cpu"  # transformers would take the first accelerator
        super().__init__(model=model, device=device, **settings)
        self.analyzer = _analyzer(model, actors=Path(actors) if actors else None, context=context)

    def __call__(self, inputs: Any, *, batch_size: int | None = None) -> Any:
        """A dict for a dict, a list for a list; of anything else that holds records, an iterator over their answers.

        Pairs of one sentence are read together where they stand in one list, or next to each other in a stream.
        ``batch_size``: how many records of a stream are read ahead; the model has batches of its own.

        Raises:
            DataError: with every problem of the records.
        """
        if isinstance(inputs, Mapping):
            return self._answers([inputs])[0]
        if isinstance(inputs, list | tuple):
            return self._answers(inputs)
        return self._stream(_records(inputs), size=batch_size or self._batch_size or AHEAD)

    def preprocess(self, inputs: Sequence[Any], *, first: int = 1) -> tuple[StanceExample, ...]:
        """The records as examples; ``first``: the number of the first."""
        return examples_of(inputs, scheme=self.analyzer.scheme, first=first)

    def _forward(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        return self.analyzer.predict(examples)

    def postprocess(self, examples: Sequence[StanceExample], predictions: Sequence[Prediction]) -> list[Answer]:
        """label, score (expected, in the units of the labels' scores), probabilities, label_set, truncated."""
        records = map(prediction_record, examples, predictions)
        return [{name: value for name, value in record.items() if name != "id"} for record in records]

    def _sanitize_parameters(self, **unknown: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        if unknown:
            raise ConfigError(
                f"unknown option {', '.join(map(repr, sorted(unknown)))}: expected actors, context or batch_size"
            )
        return {}, {}, {}

    def _answers(self, records: Sequence[Any], *, first: int = 1) -> list[Answer]:
        examples = self.preprocess(records, first=first)
        return self.postprocess(examples, self._forward(examples))

    def _stream(self, records: Iterator[Any], *, size: int) -> Iterator[Answer]:
        first = 1
        for batch in _batches(records, size=size):
            yield from self._answers(batch, first=first)
            first += len(batch)

    def save_pretrained(self, save_directory: str | os.PathLike[str], **settings: Any) -> None:
        """Write the model folder; the pipeline's own code is this package, and none goes along."""
        self.model.save_pretrained(save_directory, **settings)

    def push_to_hub(self, repo_id: str, **settings: Any) -> str:
        """Upload the model folder, as the model's own ``push_to_hub`` does."""
        address: str = self.model.push_to_hub(repo_id, **settings)
        return address


def _analyzer(
    model: DirectedStanceModel | OnnxDirectedStanceModel, *, actors: Path | None, context: int | None
) -> StanceAnalyzer:
    if model.bundle is None:
        raise ConfigError(
            "the model has no folder: load it with from_pretrained, which reads tokenizer and calibration"
        )
    return StanceAnalyzer.from_bundle(model.bundle, actors=actors, runtime=model.runtime(), context=context)


def _records(inputs: Any) -> Iterator[Any]:
    """Of a data set, a generator, or what has only length and items, as data sets of torch do."""
    if isinstance(inputs, str):
        raise ConfigError("expected records with text, source and target, found a text: give a dict")
    if isinstance(inputs, Iterable):
        return iter(inputs)
    return (inputs[n] for n in range(len(inputs)))


def _batches(records: Iterator[Any], *, size: int) -> Iterator[list[Any]]:
    """Runs of ``size`` records, and longer ones rather than that a sentence be divided."""
    batch: list[Any] = []
    for record in records:
        if len(batch) >= size and _sentence(record) != _sentence(batch[-1]):
            yield batch
            batch = []
        batch.append(record)
    if batch:
        yield batch


def _sentence(record: Any) -> Any:
    return (record.get("text"), record.get("context")) if isinstance(record, Mapping) else None
