"""A chart in the page: drawn in the worker thread, redrawn when the journal changes.

The picture goes to the page as a message and stands nowhere else. It is drawn when the
chart is in sight and something changed since, so a chart nobody looks at costs nothing.
"""

import base64
import datetime as dt
import functools
import html
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from recovery_kit import analysis, charts, importers
from recovery_kit.errors import RecoveryKitError
from recovery_kit.forms import worker
from recovery_kit.forms.form import Live, static_file
from recovery_kit.journal import Journal
from recovery_kit.project import project_folder
from recovery_kit.records import CheckIn, StageStart, today

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["Chart", "first_dots", "this_week", "whole_way", "year"]

WEEK = 7
PIXELS_FROM = 30
"""The year in pixels says little before so many days are filled."""

HEADS = {
    "value": "mood",
    "low": "lowest",
    "high": "highest",
    "n": "entries",
    "level_low": "band from",
    "level_high": "band to",
}
"""What the columns of a chart's table are called for a person."""

Drawing = Callable[[Journal], "Axes | str"]
"""Draws from a journal, or says in a sentence why there is nothing to draw yet."""


class Chart(Live):
    """A live chart of the journal.

    Parameters
    ----------
    draw : callable
        Takes the journal; returns the Axes it drew, or a sentence instead.
    journal : Journal, optional
        By default the person's own.
    """

    _esm = static_file("chart.js")

    def __init__(self, draw: Drawing, journal: Journal | None = None) -> None:
        super().__init__(journal)
        self._draw = draw
        self._version = 1
        self._waiting: dict[str, dict[str, Any]] = {}

    def on_change(self, kinds: frozenset[str]) -> None:
        """Note that the chart is out of date, and tell the page."""
        self._version += 1
        super().on_change(kinds)

    def on_look(self, message: dict[str, Any], _: list[Any]) -> None:
        """Give a view in sight the picture, if it does not have it yet."""
        self.journal.look()
        if message.get("version") == self._version:
            return
        first = not self._waiting
        self._waiting[message["vid"]] = message
        if first:
            worker.submit(self._answer)

    def _answer(self) -> None:
        version = self._version
        waiting, self._waiting = self._waiting, {}
        try:
            content, buffers = self._picture()
        except RecoveryKitError as error:
            for message in waiting.values():
                self.on_trouble(message, error)
            return
        for message in waiting.values():
            self.reply(message, buffers, op="picture", version=version, **content)

    def _picture(self) -> tuple[dict[str, Any], list[bytes]]:
        drawn = self._draw(self.journal)
        if isinstance(drawn, str):
            return {"words": drawn}, []
        return {"alt": charts.alt_text(drawn), "rows": _rows(drawn)}, [_png(drawn)]

    def printed(self) -> str:
        """Return the chart as plain HTML: the picture, its words, its numbers."""
        content, buffers = self._picture()
        if not buffers:
            return f"<p>{html.escape(content['words'])}</p>"
        source = base64.b64encode(buffers[0]).decode()
        alt = html.escape(content["alt"], quote=True)
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in content["rows"]
        )
        return (
            f'<img alt="{alt}" src="data:image/png;base64,{source}">'
            f"<table>{rows}</table>"
        )


def _png(axes: "Axes") -> bytes:
    stream = io.BytesIO()
    axes.get_figure(root=True).savefig(stream, format="png")  # type: ignore[union-attr]
    return stream.getvalue()


def _rows(axes: "Axes") -> list[list[str]]:
    table = charts.table(axes).reset_index()
    table["day"] = table["day"].dt.strftime("%Y-%m-%d")
    heads = [HEADS.get(column, column) for column in table.columns]
    return [heads, *([_cell(cell) for cell in row] for row in table.to_numpy())]


def _cell(value: Any) -> str:
    if value is None or value != value:  # NaN is not itself
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


# ---- what is drawn -----------------------------------------------------------------


def first_dots(journal: Journal | None = None) -> Chart:
    """Return one's first dots beside the invented person's months."""
    return Chart(functools.partial(_mood, beside=True), journal)


def whole_way(journal: Journal | None = None) -> Chart:
    """Return the mood over all days recorded, with the lines where stages began."""
    return Chart(_mood, journal)


def this_week(journal: Journal | None = None) -> Chart:
    """Return the mood over the last seven days."""
    return Chart(functools.partial(_mood, days=WEEK), journal)


def year(journal: Journal | None = None) -> Chart:
    """Return the year in pixels, once thirty days are filled."""
    return Chart(_year, journal)


def _mood(
    journal: Journal, *, days: int | None = None, beside: bool = False
) -> "Axes | str":
    last = today()
    return charts.plot_mood_trend(
        analysis.daily(journal.frame(CheckIn)),
        beside=_invented() if beside else None,
        stages=journal.frame(StageStart),
        span=(last - dt.timedelta(days=days - 1), last) if days else None,
    )


def _year(journal: Journal) -> "Axes | str":
    daily = analysis.daily(journal.frame(CheckIn))
    filled = int((daily["n"] > 0).sum())
    if filled < PIXELS_FROM:
        return (
            f"After {PIXELS_FROM} days with a mood, your year stands here, a small "
            f"square a day. Not enough yet: {filled} of {PIXELS_FROM} days."
        )
    return charts.plot_year_in_pixels(daily)


@functools.cache
def _invented() -> "pd.DataFrame | None":
    import pandas as pd

    folder = project_folder()
    if folder is None:
        return None
    reading = importers.read(folder / "data" / "sample" / "check_ins.csv")
    rows = [(r.day, r.mood) for r in reading.records if isinstance(r, CheckIn)]
    return analysis.daily(pd.DataFrame(rows, columns=["day", "mood"]))
