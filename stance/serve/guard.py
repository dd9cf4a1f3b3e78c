"""What stands before the service: who may ask, from where, how much and how many at a time."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stance.serve.metrics import Meters
from stance.serve.problems import problem
from stance.serve.settings import Limits, Settings

OPEN_PATHS = frozenset(("/", "/healthz", "/openapi.json"))
"""Answered without a key: they hold nothing of anybody's text."""
PATHS = OPEN_PATHS | {"/metrics", "/v1/analyze", "/v1/predict", "/v1/actors", "/page/read"}
SECURITY: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class Counted:
    """Counts and times every answer, and gives it the headers of ``SECURITY`` that it does not have."""

    def __init__(self, app: ASGIApp, *, meters: Meters) -> None:
        self.app, self.meters = app, meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"] if scope["path"] in PATHS else "other"
        status, started = 500, perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            with self.meters.open.track_inprogress():
                await self.app(scope, receive, watched)
        finally:
            method = scope["method"] if scope["method"] in ("GET", "POST", "OPTIONS", "HEAD") else "other"
            self.meters.requests.labels(path, method, str(status)).inc()
            self.meters.seconds.labels(path).observe(perf_counter() - started)


class Access:
    """Refuses foreign hosts (421), pages of other origins (403), and where there is a key requests without it (401)."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self.key = settings.key
        self.hosts = settings.own_hosts()
        self.origins = settings.origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.hosts is not None and _without_port(host) not in self.hosts:
            return problem(421, f"this service is not called {host!r}: name it with --allow-host if it is")
        if not self._may_come_from(headers.get("origin"), host):
            return problem(403, "web pages of other origins may not use this service unless --allow-origin names them")
        if self.key and scope["path"] not in OPEN_PATHS and not self._has_key(headers):
            detail = "give the API key in the header X-API-Key, or as Authorization: Bearer KEY"
            return problem(401, detail, headers={"WWW-Authenticate": "Bearer"})
        return None

    def _may_come_from(self, origin: str | None, host: str) -> bool:
        if origin is None or "*" in self.origins or origin in self.origins:
            return True
        return origin.split("://", 1)[-1].lower() == host.lower() and bool(host)

    def _has_key(self, headers: Headers) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        given = headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")
        return hmac.compare_digest(given.encode(), (self.key or "").encode())


def _without_port(host: str) -> str:
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


class Gate:
    """Reads bodies whole before anything else sees them, within ``limits``."""

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self.app, self.limits = app, limits
        self.requests = self.bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope))
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        self.requests += 1
        body = bytearray()
        try:
            answer = await self._read(receive, body)
            await (answer or self.app)(scope, _replay(bytes(body), receive), send)
        finally:
            self.requests -= 1
            self.bytes -= len(body)

    def _refusal(self, headers: Headers) -> ASGIApp | None:
        length = headers.get("content-length", "")
        media = headers.get("content-type", "").partition(";")[0].strip().lower()
        if media != "application/json":
            return problem(415, f"expected Content-Type: application/json, found {media or 'none'}")
        if length.isdigit() and int(length) > self.limits.body:
            return self._too_large()
        if self.requests >= self.limits.requests or self.bytes >= self.limits.waiting:
            return self._busy()
        return None

    def _busy(self) -> ASGIApp:
        detail = f"{self.requests} requests are being answered: try again in a moment"
        return problem(429, detail, headers={"Retry-After": "1"})

    def _too_large(self) -> ASGIApp:
        return problem(413, f"the body is larger than {self.limits.body} bytes", headers={"Connection": "close"})

    async def _read(self, receive: Receive, body: bytearray) -> ASGIApp | None:
        """Fill ``body``; what to answer if it is too large or too slow."""
        try:
            async with asyncio.timeout(self.limits.patience):
                more = True
                while more:
                    message = await receive()
                    chunk = message.get("body", b"")
                    body += chunk
                    self.bytes += len(chunk)
                    more = message["type"] == "http.request" and message.get("more_body", False)
                    if len(body) > self.limits.body:
                        return self._too_large()
                    if self.bytes > self.limits.waiting + self.limits.body:  # others came meanwhile
                        return self._busy()
        except TimeoutError:
            detail = f"the body took longer than {self.limits.patience:.0f} seconds"
            return problem(408, detail, headers={"Connection": "close"})
        return None


def _replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the body at once, and then whatever comes."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
