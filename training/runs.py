"""What a run folder holds, for those who make runs and those who read them."""

from __future__ import annotations

from pathlib import Path

CONFIG, METRICS = "config.yaml", "metrics.json"


def is_finished(folder: Path) -> bool:
    """Whether a run folder holds its results, which are written last."""
    return (folder / METRICS).is_file()
