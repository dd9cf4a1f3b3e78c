from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine, which may be training a model, than of the code.
settings.register_profile("stance", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("stance")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that takes the fixture `shared` carries the marker of that name: `-m "not shared"` leaves them out."""
    for item in items:
        if isinstance(item, pytest.Function) and "shared" in item.fixturenames:
            item.add_marker(pytest.mark.shared)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data: $STANCE_SHARED, or `shared` beside the checkout; tests that need it are skipped without."""
    named = os.environ.get("STANCE_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the shared data: no folder {folder}; set STANCE_SHARED to where it is")
    return folder


def pytest_configure() -> None:
    """Each process of pytest-xdist keeps to a core of its own, so that threads do not get in each other's way."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})
