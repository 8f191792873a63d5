"""Checking records, and turning them into JSON and back, with plain messages."""

import datetime as dt
import re
from typing import Any, TypeVar, get_type_hints

import msgspec
from msgspec import Meta

from recovery_kit.errors import RecordError
from recovery_kit.records.days import EARLIEST_DAY
from recovery_kit.records.kinds import Record, label

__all__ = ["check", "from_json", "from_values", "to_json"]

R = TypeVar("R", bound=Record)


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
    return RecordError(f"{_title(kind)}: {field} {verb} {wanted}.", field, wanted)


def _description(hint: Any) -> str | None:
    for part in getattr(hint, "__metadata__", ()):
        if isinstance(part, Meta) and part.description:
            return part.description
    for part in getattr(hint, "__args__", ()):
        found = _description(part)
        if found:
            return found
    return None
