"""Mood by day: every dot, every gap, and a level only where there are days for it.

What the chart may claim is decided in `recovery_kit.analysis`; this module draws it.
"""

import datetime as dt
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from recovery_kit.analysis import level, sentence, trend
from recovery_kit.analysis.days import gaps
from recovery_kit.charts import _dates, _style
from recovery_kit.charts._mood_marks import (
    draw_beside,
    draw_first_dot,
    draw_gaps,
    draw_level,
    draw_own,
    draw_ranges,
)
from recovery_kit.charts._mood_words import (
    beside_words,
    name_and_n,
    numbers,
    own_words,
    stage_words,
)
from recovery_kit.charts._stages import DAY, Span, draw_stages, stage_spans
from recovery_kit.records import today

__all__ = ["plot_mood_trend"]

_LEAST_SPAN = dt.timedelta(days=13)


def plot_mood_trend(
    data: pd.DataFrame,
    *,
    beside: pd.DataFrame | None = None,
    stages: pd.DataFrame | None = None,
    scale: tuple[float, float] = (0, 10),
    ax: Axes | None = None,
) -> Axes:
    """Draw each day's mood, and from 7 days on the level that they move around.

    Parameters
    ----------
    data : pandas.DataFrame
        What `analysis.daily` returns, of any column, or entries with ``day`` and
        ``mood``. It may be empty.
    beside : pandas.DataFrame, optional
        The days of the invented person, in either form. They are drawn light, behind,
        with their first day moved to the first day of `data` (to today without any).
    stages : pandas.DataFrame, optional
        Columns ``day`` (date, datetime or ISO text) and ``stage`` (its short name), one
        row a start, in any order.
    scale : (float, float)
        Ends of the scale, in the value's unit. The axis always shows all of it, so that
        small noise never looks large.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a figure of its own, apart from pyplot. Words stand
        outside the axes: a figure of yours needs ``layout="constrained"``.

    Returns
    -------
    matplotlib.axes.Axes
        `charts.alt_text` of it gives the chart in words. `charts.table` gives its
        numbers, a row for each calendar day of `data` (index ``day``): the value's
        mean, ``low``, ``high``, ``n``, then ``level``, ``level_low``, ``level_high``,
        and ``stage`` where stages were given.

    Raises
    ------
    DataError
        If a table lacks its columns, or a day does not exist.

    Notes
    -----
    A day with several entries is a dot at their mean with a bar from lowest to highest.
    Where nothing was recorded the line is broken and the span hatched; the level is
    carried across and its 95% band grows. Days before the first stage belong to none.
    """
    own = _own_days(data)
    start = own.index[0] if len(own) else pd.Timestamp(today())
    other = _moved(beside, start)
    spans = stage_spans(stages, own["value"])
    levels = level(own["value"])
    claim = sentence(trend(own["value"]))
    own_figure = ax is None
    ax = _style.axes(ax)
    first, last = _limits(start, own, other, spans)
    below = _frame(ax, scale, first, last)
    _style.settle(ax)
    handles: list[Any] = []
    if len(own):
        handles += draw_own(ax, own["value"], scale, (last - first) / DAY)
        handles += draw_ranges(ax, own)
        handles += draw_level(ax, levels)
        handles += draw_gaps(ax, gaps(own["value"]), scale)
    else:
        draw_first_dot(ax, start, scale)
    if other is not None:
        handles += draw_beside(ax, other)
    room = draw_stages(ax, spans, first, last, below)
    _style.title(ax, *name_and_n(own), above=room.above)
    below = _style.caption(ax, claim, below + room.below + 12)
    if handles:
        below = _style.key(ax, handles, below + 6)
    if own_figure:
        _style.grow(ax, room.above + below)
    words = [
        *own_words(own, levels, scale),
        *stage_words(spans),
        *beside_words(other),
        claim,
    ]
    return _style.keep(ax, " ".join(words), numbers(own, levels, spans, stages))


def _own_days(data: pd.DataFrame) -> pd.DataFrame:
    # From the first day with a value to the last.
    own = _style.by_day(data)
    filled = own.index[own["value"].notna()]
    return own.loc[filled[0] : filled[-1]] if len(filled) else own[:0]


def _moved(beside: pd.DataFrame | None, start: pd.Timestamp) -> pd.Series | None:
    if beside is None:
        return None
    days = _own_days(beside)
    if not len(days):
        return None
    return days["value"].set_axis(days.index + (start - days.index[0]))


def _limits(
    start: pd.Timestamp,
    own: pd.DataFrame,
    other: pd.Series | None,
    spans: list[Span],
) -> tuple[pd.Timestamp, pd.Timestamp]:
    ends = [start + _LEAST_SPAN]
    ends += [own.index[-1]] if len(own) else []
    ends += [] if other is None else [other.index[-1]]
    ends += [spans[-1].start] if spans else []
    return start, max(ends)


def _frame(
    ax: Axes,
    scale: tuple[float, float],
    first: pd.Timestamp,
    last: pd.Timestamp,
) -> float:
    margin = max((last - first) * 0.015, pd.Timedelta(hours=12))
    ax.set_xlim(_style.x(first - margin), _style.x(last + margin))
    ax.set_ylim(*scale)
    low, high = scale
    places = [low, (low + high) / 2, high]
    names = [f"{place:g}" for place in places]
    if tuple(scale) == (0, 10):
        names = ["very bad  0", "neither  5", "very good  10"]
    ax.set_yticks(places, names)
    ax.set_yticks(range(int(low), int(high) + 1), minor=True)
    ax.tick_params(axis="y", which="both", length=0)
    ax.grid(axis="y", which="major", color=_style.FAINT, linewidth=0.8)
    ax.grid(axis="y", which="minor", color=_style.FAINT, linewidth=0.35)
    ax.set_ylabel(f"mood ({low:g} to {high:g})", **_style.text(_style.TEXT))
    return _dates.day_axis(ax, first.date(), last.date())
