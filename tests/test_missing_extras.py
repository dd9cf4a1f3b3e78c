"""Every feature whose extra is not installed says so in one line, with the command that installs it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from stance import StanceAnalyzer
from stance.actors import territories
from stance.errors import MissingExtraError
from tests.commandline import invoke
from tests.snippets import make_world
from tests.tiny import shared_bundle


@dataclass(frozen=True, slots=True)
class Use:
    """A command, the packages that are absent, and the extra that it should name."""

    extra: str
    blocked: tuple[str, ...]
    words: tuple[str, ...]


USES = (
    Use("html", ("trafilatura",), ("analyze", "article.html")),
    Use("html", ("lxml",), ("analyze", "article.html")),
    Use("languages", ("babel",), ("actors", "--language", "ru", "Россия ответила Китаю.")),
    Use("parquet", ("pyarrow",), ("analyze", "article.txt", "-o", "report.parquet")),
    Use("parquet", ("pyarrow",), ("predict", "pairs.csv", "-o", "labelled.parquet")),
    Use("parquet", ("pyarrow",), ("predict", "pairs.parquet")),
    Use("batch", ("pyarrow",), ("batch", "news", "-o", "again")),
    Use("batch", ("rensa",), ("batch", "news", "-o", "again")),
    Use("batch", ("zstandard",), ("batch", "packed.jsonl.zst", "-o", "again")),
    Use("batch", ("warcio",), ("batch", "crawl.warc", "-o", "again")),
    Use("html", ("trafilatura",), ("batch", "article.html", "-o", "again")),
    Use("batch", ("duckdb",), ("query", "out", "SELECT 1")),
    Use("batch", ("duckdb",), ("panel", "out", "--by", "month")),
    Use("batch", ("duckdb",), ("sample", "out", "--n", "3")),
    Use("batch", ("pyarrow",), ("stories", "out")),
    Use("plot", ("altair",), ("plot", "panel.csv", "-o", "figure.svg")),
    Use("plot", ("vl_convert",), ("plot", "panel.csv", "-o", "figure.png")),
    Use("plot", ("altair",), ("plot", "panel.csv", "-o", "figure.html")),
    Use("serve", ("fastapi",), ("serve",)),
    Use("serve", ("uvicorn",), ("serve",)),
    Use("serve", ("prometheus_client",), ("serve",)),
)

# Packages that hold on to another once they are loaded, as an earlier test may have done.
USERS = {"lxml": ("trafilatura", "htmldate", "justext", "courlan")}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extras") / "world"
    make_world(folder)
    (folder / "packed.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd")
    (folder / "crawl.warc").write_bytes(b"WARC/1.0\r\n")
    (folder / "pairs.parquet").write_bytes(b"PAR1PAR1")
    return folder


@pytest.fixture
def block(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes packages look as if they were not installed."""

    def absent(*names: str) -> None:
        territories._all_forms.cache_clear()
        for name in (*names, *(user for blocked in names for user in USERS.get(blocked, ()))):
            for loaded in [one for one in sys.modules if one == name or one.startswith(f"{name}.")]:
                monkeypatch.delitem(sys.modules, loaded)
        for name in names:
            monkeypatch.setitem(sys.modules, name, None)

    return absent


@pytest.mark.slow
@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.words[0]}-{use.blocked[0]}-{use.words[-1]}")
def test_a_missing_extra_is_named_with_its_command(
    use: Use, world: Path, block: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(world)
    before = set(world.iterdir())
    block(*use.blocked)
    done = invoke(*use.words)
    assert done.code == 2, done.out
    assert f"run pip install 'stance[{use.extra}]'" in done.err
    assert done.err.count("\n") == 1
    assert done.err.startswith("error: ")
    assert set(world.iterdir()) == before, "nothing is begun"


def test_the_torch_runtime_and_training_name_their_extra(
    block: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from training.cli import train

    folder = shared_bundle()
    for name in [one for one in sys.modules if one.startswith(("stance.runtime.torch", "stance.model", "training."))]:
        monkeypatch.delitem(sys.modules, name)
    block("torch", "transformers")
    with pytest.raises(MissingExtraError, match=r"pip install 'stance\[train\]'"):
        StanceAnalyzer.load(folder, runtime="torch")
    with pytest.raises(MissingExtraError, match=r"pip install 'stance\[train\]'"):
        train(tmp_path / "any.yaml", overrides=(), data_dir=None, output=None)
