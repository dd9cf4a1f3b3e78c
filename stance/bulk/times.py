"""Where the time of a run goes."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds a stage: read the input, find sentences, actors and pairs, run the model, make and write the tables, and
    find near-duplicates.

    Stages overlap, and workers run side by side, so that the sum can exceed the time on the clock.
    """

    read: float = 0.0
    text: float = 0.0
    model: float = 0.0
    tables: float = 0.0
    stories: float = 0.0

    def __add__(self, other: Times) -> Times:
        return Times(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))
