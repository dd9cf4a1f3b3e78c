"""The service under load, over real connections, and what a fuzzer finds."""

from __future__ import annotations

import asyncio
from statistics import quantiles
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import one_of

pytest.importorskip("fastapi", reason="needs the extra serve")
pytest.importorskip("httpx")

import httpx

from tests.serve_world import SENTENCES, analyzer, rounded, served

REQUESTS = 1000


@pytest.mark.slow
def test_a_thousand_requests_at_a_time_are_all_answered_and_none_gets_the_answer_of_another() -> None:
    texts = [f"{SENTENCES[n % len(SENTENCES)]} This was report {n}." for n in range(REQUESTS)]

    async def all_of_them(address: str) -> list[Any]:
        limits = httpx.Limits(max_connections=REQUESTS)
        async with httpx.AsyncClient(base_url=address, timeout=300, limits=limits) as client:
            return await asyncio.gather(*(client.post("/v1/analyze", json={"text": text}) for text in texts))

    with served() as address:
        found = asyncio.run(all_of_them(address))
        figures = httpx.get(f"{address}/metrics").text
    assert {answer.status_code for answer in found} == {200}
    assert [answer.json()["document"]["text"] for answer in found] == texts
    for n in range(0, REQUESTS, 97):
        assert rounded(found[n].json()["predictions"]) == rounded(expected(texts[n]))
    rounds = next(line for line in figures.splitlines() if line.startswith("stance_round_requests_count"))
    assert float(rounds.split()[1]) < REQUESTS / 4, "waiting requests share rounds"


def expected(text: str) -> Any:
    import json

    from stance.report.as_json import to_record

    return json.loads(json.dumps(to_record(analyzer().analyze(text))))["predictions"]


@pytest.mark.slow
def test_a_single_sentence_takes_little_longer_than_the_model() -> None:
    own, served_ = [], []
    with served() as address, httpx.Client(base_url=address, timeout=60) as client:
        for n in range(60):
            text = f"{SENTENCES[n % 3]} This was report {n}."
            started = perf_counter()
            analyzer().analyze(text)
            between = perf_counter()
            assert client.post("/v1/analyze", json={"text": text}).status_code == 200
            own.append(between - started)
            served_.append(perf_counter() - between)
    # Three times is what a machine of its own holds; this one may be doing something else in just these moments.
    assert quantiles(served_[10:], n=20)[-1] < 3 * quantiles(own[10:], n=20)[-1] + 0.1


@pytest.mark.slow
def test_no_request_that_the_description_allows_or_forbids_makes_the_service_fail() -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

    seen = set()
    with served() as address:
        schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
        for operation in (found.ok() for found in schema.get_all_operations()):
            modes = schemathesis.GenerationMode
            strategies = [operation.as_strategy(generation_mode=mode) for mode in (modes.POSITIVE, modes.NEGATIVE)]

            @settings(
                max_examples=40,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.explicit, Phase.generate],
            )
            @given(case=one_of(strategies))
            def ask(case: Any) -> None:
                answer = case.call(timeout=60)
                seen.add((operation.label, answer.status_code))  # noqa: B023
                held = [not_a_server_error, content_type_conformance, response_schema_conformance]
                case.validate_response(answer, checks=held)

            ask()
    assert ("POST /v1/actors", 200) in seen
    assert {code for _, code in seen} & {400, 415, 422}
