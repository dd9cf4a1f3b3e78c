"""What a file is, by its name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import PurePosixPath
from typing import Literal

from stance.errors import DataError, MissingExtraError
from stance.text.read import SUFFIXES

Format = Literal["txt", "md", "html", "json", "jsonl", "csv", "tsv", "parquet", "zip", "warc", "dataset"]
Compression = Literal["", "gzip", "zstd"]

FORMATS: tuple[Format, ...] = ("txt", "md", "html", "json", "jsonl", "csv", "tsv", "parquet", "zip", "warc")
SINGLE: tuple[Format, ...] = ("txt", "md", "html")
"""One file, one document."""

_SUFFIXES: dict[str, Format] = {
    **SUFFIXES,
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".zip": "zip",
    ".warc": "warc",
    ".wet": "warc",
}
_COMPRESSIONS: dict[str, Compression] = {".gz": "gzip", ".zst": "zstd"}
EXPECTED = f"expected one of {', '.join(_SUFFIXES)}, or one of these with {' or '.join(_COMPRESSIONS)}"
# What each needs beyond the core: the package, what it is for, and the extra that installs it.
_NEEDS: dict[str, tuple[str, str, str]] = {
    "html": ("trafilatura", "reading HTML", "html"),
    "parquet": ("pyarrow", "reading Parquet", "batch"),
    "warc": ("warcio", "reading web archives", "batch"),
    "zstd": ("zstandard", "reading .zst files", "batch"),
    "dataset": ("datasets", "reading data sets", "train"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A format, and how the file is compressed."""

    format: Format
    compression: Compression = ""

    def require(self) -> None:
        """Raise MissingExtraError if a package is missing that reading such a file needs."""
        for need in (self.format, self.compression):
            package, feature, extra = _NEEDS.get(need, ("", "", ""))
            if package and find_spec(package) is None:
                raise MissingExtraError(feature=feature, extra=extra)


def kind_of(name: str, asked: str = "auto") -> Kind | None:
    """What the file of that name is, None if its suffix is unknown; ``asked`` overrides all but archives."""
    path = PurePosixPath(name.lower())
    compression = _COMPRESSIONS.get(path.suffix, "")
    format = _SUFFIXES.get(PurePosixPath(path.stem).suffix if compression else path.suffix)
    if format not in ("zip", "warc"):
        format = next((known for known in FORMATS if known == asked), format)
    return Kind(format, compression) if format is not None else None


def stem_of(name: str) -> str:
    """The name of a file without its folder and suffixes: what its documents are called."""
    path = PurePosixPath(name.replace("\\", "/"))
    return PurePosixPath(path.stem).stem if path.suffix.lower() in _COMPRESSIONS else path.stem


def unknown(name: str) -> str:
    """Why a file cannot be read whose name says nothing."""
    return f"unknown format {PurePosixPath(name).suffix or 'without a suffix'}: {EXPECTED}"


def check_format(asked: str) -> None:
    """Raise DataError for a format that nothing reads."""
    if asked != "auto" and asked not in FORMATS:
        raise DataError(f"unknown input format {asked!r}: expected one of {', '.join(FORMATS)}, auto")
