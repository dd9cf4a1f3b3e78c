"""A service on a port of its own, and what its tests ask it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import uvicorn

from stance.analyzer import StanceAnalyzer
from stance.serve.app import create_app
from stance.serve.run import listen
from stance.serve.settings import Settings

LOCAL = "http://127.0.0.1:8000"
KEY = "an example key of a test"
LOAN = "Kazakhstan thanked China for the loan. Astana declined to back Russia's proposal."
SENTENCES = (
    "Morocco imposed sanctions on Senegal.",
    "Brazil praised Portugal as a true friend.",
    "Norway expelled two diplomats of Serbia.",
    "The bridge was built of stone.",
    "Japan pledged aid to Bangladesh, while India thanked Oman for its help.",
)


@cache
def analyzer() -> StanceAnalyzer:
    """The shipped model, loaded once."""
    return StanceAnalyzer.load(threads=1)


@contextmanager
def served(settings: Settings | None = None) -> Iterator[str]:
    """The address of a running service."""
    settings = settings or Settings(port=0)
    with listen(settings) as taken:
        config = uvicorn.Config(create_app(analyzer(), settings), log_level="warning", backlog=2048)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[taken])), daemon=True)
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(60)


def axe() -> Path | None:
    """The accessibility checker's script, where the package that carries it is installed."""
    from importlib.util import find_spec

    found = find_spec("axe_core_python")
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) / "axe.min.js" if places else None


def without_model(record: dict[str, Any]) -> dict[str, Any]:
    """A report as compared: probabilities rounded, for batches of another size round otherwise."""
    return {name: rounded(value) for name, value in record.items() if name != "model"}


def rounded(value: Any) -> Any:
    """Every number to three digits."""
    match value:
        case float():
            return round(value, 3) + 0.0
        case dict():
            return {name: rounded(item) for name, item in value.items()}
        case list() | tuple():
            return [rounded(item) for item in value]
        case _:
            return value
