"""What one wrote on the days before, to read again."""

import datetime as dt

from recovery_kit.forms.fields import Field, Show
from recovery_kit.forms.form import Form
from recovery_kit.forms.sheet import Sheet, Slot
from recovery_kit.journal import Journal
from recovery_kit.records import CheckIn, Line, spoken

__all__ = ["past_words", "written"]

AT_ONCE = 30
"""So many texts are shown, and so many more each time they are asked for."""


def written(journal: Journal) -> list[tuple[dt.date, str]]:
    """Return the person's lines and notes with their days, the newest first."""
    found = sorted(
        (
            (entry.record.day, entry.sequence, words)
            for kind, field in ((CheckIn, "note"), (Line, "text"))
            for entry in journal.entries(kind)
            if (words := getattr(entry.record, field))
        ),
        reverse=True,
    )
    return [(day, words) for day, _, words in found]


class PastSheet(Sheet):
    """The person's lines and notes, the newest first."""

    def show(self, slot: Slot | None) -> Show:
        """Return the newest texts, and a button where there are more."""
        slot = slot or {"count": str(AT_ONCE)}
        count = int(slot["count"])
        found = written(self.journal)
        rows = tuple((spoken(day), words) for day, words in found[:count])
        fields: tuple[Field, ...] = (
            Field(key="_words", kind="table", rows=(("Day", "Your words"), *rows)),
        )
        if len(found) > count:
            fields += (Field(key="_more", kind="button", label="Show earlier ones"),)
        return Show(
            fold="What you wrote",
            slot=slot,
            fields=fields if found else (),
            note="" if found else "Nothing yet.",
        )

    def press(self, slot: Slot, key: str) -> Slot:
        """Show more of them."""
        return {"count": str(int(slot["count"]) + AT_ONCE)}


def past_words(journal: Journal | None = None) -> Form:
    """Return the person's lines and notes to read again, folded until opened.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return Form("past_words", PastSheet, journal)
