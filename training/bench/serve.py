"""How long the service takes beside the model itself.

Runs ``stance serve`` in a process of its own and asks it for single sentences, first one by one, then many at a time.
"""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlsplit

from stance.analyzer import StanceAnalyzer
from stance.evaluation.render import table
from stance.text.documents import document_from_text
from training.bench.given import Given

SENTENCES = (
    "Morocco imposed sanctions on Senegal after the talks in Geneva failed, report {n} says.",
    "Brazil praised Portugal as a true friend and promised to send more teachers, report {n} says.",
    "Norway expelled two diplomats of Serbia on the grounds of espionage, report {n} says.",
)
AT_A_TIME = (8, 64, 1000)
THREADS, REQUESTS, WARM_UP = 1, 200, 40
INTRODUCTION = """\
Wall-clock time of one sentence of 20 words, sent as an article; the model runs on one core.
"""
HEAD = ("", "median ms", "p95 ms", "sentences a second")


def texts(number: int, *, first: int = 0) -> list[str]:
    """Sentences of which no two are the same."""
    return [SENTENCES[n % len(SENTENCES)].format(n=n) for n in range(first, first + number)]


@contextmanager
def served() -> Iterator[str]:
    """The address of a service in a process of its own."""
    command = [sys.executable, "-m", "stance", "serve", "--port", "0", "--threads", str(THREADS)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        try:
            found = re.match(r"http://\S+", line)
            if not found:
                raise SystemExit(line + process.stderr.read())
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            sys.stderr.write(process.stderr.read())


def timed(act: Callable[[str], object], given: Sequence[str]) -> list[float]:
    """Milliseconds of each call, after some that do not count."""
    found = []
    for text in given[:WARM_UP]:
        act(text)
    for text in given:
        started = perf_counter()
        act(text)
        found.append(1000 * (perf_counter() - started))
    return found


def row(name: str, times: Sequence[float], extra: str = "") -> tuple[str, ...]:
    """Median and 95th percentile in milliseconds."""
    return name, f"{median(times):.1f}", f"{quantiles(times, n=20)[-1]:.1f}", extra


async def crowd(address: str, given: Sequence[str], at_a_time: int) -> list[float]:
    """Milliseconds of each request, so many at a time; over plain sockets, which cost the client least."""
    turn, place = asyncio.Semaphore(at_a_time), urlsplit(address)

    async def ask(text: str) -> float:
        body = json.dumps({"text": text}).encode()
        head = f"POST /v1/analyze HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/json\r\n"
        async with turn:
            started = perf_counter()
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            writer.write(f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            answer = await reader.read()
            writer.close()
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(answer[:200].decode())
            return 1000 * (perf_counter() - started)

    return await asyncio.gather(*map(ask, given))


def service(_: Given) -> str:
    """The model alone, an analysis in process, and the service one by one and with many requests at a time."""
    import httpx

    analyzer = StanceAnalyzer.load(threads=THREADS)
    classifier, own = analyzer.classifier, texts(REQUESTS)
    works = {text: classifier.prepare((analyzer.read(document_from_text(text)),)) for text in own}
    rows = [
        row("model alone (one runtime call)", timed(lambda text: classifier.run(works[text]), own)),
        row("`StanceAnalyzer.analyze`, in process", timed(analyzer.analyze, own)),
    ]
    with served() as address:
        with httpx.Client(base_url=address, timeout=60) as client:
            alone = timed(lambda text: client.post("/v1/analyze", json={"text": text}).raise_for_status(), own)
        rows.append(row("`POST /v1/analyze`, one by one", alone))
        for at_a_time in AT_A_TIME:
            many = texts(max(REQUESTS, 2 * at_a_time), first=10_000 * at_a_time)
            started = perf_counter()
            times = asyncio.run(crowd(address, many, at_a_time))
            rows.append(row(f"… {at_a_time} at a time", times, f"{len(many) / (perf_counter() - started):.0f}"))
    return f"{INTRODUCTION}\n{table(HEAD, rows)}\n"
