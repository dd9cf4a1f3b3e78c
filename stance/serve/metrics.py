"""What the service counts, in the text format of Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from stance.serve.batching import Round
from stance.types import ModelInfo

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class Meters:
    """The counters of one application, in a registry of its own."""

    def __init__(self, model: ModelInfo) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        self.requests = Counter("stance_requests", "Requests answered.", ("path", "method", "status"), registry=own)
        self.seconds = Histogram(
            "stance_request_seconds", "Time to the whole answer.", ("path",), buckets=_SECONDS, registry=own
        )
        self.open = Gauge("stance_requests_open", "Requests that are being answered.", registry=own)
        self.judgements = Counter("stance_judgements", "Judgements given.", registry=own)
        self.model_seconds = Histogram(
            "stance_model_seconds", "Time of a round of the model.", buckets=_SECONDS, registry=own
        )
        self.joined = Histogram("stance_round_requests", "Requests that shared a round.", buckets=_SIZES, registry=own)
        self.sentences = Histogram("stance_round_sentences", "Sentences of a round.", buckets=_SIZES, registry=own)
        Info("stance_model", "The model that speaks.", registry=own).info(
            {"name": model.name, "version": model.version, "sha256": model.sha256}
        )

    def count_round(self, done: Round) -> None:
        """Add a round of the model."""
        self.model_seconds.observe(done.seconds)
        self.joined.observe(done.requests)
        self.sentences.observe(done.sentences)

    def text(self) -> bytes:
        """All figures."""
        return generate_latest(self.registry)
