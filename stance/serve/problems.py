"""Errors as problem details (RFC 9457): what was found, what was expected, and where."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from stance.errors import DataError, MissingExtraError, StanceError

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, str] = {
    400: "Not a request that can be read",
    401: "An API key is needed",
    403: "Not allowed from there",
    404: "Not found",
    405: "Method not allowed",
    408: "The request came too slowly",
    413: "The request is too large",
    415: "Not JSON",
    421: "Not served under this name",
    422: "The content cannot be used",
    429: "Too many requests at a time",
    500: "The server failed",
}


class Problem(BaseModel):
    """Problem details; ``errors`` lists every problem found, each with its place."""

    type: str = Field(default="about:blank", examples=["about:blank"])
    title: str = Field(examples=["The content cannot be used"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["the text is empty: expected an article"])
    errors: list[str] = Field(default_factory=list, examples=[["date: not a date: 'soon'"]])


def problem(
    status: int, detail: str, *, errors: Sequence[str] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """The answer; lone surrogates, which UTF-8 cannot hold, become question marks."""
    title = TITLES.get(status, "Error")
    body = Problem(title=title, status=status, detail=detail, errors=list(errors)).model_dump()
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", errors="replace")
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


async def on_http_error(_: Request, error: Exception) -> Response:
    """Unknown paths, wrong methods, bodies that are no JSON."""
    assert isinstance(error, HTTPException)
    details = {404: "there is nothing at this path; /openapi.json lists what there is"}
    detail = details[error.status_code] if error.status_code in details else str(error.detail)
    return problem(error.status_code, detail, headers=error.headers)


async def on_invalid(_: Request, error: Exception) -> Response:
    """Bodies that do not have the documented form."""
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return problem(400, "the body is not valid JSON", errors=[_described(item) for item in found])
    errors = [_described(item) for item in found]
    return problem(422, f"{len(errors)} problem(s) in the request: see errors", errors=errors)


async def on_stance_error(_: Request, error: Exception) -> Response:
    """Content that the library cannot use."""
    if isinstance(error, MissingExtraError):
        return problem(422, f"this server cannot do that: {error}")
    if isinstance(error, DataError):
        message = str(error).split("\n", 1)[0]
        return problem(422, message, errors=error.problems)
    return problem(422, str(error))


async def on_failure(_: Request, __: Exception) -> Response:
    """A bug: the log has it, the answer tells nothing of the inside."""
    return problem(500, "an error that is not yours to mend; the server's log has it")


HANDLERS: Mapping[Any, Any] = {
    HTTPException: on_http_error,
    RequestValidationError: on_invalid,
    StanceError: on_stance_error,
    Exception: on_failure,
}


def _described(item: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in item["loc"] if part != "body")
    message = str(item["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
