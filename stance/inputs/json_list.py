"""The items of a JSON list, one at a time, however long the list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from stance.errors import DataError
from stance.text.documents import MAX_DOCUMENT_BYTES

_CHUNK = 1 << 16
_SPACE = " \t\r\n"
_decoder = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the list, and the line on which it begins."""

    line: int
    value: Any


def items(text: TextIO) -> Iterator[Item]:
    """The items of the list that ``text`` holds.

    Raises:
        DataError: where it stops being such a list, or an item is longer than a document may be.
    """
    window = _Window(text)
    window.expect("[")
    if window.next() == "]":
        return
    while True:
        yield window.item()
        if window.expect(",", "]") == "]":
            return


class _Window:
    """The part of the text that is being read: what comes before ``at`` is done with."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer, self._at, self._line, self._ended = "", 0, 1, False

    def next(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._line += self._buffer[self._at] == "\n"
                self._at += 1
            if self._at < len(self._buffer) or self._ended:
                return self._buffer[self._at : self._at + 1]
            self._fill()

    def expect(self, *characters: str) -> str:
        """Take the next character, which has to be one of these."""
        found = self.next()
        if found not in characters:
            wanted = " or ".join(characters)
            raise DataError(f"not JSON at line {self._line}: expected {wanted}, found {found or 'the end of the file'}")
        self._at += 1
        return found

    def item(self) -> Item:
        """The value that begins here."""
        self.next()
        while True:
            try:
                value, end = _decoder.raw_decode(self._buffer, self._at)
                if end < len(self._buffer) or self._ended:
                    return self._take(value, end)
            except RecursionError as error:
                raise DataError(f"not JSON that can be read at line {self._line}: nested too deeply") from error
            except ValueError as error:
                self._check(error)
            self._fill()

    def _take(self, value: Any, end: int) -> Item:
        item = Item(self._line, value)
        self._line += self._buffer.count("\n", self._at, end)
        self._at = end
        return item

    def _check(self, error: ValueError) -> None:
        """An item that cannot be read may go on beyond the window, unless nothing follows or it is far too long."""
        if self._ended:
            said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            raise DataError(f"not JSON in the item that begins at line {self._line}: {said}") from error
        if len(self._buffer) - self._at > MAX_DOCUMENT_BYTES:
            raise DataError(
                f"the item that begins at line {self._line} is malformed, or longer than one document may be (20 MB)"
            ) from error

    def _fill(self) -> None:
        kept = self._buffer[self._at :]
        # As much again as is kept: an item that is tried once for each doubling costs no more than twice its length.
        more = self._text.read(max(_CHUNK, len(kept)))
        self._buffer, self._at, self._ended = kept + more, 0, not more
