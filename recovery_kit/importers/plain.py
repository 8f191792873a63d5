"""recovery_kit's own plain CSV, for every kind of record.

The rules of the format:

- UTF-8, commas, one row a record; the first row names the columns. A cell with a comma,
  a quotation mark or a line break in it stands in quotation marks, and a quotation mark
  in it is doubled.
- The first column is called ``kind``; its cells hold the kind's name in the journal,
  such as ``check_in``. One file may hold several kinds.
- The other columns are called as the fields of the kinds' structs in `records`, in any
  order; ``day`` must be among them. A kind's row leaves other kinds' columns empty.
- An empty cell is nothing recorded. Every word is a word, "None" and "null" too.
- Days are written 2026-11-25, times 18:43, numbers with a decimal point, truth values
  true or false.
- Several words in one cell, as in ``tags``, are joined by " | ".
- Structs, as in ``measures``, are JSON:
  ``[{"name": "Sleep Quality", "value": 8, "unit": "of 10 points"}]``.

Example::

    kind,day,time,mood,tags,note,text
    check_in,2026-11-25,18:43,6,walk | called Ann,"Quiet, mostly",
    line,2026-11-25,,,,,I said it out loud.

Semicolons, tabs, decimal commas and other encodings are understood as well, since a
spreadsheet may have saved the file. A filled cell under a name that the row's kind does
not have makes the row a problem, so that no misspelt column is lost without a word.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from recovery_kit import records
from recovery_kit.errors import RecordError, UnreadableFileError
from recovery_kit.importers._dates import clock_time
from recovery_kit.importers._reading import Problem, Reading, Source, day_fault
from recovery_kit.importers._text import BY_HAND, Table

__all__ = ["APP", "KIND", "can_read", "read"]

APP = "plain CSV"
KIND = "recovery_kit's own plain CSV"

BETWEEN_WORDS = " | "


def can_read(source: Source) -> bool:
    """Tell whether a file's first column is ``kind`` and another one is a field."""
    table = Table.of(source.text)
    return (
        table is not None
        and table.names[0] == "kind"
        and any(_fields(kind).keys() & table.names for kind in records.KINDS.values())
    )


def read(
    source: Source,
    mood_words: Mapping[str, int] | None = None,
    *,
    today: dt.date | None = None,
) -> Reading:
    """Return the records in a plain CSV.

    Parameters
    ----------
    source : Source
        A file that `can_read` accepts.
    mood_words : mapping, optional
        Not used: moods are numbers here.
    today : datetime.date, optional
        Days more than one after it are problems; by default the clock's day.

    Returns
    -------
    Reading
        Of records of any kind; it never has questions.

    Raises
    ------
    UnreadableFileError
        If there is no column ``day``, or two columns have one name.
    """
    table = Table.of(source.text)
    if table is None or "day" not in table.names:
        raise UnreadableFileError(
            f"{source.name} has no column named day. "
            "Add one with each record's day, such as 2026-11-25."
        )
    if len(set(table.names)) < len(table.names):
        raise UnreadableFileError(
            f"{source.name} has two columns of one name. "
            "Give each column in the first line a name of its own."
        )
    return Reading.of(APP, _read_rows(table, today or records.today()))


def _read_rows(table: Table, today: dt.date) -> Iterator[records.Record | Problem]:
    for line, cells, fault in table.rows():
        if fault:
            yield Problem(line, fault)
            continue
        try:
            record = _read_row(cells)
        except RecordError as error:
            yield Problem(line, f"{error} {BY_HAND}")
            continue
        wrong_day = day_fault(record.day, today)
        yield Problem(line, wrong_day) if wrong_day else record


def _read_row(cells: dict[str, str]) -> records.Record:
    """Return the record in a row's cells, or raise RecordError."""
    kind = records.KINDS.get(cells["kind"].strip())
    if kind is None:
        raise RecordError(f"The kind is none of: {', '.join(records.KINDS)}.", "kind")
    fields = _fields(kind)
    values: dict[str, object] = {}
    for place, (name, cell) in enumerate(cells.items(), start=1):
        if not cell or name == "kind":
            continue
        if name not in fields:
            raise RecordError(
                f"Column {place} is filled, but its name is no field of "
                f"{records.label(kind)}."
            )
        try:
            values[name] = fields[name](cell)
        except (msgspec.DecodeError, RecursionError):
            raise RecordError(f"The JSON under {name} is not whole.", name) from None
    return records.from_values(kind, values, text=True)


@lru_cache
def _fields(kind: type[records.Record]) -> dict[str, Callable[[str], object]]:
    """Return, for each field of a kind, what makes its value of a cell."""
    hints = get_type_hints(kind)
    return {name: _from_cell(hints[name]) for name in kind.__struct_fields__}


def _from_cell(hint: Any) -> Callable[[str], object]:
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if hint is str:
        return str
    if hint is dt.time:
        return _time
    if get_origin(hint) is tuple:
        hint = get_args(hint)[0]
        if hint is str or get_origin(hint) is Literal:
            return _words
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return msgspec.json.decode
    return _single


def _single(cell: str) -> object:
    cell = cell.strip()
    if cell.casefold() == "null":
        # msgspec would take the word for "nothing"; a list is refused.
        return [cell]
    return re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", cell)


def _time(cell: str) -> object:
    return clock_time(cell) or _single(cell)


def _words(cell: str) -> list[str]:
    return [word for part in cell.split(BETWEEN_WORDS) if (word := part.strip())]
