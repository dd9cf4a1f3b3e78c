"""What a request holds, and the documents and examples that it asks about."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from stance.actors.catalogue import Catalogue
from stance.config import StrictModel
from stance.errors import DataError
from stance.examples import examples_from_records
from stance.labels import LabelScheme
from stance.text.dates import parse_date
from stance.text.documents import document_from_text
from stance.text.read import read_documents
from stance.types import Document, StanceExample, Voice

Offsets = Annotated[list[int], Field(min_length=2, max_length=2)]
_STDIN = "stdin"


class ArticleRequest(StrictModel):
    """An article, and what is known of it."""

    text: str = Field(
        description="The article; all offsets of the answer point into the text that it gives back.",
        min_length=1,
        examples=["Kazakhstan thanked China for the loan. Astana declined to back Russia's proposal."],
    )
    format: Literal["txt", "md", "html", "json", "auto"] = Field(
        "txt", description="What the text is written in; json: one record, as docs/data-format.md says."
    )
    id: str | None = Field(None, description="Shown in the answer; default: made of the text.", examples=["wire-17"])
    title: str | None = Field(None, examples=["A loan and a refusal"])
    date: str | None = Field(
        None, description="Publication date: who held an office then.", examples=["2024-05-03", "3 May 2024"]
    )
    source: str | None = Field(None, description="Who published it.", examples=["Example Wire"])
    url: str | None = Field(None, examples=["https://example.org/a-loan"])
    language: str | None = Field(None, description="en, or names only in fr, es, de, ru, zh, ar.", examples=["en"])
    voice: str | None = Field(
        None,
        description="Whose statement, readout or transcript it is: codes with commas between.",
        examples=["KAZ", "USA,GBR"],
    )
    lines: bool = Field(False, description="Take each line as one sentence.")


class AnalyzeRequest(ArticleRequest):
    """An article whose stances are asked for."""

    sentiment: bool = Field(False, description="Add the stance of the text itself (AUTHOR) toward each actor.")


class Pair(StrictModel):
    """A sentence with two actors."""

    text: str = Field(min_length=1, examples=["Ghana thanked Togo for the loan."])
    source: str = Field(description="Code or name of the actor that takes the position; or AUTHOR.", examples=["GHA"])
    target: str = Field(description="Code or name of the actor that it is taken toward.", examples=["TGO"])
    context: list[str] = Field(default_factory=list, description="Earlier sentences, oldest first.", examples=[[]])
    source_spans: list[Offsets] = Field(
        default_factory=list, description="Where the source is named; default: looked for.", examples=[[[0, 5]]]
    )
    target_spans: list[Offsets] = Field(default_factory=list, examples=[[[14, 18]]])
    id: str | None = Field(None, examples=["1"])
    voice: Voice | None = Field(None, examples=["action"])


class PredictRequest(StrictModel):
    """Pairs that the caller found."""

    examples: list[Pair] = Field(min_length=1)


def document_of(request: ArticleRequest, *, catalogue: Catalogue, limit: int) -> Document:
    """The document; whatever the request says of it comes before what the text itself says.

    Raises:
        DataError: no article, several, one of more than ``limit`` characters, or an unknown voice.
        MissingExtraError: the format needs a package that is not there.
    """
    _require_length(len(request.text), limit, "the text")
    document = _parsed(request)
    given: dict[str, Any] = {
        name: value for name in ("id", "title", "source", "url", "language") if (value := getattr(request, name))
    }
    if request.date and request.date.strip():
        given["published"] = parse_date(request.date)
    if request.voice and request.voice.strip():
        given["metadata"] = {**document.metadata, "voice": _voice(request.voice, catalogue)}
    return replace(document, **given)


def _parsed(request: ArticleRequest) -> Document:
    if request.format == "txt":
        return document_from_text(request.text)
    data = request.text.encode("utf-8", errors="replace")
    documents = list(read_documents(None, stdin=data, format=request.format, name="the text"))
    if len(documents) != 1:
        raise DataError(f"the text holds {len(documents)} articles: send them one by one")
    named = documents[0]
    return replace(named, id=document_from_text(request.text).id) if named.id == _STDIN else named


def _voice(voice: str, catalogue: Catalogue) -> str:
    codes = [code.strip() for code in voice.split(",")]
    unknown = [code for code in codes if catalogue.actor(code).kind == "unknown"]
    if unknown:
        raise DataError(
            f"voice: no actor of the catalogue: {', '.join(map(repr, unknown))}; expected codes such as USA or EU, "
            "which /v1/actors?name=… finds"
        )
    return ",".join(map(catalogue.canonical, codes))


def examples_of(request: PredictRequest, *, scheme: LabelScheme, most: int, limit: int) -> tuple[StanceExample, ...]:
    """The examples.

    Raises:
        DataError: with every problem; also for more than ``most`` examples, or ``limit`` characters in all.
    """
    if len(request.examples) > most:
        raise DataError(f"{len(request.examples)} examples, expected at most {most}: send them in several requests")
    _require_length(sum(len(p.text) + sum(map(len, p.context)) for p in request.examples), limit, "all examples")
    records = ((n, pair.model_dump(exclude_none=True)) for n, pair in enumerate(request.examples, start=1))
    return examples_from_records(records, place="examples", scheme=scheme, labelled=False)


def _require_length(found: int, limit: int, what: str) -> None:
    if found > limit:
        raise DataError(f"{what}: {found} characters, expected at most {limit}: send it in parts")
