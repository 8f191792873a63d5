"""Everything that can be recorded: one struct a kind, with its units.

This is the project's one vocabulary. A kind is added by writing one struct and naming
it in `KINDS`; nothing else has to know. The module checks and converts; it stores
nothing.

Every record belongs to a plain local calendar day that the person chose. A field with
a default may be left out, and ``None`` always means "nothing was recorded", never zero.
"""

import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_type_hints

import msgspec
from msgspec import Meta

from recovery_kit.errors import RecordError

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
    "check",
    "from_json",
    "from_values",
    "label",
    "to_json",
    "today",
]

DAY_BREAK = dt.time(4)
"""Until four in the morning it is still the evening before."""

EARLIEST_DAY = dt.date(1900, 1, 1)
"""No diary starts before this; an earlier day is a misread date."""

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
Hours = Annotated[float, Meta(ge=0, le=24, description="hours between 0 and 24")]
Acted = Annotated[
    Literal["yes", "partly", "no", "no_occasion"],
    Meta(description="yes, partly, no or no_occasion"),
]
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
    value: float
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


R = TypeVar("R", bound=Record)

KINDS: dict[str, type[Record]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (
        CheckIn,
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


def today(now: dt.datetime | None = None) -> dt.date:
    """Return the day that is still going on: it ends at four in the morning.

    Parameters
    ----------
    now : datetime.datetime, optional
        A local time, with or without a zone; the clock's by default.

    Returns
    -------
    datetime.date
    """
    now = now or dt.datetime.now().astimezone()
    day = now.date()
    return day - dt.timedelta(days=1) if now.time() < DAY_BREAK else day


def label(kind: type[Record]) -> str:
    """Return a kind's name as it stands in the journal, such as "check_in"."""
    return str(kind.__struct_config__.tag)


def check(record: Record, *, today: dt.date | None = None) -> Record:
    """Return the record with every field checked and in its own type.

    Parameters
    ----------
    record : Record
        Any record. A day or time written as text is understood.
    today : datetime.date, optional
        When given, a day more than one after it is refused as being in the future
        (one day of slack: the person may have flown east).

    Returns
    -------
    Record
        An equal record, of the same kind.

    Raises
    ------
    RecordError
        If a field is missing or can't hold its value. The message names the field and
        what it takes, never the value.
    """
    try:
        values = msgspec.to_builtins(record, enc_hook=_plain_number)
    except TypeError as error:
        raise RecordError(
            f"{_title(type(record))}: a value is of a type that can't be kept. "
            "Use text, numbers, days and times."
        ) from error
    checked = from_values(type(record), values)
    if today is not None and checked.day > today + dt.timedelta(days=1):
        raise RecordError(
            f"{_title(type(record))}, day: {checked.day} is in the future. "
            "Choose today or a day before it.",
            "day",
        )
    return checked


def from_values(kind: type[R], values: dict[str, Any], *, text: bool = False) -> R:
    """Return a record made from plain values, each checked.

    Parameters
    ----------
    kind : type
        One of `KINDS`' structs.
    values : dict
        Field name to value, as JSON would hold it.
    text : bool
        Whether numbers and truth values may come as text, as they do from a CSV file.

    Raises
    ------
    RecordError
        As in `check`.
    """
    values = {"kind": label(kind), **values}
    # msgspec wants seconds; a clock time as people write it has none.
    time = values.get("time")
    if isinstance(time, str) and re.fullmatch(r"\d\d:\d\d", time):
        values["time"] = f"{time}:00"
    try:
        record = msgspec.convert(values, kind, strict=not text)
    except msgspec.ValidationError as error:
        raise _plain_error(kind, error) from None
    if record.day < EARLIEST_DAY:
        raise RecordError(
            f"{_title(kind)}, day: {record.day} is before 1900. "
            "Check the year; write it in four digits.",
            "day",
        )
    return record


def to_json(record: Record) -> bytes:
    """Return the record as one line of JSON, its kind in it; defaults are left out.

    Raises
    ------
    RecordError
        If a text holds half a character, which no file can keep.
    """
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        raise RecordError(
            f"{_title(type(record))}: a text holds half a character. Type it again."
        ) from None


def from_json(kind: type[R], data: bytes | str) -> R:
    """Return a record from what `to_json` wrote.

    Fields that this version does not know are passed over, so that an older version
    reads what a newer one wrote.

    Raises
    ------
    RecordError
        If the JSON is broken or a field can't hold its value.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise _plain_error(kind, error) from None
    except msgspec.DecodeError:
        raise RecordError(f"{_title(kind)}: this is not whole JSON.") from None


def _plain_number(value: object) -> object:
    # numpy's and pandas' scalars are no Python numbers but know theirs.
    item = getattr(value, "item", None)
    if item is None:
        raise TypeError
    return item()


def _title(kind: type[Record]) -> str:
    return label(kind).replace("_", " ").capitalize()


def _plain_error(kind: type[Record], error: msgspec.ValidationError) -> RecordError:
    # msgspec's own message speaks of types and JSON paths; a person needs the field
    # and what it takes.
    said = str(error)
    missing = re.search(r"missing required field `(\w+)`", said)
    place = re.search(r"\$\.(\w+)", said)
    field = missing[1] if missing else place[1] if place else None
    hint = get_type_hints(kind, include_extras=True).get(field or "")
    wanted = _description(hint)
    if field is None or wanted is None:
        return RecordError(f"{_title(kind)}: a value is not of the right form.", field)
    verb = "is missing; it takes" if missing else "takes"
    return RecordError(f"{_title(kind)}: {field} {verb} {wanted}.", field)


def _description(hint: Any) -> str | None:
    for part in getattr(hint, "__metadata__", ()):
        if isinstance(part, Meta) and part.description:
            return part.description
    for part in getattr(hint, "__args__", ()):
        found = _description(part)
        if found:
            return found
    return None
