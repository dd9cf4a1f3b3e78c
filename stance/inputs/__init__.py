"""Corpora of any size, read as a stream of documents in constant memory."""

from __future__ import annotations

from stance.inputs.corpus import Corpus, open_corpus
from stance.inputs.entry import Entry, InputOptions

__all__ = ["Corpus", "Entry", "InputOptions", "open_corpus"]
