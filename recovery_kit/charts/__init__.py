"""Pictures of one person's days, each with a text and a table that say the same.

Every `plot_*` takes a DataFrame and returns a matplotlib Axes; nothing is shown, saved
or computed here beyond placing marks: the numbers come from `recovery_kit.analysis`.
Each name is loaded when it is first used, so that a notebook which shows a form and
nothing else never waits for matplotlib.
"""

from typing import TYPE_CHECKING

from recovery_kit._lazy import on_first_use

if TYPE_CHECKING:
    from recovery_kit.charts._style import alt_text, table
    from recovery_kit.charts.mood_trend import plot_mood_trend
    from recovery_kit.charts.year_in_pixels import plot_year_in_pixels

__all__ = ["alt_text", "plot_mood_trend", "plot_year_in_pixels", "table"]

_HOMES = {
    "alt_text": "_style",
    "plot_mood_trend": "mood_trend",
    "plot_year_in_pixels": "year_in_pixels",
    "table": "_style",
}

__getattr__, __dir__ = on_first_use(__name__, _HOMES)
