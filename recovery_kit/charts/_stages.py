"""Stages in a chart: a line where each began, its name above, its n under the axis."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from recovery_kit.analysis.days import to_days
from recovery_kit.charts import _style
from recovery_kit.errors import DataError

__all__ = ["DAY", "Room", "Span", "draw_stages", "stage_spans"]

DAY = pd.Timedelta(days=1)

_ROW = 15.0
_MOST_ROWS = 6
_LONGEST = 28


@dataclass(frozen=True, slots=True)
class Span:
    """A stage from its first day to its last; None: still going on."""

    stage: str
    start: pd.Timestamp
    last: pd.Timestamp | None
    n: int


@dataclass(frozen=True, slots=True)
class Room:
    """Points that the stages' words take above and below the axes."""

    above: float = 0.0
    below: float = 0.0


def stage_spans(
    stages: pd.DataFrame | None,
    values: pd.Series,
    window: tuple[pd.Timestamp, pd.Timestamp] | None = None,
) -> list[Span]:
    """Return each stage with the number of values in it.

    Parameters
    ----------
    stages : pandas.DataFrame or None
        Columns ``day`` and ``stage``, one row a start, in any order. Of two on one day
        the later row counts.
    values : pandas.Series
        One value for every calendar day, NaN in gaps.
    window : (pandas.Timestamp, pandas.Timestamp), optional
        A first and a last day; stages that touch neither them nor a day between them
        are left out.

    Raises
    ------
    DataError
        If a column is missing, or a day does not exist.
    """
    if stages is None or not len(stages):
        return []
    if not {"day", "stage"} <= set(stages.columns):
        raise DataError("The stages need the columns 'day' and 'stage'.")
    days = to_days(stages["day"], stages.index)
    names = pd.Series(stages["stage"].astype(str).to_numpy(), index=days)
    names = names[~names.index.duplicated(keep="last")].sort_index()
    lasts = [*(start - DAY for start in names.index[1:]), None]
    spans = [
        Span(stage, start, last, int(values.loc[start:last].count()))
        for stage, start, last in zip(names, names.index, lasts, strict=True)
    ]
    if window is None:
        return spans
    first, end = window
    return [s for s in spans if s.start <= end and (s.last is None or s.last >= first)]


def draw_stages(ax: Axes, spans: list[Span], first: pd.Timestamp, below: float) -> Room:
    """Draw stages from the first day shown on; `below` points are taken by dates."""
    shown = [span for span in spans if span.last is None or span.last >= first]
    if not shown:
        return Room()
    low, high = ax.get_xlim()
    scale = _style.width(ax) / (high - low)
    starts = [max(span.start, first) for span in shown]
    at = [(_style.place(start) - low) * scale for start in starts]
    names = [_short(span.stage) for span in shown]
    up = _stagger(at, names, _style.width(ax))
    down = _stagger(at, [f"n {span.n}" for span in shown], _style.width(ax))
    for k, (span, start) in enumerate(zip(shown, starts, strict=True)):
        if span.start >= first:
            ax.axvline(
                _style.x(start),
                color=_style.INK,
                linewidth=0.9,
                linestyle=(0, (1, 2)),
                zorder=2.2,
                gid="stage",
            )
        day = _style.x(start)
        for (row, side), words, height, color, gid in (
            (up[k], names[k], 1, _style.INK, "stage name"),
            (down[k], f"n {span.n}", 0, _style.QUIET, "stage n"),
        ):
            if row >= _MOST_ROWS:
                continue
            rise = 5 + _ROW * row if height else -below - 10 - _ROW * row
            _style.note(
                ax,
                words,
                (day, height),
                (1 if side == "left" else -2, rise),
                across="data",
                ha=side,
                color=color,
                gid=gid,
            )
    rows = [1 + min(max(row for row, _ in places), _MOST_ROWS) for places in (up, down)]
    return Room(_ROW * rows[0], _ROW * rows[1])


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def _stagger(at: list[float], words: list[str], room: float) -> list[tuple[int, str]]:
    # For each word the lowest row in which it runs into no other, and the side of its
    # line that it begins at: near the right edge it stands before the line.
    taken: list[list[tuple[float, float]]] = []
    places = []
    for x, word in zip(at, words, strict=True):
        wide = _style.length(word) + 7
        side = "left" if x + wide <= room * 1.02 + 6 else "right"
        begin = x if side == "left" else x - wide
        end = begin + wide
        row = next(
            k
            for k, others in enumerate([*taken, []])
            if all(begin >= b or end <= a for a, b in others)
        )
        if row == len(taken):
            taken.append([])
        taken[row].append((begin, end))
        places.append((row, side))
    return places
