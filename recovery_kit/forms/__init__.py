"""What a notebook shows: forms bound to the journal, and live charts of it.

Each function returns a widget. As the last line of a cell it shows itself, stores what
is typed while it is typed, and takes up where one left off.
"""

from recovery_kit.forms.chart import Chart, first_dots, this_week, whole_way, year
from recovery_kit.forms.daily import check_in, mood_tap
from recovery_kit.forms.first_evening import (
    danger,
    hope,
    line,
    not_tonight,
    safety_lines,
)
from recovery_kit.forms.form import Form
from recovery_kit.forms.history import import_history
from recovery_kit.forms.page_top import top
from recovery_kit.forms.past import past_words
from recovery_kit.forms.settings import preferences
from recovery_kit.forms.urges import urge

__all__ = [
    "Chart",
    "Form",
    "check_in",
    "danger",
    "first_dots",
    "hope",
    "import_history",
    "line",
    "mood_tap",
    "not_tonight",
    "past_words",
    "preferences",
    "safety_lines",
    "this_week",
    "top",
    "urge",
    "whole_way",
    "year",
]
