"""Mood by day: every dot, every gap, and a level only where there are days for it.

What the chart may claim is decided in `recovery_kit.analysis`; this module draws it.
"""

import datetime as dt
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from recovery_kit.analysis import level, sentence, trend
from recovery_kit.analysis.days import gaps, to_days
from recovery_kit.analysis.trends import MIN_SPAN
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
    FIRST_DOT,
    NOTHING_HERE,
    beside_words,
    level_words,
    name_and_n,
    numbers,
    own_words,
    stage_words,
)
from recovery_kit.charts._stages import DAY, Span, draw_stages, stage_spans
from recovery_kit.errors import DataError
from recovery_kit.records import today

__all__ = ["LONGEST_CARRIED", "plot_mood_trend"]

_LEAST_SPAN = dt.timedelta(days=13)

LONGEST_CARRIED = 14
"""Empty days in a row over which a level is still carried."""


def plot_mood_trend(
    data: pd.DataFrame,
    *,
    beside: pd.DataFrame | None = None,
    stages: pd.DataFrame | None = None,
    scale: tuple[float, float] = (0, 10),
    span: tuple[dt.date, dt.date] | None = None,
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
        with their first day moved to the first day of `data` (to today without any; to
        the first day of `span` where one is given).
    stages : pandas.DataFrame, optional
        Columns ``day`` (date, datetime or ISO text) and ``stage`` (its short name), one
        row a start, in any order.
    scale : (float, float)
        Ends of the scale, in the value's unit. The axis always shows all of it, so that
        small noise never looks large.
    span : (date, date), optional
        The first and the last day to show; all that is drawn, counted and said is then
        of these days alone. `data` may hold more days or be cut already. Under 28 days
        nothing is said of a trend. By default every day from the first value on.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a figure of its own, apart from pyplot. Words stand
        outside the axes: a figure of yours needs ``layout="constrained"``.

    Returns
    -------
    matplotlib.axes.Axes
        `charts.alt_text` of it gives the chart in words. `charts.table` gives its
        numbers, a row for each calendar day shown (index ``day``): the value's mean,
        ``low``, ``high``, ``n``, then ``level``, ``level_low``, ``level_high`` to one
        decimal, and ``stage`` where stages were given.

    Raises
    ------
    DataError
        If a table lacks its columns, a day does not exist, or `span` ends before it
        begins.

    Notes
    -----
    A day with several entries is a dot at their mean with a bar from lowest to highest.
    Where nothing was recorded the line is broken and the days hatched. Over up to 14
    empty days the level is carried and its 95% band grows. Over more of them neither is
    drawn: a firm line across months would tell of days nobody knows (our rule; a habit
    is greyed out after 14 unknown days too). Days before the first stage belong to
    none. Past 400 days no line joins the dots: it would hide level and band.
    """
    window = None if span is None else _window(span)
    own = _own_days(data, window)
    kind_line = "" if own["value"].notna().any() else FIRST_DOT
    if kind_line and window is not None and len(data):
        kind_line = NOTHING_HERE
    start = own.index[0] if len(own) else pd.Timestamp(today())
    other = _moved(beside, start, window)
    spans = stage_spans(stages, own["value"], window)
    empty = [] if kind_line == FIRST_DOT else _empty(own["value"])
    levels = _levels(own["value"], empty)
    short = window is not None and len(own) < MIN_SPAN
    claim = "" if short else sentence(trend(own["value"]))
    own_figure = ax is None
    ax = _style.axes(ax)
    first, last = window or _limits(start, own, other, spans)
    below = _frame(ax, scale, first, last, exact=window is not None)
    _style.settle(ax)
    handles: list[Any] = []
    if not kind_line:
        handles += draw_own(ax, own["value"], (last - first) / DAY)
        handles += draw_ranges(ax, own)
        handles += draw_level(ax, levels)
    handles += draw_gaps(ax, empty, scale)
    if kind_line == FIRST_DOT:
        draw_first_dot(ax, min(max(pd.Timestamp(today()), first), last), scale)
    elif kind_line:
        _style.say(ax, kind_line)
    if other is not None:
        handles += draw_beside(ax, other)
    room = draw_stages(ax, spans, first, below)
    _style.title(ax, *name_and_n(own), above=room.above)
    below += room.below + 12
    if claim:
        below = _style.caption(ax, claim, below) + 6
    if handles:
        below = _style.key(ax, handles, below)
    if own_figure:
        _style.grow(ax, room.above + below)
    words = own_words(own, empty, scale, kind_line)
    if not kind_line:
        words += level_words(levels, LONGEST_CARRIED, spanned=window is not None)
    words += [*stage_words(spans), *beside_words(other)]
    words += [claim] if claim else []
    return _style.keep(ax, " ".join(words), numbers(own, levels, spans, stages))


def _window(span: tuple[dt.date, dt.date]) -> tuple[pd.Timestamp, pd.Timestamp]:
    first, last = to_days(span, ["first of the span", "last of the span"])
    if last < first:
        raise DataError("The span ends before it begins. Give its first day first.")
    return first, last


def _own_days(
    data: pd.DataFrame, window: tuple[pd.Timestamp, pd.Timestamp] | None = None
) -> pd.DataFrame:
    # Every day of the window; without one, from the first day with a value to the last.
    own = _style.by_day(data)
    if window is not None:
        own = own.reindex(pd.date_range(*window, name="day"))
        return own.fillna({"n": 0}).astype({"n": int})
    filled = own.index[own["value"].notna()]
    return own.loc[filled[0] : filled[-1]] if len(filled) else own[:0]


def _moved(
    beside: pd.DataFrame | None,
    start: pd.Timestamp,
    window: tuple[pd.Timestamp, pd.Timestamp] | None,
) -> pd.Series | None:
    if beside is None:
        return None
    days = _own_days(beside)
    if not len(days):
        return None
    moved = days["value"].set_axis(days.index + (start - days.index[0]))
    return moved if window is None else moved.loc[: window[1]]


def _empty(values: pd.Series) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    # Also before the first value and after the last, which `gaps` leaves out.
    filled = values.dropna().index
    if not len(filled):
        return [(values.index[0], values.index[-1])] if len(values) else []
    edges = (values.index[0], filled[0] - DAY), (filled[-1] + DAY, values.index[-1])
    before, after = ([edge] if edge[0] <= edge[1] else [] for edge in edges)
    return [*before, *gaps(values), *after]


def _levels(
    values: pd.Series, empty: list[tuple[pd.Timestamp, pd.Timestamp]]
) -> pd.DataFrame:
    # From the first value to the last, and over no long emptiness.
    filled = values.dropna().index
    inside = values.loc[filled[0] : filled[-1]] if len(filled) else values[:0]
    levels = level(inside).reindex(values.index)
    for first, last in empty:
        if (last - first) / DAY + 1 > LONGEST_CARRIED:
            levels.loc[first:last] = float("nan")
    return levels


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
    *,
    exact: bool,
) -> float:
    margin = pd.Timedelta(hours=12)
    if not exact:
        margin = max((last - first) * 0.015, margin)
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
