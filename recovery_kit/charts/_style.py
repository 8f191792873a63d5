"""The look that all charts share, and the text and table kept beside each.

Every colour and size is given to its artist and nothing is taken from, or written to,
matplotlib's global settings: charts are drawn in a thread, on the reader's own theme.
"""

from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.transforms import ScaledTranslation

from recovery_kit.analysis import daily
from recovery_kit.errors import DataError

__all__ = ["alt_text", "table"]

SIZE, DPI = (8.0, 4.8), 160
"""Inches and dots: 1,280 px wide, so that 10 pt can still be read at 600 px."""

USUAL_WORDS = 110.0
"""Points of words under and over the axes before a figure grows."""

_LEAST_IN_KEY = 0.6
"""A mark so light that only many of them show must still be seen in the key."""

TITLE, TEXT, SMALL = 13.5, 11.0, 10.0
FONT = "DejaVu Sans"

CARD = "#FCFBF8"
INK = "#2B2B2B"
QUIET = "#595959"
FAINT = "#DEDBD3"
EMPTY = "#F4F2ED"
HATCH = "#CFCBC1"
RULE = "#A8A49A"

# Okabe & Ito 2008, Color Universal Design: told apart by all common kinds of sight.
BLUE, SKY, ORANGE = "#0072B2", "#56B4E9", "#E69F00"
ORANGE_INK = "#8A5A00"

_KEPT: WeakKeyDictionary[Axes, tuple[str, pd.DataFrame]] = WeakKeyDictionary()


def alt_text(ax: Axes) -> str:
    """Return in words what a chart shows, for a reader who does not see it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        What one of this package's ``plot_*`` functions returned.

    Returns
    -------
    str
        Plain sentences: dates, how many days, their range, and what may be said. The
        first is short and stands alone, up to its full stop and blank.

    Raises
    ------
    DataError
        If no chart of this package was drawn on the axes.
    """
    return _kept(ax)[0]


def table(ax: Axes) -> pd.DataFrame:
    """Return the numbers that a chart shows, a row for each day.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        What one of this package's ``plot_*`` functions returned.

    Returns
    -------
    pandas.DataFrame
        A copy; the columns are named in the ``plot_*`` function's own page.

    Raises
    ------
    DataError
        If no chart of this package was drawn on the axes.
    """
    return _kept(ax)[1].copy()


def _kept(ax: Axes) -> tuple[str, pd.DataFrame]:
    try:
        return _KEPT[ax]
    except (KeyError, TypeError):
        raise DataError(
            "There is no text or table for this: it is no chart that recovery_kit "
            "drew. Pass what plot_mood_trend or its like returned."
        ) from None


def keep(ax: Axes, text: str, numbers: pd.DataFrame) -> Axes:
    """Keep a chart's text and table as long as the chart itself; return the chart."""
    _KEPT[ax] = (text, numbers)
    return ax


def by_day(data: pd.DataFrame) -> pd.DataFrame:
    """Return the data as `analysis.daily` returns them.

    Raises
    ------
    DataError
        If the data are neither that already nor entries with ``day`` and ``mood``.
    """
    index = data.index
    if set(data.columns) != {"value", "low", "high", "n"}:
        return daily(data)
    if not isinstance(index, pd.DatetimeIndex) or index.freqstr != "D":
        # Somebody dropped its empty days; without them a line would cross a gap.
        data = data.sort_index().asfreq("D").rename_axis("day").fillna({"n": 0})
    return data


def axes(ax: Axes | None, size: tuple[float, float] = SIZE) -> Axes:
    """Return the axes to draw on, on a light card of their own when none are given."""
    if ax is None:
        layout = ConstrainedLayoutEngine(w_pad=0.14, h_pad=0.12)
        figure = Figure(figsize=size, dpi=DPI, facecolor=CARD, layout=layout)
        ax = figure.add_subplot()
    ax.set_facecolor(CARD)
    ax.set_axisbelow(True)
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(RULE)
    ax.tick_params(
        colors=RULE,
        labelcolor=QUIET,
        labelsize=SMALL,
        labelfontfamily=FONT,
        length=3,
    )
    return ax


def x(day: pd.Timestamp) -> Any:
    """Return a day as matplotlib takes it, which its type stubs don't know."""
    return day.to_numpy()


def place(day: pd.Timestamp) -> float:
    """Return where a day stands along the axis, in the unit of its limits."""
    return float(date2num(x(day)))  # type: ignore[no-untyped-call]


def text(size: float = SMALL, color: str = QUIET) -> dict[str, Any]:
    """Return how words look, for any artist that takes text settings."""
    # A dollar sign in a name is no formula.
    return {"fontsize": size, "color": color, "fontfamily": FONT, "parse_math": False}


def title(ax: Axes, left: str, right: str = "", *, above: float = 0) -> None:
    """Write the chart's name and, at the right, its n; `above` points over the axes."""
    pad = 10 + above
    bold = 1.25 * TITLE / SMALL
    if bold * length(left) + length(right) * TEXT / SMALL + 12 > width(ax):
        if bold * length(left) > width(ax):
            left = left.replace(", ", "\n", 1)
        left, right = f"{left}\n{right}", ""
    ax.set_title(left, loc="left", pad=pad, fontweight="bold", **text(TITLE, INK))
    ax.set_title(right, loc="right", pad=pad, **text(TEXT))


def caption(ax: Axes, words: str, below: float) -> float:
    """Write words under the axes, `below` points down; return where they end."""
    lines = _wrapped(words, width(ax))
    for narrower in (0.9, 0.8, 0.7):
        # Lines of much the same length: no word stands alone in the last one.
        even = _wrapped(words, narrower * width(ax))
        lines = even if len(even) == len(lines) else lines
    note(ax, "\n".join(lines), (0, 0), (0, -below), va="top", gid="caption")
    return below + 1.4 * SMALL * len(lines)


def _wrapped(words: str, room: float) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if length(longer) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def length(words: str) -> float:
    """Return how long small words are in points, without drawing them."""
    font = get_font(findfont(FontProperties(family=FONT)))
    font.set_size(SMALL, 72)
    font.set_text(words)
    return float(font.get_width_height()[0]) / 64


def note(
    ax: Axes,
    words: str,
    at: tuple[Any, float],
    points: tuple[float, float],
    *,
    across: str = "axes fraction",
    **settings: Any,
) -> Annotation:
    """Write words some points off a place, whose height is a share of the axes."""
    settings = text() | {"ha": "left", "va": "baseline", "linespacing": 1.25} | settings
    return ax.annotate(
        words,
        at,
        points,
        xycoords=(across, "axes fraction"),
        textcoords="offset points",
        annotation_clip=False,
        **settings,
    )


def say(ax: Axes, words: str) -> None:
    """Write a kind line in the middle of axes that have nothing to show."""
    note(
        ax,
        words,
        (0.5, 0.5),
        (0, 0),
        ha="center",
        va="center",
        zorder=5,
        bbox={"facecolor": CARD, "edgecolor": "none", "pad": 8},
        **text(TITLE, INK),
    )


def settle(ax: Axes) -> None:
    """Lay the figure out, so that `width` is what it will be; set the ticks before."""
    ax.figure.draw_without_rendering()  # type: ignore[union-attr]


def width(ax: Axes) -> float:
    """Return the width of the axes in points."""
    figure = ax.figure
    # Charts drawn later in the same figure still take some of it.
    share = 0.85 if len(figure.axes) > 1 else 1.0
    return float(share * ax.get_position().width * figure.get_figwidth() * 72)  # type: ignore[union-attr]


def key(ax: Axes, handles: list[Any], below: float, x: float = 0.0) -> float:
    """Put the key `below` points under the axes; return where it ends."""
    figure = ax.figure
    down = ScaledTranslation(0, -below / 72, figure.dpi_scale_trans)
    room = width(ax) * (1 - x)
    words = [length(str(handle.get_label())) + 4.3 * SMALL for handle in handles]
    columns = len(handles)
    while columns > 1 and _needed(words, columns) > room:
        columns -= 1
    legend = ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(x, 0.0),
        bbox_transform=ax.transAxes + down,
        ncols=columns,
        frameon=False,
        borderaxespad=0,
        borderpad=0,
        handlelength=2.0,
        handletextpad=0.6,
        columnspacing=1.6,
        labelspacing=0.45,
        labelcolor=QUIET,
        prop={"family": FONT, "size": SMALL},
    )
    legend.set_gid("key")
    for mark, handle in zip(handles, legend.legend_handles, strict=True):
        if isinstance(handle, Line2D) and handle.get_markersize() < 4:
            handle.set_markersize(4)
        if handle is not None and (mark.get_alpha() or 1) < _LEAST_IN_KEY:
            handle.set(alpha=_LEAST_IN_KEY, linewidth=1.2)
    return below + 1.6 * SMALL * -(-len(handles) // columns)


def _needed(words: list[float], columns: int) -> float:
    rows = -(-len(words) // columns)
    # matplotlib fills a key's columns from top to bottom.
    return sum(max(words[k : k + rows]) for k in range(0, len(words), rows))


def grow(ax: Axes, words: float) -> None:
    """Make a figure of ours higher when words take more than their usual points."""
    extra = max(words - USUAL_WORDS, 0) / 72
    ax.figure.set_size_inches(SIZE[0], SIZE[1] + extra)  # type: ignore[union-attr]
