"""Bytes as they are stored, counted, unpacked and checked on the way."""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Protocol

from stance.errors import DataError
from stance.inputs.entry import Meter
from stance.inputs.kinds import Compression

BUFFER = 1 << 16
# Nothing unpacked is kept, so that a bomb costs time only; text, even the same article over and over, stays below this.
MAX_RATIO, MAX_UNPACKED = 1000, 1_000_000_000
_FRAMES_KEPT = 4096
DAMAGE = (EOFError, OSError, zlib.error, zipfile.BadZipFile, RuntimeError)
"""What reading a damaged, encrypted or vanished file raises."""


def damaged(error: Exception) -> DataError:
    """Why the rest of a file cannot be read."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return DataError(f"cannot be read, it may be damaged or cut off ({said or type(error).__name__}): fetch it again")


def bomb(ratio: int) -> str:
    """Why a file is refused that unpacks to more than ``ratio`` times its size."""
    return f"unpacks to more than {ratio} times its size, which no text does; if it is right, unpack it first"


class Counted(io.RawIOBase):
    """The bytes of ``file``, which it closes; the meter counts them."""

    def __init__(self, file: IO[bytes] | io.RawIOBase, meter: Meter) -> None:
        self._file, self._meter = file, meter

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; DataError where the file is damaged."""
        try:
            data = self._file.read(len(buffer)) or b""
        except DAMAGE as error:
            raise damaged(error) from error
        buffer[: len(data)] = data
        self._meter.position += len(data)
        return len(data)

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        super().close()


class StandardInput(io.RawIOBase):
    """Standard input as it comes, without waiting for more than there is; it stays open."""

    def readable(self) -> bool:
        """True."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes, none at the end."""
        stream = sys.stdin.buffer
        return stream.read1(size) if isinstance(stream, io.BufferedReader) else stream.read(size)


class _Unpacker(Protocol):
    """What zlib and zstandard offer for one frame."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Codec:
    """How to unpack frames; ``step``: bytes to feed at once, few where few can become very many."""

    start: Callable[[], _Unpacker]
    error: type[Exception]
    step: int


def _codec(compression: Compression) -> _Codec:
    if compression == "gzip":
        return _Codec(lambda: zlib.decompressobj(wbits=31), zlib.error, 4096)
    import zstandard  # optional

    # Archives of news and of social media are packed with long windows.
    return _Codec(
        lambda: zstandard.ZstdDecompressor(max_window_size=1 << 31).decompressobj(), zstandard.ZstdError, 1024
    )


class Unpacked(io.RawIOBase):
    """The content of a gzip or zstd stream of one or more frames. A frame that is damaged or cut off is a DataError."""

    def __init__(self, raw: io.RawIOBase, compression: Compression) -> None:
        self._raw, self._codec = raw, _codec(compression)
        self._unpacker: _Unpacker | None = None
        self._rest, self._ready = b"", memoryview(b"")
        self._read = self._unpacked = 0
        self._damage: DataError | None = None
        self._frames: deque[tuple[int, int]] = deque(maxlen=_FRAMES_KEPT)

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; damage is told after all that could be unpacked before it."""
        filled = 0
        while filled < len(buffer) and self._fill(told=not filled):
            size = min(len(buffer) - filled, len(self._ready))
            buffer[filled : filled + size] = self._ready[:size]
            self._ready = self._ready[size:]
            filled += size
        return filled

    def _fill(self, *, told: bool) -> bool:
        try:
            while not self._ready and self._more():
                pass
        except DataError as error:
            self._damage = error
        if self._damage is not None and not self._ready and told:
            raise self._damage
        return bool(self._ready)

    def stored_offset(self, offset: int) -> int:
        """Where the frame that begins at ``offset`` of the content is stored, else ``offset``; ever later ones only."""
        while self._frames and self._frames[0][0] < offset:
            self._frames.popleft()
        return self._frames[0][1] if self._frames and self._frames[0][0] == offset else offset

    def close(self) -> None:
        """Close the stored bytes too."""
        self._raw.close()
        super().close()

    def _more(self) -> bool:
        if self._damage is not None:
            return False
        data = self._rest or self._raw.read(self._codec.step) or b""
        self._read += 0 if self._rest else len(data)
        self._rest = b""
        if self._unpacker is None:
            data = data.lstrip(b"\0")  # tapes and some tools pad with zeros between and after the frames
        if not data:
            return self._end()
        self._feed(data)
        return True

    def _end(self) -> bool:
        if self._unpacker is not None:
            raise DataError("is cut off in the middle of its compressed data: fetch it again")
        return False

    def _feed(self, data: bytes) -> None:
        if self._unpacker is None:
            self._unpacker = self._codec.start()
            self._frames.append((self._unpacked, self._read - len(data)))
        try:
            self._ready = memoryview(self._unpacker.decompress(data))
        except self._codec.error as error:
            raise damaged(error) from error
        if self._unpacker.eof:
            self._rest, self._unpacker = self._unpacker.unused_data, None
        self._unpacked += len(self._ready)
        if self._unpacked > max(MAX_UNPACKED, MAX_RATIO * self._read):
            raise DataError(bomb(MAX_RATIO))
