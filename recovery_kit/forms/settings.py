"""How the person likes their pages: country, night card, extra questions."""

import msgspec

from recovery_kit.forms.fields import Choice, Field
from recovery_kit.forms.form import Form, record_form
from recovery_kit.journal import Journal
from recovery_kit.records import Preferences, today
from recovery_kit.safety import helplines

__all__ = [
    "COUNTRY",
    "country_inside",
    "preferences",
    "preferences_of",
]

COUNTRY = Field(
    key="country",
    kind="select",
    label="Where are you?",
    help="So that the numbers on the safety card are the ones that work there.",
    choices=tuple(Choice(c.code, c.name) for c in helplines().countries),
)

ASKED = (
    COUNTRY,
    Field(
        key="night_card",
        kind="tick",
        label="From ten in the evening to six, show the night card first",
    ),
    Field(
        key="extras",
        kind="choices",
        label="In the daily check-in, also ask me about",
        choices=(Choice("tension", "tension"), Choice("substance", "drink or drugs")),
    ),
)


def country_inside(key: str) -> Field:
    """Return the country's field, to stand in the opened part of another one."""
    return msgspec.structs.replace(COUNTRY, inside=key)


def preferences_of(journal: Journal) -> Preferences:
    """Return the person's preferences, or the usual ones."""
    found = journal.entries(Preferences)
    if found:
        usual: Preferences = found[-1].record
        return usual
    return Preferences(day=today())


def preferences(journal: Journal | None = None) -> Form:
    """Return the form for one's preferences.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return record_form(
        "preferences",
        Preferences,
        ASKED,
        journal,
        per_day=False,
        fold="Make these pages yours",
    )
