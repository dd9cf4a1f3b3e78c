"""Bytes to text, and what is no text."""

from __future__ import annotations

import codecs
import re

from stance.errors import DataError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"PK\x03\x04", "a ZIP archive (Word, Excel and EPUB files are such)"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"\xfd7zXZ", "xz-compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"\x7fELF", "a program"),
)
# These start with letters: only further bytes that no text holds make them binary.
_LETTER_MAGIC = (
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"GIF8", "a GIF image"),
    (b"BZh", "bzip2-compressed data"),
    (b"RIFF", "sound, video or a WebP image"),
    (b"OggS", "sound or video"),
    (b"ID3", "an MP3 file"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MULTIBYTE = re.compile("[^\x00-\x7f\ufffd]")
_HEAD = 65536
_MAX_CONTROL_SHARE = 0.01
# English prose in cp1252 has a few quotes, dashes and accents; more high bytes than this and the script is another one.
_MAX_WESTERN_SHARE = 0.1


def decode(data: bytes, *, name: str, declared: str | None = None) -> str:
    """Text of ``data``: by its byte-order mark, else UTF-8, else ``declared``, else cp1252 or what the bytes look like.

    Args:
        data: the whole content of a file or stream.
        name: what to call it in an error.
        declared: an encoding that the content itself names (HTML).

    Raises:
        DataError: if the data is binary; the message names what it looks like.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, name)
    _refuse_binary(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, declared)


def encoding_of(head: bytes, *, name: str) -> str:
    """The encoding of a stream that begins with ``head``, cut anywhere: chosen as ``decode`` chooses, then kept to.

    Raises:
        DataError: if the data is binary.
    """
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return "utf-8-sig" if encoding == "utf-8" else encoding[: len("utf-16")]
    _refuse_binary(head, name)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _encoding_of_other(head)
    return "utf-8"


def _encoding_of_other(head: bytes) -> str:
    if _mostly_utf8(head.decode("utf-8", errors="replace")):
        return "utf-8"
    return "cp1252" if _looks_western(head) else _guess(head) or "cp1252"


def peek(head: bytes, *, name: str) -> str:
    """Text of the first bytes of a file, cut anywhere: good enough to tell its format.

    Raises:
        DataError: if the data is binary.
    """
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, errors="ignore")
    _refuse_binary(head, name)
    return head.decode("utf-8", errors="ignore")


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return data.decode("utf-8", errors="replace")
        raise DataError(
            f"{name}: its byte-order mark says {encoding}, but byte {error.start} is not; save it as UTF-8"
        ) from error
    if "\x00" in text:
        raise DataError(f"{name} looks like binary data: expected text")
    return text


def _refuse_binary(data: bytes, name: str) -> None:
    found = _looks_like(data)
    if found:
        raise DataError(f"{name} looks like {found}: expected text, Markdown, HTML or JSON; extract its text first")


def _looks_like(data: bytes) -> str | None:
    head = data[:_HEAD]
    for magic, kind in _BINARY_MAGIC:
        if head.startswith(magic):
            return kind
    controls = len(_CONTROL.findall(head))
    if b"\x00" not in data and controls <= _MAX_CONTROL_SHARE * len(head):
        return None
    for magic, kind in _LETTER_MAGIC:
        if head.startswith(magic):
            return kind
    if min(head[0::2].count(0), head[1::2].count(0)) == 0 and head.count(0) > len(head) // 4:
        return "UTF-16 without a byte-order mark (save it as UTF-8)"
    return "binary data"


def _decode_other(data: bytes, declared: str | None) -> str:
    replaced = data.decode("utf-8", errors="replace")
    if _mostly_utf8(replaced):
        return replaced
    for encoding in (declared, "cp1252" if _looks_western(data) else _guess(data), "cp1252"):
        text = _try(data, encoding)
        if text is not None:
            return text
    return data.decode("cp1252", errors="replace")


def _mostly_utf8(replaced: str) -> bool:
    """Whether it is UTF-8 with a few broken bytes."""
    return len(_MULTIBYTE.findall(replaced)) > 10 * replaced.count("\ufffd")


def _looks_western(data: bytes) -> bool:
    head = data[:_HEAD]
    return sum(byte > 0x7F for byte in head) <= _MAX_WESTERN_SHARE * len(head)


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # slow to import, rarely needed

    best = from_bytes(data[:_HEAD]).best()
    return best.encoding if best else None


def _try(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
