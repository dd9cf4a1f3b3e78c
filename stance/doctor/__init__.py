"""Whether an installation is whole, what it lacks, and how fast it is here: what ``stance doctor`` shows."""

from __future__ import annotations

from stance.doctor.examine import Check, Examination, examine
from stance.doctor.extras import Extra, Package

__all__ = ["Check", "Examination", "Extra", "Package", "examine"]
