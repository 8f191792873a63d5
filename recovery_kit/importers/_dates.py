"""Days and clock times as phones write them, in any language and order.

A day stays the calendar day that the file names; no time zone is involved.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from recovery_kit.importers import _names
from recovery_kit.importers._text import BY_HAND

__all__ = ["DayText", "clock_time", "days"]

NO_DATE = f"This row has no date. {BY_HAND}"
NOT_A_DATE = f"The date can't be read. {BY_HAND}"
NO_SUCH_DAY = f"The calendar has no such day. {BY_HAND}"
TWO_DAYS = (
    "The date can mean two different days. "
    "Write it as year-month-day in the file, or enter the row by hand."
)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")

LONGEST = 60
"""Characters; no date and no time is longer."""

MOST_JUDGED = 5_000
"""Different dates that are looked at to tell a file's language or order."""


class DayText(NamedTuple):
    """A day as a row has it.

    Attributes
    ----------
    text : str
        "2026-05-30", "30.05.2026", "May 30", "16 de octubre", "5月30日".
    year : str
        The year, where it stands in a column of its own; else empty.
    weekday : str
        The weekday's name in whatever language, or empty. It only judges between
        readings; a row whose weekday is wrong keeps its date.
    """

    text: str
    year: str = ""
    weekday: str = ""


def days(cells: Iterable[DayText]) -> dict[DayText, dt.date | str]:
    """Return the day that each text means, decided once for all rows of a file.

    Parameters
    ----------
    cells : iterable of DayText
        Every row's, repeats included.

    Returns
    -------
    dict
        For each different cell its day, or one plain sentence on what is wrong.

    Notes
    -----
    Some texts can be read in several ways: "3 listopada" is in November in Polish and
    in October in Croatian, and 03/04 is in March or in April. Each way is one language,
    or one order of day and month. The way (or ways) that fit best all rows are taken: a
    point for each row that is a day, one more if its weekday is right, one more if the
    weekday's name is of that language. Where the best ways still differ on a row, its
    text is not guessed at.

    References
    ----------
    Month names and the ways to write them: Unicode CLDR, https://cldr.unicode.org
    """
    counts = Counter(cells)
    meanings = {
        written: _meanings(*written) for written in {cell[:2] for cell in counts}
    }
    points: Counter[str] = Counter()
    for cell, rows in counts.most_common(MOST_JUDGED):
        if "iso" not in meanings[cell[:2]]:
            for way, points_here in _points(cell.weekday, meanings[cell[:2]]):
                points[way] += rows * points_here
    best = max(points.values(), default=0)
    chosen = {way for way, total in points.items() if total == best}
    decided = {
        written: _decided(written[0], ways, chosen)
        for written, ways in meanings.items()
    }
    return {cell: decided[cell[:2]] for cell in counts}


def _decided(
    text: str, meanings: dict[str, dt.date | None], chosen: set[str]
) -> dt.date | str:
    likely = {day for way, day in meanings.items() if way in chosen}
    possible = likely or set(meanings.values())
    if len(possible) > 1:
        return TWO_DAYS
    for day in possible:
        return day or NO_SUCH_DAY
    return NOT_A_DATE if text.strip() else NO_DATE


def _points(
    weekday: str, meanings: dict[str, dt.date | None]
) -> Iterator[tuple[str, int]]:
    named = _names.weekday_names().get(_names.words(weekday[:LONGEST]), {})
    for way, day in meanings.items():
        if day is not None:
            right = day.weekday() in named.values()
            yield way, 1 + right + (named.get(way) == day.weekday())


def _meanings(text: str, year: str) -> dict[str, dt.date | None]:
    """Return way of reading to day; None where the calendar has no such day."""
    if max(len(text), len(year)) > LONGEST:
        return {}
    if iso := _ISO.fullmatch(text.strip()):
        return {"iso": _day(*map(int, iso.groups()))}
    text, year = _names.words(text), year.strip()
    year_first = False
    if not year:
        found = _YEAR.search(text)
        if found is None:
            return {}
        year, year_first = found[0], found.start() == 0
        text = f"{text[: found.start()]} {text[found.end() :]}".strip()
    if not re.fullmatch(r"\d{1,4}", year):
        return {}
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) == 2 and not _NUMBER.sub("", text).strip():
        first, second = (int(number[0]) for number in numbers)
        month_first = _day(int(year), first, second)
        if year_first:
            return {"year first": month_first}
        return {
            "month first": month_first,
            "day first": _day(int(year), second, first),
        }
    return {
        language: _day(int(year), month, int(number[0]))
        for number in numbers
        for language, month in _months_beside(text, number).items()
    }


def _months_beside(text: str, number: re.Match[str]) -> dict[str, int]:
    name = _names.beside_day(text, number.start(), number.end())
    return _names.month_names().get(name, {})


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_CLOCK = re.compile(
    r"(?P<before>\D*?) ?(?P<hour>\d{1,2}) ?[:.h] ?(?P<minute>\d{2})"
    r"(?:[:.]\d{2})? ?(?P<after>\D*)"
)
_NO_HALF = {"", "ч"}  # Bulgarian writes "18:43 ч."


@lru_cache(maxsize=4096)
def clock_time(text: str) -> dt.time | None:
    """Return a time of day from a 12- or 24-hour clock, or None if it is none.

    Parameters
    ----------
    text : str
        "18:43", "9:03", "6:50 pm", "12:00 AM", "6:50 p. m.", "下午6:50", "18.43". Any
        kind of space may stand in it. Seconds are dropped.
    """
    if len(text) > LONGEST:
        return None
    spaced = " ".join(_names.plain(text).split())
    found = _CLOCK.fullmatch(spaced)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    mark = _names.words(found["before"] + found["after"]).replace(" ", "")
    if mark not in _NO_HALF:
        later = {"am": 0, "pm": 12}.get(mark)
        if later is None:
            later = _names.half_days().get(mark)
        # Japanese clocks run from 0:00 to 11:59, others from 12:00 to 11:59.
        if later is None or hour > 12:
            return None
        hour = hour % 12 + later
    if hour > 23 or minute > 59:
        return None
    return dt.time(hour, minute)
