"""Running the service."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from stance.errors import ConfigError, MissingExtraError
from stance.serve.settings import Settings, bracketed

if TYPE_CHECKING:
    from stance.analyzer import StanceAnalyzer

_BACKLOG = 2048  # connections that may wait for the first to be accepted
_KEEP_ALIVE = 75  # seconds; shorter, and a client may send its next request just when the connection is closed
_WARM_UP = "Kazakhstan thanked China for the loan."


def require_packages() -> None:
    """Raises MissingExtraError where the packages of the service are not installed."""
    try:
        import fastapi  # noqa: F401
        import prometheus_client  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(feature="stance serve", extra="serve") from error


def serve(
    analyzer: StanceAnalyzer, settings: Settings, *, log: bool = False, ready: Callable[[str], None] = print
) -> None:
    """Serve until interrupted; ``ready`` is told the address. Requests that are being answered are finished.

    Raises:
        MissingExtraError: the packages of the service are not installed.
        ConfigError: the address cannot be used.
    """
    require_packages()
    import uvicorn

    from stance.serve.app import create_app

    app = create_app(analyzer, settings)
    with listen(settings) as server_socket:
        port = server_socket.getsockname()[1]
        config = uvicorn.Config(
            app,
            log_level="info" if log else "warning",
            log_config=_log_config(),
            access_log=log,
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE,
            backlog=_BACKLOG,
        )
        analyzer.analyze(_WARM_UP)  # tables are built on first use, and the first user shall not wait for them
        ready(f"http://{bracketed(settings.host)}:{port}")
        uvicorn.Server(config).run(sockets=[server_socket])


def listen(settings: Settings) -> socket.socket:
    """A socket at the address; taken before the model answers, so that a port in use is told at once.

    Raises:
        ConfigError: the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named: asyncio turns Nagle's algorithm off for such sockets alone, and it costs 40 ms an answer.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let others take the same port
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((settings.host.strip("[]"), settings.port))
        taken.listen(_BACKLOG)
    except OSError as error:
        taken.close()
        place = f"{bracketed(settings.host)}:{settings.port}"
        raise ConfigError(
            f"cannot listen on {place} ({error.strerror or error}): choose another --port or --host"
        ) from error
    return taken


def _log_config() -> dict[str, object]:
    """uvicorn's own, with everything on standard error."""
    from copy import deepcopy

    from uvicorn.config import LOGGING_CONFIG

    config = deepcopy(LOGGING_CONFIG)
    config["handlers"]["access"]["stream"] = "ext://sys.stderr"
    return config
