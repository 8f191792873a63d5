"""Daylio's CSV export, in every layout since 2017.

Each row is one mood. Columns are told by name, in any order; others are passed over.

=============  =========================================================================
column         becomes
=============  =========================================================================
full_date      the day, as it stands there: Daylio has its own day break
year, date     the day in exports of 2017-18, which have no full_date; the month's name
               is in the phone's language, which all rows together tell
weekday        nothing; it helps to tell between two readings of the dates
time           the time, on a 12- or 24-hour clock
mood           the mood word, and by its place the mood
activities     tags, separated by "|"
scales         measures (2026), separated by "|": "Sleep Quality: 8/10 points" is 8 with
               the unit "of 10 points", "Sleep Time: 7:30" is 7.5 hours. Whatever can't
               be read as a number with a unit is put under the note, as it stands
note_title     title, as it stands (from 2020)
note           note, without the editor's HTML
=============  =========================================================================

An empty cell is nothing recorded; a word such as "None" is a word. Day and mood are
needed. The five moods that a new Daylio has are placed at the middle of their fifth of
0-10; any other word is asked about.

References
----------
Layouts and quirks: real exports in public repositories, 2018-2026.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import tee

from recovery_kit import records
from recovery_kit.errors import RecordError, UnreadableFileError
from recovery_kit.importers._dates import DayText, clock_time, days
from recovery_kit.importers._html import plain_text
from recovery_kit.importers._reading import (
    Problem,
    Reading,
    Source,
    Unplaced,
    day_fault,
    place_of_words,
)
from recovery_kit.importers._text import BY_HAND, Table

__all__ = ["APP", "KIND", "MOODS", "can_read", "read"]

APP = "Daylio"
KIND = "Daylio's CSV export"

MOODS = {"rad": 9, "good": 7, "meh": 5, "bad": 3, "awful": 1}
"""The moods of a new Daylio, and their places on 0-10."""

DAY_COLUMNS = {"full_date", "year", "date", "weekday"}
COLUMNS = DAY_COLUMNS | {"time", "mood", "activities", "scales", "note_title", "note"}
"""The columns that are read."""

LONGEST_SCALE = 200
"""Letters of a scale's name and number together."""

LONGEST_LIST = 100_000
"""Letters of all activities, or of all scales, of one row."""

SPLIT_ONCE = 8_000_000
"""Letters in a file; twenty thousand entries have three million."""

EXPORT_AGAIN = "Export it again from Daylio and leave the file as it is."
LONG_LIST = f"This row has more activities or scales than a day can. {BY_HAND}"
NO_MOOD = f"This row has no mood. {BY_HAND}"
NOT_A_TIME = f"The time is none that a clock shows. {BY_HAND}"


def can_read(source: Source) -> bool:
    """Tell whether a file is Daylio's table, also without the names on its top."""
    table = Table.of(source.text)
    return (table is not None and _has_names(table)) or _is_headless(source.text)


def read(
    source: Source,
    mood_words: Mapping[str, int] | None = None,
    *,
    today: dt.date | None = None,
) -> Reading:
    """Return the check-ins in Daylio's table.

    Parameters
    ----------
    source : Source
        A file that `can_read` accepts.
    mood_words : mapping, optional
        Mood word to place on 0-10; matched without regard to case and to spaces around
        it. May place the five default words elsewhere.
    today : datetime.date, optional
        Days more than one after it are problems; by default the clock's day.

    Returns
    -------
    Reading
        Of `CheckIn` records: day, time, mood, mood_word, tags, title, note, measures.

    Raises
    ------
    UnreadableFileError
        If the first line with the columns' names, or a column that is needed, is
        missing, or a column is there twice.
    RecordError
        If a mood word's place is not on 0-10.
    """
    table = Table.of(source.text)
    if table is None or not _has_names(table):
        raise UnreadableFileError(
            f"{source.name} looks like Daylio's table without its first line, which "
            f"names the columns. {EXPORT_AGAIN}"
        )
    _check_columns(source.name, table.names)
    places = place_of_words(MOODS, mood_words)
    return Reading.of(APP, _read_rows(table, places, today or records.today()))


def _has_names(table: Table) -> bool:
    known = COLUMNS.intersection(table.names)
    return table.names[0] != "kind" and (
        ("full_date" in known and len(known) > 2)
        or {"year", "date", "weekday"} <= known
        or {"weekday", "mood", "activities"} <= known
    )


def _is_headless(text: str) -> bool:
    line = text[:500].lstrip().partition("\n")[0]
    cells = [cell.strip(' "') for cell in re.split("[,;\t]", line)]
    return (
        len(cells) > 4
        and re.fullmatch(r"\d{4}(-\d\d-\d\d)?", cells[0]) is not None
        and clock_time(cells[3]) is not None
    )


def _check_columns(name: str, names: tuple[str, ...]) -> None:
    twice = sorted(column for column in COLUMNS if names.count(column) > 1)
    if twice:
        raise UnreadableFileError(
            f"{name} has the column {twice[0]} more than once. {EXPORT_AGAIN}"
        )
    needed = ["mood"] if "full_date" in names else ["mood", "year", "date"]
    missing = [column for column in needed if column not in names]
    if missing:
        raise UnreadableFileError(
            f"{name} is Daylio's table, but its column {missing[0]} is missing. "
            f"{EXPORT_AGAIN}"
        )


def _read_rows(
    table: Table, places: dict[str, int], today: dt.date
) -> Iterator[records.Record | Problem | Unplaced]:
    # The rows are gone through twice: all of them tell the language of the dates. Those
    # of a huge file are split twice, too, as memory might not hold all their cells.
    small = len(table.text) < SPLIT_ONCE
    first, second = tee(table.rows()) if small else (table.rows(), table.rows())
    day_of = days(_day_text(row.cells) for row in first if not row.fault)
    for line, cells, fault in second:
        if fault:
            yield Problem(line, fault)
            continue
        day = day_of[_day_text(cells)]
        if isinstance(day, str):
            yield Problem(line, day)
        elif late_or_early := day_fault(day, today):
            yield Problem(line, late_or_early)
        else:
            yield _read_row(line, cells, day, places)


def _day_text(cells: dict[str, str]) -> DayText:
    if "full_date" in cells:
        return DayText(cells["full_date"], "", cells.get("weekday", ""))
    return DayText(cells["date"], cells["year"], cells.get("weekday", ""))


def _read_row(
    line: int, cells: dict[str, str], day: dt.date, places: dict[str, int]
) -> records.Record | Problem | Unplaced:
    word = cells["mood"].strip()
    if not word:
        return Problem(line, NO_MOOD)
    written = cells.get("time", "").strip()
    time = clock_time(written)
    if written and time is None:
        return Problem(line, NOT_A_TIME)
    place = places.get(word.casefold())
    activities, scales = cells.get("activities", ""), cells.get("scales", "")
    if max(len(activities), len(scales)) > LONGEST_LIST:
        return Problem(line, LONG_LIST)
    measures, rest = _measures(scales)
    note = "\n".join(filter(None, [plain_text(cells.get("note", "")), *rest]))
    try:
        record = records.from_values(
            records.CheckIn,
            {
                "day": day,
                "time": time,
                # Any place will do to check the other values while the word has none.
                "mood": MOODS["meh"] if place is None else place,
                "mood_word": word,
                "tags": [*filter(None, map(str.strip, activities.split("|")))],
                "title": cells.get("note_title") or None,
                "note": note or None,
                "measures": measures,
            },
        )
    except RecordError as error:
        return Problem(line, f"{error} {BY_HAND}")
    return Unplaced(word) if place is None else record


_SHARE = re.compile(r"(\d{1,6}(?:[.,]\d{1,2})?) ?/ ?(\d{1,6})(?: (\D+))?")
_SPAN = re.compile(r"(\d{1,3}):([0-5]\d)")
_AMOUNT = re.compile(r"(-?\d{1,9}(?:[.,]\d{1,2})?) ?([^\d.,:/]*)")


def _measures(scales: str) -> tuple[list[dict[str, object]], list[str]]:
    """Return the measures in a cell, and what can't be read as one, as it stands."""
    measures: list[dict[str, object]] = []
    rest: list[str] = []
    for scale in filter(None, map(str.strip, scales.split("|"))):
        measure = _measure(scale)
        if measure is None:
            rest.append(scale)
        else:
            measures.append(measure)
    return measures, rest


@lru_cache(maxsize=4096)
def _measure(scale: str) -> dict[str, object] | None:
    # Daylio 2026 sets narrow and no-break spaces between name, number and unit.
    spaced = " ".join(scale.split())
    if len(spaced) > LONGEST_SCALE:
        return None
    # A name may hold colons too: the first one that a value follows ends it, but for
    # one between digits, as in 8:00.
    for colon in re.finditer(r"(?<!\d):|:(?!\d)", spaced):
        name, value = spaced[: colon.start()].strip(), spaced[colon.end() :].strip()
        if name and (read := _value_and_unit(value)):
            return {"name": name, "value": read[0], "unit": read[1]}
    return None


def _value_and_unit(text: str) -> tuple[float, str | None] | None:
    if found := _SHARE.fullmatch(text):
        of = " ".join(filter(None, ("of", found[2], found[3])))
        return float(found[1].replace(",", ".")), of
    if found := _SPAN.fullmatch(text):
        return int(found[1]) + int(found[2]) / 60, "hours"
    if found := _AMOUNT.fullmatch(text):
        return float(found[1].replace(",", ".")), found[2] or None
    return None
