"""The ASGI application: routes, and what stands before them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.openapi.utils import get_openapi
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from stance import __version__
from stance.analyzer import StanceAnalyzer
from stance.serve import answers
from stance.serve.guard import Access, Counted, Gate
from stance.serve.metrics import MEDIA_TYPE, Meters
from stance.serve.page import Page
from stance.serve.problems import HANDLERS, Problem
from stance.serve.problems import MEDIA_TYPE as PROBLEM
from stance.serve.requests import AnalyzeRequest, ArticleRequest, PredictRequest
from stance.serve.service import Service, Written
from stance.serve.settings import Settings
from stance.text.dates import parse_date

DESCRIPTION = """\
Reads an article and says what position each political actor in it takes toward each other, with the evidence.
The JSON is that of the command line (`stance analyze --format json`, `stance predict`); every answer names its `schema_version`.
Errors are problem details (RFC 9457)."""  # noqa: E501
Format = Literal["json", "jsonl", "csv", "html"]
router = APIRouter()


def _refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    schema = {"$ref": "#/components/schemas/Problem"}
    said = {
        400: "The body is not JSON.",
        401: "The API key is missing or wrong.",
        403: "A web page of an origin that is not allowed.",
        408: "The body came too slowly.",
        413: "The body is too large.",
        415: "The body is not declared as JSON.",
        421: "The Host header names another service.",
        422: "The content cannot be used; `errors` lists every problem.",
        429: "Too many requests are being answered: try again after Retry-After seconds.",
    }
    return {status: {"description": said[status], "content": {PROBLEM: {"schema": schema}}} for status in statuses}


_ANY = _refusals(401, 403, 421)
_BODY = _ANY | _refusals(400, 408, 413, 415, 422, 429)
_OTHER_FORMATS: dict[str, Any] = {"content": {"application/x-ndjson": {}, "text/csv": {}, "text/html": {}}}


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _answer(written: Written) -> Response:
    # Set as it stands: the class would add a charset to text types of its own accord.
    return Response(written.content, headers={"Content-Type": written.media_type})


@router.post(
    "/v1/analyze", response_model=answers.ReportAnswer, responses={200: _OTHER_FORMATS, **_BODY}, tags=["stance"]
)
async def analyze(
    request: Request,
    article: AnalyzeRequest,
    format: Annotated[Format, Query(description="jsonl and csv: one line a judgement; html: a page.")] = "json",
) -> Response:
    """Who takes which stance toward whom in an article, with the evidence."""
    return _answer(await _service(request).analyze(article, format=format))


@router.post("/v1/predict", response_model=answers.PredictAnswer, responses=_BODY, tags=["stance"])
async def predict(request: Request, pairs: PredictRequest) -> Response:
    """The stance of pairs that you found, in their order."""
    return _answer(await _service(request).predict(pairs))


@router.post("/v1/actors", response_model=answers.ActorsAnswer, responses=_BODY, tags=["actors"])
async def actors(request: Request, article: ArticleRequest) -> Response:
    """The actors that a text names: where, and how they were found."""
    return _answer(await _service(request).actors(article))


@router.get("/v1/actors", response_model=answers.FormsAnswer, responses=_ANY | _refusals(422), tags=["actors"])
async def resolve(
    request: Request,
    name: Annotated[str, Query(min_length=1, max_length=200, examples=["Moscow"])],
    date: Annotated[str | None, Query(max_length=60, examples=["2024-05-03"])] = None,
) -> Response:
    """Whom a name, demonym, office or person can mean, on a date or at any time."""
    return _answer(await _service(request).forms(name, parse_date(date) if date and date.strip() else None))


@router.get("/healthz", response_model=answers.HealthAnswer, responses=_refusals(403, 421), tags=["service"])
async def healthz(request: Request) -> dict[str, str]:
    """Whether the service is there, and with which model. Needs no key."""
    model = _service(request).analyzer.model
    return {"status": "ok", "version": __version__, "model": model.name, "model_version": model.version}


@router.get(
    "/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **_ANY}, tags=["service"]
)
async def metrics(request: Request) -> Response:
    """Counters in the text format of Prometheus."""
    return Response(_service(request).meters.text(), headers={"Content-Type": MEDIA_TYPE})


@router.get("/", include_in_schema=False)
async def page(request: Request) -> Response:
    """The page for those who do not code."""
    shown: Page = request.app.state.page
    return Response(shown.html, headers={"Content-Security-Policy": shown.policy}, media_type="text/html")


@router.post("/page/read", include_in_schema=False)
async def read_for_page(request: Request, article: AnalyzeRequest) -> Response:
    """What the page asks."""
    return _answer(await _service(request).analyze_for_page(article))


def create_app(analyzer: StanceAnalyzer, settings: Settings | None = None) -> FastAPI:
    """The application; ``settings.host`` and ``.port`` only decide by which names it may be called."""
    settings = settings or Settings()
    meters = Meters(analyzer.model)
    service = Service(analyzer, meters=meters, limits=settings.limits)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.start()
        yield
        service.close()

    app = FastAPI(
        title="stance",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        exception_handlers=dict(HANDLERS),
        responses={},
    )
    app.state.service, app.state.page = service, Page.of(analyzer, settings)
    app.include_router(router)
    app.openapi = lambda: _openapi(app, keyed=settings.key is not None)  # type: ignore[method-assign]
    _stand_guard(app, settings, meters)
    return app


def _stand_guard(app: FastAPI, settings: Settings, meters: Meters) -> None:
    """The last one that is added is the first one that is asked."""
    app.add_middleware(Gate, limits=settings.limits)
    app.add_middleware(Access, settings=settings)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type", "X-API-Key", "Authorization"],
        )
    app.add_middleware(Counted, meters=meters)


def _openapi(app: FastAPI, *, keyed: bool) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        parts = schema["components"]
        parts["schemas"]["Problem"] = Problem.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            parts["schemas"].pop(name, None)
        if keyed:
            parts["securitySchemes"] = {
                "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                "bearer": {"type": "http", "scheme": "bearer"},
            }
            schema["security"] = [{"key": []}, {"bearer": []}]
            schema["paths"]["/healthz"]["get"]["security"] = []
        app.openapi_schema = schema
    return app.openapi_schema
