"""ZIP archives: their members, whatever kind each is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from stance.errors import DataError
from stance.inputs.blobs import Blob
from stance.inputs.entry import Meter, Record, broken
from stance.inputs.kinds import kind_of, unknown
from stance.inputs.streams import DAMAGE, MAX_RATIO, MAX_UNPACKED, bomb, damaged
from stance.inputs.walk import is_hidden

ReadBlob = Callable[[Blob], Iterator[Record]]


def zip_records(blob: Blob, asked: str, read: ReadBlob) -> Iterator[Record]:
    """The records of all members, in the archive's order, each read by ``read``. Nothing is unpacked to disk.

    Raises:
        DataError: if the archive itself is damaged.
    """
    with blob.open_seekable() as stored:
        try:
            archive = zipfile.ZipFile(stored)
        except DAMAGE as error:
            raise damaged(error) from error
        with archive:
            for member in archive.infolist():
                if not member.is_dir() and not any(is_hidden(part) for part in PurePosixPath(member.filename).parts):
                    blob.meter.position = member.header_offset
                    yield from _member(archive, member, f"{blob.name}!{member.filename}", asked, read)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, asked: str, read: ReadBlob
) -> Iterator[Record]:
    kind = kind_of(member.filename, asked)
    if kind is None:
        yield broken(name, unknown(member.filename))
    elif kind.format == "zip":
        yield broken(name, "an archive within an archive: unpack it first")
    elif member.file_size > max(MAX_UNPACKED, MAX_RATIO * member.compress_size):
        yield broken(name, bomb(MAX_RATIO))
    else:
        kind.require()
        try:
            yield from read(Blob(name, kind, partial(archive.open, member), Meter(), size=member.file_size))
        except DataError as error:
            yield broken(name, str(error))
