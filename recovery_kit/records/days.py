"""Calendar days: which one is going on, and how a day is said."""

import datetime as dt

__all__ = ["EARLIEST_DAY", "MONTHS", "spoken", "today"]

DAY_BREAK = dt.time(4)
"""Until four in the morning it is still the evening before."""

EARLIEST_DAY = dt.date(1900, 1, 1)
"""No diary starts before this; an earlier day is a misread date."""

# strftime's names follow the machine's language; our pages are in English.
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

_WEEKDAYS = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
]


def today(now: dt.datetime | None = None) -> dt.date:
    """Return the day that is still going on: it ends at four in the morning.

    Parameters
    ----------
    now : datetime.datetime, optional
        A local time, with or without a zone; the clock's by default.

    Returns
    -------
    datetime.date
    """
    now = now or dt.datetime.now().astimezone()
    day = now.date()
    return day - dt.timedelta(days=1) if now.time() < DAY_BREAK else day


def spoken(day: dt.date) -> str:
    """Return a day as it is said: "Tuesday 24 November", with its year if not this."""
    year = "" if day.year == today().year else f" {day.year}"
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"
