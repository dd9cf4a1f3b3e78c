"""Named bytes of a known kind: a file on disk, a member of an archive, or standard input."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from stance.errors import DataError
from stance.inputs.entry import Meter
from stance.inputs.kinds import Kind, stem_of
from stance.inputs.streams import BUFFER, DAMAGE, Counted, Unpacked, damaged
from stance.text.decode import encoding_of
from stance.text.documents import MAX_DOCUMENT_BYTES


@dataclass(frozen=True, slots=True)
class Blob:
    """``raw`` opens the bytes as stored, ``meter`` counts what was read of them; ``path`` is "" inside an archive."""

    name: str
    kind: Kind
    raw: Callable[[], IO[bytes] | io.RawIOBase] = field(repr=False)
    meter: Meter
    path: str = ""
    size: int = 0

    @property
    def stem(self) -> str:
        """What its documents are called."""
        return stem_of(self.name if self.path else self.name.rpartition("!")[2])

    def open(self) -> io.BufferedReader:
        """The content, unpacked. Damage is a DataError, here or while it is read."""
        return io.BufferedReader(self.unpacked(), BUFFER)

    def unpacked(self) -> Counted | Unpacked:
        """The content without a buffer."""
        try:
            stored = Counted(self.raw(), self.meter)
        except DAMAGE as error:
            raise damaged(error) from error
        return Unpacked(stored, self.kind.compression) if self.kind.compression else stored

    def read(self) -> bytes:
        """The whole content.

        Raises:
            DataError: if it is larger than a document may be.
        """
        with self.open() as stream:
            data = stream.read(MAX_DOCUMENT_BYTES + 1)
        if len(data) > MAX_DOCUMENT_BYTES:
            raise DataError(f"holds more than {MAX_DOCUMENT_BYTES / 1e6:.0f} MB, expected one article: split it")
        return data

    def open_seekable(self) -> IO[bytes]:
        """The content as a file in which one may jump; from within an archive it goes to a temporary file first."""
        if self.path and not self.kind.compression:
            return Path(self.path).open("rb")
        with ExitStack() as stack:
            file = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(stack.enter_context(self.open()), file)
            file.seek(0)
            stack.pop_all()  # all went well: the caller closes it
        return file

    def open_text(self, stream: io.BufferedReader) -> io.TextIOWrapper:
        """The text of an opened stream, line ends as they are; the encoding is told by its beginning."""
        encoding = encoding_of(stream.peek(BUFFER), name=self.name)
        # Bytes that are not UTF-8 stay recognisable: a table may be put together from files of several encodings.
        errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
        return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")
