"""The kinds of record: one struct a kind, with its units.

A kind is added by writing one struct and naming it in `KINDS`; nothing else has to
know. Each type carries the words that say what it takes (`Meta.description`); the
errors of `checks` are made of them.
"""

import datetime as dt
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

__all__ = [
    "KINDS",
    "CheckIn",
    "Hope",
    "Import",
    "Line",
    "Measure",
    "MoodWord",
    "NotTonight",
    "Preferences",
    "Record",
    "SafetyLines",
    "StageStart",
    "Text",
    "Urge",
    "label",
]

Day = Annotated[dt.date, Meta(description="a calendar day such as 2026-11-25")]
ClockTime = Annotated[dt.time, Meta(description="a time of day such as 18:43")]
Text = Annotated[
    str, Meta(max_length=1_000_000, description="text of at most a million characters")
]
Name = Annotated[
    str,
    Meta(
        min_length=1, max_length=200, description="a name of one to two hundred letters"
    ),
]
Mood = Annotated[
    int,
    Meta(
        ge=0,
        le=10,
        description="a whole number from 0 (very bad) to 10 (very good)",
    ),
]
Scale = Annotated[int, Meta(ge=0, le=10, description="a whole number from 0 to 10")]
Number = Annotated[float, Meta(ge=-1e12, le=1e12, description="a number")]
Hours = Annotated[float, Meta(ge=0, le=24, description="hours between 0 and 24")]
Acted = Annotated[
    Literal["yes", "partly", "no", "no_occasion"],
    Meta(description="yes, partly, no or no_occasion"),
]
Toward = Annotated[
    Literal["write", "look", "ask", "go", "numb", "other"],
    Meta(description="write, look, ask, go, numb or other"),
]
Outcome = Annotated[Literal["passed", "acted"], Meta(description="passed or acted")]
Substance = Annotated[
    Literal["none", "some", "more_than_meant"],
    Meta(description="none, some or more_than_meant"),
]
Country = Annotated[
    str,
    Meta(pattern="^[A-Z]{2}$", description="a country's two letters, such as GB"),
]
Count = Annotated[int, Meta(ge=0, description="a whole number, 0 or more")]


class Record(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"
):
    """What every kind of record has: the day it belongs to.

    Attributes
    ----------
    day : datetime.date
        The local calendar day the record is about; it changes at four in the
        morning, not at midnight.
    """

    final_after: ClassVar[dt.timedelta | None] = None
    """How long a record of this kind can be changed; None: always."""

    day: Day


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number that another app kept beside a mood.

    Attributes
    ----------
    name : str
        The person's own name for it.
    value : float
        The number.
    unit : str or None
        What it counts: "of 10", "hours", or as the app wrote it.
    """

    name: Name
    value: Number
    unit: Text | None = None


class CheckIn(Record, frozen=True, kw_only=True, tag="check_in"):
    """A minute's look at a day. Only the mood is needed.

    Attributes
    ----------
    mood : int
        0 (very bad) to 10 (very good); 5 is neither.
    time : datetime.time or None
        Local clock time, to the minute.
    acted : {"yes", "partly", "no", "no_occasion"} or None
        Whether one acted that day as the person one wants to be.
    sleep_hours : float or None
        Hours slept in the night before, 0-24.
    energy : int or None
        0 (none) to 10 (full).
    tension : int or None
        0 (none) to 10 (unbearable).
    substance : {"none", "some", "more_than_meant"} or None
        Drink or drugs.
    tags : tuple of str
        What the day held, in the person's own words.
    title, note : str or None
        The person's own text.
    mood_word : str or None
        The word another app had for this mood, as it stood there.
    measures : tuple of Measure
        Numbers another app kept beside it.
    """

    mood: Mood
    time: ClockTime | None = None
    acted: Acted | None = None
    sleep_hours: Hours | None = None
    energy: Scale | None = None
    tension: Scale | None = None
    substance: Substance | None = None
    tags: tuple[Name, ...] = ()
    title: Text | None = None
    note: Text | None = None
    mood_word: Name | None = None
    measures: tuple[Measure, ...] = ()


class Urge(Record, frozen=True, kw_only=True, tag="urge"):
    """A strong pull to do what one decided not to do.

    Attributes
    ----------
    intensity : int
        How strong it was at first, 0 (none) to 10 (overwhelming).
    time : datetime.time or None
        Local clock time, to the minute.
    toward : {"write", "look", "ask", "go", "numb", "other"} or None
        To write or call; to look them up or look at old pictures; to ask others about
        them; to go where they are; to drink, use or gamble; something else.
    outcome : {"passed", "acted"} or None
        Whether it passed or was acted on; None while it is still there.
    after : int or None
        How strong it was afterwards, 0-10.
    helped : str or None
        What helped.
    """

    intensity: Scale
    time: ClockTime | None = None
    toward: Toward | None = None
    outcome: Outcome | None = None
    after: Scale | None = None
    helped: Text | None = None


class Line(Record, frozen=True, kw_only=True, tag="line"):
    """One line of one's own, as on the first evening.

    Attributes
    ----------
    text : str
        The line.
    """

    text: Text


class Hope(Record, frozen=True, kw_only=True, tag="hope"):
    """What one hopes to become.

    Attributes
    ----------
    text : str
        In the person's own words.
    """

    text: Text


class SafetyLines(Record, frozen=True, kw_only=True, tag="safety_lines"):
    """Three lines that stand ready for a bad hour.

    Attributes
    ----------
    call : str or None
        Who I can call tonight.
    out_of_reach : str or None
        What I put out of reach.
    helped : str or None
        What has helped before.
    """

    call: Text | None = None
    out_of_reach: Text | None = None
    helped: Text | None = None


class NotTonight(Record, frozen=True, kw_only=True, tag="not_tonight"):
    """A word to oneself: nothing is sent before morning.

    Attributes
    ----------
    kept : bool
        Whether the word stands.
    """

    kept: bool = True


class StageStart(Record, frozen=True, kw_only=True, tag="stage_start"):
    """The day a stage began; a stage may begin more than once.

    Attributes
    ----------
    stage : str
        The stage's short name, as it stands under a chart's line.
    """

    stage: Name


class MoodWord(Record, frozen=True, kw_only=True, tag="mood_word"):
    """Where the person placed a mood word of another app.

    Attributes
    ----------
    word : str
        The word as the app wrote it.
    place : int
        0 (very bad) to 10 (very good).
    """

    word: Name
    place: Mood


class Import(Record, frozen=True, kw_only=True, tag="import"):
    """That a file of another app was brought in.

    Attributes
    ----------
    app : str
        The app's name.
    batch : str
        The origin that the imported entries carry.
    added : int
        How many entries were added.
    first_day, last_day : datetime.date
        The days they cover.
    """

    app: Name
    batch: Name
    added: Count
    first_day: Day
    last_day: Day


class Preferences(Record, frozen=True, kw_only=True, tag="preferences"):
    """How the person likes their pages.

    Attributes
    ----------
    country : str or None
        Two letters (ISO 3166-1), for the helplines shown.
    night_card : bool
        Whether the night card stands first from 22:00 to 06:00.
    extras : tuple of {"tension", "substance"}
        Check-in questions that are off until chosen.
    """

    country: Country | None = None
    night_card: bool = True
    extras: tuple[Literal["tension", "substance"], ...] = ()


KINDS: dict[str, type[Record]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (
        CheckIn,
        Urge,
        Line,
        Hope,
        SafetyLines,
        NotTonight,
        StageStart,
        MoodWord,
        Import,
        Preferences,
    )
}
"""Every kind by its name in the journal."""


def label(kind: type[Record]) -> str:
    """Return a kind's name as it stands in the journal, such as "check_in"."""
    return str(kind.__struct_config__.tag)
