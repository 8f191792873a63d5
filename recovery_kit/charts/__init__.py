"""Pictures of one person's days, each with a text and a table that say the same.

Every `plot_*` takes a DataFrame and returns a matplotlib Axes; nothing is shown, saved
or computed here beyond placing marks: the numbers come from `recovery_kit.analysis`.
Each name is loaded when it is first used, so that a notebook which shows a form and
nothing else never waits for matplotlib.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
