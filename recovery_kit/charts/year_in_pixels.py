"""A year as twelve rows of days: a colour where something was recorded, else hatching.

A day without an entry is never drawn like a low one, and no average is drawn at all.
"""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection, QuadMesh
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import ScaledTranslation

from recovery_kit.charts import _dates, _style
from recovery_kit.records import MONTHS, today

__all__ = ["plot_year_in_pixels"]

SCALE = (0, 10)

_SIZE = (8.0, 4.9)
_DAY = pd.Timedelta(days=1)
_COLUMNS = np.arange(32) + 0.5
_ROWS = np.arange(13) + 0.5
_FIRST_DAY = "Your first day goes here."
_MISSING = "nothing recorded"
_OUTSIDE = "before your first day or after your last"


def plot_year_in_pixels(
    data: pd.DataFrame, *, year: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw a year with a row for each month and a square for each day.

    Parameters
    ----------
    data : pandas.DataFrame
        What `analysis.daily` returns, or entries with ``day`` and ``mood``, on a scale
        from 0 to 10. It may be empty.
    year : int, optional
        Which year; by default the newest one with a value, or this year without any.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a figure of its own, apart from pyplot. Words stand
        outside the axes: a figure of yours needs ``layout="constrained"``.

    Returns
    -------
    matplotlib.axes.Axes
        `charts.alt_text` of it gives the chart in words. `charts.table` gives its
        numbers, a row for each day of the year (index ``day``): the value's mean,
        ``low``, ``high`` and ``n`` (0 where nothing was recorded).

    Raises
    ------
    DataError
        If a column is missing, or a day does not exist.

    Notes
    -----
    A day between the first and the last value that has none is hatched. A day before or
    after them is pale. A day that does not exist, such as 30 February, is left blank.
    """
    own = _style.by_day(data)
    filled = own.index[own["value"].notna()]
    if year is None:
        year = filled[-1].year if len(filled) else today().year
    every = pd.date_range(dt.date(year, 1, 1), dt.date(year, 12, 31), name="day")
    shown = own.reindex(every)
    shown["n"] = shown["n"].fillna(0).astype(int)
    ax = _style.axes(ax, _SIZE)
    before, after = (filled[0], filled[-1]) if len(filled) else (every[-1] + _DAY,) * 2
    outside = pd.Series((every < before) | (every > after), index=every)
    missing = shown["value"].isna() & ~outside
    _frame(ax, shown["value"])
    _style.settle(ax)
    mesh = ax.pcolormesh(
        _COLUMNS,
        _ROWS,
        _grid(shown["value"]),
        cmap="cividis",
        vmin=SCALE[0],
        vmax=SCALE[1],
        edgecolors=_style.CARD,
        linewidth=1.2,
        zorder=2,
        gid="days",
    )
    handles = _draw_empty(ax, missing, _MISSING, _style.HATCH, "/////", "missing")
    handles += _draw_empty(ax, outside, _OUTSIDE, _style.CARD, None, "outside")
    n = int(shown["value"].count())
    _style.title(ax, f"Mood, {year}", f"n = {n} of {len(every)} days")
    _draw_colours(ax, mesh)
    if handles:
        _style.key(ax, handles, 52)
    if not len(filled):
        _style.say(ax, _FIRST_DAY)
    elif not n:
        _style.say(ax, f"Nothing was recorded in {year}.")
    return _style.keep(
        ax, " ".join(_words(shown["value"], missing, outside, filled)), shown
    )


def _frame(ax: Axes, values: pd.Series) -> None:
    ax.set_xlim(0.5, 31.5)
    ax.set_ylim(12.5, 0.5)
    counts = values.groupby(_months(values)).count()
    ax.set_yticks(range(1, 13), [name[:3] for name in MONTHS])
    ax.set_xticks([1, 5, 10, 15, 20, 25, 31])
    ax.set_xlabel("day of the month", **_style.text())
    ax.xaxis.set_label_position("top")
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.spines["bottom"].set_visible(False)
    for month, count in counts.items():
        ax.annotate(
            f"n {count}",
            (1, month),
            (6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center_baseline",
            annotation_clip=False,
            gid="month n",
            **_style.text(),
        )


def _months(values: pd.Series) -> pd.Index:
    return pd.DatetimeIndex(values.index).month.rename("month")


def _grid(values: pd.Series) -> np.ma.MaskedArray[Any, Any]:
    # Twelve rows of 31; what is missing and what does not exist are both masked.
    grid = np.full((12, 31), np.nan)
    days = pd.DatetimeIndex(values.index)
    grid[days.month - 1, days.day - 1] = values.to_numpy()
    return np.ma.masked_invalid(grid)


def _draw_empty(
    ax: Axes, days: pd.Series, label: str, line: str, hatch: str | None, gid: str
) -> list[Any]:
    if not days.any():
        return []
    look: dict[str, Any] = {
        "facecolor": _style.EMPTY,
        "edgecolor": line,
        "hatch": hatch,
        "linewidth": 0.6,
    }
    at = days.index[days]
    squares = [Rectangle((day.day - 0.42, day.month - 0.42), 0.84, 0.84) for day in at]
    ax.add_collection(PatchCollection(squares, zorder=1.5, gid=gid, **look))
    return [Patch(label=label, **look)]


def _draw_colours(ax: Axes, mesh: QuadMesh) -> None:
    down = ScaledTranslation(0, -24 / 72, ax.figure.dpi_scale_trans)
    colours = ax.inset_axes((0.0, 0.0, 0.42, 0.045), transform=ax.transAxes + down)
    colours.set_gid("colours")
    bar = ax.figure.colorbar(mesh, cax=colours, orientation="horizontal")
    ends = {0: "0 very bad", 5: "5 neither", 10: "10 very good"}
    bar.set_ticks(list(ends), labels=list(ends.values()))
    bar.outline.set_visible(False)
    colours.tick_params(
        length=0,
        labelsize=_style.SMALL,
        labelcolor=_style.QUIET,
        labelfontfamily=_style.FONT,
    )


def _words(
    values: pd.Series, missing: pd.Series, outside: pd.Series, ever: pd.Index
) -> list[str]:
    year = pd.DatetimeIndex(values.index)[0].year
    words = [
        f"Mood in {year}, n = {values.count()} of {len(values)} days.",
        "A row for each month and a square for each day, from dark blue (0) to yellow "
        "(10).",
    ]
    filled = values.dropna()
    if not len(ever):
        return [*words, f"Nothing is recorded yet. {_FIRST_DAY}"]
    if not len(filled):
        return [*words, f"Nothing was recorded in {year}."]
    words.append(
        f"From {_dates.say_both(filled.index[0], filled.index[-1])}; single days run "
        f"from {filled.min():g} to {filled.max():g}."
    )
    for what, days in ((_MISSING, missing), (_OUTSIDE, outside)):
        if days.any():
            look = "Hatched" if days is missing else "Pale"
            words.append(f"{look}, {what}: {days.sum()} days.")
    months = filled.groupby(_months(filled)).agg(["count", "min", "max"])
    each = [
        f"{MONTHS[int(str(month)) - 1]} n {n:g}, {low:g} to {high:g}"
        for month, (n, low, high) in zip(months.index, months.to_numpy(), strict=True)
    ]
    return [*words, f"By month, lowest to highest: {'; '.join(each)}."]
