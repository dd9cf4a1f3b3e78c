"""How long the service takes beside the model itself: ``python -m training.bench_serve [--model FOLDER]``.

Runs ``stance serve`` in a process of its own and asks it for single sentences, first one by one, then many at a time.
"""

from __future__ import annotations

import argparse
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

import httpx

from stance.analyzer import StanceAnalyzer
from stance.text.documents import document_from_text

SENTENCES = (
    "Morocco imposed sanctions on Senegal after the talks in Geneva failed, report {n} says.",
    "Brazil praised Portugal as a true friend and promised to send more teachers, report {n} says.",
    "Norway expelled two diplomats of Serbia on the grounds of espionage, report {n} says.",
)
AT_A_TIME = (1, 8, 64, 1000)


def texts(number: int, *, first: int = 0) -> list[str]:
    """Sentences of which no two are the same."""
    return [SENTENCES[n % len(SENTENCES)].format(n=n) for n in range(first, first + number)]


@contextmanager
def served(model: str | None, threads: int) -> Iterator[str]:
    """The address of a service in a process of its own."""
    options = ["--port", "0", "--threads", str(threads), *(("--model", model) if model else ())]
    command = [sys.executable, "-m", "stance", "serve", *options]
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
    """Milliseconds of each call."""
    found = []
    for text in given:
        started = perf_counter()
        act(text)
        found.append(1000 * (perf_counter() - started))
    return found


def row(name: str, times: Sequence[float], extra: str = "") -> str:
    """Median and 95th percentile in milliseconds."""
    return f"| {name} | {median(times):.1f} | {quantiles(times, n=20)[-1]:.1f} | {extra} |"


async def crowd(address: str, given: Sequence[str], at_a_time: int) -> list[float]:
    """Milliseconds of each request, so many at a time; plain sockets, for a client library is slower than the service."""
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


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--requests", type=int, default=200)
    given = parser.parse_args()
    analyzer = StanceAnalyzer.load(given.model, threads=given.threads)
    classifier, own = analyzer.classifier, texts(given.requests)
    readings = {text: analyzer.read(document_from_text(text)) for text in own}
    works = {text: classifier.prepare((reading,)) for text, reading in readings.items()}
    print("| one sentence | median ms | p95 ms | a second |\n|---|---:|---:|---:|")
    print(row("model alone (one runtime call)", timed(lambda text: classifier.run(works[text]), own)))
    print(row("StanceAnalyzer.analyze, in process", timed(analyzer.analyze, own)))
    with served(given.model, given.threads) as address, httpx.Client(base_url=address, timeout=60) as client:
        print(row("POST /v1/analyze, one by one", timed(lambda t: client.post("/v1/analyze", json={"text": t}), own)))
        for at_a_time in AT_A_TIME[1:]:
            many = texts(max(given.requests, 2 * at_a_time), first=10_000 * at_a_time)
            started = perf_counter()
            times = asyncio.run(crowd(address, many, at_a_time))
            print(row(f"… {at_a_time} at a time", times, f"{len(many) / (perf_counter() - started):.0f}"))


if __name__ == "__main__":
    main()
