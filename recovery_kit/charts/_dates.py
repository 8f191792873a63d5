"""Days in words and along an axis, the same in every locale."""

import datetime as dt
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from recovery_kit.records import MONTHS

__all__ = ["day_axis", "say", "say_both"]


def say(day: Any, *, year: bool = True, short: bool = False) -> str:
    """Return a day in words: "3 March 2025"."""
    month = MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if short else month}" + f" {day.year}" * year


def say_both(first: Any, last: Any, *, short: bool = False) -> str:
    """Return the span between two days in words: "3 March to 5 May 2025"."""
    if first == last:
        return say(first, short=short)
    begin = say(first, year=first.year != last.year, short=short)
    return f"{begin} to {say(last, short=short)}"


def day_axis(ax: Axes, first: dt.date, last: dt.date) -> float:
    """Mark the days between two dates, as many as can be read; return points used."""
    every = pd.date_range(first, last, freq="D")
    span = len(every)
    if span <= 100:
        step = next(step for step in (1, 2, 7, 14) if span / step <= 9 or step == 14)
        ticks = every[::step]
        names = [say(day, year=False, short=True) for day in ticks]
    else:
        step = next((s for s in (1, 3, 6, 12) if span / 30.4 / s <= 13), 12)
        starts = every[(every.day == 1) & ((every.month - 1) % step == 0)]
        ticks = starts[:: 1 + len(starts) // 13]
        names = [MONTHS[day.month - 1][:3] for day in ticks]
    if step == 12:
        names = [str(day.year) for day in ticks]
    else:
        years = [day.year for day in ticks]
        new = [k for k, year in enumerate(years) if k == 0 or year != years[k - 1]]
        for k in new:
            names[k] += f"\n{years[k]}"
    ax.set_xticks(ticks.to_numpy(), names)
    return 20 if step == 12 else 32
