"""Where the service listens, who may use it, and how much it takes at a time."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path

from stance.errors import ConfigError

KEY_VARIABLE = "STANCE_API_KEY"
MIN_KEY = 16
_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is refused: 413 beyond ``body`` bytes, 422 beyond ``article`` characters or ``examples`` of one request,
    429 beyond ``requests`` (or ``waiting`` bytes of them) at a time, 408 for a body that takes ``patience`` seconds.
    """

    body: int = 2_000_000
    article: int = 200_000
    examples: int = 1000
    requests: int = 1024
    waiting: int = 64_000_000
    patience: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``origins``: other web pages that may use the service; ``hosts``: names by which it is called, beside its own.

    ``exposed``: listen beyond this machine although there is no key.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    key: str | None = None
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    exposed: bool = False
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.key is not None and (len(self.key) < MIN_KEY or not self.key.isascii() or not self.key.isprintable()):
            raise ConfigError(f"the API key has to be at least {MIN_KEY} printable ASCII characters: make a longer one")
        if not (is_loopback(self.host) or self.key or self.exposed):
            raise ConfigError(
                f"host {self.host} can be reached from other machines, and there is no API key: set {KEY_VARIABLE} or "
                "give --api-key-file; --insecure-no-key serves everybody who reaches it"
            )
        for origin in self.origins:
            if (origin != "*" and not origin.startswith(("http://", "https://"))) or origin.endswith("/"):
                raise ConfigError(f"origin {origin!r}: expected scheme and host, such as https://example.org")

    def own_hosts(self) -> frozenset[str] | None:
        """The values of the Host header that are answered; None: all.

        Without a key, a page whose name an attacker points at this machine could read the answers (DNS rebinding).
        """
        if self.key or not is_loopback(self.host):
            return None
        return frozenset((*_LOCAL_NAMES, bracketed(self.host), *(host.lower() for host in self.hosts)))


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine can reach what listens on ``host``."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def bracketed(host: str) -> str:
    """The host as it stands in an address."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host.lower()


def read_key(path: Path | None) -> str | None:
    """The key in the file, or else in the environment.

    Raises:
        ConfigError: if the file cannot be read or is empty.
    """
    if path is None:
        return os.environ.get(KEY_VARIABLE) or None
    try:
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: the API key cannot be read ({error})") from error
    if not key:
        raise ConfigError(f"{path} is empty: expected an API key of at least {MIN_KEY} characters")
    return key
