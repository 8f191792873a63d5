"""The marks of the mood chart; each returns what belongs into the key."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from recovery_kit.analysis import level
from recovery_kit.charts import _style
from recovery_kit.charts._mood_words import FIRST_DOT, INVENTED
from recovery_kit.charts._stages import DAY

__all__ = [
    "draw_beside",
    "draw_first_dot",
    "draw_gaps",
    "draw_level",
    "draw_own",
    "draw_ranges",
]

CROWDED = 400
"""Days past which lines from day to day would run into one another."""


def draw_own(ax: Axes, values: pd.Series, span: float) -> list[Any]:
    """Draw a dot a day, and a thin line that breaks where a day is missing.

    Past `CROWDED` days the dots are small and light, and no line joins them.
    """
    days, means = values.index.to_numpy(), values.to_numpy()
    size = _dot(span) if len(values) > 14 else max(_dot(span), 5.0)
    crowded = len(days) > CROWDED
    if not crowded:
        ax.plot(
            days,
            means,
            color=_style.BLUE,
            linewidth=min(1.0, size / 4),
            alpha=0.35,
            zorder=2.3,
            gid="line",
        )
    return ax.plot(
        days,
        means,
        linestyle="none",
        marker="o",
        markersize=size,
        markerfacecolor=_style.BLUE if crowded else _style.SKY,
        markeredgecolor="none" if crowded else _style.BLUE,
        markeredgewidth=min(0.8, size / 6),
        alpha=float(np.clip(12 / np.sqrt(len(days)), 0.22, 0.5)) if crowded else None,
        zorder=3,
        clip_on=False,
        gid="dots",
        label="a day",
    )


def _dot(span: float) -> float:
    return float(np.clip(62 / np.sqrt(max(span, 1)), 1.5, 7))


def draw_ranges(ax: Axes, own: pd.DataFrame) -> list[Any]:
    """Draw a bar from lowest to highest on days with several entries."""
    several = own[own["high"] > own["low"]]
    if not len(several):
        return []
    crowded = len(own) > CROWDED
    bars = ax.vlines(
        several.index.to_numpy(),
        several["low"].to_numpy(),
        several["high"].to_numpy(),
        color=_style.BLUE,
        linewidth=0.5 if crowded else 1.6,
        alpha=0.15 if crowded else 0.6,
        zorder=2.6,
        clip_on=False,
        gid="ranges",
        label="its range",
    )
    return [bars]


def draw_level(ax: Axes, levels: pd.DataFrame) -> list[Any]:
    """Draw the level and its band, if there is one."""
    if levels["level"].isna().all():
        return []
    days = levels.index.to_numpy()
    ax.fill_between(
        days,
        levels["low"].to_numpy(),
        levels["high"].to_numpy(),
        color=_style.BLUE,
        alpha=0.14,
        linewidth=0,
        zorder=2,
        gid="band",
    )
    return ax.plot(
        days,
        levels["level"].to_numpy(),
        color=_style.BLUE,
        linewidth=2.4 if len(days) < 1000 else 1.6,
        solid_capstyle="round",
        zorder=4,
        gid="level",
        label="level and 95% band",
    )


def draw_gaps(
    ax: Axes,
    spans: list[tuple[pd.Timestamp, pd.Timestamp]],
    scale: tuple[float, float],
) -> list[Any]:
    """Hatch the spans in which nothing was recorded."""
    if not spans:
        return []
    places: list[Any] = [
        (_style.x(first - DAY / 2), (last - first + DAY).to_timedelta64())
        for first, last in spans
    ]
    # One artist for all of them: ten years can hold hundreds.
    hatched = ax.broken_barh(
        places,
        (scale[0], scale[1] - scale[0]),
        facecolor=_style.EMPTY,
        edgecolor=_style.HATCH,
        linewidth=0,
        hatch="////",
        zorder=0.5,
        gid="gaps",
        label="nothing recorded",
    )
    return [hatched]


def draw_beside(ax: Axes, other: pd.Series) -> list[Any]:
    """Draw the invented person light, and name them where they are."""
    days = other.index.to_numpy()
    look: dict[str, Any] = {"color": _style.ORANGE, "zorder": 1.5}
    ax.plot(
        days,
        level(other)["level"].to_numpy(),
        linewidth=1.5,
        linestyle=(0, (4, 2)),
        alpha=0.7,
        gid="beside level",
        **look,
    )
    _style.note(
        ax,
        INVENTED,
        (days[-1], 1.0),
        (0, -12),
        across="data",
        ha="right",
        color=_style.ORANGE_INK,
        gid="beside name",
    )
    return ax.plot(
        days,
        other.to_numpy(),
        linestyle="none",
        marker="D",
        markersize=0.75 * _dot(len(other)),
        markeredgecolor="none",
        alpha=0.4,
        clip_on=False,
        gid="beside",
        label=INVENTED,
        **look,
    )


def draw_first_dot(ax: Axes, day: pd.Timestamp, scale: tuple[float, float]) -> None:
    """Show where the first dot will go."""
    middle = (scale[0] + scale[1]) / 2
    low, high = ax.get_xlim()
    late = _style.place(day) > (low + high) / 2
    ax.plot(
        [_style.x(day)],
        [middle],
        linestyle="none",
        marker="o",
        markersize=12,
        markerfacecolor=_style.CARD,
        markeredgecolor=_style.BLUE,
        markeredgewidth=1.6,
        zorder=4,
        clip_on=False,
        gid="first dot",
    )
    _style.note(
        ax,
        FIRST_DOT,
        (_style.x(day), 0.5),
        (-16 if late else 16, 66),
        across="data",
        ha="right" if late else "left",
        va="center",
        zorder=5,
        arrowprops={
            "arrowstyle": "-",
            "color": _style.BLUE,
            "linewidth": 1.2,
            "shrinkB": 8,
            "relpos": (1 if late else 0, 0.5),
            "connectionstyle": f"arc3,rad={-0.25 if late else 0.25}",
        },
        **_style.text(_style.TITLE, _style.INK),
    )
