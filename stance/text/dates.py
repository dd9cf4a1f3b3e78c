"""Dates as articles and users write them."""

from __future__ import annotations

import re
from datetime import date

from stance.errors import DataError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)"
# A day within a text, with or without its year and a time.
DAY = (
    rf"(?:{_WEEKDAY}?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\.?,?(?:\s+\d{{4}})?"
    rf"|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
    r"(?:[\s,|·•T–-]+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,20})?)"
)
# Whatever may follow a date: a time of day with its zone.
_TIME = r"(?:[T\s,]+(?:at\s+)?\d{1,2}:\d{2}.*)?"
_FORMS = tuple(
    re.compile(rf"{_WEEKDAY}?{form}{_TIME}", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<month>{_MONTH})\.?,?[\s-]+(?P<year>\d{{4}})",
        rf"(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    )
)


def parse_date(text: str) -> date:
    """The day that ``text`` names: 2026-11-23, with a time or not, 23 November 2026, Mon, Nov. 23rd, 2026, 23.11.2026.

    Raises:
        DataError: if the text names no single day, or one that depends on the country ("03/04/2026").
    """
    stripped = " ".join(text.split())
    for form in _FORMS:
        match = form.fullmatch(stripped)
        if match:
            return _build(match, text)
    raise DataError(f"not a date: {text!r}; expected a day such as 2026-11-23, 23 November 2026 or November 23, 2026")


def _build(match: re.Match[str], text: str) -> date:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError as error:
        raise DataError(f"not a date: {text!r} ({error}); expected a day such as 2026-11-23") from error
