"""What an experiment is: one strict YAML file under ``configs/experiments``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from stance.config import StrictModel
from stance.encode import EncodeSettings
from stance.fit import FitSettings
from stance.labels import STANCE_LABELS, LabelScheme
from stance.model import HeadKind


class CorpusUse(StrictModel):
    """One split of one corpus, and what is done with it."""

    corpus: str = Field(description="name under configs/corpora, or a path of a YAML file")
    split: str = "train"
    weight: float = Field(1.0, gt=0, description="multiplies the weight of each example")
    limit: int = Field(0, ge=0, description="groups taken at random (a group is a document or story); 0: all")
    options: tuple[str, ...] = Field(
        (), description="dotted overrides of the corpus configuration, such as augment.swaps=1"
    )


class DataSettings(StrictModel):
    """Training and development data."""

    train: tuple[CorpusUse, ...] = Field(min_length=1)
    dev: tuple[CorpusUse, ...] = Field(min_length=1)
    also: float = Field(0.0, ge=0, le=1, description="how far a defensible second label is allowed; 0 ignores it")
    copies: int = Field(1, ge=1, description="of each passage, each with other stand-ins, where names are masked")
    written: bool = Field(False, description="masked names: one more copy of each passage with the names as written")
    line_cap: float = Field(
        0.0, ge=0, description="total weight that the judgements of one sentence may have; 0: no cap"
    )


class ModelSettings(StrictModel):
    """The encoder and its head, or a model that is trained further."""

    encoder: str = Field("", description="hub id or path; a folder of that name under .base-models comes first")
    start: str = Field(
        "", description="a model folder, or the name of one under models, to go on from: its encoder, head and settings"
    )
    head: HeadKind = "attention"
    head_dropout: float = Field(0.1, ge=0, lt=1)

    @model_validator(mode="after")
    def _begins_somewhere(self) -> ModelSettings:
        if bool(self.encoder) == bool(self.start):
            raise ValueError("give either encoder, for a new model, or start, for one to go on from")
        if self.start and self.model_fields_set & {"head", "head_dropout"}:
            raise ValueError("head and head_dropout are those of the model in start: leave them out")
        return self


class TeacherSettings(StrictModel):
    """Distillation: ``fit.teacher_weight`` of the loss is the cross-entropy against a teacher (Hinton et al. 2015)."""

    run: str = Field(description="run folder of the teacher")
    unlabelled: tuple[CorpusUse, ...] = Field((), description="text that only the teacher labels")


class SchemeSettings(StrictModel):
    """Labels other than the five stances, for a benchmark with classes of its own; scores must increase."""

    names: tuple[str, ...] = Field(min_length=2)
    scores: tuple[float, ...]

    @model_validator(mode="after")
    def _is_a_scheme(self) -> SchemeSettings:
        LabelScheme(self.names, self.scores)
        return self


Task = Literal["dse", "newsmtsc", "plv", "seesaw"]


class BenchmarkSettings(StrictModel):
    """A published protocol: how predictions become the published figures, and the test sets."""

    task: Task
    tests: Mapping[str, CorpusUse] = Field(min_length=1, description="name in the table → corpus and split")


class Experiment(StrictModel):
    """One experiment: everything that decides its result."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")
    description: str = ""
    seed: int = 1
    model: ModelSettings
    encode: EncodeSettings = EncodeSettings()
    data: DataSettings
    fit: FitSettings = FitSettings()
    coverage: float = Field(0.9, gt=0, lt=1, description="probability that a label set holds the coded label")
    teacher: TeacherSettings | None = Field(None, description="none given: labels alone")
    labels: SchemeSettings | None = Field(None, description="none given: the five stances")
    benchmark: BenchmarkSettings | None = Field(None, description="what ``training.benchmark`` tests the model on")

    @model_validator(mode="after")
    def _copies_differ(self) -> Experiment:
        if not self.model.start and self.encode.names == "written" and (self.data.copies > 1 or self.data.written):
            raise ValueError("data.copies and data.written vary masked names: they need encode.names masked")
        return self

    @model_validator(mode="after")
    def _encodes_as_the_start_does(self) -> Experiment:
        if self.model.start and "encode" in self.model_fields_set:
            raise ValueError("encode is that of the model in model.start: leave it out")
        return self

    @property
    def scheme(self) -> LabelScheme:
        """The labels that the model learns."""
        return LabelScheme(self.labels.names, self.labels.scores) if self.labels else STANCE_LABELS
