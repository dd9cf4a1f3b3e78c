"""Which reader reads a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import FileIO

from stance.errors import DataError
from stance.inputs.archives import zip_records
from stance.inputs.articles import article
from stance.inputs.blobs import Blob
from stance.inputs.csv_records import csv_records
from stance.inputs.entry import InputOptions, Meter, Record, broken
from stance.inputs.hub import saved_records
from stance.inputs.json_records import json_file, json_lines
from stance.inputs.kinds import stem_of, unknown
from stance.inputs.parquet import parquet_records
from stance.inputs.streams import damaged
from stance.inputs.walk import Source
from stance.inputs.warc import warc_records
from stance.text.fields import Fields


def source_records(source: Source, options: InputOptions, meter: Meter) -> Iterator[Record]:
    """The records of a file. Where the file as a whole cannot be read on, the last record says so."""
    try:
        yield from _records(source, options, meter)
    except DataError as error:
        yield broken(source.path, str(error))
    except OSError as error:
        yield broken(source.path, str(damaged(error)))


def _records(source: Source, options: InputOptions, meter: Meter) -> Iterator[Record]:
    fields = options.fields()
    if source.kind is None:
        yield broken(source.path, unknown(source.path))
    elif source.kind.format == "dataset":
        yield from saved_records(source.path, source.path, stem_of(source.path), fields)
    else:
        raw = partial(FileIO, source.path)
        blob = Blob(source.path, source.kind, raw, meter, path=source.path, size=source.size)
        if source.kind.format == "zip":
            yield from zip_records(blob, options.format, partial(blob_records, fields=fields))
        else:
            yield from blob_records(blob, fields=fields)


def blob_records(blob: Blob, *, fields: Fields) -> Iterator[Record]:
    """The records of any file that is no archive of files.

    Raises:
        DataError: where it cannot be read on.
    """
    match blob.kind.format:
        case "jsonl":
            return json_lines(blob, fields)
        case "json":
            return json_file(blob, fields)
        case "csv" | "tsv":
            return csv_records(blob, fields)
        case "parquet":
            return parquet_records(blob, fields)
        case "warc":
            return warc_records(blob)
    return article(blob)
