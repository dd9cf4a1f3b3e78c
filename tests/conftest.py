from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data: $STANCE_SHARED, or `shared` beside the checkout; tests that need it are skipped without."""
    named = os.environ.get("STANCE_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the shared data: no folder {folder}; set STANCE_SHARED to where it is")
    return folder
