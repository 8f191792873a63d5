"""Entries to days: one row for every calendar day, and a gap stays a gap.

Nothing is filled in, interpolated or smoothed here.
"""

import datetime as dt
import re
from collections.abc import Hashable, Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from recovery_kit.errors import DataError
from recovery_kit.records import EARLIEST_DAY

__all__ = ["daily", "gaps", "one_a_day", "to_days"]

Floats = np.ndarray[Any, np.dtype[np.float64]]

_COLUMNS = ["value", "low", "high", "n"]

# Only what looks like a date may stand in a message; anything else could be a note.
_LIKE_A_DATE = re.compile(r"[\d\-/.:TZ+ ]{1,40}")


def daily(frame: pd.DataFrame, value: str = "mood") -> pd.DataFrame:
    """Return one row for every calendar day from the first to the last in `frame`.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row an entry, in any order, several to a day if it was so. Columns:

        - ``day``: the local calendar day, as a date, a datetime or ISO text; of a
          moment, the day that stands in it counts, whatever its zone
        - the column named by `value`: a number, or missing

        Other columns are left alone, and so is the frame itself.
    value : str
        The column to summarise.

    Returns
    -------
    pandas.DataFrame
        Index ``day`` (DatetimeIndex, freq "D"), without holes. Columns:

        - ``value``: the mean of that day's entries, in the column's own unit
        - ``low``, ``high``: that day's lowest and highest entry
        - ``n``: how many entries of that day hold a value (int)

        Where nothing was recorded the first three are NaN and ``n`` is 0. A day weighs
        one day, however many entries it has. No rows in, no rows out.

    Raises
    ------
    DataError
        If a column is missing, a day is missing, does not exist (30 February) or lies
        before 1900, or a value is no finite number. The message names the row by the
        frame's own index.

    Examples
    --------
    >>> entries = pd.DataFrame(
    ...     {"day": ["2025-03-01", "2025-03-03", "2025-03-03"], "mood": [4, 5, 8]}
    ... )
    >>> days = daily(entries)
    >>> days["value"].to_list(), days["n"].to_list()
    ([4.0, nan, 6.5], [1, 0, 2])
    """
    if not len(frame):
        return _regular(pd.DataFrame(columns=_COLUMNS))
    for column in ("day", value):
        if column not in frame.columns:
            raise DataError(
                f"The table has no column {column!r}. It needs 'day' and {value!r}."
            )
    numbers = pd.Series(
        _numbers(frame[value], value), index=to_days(frame["day"], frame.index)
    )
    summary = numbers.groupby(level=0).agg(["mean", "min", "max", "count"])
    summary.columns = pd.Index(_COLUMNS)
    return _regular(summary)


def one_a_day(series: pd.Series) -> pd.Series:
    """Return the series with one value for every calendar day, NaN in its gaps.

    Parameters
    ----------
    series : pandas.Series
        Numbers by day; the index holds dates, datetimes or ISO text, in any order. A
        day that stands there twice counts once, with its mean.

    Returns
    -------
    pandas.Series
        Floats; index ``day`` (DatetimeIndex, freq "D") from the first day to the last.

    Raises
    ------
    DataError
        As `daily`.
    """
    frame = pd.DataFrame({"day": series.index, "value": series.to_numpy()})
    values: pd.Series = daily(frame, "value")["value"]
    return values


def gaps(series: pd.Series) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the first and last day of each span without a value, in order.

    Parameters
    ----------
    series : pandas.Series
        As `one_a_day` takes it. Days before its first value and after its last are in
        no gap.
    """
    day = pd.Timedelta(days=1)
    filled = one_a_day(series).dropna().index
    return [(a + day, b - day) for a, b in pairwise(filled) if b - a > day]


def to_days(values: Iterable[Any], labels: Iterable[Hashable]) -> pd.DatetimeIndex:
    """Return calendar days at midnight without a zone, one for each value.

    Parameters
    ----------
    values : iterable
        Dates, datetimes (with or without a zone) or ISO text.
    labels : iterable
        What to call each row in a message, as many as there are values.

    Raises
    ------
    DataError
        If a day is missing, does not exist or lies before 1900.
    """
    days = [_to_day(value, label) for value, label in zip(values, labels, strict=True)]
    return pd.DatetimeIndex(np.array(days, dtype="datetime64[D]"), name="day")


def _to_day(value: Any, label: Hashable) -> dt.date:
    day = None
    if pd.api.types.is_scalar(value) and pd.isna(value):
        raise DataError(f"Row {label!r} has no day. Give it one, or leave the row out.")
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, dt.datetime):
        day = value.date()
    elif isinstance(value, dt.date):
        day = value
    elif isinstance(value, str):
        day = _read(value.strip())
    shown = str(value) if _LIKE_A_DATE.fullmatch(str(value)) else "its value"
    if day is None:
        raise DataError(
            f"Day, row {label!r}: {shown} is no day of the calendar. "
            "Write days as 2025-01-31."
        )
    if day < EARLIEST_DAY:
        raise DataError(f"Day, row {label!r}: {shown} is before 1900. Check the year.")
    return day


def _read(text: str) -> dt.date | None:
    for read in (dt.date.fromisoformat, dt.datetime.fromisoformat):
        try:
            found = read(text)
        except ValueError:
            continue
        return found.date() if isinstance(found, dt.datetime) else found
    return None


def _numbers(column: pd.Series, value: str) -> Floats:
    given = column.map(lambda cell: None if _is_blank(cell) else cell)
    numbers: Floats = pd.to_numeric(given, errors="coerce").to_numpy(
        float, na_value=np.nan
    )
    wrong = np.isinf(numbers) | (np.isnan(numbers) & given.notna().to_numpy())
    if wrong.any():
        label = column.index[int(wrong.argmax())]
        raise DataError(
            f"{value}, row {label!r}: this is no number. Write a number, or leave the "
            "cell empty."
        )
    return numbers


def _is_blank(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _regular(summary: pd.DataFrame) -> pd.DataFrame:
    if summary.empty:
        every = pd.DatetimeIndex([], freq="D", name="day")
    else:
        first, last = summary.index[0], summary.index[-1]
        every = pd.date_range(first, last, freq="D", name="day")
    result = summary.reindex(every)
    result["n"] = result["n"].fillna(0)
    return result.astype({"value": float, "low": float, "high": float, "n": int})
