from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra serve")

import httpx
from fastapi.testclient import TestClient

from stance.errors import ConfigError, MissingExtraError
from stance.report import render
from stance.report.as_json import load_report, to_record
from stance.serve import answers
from stance.serve.app import create_app
from stance.serve.batching import Batcher, Round, _Job, share_out
from stance.serve.guard import Gate
from stance.serve.settings import KEY_VARIABLE, Limits, Settings, read_key
from stance.types import EncodedSentence
from tests.commandline import invoke
from tests.serve_world import KEY, LOAN, LOCAL, SENTENCES, analyzer, rounded

SMALL = Limits(body=4000, article=1000, examples=3)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(analyzer(), Settings(limits=SMALL)), base_url=LOCAL) as opened:
        yield opened


@pytest.fixture(scope="module")
def guarded() -> Iterator[TestClient]:
    settings = Settings(key=KEY, origins=("https://example.org",))
    with TestClient(create_app(analyzer(), settings), base_url=LOCAL) as opened:
        yield opened


def ask(client: TestClient, path: str = "/v1/analyze", **request: Any) -> Any:
    return client.post(path, json=request)


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem details of a refusal, whose form is checked."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found.keys() == {"type", "title", "status", "detail", "errors"}
    assert found["status"] == status
    return found


# --- answers


def test_an_article_gives_the_report_that_the_library_gives(client: TestClient) -> None:
    found = ask(client, text=LOAN, date="2024-05-03", title="A loan", sentiment=True).json()
    from datetime import date

    from stance.text.documents import document_from_text

    document = document_from_text(LOAN, title="A loan", published=date(2024, 5, 3))
    expected = to_record(analyzer().analyze(document, sentiment=True))
    assert rounded(found) == rounded(json.loads(json.dumps(expected)))
    assert load_report(json.dumps(found)).dyads


def test_the_described_form_is_the_form_of_the_answers(client: TestClient) -> None:
    answers.ReportAnswer.model_validate(ask(client, text=LOAN).json())
    answers.ActorsAnswer.model_validate(ask(client, "/v1/actors", text=LOAN).json())
    pair = {"text": "Ghana thanked Togo for the loan.", "source": "GHA", "target": "TGO"}
    answers.PredictAnswer.model_validate(ask(client, "/v1/predict", examples=[pair]).json())
    answers.FormsAnswer.model_validate(client.get("/v1/actors", params={"name": "Moscow"}).json())
    answers.HealthAnswer.model_validate(client.get("/healthz").json())


@pytest.mark.parametrize(
    ("format", "media"),
    [("jsonl", "application/x-ndjson"), ("csv", "text/csv; charset=utf-8"), ("html", "text/html; charset=utf-8")],
)
def test_an_article_comes_in_the_formats_of_the_command_line(client: TestClient, format: str, media: str) -> None:
    answer = client.post("/v1/analyze", params={"format": format}, json={"text": SENTENCES[1]})
    assert answer.headers["content-type"] == media
    expected = render(analyzer().analyze(SENTENCES[1]), format=format)
    assert answer.text.splitlines()[0] == expected.splitlines()[0] or format == "jsonl"
    assert len(answer.text.splitlines()) == len(expected.splitlines())


def test_articles_may_be_markdown_html_or_a_json_record(client: TestClient) -> None:
    record = json.dumps({"body": LOAN, "id": "wire-17", "headline": "A loan"})
    found = ask(client, text=record, format="json").json()
    assert found["document"]["id"] == "wire-17"
    assert found["document"]["title"] == "A loan"
    assert found["document"]["text"] == LOAN
    marked = ask(client, text=f"Kazakhstan **thanked** [China](https://example.org).\n\n- {LOAN}", format="md").json()
    assert marked["sentences"][0]["text"] == "Kazakhstan thanked China."
    pytest.importorskip("trafilatura")
    page = f"<html><head><title>A loan</title></head><body><article><p>{LOAN}</p><p>{LOAN}</p></article></body></html>"
    assert LOAN in ask(client, text=page, format="html").json()["document"]["text"]


def test_pairs_are_judged_in_their_order_and_direction(client: TestClient) -> None:
    text = "Ghana condemned Togo."
    pairs = [{"text": text, "source": a, "target": b} for a, b in (("GHA", "TGO"), ("TGO", "GHA"))]
    found = ask(client, "/v1/predict", examples=pairs).json()["predictions"]
    assert [one["source"] for one in found] == ["GHA", "TGO"]
    assert found[0]["label"] == "hostile"
    assert found[0]["score"] < found[1]["score"]


def test_voices_are_checked_against_the_catalogue(client: TestClient) -> None:
    assert ask(client, text="We thank Japan for its help.", voice="KEN").json()["notes"]
    assert "'Kenia'" in problem(ask(client, text=LOAN, voice="Kenia"), 422)["detail"]


def test_names_are_resolved_on_a_date(client: TestClient) -> None:
    found = client.get("/v1/actors", params={"name": "Moscow", "date": "3 May 2024"}).json()
    assert [form["actor"] for form in found["forms"]] == ["RUS"]
    assert client.get("/v1/actors", params={"name": "DEU"}).json()["forms"][0]["note"] == "a code"
    assert client.get("/v1/actors", params={"name": "Nobody at all"}).json()["forms"] == []


# --- refusals


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({}, "text: Field required"),
        ({"text": ""}, "text: String should have at least 1 character"),
        ({"text": " \n"}, "is empty"),
        ({"text": LOAN, "date": "soon"}, "not a date: 'soon'"),
        ({"text": LOAN, "tittle": "x"}, "tittle: Extra inputs are not permitted"),
        ({"text": "x" * 1001}, "1001 characters, expected at most 1000"),
        ({"text": "[]", "format": "json"}, "the text holds no record"),
        ({"text": '[{"text": "a"}, {"text": "b"}]', "format": "json"}, "holds 2 articles"),
    ],
)
def test_content_that_cannot_be_used_is_told(client: TestClient, request_: dict[str, Any], says: str) -> None:
    found = problem(client.post("/v1/analyze", json=request_), 422)
    assert says in "\n".join((found["detail"], *found["errors"]))


def test_all_problems_of_examples_are_told_at_once(client: TestClient) -> None:
    pairs = [{"text": "a", "source": "GHA", "target": "GHA"}, {"text": "b", "source": "", "target": "TGO"}]
    found = problem(ask(client, "/v1/predict", examples=pairs), 422)
    assert any("examples:1" in error for error in found["errors"])
    assert any("examples:2" in error for error in found["errors"])
    assert (
        "4 examples, expected at most 3" in problem(ask(client, "/v1/predict", examples=[pairs[0]] * 4), 422)["detail"]
    )


def test_bodies_that_are_too_large_or_no_json_are_refused(client: TestClient) -> None:
    problem(client.post("/v1/analyze", json={"text": "x" * 5000}), 413)
    problem(client.post("/v1/analyze", content=b"{", headers={"Content-Type": "application/json"}), 400)
    problem(client.post("/v1/analyze", content=b"\xff", headers={"Content-Type": "application/json"}), 400)
    problem(client.post("/v1/analyze", content=b"text=x", headers={"Content-Type": "text/plain"}), 415)
    problem(client.get("/v1/analyze"), 405)
    problem(client.get("/v2"), 404)


def test_a_body_without_a_length_is_measured_as_it_comes(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 100

    problem(client.post("/v1/analyze", content=chunks(), headers={"Content-Type": "application/json"}), 413)


def test_text_that_utf8_cannot_hold_is_no_failure(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    problem(client.post("/v1/analyze", content=rb'{"text": "\ud800 Russia"}', headers=headers), 422)
    problem(client.post("/v1/analyze", content=rb'{"text": "a", "\ud800": 1}', headers=headers), 422)
    deep = b'{"text":' + b"[" * 1500 + b"]" * 1500 + b"}"
    assert client.post("/v1/analyze", content=deep, headers=headers).status_code in (400, 422)


def test_a_failure_tells_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(analyzer())

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(analyzer().classifier, "recall", fail)
    with TestClient(app, base_url=LOCAL, raise_server_exceptions=False) as client:
        answer = ask(client, text=LOAN)
        assert "secret" not in json.dumps(problem(answer, 500))
        monkeypatch.undo()
        assert ask(client, text=LOAN).status_code == 200, "the thread of the model goes on"


# --- who may ask


def test_requests_without_the_key_are_refused(guarded: TestClient) -> None:
    for headers in ({}, {"X-API-Key": "wrong"}, {"X-API-Key": "ключ".encode()}, {"Authorization": f"Basic {KEY}"}):
        answer = guarded.post("/v1/analyze", json={"text": LOAN}, headers=headers)  # type: ignore[arg-type]
        problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
    problem(guarded.get("/metrics"), 401)
    assert guarded.get("/healthz").status_code == guarded.get("/").status_code == 200


@pytest.mark.parametrize("headers", [{"X-API-Key": KEY}, {"Authorization": f"Bearer {KEY}"}])
def test_requests_with_the_key_are_answered(guarded: TestClient, headers: dict[str, str]) -> None:
    assert guarded.post("/v1/analyze", json={"text": LOAN}, headers=headers).status_code == 200


def test_pages_of_other_origins_may_not_ask(client: TestClient, guarded: TestClient) -> None:
    problem(client.post("/v1/analyze", json={"text": LOAN}, headers={"Origin": "https://example.org"}), 403)
    problem(client.get("/healthz", headers={"Origin": "null"}), 403)
    assert client.get("/healthz", headers={"Origin": LOCAL}).status_code == 200
    key = {"X-API-Key": KEY}
    allowed = guarded.get("/metrics", headers={"Origin": "https://example.org"} | key)
    assert allowed.headers["access-control-allow-origin"] == "https://example.org"
    problem(guarded.get("/metrics", headers={"Origin": "https://other.example"} | key), 403)
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "X-API-Key,Content-Type"}
    assert guarded.options("/v1/analyze", headers={"Origin": "https://example.org"} | asks).status_code == 200
    assert guarded.options("/v1/analyze", headers={"Origin": "https://other.example"} | asks).status_code == 400


def test_a_service_without_key_answers_to_its_own_names_only(client: TestClient) -> None:
    problem(client.get("/healthz", headers={"Host": "rebound.example"}), 421)
    assert client.get("/healthz", headers={"Host": "LOCALHOST:1234"}).status_code == 200
    named = create_app(analyzer(), Settings(hosts=("stance.example",)))
    with TestClient(named, base_url="http://stance.example") as proxied:
        assert proxied.get("/healthz").status_code == 200


def test_the_service_is_not_exposed_by_accident(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.7", "stance.example", ""):
        with pytest.raises(ConfigError, match="there is no API key"):
            Settings(host=host)
        assert Settings(host=host, exposed=True).own_hosts() is None
        assert Settings(host=host, key=KEY).key == KEY
    for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost"):
        Settings(host=host)
    with pytest.raises(ConfigError, match="at least 16"):
        Settings(key="short")
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")
    assert read_key(tmp_path / "key") == KEY
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    assert read_key(None) == KEY
    with pytest.raises(ConfigError, match="cannot be read"):
        read_key(tmp_path / "none")


def test_the_command_refuses_before_it_loads_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    done = invoke("serve", "--host", "0.0.0.0")
    assert done.code == 2
    assert "--insecure-no-key" in done.err
    assert invoke("serve", "--allow-origin", "example.org").code == 2
    assert invoke("serve", "--api-key-file", tmp_path / "none").code == 2


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from stance.serve.run import require_packages

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingExtraError, match=r"stance\[serve\]"):
        require_packages()


def test_a_port_in_use_is_told() -> None:
    from stance.serve.run import listen

    with listen(Settings(port=0)) as taken, pytest.raises(ConfigError, match="choose another --port"):
        listen(Settings(port=taken.getsockname()[1]))


# --- how many at a time


async def _gate_answers(limits: Limits) -> list[int]:
    import asyncio

    release = asyncio.Event()

    async def app(_: Any, receive: Any, send: Any) -> None:
        await receive()
        await release.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    gate = Gate(app, limits=limits)
    found: list[int] = []

    async def request() -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"{}        ", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                found.append(message["status"])

        headers = [(b"content-type", b"application/json")]
        await gate({"type": "http", "method": "POST", "headers": headers}, receive, send)

    waiting = [asyncio.create_task(request()) for _ in range(2)]
    await asyncio.sleep(0)
    await request()
    release.set()
    await asyncio.gather(*waiting)
    await request()
    assert (gate.requests, gate.bytes) == (0, 0)
    return found


@pytest.mark.parametrize("limits", [Limits(requests=2), Limits(waiting=20)], ids=["number", "bytes"])
def test_more_requests_than_may_wait_are_told_to_come_again(limits: Limits) -> None:
    import asyncio

    assert asyncio.run(_gate_answers(limits)) == [429, 200, 200, 200]


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    import asyncio

    async def slow() -> list[int]:
        found: list[int] = []

        async def never() -> Any:
            await asyncio.sleep(60)

        async def send(message: Any) -> None:
            found.append(message.get("status", 0))

        async def app(*_: Any) -> None:
            found.append(-1)

        scope = {"type": "http", "method": "POST", "headers": [(b"content-type", b"application/json")]}
        await Gate(app, limits=Limits(patience=0.01))(scope, never, send)
        return found

    assert asyncio.run(slow()) == [408, 0]


def encoded(length: int, seed: int) -> EncodedSentence:
    return EncodedSentence(ids=(seed,) * length, slots=(), pairs=())


def test_short_requests_have_their_turn_beside_long_ones() -> None:
    long = _Job(deque(encoded(10, n) for n in range(100)), Future())
    short = _Job(deque([encoded(10, 200)]), Future())
    taken = share_out([long, short], tokens=50)
    assert [(job is short, len(sentences)) for job, sentences in taken] == [(False, 4), (True, 1)]
    assert len(long.left) == 96
    assert not short.left


def test_a_sentence_longer_than_a_round_is_read_all_the_same() -> None:
    job = _Job(deque([encoded(100, 1), encoded(100, 2)]), Future())
    assert [len(sentences) for _, sentences in share_out([job], tokens=10)] == [1]


def test_requests_that_wait_share_a_round_and_get_their_own_answers() -> None:
    rounds: list[Round] = []
    classifier = analyzer().classifier
    batcher = Batcher(classifier, watch=rounds.append)
    readings = [analyzer().read(analyzer_document(text)) for text in SENTENCES * 2]
    works = [classifier.prepare((reading,)) for reading in readings]
    futures = [batcher.submit(work) for work in works]
    futures[0].cancel()
    batcher.start()
    batcher.close()
    for reading, work, future in list(zip(readings, works, futures, strict=True))[1:]:
        (together,) = classifier.judge((reading,), work, memory=future.result(0))
        alone = classifier.predict(reading.sentences, reading.pairs.pairs)
        assert [p.label for p in together] == [p.label for p in alone]
        assert [p.score for p in together] == pytest.approx([p.score for p in alone], abs=1e-5)
    assert rounds[0].requests == 7, "two sentences name no pair, and one request was cancelled"
    assert rounds[0].sentences == 4, "copies are read once"


def analyzer_document(text: str) -> Any:
    from stance.text.documents import document_from_text

    return document_from_text(text)


# --- what is told of it


def test_figures_are_counted(client: TestClient) -> None:
    ask(client, text=LOAN)
    client.get("/no/such/path")
    found = client.get("/metrics")
    assert found.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'stance_requests_total{method="POST",path="/v1/analyze",status="200"}' in found.text
    assert 'path="other"' in found.text
    assert "/no/such/path" not in found.text
    assert "stance_round_requests_count" in found.text
    assert 'stance_model_info{name="default"' in found.text


def test_every_answer_has_the_headers_that_keep_browsers_careful(client: TestClient) -> None:
    for answer in (client.get("/"), client.get("/healthz"), client.get("/no"), ask(client, text=" ")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-inline' " not in answer.headers["content-security-policy"].replace(
            "style-src-attr 'unsafe-inline", ""
        )


def test_the_page_defines_every_colour_that_it_uses(client: TestClient) -> None:
    import re

    page = client.get("/").text
    of_the_matrix = {"--columns"}  # set on each table
    assert set(re.findall(r"var\((--[\w-]+)\)", page)) - of_the_matrix <= set(re.findall(r"(--[\w-]+):", page))


def test_the_description_names_every_refusal_and_holds_examples(client: TestClient) -> None:
    found = client.get("/openapi.json").json()
    for path in ("/v1/analyze", "/v1/predict", "/v1/actors"):
        statuses = found["paths"][path]["post"]["responses"].keys()
        assert {"200", "400", "401", "403", "408", "413", "415", "421", "422", "429"} <= statuses
    text = found["components"]["schemas"]["AnalyzeRequest"]["properties"]["text"]
    assert text["examples"]
    assert "Problem" in found["components"]["schemas"]
    assert "/page/read" not in found["paths"]


def test_the_description_says_where_a_key_is_needed(client: TestClient, guarded: TestClient) -> None:
    assert "security" not in client.get("/openapi.json").json()
    found = guarded.get("/openapi.json").json()
    assert {"key": []} in found["security"]
    assert found["paths"]["/healthz"]["get"]["security"] == []


# --- the command


@pytest.mark.slow
def test_the_command_serves_until_it_is_interrupted() -> None:
    import re
    import signal
    import subprocess

    from tests.commandline import command, environment

    started = command("serve", "--port", "0")
    with subprocess.Popen(started, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stderr is not None
        try:
            address = re.match(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
            assert address
            answer = httpx.post(f"{address[0]}/v1/analyze", json={"text": LOAN}, timeout=60)
            assert answer.status_code == 200
            assert "server" not in answer.headers
        finally:
            process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode in (0, 130)
    assert said == ""
