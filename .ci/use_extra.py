"""Uses what an extra is for, with the installed package: python use_extra.py EXTRA. Run by .ci/extras-check."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

TEXT = "Kazakhstan thanked China for the loan. Russia accused Kazakhstan of ingratitude."
PAIR = {"text": "Ghana thanked Togo for the loan.", "source": "GHA", "target": "Togo"}


def stance(*arguments: str) -> str:
    """Run the command, which must succeed."""
    return subprocess.run(["stance", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def html() -> None:
    page = next(Path().glob("*.html"))
    assert json.loads(stance("analyze", str(page), "--format", "json"))["predictions"]


def languages() -> None:
    assert "CHN" in stance("actors", "--language", "ru", "Россия ответила Китаю.")


def parquet() -> None:
    Path("a.txt").write_text(TEXT)
    stance("analyze", "a.txt", "-o", "a.parquet")
    assert Path("a.parquet").read_bytes().startswith(b"PAR1")


def batch() -> None:
    Path("news.jsonl").write_text(json.dumps({"id": "a", "date": "2024-05-01", "text": TEXT}) + "\n")
    stance("batch", "news.jsonl", "-o", "out")
    assert "thanked" in stance("query", "out", "SELECT sentence_text FROM judgements")
    assert "KAZ" in stance("panel", "out", "--by", "month")


def plot() -> None:
    with Path("panel.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["source", "target", "by", "period", "n", "mean_score", "low", "high"])
        rows.writerows(
            ["KAZ", "RUS", "month", f"2024-0{n}-01", 9, 0.1 * n, 0.1 * n - 0.2, 0.1 * n + 0.2] for n in (1, 2)
        )
    for name in ("a.png", "a.svg", "a.html"):
        stance("plot", "panel.csv", "-o", name)
        assert Path(name).stat().st_size > 1000


def serve() -> None:
    port = "18431"
    with subprocess.Popen(["stance", "serve", "--port", port], stderr=subprocess.DEVNULL) as service:
        try:
            for _ in range(100):
                time.sleep(0.2)
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                        assert answer.status == 200
                    return
                except OSError:
                    assert service.poll() is None, "the service ended"
            raise AssertionError("the service does not answer")
        finally:
            service.terminate()


def sklearn() -> None:
    from stance.integrations.sklearn import StanceEstimator

    pairs = [PAIR, PAIR | {"text": "Ghana condemned Togo."}] * 3
    model = StanceEstimator().fit(pairs, ["supportive", "hostile"] * 3)
    assert list(model.predict(pairs[:2])) == ["supportive", "hostile"]


def spacy() -> None:
    import spacy as library

    nlp = library.blank("en")
    nlp.add_pipe("stance")
    assert nlp(TEXT)._.stances


def ray() -> None:
    Path("news.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n")
    stance("batch", "news.jsonl", "-o", "out", "--engine", "ray", "--workers", "1")
    assert list(Path("out/judgements").glob("*.parquet"))


def huggingface() -> None:
    from transformers import pipeline

    import stance as package  # noqa: F401  (registers the task)

    assert pipeline("directed-stance")(PAIR)["label"] in {"cooperative", "supportive"}


def train() -> None:
    from stance.bundle import Bundle
    from stance.fit import fit
    from stance.runtime.torch import trainable

    assert callable(fit)
    assert sum(weights.numel() for weights in trainable(Bundle.load()).parameters()) > 20e6


USES: dict[str, Callable[[], None]] = {
    use.__name__: use for use in (html, languages, parquet, batch, plot, serve, sklearn, spacy, ray, huggingface, train)
}

if __name__ == "__main__":
    USES[sys.argv[1]]()
