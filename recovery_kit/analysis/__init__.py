"""Numbers about one person's days: pure, honest about gaps and about few days.

A DataFrame or Series goes in, a small frozen result or a tidy DataFrame comes out;
nothing is read, stored, drawn or printed here. Each name is loaded when it is first
used, so that a notebook which shows a form and nothing else never waits for pandas.
"""

from typing import TYPE_CHECKING

from recovery_kit._lazy import on_first_use

if TYPE_CHECKING:
    from recovery_kit.analysis.days import daily
    from recovery_kit.analysis.levels import level
    from recovery_kit.analysis.sentences import sentence
    from recovery_kit.analysis.trends import Trend, trend

__all__ = ["Trend", "daily", "level", "sentence", "trend"]

# A module must not share its function's name: importing it would put the module in the
# function's place.
_HOMES = {
    "Trend": "trends",
    "daily": "days",
    "level": "levels",
    "sentence": "sentences",
    "trend": "trends",
}

__getattr__, __dir__ = on_first_use(__name__, _HOMES)
