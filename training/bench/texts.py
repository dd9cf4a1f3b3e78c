"""The texts that are measured: those of a folder, repeated until there are sentences enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from stance.errors import DataError
from stance.text.clean import clean
from stance.text.read import read_documents
from stance.text.sentences import split
from stance.types import Document

SUFFIXES = (".txt", ".html", ".jsonl")


def read_texts(folder: Path, *, sentences: int) -> tuple[Document, ...]:
    """The documents below ``folder``, again and again until they have ``sentences`` sentences.

    Repeated ones get another beginning, so that nothing that was kept from the first reading serves the second.

    Raises DataError where the folder has no text with a sentence.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    once = [document for path in paths for document in read_documents(path)]
    total = sum(len(split(document, clean(document))) for document in once)
    if not total:
        raise DataError(f"{folder}: no text found; give a folder with {', '.join(SUFFIXES)} files")
    rounds = -(-sentences // total)
    again = (_again(document, number) for number in range(1, rounds) for document in once)
    return (*once, *again)


def _again(document: Document, number: int) -> Document:
    text = f"Report number {number} begins here.\n\n{document.text}"
    return replace(document, id=f"{document.id}-{number}", text=text)
