"""What ``configs/corpora/<name>.yaml`` says of a corpus; each reader adds the options that only it knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from stance.config import StrictModel
from stance.labels import STANCE_LABELS

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class SplitRule(StrictModel):
    """Which rows make up a split: files, a share of their groups, and what a leak rule takes away."""

    files: tuple[str, ...] = Field(min_length=1, description="files whose rows are taken")
    share: tuple[float, float] = Field((0.0, 1.0), description="groups whose stable hash lies in [start, end)")
    without: tuple[str, ...] = Field((), description="leak rule: rows whose text is in one of these files are left out")
    without_corpora: tuple[str, ...] = Field((), description="leak rule: the same for other corpora, as corpus/split")
    without_flags: tuple[str, ...] = Field((), description="leak rule: rows that carry one of these flags are left out")

    @model_validator(mode="after")
    def _share_is_a_range(self) -> SplitRule:
        start, end = self.share
        if not 0 <= start < end <= 1:
            raise ValueError(f"share must be [start, end] with 0 <= start < end <= 1, found {[start, end]}")
        return self


class AugmentSettings(StrictModel):
    """What to add to a corpus's training examples."""

    swaps: int = Field(
        0, ge=0, description="copies of each example with other actors, where its actors can be replaced"
    )
    reversed_as_neutral: tuple[str, ...] = Field(
        (),
        description="examples with no label outside these also give the reversed pair as neutral, if it is not coded",
    )
    author_as_neutral: float = Field(
        0.0, ge=0, le=1, description="share of examples that give AUTHOR → target as neutral"
    )
    unrelated_as_neutral: float = Field(
        0.0, ge=0, le=1, description="share of examples that give other named actor → target as neutral"
    )
    weight: float = Field(1.0, gt=0, description="weight of an added example relative to the one it is made from")


class CorpusConfig(StrictModel):
    """A corpus: where it is from, what may be done with it, how its labels and splits are read."""

    name: str
    reader: str
    title: str
    source: str = Field(description="public address")
    paper: str = Field(description="citation")
    licence: str
    licence_allows_shipping: bool = Field(description="whether a shipped model may be trained on it")
    licence_reason: str
    language: str
    folder: str = Field(description="folder of the data, relative to the data folder")
    files_in: Literal["data", "project"] = Field(
        "data", description="whether the files lie with the data or are shipped"
    )
    files: Mapping[str, Sha256 | None] = Field(description="file name → sha256; null: not checked (own data)")
    labels: Mapping[str, tuple[str, ...]] = Field({}, description="the corpus's label → the set of allowed labels")
    classes: tuple[str, ...] = Field(STANCE_LABELS.names, description="labels to map to: for a benchmark its own")
    splits: Mapping[str, SplitRule]
    seed: int = 0
    weight: float = Field(1.0, gt=0, description="weight of each example in the loss")
    augment: AugmentSettings = Field(AugmentSettings(), description="what load_corpus(…, augmented=True) adds")

    @model_validator(mode="after")
    def _names_are_known(self) -> CorpusConfig:
        unknown = sorted({label for found in self.labels.values() for label in found} - set(self.classes))
        if unknown:
            raise ValueError(f"unknown label(s) {', '.join(unknown)}: expected {', '.join(self.classes)}")
        named = {file for rule in self.splits.values() for file in (*rule.files, *rule.without)}
        if missing := sorted(named - set(self.files)):
            raise ValueError(f"splits name files without a checksum: {', '.join(missing)}")
        return self
