"""What stands at the top of every notebook: hide, the safety card, the night card."""

import datetime as dt
from typing import Any

from IPython.core.getipython import get_ipython

from recovery_kit.forms.fields import Field
from recovery_kit.forms.form import Form
from recovery_kit.forms.safety_card import safety_card
from recovery_kit.forms.settings import COUNTRY, country_inside, preferences_of
from recovery_kit.forms.sheet import RecordSheet, Slot
from recovery_kit.journal import Journal
from recovery_kit.records import Preferences

__all__ = ["is_night", "top"]

NIGHT_BEGINS, NIGHT_ENDS = dt.time(22), dt.time(6)

NIGHT = (
    "It is late, and nothing has to be decided before morning.",
    "Breathe out slowly, three times. Write one line, if one comes. Put the phone "
    "where you would have to get up for it.",
    "The rest of this page waits below. It will be here tomorrow.",
)


class TopSheet(RecordSheet):
    """The bar at the top; its one question is the country, for the numbers.

    Parameters
    ----------
    journal : Journal
        Where preferences and safety lines are.
    """

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, Preferences, (COUNTRY,), per_day=False)

    def asked(self, slot: Slot) -> tuple[Field, ...]:
        """Return by night its card, and then the two buttons."""
        night = preferences_of(self.journal).night_card and is_night(
            dt.datetime.now().astimezone()
        )
        return (
            *((Field(key="_night", kind="words", words=NIGHT),) if night else ()),
            Field(
                key="_hide",
                kind="hide",
                label="Hide this page",
                help="Shows a blank page. Press Esc twice, or reload, to come back.",
            ),
            Field(
                key="_card",
                kind="card",
                label="If this is hard",
                choices=safety_card(self.journal),
            ),
            country_inside("_card"),
        )


def is_night(now: dt.datetime) -> bool:
    """Return whether a local time is between ten in the evening and six."""
    return now.time() >= NIGHT_BEGINS or now.time() < NIGHT_ENDS


def top(journal: Journal | None = None) -> Form:
    """Return the bar for the top of a notebook, and keep the kernel's memory quiet.

    IPython writes each cell that is run to a history file on the disk. From here on it
    does not, in case the person types words of their own into a cell.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    shell: Any = get_ipython()
    if shell is not None:
        shell.history_manager.enabled = False
    return Form("top", TopSheet, journal)
