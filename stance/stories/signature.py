"""A text as 260 bytes from which the share of words that two texts have in common can be estimated.

MinHash: of each of 128 random permutations of all possible word pairs the signature keeps the first pair that the text
has; two signatures agree in a position with the probability that is the Jaccard similarity of the two sets (Broder
1997, "On the resemblance and containment of documents"). Of each value the low 16 bits are kept (Li and König 2010,
"b-bit minwise hashing"): chance agreements, one in 65,536, are far below the error of the estimate, 0.044 at most.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from stance.errors import MissingExtraError, StanceError
from stance.text.clean import clean
from stance.types import Document

N_VALUES: Final = 128
"""Values of a signature."""
N_BYTES: Final = 4 + 2 * N_VALUES
"""Length of a signature: the number of distinct word pairs (4 bytes) and the values (2 bytes each), little-endian."""
_SEED: Final = 1
_ALGORITHM: Final = 2  # of rensa: another one would give other values for the same text
# Scripts without spaces between words: each character counts as a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_CREDIT = re.compile(
    r"^\W*(?:(?:reporting|writing|editing|additional reporting|compiled|written|edited|translated)\b[^.\n]{0,120}\bby\b"
    r"|(?:source|photo|copyright)\s*:|\(?(?:c\)|©))[^\n]{0,200}$",
    re.IGNORECASE | re.MULTILINE,
)


def signature(text: str, *, cleaned: bool = False) -> bytes:
    """The MinHash signature of a text: 260 bytes, or none for a text without words.

    Case, punctuation, quotation marks, boilerplate, headings and credit lines do not count. ``cleaned``: the text is
    the body of an article already, which saves the cleaning (about 2 ms). Raises MissingExtraError without rensa, and
    StanceError where rensa computes other values than those that runs on disk hold.
    """
    pairs = word_pairs(words(text if cleaned else _body(text)))
    if not pairs:
        return b""
    values = _minhash(pairs)
    return struct.pack(f"<I{N_VALUES}H", len(set(pairs)), *(value & 0xFFFF for value in values))


def words(text: str) -> list[str]:
    """The words, case-folded, without punctuation; in scripts without spaces, the characters."""
    return _WORD.findall(unicodedata.normalize("NFKC", _CREDIT.sub("", text)).casefold())


def word_pairs(words: Sequence[str]) -> list[str]:
    """Each two adjacent words; of a single word, the word."""
    return [f"{first} {second}" for first, second in pairwise(words)] or list(words)


def _body(text: str) -> str:
    blocks = clean(Document(id="", text=text))
    # A text of headings alone (a headline, a list) is better than none.
    kept = [b for b in blocks if b.kind == "body"] or [b for b in blocks if b.kind == "heading"]
    return "\n".join(block.span.of(text) for block in kept)


def _minhash(pairs: Sequence[str]) -> list[int]:
    try:
        from rensa import RMinHash  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtraError(feature="finding wire copies", extra="batch") from error
    found = getattr(RMinHash, "ALGORITHM_VERSION", 1)
    if found != _ALGORITHM:
        raise StanceError(
            f"the installed rensa computes MinHash by its algorithm {found}, expected {_ALGORITHM}, by which all runs "
            "are made: run pip install 'rensa>=0.5,<0.6'"
        )
    sketch = RMinHash(N_VALUES, _SEED)
    sketch.update(pairs)
    return list(sketch.digest())
