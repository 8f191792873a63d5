"""The daily check-in: a minute a day, for yesterday too. Only the mood is needed."""

import collections
import datetime as dt

import msgspec

from recovery_kit import records
from recovery_kit.errors import RecordError
from recovery_kit.forms.fields import Choice, Field
from recovery_kit.forms.form import Form
from recovery_kit.forms.past import written
from recovery_kit.forms.settings import preferences_of
from recovery_kit.forms.sheet import RecordSheet, Slot
from recovery_kit.journal import Journal
from recovery_kit.records import CheckIn, spoken

__all__ = ["CheckInSheet", "check_in", "mood_tap"]

MOOD = Field(
    key="mood",
    kind="scale",
    required=True,
    label="How are you?",
    ends=((0, "very bad"), (5, "neither"), (10, "very good")),
)

ASKED = (
    MOOD,
    Field(
        key="acted",
        kind="choice",
        label="Did I act today as the person I want to be?",
        choices=(
            Choice("yes", "Yes"),
            Choice("partly", "Partly"),
            Choice("no", "No"),
            Choice("no_occasion", "No occasion for it"),
        ),
    ),
    Field(
        key="sleep_hours",
        kind="hours",
        label="Hours slept last night",
        help="Roughly. For example 6.5 or 6:30.",
    ),
    Field(
        key="energy",
        kind="scale",
        label="Energy",
        ends=((0, "none"), (10, "full")),
    ),
)

EXTRAS = {
    "tension": Field(
        key="tension",
        kind="scale",
        label="Tension",
        ends=((0, "none"), (10, "hard to bear")),
    ),
    "substance": Field(
        key="substance",
        kind="choice",
        label="Drink or drugs today",
        choices=(
            Choice("none", "None"),
            Choice("some", "Some"),
            Choice("more_than_meant", "More than I meant to"),
        ),
    ),
}

NOTE = Field(
    key="note",
    kind="text",
    label="A few words, if you like",
    help="What happened, what you felt, what you did with it.",
)

# None of these is about the other person: this page is about one's own day.
OURS = (
    "work",
    "rest",
    "outdoors",
    "moved my body",
    "saw a friend",
    "time alone",
    "ate properly",
    "therapy",
    "ill",
)

TAGS = Field(key="tags", kind="tags", label="What was in this day?")

OWN_TAGS = 9
"""So many of the person's own most used tags stand beside ours."""


class CheckInSheet(RecordSheet):
    """The check-in of a chosen day; a day may have several.

    Parameters
    ----------
    journal : Journal
        Where it is stored.
    """

    def __init__(self, journal: Journal) -> None:
        super().__init__(
            journal,
            CheckIn,
            (*ASKED, *EXTRAS.values(), TAGS, NOTE),
            saved="This day is in your journal.",
            needed="Kept. Tap a mood and this day is on your chart.",
            another="One more for this day",
        )

    def asked(self, slot: Slot) -> tuple[Field, ...]:
        """Return the greeting, the day, the questions, and what else can be done."""
        extras = preferences_of(self.journal).extras
        return (
            *self._greeting(),
            self._day(slot),
            *self.which(slot),
            *ASKED,
            *(EXTRAS[extra] for extra in extras),
            self._tags(),
            NOTE,
            *self.buttons(slot),
        )

    def _greeting(self) -> tuple[Field, ...]:
        today = records.today()
        found = next((f for f in written(self.journal) if f[0] < today), None)
        if found is None:
            return ()
        day, words = found
        last_night = today - day == dt.timedelta(days=1)
        when = "Last night" if last_night else f"On {spoken(day)}"
        return (
            Field(
                key="greeting", kind="quote", label=f"{when} you wrote", words=(words,)
            ),
        )

    def _day(self, slot: Slot) -> Field:
        today = records.today()
        yesterday = today - dt.timedelta(days=1)
        # Words written without a mood tapped are drafts; they must not fall asleep.
        begun = {day for day in self.unfinished().values() if day != str(today)}
        waiting = sorted(begun - {slot["day"]}, reverse=True)
        named = ", ".join(spoken(dt.date.fromisoformat(day)) for day in waiting[:3])
        return Field(
            key="_day",
            kind="day",
            label="Which day?",
            choices=(
                Choice(today.isoformat(), f"Today, {spoken(today)}"),
                Choice(yesterday.isoformat(), f"Yesterday, {spoken(yesterday)}"),
            ),
            help=f"Begun without a mood, still kept: {named}." if named else "",
        )

    def _tags(self) -> Field:
        used = collections.Counter(
            tag
            for entry in self.journal.entries(CheckIn)
            for tag in entry.record.tags
            if tag not in OURS
        )
        own = [tag for tag, _ in used.most_common(OWN_TAGS)]
        choices = tuple(Choice(tag, tag) for tag in (*OURS, *own))
        return msgspec.structs.replace(TAGS, choices=choices)

    def choose(self, slot: Slot, key: str, value: str) -> Slot:
        """Go to another day, or to another check-in of the same day."""
        if key != "_day":
            return super().choose(slot, key, value)
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            raise RecordError("That is no whole date. Choose a day.", "day") from None
        if not records.EARLIEST_DAY <= day <= records.today():
            raise RecordError(
                "A check-in is for today or a day before it. Choose another day.", "day"
            )
        return self.slot(day)

    def named(self, record: CheckIn, number: int) -> str:
        """Return a check-in's time and mood."""
        return f"{super().named(record, number)}: {record.mood}"


class MoodSheet(CheckInSheet):
    """Today's check-in with nothing but the mood."""

    def asked(self, slot: Slot) -> tuple[Field, ...]:
        """Return the mood alone."""
        return (MOOD,)


def check_in(journal: Journal | None = None) -> Form:
    """Return the daily check-in.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return Form("check_in", CheckInSheet, journal)


def mood_tap(journal: Journal | None = None) -> Form:
    """Return today's mood alone, for the first evening: one tap.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return Form("mood_tap", MoodSheet, journal)
