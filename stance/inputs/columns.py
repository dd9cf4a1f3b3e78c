"""The columns of a table that are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stance.actors.documents import METADATA_KEYS
from stance.errors import DataError
from stance.text.fields import Fields, resolve

# What the analysis reads beside the fields of a document.
_READ = ("voice", *METADATA_KEYS)


def check_columns(found: Sequence[str], fields: Fields) -> Fields:
    """The columns that hold the parts of a document.

    Raises:
        DataError: if a column that was named is missing, there is none for the text, or one is there twice.
    """
    columns = resolve(tuple(found), fields)
    missing = [name for name in fields.names() if name and name not in found]
    if not columns.text and not fields.text:
        missing = ["text", *missing]
    listed = ", ".join(found[:20]) or "none"
    if missing:
        hint = "" if columns.text else ": name the column that holds the text (--text-column)"
        raise DataError(f"no column {', '.join(missing)} (found: {listed}){hint}")
    twice = [name for name, count in Counter(found).items() if count > 1 and name in columns.names() and name]
    if twice:
        raise DataError(f"the column {', '.join(twice)} is there twice (found: {listed})")
    return columns


def needed_columns(found: Sequence[str], fields: Fields) -> list[str]:
    """Those columns, and what else the analysis reads, in the order of the table; DataError as above."""
    wanted = {*check_columns(found, fields).names(), *_READ}
    return [name for name in found if name in wanted]
